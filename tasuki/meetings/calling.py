"""Writing of calls: who is called, who has pledged secrecy, who opens which copy. Re-exported by `actions`."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import refuse_unless, require
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all
from tasuki.tenancy.models import Agency

from . import rules
from .copies import Copy, copy_of
from .models import Item, ItemCall, Packet, PacketLook, Pledge


@transaction.atomic
def call(*, item: Item, agency: Agency, by: Worker, worker: Worker | None = None) -> ItemCall:
    """Call an agency, or one of its workers, to this item; the copy of the papers gets a number of its own."""
    require(rules.may_call(item, by, agency, worker))
    with on_behalf_of_all():
        Item.objects.select_for_update().get(pk=item.pk)  # two calls at once get two numbers
        last = ItemCall.objects.filter(item=item).aggregate(last=Max("packet_number"))["last"] or 0
    called = ItemCall.objects.create(
        item=item, sitting_id=item.sitting_id, host_agency_id=item.host_agency_id,
        submitted_agency_id=item.submitted_agency_id, agency=agency, worker_id=worker.pk if worker else None,
        packet_number=last + 1, called_by_id=by.pk, called_at=clock.now(),
    )  # fmt: skip
    record(Act.CHANGE, "議題に呼んだ", by=by, case=item.case_id, objects=[item.pk, called.pk, agency.pk])
    return called


@transaction.atomic
def uncall(*, call: ItemCall, by: Worker, reason: str) -> ItemCall:
    """The call is taken back (招集の取り消し): the next request finds nothing; the number is not given again."""
    require(rules.may_uncall(call, by) & refuse_unless(reason.strip(), "取り消しの理由を書いてください。"))
    now = clock.now()
    call.until, call.uncalled_at, call.uncalled_by_id, call.uncalled_why = now, now, by.pk, reason.strip()[:200]
    with on_behalf_of_all():
        call.save(update_fields=["until", "uncalled_at", "uncalled_by", "uncalled_why"])
    told: dict[str, Any] = {"case": call.item.case_id, "objects": [call.item_id, call.pk], "reason": reason}
    record(Act.CHANGE, "招集を取り消し、資料を回収した", by=by, **told)
    return call


@transaction.atomic
def accept_secrecy(*, call: ItemCall, by: Worker) -> Pledge:
    """Accept the duty of secrecy, each for herself; only then does the packet open, and only to her."""
    require(rules.may_accept_secrecy(call, by))
    with on_behalf_of_all():
        ItemCall.objects.select_for_update().get(pk=call.pk)  # two colleagues at once get two copies
        last = Pledge.objects.filter(call=call).aggregate(last=Max("copy"))["last"] or 0
    pledge = Pledge.objects.create(
        call=call, item_id=call.item_id, host_agency_id=call.host_agency_id,
        submitted_agency_id=call.submitted_agency_id, worker_id=by.pk, agency_id=by.agency_id, copy=last + 1,
        at=clock.now(),
    )  # fmt: skip
    record(Act.CHANGE, "守秘を誓った", by=by, objects=[call.pk, call.item_id, pledge.pk])
    return pledge


@transaction.atomic
def open_packet(*, item: Item, by: Worker, copy: Copy | None = None, printed: bool = False) -> Packet | None:
    """Open a copy of the papers; each look is written down, for host, submitter and officer. None while there are none."""
    require(rules.may_open_packet(item, by))
    copy = copy or copy_of(item, by)
    packet = Packet.objects.filter(item=item).first()
    if packet is not None:
        PacketLook.objects.create(
            item=item, host_agency_id=item.host_agency_id, submitted_agency_id=item.submitted_agency_id,
            worker_id=by.pk, agency_id=by.agency_id, number=copy.number, at=clock.now(), address=by.address,
            printed=printed,
        )  # fmt: skip
    act, verb = (Act.PRINT, "会議資料を紙に出した") if printed else (Act.LOOK, "議題と会議資料を開いた")
    told: dict[str, Any] = {"case": item.case_id, "objects": [item.pk], "ground": item.sitting.get_legal_type_display()}
    record(act, verb, by=by, reason=copy.told, **told)
    return packet
