"""Actions on the town's own tables, with rule and audit entry; `tenancy`, which writes, knows neither."""

from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.decisions import require
from tasuki.shared.ids import uuid7
from tasuki.staff.models import Worker
from tasuki.tenancy import actions
from tasuki.tenancy.models import Agency, Area, Municipality, Town

from . import rules


def _key(prefix: str) -> str:
    return f"{prefix}-{uuid7().hex[-12:]}"


@transaction.atomic
def change_settings(*, municipality: Municipality, by: Worker, **numbers: Any) -> Municipality:
    """The numbers that no law fixes (期限・間隔・小さい数)."""
    require(rules.may_change_settings(by))
    before = {name: getattr(municipality, name) for name in numbers}
    changed = [f"{name}: {before[name]} → {value}" for name, value in numbers.items() if before[name] != value]
    actions.change_settings(municipality=municipality, **numbers)
    record(Act.CHANGE, "設定を変えた", by=by, objects=[municipality.pk], reason="、".join(changed))
    return municipality


@transaction.atomic
def register_agency(*, by: Worker, name: str, **facts: Any) -> Agency:
    """A further agency or department (機関・部署)."""
    require(rules.may_register_agency(by))
    agency = actions.register_agency(key=_key("agency"), name=name, **facts)
    record(Act.CHANGE, "機関を登録", by=by, objects=[agency.pk], reason=name)
    return agency


@transaction.atomic
def change_agency(*, agency: Agency, by: Worker, **facts: Any) -> Agency:
    """What is known of the agency now, its closing too."""
    require(rules.may_change_agency(by))
    actions.change_agency(agency=agency, **facts)
    record(Act.CHANGE, "機関を直した", by=by, objects=[agency.pk], reason=agency.name)
    return agency


@transaction.atomic
def add_area(*, by: Worker, name: str) -> Area:
    """A further area (圏域), at the end."""
    require(rules.may_add_area(by))
    area = actions.add_area(key=_key("area"), name=name, order=Area.objects.count() + 1)
    record(Act.CHANGE, "圏域を加えた", by=by, objects=[area.pk], reason=name)
    return area


@transaction.atomic
def add_town(*, by: Worker, name: str, area: Area, postal_code: str = "") -> Town:
    """A further 町字 of the address table."""
    require(rules.may_add_town(by))
    town = actions.add_town(name=name, area=area, postal_code=postal_code)
    record(Act.CHANGE, "町字を加えた", by=by, objects=[town.pk], reason=name)
    return town
