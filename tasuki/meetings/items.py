"""Writing of items: onto the agenda, packet, conclusion, roles, end; calls are in `calling`. Re-exported by `actions`."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.actions import move_to, note_event, update_versioned
from tasuki.cases.consenting import day_after
from tasuki.cases.enums import EventKind, Status
from tasuki.cases.models import Case
from tasuki.codes.sheet_answers import given_now
from tasuki.plans.actions import RoleLine, decide_plan
from tasuki.plans.enums import Step
from tasuki.plans.models import Plan
from tasuki.shared import clock
from tasuki.shared.calendar_jp import local_day, month_day
from tasuki.shared.decisions import refuse_unless, require
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all
from tasuki.tenancy.models import Agency

from . import rules
from .enums import SUPPORT_CONFERENCES, ItemKind, ItemStatus
from .models import Item, ItemCall, ItemRole, Packet, Sitting


@transaction.atomic
def put_on_agenda(*, sitting: Sitting, by: Worker, title: str, case: Case | None = None, plan: Plan | None = None,
                  kind: str = ItemKind.CASE, without_consent: bool = False, why_without: str = "",
                  to_discuss: str = "", answers: Mapping[str, Any] | None = None) -> Item:  # fmt: skip
    """Bring a case, a plan or a general matter before a sitting (会議にかける)."""
    case = case or (plan.case if plan else None)
    require(rules.may_put_on_agenda(sitting, by, case, plan, kind, without_consent, why_without))
    with on_behalf_of_all():
        Sitting.objects.select_for_update().get(pk=sitting.pk)  # two items at once get two numbers
        last = Item.objects.filter(sitting=sitting).aggregate(last=Max("order"))["last"] or 0
    item = Item.objects.create(
        sitting=sitting, order=last + 1, kind=kind, title=title, case=case, plan=plan, without_consent=without_consent,
        why_without=why_without, to_discuss=to_discuss, submitted_by_id=by.pk, submitted_agency_id=by.agency_id,
        host_agency_id=sitting.body.host_agency_id, **given_now("packet", clock.today(), answers),
    )  # fmt: skip
    if case is not None:
        conference = kind == ItemKind.CASE and sitting.legal_type in SUPPORT_CONFERENCES
        # a case already supported by a plan goes on being supported while a conference talks about it
        if conference and case.status in (Status.ASSESSING, Status.REACHING):
            move_to(case, Status.CONFERENCE, by=by)
        _tell(item, case, EventKind.PUT_ON_AGENDA, by, f"{_sitting(sitting)}：{title}")
    about = case.pk if case else None
    record(Act.CHANGE, "議題を出した", by=by, case=about, objects=[item.pk, sitting.pk], reason=why_without)
    return item


def _sitting(sitting: Sitting) -> str:
    return f"{sitting.body.name}（{month_day(sitting.at)}）"


def _tell(item: Item, case: Case, kind: EventKind, by: Worker, text: str) -> None:
    """The line in the case's timeline; whoever was called to the meeting need not see the case."""
    with on_behalf_of_all():
        note_event(case, kind, by=by, text=text, link=f"/meetings/items/{item.pk}/")


@transaction.atomic
def freeze(*, item: Item, by: Worker, papers: list[dict[str, Any]]) -> Packet:
    """The papers as they are now; from here on they do not change (資料の確定)."""
    require(rules.may_freeze(item, by))
    packet = Packet.objects.create(item=item, frozen_at=clock.now(), frozen_by_id=by.pk, papers=papers)
    update_versioned(item, None, {"status": ItemStatus.FROZEN})
    record(Act.CHANGE, "会議資料を確定した", by=by, case=item.case_id, objects=[item.pk, packet.pk], count=len(papers))
    return packet


@transaction.atomic
def conclude_item(*, item: Item, by: Worker, discussion: str, decision: str, roles: Iterable[RoleLine] = (),
                  attended: Iterable[Agency] = (), next_on: date | None = None,
                  follow_until: date | datetime | None = None, plan_result: str | None = None,
                  plan_note: str = "") -> Item:  # fmt: skip
    """What was shared and decided, who does what; the packet stays open until the end of the follow-up."""
    require(rules.may_conclude_item(item, by))
    until = _follow_until(item, follow_until)
    roles = list(roles)
    with on_behalf_of_all():
        update_versioned(item, None, {
            "status": ItemStatus.DISCUSSED, "discussion": discussion, "decision": decision, "next_on": next_on,
            "follow_until": until,
        })  # fmt: skip
        calls = ItemCall.objects.filter(item=item)
        calls.filter(agency__in=[agency.pk for agency in attended]).update(attended=True)
        calls.filter(until=None).update(until=until)
        ItemRole.objects.bulk_create(
            ItemRole(item=item, host_agency_id=item.host_agency_id, submitted_agency_id=item.submitted_agency_id,
                     agency=line.agency, what=line.what, by_date=line.by_date, trigger=line.trigger, order=order)
            for order, line in enumerate(roles)
        )  # fmt: skip
        if item.case_id:
            case = Case.objects.get(pk=item.case_id)
            told = [f"{_sitting(item.sitting)}：{decision}", *(_said(line) for line in roles)]
            _tell(item, case, EventKind.MET, by, "\n".join(told))
    if plan_result:
        _decide(item, by, plan_result, plan_note)
    record(Act.CHANGE, "議題の結論を記した", by=by, case=item.case_id, objects=[item.pk])
    return item


def _follow_until(item: Item, asked: date | datetime | None) -> datetime:
    """The moment the papers are collected: the end of the day asked for, or so many days after the sitting."""
    if isinstance(asked, datetime):
        return asked
    days = item.sitting.body.municipality.conference_follow_days
    moment = day_after(asked or local_day(item.sitting.at) + timedelta(days=days))
    assert moment is not None
    return moment


def _said(line: RoleLine) -> str:
    when = month_day(line.by_date) + "まで" if line.by_date else f"そのとき：{line.trigger}"
    return f"{line.agency}：{line.what}（{when}）"


def _decide(item: Item, by: Worker, result: str, note: str) -> None:
    """A 部会 examines; a body that nobody decides for, decides."""
    body = item.sitting.body
    require(refuse_unless(item.plan_id, "プランの議題ではありません。"))
    assert item.plan_id is not None
    with on_behalf_of_all():
        plan = Plan.objects.select_related("replaces").get(pk=item.plan_id)
    decide_plan(
        plan=plan, by=by, step=Step.EXAMINED if body.decided_by_id else Step.DECIDED, result=result,
        body_name=body.name, on=local_day(item.sitting.at), note=note,
    )  # fmt: skip


@transaction.atomic
def close_item(*, item: Item, by: Worker) -> Item:
    """The follow-up is over: nobody who was called opens the papers any more (資料の回収)."""
    require(rules.may_close_item(item, by))
    now = clock.now()
    with on_behalf_of_all():
        update_versioned(item, None, {"status": ItemStatus.CLOSED, "closed_at": now})
        open_calls = ItemCall.objects.filter(Q(until=None) | Q(until__gt=now), item=item)
        ended = open_calls.update(until=now)
    record(Act.CHANGE, "議題を終え、資料を回収した", by=by, case=item.case_id, objects=[item.pk], count=ended)
    return item


@transaction.atomic
def withdraw_item(*, item: Item, by: Worker, reason: str) -> Item:
    """It does not come before the sitting after all (取り下げ): the copies that are out are collected at once."""
    require(rules.may_withdraw_item(item, by) & refuse_unless(reason.strip(), "取り下げの理由を書いてください。"))
    now = clock.now()
    with on_behalf_of_all():
        update_versioned(
            item, None, {"status": ItemStatus.WITHDRAWN, "closed_at": now, "withdrawn_why": reason.strip()[:200]}
        )
        ended = ItemCall.objects.filter(Q(until=None) | Q(until__gt=now), item=item).update(until=now)
        case = Case.objects.get(pk=item.case_id) if item.case_id else None
    if case is not None:
        _tell(item, case, EventKind.OFF_AGENDA, by, f"{_sitting(item.sitting)}：{item.title}（{reason.strip()}）")
    told: dict[str, Any] = {"case": item.case_id, "objects": [item.pk], "count": ended, "reason": reason}
    record(Act.CHANGE, "議題を取り下げ、資料を回収した", by=by, **told)
    return item


@transaction.atomic
def finish_role(*, role: ItemRole, by: Worker, on: date, note: str = "") -> ItemRole:
    """What the meeting asked for is done (役割のできた日); the case is told."""
    require(rules.may_finish_role(role, by) & refuse_unless(on <= clock.today(), "きょうまでの日を入れてください。"))
    role.done_on, role.done_by_id, role.done_note = on, by.pk, note.strip()[:200]
    with on_behalf_of_all():
        role.save(update_fields=["done_on", "done_by", "done_note"])
        item = Item.objects.select_related("case").get(pk=role.item_id)
        if item.case is not None:
            said = f"{role.agency}：{role.what}{'（' + role.done_note + '）' if role.done_note else ''}"
            _tell(item, item.case, EventKind.PLAN_STEP, by, said)
    record(Act.CHANGE, "会議で決めた役割ができた", by=by, case=item.case_id, objects=[role.pk, item.pk])
    return role
