"""Groups that residents run themselves (住民主体のグループ), and the work that supports them."""

from django.db import models

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, municipal
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area

from .enums import GroupStage
from .neighbourhood import TownsOwn

STAGE_TONES = {
    GroupStage.IDEA: "yellow", GroupStage.STARTING: "cyan", GroupStage.RESIDENT_RUN: "key",
    GroupStage.RESTING: "gray", GroupStage.ENDED: "gray",
}  # fmt: skip


class Group(MunicipalModel):
    """A group of residents (住民主体のグループ): from an idea to its own feet, to rest and end."""

    wall = municipal()
    privacy = Privacy(
        open="name kana area agency stage begun_on ended_on founders usual_count opening shown_to_public version",
        sensitive="purpose",
    )
    name = models.CharField("名称", max_length=120)
    kana = models.CharField("カナ", max_length=160, blank=True)
    purpose = models.TextField("何をする会か", blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="圏域")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="支える機関")
    stage = models.CharField("段階", max_length=16, choices=GroupStage, default=GroupStage.IDEA)
    begun_on = models.DateField("はじまった日")
    ended_on = models.DateField("おわった日", null=True, blank=True)
    founders = models.PositiveSmallIntegerField("立ち上げた人数", null=True, blank=True)
    usual_count = models.PositiveSmallIntegerField("ふだんの人数", null=True, blank=True)
    opening = models.CharField("集まる日", max_length=160, blank=True)
    shown_to_public = models.BooleanField("住民に見せる", default=False)
    version = models.PositiveIntegerField("版", default=1)

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "住民主体のグループ"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def tone(self) -> str:
        """Colour of the chip; the words say the same."""
        return STAGE_TONES[GroupStage(self.stage)]

    @property
    def key_text(self) -> str:
        """Its key, for the address of a form."""
        return str(self.pk)

    @property
    def over(self) -> bool:
        """Ended: nothing more is written."""
        return self.stage == GroupStage.ENDED


class GroupStep(MunicipalModel):
    """A change of stage (段階の移り): when, why, by whom."""

    wall = municipal()
    privacy = Privacy(open="group before after on by at", sensitive="note")
    group = models.ForeignKey(Group, models.PROTECT, related_name="steps", verbose_name="グループ")
    before = models.CharField("前", max_length=16, choices=GroupStage, blank=True)
    after = models.CharField("後", max_length=16, choices=GroupStage)
    on = models.DateField("日")
    at = models.DateTimeField("書いた日時")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="書いた人")
    note = models.CharField("ようす", max_length=300, blank=True)

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "グループの段階"
        ordering = ["-on", "-at", "-id"]


class GroupSupport(MunicipalModel):
    """Support of a group by a worker (活動の支援): counted as work of 地域づくり."""

    wall = municipal()
    privacy = Privacy(open="group on by agency minutes residents area at", sensitive="what")
    group = models.ForeignKey(Group, models.PROTECT, related_name="supports", verbose_name="グループ")
    on = models.DateField("日")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="支えた人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="圏域")
    minutes = models.PositiveSmallIntegerField("時間（分）")
    residents = models.PositiveSmallIntegerField("かかわった住民（人）", default=0)
    what = models.CharField("したこと", max_length=400)
    at = models.DateTimeField("書いた日時")

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "グループへの支援"
        ordering = ["-on", "-at", "-id"]


class PlaceUse(MunicipalModel):
    """A group uses a place (場の共有): several groups in one place, each on its days."""

    wall = municipal()
    privacy = Privacy(open="place group opening since until by note")
    place = models.ForeignKey("community.Place", models.PROTECT, related_name="uses", verbose_name="場所")
    group = models.ForeignKey(Group, models.PROTECT, related_name="uses", verbose_name="グループ")
    opening = models.CharField("使う日", max_length=160, blank=True)
    note = models.CharField("覚え書き", max_length=120, blank=True)
    since = models.DateField("使いはじめた日")
    until = models.DateField("使いおわった日", null=True, blank=True)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="書いた人")

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "場の共有"
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "place", "group"],
                condition=models.Q(until=None),
                name="one_use_of_a_place_at_a_time",
            )
        ]


class GroupMember(MunicipalModel):
    """A member of a group by name (名簿), where the group wants it; read by the agency that supports it only."""

    wall = Wall(
        "{all} or exists (select 1 from community_group g where g.id = {me}.group_id and g.agency_id = {agency})"
    )
    privacy = Privacy(open="group since until by", personal="name part")
    group = models.ForeignKey(Group, models.PROTECT, related_name="members", verbose_name="グループ")
    name = models.CharField("名前", max_length=60)
    part = models.CharField("役目", max_length=60, blank=True)
    since = models.DateField("入った日")
    until = models.DateField("抜けた日", null=True, blank=True)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="書いた人")

    class Members(models.QuerySet["GroupMember"]):
        """Names by who may read them."""

        def visible_to(self, worker: Worker) -> "GroupMember.Members":
            """The agency that supports the group, and the section."""
            mine = self.filter(municipality=worker.municipality_id)
            return mine if worker.sees_all else mine.filter(group__agency=worker.agency_id)

    objects = Members.as_manager()

    class Meta:
        verbose_name = "グループの名簿"
        ordering = ["since", "name"]

    def __str__(self) -> str:
        return self.name
