"""What one worker may see of one opened case: the only way a page gets a case by its key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.once import once
from tasuki.sharing.enums import Ground, Scope
from tasuki.staff.models import Worker

from .models import Case, CaseGrant

# Of the workers named on every page of a case only the name is told.
_UNSHOWN = [
    f"{who}__{column}"
    for who in ("worker", "now_by", "next_worker")
    for column in ("password", "last_login", "login", "kana", "is_active", "left_on")
]


@dataclass
class Access:
    """The reader's grounds for one case, the parts they open, for the whole household and for single persons."""

    whole: Scope
    persons: dict[UUID, Scope] = field(default_factory=dict)
    grounds: list[tuple[str, datetime | None]] = field(default_factory=list)
    owns: bool = False
    reader: UUID | None = None

    def opens(self, part: Scope) -> bool:
        """Whether the part is open for the household or at least one person."""
        return part in self.whole or any(part in scope for scope in self.persons.values())

    def covers(self, part: Scope, person: UUID | None) -> bool:
        """Whether the part is open for this person (None: for the household as a whole)."""
        if part in self.whole:
            return True
        return person is not None and part in self.persons.get(person, Scope(0))

    def readable(self, rows: QuerySet[Any], part: Scope, about: str = "") -> QuerySet[Any]:
        """Rows of this case that the reader may read, without asking the grants again."""
        return only_about(rows, self.open_to(part), about)

    def open_to(self, part: Scope) -> list[UUID] | None:
        """The single persons of whom the part is open; None: it is open as a whole."""
        return None if part in self.whole else [person for person, scope in self.persons.items() if part in scope]

    @property
    def ground(self) -> str:
        """The strongest ground, for the access record."""
        return self.grounds[0][0] if self.grounds else ""


def only_about(rows: QuerySet[Any], open_to: list[UUID] | None, about: str = "") -> QuerySet[Any]:
    """Rows of a case about these persons; all of them for None (`Access.open_to`)."""
    if open_to is None:
        return rows
    return rows.filter(Q(**{f"{about}__in": open_to})) if about and open_to else rows.none()


def access_to(case: Case, worker: Worker, grants: Iterable[CaseGrant] | None = None) -> Access | None:
    """The worker's access, or None without any ground; what `open_case` has found is not asked again.

    `grants`: those she holds for this case, where they were asked for together with those of other cases.
    """
    kept: Access | None = getattr(case, "access", None)
    if kept is not None and kept.reader == worker.pk:
        return kept
    access = Access(whole=Scope(0), reader=worker.pk)
    if worker.role.works_cases and case.owner_agency_id == worker.agency_id:
        access.whole, access.owns = Scope.everything(), True
        mine = "自機関（担当）" if case.worker_id == worker.pk else "自機関"
        access.grounds.append((mine, None))
    elif worker.sees_all:
        access.whole = Scope.everything()
        access.grounds.append((Ground.SUPERVISION.label, None))
    if access.whole == Scope.everything():
        return access
    for grant in _held(worker, case.pk) if grants is None else grants:
        if grant.person_id is None:
            access.whole |= grant.parts
        else:
            access.persons[grant.person_id] = access.persons.get(grant.person_id, Scope(0)) | grant.parts
        line = (grant.get_ground_display(), grant.until)
        if line not in access.grounds:
            access.grounds.append(line)
    return access if access.grounds else None


def open_case(worker: Worker, key: UUID, *, part: Scope = Scope.EXISTENCE, verb: str = "ケースを開いた") -> Case:
    """The case with `.access`, the look written down; 404 for a stranger, the same as for an unknown number."""
    case = next(iter(_case(worker, key)), None)
    return _opened(case, access_to(case, worker) if case else None, worker, part, verb)


def open_cases(worker: Worker, keys: Sequence[UUID], *, part: Scope = Scope.EXISTENCE, verb: str) -> list[Case]:
    """Several at once, in this order, each as `open_case` gives it; two queries, however many."""
    found = {case.pk: case for case in _several(worker, keys)}
    held: dict[UUID, list[CaseGrant]] = {key: [] for key in found}
    for grant in _held_for(worker, list(found)):
        held[grant.case_id].append(grant)
    cases = [found.get(key) for key in keys]
    return [
        _opened(case, access_to(case, worker, held[case.pk]) if case else None, worker, part, verb) for case in cases
    ]


# One case is asked for by its key, several by a list: the plan for a list would read all grants of the agency.
@once
def _case(worker: Worker, key: UUID) -> QuerySet[Case]:
    return _cases(worker).filter(pk=key)


@once
def _several(worker: Worker, keys: Sequence[UUID]) -> QuerySet[Case]:
    return _cases(worker).filter(pk__in=keys)


def _cases(worker: Worker) -> QuerySet[Case]:
    cases: QuerySet[Case] = Case.objects.filter(municipality=worker.municipality_id)
    return cases.select_related("owner_agency", "worker", "area", "now_by", "next_worker").defer(*_UNSHOWN)


@once
def _held(worker: Worker, case: UUID) -> QuerySet[CaseGrant]:
    return CaseGrant.objects.live().held_by(worker).filter(case=case).exclude(ground=Ground.OWN)


@once
def _held_for(worker: Worker, cases: Sequence[UUID]) -> QuerySet[CaseGrant]:
    return CaseGrant.objects.live().held_by(worker).filter(case__in=cases).exclude(ground=Ground.OWN)


def _opened(case: Case | None, access: Access | None, worker: Worker, part: Scope, verb: str) -> Case:
    if case is None or access is None or not access.opens(part):
        raise Http404("このケースはありません。")
    record(Act.LOOK, verb, by=worker, case=case.pk, objects=[case.pk], ground=access.ground)
    case.access = access  # type: ignore[attr-defined]
    return case
