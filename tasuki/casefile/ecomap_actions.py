"""Actions on an ecomap (エコマップ): a tie as a worker tells it, taken off again, the picture kept as it is."""

from copy import copy
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.access import Access
from tasuki.cases.actions import update_versioned
from tasuki.cases.models import Case
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.shared.ids import uuid7
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all

from . import rules
from .ecomap import gathered, material
from .ecomap_enums import Flow, Kept, Strength
from .ecomap_models import EcomapSnapshot, EcomapTie


@transaction.atomic
def write_tie(*, case: Case, by: Worker, key: str = "", sector: str, strength: str = Strength.NORMAL, name: str = "",
              flow: str = Flow.NONE, what: str = "", often: str = "", about: Any = None, hour: int | None = None,
              far: bool = False, version: int | None = None) -> EcomapTie:  # fmt: skip
    """How a tie is; without a `key` one that the records do not know (友人、近所、犬)."""
    require(rules.may_write_tie(case, by, about))
    values = {
        "sector": sector, "strength": strength, "name": name, "flow": flow, "what": what, "often": often,
        "about_id": about and about.pk, "hour": hour, "far": far, "by_id": by.pk, "agency_id": by.agency_id,
        "at": clock.now(),
    }  # fmt: skip
    tie = EcomapTie.objects.filter(case=case, key=key, removed_at=None).first() if key else None
    if tie is None:
        tie = EcomapTie.objects.create(case=case, key=key or f"own:{uuid7()}", **values)
    else:
        # It began when it was first written: its place on the drawing goes by that.
        update_versioned(tie, version, {name: value for name, value in values.items() if name != "at"})
    record(Act.CHANGE, "エコマップのつながりを書いた", by=by, case=case.pk, objects=[tie.pk])
    return tie


@transaction.atomic
def remove_tie(*, tie: EcomapTie, by: Worker) -> EcomapTie:
    """Taken off: what follows from the records is drawn again as the records say."""
    require(rules.may_remove_tie(tie, by))
    tie.removed_at, tie.removed_by_id = clock.now(), by.pk
    tie.save(update_fields=["removed_at", "removed_by"])
    record(Act.CHANGE, "エコマップのつながりを消した", by=by, case=tie.case_id, objects=[tie.pk])
    return tie


@transaction.atomic
def keep_ecomap(*, case: Case, by: Worker, title: str = "") -> EcomapSnapshot:
    """The picture as it is today, kept by hand."""
    require(rules.may_keep_ecomap(case, by))
    return _keep(case, by, Kept.HAND, title)


def keep_beside(case: Case, by: Worker, kind: Kept) -> EcomapSnapshot:
    """Kept by itself when a case is accepted, its assessment fixed, its support ended; called by those actions."""
    return _keep(case, by, kind, "")


def _keep(case: Case, by: Worker, kind: Kept, title: str) -> EcomapSnapshot:
    """Everything that is known of the case goes in, whoever keeps it; each reader is shown what is open to her."""
    with on_behalf_of_all():
        whole = copy(case)
        whole.access = Access(whole=Scope.everything(), owns=True, reader=by.pk)  # type: ignore[attr-defined]
        drawn = material(gathered(whole, by))
        kept = EcomapSnapshot.objects.create(
            case=case, kind=kind, title=title, drawn=drawn, at=clock.now(), by_id=by.pk, agency_id=by.agency_id
        )
    record(Act.CHANGE, "エコマップを控えた", by=by, case=case.pk, objects=[kept.pk])
    return kept
