"""The letters beside somebody in the genogram (ジェノグラムの記号), as far as the assessment is open to the reader."""

from collections import defaultdict
from uuid import UUID

from tasuki.cases.access import access_to
from tasuki.cases.models import Case
from tasuki.codes import lookup
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker

from .models import PersonCondition

LIST = "genogram_condition"


def codes_of(case: Case, worker: Worker) -> dict[UUID, list[str]]:
    """Codes of each person, in the order of the list; of nobody whose assessment is closed to the reader."""
    access = access_to(case, worker)
    if access is None or not access.opens(Scope.ASSESSMENT):
        return {}
    rows = access.readable(PersonCondition.objects.filter(case=case.pk), Scope.ASSESSMENT, about="person")
    found: dict[UUID, list[str]] = defaultdict(list)
    for person, code in rows.values_list("person_id", "code"):
        found[person].append(code)
    place = {code: n for n, (code, _) in enumerate(lookup.ever(LIST))}
    return {person: sorted(codes, key=lambda code: place.get(code, 999)) for person, codes in found.items()}


def letters_of(case: Case, worker: Worker) -> dict[UUID, tuple[str, ...]]:
    """「認：認知症」 of each person: the letter that is drawn, then what it means."""
    return {person: tuple(lookup.labels(LIST, codes)) for person, codes in codes_of(case, worker).items()}
