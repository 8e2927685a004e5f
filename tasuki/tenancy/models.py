"""Municipality, agency, area, 町字."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tasuki.shared.ids import uuid7
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, municipal

from .base import MunicipalModel
from .enums import Commission, Project, SecondFactor


class Municipality(models.Model):
    """A municipality (自治体) that runs the programme; its settings are the numbers no law fixes."""

    wall = Wall(key="id")
    privacy = Privacy(
        open=(
            "id code name referral_answer_days contact_gap_days monitoring_months conference_follow_days "
            "emergency_hours emergency_review_days small_number_limit section_sees_all extra_closed_days eldest_right "
            "second_factor idle_minutes session_hours fresh_minutes"
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField("全国地方公共団体コード", max_length=6, unique=True)
    name = models.CharField("名称", max_length=60)
    referral_answer_days = models.PositiveSmallIntegerField("つなぐシートの回答期限（開庁日）", default=3)
    contact_gap_days = models.PositiveSmallIntegerField("接触が途切れたとみなす日数", default=30)
    monitoring_months = models.PositiveSmallIntegerField("モニタリングの間隔（月）", default=3)
    conference_follow_days = models.PositiveSmallIntegerField("支援会議のあとの資料閲覧（日）", default=31)
    emergency_hours = models.PositiveSmallIntegerField("緊急に開いたケースを見られる時間", default=24)
    emergency_review_days = models.PositiveSmallIntegerField("緊急の閲覧を確かめる期限（日）", default=7)
    small_number_limit = models.PositiveSmallIntegerField("これより小さい数は伏せる", default=5)
    section_sees_all = models.BooleanField("所管課は全ケースを閲覧できる（管理者責任）", default=True)
    extra_closed_days = ArrayField(models.DateField(), verbose_name="臨時の閉庁日", default=list, blank=True)
    eldest_right = models.BooleanField("ジェノグラムで、年長のきょうだいを右に描く", default=False)
    second_factor = models.CharField(
        "サインインの二つめの確かめ", max_length=12, choices=SecondFactor, default=SecondFactor.COMPULSORY
    )
    idle_minutes = models.PositiveSmallIntegerField("操作がないと終わるまで（分）", default=30)
    session_hours = models.PositiveSmallIntegerField("一度のサインインの長さ（時間）", default=8)
    fresh_minutes = models.PositiveSmallIntegerField("本人の確かめが新しいとみなす長さ（分）", default=10)

    class Meta:
        verbose_name = "自治体"

    def __str__(self) -> str:
        return self.name


class Area(MunicipalModel):
    """A district in which people live and are supported (圏域)."""

    wall = municipal()
    privacy = Privacy(open="key name order")
    key = models.SlugField("記号", max_length=40)
    name = models.CharField("圏域名", max_length=60)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = "圏域"
        ordering = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="one_area_per_key")]

    def __str__(self) -> str:
        return self.name


class Town(MunicipalModel):
    """A 町字 of the address table; tells the area."""

    wall = municipal()
    privacy = Privacy(open="name postal_code area")
    name = models.CharField("町字", max_length=80)
    postal_code = models.CharField("郵便番号", max_length=7, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="towns", verbose_name="圏域")

    class Meta:
        verbose_name = "町字"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="one_town_per_name")]

    def __str__(self) -> str:
        return self.name


class Agency(MunicipalModel):
    """Whoever employs workers (機関・部署): a department, a centre, 社協, an NPO, a corporation."""

    wall = municipal()
    privacy = Privacy(
        open=(
            "key name nickname department kind fields projects commission is_section hours phone area "
            "takes_referrals closed_on"
        ),
    )
    key = models.SlugField("記号", max_length=60)
    name = models.CharField("名称", max_length=80)
    nickname = models.CharField("愛称", max_length=60, blank=True)
    department = models.CharField("部署・運営", max_length=80, blank=True)
    kind = models.CharField("種別", max_length=40, blank=True)
    fields = ArrayField(models.CharField(max_length=40), verbose_name="分野", default=list, blank=True)
    projects = ArrayField(
        models.CharField(max_length=20, choices=Project), verbose_name="担う事業", default=list, blank=True
    )
    commission = models.CharField("実施の形", max_length=20, choices=Commission, default=Commission.NONE)
    is_section = models.BooleanField("所管課", default=False)
    hours = models.CharField("開いている日時", max_length=120, blank=True)
    phone = models.CharField("電話", max_length=40, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="担当圏域")
    takes_referrals = models.BooleanField("つなぐシートを受ける", default=True)
    closed_on = models.DateField("廃止日", null=True, blank=True)

    class Meta:
        verbose_name = "機関・部署"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="one_agency_per_key")]

    def __str__(self) -> str:
        return self.name


class Counter(MunicipalModel):
    """The last number given out (連番): case numbers, referral numbers."""

    wall = municipal()
    privacy = Privacy(open="name value")
    name = models.CharField("名前", max_length=40)
    value = models.PositiveIntegerField("値", default=0)

    class Meta:
        verbose_name = "連番"
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="one_counter_per_name")]
