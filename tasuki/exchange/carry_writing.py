"""Carrying a table in (取り込む): every line through the actions of its room, in one transaction, known again a second time."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from tasuki.audit.actions import record, written_together
from tasuki.audit.enums import Act
from tasuki.cases import actions as cases
from tasuki.cases.enums import EventKind
from tasuki.cases.labels import InLabel, suggested_label
from tasuki.cases.models import Case, CaseEvent, CaseMember
from tasuki.cases.opening import add_consultation
from tasuki.cases.recording import write_record
from tasuki.cases.rules import may_add_member, may_write_record
from tasuki.codes.lookup import label
from tasuki.intake.actions import take_consultation
from tasuki.intake.models import Consultation
from tasuki.people import actions as people
from tasuki.people.enums import ContactKind, Sex
from tasuki.people.models import Household, Person
from tasuki.shared import clock
from tasuki.shared.calendar_jp import TOKYO
from tasuki.shared.decisions import Refused, require
from tasuki.shared.held import barred
from tasuki.shared.ids import uuid7
from tasuki.staff.models import Worker
from tasuki.tenancy.context import all_or_nothing

from . import rules
from .carry_changing import take_differences
from .carry_columns import CONSULTATION, RECORD
from .carry_known import Reader
from .carry_lines import Line
from .carry_models import Carried, Carry, CarryChange
from .enums import CHANGED, CarriedKind, CarryState

Tell = Callable[[int, int, str], None]
NO_WORDS = "（もとの台帳に、相談内容の記載がありません）"
RECORDED = ("method", "view", "next_on", "next_text", "minutes", "parties")
STILL = "直すところか、答えていないところが残っています。もう一度、行を確かめてください。"


@transaction.atomic
def carry_in(*, carry: Carry, by: Worker, tell: Tell | None = None) -> Carry:
    """The whole table, understood anew at this moment: all lines or none; the table itself is not kept."""
    now = Carry.objects.select_for_update().get(pk=carry.pk)
    lines = [line for line in Reader.of(now, by).lines_of(now) if not line.skipped]
    wrong, asks = sum(line.wrong for line in lines), sum(line.asks for line in lines)
    require(rules.may_carry_in(now, by, wrong, asks, sum(bool(line.deeds) for line in lines)))
    writer = Writer(by, now)
    with all_or_nothing(), written_together():
        for done, line in enumerate(lines, start=1):
            writer.write(line)
            if tell and done % 10 == 0:
                tell(done, len(lines), f"{done}行目まで")
        writer.finish()
    Carried.objects.bulk_create(writer.carried)
    CarryChange.objects.bulk_create(writer.changed)
    now.counts = writer.counts()
    now.state, now.sheets, now.table, now.answers, now.mapping = CarryState.DONE, [], [], {}, []
    now.done_at, now.done_by_id, now.marker = clock.now(), by.pk, uuid7()
    now.version += 1
    now.save()
    record(Act.CHANGE, "表から取り込んだ", by=by, objects=[now.pk], count=len(lines), reason=writer.origin)
    return now


@transaction.atomic
def add_members(*, case: Case, by: Worker, lines: Sequence[Line]) -> list[Person]:
    """Several members of one case entered at once (世帯員をまとめて)."""
    require(may_add_member(case, by))
    _sound(lines)
    writer = Writer(by, None)
    for line in lines:
        person = writer.person(line)
        writer.home(line, person)
        writer.join(case, line, person)
    return list(writer.people.values())


@transaction.atomic
def add_records(*, case: Case, by: Worker, lines: Sequence[Line]) -> int:
    """Several short support records of one case entered at once (記録をまとめて)."""
    require(may_write_record(case, by))
    _sound(lines)
    writer = Writer(by, None)
    for line in sorted(lines, key=lambda one: one.facts["record_at"]):
        writer.support(case, line)
    return len(lines)


def _sound(lines: Iterable[Line]) -> None:
    if any(line.wrong or line.asks for line in lines):
        raise Refused(STILL)


class Writer:
    """Writes line by line and remembers what came of it."""

    def __init__(self, by: Worker, carry: Carry | None) -> None:
        self.by, self.carry = by, carry
        self.carried: list[Carried] = []
        self.changed: list[CarryChange] = []
        self.people: dict[str, Person] = {}
        self.new: set[UUID] = set()
        self.homes: dict[str, Household] = {}
        self.cases: dict[str, Case] = {}
        self.labels: dict[UUID, list[InLabel]] = {}
        self.origin = f"{carry.source}（{carry.name}）から取り込み"[:200] if carry else ""

    def write(self, line: Line) -> None:
        """Everything that one row tells and that is not in yet."""
        person = self.person(line) if line.about_person else None
        home = self.home(line, person) if person else None
        case = line.case or self.cases.get(line.keys[CarriedKind.CASE])
        first = None
        if case is None and person and self.carry and self.carry.opens_cases and CarriedKind.CASE not in line.found:
            first = self.consultation(line, person, home)
            case = self.open(line, person, home, first)
        elif case and person:
            self.join(case, line, person)
        if case:
            self._rest(line, case, person, first)
        if line.take and self.carry:
            self.changed += take_differences(line, by=self.by, carry=self.carry, origin=self.origin)

    def _rest(self, line: Line, case: Case, person: Person | None, first: Consultation | None) -> None:
        self.cases[line.keys[CarriedKind.CASE]] = case
        if first is None and (asked := self.consultation(line, person)):
            add_consultation(consultation=asked, case=case, by=self.by)
            self._event(case, line)
        if line.has(RECORD) and not line.knows(CarriedKind.RECORD):
            self.support(case, line)

    def person(self, line: Line) -> Person:
        """Registered now, chosen, or known from before."""
        key = line.keys[CarriedKind.PERSON]
        if key in self.people:
            return self.people[key]
        person, facts = line.person, line.facts
        if person is None:
            person = people.register_person(
                by=self.by, **line.names, sex=facts.get("sex", Sex.UNKNOWN), birth=facts.get("birth", ""),
                note=facts.get("person_note", ""),
            )  # fmt: skip
            self.new.add(person.pk)
            self._contacts(person, facts)
            self._note(CarriedKind.PERSON, line, person.pk)
        elif CarriedKind.PERSON not in line.found:
            self._note(CarriedKind.PERSON, line, person.pk, made=False)
        self.people[key] = person
        return person

    def _contacts(self, person: Person, facts: dict[str, Any]) -> None:
        for name in ("phone", "mobile"):
            if value := facts.get(name):
                mobile = name == "mobile" or value.startswith(("090", "080", "070"))
                kind = ContactKind.MOBILE if mobile else ContactKind.HOME
                people.add_contact(person=person, by=self.by, kind=kind, value=value)

    def home(self, line: Line, person: Person) -> Household | None:
        """The household of the row: of its number, else where the person lives already, else a new one."""
        if line.facts.get("together") is False or line.repeats or CarriedKind.PERSON in line.found:
            return self.homes.get(line.keys[CarriedKind.HOUSEHOLD])
        key = line.keys[CarriedKind.HOUSEHOLD]
        if line.case and not line.case.household_id and not self.carry:
            return None
        own = line.case.household if line.case else None
        found = self.homes.get(key) or own or self._lived_in(line, person) or self._start(line)
        self.homes[key] = found
        if person.pk in self.new or not found.memberships.filter(person=person, until=None).exists():
            joined = people.join_household(
                household=found, person=person, by=self.by, relation=line.facts.get("relation", ""),
                head=bool(line.facts.get("head")),
            )  # fmt: skip
            self._note(CarriedKind.MEMBERSHIP, line, joined.pk)
        return found

    def _lived_in(self, line: Line, person: Person) -> Household | None:
        """The household of an earlier import under the same number, or that in which somebody known lives."""
        seen = Household.objects.visible_to(self.by)
        before = line.found.get(CarriedKind.HOUSEHOLD)
        found = seen.filter(pk=before).first() if before else None
        if found is None and person.pk not in self.new:
            found = seen.filter(memberships__person=person, memberships__until=None).first()
        return found

    def _start(self, line: Line) -> Household:
        facts = line.facts
        made = people.start_household(
            by=self.by, town=facts.get("town"), address=facts.get("address", ""), postal_code=facts.get("postal", "")
        )
        self._note(CarriedKind.HOUSEHOLD, line, made.pk)
        return made

    def consultation(self, line: Line, person: Person | None, home: Household | None = None) -> Consultation | None:
        """What was asked at the desk of the source, with its day."""
        if not line.has(CONSULTATION) or line.knows(CarriedKind.CONSULTATION):
            return None
        facts = line.facts
        at = facts.get("consulted_at") or datetime.combine(facts["opened_on"], time(), TOKYO)
        more: dict[str, Any] = {"person": person} if person else {}
        if home:
            more["area"] = home.area
        made = take_consultation(
            by=self.by, at=at, route=facts.get("route", "other"), words=facts.get("consult_words", NO_WORDS),
            topics=facts.get("topics", []), **more,
        )  # fmt: skip
        self._note(CarriedKind.CONSULTATION, line, made.pk)
        return made

    def open(self, line: Line, person: Person, home: Household | None, asked: Consultation | None) -> Case:
        """The case of a household, owned by the importer's agency, opened on the day that the source tells."""
        facts = line.facts
        relation = facts.get("relation", "")
        lives = facts.get("together") is not False
        case = cases.open_case(
            by=self.by, label=suggested_label([InLabel.of(person, relation)]), household=home, consultation=asked,
            members=[cases.Member(person, relation, index_person=True, in_household=lives)],
            worker=facts.get("worker"), topics=facts.get("topics", []),
        )  # fmt: skip
        self.labels[case.pk] = [InLabel.of(person, relation)] if lives else []
        told = "\n".join(filter(None, (barred(asked.words) if asked else "", self._from(line))))
        CaseEvent.objects.filter(case=case, kind=EventKind.OPENED).update(text=told)
        on = facts.get("opened_on") or (asked.at.astimezone(TOKYO).date() if asked else None)
        if on:
            case.opened_on = on
            case.last_contact_at = datetime.combine(on, time(), TOKYO)
            case.save(update_fields=["opened_on", "last_contact_at"])
        self._note(CarriedKind.CASE, line, case.pk)
        record(Act.CHANGE, "表から取り込んだ", by=self.by, case=case.pk, objects=[case.pk], reason=self.origin)
        return case

    def _from(self, line: Line) -> str:
        return f"{self.origin}（{line.number}行目" + (f"、もとの番号 {line.group}" if line.group else "") + "）"

    def join(self, case: Case, line: Line, person: Person) -> None:
        """A further member of the case."""
        if line.repeats or (person.pk not in self.new and CaseMember.objects.filter(case=case, person=person).exists()):
            return
        relation, lives = line.facts.get("relation", ""), line.facts.get("together") is not False
        joined = cases.add_member(
            case=case, by=self.by,
            member=cases.Member(person, relation, index_person=False, in_household=lives),
        )  # fmt: skip
        self._note(CarriedKind.MEMBER, line, joined.pk)
        self._event(case, line)
        if case.pk in self.labels and lives:
            self._remember(case, person, relation)

    def _event(self, case: Case, line: Line) -> None:
        """The line that was just written in the timeline of a case that was there before; with a new case it goes anyway."""
        if self.carry and case.pk not in self.labels:
            newest = CaseEvent.objects.filter(case=case).order_by("-id").values_list("pk", flat=True).first()
            self.carried.append(Carried(carry=self.carry, kind=CarriedKind.EVENT, target=newest, row=line.number))

    def _remember(self, case: Case, person: Person, relation: str) -> None:
        self.labels[case.pk].append(InLabel.of(person, relation))
        if relation == "本人":  # the row of the person herself stood below another member's
            case.members.update(index_person=False)
            case.members.filter(person=person).update(index_person=True)

    def finish(self) -> None:
        """What the households are called, now that all of their members are known."""
        for key, members in self.labels.items():
            if len(members) != 1:
                Case.objects.filter(pk=key).update(label=suggested_label(members)[:120])

    def support(self, case: Case, line: Line) -> None:
        """A support record of the source; who was there is told in words, the writer is who brings it in."""
        facts = {name: line.facts[name] for name in RECORDED if name in line.facts}
        made = write_record(
            case=case, by=self.by, at=line.facts["record_at"], text=line.facts["record_text"],
            fellow_workers=line.facts.get("recorder", ""), **{"method": "other", **facts},
        )  # fmt: skip
        if case.pk in self.labels and case.last_contact_text == "ケースを開いた":
            case.last_contact_at, case.last_contact_text = made.at, label("contact_method", made.method)[:80]
            case.save(update_fields=["last_contact_at", "last_contact_text"])
        self._note(CarriedKind.RECORD, line, made.pk)

    def _note(self, kind: CarriedKind, line: Line, target: UUID, made: bool = True) -> None:
        if self.carry:
            digest = line.keys.get(kind, "")
            self.carried.append(
                Carried(carry=self.carry, kind=kind, digest=digest, target=target, made=made, row=line.number)
            )

    def counts(self) -> dict[str, int]:
        """How many of each were made."""
        shown = (
            CarriedKind.CASE,
            CarriedKind.PERSON,
            CarriedKind.HOUSEHOLD,
            CarriedKind.CONSULTATION,
            CarriedKind.RECORD,
        )
        made = Counter(one.kind for one in self.carried if one.made)
        changed = {CHANGED: len(self.changed)} if self.changed else {}
        return {kind.label: made[kind] for kind in shown if made[kind]} | changed
