"""What a row says otherwise than the registration it is known by (登録済み・内容が違います): side by side, cell by cell. Reads only.

An empty cell says nothing and never takes anything away. Where somebody lives or how she is reached under protection is
neither shown nor compared.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tasuki.cases.models import CaseMember, RestrictedNote, SupportRecord
from tasuki.cases.rules import may_correct_record
from tasuki.codes.lookup import label, labels
from tasuki.people.actions import digits_of
from tasuki.people.enums import ContactKind, Sex
from tasuki.people.models import Contact, Household, Membership
from tasuki.people.protection import whereabouts_open
from tasuki.people.rules import may_add_contact, may_change_household, may_change_person
from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.shared.eras import wareki, wareki_time
from tasuki.shared.partial_date import parse_partial_date
from tasuki.staff.models import Worker

from .columns import flat
from .enums import CarriedKind, ChangedKind

TAKE = "take:"
NAMES = {"name": ("family_name", "given_name"), "kana": ("family_kana", "given_kana"), "common_name": ("common_name",)}
PLAIN = {"sex": "sex", "person_note": "note"}
RECORDED = {
    "record_at": "at", "method": "method", "parties": "parties", "minutes": "minutes", "record_text": "text", "view": "view",
    "recorder": "fellow_workers", "next_on": "next_on", "next_text": "next_text",
}  # fmt: skip
CONTRADICTS = "世帯員の行によって住所が違います。世帯の画面で直してください。"
HELD = "伏せた記載のある記録です。記録の画面で直してください。"
BY_HAND = {
    "worker": "担当は、ケースの画面の引継ぎで変えます。", "opened_on": "開始日は、取り込みでは変えません。",
    "relation": "続柄は、世帯の画面で直します。",
}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One cell: what is registered, what the table says, and what would be written over where."""

    key: str
    label: str
    before: str
    after: str
    kind: ChangedKind | None = None
    target: Any = None
    changes: dict[str, Any] = field(default_factory=dict)
    why: str = ""

    @property
    def takes(self) -> bool:
        """Whether an import may write it over."""
        return self.kind is not None and not self.why


@dataclass
class Differences:
    """The registrations behind the known rows, read once; `find` gives every row what it says otherwise."""

    by: Worker
    contacts: dict[UUID, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[UUID, Household] = field(default_factory=dict)
    records: dict[UUID, SupportRecord] = field(default_factory=dict)
    held: set[UUID] = field(default_factory=set)
    members: dict[tuple[UUID, UUID], CaseMember] = field(default_factory=dict)
    asked: dict[Any, Decision] = field(default_factory=dict)

    def find(self, lines: Sequence[Any]) -> None:
        """Differences of all rows that are known from before; `line.take` keeps what was chosen of them."""
        known = [line for line in lines if CarriedKind.PERSON in line.found and line.person and not line.skipped]
        told = [line for line in lines if line.found.get(CarriedKind.RECORD) and not line.skipped]
        if not known and not told:
            return
        self._read(known, [line.found[CarriedKind.RECORD] for line in told])
        addresses = self._addresses(known)
        for line in known:
            if not line.repeats:
                line.differences += [*self._person(line), *self._contacts(line), *self._case(line)]
                line.differences += self._home(line, addresses)
        for line in told:
            line.differences += self._record(line)
        for line in lines:
            chosen = set(line.answer.removeprefix(TAKE).split(",")) if line.answer.startswith(TAKE) else set()
            line.take = [one for one in line.differences if one.takes and one.key in chosen]

    def _read(self, known: Sequence[Any], records: Sequence[UUID]) -> None:
        persons = [line.person for line in known]
        open_to_her = whereabouts_open(persons, self.by)
        cases = {line.case.pk for line in known if line.case}
        rows = CaseMember.objects.filter(case__in=cases, person__in=[one.pk for one in persons])
        self.members = {(row.case_id, row.person_id): row for row in rows}
        for contact in Contact.objects.filter(person__in=open_to_her):
            self.contacts[contact.person_id].append(contact)
        seen = Household.objects.visible_to(self.by).filter(withheld=False, merged_into=None)
        lived = Membership.objects.filter(person__in=[one.pk for one in persons], until=None, household__in=seen)
        for row in lived.select_related("household__town").order_by("since", "id"):
            self.homes.setdefault(row.person_id, row.household)
        found = SupportRecord.objects.visible_to(self.by).filter(pk__in=records).select_related("case")
        self.records = {one.pk: one for one in found}
        self._newest()
        ids = [one.pk for one in self.records.values()]
        self.held = set(RestrictedNote.objects.filter(record__in=ids).values_list("record_id", flat=True))

    def _newest(self) -> None:
        """Of a record that was corrected since, the version in force."""
        while old := {one.pk: key for key, one in self.records.items() if not one.current}:
            rows = SupportRecord.objects.visible_to(self.by).filter(replaces__in=old).select_related("case")
            for key in old.values():
                del self.records[key]
            self.records |= {old[one.replaces_id]: one for one in rows}

    def _person(self, line: Any) -> Iterable[Difference]:
        person, facts, names = line.person, line.facts, line.names
        for key, columns in NAMES.items():
            new, old = ({name: names[name] for name in columns}, {name: getattr(person, name) for name in columns})
            said = flat("".join(new.values()))
            if said and said != flat("".join(old.values())):
                yield self._of_person(
                    line, key, " ".join(filter(None, old.values())), " ".join(filter(None, new.values())), new
                )
        if "birth" in facts and _born(facts["birth"]) != _born(person.birth_text):
            yield self._of_person(line, "birth", person.birth_text, facts["birth"], {"birth": facts["birth"]})
        for key, column in PLAIN.items():
            if key in facts and facts[key] != getattr(person, column):
                said, was = facts[key], getattr(person, column)
                shown = (Sex(was).label, Sex(said).label) if key == "sex" else (was, said)
                yield self._of_person(line, key, *shown, {column: said})

    def _of_person(self, line: Any, key: str, before: str, after: str, changes: dict[str, Any]) -> Difference:
        may = self._asked(may_change_person, line.person)
        return _difference(key, before, after, ChangedKind.PERSON, line.person, changes, may)

    def _asked(self, rule: Callable[..., Decision], thing: Any) -> Decision:
        """A rule, asked once of each thing."""
        key = (rule.__name__, thing.pk)
        if key not in self.asked:
            self.asked[key] = rule(thing, self.by)
        return self.asked[key]

    def _contacts(self, line: Any) -> Iterable[Difference]:
        """A number that is not among hers yet; it is added, and none is taken away."""
        if not whereabouts_open([line.person], self.by):
            return
        known = self.contacts[line.person.pk]
        for key, kind in (("phone", ContactKind.HOME), ("mobile", ContactKind.MOBILE)):
            said = line.facts.get(key, "")
            if not said or digits_of(kind, said) in {one.digits for one in known}:
                continue
            before = "、".join(one.value for one in known if (one.kind == ContactKind.MOBILE) == (key == "mobile"))
            mobile = kind == ContactKind.MOBILE or said.startswith(("090", "080", "070"))
            changes = {"kind": ContactKind.MOBILE if mobile else ContactKind.HOME, "value": said}
            may = self._asked(may_add_contact, line.person)
            yield _difference(key, before, f"{said}（加えます）", ChangedKind.CONTACT, line.person, changes, may)

    def _addresses(self, lines: Sequence[Any]) -> dict[UUID, set[str]]:
        """The addresses that the rows of one household tell."""
        told: dict[UUID, set[str]] = defaultdict(set)
        for line in lines:
            if (home := self.homes.get(line.person.pk)) and line.facts.get("address"):
                told[home.pk].add(_where(line))
        return told

    def _home(self, line: Any, told: dict[UUID, set[str]]) -> Iterable[Difference]:
        """The address of the household, shown once, by the first row that tells it."""
        home = self.homes.get(line.person.pk)
        if home is None or home.pk not in told or not line.facts.get("address") or _where(line) == flat(str(home)):
            return
        if line.facts.get("together") is False:
            return
        several = len(told[home.pk]) > 1
        if not several:
            del told[home.pk]
        after = f"{line.facts.get('town') or ''}{line.facts['address']}"
        changes = {"town": line.facts.get("town"), "address": line.facts["address"],
                   "postal_code": line.facts.get("postal") or home.postal_code}  # fmt: skip
        may = self._asked(may_change_household, home) & refuse_unless(not several, CONTRADICTS)
        yield _difference("address", str(home), after, ChangedKind.HOUSEHOLD, home, changes, may)

    def _case(self, line: Any) -> Iterable[Difference]:
        """What stands on the case and is changed there only."""
        case, facts = line.case, line.facts
        if case is None or CarriedKind.CASE not in line.found or case.owner_agency_id != self.by.agency_id:
            return
        if "worker" in facts and facts["worker"].pk != case.worker_id:
            yield Difference("worker", _label("worker"), case.worker.name, facts["worker"].name, why=BY_HAND["worker"])
        if facts.get("opened_on", case.opened_on) != case.opened_on:
            yield Difference("opened_on", _label("opened_on"), wareki(case.opened_on), wareki(facts["opened_on"]),
                             why=BY_HAND["opened_on"])  # fmt: skip
        member = self.members.get((case.pk, line.person.pk))
        if facts.get("relation") and member and member.relation != facts["relation"]:
            yield Difference(
                "relation", _label("relation"), member.relation, facts["relation"], why=BY_HAND["relation"]
            )

    def _record(self, line: Any) -> Iterable[Difference]:
        """A record under its number whose words are others now: a new version of it."""
        record = self.records.get(line.found[CarriedKind.RECORD])
        if record is None:
            return
        held = record.pk in self.held  # in such a record stands a mark where the passage is
        may = self._asked(may_correct_record, record) & refuse_unless(not held, HELD)
        for key, column in RECORDED.items():
            if held and "record_no" not in line.facts:
                continue
            was, said = getattr(record, column), line.facts.get(key)
            if said is not None and said != was:
                yield _difference(
                    key, _shown(key, was), _shown(key, said), ChangedKind.RECORD, record, {column: said}, may
                )


def _difference(key: str, before: str, after: str, kind: ChangedKind, target: Any, changes: Mapping[str, Any],
                may: Decision) -> Difference:  # fmt: skip
    return Difference(key, _label(key), before, after, kind, target, dict(changes), "" if may else may.reason)


def _label(key: str) -> str:
    from .carry_columns import items

    return items()[key].label


def _born(text: str) -> Any:
    """The day that is meant, however it is written; words where no year is told."""
    known = parse_partial_date(text) if text else None
    return (known.year, known.month, known.day, known.about) if known and known.year else flat(text)


def _where(line: Any) -> str:
    return flat(f"{line.facts.get('town') or ''}{line.facts.get('address', '')}")


def _shown(key: str, value: Any) -> str:
    """As it is read beside the other."""
    if value in (None, "", []):
        return ""
    if key == "method":
        return label("contact_method", value)
    if key == "parties":
        return "、".join(labels("contact_party", value))
    if isinstance(value, datetime):
        return wareki_time(value)
    return wareki(value) if isinstance(value, date) else f"{value}分" if key == "minutes" else str(value)


__all__ = ["TAKE", "Difference", "Differences"]
