"""Whose copy of the papers this is (資料番号と宛名). Reads only."""

from dataclasses import dataclass

from tasuki.staff.models import Worker

from .models import Item, ItemCall, Pledge

FAINT = 28


@dataclass(frozen=True)
class Copy:
    """One numbered copy: 「令和8-支-003-2/05」, for an agency or one of its workers."""

    number: str
    agency: str
    name: str = ""

    @property
    def told(self) -> str:
        """In one line, for the record and the margin."""
        return " ".join(filter(None, (self.number, self.agency, self.name)))

    @property
    def faint(self) -> list[str]:
        """What stands faintly behind the text, again and again."""
        return [self.told] * FAINT


def call_of(item: Item, worker: Worker) -> ItemCall | None:
    """The call in force by which she has pledged; by name before by agency."""
    calls = ItemCall.objects.to(worker).filter(item=item, pledges__worker=worker.pk)
    return calls.select_related("agency", "worker").order_by("worker", "packet_number").first()


def copy_of(item: Item, worker: Worker, call: ItemCall | None = None) -> Copy:
    """Her own copy, or the one for the recipient named; whoever hosts or submitted reads a copy kept at home."""
    mine = call or call_of(item, worker)
    if mine is None:
        return Copy(f"{item.number}/控", worker.agency.name, worker.name)
    pledge = Pledge.objects.filter(call=mine, worker=worker.pk).first()
    name = mine.worker.name if mine.worker else worker.name if pledge else ""
    return Copy(number_of(item, mine, pledge), mine.agency.name, name)


def number_of(item: Item, call: ItemCall, pledge: Pledge | None = None) -> str:
    """資料番号: the item's, the recipient's, and a branch for the second and later workers of an agency."""
    branch = f"-{pledge.copy}" if pledge and pledge.copy > 1 else ""
    return f"{item.number}/{call.packet_number:02d}{branch}"
