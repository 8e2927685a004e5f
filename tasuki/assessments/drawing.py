"""The household's genogram for the sheet (ジェノグラム), for one reader."""

from tasuki.cases.models import Case
from tasuki.people.kinship import Kin, gather
from tasuki.staff.models import Worker

from .conditions import letters_of


def kin_of(case: Case, worker: Worker) -> Kin:
    """The members of the case and their relatives, as far as the worker may know them."""
    members = list(case.members.values_list("person_id", "index_person", "relation"))
    index = next((person for person, is_index, _ in members if is_index), None)
    told = {person: relation for person, _, relation in members if relation}
    letters = letters_of(case, worker)
    return gather([person for person, _, _ in members], index, worker, told=told, conditions=letters)


def drawn(case: Case, worker: Worker, note: str = "") -> str:
    """The picture, safe to put into a page."""
    kin = kin_of(case, worker)
    return kin.picture(title="世帯のジェノグラム", note=note) if kin.people else ""
