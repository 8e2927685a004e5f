"""What waits for an answer (回答待ち), on both desks, with the business days that are left. Reads only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from tasuki.shared import clock
from tasuki.shared.calendar_jp import business_days_between
from tasuki.staff.models import Worker

from .enums import WAITING, TargetStatus
from .models import ReferralMessage, ReferralTarget


@dataclass(frozen=True)
class Waiting:
    """One line: what is wanted of whom, and by when."""

    target: ReferralTarget
    what: str  # answer, reply, confirm, sent
    left: int | None  # business days; negative when overdue
    mine: bool = False  # I wrote the sheet, or I am in charge

    @property
    def label(self) -> str:
        """The household as the sheet calls it."""
        return self.target.referral.household_label

    @property
    def url(self) -> str:
        """The sheet."""
        return self.target.referral.get_absolute_url()

    @property
    def other(self) -> str:
        """The other desk."""
        return str(self.target.to_agency if self.what in ("sent", "reply", "confirm") else self.target.from_agency)

    @property
    def wanted(self) -> str:
        """What is to be done, as a sentence part."""
        return {
            "answer": "返事をする", "reply": "問い合わせに答える", "confirm": "つなぎもどしを確かめる",
            "sent": "返事を待っている",
        }[self.what]  # fmt: skip

    @property
    def overdue(self) -> bool:
        """Past the day."""
        return self.left is not None and self.target.due_on < clock.today()

    @property
    def words(self) -> str:
        """「1開庁日超過」「あと2開庁日」; nothing where no day is set."""
        return "" if self.left is None else due_words(self.target.due_on, self.left)

    @property
    def tone(self) -> str:
        """Colour of the chip."""
        return "red" if self.overdue else "orange" if self.left is not None and self.left <= 1 else "gray"


def closed_days(worker: Worker) -> Collection[date]:
    """Further closing days of the municipality."""
    return worker.agency.municipality.extra_closed_days


def days_left(due_on: date, closed: Collection[date] = ()) -> int:
    """Business days from today to the day of answer."""
    return business_days_between(clock.today(), due_on, closed)


def due_words(due_on: date, left: int) -> str:
    """How much time is left, as said aloud."""
    if due_on < clock.today():
        return f"{-left}開庁日超過" if left else "期限が過ぎました"
    return "きょうまで" if due_on == clock.today() else f"あと{left}開庁日"


def waiting_for(worker: Worker) -> list[Waiting]:
    """Sheets my agency has to answer, questions it has to reply to, hand-backs it has to confirm; overdue first."""
    mine = Q(to_agency=worker.agency_id, status__in=WAITING, open_to_receiver=True)
    mine |= Q(from_agency=worker.agency_id, status__in=[TargetStatus.ASKED, TargetStatus.HANDED_BACK])
    found = []
    for target in _targets(worker).filter(mine):
        if target.status == TargetStatus.HANDED_BACK:
            found.append(Waiting(target, "confirm", None, _wrote(target, worker)))
        elif target.to_agency_id == worker.agency_id:
            found.append(Waiting(target, "answer", days_left(target.due_on, closed_days(worker))))
        elif target.last_by != worker.agency_id:
            found.append(
                Waiting(target, "reply", days_left(target.due_on, closed_days(worker)), _wrote(target, worker))
            )
    return found


def sent_by(worker: Worker) -> list[Waiting]:
    """Sheets my agency sent and nobody has answered; overdue first."""
    targets = _targets(worker).filter(from_agency=worker.agency_id, status__in=WAITING)
    closed = closed_days(worker)
    return [Waiting(target, "sent", days_left(target.due_on, closed), _wrote(target, worker)) for target in targets]


def _targets(worker: Worker) -> QuerySet[ReferralTarget]:
    if not worker.role.works_cases:
        return ReferralTarget.objects.none()
    last = ReferralMessage.objects.filter(target=OuterRef("pk")).order_by("-at", "-id").values("agency")[:1]
    return (
        ReferralTarget.objects.visible_to(worker)
        .select_related("referral", "from_agency", "to_agency")
        .annotate(last_by=Subquery(last))
        .order_by("due_on", "id")
    )


def _wrote(target: ReferralTarget, worker: Worker) -> bool:
    return target.referral.written_by_id == worker.pk
