"""Who is concerned with the case (かかわる機関): the owner and every agency with a live ground."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from tasuki.cases.models import Case, CaseGrant
from tasuki.plans.models import PlanRole
from tasuki.shared.calendar_jp import wareki_plain
from tasuki.sharing.enums import Ground

SHOWN = ("ground", "scope", "until", "person_id", "agency__name", "worker__name")


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
    rows = CaseGrant.objects.live().filter(case=case).exclude(ground=Ground.OWN)
    for grant in rows.select_related("agency", "worker").only(*SHOWN).order_by("since", "id"):
        key = grant.agency_id or grant.worker_id
        name = grant.agency.name if grant.agency else f"{grant.worker.name}（職員）"
        partner = found.setdefault(key, Partner(name))
        words = _words(grant, names)
        if words not in partner.grounds:
            partner.grounds.append(words)
    for role in roles:
        if role.agency_id not in found:
            found[role.agency_id] = Partner(role.agency.name, note="閲覧なし")
        found[role.agency_id].roles.append(role.what)
    return list(found.values())


def _words(grant: CaseGrant, names: Mapping[UUID, str]) -> str:
    """本人同意（長男）令和9年3月31日まで"""
    whom = names.get(grant.person_id, "世帯員") if grant.person_id else "世帯全体"
    until = f" {wareki_plain(grant.until)}まで" if grant.until else ""
    return f"{grant.get_ground_display()}（{whom}）{until}"


def readers(partners: Iterable[Partner]) -> int:
    """この記録を見られる機関."""
    return sum(1 for one in partners if one.owner or one.grounds)
