"""The list of consultations of a desk: filtered, newest first, fifty at a time (受付一覧)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet

from tasuki.codes.lookup import label
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.calendar_jp import fiscal_year, fiscal_year_range
from tasuki.staff.models import Worker

from .enums import Outcome
from .models import Consultation

MOST = 50
TONES = {
    Outcome.OPEN: "orange", Outcome.INFORMED: "gray", Outcome.REFERRED: "blue", Outcome.CASE_OPENED: "key",
    Outcome.ADDED: "key", Outcome.LOST: "gray",
}  # fmt: skip
URGENT = {"emergency": "red", "high": "orange"}


@dataclass
class Line:
    """One consultation on the list, with the name only if the reader may know it."""

    consultation: Consultation
    who: str
    route: str
    urgency: str
    urgency_tone: str
    tone: str

    @property
    def attention(self) -> bool:
        """An emergency that nobody has ended."""
        return self.urgency_tone == "red" and self.consultation.outcome == Outcome.OPEN


@dataclass
class Page:
    """One screen of the list and the way to the next."""

    lines: list[Line]
    next_url: str = ""
    first_url: str = ""
    label: str = ""


MOST_ROWS = 5000


def everything(worker: Worker, told: dict[str, Any]) -> list[Line]:
    """All of them, for a table that goes out."""
    rows = narrowed(Consultation.objects.visible_to(worker), worker, told)
    return lines(worker, list(rows.select_related("worker", "agency", "area").order_by("-at", "-pk")[:MOST_ROWS]))


def page_of(worker: Worker, told: dict[str, Any], given: list[tuple[str, str]], asked: str = "") -> Page:
    """The part of the list that the filter and `after` ask for; `given`: what the next page is asked with."""
    rows = narrowed(Consultation.objects.visible_to(worker), worker, told)
    if after := _mark(asked):
        rows = rows.filter(Q(at__lt=after[0]) | Q(at=after[0], pk__lt=after[1]))
    listed = list(rows.select_related("worker", "agency", "area").order_by("-at", "-pk")[: MOST + 1])
    page = Page(lines(worker, listed[:MOST]))
    if len(listed) > MOST:
        last = listed[MOST - 1]
        page.next_url = "?" + urlencode([*given, ("after", f"{last.at.isoformat()}_{last.pk}")])
    if asked:
        page.first_url = "?" + urlencode(given)
    return page


def narrowed(rows: QuerySet[Consultation], worker: Worker, told: dict[str, Any]) -> QuerySet[Consultation]:
    """By period, result, urgency, worker."""
    if since := _since(told.get("period") or ""):
        rows = rows.filter(at__gte=since)
    if told.get("state"):
        rows = rows.filter(outcome=told["state"])
    if told.get("urgency"):
        rows = rows.filter(urgency=told["urgency"])
    return rows.filter(worker=worker.pk) if told.get("mine") else rows


def _since(period: str) -> datetime | None:
    today = clock.today()
    days = {
        "": today - timedelta(days=30), "today": today, "month": today.replace(day=1),
        "year": fiscal_year_range(fiscal_year(today))[0],
    }  # fmt: skip
    return clock.at(days[period], "00:00") if period in days else None


def _mark(text: str) -> tuple[datetime, UUID] | None:
    """Where the page before ended."""
    moment, _, key = text.partition("_")
    try:
        return datetime.fromisoformat(moment), UUID(key)
    except ValueError:
        return None


def lines(worker: Worker, listed: list[Consultation]) -> list[Line]:
    """Rows with names and words; one query for the names."""
    known = Person.objects.visible_to(worker).in_bulk([row.person_id for row in listed if row.person_id])
    return [
        Line(
            row,
            who(row, known.get(row.person_id)),
            label("consultation_route", row.route),
            label("urgency", row.urgency) if row.urgency else "",
            URGENT.get(row.urgency, "gray"),
            TONES[Outcome(row.outcome)],
        )
        for row in listed
    ]


def who(consultation: Consultation, person: Person | None) -> str:
    """Whom it is about, as far as the reader may know."""
    if person is not None:
        return person.full_name
    if consultation.about_whom:
        return consultation.about_whom
    if consultation.person_id:
        return "本人（非開示）"
    return "匿名の相談" if consultation.anonymous else "名前はまだ聞いていない"
