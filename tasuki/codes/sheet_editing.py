"""Changing a draft of a sheet (様式の下書きを直す): sections in, sections out; nothing here saves."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from tasuki.shared.decisions import Refused

Body = dict[str, Any]
NOT_THERE = "この項目は、もうありません。開きなおしてください。"


def section_of(body: Body, key: str) -> dict[str, Any]:
    """A section by its key."""
    for section in body["sections"]:
        if section["key"] == key:
            return section  # type: ignore[no-any-return]
    raise Refused(NOT_THERE)


def field_of(body: Body, section: str, key: str) -> dict[str, Any]:
    """A question by its section and key."""
    for field in section_of(body, section).get("fields", ()):
        if field["key"] == key:
            return field  # type: ignore[no-any-return]
    raise Refused(NOT_THERE)


def _move(rows: list[Any], key: str, by: int) -> None:
    place = next((n for n, one in enumerate(rows) if one["key"] == key), None)
    if place is None:
        raise Refused(NOT_THERE)
    to = place + by
    if 0 <= to < len(rows):
        rows.insert(to, rows.pop(place))


def _up(body: Body, section: str, field: str) -> None:
    _move(section_of(body, section)["fields"] if field else body["sections"], field or section, -1)


def _down(body: Body, section: str, field: str) -> None:
    _move(section_of(body, section)["fields"] if field else body["sections"], field or section, 1)


def _hide(body: Body, section: str, field: str) -> None:
    found = field_of(body, section, field)
    if found.get("column"):
        raise Refused("一覧や決まりが読む欄なので、出さないようにはできません。名前と順番は変えられます。")
    found["hidden"] = True


def _show(body: Body, section: str, field: str) -> None:
    field_of(body, section, field).pop("hidden", None)


def _remove(body: Body, section: str, field: str) -> None:
    """Only what the municipality added; a section only when it is empty."""
    if field:
        if not field_of(body, section, field).get("own"):
            raise Refused("もとからある項目は消せません。「出さない」にしてください。")
        rows = section_of(body, section)["fields"]
        rows[:] = [one for one in rows if one["key"] != field]
        return
    found = section_of(body, section)
    if not found.get("own") or found.get("fields"):
        raise Refused("消せるのは、加えた区分で、項目のないものだけです。")
    body["sections"] = [one for one in body["sections"] if one["key"] != section]


DOING: dict[str, Callable[[Body, str, str], None]] = {
    "up": _up, "down": _down, "hide": _hide, "show": _show, "remove": _remove,
}  # fmt: skip


def done(body: Body, act: str, section: str, field: str = "") -> Body:
    """The body after one press of a button."""
    if act not in DOING:
        raise Refused("この操作はありません。")
    after = deepcopy(body)
    DOING[act](after, section, field)
    return after


def with_section(body: Body, key: str, facts: dict[str, Any], *, per: str = "one", new: bool = False) -> Body:
    """A section added at the end, or its words changed."""
    after = deepcopy(body)
    if new:
        after["sections"].append({"key": key, "per": per, "own": True, "fields": []})
    section_of(after, key).update(facts)
    return after


def with_field(body: Body, section: str, key: str, facts: dict[str, Any], *, new: bool = False) -> Body:
    """A question added at the end of its section, or its words changed; of a column only the words."""
    after = deepcopy(body)
    if new:
        section_of(after, section).setdefault("fields", []).append({"key": key, "own": True})
    found = field_of(after, section, key)
    kept = facts if found.get("own") else {name: facts[name] for name in ("label", "help", "required") if name in facts}
    found.update(kept)
    for name in [name for name in ("help", "list", "options", "required") if not found.get(name)]:
        found.pop(name, None)
    return after


def differences(before: Body, after: Body) -> list[str]:
    """What another version changed, in words."""
    old, new = _questions(before), _questions(after)
    said = [f"加えた：{one['label']}" for key, one in new.items() if key not in old]
    said += [f"なくなった：{one['label']}" for key, one in old.items() if key not in new]
    for key in [key for key in new if key in old]:
        if old[key]["label"] != new[key]["label"]:
            said.append(f"名前：{old[key]['label']} → {new[key]['label']}")
        if bool(old[key].get("hidden")) != bool(new[key].get("hidden")):
            said.append(f"{'出さない' if new[key].get('hidden') else '出す'}：{new[key]['label']}")
        if bool(old[key].get("required")) != bool(new[key].get("required")):
            said.append(f"{'必須' if new[key].get('required') else '任意'}：{new[key]['label']}")
    if [key for key in new if key in old] != [key for key in old if key in new]:
        said.append("順番を変えた")
    texts = {one["key"]: one.get("text", "") for one in before["sections"]}
    said += [f"文：{one['label']}" for one in after["sections"] if one.get("text", "") != texts.get(one["key"], "")]
    return said


def _questions(body: Body) -> dict[tuple[str, str], dict[str, Any]]:
    return {(section.get("per", "one"), field["key"]): field
            for section in body["sections"] for field in section.get("fields", ())}  # fmt: skip
