"""The case, who is in it, who may see it, and what happened."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from tasuki.audit.looks import Noted
from tasuki.intake.models import Consultation
from tasuki.people.models import Household, Person
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, live, part_of_case, with_parent
from tasuki.sharing.enums import Ground, Scope
from tasuki.sharing.models import Ends, Grant
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area

from .enums import TONES, EventKind, Status


class CaseQuerySet(Noted):
    """Cases by who may see that they exist."""

    def visible_to(self, worker: Any) -> "CaseQuerySet":
        """Owned by the worker's agency, or opened to it by a live grant; all for the supervising section."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        if not worker.role.works_cases:
            return mine.none()
        granted = CaseGrant.objects.live().held_by(worker).exclude(ground="own").filter(case=OuterRef("pk"))
        return mine.filter(Q(owner_agency=worker.agency_id) | Exists(granted))

    def running(self) -> "CaseQuerySet":
        """Not closed."""
        return self.exclude(status=Status.CLOSED)


class Case(MunicipalModel):
    """A case (ケース): one period of support of a household, with an owner agency and a worker, never without one."""

    wall = Wall(
        # `exists`, not `in`: for one case its own grants are looked up, for a list all are read at once (the planner chooses)
        "{all} or owner_agency_id = {agency} or exists"
        f" (select from cases_casegrant g where g.case_id = cases_case.id and {live('g')} and g.ground <> 'own')"
    )
    privacy = Privacy(
        open=(
            "number area status owner_agency worker opened_on projects next_on next_worker now_by now_at "
            "last_contact_at closed_on closing_reason follow_up_on followed_up_on version"
        ),
        personal="label household opened_from continues",
        sensitive=(
            "topics issues rights_screening now_text next_text last_contact_text closing_note closing_destination"
        ),
    )
    number = models.CharField("ケース番号", max_length=20)
    label = models.CharField("世帯の呼び方", max_length=120)
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="世帯"
    )
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="圏域")
    status = models.CharField("状態", max_length=12, choices=Status, default=Status.ASSESSING)
    owner_agency = models.ForeignKey(Agency, models.PROTECT, related_name="owned_cases", verbose_name="主担当の機関")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="cases", verbose_name="担当者")
    opened_on = models.DateField("開いた日")
    opened_from = models.ForeignKey(
        Consultation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="もとの相談"
    )
    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by", verbose_name="前の支援期間"
    )
    topics = ArrayField(models.CharField(max_length=40), verbose_name="相談内容", default=list, blank=True)
    issues = ArrayField(models.CharField(max_length=40), verbose_name="課題", default=list, blank=True)
    projects = ArrayField(models.CharField(max_length=20), verbose_name="事業", default=list, blank=True)
    rights_screening = models.BooleanField("権利擁護の検討が要る", default=False)
    # 「いま」: three lines the last worker leaves for the next.
    now_text = models.TextField("いま", blank=True)
    next_text = models.CharField("次の一手", max_length=300, blank=True)
    next_on = models.DateField("次の期日", null=True, blank=True)
    next_worker = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="次に動く人"
    )
    now_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="更新した人"
    )
    now_at = models.DateTimeField("更新日時", null=True, blank=True)
    last_contact_at = models.DateTimeField("さいごの接触", null=True, blank=True)
    last_contact_text = models.CharField("さいごの接触の内容", max_length=80, blank=True)
    closed_on = models.DateField("終結日", null=True, blank=True)
    closing_reason = models.CharField("終結の理由", max_length=40, blank=True)  # code list closing_reason
    closing_note = models.TextField("終結のまとめ", blank=True)
    closing_destination = models.CharField("終結後のつなぎ先", max_length=120, blank=True)
    follow_up_on = models.DateField("その後を確かめる日", null=True, blank=True)
    followed_up_on = models.DateField("確かめた日", null=True, blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "ケース"
        ordering = ["-opened_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["municipality", "number"], name="one_case_per_number")]
        indexes = [
            models.Index(fields=["municipality", "-last_contact_at", "-id"], name="case_by_contact"),
            models.Index(fields=["municipality", "owner_agency", "-last_contact_at"], name="case_by_owner"),
            models.Index(fields=["municipality", "worker", "status"], name="case_by_worker"),
            models.Index(fields=["municipality", "opened_on"], name="case_by_opened"),
            models.Index(fields=["municipality", "closed_on"], name="case_by_closed"),
            # The area of a case without the case: the yearly results look it up for every visit, sheet and plan.
            models.Index(fields=["municipality", "id"], include=["area", "owner_agency"], name="case_by_place"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"

    def get_absolute_url(self) -> str:
        """The page of the case (drawn by `casefile`)."""
        return f"/cases/{self.pk}/"

    @property
    def tone(self) -> str:
        """Colour of the chip; the words say the same."""
        return TONES[Status(self.status)]

    @property
    def is_closed(self) -> bool:
        """終結."""
        return self.status == Status.CLOSED


class CaseMember(MunicipalModel):
    """A person with whom the case is concerned (ケースの世帯員), in or out of the household."""

    # Whoever sees the case sees that there is a member; the person behind it only with a grant for that person.
    wall = with_parent("cases_case", "case_id")
    privacy = Privacy(open="order", personal="case person index_person in_household relation")
    case = models.ForeignKey(Case, models.PROTECT, related_name="members", verbose_name="ケース")
    person = models.ForeignKey(Person, models.PROTECT, related_name="cases", verbose_name="人")
    index_person = models.BooleanField("本人", default=False)
    in_household = models.BooleanField("同居", default=True)
    relation = models.CharField("続柄", max_length=40, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = "ケースの世帯員"
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["municipality", "case", "person"], name="member_once_per_case")]
        indexes = [models.Index(fields=["person"], name="casemember_by_person")]


class CaseGrant(Grant):
    """Who may see this case, which parts, on what ground (開示). `person` empty: the whole household."""

    wall = Wall("{all} or agency_id = {agency} or worker_id = {worker} or keeper_id = {agency}")
    privacy = Privacy(open="keeper", personal="case person")
    case = models.ForeignKey(Case, models.PROTECT, related_name="grants", verbose_name="ケース")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="この人の分だけ"
    )
    # The agency that owns the case, repeated here so that the owner reads the list of grants without a look at the case.
    keeper = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="主担当の機関")

    class Meta:
        verbose_name = "ケースの開示"
        indexes = [
            models.Index(fields=["case"], name="casegrant_by_case"),
            # An agency's grants that are not over; and those of them that others gave, for the lists.
            models.Index("agency", Ends("until"), name="casegrant_by_agency"),
            models.Index("agency", Ends("until"), name="casegrant_given", condition=~Q(ground=Ground.OWN)),
            models.Index(fields=["worker", "until"], name="casegrant_by_worker"),
        ]


class PartQuerySet(Noted):
    """Parts of cases by who may read them. `part` is the bit, `about` the field that names one person."""

    part: Scope = Scope.RECORD
    about: str = ""

    def visible_to(self, worker: Any) -> "PartQuerySet":
        """Parts that a live grant opens to the worker."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        whom = Q(person=None) | (Q(person=OuterRef(self.about)) if self.about else Q())
        if not self.about:
            whom = Q(person=None)
        grants = CaseGrant.objects.live().held_by(worker).opening(self.part)
        return mine.filter(Exists(grants.filter(whom, case=OuterRef("case"))))


def parts_manager(part: Scope, about: str = "") -> Any:
    """A manager for a kind of part of a case: `Model.objects.visible_to(worker)`."""
    kind = type("PartsQuerySet", (PartQuerySet,), {"part": part, "about": about})
    return kind.as_manager()


class CaseEvent(MunicipalModel):
    """One line of the timeline (経過): every action that matters to a case writes one."""

    wall = part_of_case(Scope.RECORD, about="about_id")
    privacy = Privacy(open="kind at by agency link", personal="case about", sensitive="text")
    case = models.ForeignKey(Case, models.PROTECT, related_name="events", verbose_name="ケース")
    kind = models.CharField("できごと", max_length=24, choices=EventKind)
    at = models.DateTimeField("日時")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="だれが")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    text = models.TextField("内容", blank=True)
    about = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="だれのこと"
    )
    link = models.CharField("くわしく", max_length=200, blank=True)

    objects = parts_manager(Scope.RECORD, about="about")

    class Meta:
        verbose_name = "できごと"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["case", "-at"], name="event_by_case")]


class SupportRecord(MunicipalModel):
    """A support record (支援経過記録): who with whom, by what means, how long, how many workers, what was said, what next.

    Never overwritten: a correction is a new row that `replaces` the old one, which stays.
    """

    wall = part_of_case(Scope.RECORD, about="about_id")
    privacy = Privacy(
        open=(
            "at method parties worker agency worker_count accompanied minutes result projects next_on "
            "written_at replaces current corrected_by"
        ),
        personal="case about party_note fellow_workers",
        sensitive="place text view folded next_text correction_reason",
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="records", verbose_name="ケース")
    at = models.DateTimeField("対応日時")
    method = models.CharField("対応方法", max_length=40)  # code list contact_method
    parties = ArrayField(models.CharField(max_length=40), verbose_name="相手", default=list)  # contact_party
    party_note = models.CharField("相手の名前・機関", max_length=120, blank=True)
    about = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="だれについて（空欄は世帯全体）"
    )
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="records", verbose_name="対応者")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="対応した機関")
    fellow_workers = models.CharField("いっしょに対応した人", max_length=200, blank=True)
    worker_count = models.PositiveSmallIntegerField("対応した職員の人数", default=1)
    accompanied = models.BooleanField("同行", default=False)
    minutes = models.PositiveSmallIntegerField("時間（分）", null=True, blank=True)
    place = models.CharField("場所", max_length=80, blank=True)
    result = models.CharField("会えたか", max_length=40, blank=True)  # code list contact_result
    text = models.TextField("内容")
    view = models.TextField("所見（見立て）", blank=True)
    folded = models.TextField("検索用", editable=False, default="")
    projects = ArrayField(models.CharField(max_length=20), verbose_name="数える事業", default=list, blank=True)
    next_on = models.DateField("次回予定日", null=True, blank=True)
    next_text = models.CharField("次回予定", max_length=200, blank=True)
    written_at = models.DateTimeField("書いた日時")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="直す前の記録"
    )
    current = models.BooleanField("いまの版", default=True)
    correction_reason = models.CharField("直した理由", max_length=200, blank=True)
    corrected_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="直した人"
    )

    objects = parts_manager(Scope.RECORD, about="about")

    class Meta:
        verbose_name = "支援経過記録"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="record_by_case"),
            models.Index(fields=["municipality", "-at", "-id"], name="record_by_day"),
            models.Index(fields=["worker", "-at"], name="record_by_worker"),
        ]


class StandingFiles(models.Manager["Attachment"]):
    """Files that stand: those taken back are met by the page of their record only."""

    def get_queryset(self) -> models.QuerySet["Attachment"]:
        """Without what was attached by mistake."""
        return super().get_queryset().filter(withdrawn_at=None)


class Attachment(MunicipalModel):
    """A file checked before it was kept (添付): known kind, size, name cleaned; stored in the database with the record."""

    wall = with_parent("cases_supportrecord", "record_id")
    privacy = Privacy(
        open="kind size digest at by record withdrawn_at withdrawn_by", personal="case name",
        sensitive="content withdrawn_why",
    )  # fmt: skip
    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments", verbose_name="ケース")
    record = models.ForeignKey(SupportRecord, models.PROTECT, related_name="attachments", verbose_name="記録")
    name = models.CharField("ファイル名", max_length=120)
    kind = models.CharField("種類", max_length=60)
    size = models.PositiveIntegerField("大きさ（バイト）")
    digest = models.CharField("内容の要約", max_length=64)
    content = models.BinaryField("中身")
    at = models.DateTimeField("添付日時")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="添付した人")
    withdrawn_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="取り消した人"
    )
    withdrawn_why = models.CharField("取り消した理由", max_length=200, blank=True)

    objects = StandingFiles()
    every = models.Manager()

    class Meta:
        verbose_name = "添付"


class StatusChange(MunicipalModel):
    """A change of status (状態の履歴): from, to, who, when, why."""

    wall = with_parent("cases_case", "case_id")
    privacy = Privacy(open="before after at by", personal="case", sensitive="reason")
    case = models.ForeignKey(Case, models.PROTECT, related_name="status_changes", verbose_name="ケース")
    before = models.CharField("前", max_length=12, blank=True)
    after = models.CharField("後", max_length=12)
    at = models.DateTimeField("日時")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="だれが")
    reason = models.CharField("理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "状態の履歴"
        ordering = ["at", "id"]


from .emergency_models import EmergencyOpening  # noqa: E402  (a model of this room in a file of its own)
from .held_models import RestrictedNote  # noqa: E402
from .notes_models import CaseComment, CommentCall, RecordPerson, WarningNote  # noqa: E402
from .phrase_models import Phrase  # noqa: E402

__all__ = [
    "Attachment", "Case", "CaseComment", "CaseEvent", "CaseGrant", "CaseMember", "CaseQuerySet", "CommentCall",
    "EmergencyOpening", "PartQuerySet", "Phrase", "RecordPerson", "RestrictedNote", "StatusChange", "SupportRecord",
    "WarningNote", "parts_manager",
]  # fmt: skip
