"""Neighbourly requests (ちょっと困った): what is wanted, who asks (apart, behind its own wall), who takes it."""

from typing import Any

from django.db import models
from django.db.models import Q

from tasuki.audit.looks import Noted
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal, own_agency, with_parent
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area

from .models import Supporter
from .points_models import Activity
from .requests_enums import REQUEST_TONES, RequestStatus, TakingEnd


class RequestQuerySet(Noted):
    """Requests by who opened and who arranges them."""

    def visible_to(self, worker: Any) -> "RequestQuerySet":
        """Of the worker's own agency, as the desk that opened it or the one that arranges it; all for the section."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        if not worker.role.works_cases:
            return mine.none()
        return mine.filter(Q(agency=worker.agency_id) | Q(keeper=worker.agency_id))


class HelpRequest(MunicipalModel):
    """A small trouble of a neighbour (電球交換・ごみ出し・雪かき): as it may be read by those who could help."""

    wall = own_agency("agency_id", "keeper_id")
    privacy = Privacy(
        open=(
            "number kind area wanted_by agency keeper opened_by opened_at status approved_by approved_at closed_at "
            "version"
        ),
        sensitive="words near when_text closed_why thanks",
    )
    number = models.CharField("番号", max_length=20)
    kind = models.CharField("手伝いの種類", max_length=40)  # code list help_kind
    words = models.CharField("してほしいこと", max_length=300)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="圏域")
    near = models.CharField("どのあたり", max_length=60, blank=True)
    when_text = models.CharField("いつごろ", max_length=120, blank=True)
    wanted_by = models.DateField("いつまでに", null=True, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="受けた窓口")
    keeper = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="調整する機関")
    opened_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="受けた人"
    )
    opened_at = models.DateTimeField("受けた日時")
    status = models.CharField("状態", max_length=10, choices=RequestStatus, default=RequestStatus.ASKED)
    approved_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確かめた人"
    )
    approved_at = models.DateTimeField("確かめた日時", null=True, blank=True)
    closed_at = models.DateTimeField("終えた日時", null=True, blank=True)
    closed_why = models.CharField("終えたわけ", max_length=200, blank=True)
    thanks = models.CharField("お礼のことば", max_length=300, blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "ちょっと困った"
        ordering = ["-opened_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["municipality", "number"], name="one_help_request_per_number")]
        indexes = [models.Index(fields=["municipality", "status", "opened_at"], name="helprequest_by_status")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/neighbourly/{self.pk}/"

    @property
    def tone(self) -> str:
        """Colour of the chip."""
        return REQUEST_TONES[RequestStatus(self.status)]


class HelpAsker(MunicipalModel):
    """Who asks and where (頼んだ人): apart from the request, opened to a supporter only after she was accepted."""

    wall = with_parent("supporters_helprequest", "request_id")
    privacy = Privacy(open="request", personal="name address phone", sensitive="note")
    request = models.OneToOneField(HelpRequest, models.PROTECT, related_name="asker", verbose_name="ちょっと困った")
    name = models.CharField("氏名", max_length=80)
    address = models.CharField("住所", max_length=160, blank=True)
    phone = models.CharField("電話", max_length=40, blank=True)
    note = models.CharField("気をつけること", max_length=200, blank=True)

    class Meta:
        verbose_name = "頼んだ人"


class HelpTaking(MunicipalModel):
    """A supporter took a request (引き受け). Her name stands here as it was told: her register may be another desk's."""

    wall = with_parent("supporters_helprequest", "request_id")
    privacy = Privacy(
        open="request taken_at by_link accepted_by accepted_at ended_at ended_how starts_at ends_at activity",
        personal="supporter supporter_name supporter_phone", sensitive="ended_why words",
    )  # fmt: skip
    request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="takings", verbose_name="ちょっと困った")
    supporter = models.ForeignKey(Supporter, models.PROTECT, related_name="takings", verbose_name="だれが")
    supporter_name = models.CharField("氏名", max_length=80)
    supporter_phone = models.CharField("電話", max_length=40, blank=True)
    taken_at = models.DateTimeField("手をあげた日時")
    by_link = models.BooleanField("本人のページから", default=False)
    accepted_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="頼んだ人（職員）"
    )
    accepted_at = models.DateTimeField("頼んだ日時", null=True, blank=True)
    ended_at = models.DateTimeField("離れた日時", null=True, blank=True)
    ended_how = models.CharField("離れ方", max_length=10, choices=TakingEnd, blank=True)
    ended_why = models.CharField("離れたわけ", max_length=200, blank=True)
    starts_at = models.DateTimeField("手伝いのはじめ", null=True, blank=True)
    ends_at = models.DateTimeField("手伝いのおわり", null=True, blank=True)
    words = models.CharField("どうだったか", max_length=200, blank=True)
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="活動の記録"
    )

    class Meta:
        verbose_name = "引き受け"
        ordering = ["taken_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "request"], condition=Q(ended_at=None), name="one_taker_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["supporter"], name="helptaking_by_supporter")]


class RequestTerms(MunicipalModel):
    """The numbers of the town for requests (ちょっと困ったの設定); one row, made when it is first changed."""

    wall = municipal()
    privacy = Privacy(open="offered_days asked_days done_days version")
    asked_days = models.PositiveSmallIntegerField("確かめるまでの日数", default=2)
    offered_days = models.PositiveSmallIntegerField("手があがらないとみなす日数", default=5)
    done_days = models.PositiveSmallIntegerField("頼んでから済むまでの日数", default=14)
    version = models.PositiveIntegerField("版", default=1)

    class Meta:
        verbose_name = "ちょっと困ったの設定"
        constraints = [models.UniqueConstraint(fields=["municipality"], name="one_request_terms")]
