"""Writing of households, who lives in them, and kinship. Called through `actions`."""

from datetime import date
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.decisions import require
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Area, Town

from . import rules
from .models import Household, Membership, Person, Relation, SafeAddress
from .protection import withhold
from .versions import write_version


@transaction.atomic
def start_household(*, by: Worker, town: Town | None = None, address: str = "", postal_code: str = "", note: str = "",
                    area: Area | None = None) -> Household:  # fmt: skip
    """A household at an address; the 町字 tells the 圏域."""
    require(rules.may_start_household(by))
    household = Household.objects.create(
        town=town, area=town.area if town else area, address=address, note=note, made_by_agency_id=by.agency_id,
        postal_code=postal_code or (town.postal_code if town else ""),
    )  # fmt: skip
    record(Act.CHANGE, "世帯を登録", by=by, objects=[household.pk])
    return household


@transaction.atomic
def change_household(*, household: Household, by: Worker, version: int | None = None, town: Town | None = None,
                     area: Area | None = None, **changes: Any) -> Household:  # fmt: skip
    """Address put right; the 圏域 follows the 町字. A withheld one is written where only those named read it."""
    require(rules.may_change_household(household, by))
    if unknown := set(changes) - {"postal_code", "address", "note"}:
        raise TypeError(f"not to be changed here: {sorted(unknown)}")
    where = {"town": town, **changes}
    if household.withheld:
        write_version(household, version, {"area": town.area if town else area})
        # Whoever may change it is named for everybody under protection there: her own rights suffice.
        SafeAddress.objects.visible_to(by).filter(household=household.pk).update(**where)
    else:
        write_version(household, version, {"area": town.area if town else area, **where})
    record(Act.CHANGE, "世帯の住所を変えた", by=by, objects=[household.pk])
    return household


@transaction.atomic
def join_household(*, household: Household, person: Person, by: Worker, relation: str = "", head: bool = False,
                   key_person: bool = False, main_carer: bool = False, since: date | None = None,
                   note: str = "") -> Membership:  # fmt: skip
    """Somebody lives in the household from now on, or from the day given."""
    require(rules.may_join_household(household, person, by))
    membership = Membership.objects.create(
        household=household, person=person, relation=relation, head=head, key_person=key_person,
        main_carer=main_carer, since=since, note=note,
    )  # fmt: skip
    withhold(household.pk)
    record(Act.CHANGE, "世帯員になった", by=by, objects=[household.pk, person.pk])
    return membership


@transaction.atomic
def change_membership(*, membership: Membership, by: Worker, relation: str = "", head: bool = False,
                      key_person: bool = False, main_carer: bool = False, since: date | None = None,
                      note: str = "") -> Membership:  # fmt: skip
    """続柄, 世帯主, キーパーソン, 主な介護者."""
    require(rules.may_change_membership(membership, by))
    membership.relation, membership.head, membership.since, membership.note = relation, head, since, note
    membership.key_person, membership.main_carer = key_person, main_carer
    membership.save()
    record(Act.CHANGE, "続柄などを変えた", by=by, objects=[membership.household_id, membership.person_id])
    return membership


@transaction.atomic
def leave_household(*, membership: Membership, by: Worker, on: date) -> Membership:
    """Somebody moves out, or dies; the row stays."""
    require(rules.may_leave_household(membership, by))
    membership.until = on
    membership.save(update_fields=["until"])
    withhold(membership.household_id)
    record(Act.CHANGE, "世帯を離れた", by=by, objects=[membership.household_id, membership.person_id])
    return membership


@transaction.atomic
def relate(*, first: Person, second: Person, kind: str, by: Worker, order: int | None = None, since: str = "",
           until: str = "", custody: bool = False, note: str = "") -> Relation:  # fmt: skip
    """Kinship or a tie, read 「first は second の…」; the same pair and kind again replaces what was known."""
    require(rules.may_relate(first, second, by))
    known = {"order": order, "since": since, "until": until, "custody": custody, "note": note}
    relation, _ = Relation.objects.update_or_create(first=first, second=second, kind=kind, defaults=known)
    record(Act.CHANGE, "関係を書いた", by=by, objects=[first.pk, second.pk, relation.pk])
    return relation


@transaction.atomic
def unrelate(*, relation: Relation, by: Worker) -> None:
    """A tie that was drawn by mistake."""
    require(rules.may_unrelate(relation, by))
    record(Act.CHANGE, "関係を消した", by=by, objects=[relation.first_id, relation.second_id, relation.pk],
           reason=relation.get_kind_display())  # fmt: skip
    relation.delete()
