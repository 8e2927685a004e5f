"""One box for everything the worker may see: case numbers, people, words in records."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.models import Case, CaseMember, SupportRecord
from tasuki.cases.search import Hits, find_records
from tasuki.people.models import Person
from tasuki.people.search import person_keys
from tasuki.shared.held import barred
from tasuki.shared.kana import fold_text
from tasuki.shared.once import once
from tasuki.staff.models import Worker

MOST = 20
AROUND = 45
# What a line says of a record; plain values, because twenty records with case, agency and worker cost 8 ms as objects.
TOLD = ("pk", "at", "text", "case_id", "agency__name", "worker__name")


@dataclass(frozen=True)
class Heard:
    """A support record with the words looked for: when, by whom, the words (before, hit, after), and its case."""

    pk: UUID
    at: datetime
    around: tuple[str, str, str]
    who: str
    case: UUID
    number: str
    label: str


@dataclass
class Found:
    """What was found: cases by number, people with their cases, records with the words around the hit."""

    words: str
    cases: list[Case] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    records: list[Heard] = field(default_factory=list)
    hits: Hits = field(default_factory=lambda: Hits(0, False, []))

    @property
    def nothing(self) -> bool:
        """Not one thing."""
        return not (self.cases or self.people or self.records)


def find(words: str, worker: Worker) -> Found:
    """Search, and write the search down (what was looked for, and how much was shown)."""
    found = Found(words=words.strip()[:100])
    if not found.words:
        return found
    found.cases = _cases_by_number(found.words, worker)
    found.people = _people(found.words, worker)
    found.hits = find_records(found.words)
    found.records = _records(found.hits, found.words, worker)
    shown = [thing.pk for thing in (*found.cases, *found.people, *found.records)]
    record(Act.SEARCH, "さがす", by=worker, reason=found.words, objects=shown, count=len(shown))
    return found


def _cases_by_number(words: str, worker: Worker) -> list[Case]:
    number = words.upper().replace("ー", "-").replace("－", "-")
    if not any(letter.isdigit() for letter in number):
        return []
    return list(Case.objects.visible_to(worker).filter(number=number).select_related("owner_agency")[:MOST])


def _people(words: str, worker: Worker) -> list[Person]:
    keys = person_keys(words, MOST)
    people = {person.pk: person for person in Person.objects.visible_to(worker).filter(pk__in=keys)} if keys else {}
    for person in people.values():
        person.in_cases = []  # type: ignore[attr-defined]
    if people:
        visible = Case.objects.visible_to(worker).filter(members__person__in=list(people))
        members = CaseMember.objects.filter(person__in=list(people), case__in=visible).select_related("case")
        for member in members:
            people[member.person_id].in_cases.append(member.case)  # type: ignore[attr-defined]
    return sorted(people.values(), key=lambda person: person.search_key)


def _records(hits: Hits, words: str, worker: Worker) -> list[Heard]:
    if not hits.keys:
        return []
    rows = _told(worker, hits.keys)
    # The cases are asked for by themselves: joined, all cases of the town would be read to find twenty.
    named = {key: told for key, *told in _named(worker, {row[3] for row in rows})}
    word = (words.split() or [""])[0]
    return [
        Heard(key, at, around(barred(text), word), f"{agency}　{by}", case, *named[case])
        for key, at, text, case, agency, by in rows if case in named
    ]  # fmt: skip


@once
def _told(worker: Worker, records: list[UUID]) -> QuerySet[Any]:
    return SupportRecord.objects.visible_to(worker).filter(pk__in=records).order_by("-at", "-id").values_list(*TOLD)


@once
def _named(worker: Worker, cases: Collection[UUID]) -> QuerySet[Any]:
    return Case.objects.visible_to(worker).filter(pk__in=cases).values_list("pk", "number", "label")


def around(text: str, word: str) -> tuple[str, str, str]:
    """(before, hit, after) around the word; the hit is empty when folding hides where it stands."""
    plain, start = text, text.find(word)
    if start < 0:
        plain, word = fold_text(text), fold_text(word)
        start = plain.find(word)
    if start < 0 or len(plain) != len(text):
        return "", "", text[: 2 * AROUND]
    before = text[max(0, start - AROUND) : start]
    return ("…" if start > AROUND else "") + before, text[start : start + len(word)], text[start + len(word) :][:AROUND]
