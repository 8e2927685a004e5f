"""Grounds and scopes. The decision table that joins them is in `rules`."""

from enum import IntFlag

from django.db import models


class Ground(models.TextChoices):
    """Why somebody may see this (根拠). ACCESS.md, 「The grounds」."""

    OWN = "own", "自機関"
    REFERRAL = "referral", "つなぎ"
    CONSENT = "consent", "本人同意"
    CONFERENCE = "conference", "支援会議（法106条の6）"
    PLAN = "plan", "プランの役割"
    COORDINATION = "coordination", "多機関協働"
    SUPERVISION = "supervision", "所管"
    EMERGENCY = "emergency", "緊急"


class Scope(IntFlag):
    """What of a case may be seen (閲覧範囲), as bits of a mask."""

    EXISTENCE = 1
    IDENTITY = 2
    ASSESSMENT = 4
    RECORD = 8
    PACKET = 16
    PLAN = 32

    @classmethod
    def everything(cls) -> "Scope":
        """All parts of a case."""
        return cls(63)

    def labels(self) -> list[str]:
        """The parts in Japanese."""
        return [SCOPE_LABELS[part] for part in Scope if part in self]


SCOPE_LABELS = {
    Scope.EXISTENCE: "あること",
    Scope.IDENTITY: "基本情報",
    Scope.ASSESSMENT: "アセスメント",
    Scope.RECORD: "支援経過",
    Scope.PACKET: "会議資料",
    Scope.PLAN: "プラン",
}
