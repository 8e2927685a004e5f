"""Writing of phrases (定型文): one's own and the agency's."""

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import refuse_unless, require
from tasuki.staff.models import Worker

from . import rules
from .models import Phrase

MOST = 200


@transaction.atomic
def keep_phrase(*, by: Worker, name: str, text: str, whole: bool = False, order: int = 100,
                phrase: Phrase | None = None) -> Phrase:  # fmt: skip
    """A new phrase, or one put right. `whole`: of the agency, for everybody there."""
    require(rules.may_keep_phrase(by, phrase))
    if phrase is None:
        many = Phrase.objects.visible_to(by).count() >= MOST
        require(refuse_unless(not many, f"定型文は{MOST}までです。使わないものを消してください。"))
        phrase = Phrase(agency_id=by.agency_id)
    phrase.name, phrase.text, phrase.order = name, text, order
    phrase.worker_id, phrase.by_id, phrase.at = None if whole else by.pk, by.pk, clock.now()
    phrase.save()
    record(Act.CHANGE, "定型文を書いた", by=by, objects=[phrase.pk])
    return phrase


@transaction.atomic
def drop_phrase(*, phrase: Phrase, by: Worker) -> None:
    """No longer offered; what was written with it stays as it is."""
    require(rules.may_drop_phrase(phrase, by))
    record(Act.CHANGE, "定型文を消した", by=by, objects=[phrase.pk])
    phrase.delete()
