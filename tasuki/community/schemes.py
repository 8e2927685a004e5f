"""Writing of schemes of support (支援制度): registered, changed, confirmed, ended."""

from datetime import date
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import Stale, require
from tasuki.staff.models import Worker

from . import schemes_rules as rules
from .schemes_models import Scheme

NO_LONGER = "あなたが開いたあとに、ほかの人が書きかえました。書いたものは下に残してあります。"


@transaction.atomic
def register_scheme(*, by: Worker, name: str, **facts: Any) -> Scheme:
    """A further scheme (支援制度を登録する)."""
    require(
        rules.may_register_scheme(by, name=name) & rules.period_holds(facts.get("opens_on"), facts.get("closes_on"))
    )
    scheme = Scheme.objects.create(name=name, **facts)
    record(Act.CHANGE, "支援制度を登録", by=by, objects=[scheme.pk])
    return scheme


@transaction.atomic
def change_scheme(*, scheme: Scheme, by: Worker, version: int | None = None, **changes: Any) -> Scheme:
    """What is known of it now; nothing lost when two write at once."""
    require(rules.may_change_scheme(scheme, by, name=changes.get("name", "")))
    require(rules.period_holds(*(changes.get(name, getattr(scheme, name)) for name in ("opens_on", "closes_on"))))
    was = scheme.version if version is None else version
    if not Scheme.objects.filter(pk=scheme.pk, version=was).update(version=was + 1, **changes):
        raise Stale(NO_LONGER)
    scheme.refresh_from_db()
    record(Act.CHANGE, "支援制度を直した", by=by, objects=[scheme.pk])
    return scheme


@transaction.atomic
def confirm_scheme(*, scheme: Scheme, by: Worker, on: date | None = None) -> Scheme:
    """It was asked: the entry still holds (確かめた)."""
    require(rules.may_confirm_scheme(scheme, by))
    return change_scheme(scheme=scheme, by=by, confirmed_on=on or clock.today(), confirmed_by=by.pk)


@transaction.atomic
def end_scheme(*, scheme: Scheme, by: Worker, why: str = "") -> Scheme:
    """No longer there; it leaves the lists and the residents' pages."""
    require(rules.may_end_scheme(scheme, by))
    return change_scheme(scheme=scheme, by=by, closed=True, closed_why=why, shown_to_public=False)


@transaction.atomic
def resume_scheme(*, scheme: Scheme, by: Worker) -> Scheme:
    """There again."""
    require(rules.may_resume_scheme(scheme, by))
    return change_scheme(scheme=scheme, by=by, closed=False, closed_why="")
