"""What is told to the person: the letter of what was shared, the answer to a request, the register of both."""

from typing import Any

from django.db import models
from django.db.models import Q

from tasuki.audit.looks import Noted
from tasuki.cases.models import Attachment, Case
from tasuki.people.models import Person
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

from .enums import TONES, AskedBy, DisclosureStatus, EnclosureDecision, EnclosureSource, PaperKind

# Only the agency that owns the case, and the section as the one responsible: no other ground opens what is prepared here.
_OWNED = "{all} or exists (select 1 from cases_case c where c.id = {me}.case_id and c.owner_agency_id = {agency})"


class OwnedQuerySet(Noted):
    """Rows of cases by who owns the case."""

    def visible_to(self, worker: Any) -> "OwnedQuerySet":
        """Of the cases of the worker's own agency; all for the section."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        if not worker.role.works_cases:
            return mine.none()
        return mine.filter(case__owner_agency=worker.agency_id)


class LetterDecision(MunicipalModel):
    """Whether a line of the letter is told or left out, and why (提供の記録の一行の判断). The newest counts; all stay."""

    wall = Wall(_OWNED, append_only=True)
    privacy = Privacy(open="line told reason by at", personal="case person", sensitive="note")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="ケース")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="本人")
    line = models.CharField("行", max_length=60)  # what it tells of: grant, sheet, meeting, with its key
    told = models.BooleanField("伝える")
    reason = models.CharField("伝えないわけ", max_length=40, blank=True)  # code list untold_reason
    note = models.TextField("判断の説明", blank=True)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="判断した人")
    at = models.DateTimeField("判断した日時")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = "提供の記録の判断"
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "person"], name="letterdecision_by_person")]


class Disclosure(MunicipalModel):
    """The answer to a request of the person to see her records (開示請求): pieces frozen, masked, checked by a second."""

    wall = Wall(_OWNED)
    privacy = Privacy(
        open="number asked_on asked_by since until status made_by agency made_at submitted_at checked_by checked_at "
        "version",
        personal="case person asker_name",
        sensitive="note check_note",
    )
    number = models.CharField("番号", max_length=20)
    case = models.ForeignKey(Case, models.PROTECT, related_name="disclosures", verbose_name="ケース")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="本人")
    asked_on = models.DateField("請求の日")
    asked_by = models.CharField("請求した人", max_length=10, choices=AskedBy, default=AskedBy.PERSON)
    asker_name = models.CharField("代理人の氏名", max_length=80, blank=True)
    since = models.DateField("いつから", null=True, blank=True)
    until = models.DateField("いつまで", null=True, blank=True)
    status = models.CharField("状態", max_length=10, choices=DisclosureStatus, default=DisclosureStatus.DRAFT)
    note = models.TextField("確認する人へ", blank=True)
    made_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="作成した人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="作成した機関")
    made_at = models.DateTimeField("作成日時")
    submitted_at = models.DateTimeField("確認に出した日時", null=True, blank=True)
    checked_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確認した人"
    )
    checked_at = models.DateTimeField("確認した日時", null=True, blank=True)
    check_note = models.TextField("確認の意見", blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = "開示請求"
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="one_disclosure_per_number"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=models.F("made_by")), name="disclosure_checked_by_another"
            ),
        ]
        indexes = [models.Index(fields=["case"], name="disclosure_by_case")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/cases/{self.case_id}/disclosure/{self.pk}/"

    @property
    def tone(self) -> str:
        """Colour of the chip."""
        return TONES[DisclosureStatus(self.status)]


class DisclosurePiece(MunicipalModel):
    """One piece of what the person asked for (開示する記載): a field of a record as it stood when it was gathered."""

    wall = Wall(_OWNED)
    privacy = Privacy(open="order source source_key on", personal="case disclosure", sensitive="heading field text")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="ケース")
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="pieces", verbose_name="開示請求")
    order = models.PositiveIntegerField("順")
    source = models.CharField("もとの記録の種類", max_length=20)
    source_key = models.UUIDField("もとの記録", null=True)
    on = models.DateField("日付", null=True, blank=True)
    heading = models.CharField("記録の名前", max_length=160)
    field = models.CharField("項目", max_length=80)
    text = models.TextField("内容")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = "開示する記載"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "disclosure", "order"], name="one_piece_per_order")
        ]


class Masking(MunicipalModel):
    """A place that is blackened, and why (伏せるところ). One taken off again stays, with who and why."""

    wall = Wall(_OWNED)
    privacy = Privacy(
        open="start end reason proposed by at removed_by removed_at",
        personal="case piece",
        sensitive="note removed_why",
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="ケース")
    piece = models.ForeignKey(DisclosurePiece, models.PROTECT, related_name="maskings", verbose_name="記載")
    start = models.PositiveIntegerField("はじめの文字")
    end = models.PositiveIntegerField("おわりの文字")
    reason = models.CharField("開示しない理由", max_length=40)  # code list nondisclosure_reason
    note = models.CharField("説明", max_length=200, blank=True)
    proposed = models.BooleanField("はじめから伏せてあった", default=False)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="伏せた人")
    at = models.DateTimeField("伏せた日時")
    removed_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="外した人"
    )
    removed_at = models.DateTimeField("外した日時", null=True, blank=True)
    removed_why = models.CharField("外したわけ", max_length=200, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = "伏せるところ"
        ordering = ["start", "-end"]
        constraints = [models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="masking_is_not_empty")]


class Enclosure(MunicipalModel):
    """A file or a picture of what she asked for (開示する添付・図): given, given but for some pages, or not, with a reason."""

    wall = Wall(_OWNED)
    privacy = Privacy(
        open="order source on pages decision reason by at attachment",
        personal="case disclosure",
        sensitive="name content withheld_pages note",
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="ケース")
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="enclosures", verbose_name="開示請求")
    order = models.PositiveIntegerField("順")
    source = models.CharField("種類", max_length=12, choices=EnclosureSource)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="添付"
    )
    on = models.DateField("日付", null=True, blank=True)
    name = models.CharField("名前", max_length=160)
    content = models.TextField("図", blank=True)  # the drawing as it was when it was gathered
    pages = models.PositiveSmallIntegerField("ページ", null=True, blank=True)
    decision = models.CharField("扱い", max_length=10, choices=EnclosureDecision, default=EnclosureDecision.WAITING)
    withheld_pages = models.CharField("渡さないページ", max_length=80, blank=True)
    reason = models.CharField("開示しない理由", max_length=40, blank=True)  # code list nondisclosure_reason
    note = models.CharField("説明", max_length=200, blank=True)
    by = models.ForeignKey(Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="決めた人")
    at = models.DateTimeField("決めた日時", null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = "開示する添付・図"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "disclosure", "order"], name="one_enclosure_per_order"),
            models.CheckConstraint(
                condition=Q(decision__in=["waiting", "give"]) | ~Q(reason=""), name="enclosure_withheld_for_a_reason"
            ),
        ]

    @property
    def is_picture(self) -> bool:
        """Printed into the paper itself; the copy of anything else goes along with it."""
        return self.source == EnclosureSource.GENOGRAM or bool(
            self.attachment and self.attachment.kind in ("png", "jpg")
        )


class GivenPaper(MunicipalModel):
    """The register (提供・開示の記録簿): what was given to the person, when, by whom, and the paper as it was given."""

    wall = Wall(_OWNED, append_only=True)
    privacy = Privacy(
        open="kind number at by agency how digest pages disclosure", personal="case person", sensitive="told_of content"
    )
    kind = models.CharField("渡したもの", max_length=12, choices=PaperKind)
    number = models.CharField("番号", max_length=20)
    case = models.ForeignKey(Case, models.PROTECT, related_name="given_papers", verbose_name="ケース")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="本人")
    disclosure = models.OneToOneField(
        Disclosure, models.PROTECT, null=True, blank=True, related_name="paper", verbose_name="開示"
    )
    at = models.DateTimeField("日時")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="渡した人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="渡した機関")
    how = models.CharField("渡し方", max_length=40)  # code list handing_way
    told_of = models.TextField("内容のまとめ", blank=True)
    pages = models.PositiveSmallIntegerField("ページ")
    digest = models.CharField("内容の要約（SHA-256）", max_length=64)
    content = models.BinaryField("渡した書類")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = "渡した書類"
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["municipality", "number"], name="one_given_paper_per_number")]
        indexes = [models.Index(fields=["case", "-at"], name="givenpaper_by_case")]


from .care_models import AfterCheck, CareSettings, Cover, HandOver, HandOverLine, Lead  # noqa: E402, F401
from .ecomap_models import EcomapSnapshot, EcomapTie  # noqa: E402, F401
from .food_models import CaseFood  # noqa: E402, F401
from .neighbourhood_models import IssueCase  # noqa: E402, F401
from .visit_kit_models import AwaySettings, VisitKit, VisitKitCase, VisitKitItem  # noqa: E402, F401
