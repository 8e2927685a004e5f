"""How a referral stands with one receiver."""

from django.db import models


class TargetStatus(models.TextChoices):
    """Where a sheet stands at one receiving agency (つなぎの状態)."""

    SENT = "sent", "送った"
    SEEN = "seen", "相手が開いた"
    ASKED = "asked", "問い合わせ中"
    ACCEPTED = "accepted", "受理"
    DECLINED = "declined", "受けられない"
    HANDED_BACK = "handed_back", "つなぎもどし（確認待ち）"
    ENDED = "ended", "終了"
    WITHDRAWN = "withdrawn", "取り下げ"


TRANSITIONS: dict[str, tuple[str, ...]] = {
    TargetStatus.SENT: (TargetStatus.SEEN, TargetStatus.ASKED, TargetStatus.ACCEPTED, TargetStatus.DECLINED,
                        TargetStatus.WITHDRAWN),
    TargetStatus.SEEN: (TargetStatus.ASKED, TargetStatus.ACCEPTED, TargetStatus.DECLINED, TargetStatus.WITHDRAWN),
    TargetStatus.ASKED: (TargetStatus.ACCEPTED, TargetStatus.DECLINED, TargetStatus.WITHDRAWN),
    TargetStatus.ACCEPTED: (TargetStatus.HANDED_BACK, TargetStatus.ENDED),
    TargetStatus.DECLINED: (),
    TargetStatus.HANDED_BACK: (TargetStatus.ENDED,),
    TargetStatus.ENDED: (),
    TargetStatus.WITHDRAWN: (),
}  # fmt: skip

WAITING = (TargetStatus.SENT, TargetStatus.SEEN, TargetStatus.ASKED)
# Both desks work together and may write to each other.
OPEN_TALK = (TargetStatus.ACCEPTED, TargetStatus.HANDED_BACK)

TONES = {
    TargetStatus.SENT: "orange", TargetStatus.SEEN: "orange", TargetStatus.ASKED: "yellow",
    TargetStatus.ACCEPTED: "key", TargetStatus.HANDED_BACK: "purple", TargetStatus.DECLINED: "gray",
    TargetStatus.ENDED: "gray", TargetStatus.WITHDRAWN: "gray",
}  # fmt: skip


class ConsentState(models.TextChoices):
    """Whether the person agreed to being referred (同意)."""

    GIVEN = "given", "同意あり"
    PARTLY = "partly", "一部の人が同意"
    NONE = "none", "同意なし（法が許す範囲）"


class Purpose(models.TextChoices):
    """What the sheet asks for."""

    TOGETHER = "together", "いっしょに支援してほしい"
    COORDINATE = "coordinate", "多機関協働として調整してほしい"
    TAKE_OVER = "take_over", "主担当を引き継いでほしい"
    HAND_BACK = "hand_back", "つなぎもどし"
