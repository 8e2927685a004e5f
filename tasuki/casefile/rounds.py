"""One round, several households (まとめて記録する): what was the same is typed once, each case gets a record of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tasuki.cases.models import Case, SupportRecord
from tasuki.cases.recording import write_record
from tasuki.outreach.actions import RESULTS, visit
from tasuki.outreach.models import Approach
from tasuki.people.models import Person
from tasuki.shared.decisions import refuse_unless, require
from tasuki.staff.models import Worker

MOST = 20
# Going to somebody; a telephone call is no visit of an approach.
GOING = ("visit", "accompany")


@dataclass(frozen=True)
class Shared:
    """What was the same for all of them."""

    at: datetime
    method: str
    text: str = ""
    minutes: int | None = None
    worker_count: int = 1
    fellow_workers: str = ""
    parties: tuple[str, ...] = ()


@dataclass(frozen=True)
class RoundLine:
    """What was of one household."""

    case: Case
    text: str = ""
    result: str = ""
    about: Person | None = None
    persons: tuple[Person, ...] = ()
    minutes: int | None = None
    next_on: date | None = None
    next_text: str = ""
    approach: Approach | None = None


@transaction.atomic
def write_round(*, by: Worker, shared: Shared, lines: Iterable[RoundLine]) -> list[SupportRecord]:
    """A record for each case, all or none; a visit of an approach that runs is counted as its visit too."""
    listed = list(lines)
    require(refuse_unless(listed, "ケースを選んでください。"))
    require(refuse_unless(len(listed) <= MOST, f"一度に{MOST}ケースまでです。"))
    return [_one(by, shared, line) for line in listed]


def _one(by: Worker, shared: Shared, line: RoundLine) -> SupportRecord:
    text = "\n".join(filter(None, (shared.text.strip(), line.text.strip())))
    require(refuse_unless(text, f"{line.case.label}の「このケースのこと」を書いてください。"))
    minutes = line.minutes if line.minutes is not None else shared.minutes
    if line.approach is not None and shared.method in GOING and line.result in RESULTS:
        made = visit(
            approach=line.approach, by=by, at=shared.at, met=RESULTS[line.result], text=text, minutes=minutes,
            worker_count=shared.worker_count, fellow_workers=shared.fellow_workers, method=shared.method,
            next_on=line.next_on, next_note=line.next_text,
        )  # fmt: skip
        return made.record
    return write_record(
        case=line.case, by=by, at=shared.at, method=shared.method, text=text, minutes=minutes, result=line.result,
        worker_count=shared.worker_count, fellow_workers=shared.fellow_workers, parties=shared.parties,
        accompanied=shared.method == "accompany", about=line.about, persons=line.persons, next_on=line.next_on,
        next_text=line.next_text,
    )  # fmt: skip
