"""Closed vocabularies of tables that are brought in."""

from django.db import models


class CarryState(models.TextChoices):
    """Where an import stands (取り込みの状態)."""

    MAPPING = "mapping", "列を確かめています"
    CHECKING = "checking", "行を確かめています"
    DONE = "done", "取り込みました"
    UNDONE = "undone", "取り消しました"


CARRY_TONES = {
    CarryState.MAPPING: "gray", CarryState.CHECKING: "orange", CarryState.DONE: "key", CarryState.UNDONE: "gray",
}  # fmt: skip


class CarriedKind(models.TextChoices):
    """What an import can make."""

    PERSON = "person", "人"
    HOUSEHOLD = "household", "世帯"
    CASE = "case", "ケース"
    MEMBER = "member", "ケースの世帯員"
    MEMBERSHIP = "membership", "世帯員"
    CONSULTATION = "consultation", "相談"
    RECORD = "record", "支援経過記録"
    EVENT = "event", "経過の行"


class ChangedKind(models.TextChoices):
    """What an import can write over, when it is told to."""

    PERSON = "person", "人の登録"
    CONTACT = "contact", "連絡先"
    HOUSEHOLD = "household", "世帯の住所"
    RECORD = "record", "支援経過記録"


CHANGED = "登録を直した"  # the word under which an import counts what it wrote over
