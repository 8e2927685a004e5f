"""What the municipality decides for its pages for residents: desks, texts, numbers to ring, limits."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area

from .enums import Language, Trouble


def all_languages() -> list[str]:
    """Every language is offered until the municipality says otherwise."""
    return [str(language) for language in Language]


class PortalSettings(MunicipalModel):
    """How the residents' pages of a municipality stand (住民向けページの設定)."""

    wall = municipal()
    privacy = Privacy(open="is_open languages leave_to takes_messages answer_days pace_per_hour version")
    is_open = models.BooleanField("住民に見せる", default=True)
    languages = ArrayField(
        models.CharField(max_length=4, choices=Language), verbose_name="ことば", default=all_languages, blank=True
    )
    leave_to = models.URLField(
        "「すぐ閉じる」の行き先",
        default="https://www.jma.go.jp/",
        help_text="暴力などから逃げている人が、画面をすぐ切り替えるための、めだたないページ（天気など）。",
    )
    takes_messages = models.BooleanField("書いて相談できる", default=True)
    answer_days = models.PositiveSmallIntegerField("返事のめやす（開庁日）", default=3)
    pace_per_hour = models.PositiveSmallIntegerField(
        "一つの端末から1時間に書ける数",
        default=5,
        help_text="図書館や役所の共用の端末では多めに。超えた人には電話番号を案内します。",
    )
    version = models.PositiveIntegerField("版", default=1)

    class Meta:
        verbose_name = "住民向けページの設定"
        constraints = [models.UniqueConstraint(fields=["municipality"], name="one_portal_per_municipality")]


class PublicDesk(MunicipalModel):
    """A desk shown to residents (案内する相談先): for which troubles, in which 圏域."""

    wall = municipal()
    privacy = Privacy(open="agency area troubles note order")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関・部署")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="圏域")
    troubles = ArrayField(models.CharField(max_length=10, choices=Trouble), verbose_name="どんな困りごとに")
    note = models.CharField("ひとこと", max_length=120, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=10)

    class Meta:
        verbose_name = "案内する相談先"
        ordering = ["order", "agency__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "agency", "area"], name="one_public_desk", nulls_distinct=False
            )
        ]


class UrgentNumber(MunicipalModel):
    """A number to ring at once (緊急の電話)."""

    wall = municipal()
    privacy = Privacy(open="number key words order")
    number = models.CharField("電話番号", max_length=20)
    key = models.CharField("ことばの種類", max_length=12, blank=True)  # words in every language: urgent_<key>
    words = models.CharField("どんなとき", max_length=80, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=10)

    class Meta:
        verbose_name = "緊急の電話"
        ordering = ["order", "number"]
        constraints = [models.UniqueConstraint(fields=["municipality", "number"], name="one_urgent_number")]


class PublicText(MunicipalModel):
    """A text of the municipality in one language (住民向けの文); a translation knows of which Japanese text it is one."""

    wall = municipal()
    privacy = Privacy(open="subject language changed_at changed_by source", sensitive="text")
    subject = models.CharField("どこの文か", max_length=60)  # welcome, notice, desk/<key>, place/<key>, scheme/<key>
    language = models.CharField("ことば", max_length=4, choices=Language)
    text = models.TextField("文", blank=True)
    source = models.CharField("もとの日本語の要約", max_length=64, blank=True)
    changed_at = models.DateTimeField("直した日時")
    changed_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="直した人")

    class Meta:
        verbose_name = "住民向けの文"
        ordering = ["subject", "language"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "subject", "language"], name="one_text_per_language")
        ]
