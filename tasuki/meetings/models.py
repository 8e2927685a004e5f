"""Body, sitting, item, call, packet, role."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from tasuki.audit.looks import Noted
from tasuki.cases.models import Case
from tasuki.plans.models import Plan
from tasuki.shared import clock
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, municipal, with_parent
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

from .enums import TONES, Form, ItemKind, ItemStatus, LegalType, SittingStatus


class Body(MunicipalModel):
    """A meeting body (会議体): its name is the town's, its legal type the law's; one body may serve as several."""

    wall = municipal()
    privacy = Privacy(open="key name legal_types host_agency decided_by purpose how_often closed_on")
    key = models.SlugField("記号", max_length=60)
    name = models.CharField("会議の名前", max_length=80)
    legal_types = ArrayField(models.CharField(max_length=24, choices=LegalType), verbose_name="法的な位置づけ")
    host_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="主催（事務局）")
    # Plans examined here are decided there (部会 → 本会議); empty: this body decides itself.
    decided_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="examines_for", verbose_name="承認する会議"
    )
    purpose = models.TextField("目的", blank=True)
    how_often = models.CharField("開催の頻度", max_length=80, blank=True)
    closed_on = models.DateField("廃止日", null=True, blank=True)

    class Meta:
        verbose_name = "会議体"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="one_body_per_key")]

    def __str__(self) -> str:
        return self.name


class BodyMember(MunicipalModel):
    """An agency in the list of members (構成員・別表). Membership opens nothing; being called to an item does."""

    wall = municipal()
    privacy = Privacy(open="body agency chair")
    body = models.ForeignKey(Body, models.CASCADE, related_name="members", verbose_name="会議体")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    chair = models.BooleanField("座長", default=False)

    class Meta:
        verbose_name = "構成員"
        constraints = [models.UniqueConstraint(fields=["municipality", "body", "agency"], name="member_once_per_body")]


class Sitting(MunicipalModel):
    """One sitting of a body (開催): date, place, form; its public minutes hold no case."""

    wall = municipal()
    privacy = Privacy(
        open="body number legal_type at until_text moved_text form place status subject attended_text minutes next_on "
        "called_by version",
    )
    body = models.ForeignKey(Body, models.PROTECT, related_name="sittings", verbose_name="会議体")
    number = models.CharField("開催番号", max_length=20, blank=True)  # 令和8-支-003
    legal_type = models.CharField("今回の位置づけ", max_length=24, choices=LegalType)
    at = models.DateTimeField("日時")
    until_text = models.CharField("日程の補足", max_length=60, blank=True)
    moved_text = models.TextField("日時の変更", blank=True)
    form = models.CharField("形式", max_length=12, choices=Form, default=Form.IN_PERSON)
    place = models.CharField("場所", max_length=120, blank=True)
    status = models.CharField("状態", max_length=10, choices=SittingStatus, default=SittingStatus.PLANNED)
    subject = models.TextField("会議の内容", blank=True)
    attended_text = models.TextField("出席した機関", blank=True)
    minutes = models.TextField("会議の記録（ケースのことは書かない）", blank=True)
    next_on = models.DateField("次回", null=True, blank=True)
    called_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="招集した人")
    version = models.PositiveIntegerField("版", default=1)

    class Meta:
        verbose_name = "開催"
        ordering = ["-at"]
        indexes = [models.Index(fields=["municipality", "-at"], name="sitting_by_day")]

    def __str__(self) -> str:
        return f"{self.body} {clock_day(self.at)}"


def clock_day(moment: Any) -> str:
    """Date of a moment in Japan, for labels."""
    return moment.astimezone(clock.JAPAN).date().isoformat()


class ItemQuerySet(Noted):
    """Items by who was called."""

    def visible_to(self, worker: Any) -> "ItemQuerySet":
        """Hosted or submitted by the worker's agency, or called to it, secrecy accepted, not collected yet."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        if not worker.role.sits:
            return mine.none()
        called = ItemCall.objects.to(worker).filter(item=OuterRef("pk"), pledges__worker=worker.pk)
        return mine.filter(Q(host_agency=worker.agency_id) | Q(submitted_agency=worker.agency_id) | Exists(called))


class Item(MunicipalModel):
    """An item on the agenda (議題). Those called to it get its packet, and never the case itself."""

    wall = Wall(
        "{all} or host_agency_id = {seat} or submitted_agency_id = {seat} or exists (select 1 from"
        " meetings_itemcall c join meetings_pledge p on p.call_id = c.id and p.worker_id = {worker}"
        " where c.item_id = {me}.id and ((c.agency_id = {seat} and c.worker_id is null) or c.worker_id = {worker})"
        " and (c.until is null or c.until > {now}))"
    )
    privacy = Privacy(
        open=(
            "sitting order kind without_consent submitted_by submitted_agency host_agency status next_on "
            "follow_until closed_at version sheet_version"
        ),
        personal="title case plan",
        sensitive="why_without to_discuss discussion decision withdrawn_why answers",
    )
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="items", verbose_name="開催")
    order = models.PositiveSmallIntegerField("順番", default=1)
    kind = models.CharField("種類", max_length=8, choices=ItemKind, default=ItemKind.CASE)
    title = models.CharField("議題", max_length=120)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="items", verbose_name="ケース")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="items", verbose_name="プラン")
    without_consent = models.BooleanField("本人同意なしで扱う", default=False)
    why_without = models.TextField("同意なしで扱う理由", blank=True)
    to_discuss = models.TextField("検討してほしいこと", blank=True)
    submitted_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="提出者")
    submitted_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="提出機関")
    host_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="事務局")
    status = models.CharField("状態", max_length=10, choices=ItemStatus, default=ItemStatus.PREPARING)
    discussion = models.TextField("共有された情報・意見", blank=True)
    decision = models.TextField("支援の方針・決まったこと", blank=True)
    next_on = models.DateField("次回", null=True, blank=True)
    follow_until = models.DateTimeField("資料を閲覧できる期限", null=True, blank=True)
    closed_at = models.DateTimeField("終わった日時", null=True, blank=True)
    withdrawn_why = models.CharField("取り下げた理由", max_length=200, blank=True)
    sheet_version = models.CharField("様式の版", max_length=20, blank=True)
    answers = models.JSONField("加えた項目の回答", default=dict, blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = "議題"
        ordering = ["sitting", "order", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """議題番号: the sitting's number and the place on its agenda, 「令和8-支-003-2」."""
        return f"{self.sitting.number or '番号なし'}-{self.order}"

    @property
    def tone(self) -> str:
        """Colour of the chip."""
        return TONES[ItemStatus(self.status)]


class ItemCallQuerySet(Noted):
    """Calls by whom they call."""

    def visible_to(self, worker: Any) -> "ItemCallQuerySet":
        """Calls to the worker or her agency, and calls to items of the agency that hosts or submitted."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        if not worker.role.sits:
            return mine.none()
        return mine.filter(
            Q(agency=worker.agency_id) | Q(worker=worker.pk) | Q(host_agency=worker.agency_id)
            | Q(submitted_agency=worker.agency_id)
        )  # fmt: skip

    def to(self, worker: Any) -> "ItemCallQuerySet":
        """Calls in force to the worker: by name, or to anybody of her agency; not collected yet."""
        whom = Q(agency=worker.agency_id, worker=None) | Q(worker=worker.pk)
        mine = self.filter(whom, Q(until=None) | Q(until__gt=clock.now()), municipality=worker.municipality_id)
        return mine if worker.role.sits else mine.none()


class ItemCall(MunicipalModel):
    """An agency, or one worker, called to an item (招集). Opens the packet to each worker who has pledged secrecy."""

    wall = Wall("{all} or agency_id = {seat} or worker_id = {worker} or host_agency_id = {seat}"
                " or submitted_agency_id = {seat}")  # fmt: skip
    privacy = Privacy(
        open=(
            "sitting host_agency submitted_agency agency worker packet_number called_by called_at attended until "
            "uncalled_at uncalled_by"
        ),
        personal="item",
        sensitive="uncalled_why",
    )
    item = models.ForeignKey(Item, models.PROTECT, related_name="calls", verbose_name="議題")
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="calls", verbose_name="開催")
    host_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="事務局")
    submitted_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="提出機関")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="呼ばれた機関")
    worker = models.ForeignKey(
        Worker,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="呼ばれた人（空欄は機関のだれでも）",
    )
    packet_number = models.PositiveSmallIntegerField("資料番号")
    called_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="呼んだ人")
    called_at = models.DateTimeField("呼んだ日時")
    attended = models.BooleanField("出席", default=False)
    until = models.DateTimeField("閲覧の終わり（回収）", null=True, blank=True)
    uncalled_at = models.DateTimeField("招集を取り消した日時", null=True, blank=True)
    uncalled_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="取り消した人"
    )
    uncalled_why = models.CharField("取り消した理由", max_length=200, blank=True)

    objects = ItemCallQuerySet.as_manager()

    class Meta:
        verbose_name = "招集"
        ordering = ["packet_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "item", "agency", "worker"], name="called_once_per_item", nulls_distinct=False,
                condition=Q(uncalled_at=None),
            )
        ]  # fmt: skip

    @property
    def collected(self) -> bool:
        """Whether the copy has been collected (回収済み)."""
        return self.until is not None and self.until <= clock.now()


class Pledge(MunicipalModel):
    """The duty of secrecy accepted by one worker for one call (守秘の誓い); a colleague's pledge opens nothing to her."""

    wall = Wall("{all} or worker_id = {worker} or host_agency_id = {seat} or submitted_agency_id = {seat}",
                append_only=True)  # fmt: skip
    privacy = Privacy(open="host_agency submitted_agency worker agency copy at", personal="call item")
    call = models.ForeignKey(ItemCall, models.PROTECT, related_name="pledges", verbose_name="招集")
    item = models.ForeignKey(Item, models.PROTECT, related_name="pledges", verbose_name="議題")
    host_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="事務局")
    submitted_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="提出機関")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="誓った人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    copy = models.PositiveSmallIntegerField("枝番", default=1)  # second and later copies of an agency's papers
    at = models.DateTimeField("誓った日時")

    class Meta:
        verbose_name = "守秘の誓い"
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["municipality", "call", "worker"], name="pledged_once_per_call")]


class Packet(MunicipalModel):
    """The papers of one item, frozen (会議資料): a copy of what was chosen, read-only, never the case itself."""

    wall = with_parent("meetings_item", "item_id")
    privacy = Privacy(open="frozen_at frozen_by", personal="item", sensitive="papers")
    item = models.OneToOneField(Item, models.PROTECT, related_name="packet", verbose_name="議題")
    frozen_at = models.DateTimeField("確定日時")
    frozen_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="確定した人")
    # [{"heading": …, "text": …} or {"heading": …, "rows": [[…]]} or {"heading": …, "svg": …}], names as chosen.
    papers = models.JSONField("資料", default=list)

    class Meta:
        verbose_name = "会議資料"


class ItemRoleQuerySet(Noted):
    """Roles by who was asked."""

    def visible_to(self, worker: Any) -> "ItemRoleQuerySet":
        """Those asked of the worker's agency, and those of items she may read."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        if not worker.role.sits:
            return mine.none()
        return mine.filter(Q(agency=worker.agency_id) | Q(item__in=Item.objects.visible_to(worker).values("pk")))


class ItemRole(MunicipalModel):
    """What the meeting asked of an agency (役割分担): who does what by when, or when something happens."""

    # Read with the minutes by those called; the agency keeps reading its own task after the papers are collected.
    wall = Wall("{all} or agency_id = {seat} or exists (select 1 from meetings_item p where p.id = {me}.item_id)")
    privacy = Privacy(
        open="host_agency submitted_agency agency by_date done_on done_by order",
        personal="item",
        sensitive="what trigger done_note",
    )
    item = models.ForeignKey(Item, models.PROTECT, related_name="roles", verbose_name="議題")
    host_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="事務局")
    submitted_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="提出機関")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    what = models.TextField("すること")
    by_date = models.DateField("いつまで", null=True, blank=True)
    trigger = models.CharField("そのとき（きっかけ）", max_length=200, blank=True)
    done_on = models.DateField("できた日", null=True, blank=True)
    done_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="できたと記した人"
    )
    done_note = models.CharField("結果", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    objects = ItemRoleQuerySet.as_manager()

    class Meta:
        verbose_name = "会議で決めた役割"
        ordering = ["order", "id"]


class PacketLook(MunicipalModel):
    """Who opened which copy, when, from where, on screen or on paper (資料を開いた記録); it only grows."""

    # The officer reads numbers, names of workers and moments; what the item is about, she does not.
    wall = Wall("{all} or {oversees} or worker_id = {worker} or host_agency_id = {seat} or submitted_agency_id = {seat}",
                append_only=True)  # fmt: skip
    privacy = Privacy(
        open="host_agency submitted_agency worker agency number at address printed", personal="item"
    )  # fmt: skip
    item = models.ForeignKey(Item, models.PROTECT, related_name="looks", verbose_name="議題")
    host_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="事務局")
    submitted_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="提出機関")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="開いた人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    number = models.CharField("資料番号", max_length=40)
    at = models.DateTimeField("日時")
    address = models.CharField("端末", max_length=60, blank=True)
    printed = models.BooleanField("印刷", default=False)

    class Meta:
        verbose_name = "資料を開いた記録"
        ordering = ["-at"]
        indexes = [models.Index(fields=["municipality", "-at"], name="packetlook_by_day")]


from .talk_models import Conference, ConferenceSeat, RightsScreening  # noqa: E402, F401
