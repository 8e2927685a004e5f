"""A town from a seed: its agencies and workers, then its households and cases, each with everything that happened."""

import bisect
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tasuki.shared import clock
from tasuki.shared.kana import fold_name

from .tables import Keys, Row, shares
from .words import Voice

SIZES = {"T": 30, "S": 10_000, "L": 100_000}  # cases; ten records each
YEARS = 5
# Cases owned, as parts: large desks and small ones. `narrow` takes few and is asked into many.
OWNED = {
    "sogo": 26, "hokatsu1": 14, "shakyo": 12, "hokatsu2": 9, "kikan": 8, "jiritsu": 6, "desk": 4.5, "kosodate": 4,
    "hokatsu3": 3.5, "josei": 2.5, "kyoiku": 2, "seikatsu": 1.8, "jutaku": 1.4, "npo1": 1.2, "hokatsu4": 1,
    "shogai": 0.8, "hoken": 0.6, "npo2": 0.4, "section": 0.4, "narrow": 0.3, "tiny": 0.02,
}  # fmt: skip
# Who is asked to help, as parts.
ASKED = {
    "narrow": 18, "sogo": 10, "hokatsu1": 9, "shakyo": 9, "kikan": 8, "jiritsu": 8, "hokatsu2": 7, "kosodate": 6,
    "desk": 3, "hokatsu3": 4, "josei": 3, "kyoiku": 5, "seikatsu": 4, "jutaku": 3, "npo1": 3, "hokatsu4": 2,
    "shogai": 2, "hoken": 2, "npo2": 1, "section": 0, "tiny": 0.02,
}  # fmt: skip
PERSONAS = {
    "desk": "counsellor",
    "narrow": "counsellor",
    "section": "section",
    "tiny": "counsellor",
    "sogo": "counsellor",
}
PASSWORD = "tasuki-bench-no-machi"


@dataclass
class Story:
    """One case in the making."""

    key: UUID
    number: int
    opened: datetime
    closed: datetime | None
    owner: int
    worker: UUID
    area: UUID
    household: UUID
    persons: list[UUID]
    consultation: UUID | None = None
    records: int = 0
    last: datetime | None = None
    guests: list[tuple[str, int, datetime, datetime | None, UUID, UUID | None]] = field(default_factory=list)


class Town:
    """The plan of a town; `rows` of each table come from `household_rows` and `life`."""

    def __init__(self, size: str, seed: int = 20261122) -> None:
        self.size, self.cases = size, SIZES[size]
        self.random, self.keys, self.voice = random.Random(seed), Keys(seed + 1), Voice(seed + 2)
        self.now = datetime.combine(clock.today(), datetime.min.time(), clock.JAPAN)
        year = self.now.year if self.now.month >= 4 else self.now.year - 1
        self.first = datetime(year - YEARS + 1, 4, 1, tzinfo=clock.JAPAN)
        self.municipality = self.keys.at(self.first)
        self.areas = [self.keys.at(self.first) for _ in range(8)]
        self.towns = [
            (self.keys.at(self.first), self.areas[n % 8], f"{self.voice.place()[:2]}町{n % 5 + 1}丁目")
            for n in range(60)
        ]
        self.agency_names = list(OWNED)
        self.agencies = [self.keys.at(self.first) for _ in OWNED]
        self.workers = [[self.keys.at(self.first) for _ in range(2 + int(part**0.7 * 2))] for part in OWNED.values()]
        self.bodies = [self.keys.at(self.first) for _ in range(3)]

    # -- who works here ------------------------------------------------------------------------

    def agency_rows(self) -> Iterator[Row]:
        """Twenty-one agencies, one of them the section."""
        for key, name in zip(self.agencies, self.agency_names, strict=True):
            yield {
                "id": key,
                "key": name,
                "name": f"{self.voice.place()[:2]}相談室（{name}）",
                "is_section": name == "section",
            }

    def worker_rows(self, password: str) -> Iterator[Row]:
        """Workers; the first of each agency can sign in under the agency's name."""
        for name, workers in zip(self.agency_names, self.workers, strict=True):
            for number, key in enumerate(workers):
                family, given = self.random.choice(self.voice.families), self.random.choice(self.voice.givens)
                yield {
                    "id": key, "login": name if not number else f"{name}-{number}", "name": f"{family[0]} {given[0]}",
                    "kana": f"{family[1]} {given[1]}", "password": "!" if number else password,
                }  # fmt: skip

    def post_rows(self) -> Iterator[Row]:
        """One post each."""
        for agency, name, workers in zip(self.agencies, self.agency_names, self.workers, strict=True):
            for key in workers:
                role = PERSONAS.get(name, "counsellor")
                yield {"id": self.keys.at(self.first), "worker_id": key, "agency_id": agency, "role": role,
                       "since": date(2015, 4, 1)}  # fmt: skip

    # -- who lives here ------------------------------------------------------------------------

    def stories(self) -> list[Story]:
        """Every case in outline, in the order of opening."""
        r = self.random
        span = (self.now - self.first).total_seconds() - 86400
        days = sorted(r.random() for _ in range(self.cases))
        found = []
        for number, (part, owner) in enumerate(
            zip(days, shares(self.cases, list(OWNED.values())), strict=True), start=1
        ):
            opened = self._at_work(self.first + timedelta(seconds=part * span))
            length = timedelta(days=r.expovariate(1 / 420) + 14)
            closed = self._at_work(opened + length) if opened + length < self.now - timedelta(days=2) else None
            household, area = self.keys.at(opened), r.choice(self.areas)
            persons = [self.keys.at(opened) for _ in range(r.choices((1, 2, 3, 4), (30, 35, 22, 13))[0])]
            story = Story(self.keys.at(opened), number, opened, closed, owner, r.choice(self.workers[owner]), area,
                          household, persons)  # fmt: skip
            story.consultation = self.keys.at(opened) if r.random() < 0.85 else None
            self._invite(story)
            found.append(story)
        return found

    def _at_work(self, moment: datetime) -> datetime:
        minute = self.random.randrange(8 * 60 + 30, 18 * 60)
        return moment.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0)

    def _invite(self, story: Story) -> None:
        """About 40 % of the cases are opened to others: by referral, consent or a plan's role."""
        r = self.random
        if r.random() > 0.4:
            return
        for _ in range(r.choices((1, 2, 3), (65, 25, 10))[0]):
            ground = r.choices(("referral", "consent", "plan"), (50, 35, 15))[0]
            agency = r.choices(range(len(ASKED)), [ASKED[name] for name in self.agency_names])[0]
            if agency == story.owner or any(guest[1] == agency for guest in story.guests):
                continue
            since = story.opened + timedelta(days=r.randrange(1, 40))
            if since >= min(story.closed or self.now, self.now):
                continue
            until = story.closed or (since + timedelta(days=r.randrange(20, 300)) if r.random() < 0.15 else None)
            whom = r.choice(story.persons) if r.random() < 0.3 else None
            story.guests.append((ground, agency, since, until, self.keys.at(since), whom))

    def person_rows(self, stories: list[Story]) -> Iterator[Row]:
        """Persons with names, readings and search keys."""
        r = self.random
        for story in stories:
            family = r.choice(self.voice.families)
            for key in story.persons:
                given = r.choice(self.voice.givens)
                year, month, day = r.randrange(1930, 2021), r.randrange(1, 13), r.randrange(1, 29)
                yield {
                    "id": key, "family_name": family[0], "given_name": given[0], "family_kana": family[1],
                    "given_kana": given[1], "sex": r.choice(("female", "male")), "birth_year": year,
                    "birth_month": month, "birth_day": day, "birth_text": f"{year}-{month:02d}-{day:02d}",
                    "search_key": fold_name(family[0] + given[0]) + "\n" + fold_name(family[1] + given[1]),
                }  # fmt: skip

    def household_rows(self, stories: list[Story]) -> Iterator[Row]:
        """Where they live."""
        for story in stories:
            town = next(t for t in self.towns if t[1] == story.area)
            yield {"id": story.household, "town_id": town[0], "area_id": story.area,
                   "address": f"{self.random.randrange(1, 40)}-{self.random.randrange(1, 20)}",
                   "made_by_agency_id": self.agencies[story.owner]}  # fmt: skip

    def spread_records(self, stories: list[Story]) -> list[tuple[datetime, int]]:
        """(moment, case) of every record in order of time: some cases have three, some sixty; ten on average."""
        r = self.random
        weights, total = [], 0.0
        for _ in stories:
            total += r.lognormvariate(0, 0.9)
            weights.append(total)
        found = []
        for _ in range(self.cases * 10):
            number = bisect.bisect(weights, r.random() * total)
            story = stories[min(number, len(stories) - 1)]
            end = min(story.closed or self.now, self.now - timedelta(days=1))
            # more in the first weeks than later
            part = r.random() ** 1.6
            moment = self._at_work(story.opened + (end - story.opened) * part)
            found.append((moment, story.number - 1))
        found.sort()
        for moment, number in found:
            stories[number].records += 1
            stories[number].last = moment
        return found


def weighted(dice: random.Random, table: dict[str, int]) -> str:
    """One of the words by its weight."""
    found: Any = dice.choices(list(table), list(table.values()))
    return str(found[0])
