"""Closed vocabularies of what is given to the person (本人に渡すもの), and of what is taken along (持ち出し)."""

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


class EnclosureSource(models.TextChoices):
    """What is no text and is decided on by itself (開示する添付・図)."""

    ATTACHMENT = "attachment", "記録の添付"
    GENOGRAM = "genogram", "ジェノグラム"


class EnclosureDecision(models.TextChoices):
    """What becomes of it (添付の扱い)."""

    WAITING = "waiting", "まだ決めていません"
    GIVE = "give", "渡す"
    PART = "part", "一部のページを渡さない"
    WITHHOLD = "withhold", "渡さない"


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


class KitEnd(models.TextChoices):
    """How a taking along ended (おわりかた)."""

    RETURNED = "returned", "返した"
    STOPPED = "stopped", "止めた"


class KitItemKind(models.TextChoices):
    """What was written away (訪問先で書いたものの種類); the addresses say the same words."""

    RECORD = "record", "訪問の記録"
    SHEET = "assessment", "アセスメント"
    FILE = "file", "写真・添付"
