"""Closed vocabularies of points (ポイント)."""

from django.db import models


class Per(models.TextChoices):
    """What a rule gives points for (数え方)."""

    HALF_HOUR = "half_hour", "30分ごと"
    ONCE = "once", "1回ごと"


class ActivityStatus(models.TextChoices):
    """How far a recorded activity has come (活動の記録の状態)."""

    RECORDED = "recorded", "承認まち"
    APPROVED = "approved", "承認した"
    REFUSED = "refused", "承認しなかった"
    CORRECTED = "corrected", "取り消した"


# Both refused and corrected ones give their time free again.
STANDING = (ActivityStatus.RECORDED, ActivityStatus.APPROVED)
STATUS_TONES = {
    ActivityStatus.RECORDED: "orange", ActivityStatus.APPROVED: "key", ActivityStatus.REFUSED: "gray",
    ActivityStatus.CORRECTED: "gray",
}  # fmt: skip


class AccountKind(models.TextChoices):
    """Whose account (口座): a supporter's, or the two of the town that stand against all of them."""

    SUPPORTER = "supporter", "協力員"
    ISSUED = "issued", "発行"
    USED = "used", "利用"


class EntryKind(models.TextChoices):
    """Why points change the account (仕訳の種類)."""

    EARNED = "earned", "活動"
    SPENT = "spent", "利用"
    COUNTER = "counter", "取り消し"
