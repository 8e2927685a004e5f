"""Whether anything in a case tells of a person: whoever is written about is a member for good."""

from collections.abc import Iterator
from typing import Any

from django.db.models import ForeignKey

from tasuki.cases.enums import EventKind
from tasuki.cases.models import Case, CaseEvent, CaseGrant, CaseMember
from tasuki.people.models import Person

# Who she is in the case, who may see her, and that she came into it: not yet words about her.
COMING_IN = (EventKind.OPENED, EventKind.MEMBER_ADDED, EventKind.MEMBER_CHANGED)


def told_of(case: Case, person: Person) -> bool:
    """Any row of any room that belongs to this case and names her."""
    events = CaseEvent.objects.filter(case=case, about=person).exclude(kind__in=COMING_IN)
    return events.exists() or any(
        model._base_manager.filter(**{way: case, name: person}).exists() for model, name, way in _naming()
    )


def _naming() -> Iterator[tuple[Any, str, str]]:
    """Tables with a person in them and the way from each to its case, directly or over one row."""
    for tie in Person._meta.get_fields(include_hidden=True):
        model = getattr(tie, "related_model", None)
        if not (tie.auto_created and tie.is_relation) or model in (CaseMember, CaseGrant, CaseEvent, None):
            continue
        way = _way_to_case(model)
        if way:
            yield model, tie.field.name, way


def _way_to_case(model: Any) -> str:
    """`case`, or `plan__case`."""
    ties = [field for field in model._meta.fields if isinstance(field, ForeignKey)]
    if any(field.related_model is Case for field in ties):
        return next(field.name for field in ties if field.related_model is Case)
    for field in ties:
        for further in field.related_model._meta.fields:
            if further.name == "case" and further.related_model is Case:
                return f"{field.name}__case"
    return ""
