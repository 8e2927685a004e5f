"""The timeline (経過): events and support records as one, newest first, a page at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.http import urlencode

from tasuki.cases.enums import EventKind as K
from tasuki.cases.models import Attachment, Case, CaseEvent, SupportRecord
from tasuki.cases.reading import access_of
from tasuki.codes.lookup import label
from tasuki.sharing.enums import Scope

PAGE = 20
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
FILTERS: Mapping[str, tuple[str, Q | None, Q | None]] = {
    # name: (label, which events, which records); None: none of them
    "": ("すべて", Q(), Q()),
    "visit": ("訪問", Q(kind__in=APPROACHES), Q(method__in=VISIT_METHODS)),
    "meeting": ("会議", Q(kind__in=MEETINGS), Q(method__in=MEETING_METHODS)),
    "referral": ("つなぎ", Q(kind__in=RELAYS), None),
    "record": ("記録", None, Q()),
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


@dataclass
class Page:
    """A page of lines and the address of what comes after."""

    lines: list[Line] = field(default_factory=list)
    chosen: str = ""
    next_url: str = ""
    first_url: str = ""


def read(case: Case, names: Mapping[UUID, str], chosen: str = "", before: str = "") -> Page:
    """Twenty lines before the mark (「日時~鍵」), or the newest."""
    chosen = chosen if chosen in FILTERS else ""
    _, events, records = FILTERS[chosen]
    mark = _mark(before)
    lines = [_event(row, names) for row in _slice(_events(case), events, mark)]
    lines += [_record(row, names) for row in _slice(_records(case), records, mark)]
    lines.sort(key=lambda line: (line.at, line.key), reverse=True)
    page = Page(lines[:PAGE], chosen, first_url="?" + urlencode({"only": chosen}) if mark else "")
    if len(lines) > PAGE:
        last = page.lines[-1]
        page.next_url = "?" + urlencode({"only": chosen, "before": f"{last.at.isoformat()}~{last.key}"})
    return page


def everything(case: Case, names: Mapping[UUID, str]) -> list[Line]:
    """All lines, the oldest first: for paper."""
    lines = [_event(row, names) for row in _events(case)] + [_record(row, names) for row in _records(case)]
    return sorted(lines, key=lambda line: (line.at, line.key))


def _mark(before: str) -> tuple[datetime, UUID] | None:
    at, _, key = before.partition("~")
    try:
        return datetime.fromisoformat(at), UUID(key)
    except ValueError:
        return None


def _slice(rows: QuerySet[Any], wanted: Q | None, mark: tuple[datetime, UUID] | None) -> Iterable[Any]:
    """The newest of the wanted rows before the mark; one more than a page tells that there is more."""
    if wanted is None:
        return []
    if mark:
        # The first condition alone can use the index; the second settles those of the same moment.
        rows = rows.filter(at__lte=mark[0]).exclude(at=mark[0], pk__gte=mark[1])
    return rows.filter(wanted)[: PAGE + 1]


def _events(case: Case) -> QuerySet[CaseEvent]:
    rows = case.events.exclude(kind__in=TOLD_BY_RECORDS).select_related("by", "agency")
    return access_of(case).readable(rows, Scope.RECORD, about="about").order_by("-at", "-id")


def _records(case: Case) -> QuerySet[SupportRecord]:
    rows = case.records.filter(current=True).select_related("worker", "agency").defer("folded")
    rows = access_of(case).readable(rows, Scope.RECORD, about="about").order_by("-at", "-id")
    # Asked for the rows of the page only; a count by grouping would read all records of the case.
    return rows.annotate(files=Exists(Attachment.objects.filter(record=OuterRef("pk"))))


def _event(row: CaseEvent, names: Mapping[UUID, str]) -> Line:
    kind = K(row.kind)
    mark = next((m for m, kinds in (("alert", ALERTS), ("meeting", MEETINGS), ("relay", RELAYS), ("paper", PAPERS))
                 if kind in kinds), "")  # fmt: skip
    return Line(row.at, row.pk, kind.label, mark, row.text, f"{row.agency} {row.by}", row.link,
                names.get(row.about_id, "") if row.about_id else "")  # fmt: skip


def _record(row: SupportRecord, names: Mapping[UUID, str]) -> Line:
    mark = "meeting" if row.method in MEETING_METHODS else ""
    who = f"{row.agency} {row.worker}" + (f"・{row.fellow_workers}" if row.fellow_workers else "")
    about = names.get(row.about_id, "") if row.about_id else ""
    link = f"/cases/{row.case_id}/records/{row.pk}/"
    return Line(row.at, row.pk, label("contact_method", row.method), mark, row.text, who, link, about, row)
