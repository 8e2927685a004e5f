"""Who is to be asked how it goes, and who may have dropped out (定着まで). Reads only; the page of the day shows it too."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Least

from tasuki.cases.enums import Status
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.boxes import Box, Entry
from tasuki.shared.calendar_jp import month_day
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .enums import FollowHow, Going, MatchStatus, Side
from .models import Ask, FollowUp, Match

SOON = timedelta(days=7)
LONG = timedelta(days=14)
PAGE = 50
MOST = 10
UNDISCLOSED = "世帯員（非開示）"


@dataclass(frozen=True)
class Line:
    """One match as a line: what is next on either side, and whether somebody may have dropped out."""

    match: Any

    @property
    def who(self) -> str:
        """The person, as far as the reader may know her."""
        return self.match.person.full_name if self.match.person else UNDISCLOSED

    @property
    def next_on(self) -> date | None:
        """The earlier of the two days."""
        days = [day for day in (self.match.person_next_on, self.match.place_next_on) if day]
        return min(days) if days else None

    @property
    def side(self) -> str:
        """Whom to ask on that day."""
        both = self.match.person_next_on == self.match.place_next_on
        if both and self.next_on:
            return "本人と受入先"
        return Side.PERSON.label if self.next_on == self.match.person_next_on else Side.PLACE.label

    @property
    def late(self) -> bool:
        """The day is over and nobody asked."""
        return self.next_on is not None and self.next_on < clock.today()

    @property
    def fading(self) -> str:
        """Why somebody may have dropped out (途切れかけ); empty when nothing tells so."""
        if self.match.status in (MatchStatus.ENDED, MatchStatus.CANDIDATE, MatchStatus.ASKING, MatchStatus.AGREED):
            return ""
        if getattr(self.match, "last_going", "") == Going.STOPPED:
            return "来なくなったと聞いています"
        if getattr(self.match, "last_how", "") == FollowHow.MISSED:
            return "連絡がとれていません"
        missed = self.match.person_next_on
        return "本人に聞く日が2週間より前に過ぎています" if missed and missed < clock.today() - LONG else ""

    @property
    def words(self) -> str:
        """「3日過ぎています」「きょう」「あと2日」「返事を待って16日」."""
        if self.match.status == MatchStatus.ASKING and getattr(self.match, "asked_on", None):
            return f"返事を待って{(clock.today() - self.match.asked_on).days}日"
        if self.next_on is None:
            return ""
        days = (self.next_on - clock.today()).days
        return "きょう" if not days else f"あと{days}日" if days > 0 else f"{-days}日過ぎています"

    @property
    def tone(self) -> str:
        """Colour of the chip."""
        return "red" if self.late or self.fading else "orange" if self.words == "きょう" else "gray"


def with_last(rows: QuerySet[Match], worker: Worker) -> QuerySet[Match]:
    """Matches with their place, the person as far as known, and what was heard last."""
    last = FollowUp.objects.filter(match=OuterRef("pk"), side=Side.PERSON).order_by("-on", "-id")
    asked = Ask.objects.filter(match=OuterRef("pk"), answer="").order_by("-asked_on")
    persons = Prefetch("person", queryset=Person.objects.visible_to(worker))
    return (
        rows.select_related("case", "place", "worker", "next_worker", "agency").prefetch_related(persons)
        .annotate(last_going=Subquery(last.values("going")[:1]), last_how=Subquery(last.values("how")[:1]),
                  asked_on=Subquery(asked.values("asked_on")[:1]))
    )  # fmt: skip


def running(worker: Worker, who: str = "mine", status: str = "", page: int = 1) -> tuple[list[Line], bool]:
    """A page of the list, the earliest day first; and whether there is more."""
    rows = Match.objects.visible_to(worker)
    rows = rows.filter(status=status) if status else rows.exclude(status=MatchStatus.ENDED)
    if who == "mine":
        rows = rows.filter(Q(worker=worker.pk) | Q(next_worker=worker.pk))
    elif who == "agency":
        rows = rows.filter(agency=worker.agency_id)
    first = (page - 1) * PAGE
    ordered = with_last(rows, worker).annotate(next_on=Least("person_next_on", "place_next_on"))
    found = list(ordered.order_by(F("next_on").asc(nulls_last=True), "picked_on", "id")[first : first + PAGE + 1])
    return [Line(match) for match in found[:PAGE]], len(found) > PAGE


def due(worker: Worker) -> list[Line]:
    """What waits for this worker: days come or past, places that have not answered for long."""
    today = clock.today()
    mine = Match.objects.visible_to(worker).filter(Q(next_worker=worker.pk) | Q(next_worker=None, worker=worker.pk))
    unanswered = Ask.objects.filter(match=OuterRef("pk"), answer="", asked_on__lte=today - LONG)
    near = Q(person_next_on__lte=today + SOON) | Q(place_next_on__lte=today + SOON)
    mine = mine.exclude(case__status=Status.CLOSED)
    rows = mine.exclude(status=MatchStatus.ENDED).filter(near | Q(Exists(unanswered), status=MatchStatus.ASKING))
    found = [Line(match) for match in with_last(rows, worker)[: MOST * 2]]
    return sorted(found, key=lambda line: line.next_on or today)[:MOST]


def box(worker: Worker) -> Box | None:
    """The box on the page of the day (きょうの欄)."""
    if not worker.may(Permission.CASE_READ):
        return None
    entries = [
        Entry(
            label=f"{line.who}　{line.match.place}", url=f"/cases/{line.match.case_id}/participation/",
            when=month_day(line.next_on) if line.next_on else "", late=line.late,
            note=line.fading or (f"{line.side}に聞く" if line.next_on else line.words), chip=line.words, tone=line.tone,
        )
        for line in due(worker)
    ]  # fmt: skip
    return Box("参加支援のその後", entries, more="参加支援", more_url="/participation/")
