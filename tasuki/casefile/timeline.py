"""The timeline (経過): events and support records as one, newest first, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.http import urlencode

from tasuki.assessments.life import life_of
from tasuki.cases.access import only_about
from tasuki.cases.enums import EventKind as K
from tasuki.cases.models import Attachment, Case, SupportRecord
from tasuki.cases.reading import access_of, with_marks, with_passages
from tasuki.codes.lookup import label
from tasuki.people.models import Person
from tasuki.shared import clock
from tasuki.shared.asked import key
from tasuki.shared.once import once
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker

PAGE = 20
# What a line says of a record.
SHOWN = ("case_id", "at", "method", "parties", "party_note", "about_id", "fellow_workers", "worker_count", "accompanied", "minutes",
         "place", "result", "text", "view", "next_on", "next_text", "replaces_id", "agency__name", "worker__name")  # fmt: skip
# A record is a line by itself; the events that only say that it was written would say it twice.
TOLD_BY_RECORDS = (K.RECORDED, K.CORRECTED, K.VISITED)
MEETING_METHODS = (
    "inhouse_meeting",
    "support_conference",
    "multilayer_conference",
    "adjustment_conference",
    "other_meeting",
)
VISIT_METHODS = ("visit", "accompany", "gathering")
MEETINGS = (K.PUT_ON_AGENDA, K.MET, K.PLAN_SUBMITTED, K.PLAN_APPROVED, K.PLAN_SENT_BACK)
RELAYS = (K.REFERRED, K.REFERRAL_ACCEPTED, K.REFERRAL_DECLINED, K.REFERRAL_ASKED, K.HANDED_BACK, K.HAND_BACK_CONFIRMED,
          K.OWNER_CHANGED, K.HANDED_OVER)  # fmt: skip
APPROACHES = (K.APPROACH_OPENED, K.APPROACH_STAGE, K.APPROACH_ENDED)
ALERTS = (K.CONSULTED, K.CONSENT_WITHDRAWN, K.REFERRAL_DECLINED)
PAPERS = (K.ASSESSED, K.PLAN_DRAFTED, K.PLAN_STEP, K.PLAN_EVALUATED, K.STATUS, K.MEMBER_ADDED, K.CONSENT_ASKED,
          K.CONSENT_GIVEN, K.CLOSED, K.OPENED, K.REOPENED, K.FOLLOWED_UP)  # fmt: skip
LIFE = "life"  # what the 生活歴 tells, also from long before the case
FILTERS: Mapping[str, tuple[str, Q | None, Q | None]] = {
    # name: (label, which events, which records); None: none of them
    "": ("すべて", Q(), Q()),
    "visit": ("訪問", Q(kind__in=APPROACHES), Q(method__in=VISIT_METHODS)),
    "meeting": ("会議", Q(kind__in=MEETINGS), Q(method__in=MEETING_METHODS)),
    "referral": ("つなぎ", Q(kind__in=RELAYS), None),
    "record": ("記録", None, Q()),
    LIFE: ("くらし", None, None),
}


@dataclass
class Line:
    """One line: when, what, who; `record` for support records, whose words are longer."""

    at: datetime
    key: UUID
    title: str
    mark: str = ""
    text: str = ""
    who: str = ""
    link: str = ""
    about: str = ""
    record: SupportRecord | None = None
    said: str = ""  # the time as it was told, where no day is known


@dataclass
class Page:
    """A page of lines and the address of what comes after."""

    lines: list[Line] = field(default_factory=list)
    chosen: str = ""
    agency: UUID | None = None
    next_url: str = ""
    first_url: str = ""


def read(case: Case, worker: Worker, names: Mapping[UUID, str], chosen: str = "", before: str = "",
         agency: str = "", persons: Mapping[UUID, Person] | None = None) -> Page:  # fmt: skip
    """Twenty lines before the mark (「日時~鍵」), or the newest; of one agency where it is asked for."""
    chosen = chosen if chosen in FILTERS else ""
    if chosen == LIFE:
        return Page(_life(case, worker, names, persons or {}), chosen)
    mark, whose, open_to = _mark(before), key(agency), access_of(case).open_to(Scope.RECORD)
    asked_of = (case, open_to, chosen, whose, *(mark or (None, None)))
    lines = [_event(row, names) for row in _newest_events(*asked_of)]
    lines += [_record(row, names) for row in with_passages(_newest_records(*asked_of), worker)]
    lines.sort(key=lambda line: (line.at, line.key), reverse=True)
    asked = {"only": chosen} | ({"agency": str(whose)} if whose else {})
    page = Page(lines[:PAGE], chosen, whose, first_url="?" + urlencode(asked) if mark else "")
    if len(lines) > PAGE:
        last = page.lines[-1]
        page.next_url = "?" + urlencode(asked | {"before": f"{last.at.isoformat()}~{last.key}"})
    return page


def _life(case: Case, worker: Worker, names: Mapping[UUID, str], persons: Mapping[UUID, Person]) -> list[Line]:
    """What happened in the lives of the household, the newest first."""
    return [
        Line(clock.at(one.on, "12:00"), case.pk, one.what, "paper", about=names.get(one.person, "") if one.person else "世帯",
             who="アセスメントの生活歴から", link=f"/cases/{case.pk}/assessment/", said=one.said)
        for one in reversed(life_of(case, worker, persons))
    ]  # fmt: skip


def everything(case: Case, worker: Worker, names: Mapping[UUID, str]) -> list[Line]:
    """All lines, the oldest first: for paper."""
    open_to = access_of(case).open_to(Scope.RECORD)
    lines = [_event(row, names) for row in _events(case, open_to)]
    lines += [_record(row, names) for row in with_passages(_records(case, open_to), worker)]
    return sorted(lines, key=lambda line: (line.at, line.key))


def _mark(before: str) -> tuple[datetime, UUID] | None:
    said, _, key = before.partition("~")
    try:
        at = datetime.fromisoformat(said)
        return (at, UUID(key)) if at.tzinfo else None
    except ValueError:
        return None


OpenTo = list[UUID] | None


@once
def _newest_events(
    case: Case, open_to: OpenTo, chosen: str, whose: UUID | None, at: datetime | None, key: UUID | None
) -> QuerySet[Any]:
    return _slice(_events(case, open_to), FILTERS[chosen][1], whose, at, key)


@once
def _newest_records(
    case: Case, open_to: OpenTo, chosen: str, whose: UUID | None, at: datetime | None, key: UUID | None
) -> QuerySet[Any]:
    return _slice(_records(case, open_to), FILTERS[chosen][2], whose, at, key)


def _slice(
    rows: QuerySet[Any], wanted: Q | None, whose: UUID | None, at: datetime | None, key: UUID | None
) -> QuerySet[Any]:
    """The newest of the wanted rows before the mark; one more than a page tells that there is more."""
    if wanted is None:
        return rows.none()
    # Plain conditions only where somebody asked: the usual page is the one that has to be quick.
    if at and key:
        # The first condition alone can use the index; the second settles those of the same moment.
        rows = rows.filter(at__lte=at).exclude(at=at, pk__gte=key)
    rows = rows.filter(agency=whose) if whose else rows
    return rows.filter(wanted)[: PAGE + 1]


def _events(case: Case, open_to: OpenTo) -> QuerySet[Any]:
    """As `_event` takes them: plain values, because objects of three tables for each line cost more than the rest."""
    rows = only_about(case.events.exclude(kind__in=TOLD_BY_RECORDS), open_to, about="about")
    columns = ("at", "pk", "kind", "text", "link", "about", "agency__name", "by__name")
    return rows.order_by("-at", "-id").values_list(*columns)


def _records(case: Case, open_to: OpenTo) -> QuerySet[SupportRecord]:
    rows = case.records.filter(current=True).select_related("worker", "agency").only(*SHOWN)
    rows = only_about(rows, open_to, about="about").order_by("-at", "-id")
    # Asked for the rows of the page only; a count by grouping would read all records of the case.
    return with_marks(rows.annotate(files=Exists(Attachment.objects.filter(record=OuterRef("pk")))))


def _event(row: tuple[Any, ...], names: Mapping[UUID, str]) -> Line:
    at, key, kind, text, link, about, agency, by = row
    mark = next((m for m, kinds in (("alert", ALERTS), ("meeting", MEETINGS), ("relay", RELAYS), ("paper", PAPERS))
                 if kind in kinds), "")  # fmt: skip
    return Line(at, key, K(kind).label, mark, text, f"{agency} {by}", link, names.get(about, "") if about else "")


def _record(row: SupportRecord, names: Mapping[UUID, str]) -> Line:
    mark = "meeting" if row.method in MEETING_METHODS else ""
    who = f"{row.agency} {row.worker}" + (f"・{row.fellow_workers}" if row.fellow_workers else "")
    whom = [row.about_id] if row.about_id else row.several  # type: ignore[attr-defined]
    about = "・".join(called for one, called in names.items() if one in whom)
    link = f"/cases/{row.case_id}/records/{row.pk}/"
    return Line(row.at, row.pk, label("contact_method", row.method), mark, row.text, who, link, about, row)
