"""Working without a line (持ち出し): what a tablet took along, of which cases, until when, and what came back from it."""

from datetime import timedelta
from typing import Any

from django.db import models

from tasuki.audit.looks import Noted
from tasuki.cases.models import Case, SupportRecord
from tasuki.shared import clock
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, municipal
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

from .enums import KitEnd, KitItemKind

# What was written and not sent stays sealed on the tablet this much longer than what was taken along.
GRACE_DAYS = 3
# A row of a kit is read with the kit, and only as long as the case itself may be seen.
_WITH_BOTH = Wall("exists (select 1 from casefile_visitkit k where k.id = {me}.kit_id)"
                  " and exists (select 1 from cases_case c where c.id = {me}.case_id)")  # fmt: skip


class AwaySettings(MunicipalModel):
    """Whether workers may take cases along at all, and for how long (持ち出しの決まり). One row; without it: no."""

    wall = municipal()
    privacy = Privacy(open="in_use days most idle_minutes")
    in_use = models.BooleanField("持ち出しを使う", default=False)
    days = models.PositiveSmallIntegerField("端末から消える日数", default=1)
    most = models.PositiveSmallIntegerField("一度に持ち出せる件数", default=8)
    idle_minutes = models.PositiveSmallIntegerField("端末がとじるまでの分", default=5)

    class Meta:
        verbose_name = "持ち出しの決まり"
        constraints = [models.UniqueConstraint(fields=["municipality"], name="one_away_settings")]


class VisitKitQuerySet(Noted):
    """Kits by who may know of them: the agency, the section, the officer (who sees no case of it)."""

    def visible_to(self, worker: Any) -> "VisitKitQuerySet":
        """Those of her agency; all for whoever supervises or oversees."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all or worker.role.oversees:
            return mine
        return mine.filter(agency=worker.agency_id) if worker.role.works_cases else mine.none()

    def running(self) -> "VisitKitQuerySet":
        """Neither ended nor over."""
        return self.filter(ended_at=None, until__gt=clock.now())


class VisitKit(MunicipalModel):
    """One taking along (持ち出し): a worker, a tablet, a few cases, until a moment."""

    wall = Wall("{all} or {oversees} or agency_id = {agency}")
    privacy = Privacy(
        open="worker agency device made_at until size taken_at ended_at ended_by how wiped_at", sensitive="reason"
    )
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="持ち出した人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    device = models.CharField("端末の呼び名", max_length=40)
    made_at = models.DateTimeField("えらんだ日時")
    until = models.DateTimeField("端末から消える日時")
    size = models.PositiveSmallIntegerField("件数")
    taken_at = models.DateTimeField("端末に入れた日時", null=True, blank=True)
    ended_at = models.DateTimeField("おわった日時", null=True, blank=True)
    ended_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="おわらせた人"
    )
    how = models.CharField("おわりかた", max_length=10, blank=True, choices=KitEnd)
    reason = models.CharField("止めた理由", max_length=200, blank=True)
    wiped_at = models.DateTimeField("端末から消えたことを確かめた日時", null=True, blank=True)

    objects = VisitKitQuerySet.as_manager()

    class Meta:
        verbose_name = "持ち出し"
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["municipality", "agency", "-made_at"], name="visitkit_by_agency")]

    def get_absolute_url(self) -> str:
        """Where it is put into the tablet."""
        return f"/away/kits/{self.pk}/"

    @property
    def running(self) -> bool:
        """Still to be used."""
        return self.ended_at is None and self.until > clock.now()

    @property
    def receives(self) -> bool:
        """What was written with it may still be sent: a few days longer, unless somebody stopped it."""
        return self.ended_at is None and self.until + timedelta(days=GRACE_DAYS) > clock.now()

    @property
    def state(self) -> tuple[str, str]:
        """In words, with the colour of the chip."""
        if self.how == KitEnd.STOPPED:
            return ("止めた・消えた", "gray") if self.wiped_at else ("止めた・端末の連絡待ち", "red")
        if self.how == KitEnd.RETURNED:
            return KitEnd.RETURNED.label, "gray"
        if not self.running:
            return "期限で消えた", "gray"
        return ("持ち出し中", "orange") if self.taken_at else ("まだ端末に入れていない", "blue")


class VisitKitCase(MunicipalModel):
    """One case of a kit."""

    wall = _WITH_BOTH
    privacy = Privacy(open="order with_sheet withheld", personal="kit case")
    kit = models.ForeignKey(VisitKit, models.PROTECT, related_name="cases", verbose_name="持ち出し")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="ケース")
    order = models.PositiveSmallIntegerField("順番")
    with_sheet = models.BooleanField("アセスメントも書く", default=False)
    withheld = models.BooleanField("住所を出さなかった", default=False)

    class Meta:
        verbose_name = "持ち出した世帯"
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["municipality", "kit", "case"], name="one_case_per_kit")]


class VisitKitItem(MunicipalModel):
    """What was written away and has come in, once (訪問先で書いたもの): the tablet's own key says which."""

    wall = _WITH_BOTH
    privacy = Privacy(open="key kind at", personal="kit case record")
    kit = models.ForeignKey(VisitKit, models.PROTECT, related_name="items", verbose_name="持ち出し")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="ケース")
    key = models.UUIDField("端末での番号")
    kind = models.CharField("種類", max_length=12, choices=KitItemKind)
    record = models.ForeignKey(
        SupportRecord, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="記録"
    )
    at = models.DateTimeField("受け取った日時")

    class Meta:
        verbose_name = "訪問先で書いたもの"
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="one_item_per_key")]
