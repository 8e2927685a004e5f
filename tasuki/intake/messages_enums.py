"""How a message of a resident stands."""

from django.db import models


class MessageState(models.TextChoices):
    """What became of a message (住民からのことばの状態)."""

    NEW = "new", "まだ読んでいない"
    SEEN = "seen", "読んだ"
    ANSWERED = "answered", "返事をした"
    TAKEN = "taken", "相談として受けた"
    CLOSED = "closed", "終えた"


TRANSITIONS: dict[str, tuple[str, ...]] = {
    MessageState.NEW: (MessageState.SEEN, MessageState.ANSWERED, MessageState.TAKEN, MessageState.CLOSED),
    MessageState.SEEN: (MessageState.ANSWERED, MessageState.TAKEN, MessageState.CLOSED),
    MessageState.ANSWERED: (MessageState.ANSWERED, MessageState.TAKEN, MessageState.CLOSED),
    MessageState.TAKEN: (MessageState.ANSWERED,),
    MessageState.CLOSED: (MessageState.ANSWERED,),
}
