"""Sittings that wait for a worker (これからの会議); the desk shows them."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from tasuki.shared import clock
from tasuki.staff.models import Worker

from .enums import SittingStatus
from .models import Item, ItemCall, Pledge, Sitting


@dataclass
class Coming:
    """A sitting to which the worker is called, or for which her agency has an item."""

    sitting: Sitting
    items: int = 0
    waiting: int = 0  # calls for which the duty of secrecy is not accepted yet

    @property
    def today(self) -> bool:
        """Whether it is today."""
        return self.sitting.at.astimezone(clock.JAPAN).date() == clock.today()


def coming(worker: Worker) -> list[Coming]:
    """Planned sittings from today on, in their order, with the number of the worker's items."""
    found: dict[object, Coming] = {}
    since = clock.at(clock.today(), "00:00")
    planned = {"sitting__status": SittingStatus.PLANNED, "sitting__at__gte": since}
    calls = ItemCall.objects.to(worker).filter(**planned).select_related("sitting__body")
    sworn = Exists(Pledge.objects.filter(call=OuterRef("pk"), worker=worker.pk))
    for call in calls.annotate(sworn=sworn):
        one = found.setdefault(call.sitting_id, Coming(call.sitting))
        one.items += 1
        one.waiting += not call.sworn
    submitted = Item.objects.visible_to(worker).filter(submitted_agency=worker.agency_id, **planned)
    for item in submitted.select_related("sitting__body"):
        found.setdefault(item.sitting_id, Coming(item.sitting)).items += 1
    return sorted(found.values(), key=lambda one: one.sitting.at)


def secrecy_waiting(worker: Worker) -> list[ItemCall]:
    """Calls whose packet opens once the worker accepts the duty of secrecy."""
    calls = ItemCall.objects.to(worker).exclude(pledges__worker=worker.pk)
    calls = calls.exclude(sitting__status=SittingStatus.CANCELLED)
    return list(calls.select_related("sitting__body", "called_by").order_by("sitting__at"))
