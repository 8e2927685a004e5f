"""The queue, the terms of records, what is held back, what is to go, and what went."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tasuki.audit.looks import Noted
from tasuki.shared import clock
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, municipal, with_parent
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area

from .enums import JOB_TONES, LIST_TONES, JobKind, JobState, ListState, RecordClass

# What is to go and what is held back is known to the section that works on it and to the officer; nobody else.
_KEEPERS_OF_TERMS = Wall("{all} or {oversees} or agency_id = {agency}")


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs by who asked for them."""

    def visible_to(self, worker: Any) -> "JobQuerySet":
        """Her own; the municipality's own rounds for the officer and the supervising section."""
        mine = Q(worker=worker.pk)
        if worker.role.oversees or worker.sees_all:
            mine |= Q(worker=None)
        return self.filter(mine, municipality=worker.municipality_id)

    def unseen_failures(self) -> "JobQuerySet":
        """Failed, and its owner has not said that she knows."""
        return self.filter(state=JobState.FAILED, seen_at=None)


class Job(MunicipalModel):
    """Something that takes longer than a page (時間のかかる仕事): survives a restart, tells its owner when it failed."""

    wall = Wall("worker_id = {worker} or (worker_id is null and ({all} or {oversees}))")
    privacy = Privacy(
        open="kind worker agency state done total step asked_at started_at finished_at beat_at runner attempts seen_at",
        sensitive="params result error",
    )
    kind = models.CharField("仕事", max_length=24, choices=JobKind)
    worker = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="頼んだ人（空欄は毎日の仕事）"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="機関")
    params = models.JSONField("条件", default=dict)
    state = models.CharField("状態", max_length=8, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField("済んだ数", default=0)
    total = models.PositiveIntegerField("全体の数", default=0)
    step = models.CharField("いま", max_length=80, blank=True)
    result = models.JSONField("結果", default=dict)
    error = models.TextField("できなかった理由", blank=True)
    asked_at = models.DateTimeField("頼んだ日時")
    started_at = models.DateTimeField("始めた日時", null=True, blank=True)
    finished_at = models.DateTimeField("終えた日時", null=True, blank=True)
    # Whoever runs it says every few seconds that she lives; a job whose runner fell silent is taken by another.
    beat_at = models.DateTimeField("さいごの合図", null=True, blank=True)
    runner = models.CharField("実行している処理", max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField("回数", default=0)
    seen_at = models.DateTimeField("失敗を確かめた日時", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "時間のかかる仕事"
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(state__in=["waiting", "running"]), name="job_to_do"),
            models.Index(fields=["municipality", "worker", "-asked_at"], name="job_by_worker"),
        ]

    @property
    def tone(self) -> str:
        """Colour of the chip; the words say the same."""
        return JOB_TONES[JobState(self.state)]

    @property
    def said(self) -> str:
        """What came of it, in a sentence."""
        return str(self.result.get("text", "")) if isinstance(self.result, dict) else ""


class RetentionTerm(MunicipalModel):
    """How long a class of record is kept (保存年限), counted from 1 April after the fiscal year of its end."""

    wall = municipal()
    privacy = Privacy(open="record_class years basis verified")
    record_class = models.CharField("区分", max_length=16, choices=RecordClass)
    years = models.PositiveSmallIntegerField("年数")
    basis = models.CharField("根拠（文書管理規程など）", max_length=120, blank=True)
    verified = models.BooleanField("自治体の規程で確かめた", default=False)

    class Meta:
        verbose_name = "保存年限"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "record_class"], name="one_term_per_record_class")
        ]


class HoldQuerySet(Noted):
    """Holds by whether they bind."""

    def visible_to(self, worker: Any) -> "HoldQuerySet":
        """Her agency's, all for the officer and the supervising section."""
        mine = self.filter(municipality=worker.municipality_id)
        return mine if worker.role.oversees or worker.sees_all else mine.filter(agency=worker.agency_id)

    def binding(self) -> "HoldQuerySet":
        """In force today."""
        return self.filter(Q(until=None) | Q(until__gte=clock.today()), ended_at=None)


class RetentionHold(MunicipalModel):
    """A record that must not go although its term is over (保存の延長・凍結): a lawsuit, an inquiry, a request."""

    wall = _KEEPERS_OF_TERMS
    privacy = Privacy(open="record_class agency by since until ended_at ended_by", personal="target number",
                      sensitive="reason")  # fmt: skip
    record_class = models.CharField("区分", max_length=16, choices=RecordClass)
    target = models.UUIDField("対象")
    number = models.CharField("番号", max_length=40)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="止めた機関")
    reason = models.TextField("理由")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="止めた人")
    since = models.DateTimeField("止めた日時")
    until = models.DateField("いつまで", null=True, blank=True)
    ended_at = models.DateTimeField("解いた日時", null=True, blank=True)
    ended_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="解いた人"
    )

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = "保存の延長"
        ordering = ["-since"]
        indexes = [models.Index(fields=["municipality", "target"], name="hold_by_target")]


class ListQuerySet(Noted):
    """Lists by who works on them."""

    def visible_to(self, worker: Any) -> "ListQuerySet":
        """The agency's own, all for the officer and the supervising section."""
        mine = self.filter(municipality=worker.municipality_id)
        return mine if worker.role.oversees or worker.sees_all else mine.filter(agency=worker.agency_id)


class DestructionList(MunicipalModel):
    """Records whose term is over, for approval by two people (廃棄候補の一覧)."""

    wall = _KEEPERS_OF_TERMS
    privacy = Privacy(open="number as_of agency state made_by made_at proposed_by proposed_at approved_by approved_at "
                           "version", sensitive="note")  # fmt: skip
    number = models.CharField("番号", max_length=20)
    as_of = models.DateField("基準日")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", verbose_name="担当する課")
    state = models.CharField("状態", max_length=10, choices=ListState, default=ListState.DRAFT)
    made_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="作った人（空欄は毎年の自動作成）"
    )
    made_at = models.DateTimeField("作った日時")
    proposed_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+", verbose_name="提案した人")
    proposed_at = models.DateTimeField("提案した日時", null=True)
    approved_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+", verbose_name="承認した人")
    approved_at = models.DateTimeField("承認した日時", null=True)
    note = models.TextField("ひとこと", blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = ListQuerySet.as_manager()

    class Meta:
        verbose_name = "廃棄候補の一覧"
        ordering = ["-made_at"]
        constraints = [models.UniqueConstraint(fields=["municipality", "number"], name="one_list_per_number")]

    def __str__(self) -> str:
        return self.number

    @property
    def tone(self) -> str:
        """Colour of the chip; the words say the same."""
        return LIST_TONES[ListState(self.state)]


class LineQuerySet(Noted):
    """Lines by the list they stand on."""

    def visible_to(self, worker: Any) -> "LineQuerySet":
        """Those of lists she works on."""
        return self.filter(list__in=DestructionList.objects.visible_to(worker))


class DestructionLine(MunicipalModel):
    """One record on the list (候補の一件): what, when it ended, since when its term is over, whether it stays after all."""

    wall = with_parent("jobs_destructionlist", "list_id")
    privacy = Privacy(open="list record_class ended_on due_on left_out rows destroyed_at", personal="target number",
                      sensitive="why counts")  # fmt: skip
    list = models.ForeignKey(DestructionList, models.CASCADE, related_name="lines", verbose_name="一覧")
    record_class = models.CharField("区分", max_length=16, choices=RecordClass)
    target = models.UUIDField("対象")
    number = models.CharField("番号", max_length=40)
    ended_on = models.DateField("終わった日")
    due_on = models.DateField("保存期間の終わり")
    left_out = models.BooleanField("今回は廃棄しない", default=False)
    why = models.TextField("残す理由", blank=True)
    rows = models.PositiveIntegerField("消した行の数", default=0)
    counts = models.JSONField("表ごとの数", default=dict)
    destroyed_at = models.DateTimeField("廃棄した日時", null=True, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = "廃棄候補"
        ordering = ["record_class", "due_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "list", "target"], name="line_once_per_destruction_list")
        ]


class DestructionRecord(MunicipalModel):
    """What was destroyed, when, on whose word (廃棄の記録): numbers and counts, nothing of the content. Only grows."""

    wall = Wall("{all} or {oversees} or agency_id = {agency}", append_only=True)
    privacy = Privacy(open="number as_of at agency targets rows", personal="numbers proposed_by approved_by",
                      sensitive="counts")  # fmt: skip
    number = models.CharField("一覧の番号", max_length=20)
    as_of = models.DateField("基準日")
    at = models.DateTimeField("廃棄した日時")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", verbose_name="担当した課")
    proposed_by = models.CharField("提案した人", max_length=80)
    approved_by = models.CharField("承認した人", max_length=80)
    targets = models.PositiveIntegerField("件数")
    rows = models.PositiveIntegerField("消した行の数")
    counts = models.JSONField("区分と表ごとの数", default=dict)
    numbers = ArrayField(models.CharField(max_length=40), verbose_name="廃棄した番号", default=list)

    objects = ListQuerySet.as_manager()

    class Meta:
        verbose_name = "廃棄の記録"
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["municipality", "number"], name="one_destruction_per_list")]


class YearCount(MunicipalModel):
    """A number of a past year, kept before its records went (年度の実績の控え)."""

    wall = Wall("{all} or {oversees}", append_only=True)
    privacy = Privacy(open="report year indicator month area number at")
    report = models.CharField("実績", max_length=40)
    year = models.PositiveSmallIntegerField("年度")
    indicator = models.CharField("項目", max_length=80)
    month = models.PositiveSmallIntegerField("月")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name="圏域")
    number = models.IntegerField("数")
    at = models.DateTimeField("控えた日時")

    class Meta:
        verbose_name = "年度の実績の控え"
        ordering = ["year", "indicator", "month"]
        indexes = [models.Index(fields=["municipality", "report", "year"], name="yearcount_by_year")]
