"""Registered machines of a closed network (登録端末): asked for at the entrance, approved and ended by the administrator."""

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import require

from . import rules
from .account_models import Device
from .models import Worker


@transaction.atomic
def ask_for_device(*, by: Worker, name: str, digest: str) -> Device:
    """She would like to sign in at this machine; asked twice, the name is the newer one."""
    device, _ = Device.objects.update_or_create(
        digest=digest, approved_at=None, ended_at=None,
        defaults={"name": name, "asked_by_id": by.pk, "asked_at": clock.now()},
    )  # fmt: skip
    record(Act.CHANGE, "端末の登録を申し出た", by=by, reason=name, objects=[device.pk])
    return device


@transaction.atomic
def approve_device(*, device: Device, by: Worker) -> Device:
    """From now on the machine stands for the second factor."""
    require(rules.may_approve_device(device, by))
    device.approved_by_id, device.approved_at = by.pk, clock.now()
    device.save(update_fields=["approved_by", "approved_at"])
    record(Act.CHANGE, "端末を認めた", by=by, reason=device.name, objects=[device.pk])
    return device


@transaction.atomic
def end_device(*, device: Device, by: Worker) -> Device:
    """The machine stands for nothing any more (or its request is turned down)."""
    require(rules.may_end_device(device, by))
    device.ended_at = clock.now()
    device.save(update_fields=["ended_at"])
    record(Act.CHANGE, "端末の登録を取り消した", by=by, reason=device.name, objects=[device.pk])
    return device
