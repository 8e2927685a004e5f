"""How a town's own form stands."""

from django.db import models


class FormState(models.TextChoices):
    """A draft is tied and tried; put in force it is used from a day; ended it is kept and used no more (様式の状態)."""

    DRAFT = "draft", "準備中"
    IN_FORCE = "in_force", "使用中"
    ENDED = "ended", "終了"


TRANSITIONS: dict[str, tuple[str, ...]] = {
    FormState.DRAFT: (FormState.IN_FORCE,),
    FormState.IN_FORCE: (FormState.ENDED,),
    FormState.ENDED: (),
}
TONES = {FormState.DRAFT: "yellow", FormState.IN_FORCE: "key", FormState.ENDED: "gray"}
KINDS = {"xlsx": "Excel", "docx": "Word"}
