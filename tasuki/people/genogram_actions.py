"""Actions on a genogram (ジェノグラム): somebody is put elsewhere, it is undone, the drawing arranges itself again."""

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.decisions import require
from tasuki.staff.models import Worker

from . import rules
from .genogram_models import GenogramDrawing
from .models import Person

MOST_UNDONE = 50
FARTHEST = 4000


@transaction.atomic
def place_person(*, around: Person, person: Person, x: int, by: Worker) -> GenogramDrawing:
    """Stand here from now on, whatever else is drawn (`x`: across, from where the drawing would put 本人)."""
    require(rules.may_place_person(around, by) & rules.may_change_person(person, by))
    drawing = _drawing(around)
    return _keep(drawing, drawing.places | {str(person.pk): max(-FARTHEST, min(FARTHEST, x))}, by)


@transaction.atomic
def arrange_again(*, around: Person, by: Worker) -> GenogramDrawing:
    """Nobody keeps a place of her own; may be undone."""
    require(rules.may_arrange_again(around, by))
    return _keep(_drawing(around), {}, by)


@transaction.atomic
def undo_place(*, around: Person, by: Worker) -> GenogramDrawing:
    """As it was before the last change."""
    require(rules.may_undo_place(around, by))
    drawing = _drawing(around)
    drawing.places, drawing.past = drawing.past[-1], drawing.past[:-1]
    return _write(drawing, by, "ジェノグラムの置き場所をもどした")


def _drawing(around: Person) -> GenogramDrawing:
    return GenogramDrawing.objects.filter(person=around.pk).first() or GenogramDrawing(person=around)


def _keep(drawing: GenogramDrawing, places: dict[str, int], by: Worker) -> GenogramDrawing:
    drawing.past = [*drawing.past, drawing.places][-MOST_UNDONE:]
    drawing.places = places
    return _write(drawing, by, "ジェノグラムの置き場所を変えた")


def _write(drawing: GenogramDrawing, by: Worker, what: str) -> GenogramDrawing:
    drawing.version += 1
    drawing.save()
    record(Act.CHANGE, what, by=by, objects=[drawing.person_id])
    return drawing
