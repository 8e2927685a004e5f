"""What the lines of a table are compared with (取り込みの確かめ): earlier imports, people and cases the reader may know.

What she may not know is not asked for: a person behind a wall is registered anew, as at any desk.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from tasuki.cases.models import Case
from tasuki.cases.rules import may_add_member, may_write_record
from tasuki.people.finding import Found, described
from tasuki.people.models import Household, Membership, Person
from tasuki.staff.models import Post, Worker
from tasuki.tenancy.models import Town

from .carry_columns import CONSULTATION, RECORD
from .carry_differences import Differences
from .carry_lines import NEW, Line, birth_of, contradictions, read_cells, rows_said, set_keys, spellings
from .carry_models import Carried, Carry
from .columns import flat
from .enums import CarriedKind, CarryState

NO_WORKER = "担当者「{}」が、この機関の職員にいません。空けると、取り込む人が担当になります。"
GONE = "前に取り込んだものですが、いまはあなたに開かれていません。この行は取り込めません。"
NO_CASE = "支援経過はケースに付きます。ケースが見つかりません。"


def digest(text: str) -> str:
    """A keyed print of what something is known by."""
    return salted_hmac("tasuki.carry", text, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()


class Reader:
    """Everything the lines are compared with, read once; `lines` gives them judged."""

    def __init__(self, by: Worker, *, source: str = "", opens_cases: bool = True, into: Case | None = None) -> None:
        self.by, self.source, self.opens_cases, self.into = by, source, opens_cases, into
        posts = Post.objects.now().filter(agency=by.agency_id).select_related("worker")
        self.workers = {flat(word): post.worker for post in posts for word in (post.worker.name, post.worker.login)}
        self.towns = sorted(Town.objects.all(), key=lambda town: -len(town.name))
        self.town_name = flat(by.agency.municipality.name)

    @classmethod
    def of(cls, carry: Carry, by: Worker) -> "Reader":
        """For an import that was brought in."""
        return cls(by, source=carry.source, opens_cases=carry.opens_cases)

    def lines_of(self, carry: Carry) -> list[Line]:
        """The lines of an import as it stands."""
        said = rows_said(carry.table, carry.heading_row, carry.mapping)
        return self.lines(said, carry.answers)

    def lines(self, said: Iterable[tuple[int, dict[str, str]]], answers: dict[str, str] | None = None) -> list[Line]:
        """All rows read, compared and judged."""
        lines = [read_cells(at, told, (answers or {}).get(str(at), "")) for at, told in said]
        for line in lines:
            self._words(line)
            set_keys(line, f"{self.by.agency_id}|{self.source}", digest)
        contradictions(lines)
        if self.into is None:
            self._known(lines)
        self._cases(lines)
        self._same_persons(lines)
        if self.into is None:
            Differences(self.by).find(lines)
        self._deeds(lines)
        return lines

    def _words(self, line: Line) -> None:
        """Names of workers and streets as the town knows them."""
        if said := line.facts.pop("worker", ""):
            if flat(said) in self.workers:
                line.facts["worker"] = self.workers[flat(said)]
            else:
                line.errors["worker"] = NO_WORKER.format(said)
        if "address" in line.facts:
            line.facts["town"], line.facts["address"] = self._split(line.facts["address"])
            if len(line.facts["address"]) > 160:
                line.errors["address"] = "番地・建物は160文字までにしてください。"
            elif line.facts["town"] is None and self.towns:
                line.notes.append("町字がわからず、圏域は空けます。")

    def _split(self, address: str) -> tuple[Town | None, str]:
        """The row of the address table, and what stands after it."""
        for start in (address, self._without_town(address)):
            for town in self.towns:
                if flat(start).startswith(flat(town.name)):
                    end = next(n for n in range(len(start) + 1) if flat(start[:n]) == flat(town.name))
                    return town, start[end:].strip()
        return None, address

    def _without_town(self, address: str) -> str:
        """What stands after the name of the municipality (「鳥取県米子市」)."""
        if self.town_name not in flat(address):
            return address
        end = next(n for n in range(len(address) + 1) if flat(address[:n]).endswith(self.town_name))
        return address[end:].strip()

    def _known(self, lines: Sequence[Line]) -> None:
        """What earlier imports of this agency made or found under the same numbers."""
        wanted = {key for line in lines for key in line.keys.values()}
        rows = Carried.objects.filter(carry__agency=self.by.agency_id, carry__state=CarryState.DONE, digest__in=wanted)
        known = {(row.kind, row.digest): row.target for row in rows}
        for line in lines:
            line.found = {kind: known[kind, key] for kind, key in line.keys.items() if (kind, key) in known}
        persons = self._persons({line.found[CarriedKind.PERSON] for line in lines if CarriedKind.PERSON in line.found})
        for line in lines:
            if key := line.found.get(CarriedKind.PERSON):
                line.person = persons.get(key)
                if line.person is None:
                    line.errors["name"] = GONE

    def _persons(self, keys: set[UUID]) -> dict[UUID, Person]:
        """The persons now; of a merged one the registration that went on."""
        seen = Person.objects.visible_to(self.by)
        found = seen.in_bulk(keys)
        onward = seen.in_bulk({one.merged_into_id for one in found.values() if one.merged_into_id})
        return {key: onward.get(one.merged_into_id, one) for key, one in found.items()}

    def _cases(self, lines: Sequence[Line]) -> None:
        """The case of every row: known from before, or by our own number."""
        seen = Case.objects.visible_to(self.by)
        keys = {line.found[CarriedKind.CASE] for line in lines if CarriedKind.CASE in line.found}
        by_key = {case.pk: case for case in seen.filter(pk__in=keys)}
        numbers = {str(line.facts["case_no"]).upper() for line in lines if line.facts.get("case_no")}
        by_number = {case.number: case for case in seen.filter(number__in=numbers)} if self.into is None else {}
        opening = {line.keys[CarriedKind.CASE] for line in lines if line.about_person and not line.skipped}
        for line in lines:
            line.case = self.into or by_key.get(line.found.get(CarriedKind.CASE))  # type: ignore[arg-type]
            line.case = line.case or by_number.get(str(line.facts.get("case_no", "")).upper())
            self._may(line, opening)

    def _may(self, line: Line, opening: set[str]) -> None:
        """Whether the row may go into its case."""
        where = (
            "case_no" if "case_no" in line.said else "household_no" if "household_no" in line.said else "record_text"
        )
        new_member = line.about_person and CarriedKind.PERSON not in line.found
        new_words = (line.has(RECORD) and not line.knows(CarriedKind.RECORD)) or (
            line.has(CONSULTATION) and not line.knows(CarriedKind.CONSULTATION)
        )
        if line.case is None:
            if CarriedKind.CASE in line.found and (new_words or new_member):
                line.errors.setdefault(where, GONE)
            elif new_words and not (self.opens_cases and line.keys[CarriedKind.CASE] in opening):
                line.errors.setdefault(where, NO_CASE)
            return
        if new_member and not (may := may_add_member(line.case, self.by)):
            line.errors.setdefault(where, may.reason)
        if new_words and not (may := may_write_record(line.case, self.by)):
            line.errors.setdefault(where, may.reason)

    def _same_persons(self, lines: Sequence[Line]) -> None:
        """Registered persons who may be the same: name or reading alike, no other date of birth."""
        asking = [
            line for line in lines if line.about_person and line.person is None and not line.repeats and line.full_name
        ]
        if not asking:
            return
        by_name = self._by_spelling({key for line in asking for key in spellings(line)})
        keys = {key for line in asking for key in self._candidates(line, by_name)}
        seen = Person.objects.visible_to(self.by).filter(pk__in=keys)
        found = {one.person.pk: one for one in described(self.by, seen)} if keys else {}
        homes = self._homes(keys)
        for line in asking:
            line.same = [self._why(line, found[key], homes) for key in self._candidates(line, by_name) if key in found][
                :5
            ]
            if line.answer not in ("", NEW):
                line.person = next((one.person for one in line.same if str(one.person.pk) == line.answer), None)

    def _by_spelling(self, wanted: set[str]) -> dict[str, list[tuple[Any, ...]]]:
        rows = Person.objects.visible_to(self.by).filter(merged_into=None).order_by()
        found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        columns = ("pk", "search_key", "birth_year", "birth_month", "birth_day")
        for key, spelled, *born in rows.values_list(*columns).iterator(chunk_size=5000):
            for one in wanted.intersection(spelled.split("\n")):
                found[one].append((key, *born))
        return found

    def _candidates(self, line: Line, by_name: dict[str, list[tuple[Any, ...]]]) -> list[UUID]:
        born = birth_of(line)
        close = [row for key in spellings(line) for row in by_name.get(key, [])]
        return list(dict.fromkeys(row[0] for row in close if _agree(born, row[1:])))

    def _homes(self, keys: Iterable[UUID]) -> dict[UUID, str]:
        """Where the candidates live, as far as the reader may know."""
        seen = Household.objects.visible_to(self.by).filter(withheld=False)
        rows = Membership.objects.filter(person__in=list(keys), until=None, household__in=seen)
        return {row.person_id: flat(str(row.household)) for row in rows.select_related("household__town")}

    def _why(self, line: Line, one: Found, homes: dict[UUID, str]) -> Found:
        """What agrees, in words."""
        born, known = birth_of(line), one.person.birth
        why = ["氏名かカナが同じ"]
        if all(born) and known.is_full:
            why.append("生年月日が同じ")
        home = homes.get(one.person.pk, "")
        here = flat(f"{line.facts.get('town') or ''}{line.facts.get('address', '')}")
        if home and here and not one.person.protected and home[:8] == here[:8]:
            why.append("住所が近い")
        return Found(one.person, one.area, tuple(why))

    def _deeds(self, lines: Sequence[Line]) -> None:
        """What each row would do, in words; nothing for what is in already."""
        opened: set[str] = set()
        for line in lines:
            if line.skipped or line.wrong:
                continue
            line.deeds = self._deeds_of(line, opened)

    def _deeds_of(self, line: Line, opened: set[str]) -> list[str]:
        new = [kind for kind in line.keys if not line.knows(kind)]
        deeds = []
        if CarriedKind.PERSON in new and not line.repeats:
            deeds.append("この人を使う" if line.person else "人を登録")
            if line.case or line.keys[CarriedKind.CASE] in opened:
                deeds.append("世帯員に加える")
        if (
            self.opens_cases
            and line.case is None
            and CarriedKind.CASE in new
            and line.keys[CarriedKind.CASE] not in opened
        ):
            deeds.append("ケースを開く")
        opened.add(line.keys[CarriedKind.CASE])
        deeds += ["相談"] if CarriedKind.CONSULTATION in new else []
        deeds += ["支援経過"] if CarriedKind.RECORD in new else []
        return deeds + ([f"登録を直す（{'・'.join(one.label for one in line.take)}）"] if line.take else [])


def _agree(born: tuple[int | None, ...], known: Iterable[int | None]) -> bool:
    """Two dates of birth that may be one: what both know is the same."""
    return all(one is None or other is None or one == other for one, other in zip(born, known, strict=True))
