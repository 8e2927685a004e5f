"""Writing of a municipality's own sheets: copied, changed, put in force from a day; a set of forms and codes loaded."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.calendar_jp import wareki_short
from tasuki.shared.decisions import Refused, Stale, refuse_unless, require
from tasuki.staff.models import Worker

from . import lookup, rules
from .models import Code, SheetVersion
from .sheet_checking import faults, pruned
from .sheet_definitions import forget, raw_of, shipped

NO_LONGER = "あなたが開いたあとに、ほかの人がこの様式を直しました。開きなおしてください。"


@transaction.atomic
def copy_sheet(*, sheet: str, version: str, by: Worker) -> SheetVersion:
    """A draft of the municipality's own, copied from any version (写して直す)."""
    require(rules.may_copy_sheet(sheet, by))
    raw = raw_of(sheet, version)
    draft = SheetVersion.objects.create(
        sheet=sheet, version=_next(sheet), title=raw["title"], body=_body(raw), based_on=version,
        source=raw.get("source", ""), made_at=clock.now(), made_by_id=by.pk,
    )  # fmt: skip
    return _told(draft, by, "様式の版を作った")


def _next(sheet: str) -> str:
    """自1, 自2 …: the municipality's own versions by number; numbers of drafts thrown away are not given again."""
    numbers = [int(one[1:]) for one in SheetVersion.objects.filter(sheet=sheet).values_list("version", flat=True)
               if one[:1] == "t" and one[1:].isdecimal()]  # fmt: skip
    return f"t{max(numbers, default=0) + 1}"


def _body(raw: Mapping[str, Any]) -> dict[str, Any]:
    return pruned(raw)


def next_key(sheet: str, body: Mapping[str, Any]) -> str:
    """A key that no version of the sheet has used: two questions are never taken for one."""
    bodies = [body, *SheetVersion.objects.filter(sheet=sheet).values_list("body", flat=True)]
    keys = [one["key"] for each in bodies for section in each["sections"] for one in (section, *section["fields"])]
    numbers = [int(key[3:]) for key in keys if key.startswith("own") and key[3:].isdecimal()]
    return f"own{max(numbers, default=0) + 1}"


@transaction.atomic
def change_sheet(*, version: SheetVersion, by: Worker, body: dict[str, Any], title: str = "",
                 revision: int | None = None) -> SheetVersion:  # fmt: skip
    """The sections of a draft anew; refused as long as something in them is wrong."""
    require(rules.may_change_sheet(version, by))
    if wrong := faults(version.sheet, body):
        raise Refused(" ".join(wrong[:5]))
    rows = SheetVersion.objects.filter(pk=version.pk, revision=revision or version.revision, valid_from=None)
    changes = {"body": _body(body), "title": title or version.title, "revision": (revision or version.revision) + 1}
    if not rows.update(**changes):
        raise Stale(NO_LONGER)
    version.refresh_from_db()
    return _told(version, by, "様式の下書きを直した")


@transaction.atomic
def put_in_force(*, version: SheetVersion, by: Worker, since: date) -> SheetVersion:
    """From this day on new sheets are written in this version; it never changes again (使いはじめ)."""
    require(rules.may_put_in_force(version, by))
    require(refuse_unless(since >= clock.today(), "使いはじめは、きょうか、これからの日にしてください。"))
    if wrong := faults(version.sheet, version.body):
        raise Refused(" ".join(wrong[:5]))
    version.valid_from, version.put_at, version.put_by_id = since, clock.now(), by.pk
    version.save(update_fields=["valid_from", "put_at", "put_by"])
    return _told(version, by, f"様式を使いはじめる（{wareki_short(since)}から）")


@transaction.atomic
def drop_sheet(*, version: SheetVersion, by: Worker) -> None:
    """A draft thrown away."""
    require(rules.may_drop_sheet(version, by))
    _told(version, by, "様式の下書きを捨てた")
    version.delete()


@transaction.atomic
def load_set(*, by: Worker, told: Mapping[str, Any], title: str = "") -> tuple[int, int]:
    """A set of forms and codes from a file (ひとそろい): new versions from their days, codes added, relabelled, closed.

    Nothing is deleted. Returns how many sheets and codes were new or changed.
    """
    require(rules.may_load_set(by))
    codes = sum(_code(one) for one in told.get("codes", ()))
    lookup.forget()
    sheets = sum(_sheet(one, by) for one in told.get("sheets", ()))
    record(Act.CHANGE, "様式とコードのひとそろいを読み込んだ", by=by, count=sheets + codes, reason=title)
    forget()
    for each in (forget, lookup.forget):
        transaction.on_commit(each)
    return sheets, codes


def _sheet(raw: Mapping[str, Any], by: Worker) -> bool:
    """A version of a sheet from the file; one that is here already stays as it is."""
    sheet, version, now = raw["key"], raw["version"], clock.now()
    if any(one["version"] == version for one in shipped().get(sheet, ())):
        return False
    if SheetVersion.objects.filter(sheet=sheet, version=version).exists():
        return False
    if wrong := faults(sheet, _body(raw)):
        raise Refused(f"様式「{raw['title']}」：" + " ".join(wrong[:5]))
    since = max(date.fromisoformat(raw["valid_from"]), clock.today())
    SheetVersion.objects.create(
        sheet=sheet, version=version, title=raw["title"], body=_body(raw), source=raw.get("source", ""),
        valid_from=since, made_at=now, made_by_id=by.pk, put_at=now, put_by_id=by.pk,
    )  # fmt: skip
    return True


def _code(raw: Mapping[str, Any]) -> bool:
    """A code of the file: new, or its words, order and days changed."""
    facts = {
        "label": raw["label"], "order": raw.get("order", 0), "source": raw.get("source", ""),
        "valid_from": _day(raw.get("valid_from")), "valid_to": _day(raw.get("valid_to")),
    }  # fmt: skip
    known = Code.objects.filter(list=raw["list"], code=raw["code"]).first()
    if known is None:
        Code.objects.create(list=raw["list"], code=raw["code"], verified=True, **facts)
        return True
    if known.label == facts["label"] and known.valid_to == facts["valid_to"]:
        return False
    known.label, known.valid_to = facts["label"], facts["valid_to"]
    known.save(update_fields=["label", "valid_to"])
    return True


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _told(version: SheetVersion, by: Worker, verb: str) -> SheetVersion:
    record(Act.CHANGE, verb, by=by, objects=[version.pk], reason=f"{version.sheet}/{version.version} {version.title}")
    forget()
    transaction.on_commit(forget)
    return version
