"""What a supporter noticed becomes a consultation in one step (気になることを相談にする)."""

from django.db import transaction

from tasuki.shared import clock
from tasuki.shared.decisions import Decision, refuse_unless, require
from tasuki.staff.models import Worker
from tasuki.supporters.concerns import mark_consulted
from tasuki.supporters.enums import Worry
from tasuki.supporters.models import Concern
from tasuki.supporters.rules import may_note_concern

from .actions import take_consultation
from .models import ConcernTaken, Consultation
from .rules import may_take_consultation

URGENCY = {Worry.LITTLE: "watch", Worry.SOON: "high", Worry.NOW: "emergency"}
TAKEN = "もう相談にしてあります。"


def may_take_from_concern(concern: Concern, by: Worker) -> Decision:
    """The desk to which it was brought, once."""
    return (
        may_take_consultation(by) & may_note_concern(concern, by) & refuse_unless(concern.consulted_at is None, TAKEN)
    )


@transaction.atomic
def take_from_concern(*, concern: Concern, by: Worker) -> Consultation:
    """The words as they were told; who told them stays with the consultation and is kept from the person (知らせてくれた人を伏せる)."""
    require(may_take_from_concern(concern, by))
    consultation = take_consultation(
        by=by, at=clock.now(), route="resident", words=concern.words, third_hand=True, keep_caller=True,
        caller_name=concern.reporter_name, caller_relation="見守りの協力員", caller_contact=concern.reporter_contact,
        about_whom=concern.where, area=concern.area, urgency=URGENCY[Worry(concern.worry)],
    )  # fmt: skip
    ConcernTaken.objects.create(concern=concern, consultation=consultation)
    mark_consulted(concern=concern, by=by)
    return consultation
