"""The consultation."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tasuki.audit.looks import Noted
from tasuki.community.models import Gathering
from tasuki.people.models import Person
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import own_agency
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area

from .enums import Outcome


class ConsultationQuerySet(Noted):
    """Consultations by desk."""

    def visible_to(self, worker: Any) -> "ConsultationQuerySet":
        """Those of the worker's own agency; all for the supervising section; none for roles that see no cases."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        if not worker.role.works_cases:
            return mine.none()
        return mine.filter(agency=worker.agency_id)


class Consultation(MunicipalModel):
    """One consultation (相談): only when, route and what was said are required; nobody's name is."""

    wall = own_agency("agency_id")
    privacy = Privacy(
        open=(
            "at agency worker route gathering introducer anonymous third_hand keep_caller area place minutes outcome ended_at "
            "version sheet_version from_paper paper_number paper_taker"
        ),
        personal="caller_name caller_relation caller_contact person about_whom",
        sensitive="topics main_topic urgency words care_wanted response outcome_note rights_screening answers",
    )
    at = models.DateTimeField("受付日時")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="受付機関")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="受付者")
    route = models.CharField("相談経路", max_length=40)  # code list consultation_route
    gathering = models.ForeignKey(
        Gathering, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="聞いた集まり"
    )
    introducer = models.CharField("紹介元", max_length=40, blank=True)  # code list introducer
    anonymous = models.BooleanField("匿名", default=False)
    third_hand = models.BooleanField("本人以外からの相談", default=False)
    # Whoever told must not be learnt by the person it is about (通告者・情報提供者): withheld from every paper for her.
    keep_caller = models.BooleanField("知らせてくれた人を伏せる", default=False)
    caller_name = models.CharField("来談者", max_length=80, blank=True)
    caller_relation = models.CharField("本人との関係", max_length=60, blank=True)
    caller_contact = models.CharField("来談者の連絡先", max_length=80, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="consultations", verbose_name="本人"
    )
    about_whom = models.CharField("だれのことか（聞いたまま）", max_length=200, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="圏域")
    place = models.CharField("場所", max_length=80, blank=True)
    topics = ArrayField(models.CharField(max_length=40), verbose_name="相談内容", default=list, blank=True)
    main_topic = models.CharField("いちばん困っていること", max_length=40, blank=True)
    urgency = models.CharField("緊急度", max_length=40, blank=True)  # code list urgency
    words = models.TextField("相談のことば（話されたまま）")
    care_wanted = models.TextField("配慮してほしいこと", blank=True)
    response = models.TextField("その場での対応", blank=True)
    minutes = models.PositiveSmallIntegerField("所要（分）", null=True, blank=True)
    outcome = models.CharField("対応結果", max_length=12, choices=Outcome, default=Outcome.OPEN)
    outcome_note = models.CharField("結果の補足", max_length=200, blank=True)
    ended_at = models.DateTimeField("対応を終えた日時", null=True, blank=True)
    rights_screening = models.BooleanField("権利擁護の検討が要る", default=False)
    # Written by hand when the machines stood still, and typed afterwards.
    from_paper = models.BooleanField("紙から入力", default=False)
    paper_number = models.CharField("紙の番号", max_length=20, blank=True)
    paper_taker = models.CharField("紙の受付者", max_length=80, blank=True)
    sheet_version = models.CharField("様式の版", max_length=20, blank=True)
    answers = models.JSONField("加えた項目の回答", default=dict, blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = "相談"
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["municipality", "agency", "-at"], name="consultation_by_agency"),
            models.Index(fields=["municipality", "at"], name="consultation_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "agency", "paper_number"],
                condition=~models.Q(paper_number=""),
                name="paper_typed_once",
            )
        ]

    def __str__(self) -> str:
        if self.about_whom:
            return self.about_whom
        if self.person_id:
            # Behind the second wall the person may be unknown to the reader even though the consultation is hers.
            return str(self.person) if self.person else "本人（非開示）"
        return "匿名の相談" if self.anonymous else "名前はまだ聞いていない"


from .concerns_models import ConcernTaken  # noqa: E402
from .first_response_models import FirstChoice, FirstResponse  # noqa: E402  (models of this room in a file of their own)
from .messages_models import MessageAnswer, ResidentMessage  # noqa: E402

__all__ = [
    "ConcernTaken",
    "Consultation",
    "ConsultationQuerySet",
    "FirstChoice",
    "FirstResponse",
    "MessageAnswer",
    "ResidentMessage",
]
