"""Bringing a table: read, its columns told, its rows mended, left again; and the profiles that remember columns (取り込みの用意)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import Refused, Stale, require
from tasuki.staff.models import Worker

from . import rules
from .carry_columns import items
from .carry_differences import TAKE
from .carry_lines import NEW, SKIP
from .carry_models import Carry, CarryChange, CarryProfile
from .carry_tables import Sheet, guessed, heading_of, headings, kept, mark_of, proposed, shipped_profiles
from .enums import CarryState

KEPT_DAYS = 30
NO_LONGER = "あなたが開いたあとに、ほかの人がこの表を直しました。いまの表を確かめてください。"


@transaction.atomic
def bring_table(*, by: Worker, name: str, table: list[list[str]] | None = None, sheets: Sequence[Sheet] = ()) -> Carry:
    """A table as it was read, or a workbook of which one sheet is proposed; its columns are guessed, from the profile
    that knows these headings if there is one."""
    require(rules.may_bring_table(by))
    sheets = list(sheets) or [Sheet("", table or [])]
    chosen = proposed(sheets)
    at, names = heading_of(sheets[chosen].rows)
    profile = CarryProfile.objects.visible_to(by).filter(mark=mark_of(names)).first()
    carry = Carry.objects.create(
        agency_id=by.agency_id, worker_id=by.pk, name=name[:120], table=sheets[chosen].rows, heading_row=at,
        at=clock.now(), sheet=chosen, sheets=kept(sheets),
        source=profile.source if profile else "", opens_cases=profile.opens_cases if profile else True,
        mapping=guessed(names, profile.columns if profile else None),
    )  # fmt: skip
    record(Act.CHANGE, "取り込む表を読んだ", by=by, objects=[carry.pk], count=len(carry.table))
    return carry


@transaction.atomic
def map_columns(*, carry: Carry, by: Worker, heading: int, mapping: Sequence[str], source: str, opens_cases: bool,
                version: int | None = None, sheet: int | None = None, skips_hidden: bool = False) -> Carry:  # fmt: skip
    """Which sheet it is and what each column means; kept for the next table with these headings (列の意味)."""
    require(rules.may_map_columns(carry, by))
    now = _now(carry, version)
    if sheet is not None and sheet != now.sheet:
        _turn_to(now, sheet)
    _leave_hidden(now, skips_hidden)
    now.heading_row, now.mapping, now.source, now.opens_cases = heading, list(mapping), source, opens_cases
    now.state = CarryState.CHECKING
    now.save()
    names = headings(now.table, heading)
    columns = {name: key for name, key in zip(names, mapping, strict=False) if name}
    mark = mark_of(names)
    same = CarryProfile.objects.visible_to(by).filter(mark=mark).first()
    title = same.name if same else _free_name(f"{source}の列", by)
    note = same.note if same else ""
    keep_profile(by=by, name=title, source=source, columns=columns, mark=mark, opens_cases=opens_cases, profile=same,
                 verified=bool(same and same.verified), note=note)  # fmt: skip
    return now


def _turn_to(carry: Carry, sheet: int) -> None:
    """Another sheet of the same file; what was mended in the first one is left behind with it."""
    if sheet >= len(carry.sheets) or carry.sheets[sheet]["why"]:
        raise Refused("このシートは読めません。ほかのシートを選んでください。")
    carry.sheet, carry.table, carry.answers = sheet, carry.sheets[sheet]["rows"], {}


def _leave_hidden(carry: Carry, leave: bool) -> None:
    """Rows that Excel hides (filtered away) are left out; each of them can be taken in again one by one."""
    for row in carry.sheets[carry.sheet]["hidden"] if carry.sheets else ():
        answer = carry.answers.get(str(row - 1), "")
        if leave and not answer:
            carry.answers[str(row - 1)] = SKIP
        elif not leave and answer == SKIP:
            del carry.answers[str(row - 1)]


def _free_name(wanted: str, by: Worker) -> str:
    taken = set(CarryProfile.objects.visible_to(by).values_list("name", flat=True))
    names = [wanted, *(f"{wanted}（{n}）" for n in range(2, 100))]
    return next(name for name in names if name not in taken)


def _now(carry: Carry, version: int | None) -> Carry:
    """The import as it stands, locked; `Stale` when another version was looked at."""
    now = Carry.objects.select_for_update().get(pk=carry.pk)
    if now.state != carry.state or (version is not None and now.version != version):
        raise Stale(NO_LONGER)
    now.version += 1
    return now


@transaction.atomic
def mend_rows(*, carry: Carry, by: Worker, cells: Mapping[int, Mapping[str, str]], answers: Mapping[int, str],
              version: int | None = None) -> Carry:  # fmt: skip
    """Cells typed anew in the preview, and what was answered of single rows (行を直す)."""
    require(rules.may_mend_rows(carry, by))
    now = _now(carry, version)
    where = {key: column for column, key in enumerate(now.mapping) if key}
    for at, typed in cells.items():
        if now.heading_row < at < len(now.table):
            _write(now.table[at], {where[key]: text for key, text in typed.items() if key in where})
    for at, answer in answers.items():
        if answer:
            now.answers[str(at)] = answer
        else:
            now.answers.pop(str(at), None)
    now.save()
    return now


def _write(row: list[str], cells: Mapping[int, str]) -> None:
    row += [""] * (max(cells, default=-1) + 1 - len(row))
    for column, text in cells.items():
        row[column] = text.replace("\x00", "\x01")


@transaction.atomic
def answer_all(*, carry: Carry, by: Worker, answers: Mapping[int, str]) -> Carry:
    """One answer for every row that still asks: all the same persons, or all new ones."""
    return mend_rows(carry=carry, by=by, cells={}, answers=answers)


@transaction.atomic
def discard_table(*, carry: Carry, by: Worker) -> None:
    """Not taken in after all; the table is gone."""
    require(rules.may_discard_table(carry, by))
    record(Act.CHANGE, "取り込む表を捨てた", by=by, objects=[carry.pk])
    carry.delete()


@transaction.atomic
def forget_tables(*, by: None = None) -> int:
    """Tables that nobody has taken in for a month are thrown away, by the daily round; returns how many. What stood
    in registrations before an import wrote them over is forgotten after the same time."""
    old = Carry.objects.filter(
        state__in=[CarryState.MAPPING, CarryState.CHECKING], at__lt=clock.now() - timedelta(days=KEPT_DAYS)
    )
    CarryChange.objects.filter(carry__done_at__lt=clock.now() - timedelta(days=KEPT_DAYS)).delete()
    return old.delete()[1].get("exchange.Carry", 0)


@transaction.atomic
def keep_profile(*, by: Worker, name: str, source: str, columns: dict[str, str], mark: str = "", opens_cases: bool = True,
                 verified: bool = False, note: str = "", profile: CarryProfile | None = None) -> CarryProfile:  # fmt: skip
    """Which heading means what, under a name (列の対応を残す)."""
    require(rules.may_keep_profile(by, profile))
    kept = profile or CarryProfile(by_id=by.pk, agency_id=by.agency_id)
    kept.name, kept.source, kept.opens_cases, kept.verified, kept.note = name, source, opens_cases, verified, note
    kept.columns = {heading: key for heading, key in columns.items() if key in items() or not key}
    kept.mark, kept.at = mark or kept.mark or mark_of(list(columns)), clock.now()
    kept.save()
    record(Act.CHANGE, "列の対応を残した", by=by, objects=[kept.pk], reason=name)
    return kept


@transaction.atomic
def take_shipped_profile(*, by: Worker, key: str) -> CarryProfile | None:
    """One of the profiles that come with the product becomes the town's own, to be edited; once."""
    require(rules.may_keep_profile(by))
    found = next((one for one in shipped_profiles() if one["key"] == key), None)
    if found is None:
        return None
    mine = CarryProfile.objects.visible_to(by).filter(name=found["name"]).first()
    return mine or keep_profile(by=by, name=found["name"], source=found["source"], columns=found["columns"],
                                opens_cases=found["opens_cases"], verified=found["verified"], note=found["note"])  # fmt: skip


@transaction.atomic
def drop_profile(*, profile: CarryProfile, by: Worker) -> None:
    """No longer needed."""
    require(rules.may_drop_profile(profile, by))
    record(Act.CHANGE, "列の対応を消した", by=by, objects=[profile.pk], reason=profile.name)
    profile.delete()


def asking(lines: Iterable[Any], same: bool) -> dict[int, str]:
    """The answer for every line that asks: the first of the candidates, or a new person."""
    return {line.at: str(line.same[0].person.pk) if same else NEW for line in lines if line.asks}


def taking(lines: Iterable[Any], take: bool) -> dict[int, str]:
    """The answer for every row that says otherwise: all that may be written over is, or nothing."""
    keys = {line.at: [one.key for one in line.differences if one.takes] for line in lines if not line.skipped}
    return {at: TAKE + ",".join(found) if take else "" for at, found in keys.items() if found}


__all__ = [
    "SKIP", "answer_all", "asking", "bring_table", "discard_table", "drop_profile", "forget_tables",
    "keep_profile", "map_columns", "mend_rows", "take_shipped_profile", "taking",
]  # fmt: skip
