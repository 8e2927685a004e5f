"""Meetings made ready for reading. Whoever is not called sees the date and the body of a sitting, and no more."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from tasuki.cases.models import Case
from tasuki.shared import clock
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from . import rules
from .coming import coming, secrecy_waiting
from .copies import call_of, copy_of, number_of
from .enums import LAW, LegalType, SittingStatus
from .models import Body, Item, ItemCall, ItemRole, PacketLook, Sitting

PAST = 30
LOOKS = 50
OVERSEEN = 200
MARK = "取扱注意・複製禁止"


def board(worker: Worker) -> dict[str, Any]:
    """The first page: what waits, what comes, what was."""
    since = clock.at(clock.today(), "00:00")
    sittings = Sitting.objects.select_related("body")
    mine = {one.sitting.pk: one for one in coming(worker)}
    ahead = sittings.filter(status=SittingStatus.PLANNED, at__gte=since).order_by("at")
    behind = sittings.exclude(status=SittingStatus.PLANNED, at__gte=since).order_by("-at")[: PAST + 1]
    return {
        "waiting": secrecy_waiting(worker),
        "ahead": [(sitting, mine.get(sitting.pk)) for sitting in ahead],
        "open_items": open_items(worker),
        "asked": asked_of(worker),
        "returned": returned(worker),
        "behind": list(behind)[:PAST],
        "more": len(behind) > PAST,
        "bodies": [(body, [LegalType(kind).label for kind in body.legal_types], rules.may_change_body(body, worker))
                   for body in Body.objects.select_related("host_agency")],
        "may_convene": rules.refuse_unless(bodies_to_convene(worker), "招集できる会議体がありません。"),
        "may_found": rules.may_found_body(worker),
    }  # fmt: skip


def open_items(worker: Worker) -> list[Item]:
    """Items after the sitting whose papers are still open."""
    items = Item.objects.visible_to(worker).filter(status="discussed").select_related("sitting__body")
    return list(items.order_by("follow_until")[:PAST])


@dataclass(frozen=True)
class Asked:
    """What a meeting asked of an agency; of which item, while the reader may still read its papers."""

    role: ItemRole
    item: Item | None
    late: bool
    may_finish: rules.Decision


def asked_of(worker: Worker) -> list[Asked]:
    """What meetings asked of her agency and is not done yet; the papers may be back already."""
    rows = ItemRole.objects.visible_to(worker).filter(agency=worker.agency_id, done_on=None)
    roles = list(rows.order_by("by_date", "id")[:PAST])
    listed = Item.objects.visible_to(worker).filter(pk__in={role.item_id for role in roles})
    items = {item.pk: item for item in listed.select_related("sitting__body")} if roles else {}
    return [
        Asked(role, items.get(role.item_id), bool(role.by_date and role.by_date < clock.today()),
              rules.may_finish_role(role, worker))
        for role in roles
    ]  # fmt: skip


def returned(worker: Worker) -> list[ItemCall]:
    """Copies of hers that have been collected lately; what they were about is not told any more."""
    now = clock.now()
    rows = ItemCall.objects.visible_to(worker).filter(pledges__worker=worker.pk, until__lte=now)
    return list(
        rows.filter(until__gt=now - timedelta(days=90)).select_related("sitting__body").order_by("-until")[:PAST]
    )


def bodies_to_convene(worker: Worker) -> list[Body]:
    """Bodies that the worker may call together, under at least one of their types."""
    bodies = Body.objects.filter(closed_on=None).prefetch_related("members")
    return [body for body in bodies if any(rules.may_convene(body, worker, kind) for kind in body.legal_types)]


def coming_sittings() -> list[Sitting]:
    """Sittings to which a case can be brought."""
    since = clock.at(clock.today(), "00:00")
    sittings = Sitting.objects.filter(status=SittingStatus.PLANNED, at__gte=since).exclude(legal_type=LegalType.NETWORK)
    return list(sittings.select_related("body__host_agency", "body__decided_by").order_by("at"))


def sitting_page(sitting: Sitting, worker: Worker) -> dict[str, Any]:
    """A sitting: everything for those who take part, date and body for the others."""
    items = list(Item.objects.visible_to(worker).filter(sitting=sitting).select_related("submitted_agency"))
    pending = list(ItemCall.objects.to(worker).filter(sitting=sitting).exclude(pledges__worker=worker.pk))
    hosts = sitting.body.host_agency_id == worker.agency_id or worker.sees_all
    return {
        "sitting": sitting,
        "items": items,
        "pending": pending,
        "takes_part": bool(items or pending or hosts or sitting.legal_type == LegalType.NETWORK),
        "hosts": hosts,
        "may_hold": rules.may_hold(sitting, worker),
        "may_cancel": rules.may_cancel(sitting, worker),
        "may_move": rules.may_move(sitting, worker),
        "may_add": rules.may_put_on_agenda(sitting, worker, kind="general"),
    }


def item_page(item: Item, worker: Worker) -> dict[str, Any]:
    """An item: papers, minutes, who is called; looks for the host."""
    inside = is_inside(item, worker)
    looks = (
        PacketLook.objects.filter(item=item).select_related("worker", "agency") if inside else PacketLook.objects.none()
    )
    return {
        "item": item,
        "sitting": item.sitting,
        "calls": calls_of(item, worker) if inside else [],
        "recipient": copy_of(item, worker),
        "mark": MARK,
        "inside": inside,
        "looks": list(looks[:LOOKS]),
        "roles": list(ItemRole.objects.filter(item=item).select_related("agency")),
        "case": readable_case(item, worker),
        "ground": ground_of(item, call_of(item, worker)),
        "may_call": rules.may_call(item, worker),
        "may_freeze": rules.may_freeze(item, worker),
        "may_conclude": rules.may_conclude_item(item, worker),
        "may_close": rules.may_close_item(item, worker),
        "may_withdraw": rules.may_withdraw_item(item, worker),
    }


def is_inside(item: Item, worker: Worker) -> bool:
    """Whether she is on the side that hosts or submitted it."""
    return worker.sees_all or worker.agency_id in (item.host_agency_id, item.submitted_agency_id)


def calls_of(item: Item, worker: Worker) -> list[ItemCall]:
    """Who is called, with number, pledges, and whether the copy is back."""
    rows = ItemCall.objects.visible_to(worker).filter(item=item)
    calls = list(rows.select_related("agency", "worker").prefetch_related("pledges__worker"))
    for call in calls:
        call.item = item
        call.number = number_of(item, call)  # type: ignore[attr-defined]
        call.may_uncall = rules.may_uncall(call, worker)  # type: ignore[attr-defined]
    return calls


def copy_page(item: Item, worker: Worker, call: UUID | None) -> dict[str, Any]:
    """One copy on paper: her own, or the one for a recipient, which only host and submitter print."""
    chosen = None
    if call is not None:
        rows = ItemCall.objects.visible_to(worker) if is_inside(item, worker) else ItemCall.objects.to(worker)
        chosen = get_object_or_404(rows.select_related("agency", "worker"), pk=call, item=item)
    mine = call_of(item, worker)
    page = {"item": item, "sitting": item.sitting, "recipient": copy_of(item, worker, chosen), "mark": MARK}
    return page | {"call": chosen, "ground": ground_of(item, mine)}


def looks_page(worker: Worker, number: str) -> dict[str, Any]:
    """The newest looks at papers, of one number if asked."""
    rows = PacketLook.objects.filter(municipality=worker.municipality_id, number__startswith=number)
    found = list(rows.select_related("worker", "agency", "host_agency")[: OVERSEEN + 1])
    return {"looks": found[:OVERSEEN], "more": len(found) > OVERSEEN, "number": number}


def ground_of(item: Item, call: ItemCall | None) -> dict[str, Any]:
    """On what ground the reader sees the papers, and until when."""
    kind = LegalType(item.sitting.legal_type).label
    return {"text": kind if call else f"{kind}・事務局または提出機関", "until": call.until if call else None}


def readable_case(item: Item, worker: Worker) -> Case | None:
    """The case, only for a reader who may open it anyway."""
    if item.case_id is None or not worker.may(Permission.CASE_READ):
        return None
    return Case.objects.visible_to(worker).filter(pk=item.case_id).first()


def duty(call: ItemCall) -> dict[str, Any]:
    """The duty of secrecy in words, by the law of the sitting."""
    kind = LegalType(call.sitting.legal_type)
    return {"call": call, "sitting": call.sitting, "law": LAW.get(kind, ""), "kind": kind.label}


def minutes(sitting: Sitting, worker: Worker) -> dict[str, Any]:
    """会議録: the sitting, and the items that the reader may read."""
    page = sitting_page(sitting, worker)
    for item in page["items"]:
        item.role_rows = list(ItemRole.objects.filter(item=item).select_related("agency"))
        item.came = list(ItemCall.objects.visible_to(worker).filter(item=item, attended=True).select_related("agency"))
    return page
