"""Writing of groups (住民主体のグループ): founding, stages, the log of support, places used, names of members."""

from datetime import date
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import Stale, require
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Area

from . import rules
from .enums import GroupStage
from .models import Group, GroupMember, GroupStep, GroupSupport, Place, PlaceUse

NO_LONGER = "あなたが開いたあとに、ほかの人が書きかえました。書いたものは下に残してあります。"


@transaction.atomic
def found_group(
    *, by: Worker, name: str, place: Place | None = None, area: Area | None = None,
    stage: str = GroupStage.IDEA, on: date | None = None, note: str = "", **facts: Any,
) -> Group:  # fmt: skip
    """A group of residents is known (住民主体のグループ), at whatever stage it is."""
    require(rules.may_found_group(by))
    day = on or clock.today()
    ended = {"ended_on": day} if stage == GroupStage.ENDED else {}
    group = Group.objects.create(
        name=name, area=area or (place.area if place else None), stage=stage, agency_id=by.agency_id, begun_on=day,
        **ended, **facts,
    )  # fmt: skip
    GroupStep.objects.create(group=group, after=stage, on=day, at=clock.now(), by_id=by.pk, note=note)
    if place:
        share_place(place=place, group=group, by=by, on=day)
    record(Act.CHANGE, "グループを登録", by=by, objects=[group.pk])
    return group


@transaction.atomic
def change_group(*, group: Group, by: Worker, version: int | None = None, **changes: Any) -> Group:
    """What is known of the group now."""
    require(rules.may_change_group(group, by))
    was = group.version if version is None else version
    if not Group.objects.filter(pk=group.pk, version=was).update(version=was + 1, **changes):
        raise Stale(NO_LONGER)
    group.refresh_from_db()
    record(Act.CHANGE, "グループを直した", by=by, objects=[group.pk])
    return group


@transaction.atomic
def advance_group(*, group: Group, stage: str, by: Worker, on: date | None = None, note: str = "") -> Group:
    """The group goes on in its life: starts, stands on its own feet, rests, ends."""
    day = on or clock.today()
    require(rules.may_advance_group(group, stage, by, day))
    before = group.stage
    ended = {"ended_on": day, "shown_to_public": False} if stage == GroupStage.ENDED else {}
    moved = Group.objects.filter(pk=group.pk, stage=before).update(stage=stage, version=group.version + 1, **ended)
    if not moved:
        raise Stale(NO_LONGER)
    GroupStep.objects.create(group=group, before=before, after=stage, on=day, at=clock.now(), by_id=by.pk, note=note)
    if ended:
        group.uses.filter(until=None).update(until=day)
    group.refresh_from_db()
    record(Act.CHANGE, "グループの段階を進めた", by=by, objects=[group.pk])
    return group


@transaction.atomic
def log_support(
    *, group: Group, by: Worker, minutes: int, what: str, on: date | None = None, residents: int = 0
) -> GroupSupport:
    """What a worker did for the group, how long, with how many residents (地域づくりの実績)."""
    day = on or clock.today()
    require(rules.may_log_support(group, by, day))
    made = GroupSupport.objects.create(
        group=group, on=day, by_id=by.pk, agency_id=by.agency_id, area_id=group.area_id, minutes=minutes,
        residents=residents, what=what, at=clock.now(),
    )  # fmt: skip
    record(Act.CHANGE, "グループへの支援を記録", by=by, objects=[group.pk, made.pk])
    return made


@transaction.atomic
def share_place(
    *, place: Place, group: Group, by: Worker, on: date | None = None, opening: str = "", note: str = ""
) -> PlaceUse:
    """The group uses the place, beside others (場の共有)."""
    require(rules.may_share_place(place, group, by))
    made = PlaceUse.objects.create(
        place=place, group=group, since=on or clock.today(), opening=opening, note=note, by_id=by.pk
    )
    record(Act.CHANGE, "グループが場所を使いはじめた", by=by, objects=[place.pk, group.pk])
    return made


@transaction.atomic
def leave_place(*, use: PlaceUse, by: Worker, on: date | None = None) -> PlaceUse:
    """The group uses the place no more."""
    require(rules.may_leave_place(use, by))
    use.until = on or clock.today()
    use.save(update_fields=["until"])
    record(Act.CHANGE, "グループが場所を使いおわった", by=by, objects=[use.place_id, use.group_id])
    return use


@transaction.atomic
def enter_member(*, group: Group, by: Worker, name: str, part: str = "", since: date | None = None) -> GroupMember:
    """A member by name, where the group wants it."""
    require(rules.may_enter_member(group, by))
    made = GroupMember.objects.create(group=group, name=name, part=part, since=since or clock.today(), by_id=by.pk)
    record(Act.CHANGE, "グループの名簿に加えた", by=by, objects=[group.pk, made.pk])
    return made


@transaction.atomic
def take_member_out(*, member: GroupMember, by: Worker, on: date | None = None) -> GroupMember:
    """Somebody left the group."""
    require(rules.may_take_member_out(member, by))
    member.until = on or clock.today()
    member.save(update_fields=["until"])
    record(Act.CHANGE, "グループの名簿から外した", by=by, objects=[member.group_id, member.pk])
    return member
