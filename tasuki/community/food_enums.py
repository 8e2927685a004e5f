"""Closed vocabularies of the food drive (フードドライブ)."""

from django.db import models


class DonorKind(models.TextChoices):
    """Who gives food (提供者の種別); single residents are counted, not named."""

    COMPANY = "company", "企業・店"
    ORGANISATION = "organisation", "団体・自治会"
    CORPORATION = "corporation", "社会福祉法人"
    SCHOOL = "school", "学校"
    PUBLIC = "public", "役所・公共施設"
    FOODBANK = "foodbank", "フードバンク"
    RESIDENTS = "residents", "住民（回収箱・持ち込み）"


class MoveKind(models.TextChoices):
    """Why food comes, goes or changes its shelf (出し入れの種類)."""

    RECEIVED = "received", "受け取った"
    GIVEN = "given", "配った（場所・団体）"
    HOUSEHOLD = "household", "配った（世帯）"
    MOVED = "moved", "別の場所へ移した"
    EXPIRED = "expired", "期限切れ"
    LOST = "lost", "破損など"
    SHORT = "short", "棚卸し（不足）"
    FOUND = "found", "棚卸し（余り）"
    UNDONE = "undone", "取り消し"


TONES = {
    MoveKind.RECEIVED: "key", MoveKind.GIVEN: "cyan", MoveKind.HOUSEHOLD: "purple", MoveKind.MOVED: "gray",
    MoveKind.EXPIRED: "red", MoveKind.LOST: "orange", MoveKind.SHORT: "orange", MoveKind.FOUND: "blue",
    MoveKind.UNDONE: "gray",
}  # fmt: skip
