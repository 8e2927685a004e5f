"""Actions of gatherings (地域の集まり・会議): held, who went, what was talked about."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.decisions import Stale, require
from tasuki.staff.models import Worker
from tasuki.tenancy.enums import Project

from . import issues_rules as rules
from .gatherings_models import Gathering, GatheringWorker

NO_LONGER = "あなたが開いたあとに、ほかの人が書きかえました。書いたものは下に残してあります。"
# What a gathering counts as unless she who went says otherwise.
OF_PROFESSIONALS = {"professional", "area_network", "area_talk"}
OF_COUNCILS = {"council_1", "council_2"}


def counted_as(kind: str) -> list[str]:
    """Going out to where residents meet is finding people, and growing the community."""
    if kind in OF_PROFESSIONALS:
        return [Project.COLLABORATION]
    return [Project.COMMUNITY] if kind in OF_COUNCILS else [Project.OUTREACH, Project.COMMUNITY]


@transaction.atomic
def hold_gathering(*, by: Worker, kind: str, name: str, on: date, workers: Iterable[Any] = (),
                   projects: Iterable[str] = (), talked: str = "", **facts: Any) -> Gathering:  # fmt: skip
    """A gathering to which workers went; at least she who writes it."""
    require(rules.may_hold_gathering(by) & rules.names_nobody(talked))
    gathering = Gathering.objects.create(
        kind=kind, name=name, on=on, talked=talked, projects=list(projects) or counted_as(kind), by_id=by.pk,
        agency_id=by.agency_id, **facts,
    )  # fmt: skip
    _went(gathering, list(workers) or [by])
    record(Act.CHANGE, "地域の集まりを記録", by=by, objects=[gathering.pk])
    return gathering


@transaction.atomic
def change_gathering(*, gathering: Gathering, by: Worker, version: int | None = None, workers: Iterable[Any] | None = None,
                     **changes: Any) -> Gathering:  # fmt: skip
    """Something was forgotten, or written wrongly."""
    require(rules.may_change_gathering(gathering, by) & rules.names_nobody(changes.get("talked", "")))
    if "projects" in changes:
        changes["projects"] = list(changes["projects"]) or counted_as(changes.get("kind", gathering.kind))
    was = gathering.version if version is None else version
    if not Gathering.objects.filter(pk=gathering.pk, version=was).update(version=was + 1, **changes):
        raise Stale(NO_LONGER)
    if workers is not None:
        GatheringWorker.objects.filter(gathering=gathering).delete()
        _went(gathering, list(workers) or [by])
    gathering.refresh_from_db()
    record(Act.CHANGE, "地域の集まりを直した", by=by, objects=[gathering.pk])
    return gathering


def _went(gathering: Gathering, workers: list[Any]) -> None:
    """Each worker once."""
    each = {worker.pk: worker for worker in workers}
    GatheringWorker.objects.bulk_create([GatheringWorker(gathering=gathering, worker_id=key) for key in each])
