"""What the pages of the queue and of retention show, gathered (見渡し)."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tasuki.reports import engine
from tasuki.shared import clock
from tasuki.shared.calendar_jp import fiscal_year_label
from tasuki.staff.models import Worker

from .due import DEFAULT_YEARS, STARTS
from .enums import ListState, RecordClass
from .models import DestructionLine, DestructionList, DestructionRecord, Job, RetentionHold, RetentionTerm, YearCount

PART = 50
HIDDEN = "＊"


@dataclass
class Term:
    """How long a class is kept here, and where that comes from."""

    key: str
    label: str
    years: int
    start: str
    basis: str
    verified: bool


def terms() -> list[Term]:
    """Every class of record with its years in force."""
    own = {term.record_class: term for term in RetentionTerm.objects.all()}
    found = []
    for kind in RecordClass:
        mine = own.get(kind)
        found.append(Term(kind, kind.label, mine.years if mine else DEFAULT_YEARS[kind], STARTS[kind],
                          mine.basis if mine else "", bool(mine and mine.verified)))  # fmt: skip
    return found


def term_of(key: str) -> Term:
    """One class; KeyError for an unknown one."""
    return {term.key: term for term in terms()}[key]


@dataclass
class Overview:
    """The page of retention."""

    terms: list[Term]
    lists: list[DestructionList]
    records: list[DestructionRecord]
    holds: list[RetentionHold]
    making: list[Job] = field(default_factory=list)
    years: list[tuple[int, str]] = field(default_factory=list)


def overview(worker: Worker) -> Overview:
    """Terms, lists under way, holds in force, what was destroyed, years kept as numbers."""
    lists = DestructionList.objects.visible_to(worker).exclude(state=ListState.DONE).select_related("made_by", "agency")
    holds = RetentionHold.objects.visible_to(worker).binding().select_related("by")
    records = DestructionRecord.objects.visible_to(worker)
    kept = YearCount.objects.order_by("-year").values_list("year", flat=True).distinct()
    making = Job.objects.visible_to(worker).filter(kind__in=["retention_list", "destruction"]).exclude(state="done")
    return Overview(terms(), list(lists[:PART]), list(records[:PART]), list(holds[:PART]), list(making[:10]),
                    [(year, fiscal_year_label(year)) for year in kept])  # fmt: skip


@dataclass
class Part:
    """A part of a list's lines."""

    lines: list[DestructionLine]
    counts: list[tuple[str, int, int]]
    going: int
    next_url: str = ""
    first_url: str = ""
    label: str = ""


def part_of(made: DestructionList, page: int) -> Part:
    """Fifty lines, and how many of each class go and stay in the whole list."""
    found = list(made.lines.all()[page * PART : (page + 1) * PART + 1])
    numbers: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for kind, left in made.lines.order_by().values_list("record_class", "left_out"):
        numbers[kind][1 if left else 0] += 1
    counts = [(RecordClass(kind).label, *pair) for kind, pair in sorted(numbers.items())]
    return Part(
        found[:PART], counts, sum(pair[0] for pair in numbers.values()),  # type: ignore[arg-type]
        "?" + urlencode({"page": page + 1}) if len(found) > PART else "", "?" if page else "",
        f"{page * PART + 1}件目から" if page else "",
    )  # fmt: skip


@dataclass
class KeptYear:
    """The results of a year as they were before its records went."""

    label: str
    kept_on: Any
    rows: list[tuple[str, str, int | str]]


def kept_year(year: int, worker: Worker) -> KeptYear | None:
    """Totals by indicator; small ones hidden from readers without the records."""
    found = YearCount.objects.filter(report="yearly", year=year)
    totals: dict[str, int] = defaultdict(int)
    at = None
    for row in found:
        totals[row.indicator] += row.number
        at = row.at
    if at is None:
        return None
    limit = worker.agency.municipality.small_number_limit
    hidden = set() if worker.sees_all else engine.hidden_totals("yearly", totals, limit)
    rows = [
        (row.label.strip(), row.unit, HIDDEN if row.key in hidden else totals[row.key])
        for row in engine.count("yearly", clock.today().year, worker).rows() if row.key in totals
    ]  # fmt: skip
    return KeptYear(fiscal_year_label(year), at, rows)
