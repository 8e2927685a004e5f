"""Rows as a resident reads them: open now, next days, places by area, day and kind (案内の見せ方). Reads only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.html import escape

from tasuki.community.opening import parse
from tasuki.shared import clock

from .enums import Trouble
from .reading import Town
from .wording import DAYS, Words

# Numbers shown until the municipality chooses its own; all are nationwide and known, free is said where it is.
URGENT = (
    ("110", "police"),
    ("119", "fire"),
    ("189", "child"),
    ("#8008", "dv"),
    ("0120-061-338", "mind"),
    ("0120-279-338", "any"),
)
GROUPS = {
    "talk": {"cafe", "salon", "exchange", "base", "ibasho", "multigeneration", "isolation"},
    "eat": {"children_food", "food_pantry"},
    "child": {"childcare", "study"},
    "move": {"prevention", "purpose", "farm", "participation"},
    "peer": {"peer"},
    "consult": {"consult", "connect", "learning"},
}
AHEAD = timedelta(days=13)


@dataclass
class Asked:
    """What a resident looks for among the places."""

    area: str = ""
    day: str = ""
    group: str = ""


def urgent(town: Town, words: Words) -> list[dict[str, str]]:
    """Numbers to ring at once, with their words."""
    chosen = [(one["number"], one["key"], one["words"]) for one in town.urgent] or [(n, key, "") for n, key in URGENT]
    return [
        {"number": number, "tel": dial(number), "words": words.get(f"urgent_{key}") or escape(said)}
        for number, key, said in chosen
    ]


def dial(number: str) -> str:
    """What a telephone dials."""
    return "tel:" + "".join(
        letter if letter != "#" else "%23" for letter in number if letter.isdigit() or letter in "#+"
    )


def open_now(text: str, now: datetime) -> bool | None:
    """Whether hours like 「平日 8:30〜17:15」 hold at this minute; None where it cannot be told."""
    days = parse(text).days(now.date() - timedelta(days=8), now.date() + timedelta(days=8)) if text else []
    if not days or any(hours.end is None for day in days for hours in day.hours) or not any(day.hours for day in days):
        return None
    minute = now.hour * 60 + now.minute
    return any(day.on == now.date() and hours.start <= minute < (hours.end or 0) for day in days for hours in day.hours)


def desks(town: Town, trouble: str, words: Words) -> list[dict[str, Any]]:
    """Desks for a trouble as chosen by the municipality; those for everybody first come as they were put in order."""
    now = clock.now().astimezone(clock.JAPAN)
    found = [one for one in town.desks if not trouble or trouble in one["troubles"]]
    if not found and trouble != Trouble.UNKNOWN:
        found = [one for one in town.desks if Trouble.UNKNOWN in one["troubles"]]
    return [_desk(town, one, words, now) for one in found]


def _desk(town: Town, one: dict[str, Any], words: Words, now: datetime) -> dict[str, Any]:
    area = town.area(one["area_id"])
    note, lang, old = town.text(f"desk/{one['id']}", words.language, one["note"])
    return one | {
        "tel": dial(one["phone"]), "open": open_now(one["hours"], now), "area": area["name"] if area else "",
        "note": note, "note_lang": lang, "old": old,
    }  # fmt: skip


def places(town: Town, asked: Asked) -> list[dict[str, Any]]:
    """Places of the area, open on the weekday, of the kind."""
    weekday = DAYS.index(asked.day) if asked.day in DAYS else None
    group = GROUPS.get(asked.group)
    return [
        one for one in town.places
        if (not asked.area or str(one["area_id"]) == asked.area)
        and (group is None or group & set(one["functions"]))
        and (weekday is None or weekday in _weekdays(one["opening"]))
    ]  # fmt: skip


def _weekdays(text: str) -> set[int]:
    day = clock.today()
    return {found.on.weekday() for found in parse(text).days(day, day + timedelta(days=34))}


def groups_of(functions: list[str]) -> list[str]:
    """The kinds in plain words of a place's functions."""
    return [f"place_{name}" for name, codes in GROUPS.items() if codes & set(functions)]


def card(town: Town, one: dict[str, Any], words: Words) -> dict[str, Any]:
    """A place in a list: kinds in plain words, where, when next."""
    area = town.area(one["area_id"])
    return {
        "id": one["id"], "name": one["name"], "place": one["place"], "opening": one["opening"],
        "area": area["name"] if area else "", "kinds": [words[key] for key in groups_of(one["functions"])],
        "next": next_days(one["opening"], words, 1),
    }  # fmt: skip


def next_days(text: str, words: Words, most: int = 5) -> list[dict[str, str]]:
    """The coming days on which it is open."""
    day = clock.today()
    found = parse(text).days(day, day + timedelta(days=62))[:most]
    return [{"day": words.day(one.on), "hours": str(one), "today": one.on == day} for one in found]  # type: ignore[dict-item]


def whole(town: Town, one: dict[str, Any], words: Words) -> dict[str, Any]:
    """A place on its own page."""
    text, lang, old = town.text(f"place/{one['id']}", words.language, one["description"])
    facts = [
        ("where", one["place"]), ("access", one["access"]), ("hours", one["opening"]), ("cost", one["cost"]),
        ("conditions", one["conditions"]), ("accessibility", _labels(town, "place_accessibility", one["accessibility"])),
        ("spoken", _labels(town, "place_language", one["languages"])), ("run_by", one["run_by"]), ("contact", one["contact_name"]),
    ]  # fmt: skip
    return card(town, one, words) | {
        "facts": [(words[key], value) for key, value in facts if value], "text": text, "lang": lang, "old": old,
        "untold": town.untold(f"place/{one['id']}", words.language), "days": next_days(one["opening"], words),
        "phone": one["contact_phone"], "tel": dial(one["contact_phone"]),
        "confirmed": words.filled("confirmed", date=_date(one["confirmed_on"], words)) if one["confirmed_on"] else "",
    }  # fmt: skip


def _labels(town: Town, kind: str, codes: list[str]) -> str:
    return "、".join(town.labels.get(f"{kind}/{code}", code) for code in codes or [])


def _date(day: date, words: Words) -> str:
    """With the year, for what may be old."""
    return f"{day.year}/{day.month}/{day.day}"


def agenda(town: Town, asked: Asked, words: Words) -> list[dict[str, Any]]:
    """Two weeks, day by day: events first, then what is open."""
    today = clock.today()
    by_day: dict[date, list[dict[str, Any]]] = {}
    for one in town.events:
        if one["on_"] <= today + AHEAD and (not asked.area or str(one["area_id"]) == asked.area) and not asked.group:
            by_day.setdefault(one["on_"], []).append(_event(town, one))
    for one in places(town, asked):
        for found in parse(one["opening"]).days(today, today + AHEAD):
            by_day.setdefault(found.on, []).append(card(town, one, words) | {"hours": str(found)})
    wanted = [day for day in sorted(by_day) if asked.day not in DAYS or day.weekday() == DAYS.index(asked.day)]
    return [
        {"day": words.day(day), "today": day == today, "places": sorted(by_day[day], key=_in_order)} for day in wanted
    ]


def _in_order(line: dict[str, Any]) -> tuple[bool, str, str]:
    return not line.get("event"), line["hours"], line["name"]


def _event(town: Town, one: dict[str, Any]) -> dict[str, Any]:
    """An event as a line of its day."""
    hours = "〜".join(f"{moment:%-H:%M}" for moment in (one["start_"], one["end_"]) if moment)
    area = town.area(one["area_id"])
    return {"event": True, "id": one["place_id"], "name": one["title"], "what": one["what"], "hours": hours,
            "place": one["place"], "area": area["name"] if area else ""}  # fmt: skip


def asked_of(query: Any, town: Town) -> Asked:
    """The choice from the address; what is not offered counts as nothing."""
    area, day, group = query.get("area", ""), query.get("day", ""), query.get("kind", "")
    return Asked(area if town.area(area) else "", day if day in DAYS else "", group if group in GROUPS else "")


def query_of(asked: Asked) -> str:
    """The same as an address."""
    told = {"area": asked.area, "day": asked.day, "kind": asked.group}
    return urlencode({name: value for name, value in told.items() if value})
