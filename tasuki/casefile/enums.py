"""Closed vocabularies of what is given to the person (本人に渡すもの)."""

from django.db import models


class PaperKind(models.TextChoices):
    """What was given (渡したもの)."""

    LETTER = "letter", "提供の記録"
    DISCLOSURE = "disclosure", "開示請求への開示"


class DisclosureStatus(models.TextChoices):
    """How the answer to a request stands (開示の状態)."""

    DRAFT = "draft", "伏せるところを検討中"
    CHECKING = "checking", "ふたり目の確認を待っている"
    APPROVED = "approved", "確認ずみ・渡すのを待っている"
    GIVEN = "given", "渡した"
    DROPPED = "dropped", "取り下げ"


TRANSITIONS: dict[str, tuple[str, ...]] = {
    DisclosureStatus.DRAFT: (DisclosureStatus.CHECKING, DisclosureStatus.DROPPED),
    DisclosureStatus.CHECKING: (DisclosureStatus.DRAFT, DisclosureStatus.APPROVED, DisclosureStatus.DROPPED),
    DisclosureStatus.APPROVED: (DisclosureStatus.DRAFT, DisclosureStatus.GIVEN, DisclosureStatus.DROPPED),
    DisclosureStatus.GIVEN: (),
    DisclosureStatus.DROPPED: (),
}

TONES = {
    DisclosureStatus.DRAFT: "yellow", DisclosureStatus.CHECKING: "orange", DisclosureStatus.APPROVED: "blue",
    DisclosureStatus.GIVEN: "key", DisclosureStatus.DROPPED: "gray",
}  # fmt: skip


class AskedBy(models.TextChoices):
    """Who asks (請求した人)."""

    PERSON = "person", "本人"
    GUARDIAN = "guardian", "法定代理人"
    AGENT = "agent", "任意代理人"


class Risk(models.TextChoices):
    """How much there is to fear after an end (気がかりの大きさ); the town's settings turn it into days."""

    HIGH = "high", "大きい"
    MIDDLE = "middle", "ふつう"
    LOW = "low", "小さい"


class LeadAnswer(models.TextChoices):
    """What the last team makes of news about a closed case (知らせの受けとめ)."""

    WATCH = "watch", "ようすを見る"
    CONTACT = "contact", "連絡をとった"
    REOPENED = "reopened", "再開した"
    DESK = "desk", "受けた窓口にまかせる"
