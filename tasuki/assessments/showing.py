"""Sheets as they are read (表示): parts with their answers in words, two versions side by side. Reads only."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tasuki.cases.models import Case
from tasuki.cases.reading import UNDISCLOSED, access_of, members_of
from tasuki.codes import lookup
from tasuki.codes.sheet_answers import Row, said, side_by_side
from tasuki.codes.sheet_definitions import Sheet, load
from tasuki.shared.calendar_jp import wareki_short
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker

from .answering import HOUSEHOLD, PERSON, values
from .models import AgreedPart, Assessment, MemberAssessment


@dataclass
class Part:
    """The household's part or one member's, in words."""

    heading: str
    sections: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)


def names_of(case: Case, worker: Worker) -> dict[UUID, str]:
    """How each member is headed: 「花村 ウメ（母）」, or undisclosed."""
    names = {}
    for one in members_of(case, worker):
        relation = f"（{one.relation}）" if one.relation else ""
        names[one.person_id] = f"{one.shown.full_name}{relation}" if one.shown else UNDISCLOSED
    return names


def writable_members(case: Case, worker: Worker) -> list[Any]:
    """Members whose part the writer may see, in order."""
    access = access_of(case)
    return [one for one in members_of(case, worker) if one.shown and access.covers(Scope.ASSESSMENT, one.person_id)]


def member_rows(assessment: Assessment, case: Case) -> list[MemberAssessment]:
    """The members' parts that are open to the reader."""
    rows = MemberAssessment.objects.filter(assessment=assessment)
    return list(access_of(case).readable(rows, Scope.ASSESSMENT, about="person"))


def parts_of(assessment: Assessment, case: Case, worker: Worker) -> list[Part]:
    """The household first, then each member whose part is open."""
    sheet, names = load(assessment.sheet, assessment.sheet_version), names_of(case, worker)
    parts = [_part("世帯全体", sheet, HOUSEHOLD, assessment)]
    return parts + [member_part(sheet, row, names) for row in member_rows(assessment, case)]


def member_part(sheet: Sheet, row: MemberAssessment, names: dict[UUID, str]) -> Part:
    """One member's part."""
    return _part(names.get(row.person_id, UNDISCLOSED), sheet, PERSON, row)


def agreed_parts(case: Case, worker: Worker) -> list[Part]:
    """What single items of a consent open to the reader: the newest fixed answers of each person and item."""
    rows = AgreedPart.objects.visible_to(worker).filter(case=case).order_by("person", "item", "-number")
    names, parts = names_of(case, worker), dict[UUID, Part]()
    for row in rows.distinct("person", "item"):
        fields = load(row.sheet, row.sheet_version).fields(PERSON)
        told = [(one.full_label, said(one, row.answers.get(key))) for key, one in fields.items()]
        heading = f"{lookup.label('consent_item', row.item)}　第{row.number}回 {wareki_short(row.fixed_at)}"
        part = parts.setdefault(row.person_id, Part(names.get(row.person_id, UNDISCLOSED)))
        part.sections.append((heading, [(label, text) for label, text in told if text]))
    return list(parts.values())


def _part(heading: str, sheet: Sheet, per: str, row: Assessment | MemberAssessment) -> Part:
    found, part = values(per, row), Part(heading)
    for section in sheet.part(per):
        told = [(one.full_label, said(one, found.get(one.key))) for one in section.fields]
        part.sections.append((section.label, [(label, text) for label, text in told if text]))
    return part


def compared(first: list[Part], second: list[Part]) -> list[tuple[str, list[Row]]]:
    """Two versions side by side: every question that was answered in either."""
    old, new = ({part.heading: _flat(part) for part in parts} for parts in (first, second))
    return [
        (heading, side_by_side(old.get(heading, []), new.get(heading, []))) for heading in dict.fromkeys([*new, *old])
    ]


def _flat(part: Part) -> list[tuple[str, str]]:
    return [pair for _, pairs in part.sections for pair in pairs]
