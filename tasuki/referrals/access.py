"""Opening one sheet by its key, and the lists of sheets: the only way a page gets them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.models import Case
from tasuki.staff.models import Worker

from . import actions
from .enums import WAITING, TargetStatus
from .models import Referral, ReferralTarget
from .waiting import Waiting, closed_days, days_left

PAGE = 50
STATES = {
    "open": (*WAITING, TargetStatus.ACCEPTED, TargetStatus.HANDED_BACK),
    "waiting": WAITING,
    "accepted": (TargetStatus.ACCEPTED, TargetStatus.HANDED_BACK),
    "done": (TargetStatus.DECLINED, TargetStatus.ENDED, TargetStatus.WITHDRAWN),
    "all": tuple(TargetStatus),
}


@dataclass
class Sheet:
    """One opened sheet with what the reader may see of it."""

    referral: Referral
    targets: list[ReferralTarget]
    mine: ReferralTarget | None  # the target at the reader's own agency
    case: Case | None  # only when the reader may open it
    consultation_url: str


def open_sheet(worker: Worker, key: UUID) -> Sheet:
    """The sheet, the look written down (and told to the sender the first time); 404 for everybody else."""
    related = ("from_agency", "written_by")
    referral = Referral.objects.visible_to(worker).select_related(*related).filter(pk=key).first()
    if referral is None:
        raise Http404("このつなぐシートはありません。")
    targets = list(
        ReferralTarget.objects.visible_to(worker)
        .filter(referral=referral)
        .select_related("from_agency", "to_agency", "seen_by", "answered_by", "worker", "proposed_agency", "back_by",
                        "confirmed_by")
        .prefetch_related("messages__by", "messages__agency")
    )  # fmt: skip
    for target in targets:
        target.referral = referral
    mine = next((target for target in targets if target.to_agency_id == worker.agency_id), None)
    if mine:
        actions.see(target=mine, by=worker)
    else:
        record(
            Act.LOOK, "つなぐシートを開いた", by=worker, case=referral.case_id, objects=[referral.pk], ground="つなぎ"
        )
    case = Case.objects.visible_to(worker).filter(pk=referral.case_id).first() if referral.case_id else None
    own = referral.consultation_id and referral.from_agency_id == worker.agency_id
    return Sheet(referral, targets, mine, case, f"/consultations/{referral.consultation_id}/" if own else "")


def open_target(worker: Worker, key: UUID) -> ReferralTarget:
    """A target whose sheet the worker may read; 404 otherwise."""
    related = ("referral", "from_agency", "to_agency")
    readable = Referral.objects.visible_to(worker).values("pk")
    target = (
        ReferralTarget.objects.visible_to(worker).filter(referral__in=readable, pk=key).select_related(*related).first()
    )
    if target is None:
        raise Http404("このつなぐシートはありません。")
    return target


@dataclass
class Line:
    """A line of the list; `referral` empty when the sheet is closed to the reader."""

    target: ReferralTarget
    referral: Referral | None
    due: Waiting | None
    sent: bool = False

    @property
    def attention(self) -> bool:
        """Past its day."""
        return bool(self.due and self.due.overdue)

    @property
    def other(self) -> Any:
        """Whose answer it is, or who asked."""
        return self.target.to_agency if self.sent else self.target.from_agency


@dataclass
class Box:
    """One of the two lists, a page of it."""

    lines: list[Line]
    next_url: str = ""
    first_url: str = ""
    label: str = ""


MOST_ROWS = 5000


def box(worker: Worker, side: str, state: str, page: int = 1, given: Iterable[tuple[str, str]] = (),
        size: int = PAGE) -> Box:  # fmt: skip
    """受けた (to_agency) or 送った (from_agency): overdue first, then by the day of answer. `given`: of the other pages."""
    targets = ReferralTarget.objects.visible_to(worker).filter(**{side: worker.agency_id}, status__in=STATES[state])
    targets = targets.select_related("from_agency", "to_agency", "worker", "proposed_agency")
    first = (page - 1) * size
    found = list(_in_order(targets, state)[first : first + size + 1])
    sheets = Referral.objects.visible_to(worker).in_bulk([target.referral_id for target in found])
    closed = closed_days(worker)
    lines = [_line(target, sheets.get(target.referral_id), closed) for target in found[:size]]
    more = len(found) > size
    name = "sent" if side == "from_agency" else "received"
    for line in lines:
        line.sent = name == "sent"
    link = "?" + urlencode([*given]) + f"&{name}="
    return Box(lines, f"{link}{page + 1}" if more else "", f"{link}1" if page > 1 else "",
               f"{first + 1}〜{first + len(lines)}件" if more or page > 1 else "")  # fmt: skip


def _in_order(targets: QuerySet[ReferralTarget], state: str) -> QuerySet[ReferralTarget]:
    """Unanswered before answered, the oldest day first; ended ones newest first."""
    if state in ("done", "all"):
        return targets.order_by("-due_on", "-id")
    return targets.alias(waits=Q(status__in=WAITING)).order_by("-waits", "due_on", "id")


def _line(target: ReferralTarget, referral: Referral | None, closed: Any) -> Line:
    if referral is None:
        return Line(target, None, None)
    target.referral = referral
    waits = target.status in WAITING
    return Line(target, referral, Waiting(target, "answer", days_left(target.due_on, closed)) if waits else None)
