"""Schemes of support (支援制度): what the state, the town or others give, for whom, where one asks for it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tasuki.shared import clock
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

from .neighbourhood import TownsOwn


class Scheme(MunicipalModel):
    """A scheme of support (支援制度): an allowance, a loan, a reduction, a service that is asked for."""

    wall = municipal()
    privacy = Privacy(
        open=(
            "name kana given_by summary when_words topics target content how_to_apply to_bring agency contact phone url basis "
            "fiscal_year opens_on closes_on source confirmed_on confirmed_by shown_to_public closed closed_why version"
        )
    )
    name = models.CharField("制度名", max_length=120)
    kana = models.CharField("カナ", max_length=160, blank=True)
    given_by = models.CharField("制度所管組織", max_length=120, blank=True)
    summary = models.TextField("概要")
    when_words = models.TextField("こんなとき", blank=True)
    topics = ArrayField(
        models.CharField(max_length=40), verbose_name="困りごと", default=list, blank=True
    )  # code list consultation_topic
    target = models.TextField("対象者", blank=True)
    content = models.TextField("支援内容", blank=True)
    how_to_apply = models.TextField("利用・申請方法", blank=True)
    to_bring = models.TextField("持ち物・書類", blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="窓口の機関"
    )
    contact = models.CharField("お問い合わせ先", max_length=160, blank=True)
    phone = models.CharField("電話番号", max_length=60, blank=True)
    url = models.URLField("詳細参照先", blank=True)
    basis = models.CharField("根拠", max_length=200, blank=True)
    fiscal_year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    opens_on = models.DateField("受付開始日", null=True, blank=True)
    closes_on = models.DateField("受付終了日", null=True, blank=True)
    source = models.CharField("出典", max_length=200, blank=True)
    confirmed_on = models.DateField("さいごに確かめた日", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確かめた人"
    )
    shown_to_public = models.BooleanField("住民に見せる", default=False)
    closed = models.BooleanField("終わった制度", default=False)
    closed_why = models.CharField("終わったわけ", max_length=200, blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "支援制度"
        ordering = ["kana", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], condition=models.Q(closed=False), name="one_scheme_per_name"),
            models.CheckConstraint(
                condition=models.Q(closes_on=None) | models.Q(opens_on=None) | models.Q(closes_on__gte=models.F("opens_on")),
                name="scheme_closes_after_it_opens",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def over(self) -> bool:
        """Whether applications are no longer taken (受付終了)."""
        return self.closes_on is not None and self.closes_on < clock.today()

    @property
    def to_come(self) -> bool:
        """Whether applications are not taken yet."""
        return self.opens_on is not None and self.opens_on > clock.today()

    @property
    def asked_at(self) -> str:
        """Where one asks: as written, else the agency."""
        return self.contact or (self.agency.name if self.agency else "")

    @property
    def rung_at(self) -> str:
        """The number to ring: its own, else that of the agency."""
        return self.phone or (self.agency.phone if self.agency and not self.contact else "")
