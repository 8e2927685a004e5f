"""The approach, its stages, its visits."""

from typing import Any

from django.db import models

from tasuki.audit.looks import Noted
from tasuki.cases.models import Case, SupportRecord, parts_manager
from tasuki.people.models import Person
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, part_of_case
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

# A part of an approach is read by whoever reads the approach.
_WITH_APPROACH = Wall("{all} or exists (select 1 from outreach_approach p where p.id = {me}.approach_id)")


class Stage(models.TextChoices):
    """The four stages (4つのアウトリーチ), Tokyo survey 2024 ⑨."""

    FINDING = "finding", "発見・把握"
    TRUST = "trust", "関係づくり"
    CONNECTING = "connecting", "つなぎ（同行）"
    CONTINUING = "continuing", "継続的な関わり（伴走）"


class Met(models.TextChoices):
    """Whether they met (会えたか). An unmet or refused visit counts as a visit."""

    MET = "met", "会えた"
    FAMILY = "family", "家族に会えた（本人は会えず）"
    UNMET = "unmet", "会えなかった"
    REFUSED = "refused", "断られた"
    LETTER = "letter", "手紙・メモを残した"


class Approach(MunicipalModel):
    """An approach to somebody who does not ask (アウトリーチの支援), begun on a recorded ground."""

    wall = part_of_case(Scope.RECORD, about="person_id")
    privacy = Privacy(
        open="stage before_consent ground agency worker began_on next_on next_worker ended_on version",
        personal="case person key_person",
        sensitive="ground_note how_found aim how risk next_note ended_reason",
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="approaches", verbose_name="ケース")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="本人")
    stage = models.CharField("段階", max_length=12, choices=Stage, default=Stage.FINDING)
    before_consent = models.BooleanField("同意前から始めた", default=True)
    ground = models.CharField("同意前の根拠", max_length=40, blank=True)  # code list outreach_ground
    ground_note = models.TextField("根拠の説明", blank=True)
    how_found = models.TextField("把握の経緯", blank=True)
    aim = models.TextField("関わりの目標", blank=True)
    how = models.CharField("接触の方法と頻度", max_length=200, blank=True)
    key_person = models.CharField("キーパーソン", max_length=120, blank=True)
    risk = models.TextField("気をつけること", blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="行う機関")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="担当者")
    began_on = models.DateField("始めた日")
    next_on = models.DateField("次に行く日", null=True, blank=True)
    next_worker = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="次に行く人"
    )
    next_note = models.CharField("次にすること", max_length=200, blank=True)
    ended_on = models.DateField("終えた日", null=True, blank=True)
    ended_reason = models.CharField("終えた理由", max_length=200, blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = parts_manager(Scope.RECORD, about="person")

    class Meta:
        verbose_name = "アウトリーチ"
        ordering = ["next_on", "id"]
        indexes = [models.Index(fields=["municipality", "next_worker", "next_on"], name="approach_by_next")]


class VisitQuerySet(Noted):
    """Visits by who may read their approach."""

    def visible_to(self, worker: Any) -> "VisitQuerySet":
        """Those of approaches open to the worker."""
        mine = self.filter(municipality=worker.municipality_id)
        return mine if worker.sees_all else mine.filter(approach__in=Approach.objects.visible_to(worker).values("pk"))


class StageChange(MunicipalModel):
    """A step from stage to stage (段階の履歴)."""

    wall = _WITH_APPROACH
    privacy = Privacy(open="stage on by", personal="case approach", sensitive="note")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="ケース")
    approach = models.ForeignKey(Approach, models.PROTECT, related_name="stage_changes", verbose_name="アウトリーチ")
    stage = models.CharField("段階", max_length=12, choices=Stage)
    on = models.DateField("日付")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="だれが")
    note = models.CharField("補足", max_length=200, blank=True)

    class Meta:
        verbose_name = "段階の履歴"
        ordering = ["on", "id"]


class Visit(MunicipalModel):
    """A visit of an approach (訪問); its words are the support record beside it."""

    wall = _WITH_APPROACH
    privacy = Privacy(open="at stage met worker_count", personal="case approach record who_met")
    case = models.ForeignKey(Case, models.PROTECT, related_name="visits", verbose_name="ケース")
    approach = models.ForeignKey(Approach, models.PROTECT, related_name="visits", verbose_name="アウトリーチ")
    record = models.OneToOneField(SupportRecord, models.PROTECT, related_name="visit", verbose_name="支援経過記録")
    at = models.DateTimeField("日時")
    stage = models.CharField("そのときの段階", max_length=12, choices=Stage)
    met = models.CharField("会えたか", max_length=10, choices=Met)
    who_met = models.CharField("会えた人", max_length=120, blank=True)
    worker_count = models.PositiveSmallIntegerField("訪問した職員の人数", default=1)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = "訪問"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["municipality", "at"], name="visit_by_day")]


from .visiting_models import ServiceState, ServiceTurn, VisitService  # noqa: E402, F401
from .watch_models import LongLook, LongWatch, LongWatchTurn  # noqa: E402, F401
