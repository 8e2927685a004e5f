"""Who is concerned with the case (かかわる機関): the owner and every agency with a live ground."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tasuki.cases.models import Case, CaseGrant
from tasuki.plans.models import PlanRole
from tasuki.shared.calendar_jp import wareki_plain
from tasuki.shared.once import once
from tasuki.sharing.enums import Ground

# Plain values: three objects for each line cost more than the question.
SHOWN = ("agency_id", "worker_id", "agency__name", "worker__name", "ground", "person_id", "until")


@dataclass
class Partner:
    """An agency (or one worker): on which grounds, for whom, until when, and what it does."""

    name: str
    owner: bool = False
    note: str = ""
    grounds: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)


def circle(case: Case, names: Mapping[UUID, str], roles: Iterable[PlanRole]) -> list[Partner]:
    """The owner first. The second wall leaves a partner with its own line only."""
    owner = Partner(case.owner_agency.name, owner=True, note=f"担当 {case.worker.name}")
    found: dict[UUID | None, Partner] = {case.owner_agency_id: owner}
    for agency, worker, agency_name, worker_name, *told in _opened_to(case.pk):
        partner = found.setdefault(agency or worker, Partner(agency_name or f"{worker_name}（職員）"))
        words = _words(*told, names)
        if words not in partner.grounds:
            partner.grounds.append(words)
    for role in roles:
        if role.agency_id not in found:
            found[role.agency_id] = Partner(role.agency.name, note="閲覧なし")
        found[role.agency_id].roles.append(role.what)
    return list(found.values())


@once
def _opened_to(case: UUID) -> QuerySet[Any]:
    rows = CaseGrant.objects.live().filter(case=case).exclude(ground=Ground.OWN)
    return rows.order_by("since", "id").values_list(*SHOWN)


def _words(ground: str, person: UUID | None, until: datetime | None, names: Mapping[UUID, str]) -> str:
    """本人同意（長男）令和9年3月31日まで"""
    whom = names.get(person, "世帯員") if person else "世帯全体"
    ends = f" {wareki_plain(until)}まで" if until else ""
    return f"{Ground(ground).label}（{whom}）{ends}"


def readers(partners: Iterable[Partner]) -> int:
    """この記録を見られる機関."""
    return sum(1 for one in partners if one.owner or one.grounds)
