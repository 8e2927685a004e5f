"""Writing of code lists: a town relabels, adds and closes, and never deletes."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.staff.models import Worker

from . import rules
from .lookup import forget
from .models import Code


@transaction.atomic
def add_code(*, by: Worker, list: str, label: str) -> Code:
    """A choice of the town's own, at the end of the list."""
    require(rules.may_add_code(by))
    codes = Code.objects.filter(list=list)
    last = codes.aggregate(last=Max("order"))["last"] or 0
    code = Code.objects.create(
        list=list, code=f"own{codes.count() + 1:03}", label=label, order=last + 10, own=True, verified=True,
        valid_from=clock.today(), source="自治体が決めたもの",
    )  # fmt: skip
    return _told(code, by, "コードを加えた")


@transaction.atomic
def relabel_code(*, code: Code, by: Worker, label: str) -> Code:
    """The town's word for the choice; what it means stays the same."""
    require(rules.may_relabel_code(code, by))
    code.label = label
    code.save(update_fields=["label"])
    return _told(code, by, "コードの表示を変えた")


@transaction.atomic
def close_code(*, code: Code, by: Worker, on: date | None = None) -> Code:
    """Not to be chosen from this day on (today)."""
    require(rules.may_close_code(code, by))
    code.valid_to = (on or clock.today()) - timedelta(days=1)
    code.save(update_fields=["valid_to"])
    return _told(code, by, "コードを閉じた")


@transaction.atomic
def reopen_code(*, code: Code, by: Worker) -> Code:
    """To be chosen again."""
    require(rules.may_reopen_code(code, by))
    code.valid_to = None
    code.save(update_fields=["valid_to"])
    return _told(code, by, "コードをまた開いた")


def _told(code: Code, by: Worker, verb: str) -> Code:
    record(Act.CHANGE, verb, by=by, objects=[code.pk], reason=f"{code.list}/{code.code} {code.label}")
    forget()
    transaction.on_commit(forget)
    return code
