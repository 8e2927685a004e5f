"""Closed vocabularies of meetings. The legal type, not the name, decides what may be shared."""

from django.db import models


class LegalType(models.TextChoices):
    """What a body is in law (法的な位置づけ)."""

    SUPPORT_CONFERENCE = "support_conference", "支援会議（社会福祉法106条の6）"
    MULTILAYER_CONFERENCE = "multilayer_conference", "重層的支援会議（本人同意・プラン）"
    NEEDY_CONFERENCE = "needy_conference", "支援会議（生活困窮者自立支援法9条）"
    COORDINATION = "coordination", "支援調整会議"
    CHILD_PROTECTION = "child_protection", "要保護児童対策地域協議会"
    COMMUNITY_CARE = "community_care", "地域ケア会議"
    CASE_CONFERENCE = "case_conference", "個別ケース会議（任意）"
    NETWORK = "network", "ネットワーク・研究会（ケースを扱わない）"


# Bodies in which a case may be examined without the person's consent, because the law says so.
WITHOUT_CONSENT = {LegalType.SUPPORT_CONFERENCE, LegalType.NEEDY_CONFERENCE, LegalType.CHILD_PROTECTION}

# 支援会議 under a law; a case put on its agenda is in conference.
SUPPORT_CONFERENCES = {LegalType.SUPPORT_CONFERENCE, LegalType.NEEDY_CONFERENCE}
# Talks that any desk may call together, outside the statutory meetings.
INFORMAL = {LegalType.CASE_CONFERENCE, LegalType.NETWORK}

# How the number of a sitting calls its type: 「令和8-支-003」.
SHORT = {
    LegalType.SUPPORT_CONFERENCE: "支", LegalType.MULTILAYER_CONFERENCE: "重", LegalType.NEEDY_CONFERENCE: "困",
    LegalType.COORDINATION: "調", LegalType.CHILD_PROTECTION: "要", LegalType.COMMUNITY_CARE: "地",
    LegalType.CASE_CONFERENCE: "個", LegalType.NETWORK: "連",
}  # fmt: skip

LAW = {
    LegalType.SUPPORT_CONFERENCE: "社会福祉法106条の6第5項",
    LegalType.NEEDY_CONFERENCE: "生活困窮者自立支援法9条5項",
    LegalType.CHILD_PROTECTION: "児童福祉法25条の5",
}


class Form(models.TextChoices):
    """How people come together (会議の形式)."""

    IN_PERSON = "in_person", "対面"
    ONLINE = "online", "オンライン"
    BOTH = "both", "対面とオンライン"
    VISIT = "visit", "訪問"
    PAPER = "paper", "書面"


class SittingStatus(models.TextChoices):
    """How a sitting stands."""

    PLANNED = "planned", "予定"
    HELD = "held", "開催ずみ"
    CANCELLED = "cancelled", "中止"


class ItemKind(models.TextChoices):
    """What is on the table."""

    CASE = "case", "ケースの検討"
    PLAN = "plan", "プランの審査"
    REPORT = "report", "報告"
    GENERAL = "general", "協議（ケースを扱わない）"


class ItemStatus(models.TextChoices):
    """How an item stands (議題の状態)."""

    PREPARING = "preparing", "準備中"
    FROZEN = "frozen", "資料確定"
    DISCUSSED = "discussed", "検討ずみ・見届け中"
    CLOSED = "closed", "終わり（資料回収）"
    WITHDRAWN = "withdrawn", "取り下げ（資料回収）"


# An urgent item may be talked over without papers; a cancelled one ends where it stood.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    ItemStatus.PREPARING: (ItemStatus.FROZEN, ItemStatus.DISCUSSED, ItemStatus.CLOSED, ItemStatus.WITHDRAWN),
    ItemStatus.FROZEN: (ItemStatus.DISCUSSED, ItemStatus.CLOSED, ItemStatus.WITHDRAWN),
    ItemStatus.DISCUSSED: (ItemStatus.CLOSED,),
    ItemStatus.CLOSED: (),
    ItemStatus.WITHDRAWN: (),
}

TONES = {
    ItemStatus.PREPARING: "yellow", ItemStatus.FROZEN: "blue", ItemStatus.DISCUSSED: "purple",
    ItemStatus.CLOSED: "gray", ItemStatus.WITHDRAWN: "gray",
}  # fmt: skip


class RightsResult(models.TextChoices):
    """What the body says of a case brought for 権利擁護 screening (検討の結果)."""

    ACT = "act", "対応を始める"
    REPORT = "report", "通報・届出につなぐ"
    WATCH = "watch", "ようすを見て、また検討する"
    MORE = "more", "さらに事実を確かめる"
    NONE = "none", "権利の侵害とまではいえない"
