"""What supporters notice (気になること), and by which rule it finds its desk."""

from typing import Any

from django.db import models

from tasuki.audit.looks import Noted
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal, own_agency, with_parent
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area

from .enums import ConcernStatus, Source, Stream, Worry


class Route(MunicipalModel):
    """A rule of the way (届け先の決まり): 圏域 × kind → agency. The more it names the stronger it is; none fits → 所管課."""

    wall = municipal()
    privacy = Privacy(open="stream area kind agency since until")
    stream = models.CharField("何の", max_length=10, choices=Stream, default=Stream.CONCERN)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="圏域")
    # code list concern_kind, for messages consultation_topic; empty: any
    kind = models.CharField("種類", max_length=40, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="届け先")
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)

    class Meta:
        verbose_name = "届け先の決まり"
        ordering = ["stream", "area", "kind", "since"]


class ConcernQuerySet(Noted):
    """Concerns by desk."""

    def visible_to(self, worker: Any) -> "ConcernQuerySet":
        """Those brought to the worker's own agency; all for the supervising section."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        return mine.filter(agency=worker.agency_id) if worker.role.works_cases else mine.none()

    def waiting(self) -> "ConcernQuerySet":
        """Not yet answered."""
        return self.filter(status=ConcernStatus.NEW)

    def running(self) -> "ConcernQuerySet":
        """Not at an end."""
        return self.exclude(status=ConcernStatus.DONE)


class Concern(MunicipalModel):
    """Something a supporter noticed (気になること); who told it is kept on the row, the desk need not know the register."""

    wall = own_agency("agency_id")
    privacy = Privacy(
        open="number at source kind area worry wants_contact agency routed_by status due_on answered_at ended_at consulted_at taken_by",
        personal="supporter reporter_name reporter_contact machine",
        sensitive="where words",
    )
    number = models.CharField("受付番号", max_length=20)
    at = models.DateTimeField("届いた日時")
    source = models.CharField("届いた道", max_length=6, choices=Source, default=Source.LINK)
    supporter = models.ForeignKey(
        "supporters.Supporter", models.PROTECT, null=True, blank=True, related_name="concerns", verbose_name="協力員"
    )
    reporter_name = models.CharField("知らせた人", max_length=80, blank=True)
    reporter_contact = models.CharField("知らせた人の連絡先", max_length=120, blank=True)
    wants_contact = models.BooleanField("連絡がほしい", default=False)
    kind = models.CharField("どんなこと", max_length=40)  # code list concern_kind
    worry = models.CharField("心配の度合い", max_length=6, choices=Worry)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="圏域")
    where = models.CharField("だれ・どこのこと", max_length=200)
    words = models.TextField("見たこと・聞いたこと")
    machine = models.CharField("送った端末の要約", max_length=64, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="届け先")
    routed_by = models.ForeignKey(
        Route, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="届け先を決めた決まり"
    )
    status = models.CharField("状態", max_length=8, choices=ConcernStatus, default=ConcernStatus.NEW)
    due_on = models.DateField("返事の期限")
    answered_at = models.DateTimeField("はじめに返事をした日時", null=True, blank=True)
    ended_at = models.DateTimeField("終わった日時", null=True, blank=True)
    consulted_at = models.DateTimeField("相談にした日時", null=True, blank=True)
    taken_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="受け持つ人"
    )

    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = "気になること"
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["municipality", "number"], name="one_concern_per_number")]
        indexes = [
            models.Index(fields=["municipality", "agency", "-at"], name="concern_by_agency"),
            models.Index(fields=["supporter", "-at"], name="concern_by_supporter"),
            models.Index(fields=["municipality", "machine", "-at"], name="concern_by_machine"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its own page."""
        return f"/concerns/{self.pk}/"


class ConcernAnswer(MunicipalModel):
    """A word back to the supporter (返事), from the fixed list, and when."""

    wall = with_parent("supporters_concern", "concern_id")
    privacy = Privacy(open="concern status at by")
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="answers", verbose_name="気になること")
    status = models.CharField("返事", max_length=8, choices=ConcernStatus)
    at = models.DateTimeField("日時")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="だれが")

    class Meta:
        verbose_name = "返事"
        ordering = ["at", "id"]


class ConcernNote(MunicipalModel):
    """What the desk did about it (窓口の覚え): never told to the supporter."""

    wall = with_parent("supporters_concern", "concern_id")
    privacy = Privacy(open="concern at by", sensitive="text")
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="notes", verbose_name="気になること")
    at = models.DateTimeField("日時")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="だれが")
    text = models.CharField("したこと", max_length=300)

    class Meta:
        verbose_name = "窓口の覚え"
        ordering = ["at", "id"]


class ConcernPhoto(MunicipalModel):
    """A picture sent with it (写真): checked and drawn anew before it is kept."""

    wall = with_parent("supporters_concern", "concern_id")
    privacy = Privacy(open="concern kind size", sensitive="content")
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="photos", verbose_name="気になること")
    kind = models.CharField("種類", max_length=8)
    size = models.PositiveIntegerField("大きさ（バイト）")
    content = models.BinaryField("中身")

    class Meta:
        verbose_name = "写真"
