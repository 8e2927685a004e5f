"""One sheet for the whole household (世帯全体), its part for each member, and what single items of a consent open."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from tasuki.cases.models import Case, CaseGrant, parts_manager
from tasuki.people.models import Consent, Person
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, live, part_of_case
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency


class Assessment(MunicipalModel):
    """A version of the household's sheet (世帯アセスメントシート): draft until fixed (確定), then never changed."""

    wall = part_of_case(Scope.ASSESSMENT)
    privacy = Privacy(
        open="sheet sheet_version number made_on made_by agency screening_on fixed_at version",
        personal="case genogram",
        sensitive="answers household_type strengths wishes direction screening_result",
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments", verbose_name="ケース")
    sheet = models.CharField("様式", max_length=40)
    sheet_version = models.CharField("様式の版", max_length=20)
    number = models.PositiveSmallIntegerField("回")
    made_on = models.DateField("作成日")
    made_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="作成者")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="作成機関")
    answers = models.JSONField("回答", default=dict)
    household_type = models.CharField("世帯構成", max_length=40, blank=True)
    strengths = models.TextField("世帯の強み", blank=True)
    wishes = models.TextField("世帯の希望", blank=True)
    direction = models.TextField("支援の方向性", blank=True)
    screening_on = models.DateField("スクリーニング実施日", null=True, blank=True)
    screening_result = models.CharField("スクリーニング結果", max_length=40, blank=True)
    genogram = models.TextField("ジェノグラム（確定したときの図）", blank=True)
    fixed_at = models.DateTimeField("確定日時", null=True, blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = parts_manager(Scope.ASSESSMENT)

    class Meta:
        verbose_name = "世帯アセスメント"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["municipality", "case", "number"], name="one_assessment_per_no")]


class MemberAssessment(MunicipalModel):
    """A member's part of the sheet (世帯員ごと): what the person says beside what the worker sees."""

    wall = part_of_case(Scope.ASSESSMENT, about="person_id")
    privacy = Privacy(
        open="order number fixed_at sheet_version",
        personal="assessment case person",
        sensitive="issues_told issues_seen complaint view strengths wishes life_history answers",
    )
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="members", verbose_name="アセスメント")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="ケース")
    person = models.ForeignKey(Person, models.PROTECT, related_name="assessments", verbose_name="世帯員")
    order = models.PositiveSmallIntegerField("並び順", default=0)
    issues_told = ArrayField(
        models.CharField(max_length=40), verbose_name="課題（本人の訴え）", default=list, blank=True
    )
    issues_seen = ArrayField(
        models.CharField(max_length=40), verbose_name="課題（支援者の見立て）", default=list, blank=True
    )
    complaint = models.TextField("本人の訴え", blank=True)
    view = models.TextField("支援者の見立て", blank=True)
    strengths = models.TextField("強み", blank=True)
    wishes = models.TextField("希望", blank=True)
    life_history = models.TextField("生活歴", blank=True)
    answers = models.JSONField("回答", default=dict)
    # Repeated from the sheet, for readers to whom this person is open but not the household.
    sheet_version = models.CharField("様式の版", max_length=20, blank=True)
    number = models.PositiveSmallIntegerField("回", default=1)
    fixed_at = models.DateTimeField("確定日時", null=True, blank=True)

    objects = parts_manager(Scope.ASSESSMENT, about="person")

    class Meta:
        verbose_name = "世帯員のアセスメント"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "assessment", "person"], name="member_once_per_assessment")
        ]


class PersonCondition(MunicipalModel):
    """An illness, a handicap or a way of living that a letter in the genogram tells (ジェノグラムの記号): 認知症, ひきこもり.

    A matter of the assessment, not of the person's registration: whoever may only know the person does not see it.
    """

    wall = part_of_case(Scope.ASSESSMENT, about="person_id")
    privacy = Privacy(open="by agency at", personal="case person", sensitive="code")
    case = models.ForeignKey(Case, models.PROTECT, related_name="conditions", verbose_name="ケース")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="だれの")
    code = models.CharField("記号", max_length=40)  # code list genogram_condition
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="書いた人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="書いた機関")
    at = models.DateTimeField("書いた日時")

    objects = parts_manager(Scope.ASSESSMENT, about="person")

    class Meta:
        verbose_name = "ジェノグラムの記号"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "case", "person", "code"], name="condition_once_per_person")
        ]
        indexes = [models.Index(fields=["case", "person"], name="condition_by_case")]


class AgreedPartQuerySet(models.QuerySet["AgreedPart"]):
    """Answers by the items to which the person agreed."""

    def visible_to(self, worker: Any) -> "AgreedPartQuerySet":
        """Those of persons who agreed, towards the worker's agency, to just this item."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        held = CaseGrant.objects.live().held_by(worker).filter(case=OuterRef("case"), person=OuterRef("person"))
        found = Q(pk=None)
        for item in mine.order_by().values_list("item", flat=True).distinct():
            agreed = Consent.objects.filter(items__contains=[item], withdrawn_at=None)
            found |= Q(Exists(held.filter(source__in=agreed.values("pk"))), item=item)
        return mine.filter(found)


class AgreedPart(MunicipalModel):
    """A member's fixed answers to the questions of one item of a consent (同意の項目ごとの写し: 健康, 経済状況 …).

    Whoever reads the sheet reads these in it; this copy is for agencies to which only single items were agreed.
    """

    wall = Wall(
        "{all} or exists (select 1 from cases_casegrant g join people_consent c on c.id = g.source"
        " and {me}.item = any (c.items) and c.withdrawn_at is null"
        " where g.case_id = {me}.case_id and g.person_id = {me}.person_id and " + live("g") + ")"
    )
    privacy = Privacy(
        open="item sheet sheet_version number fixed_at", personal="assessment case person", sensitive="answers"
    )
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="agreed_parts", verbose_name="アセスメント")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="ケース")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="世帯員")
    item = models.CharField("同意の項目", max_length=40)  # code list consent_item
    sheet = models.CharField("様式", max_length=40)
    sheet_version = models.CharField("様式の版", max_length=20)
    number = models.PositiveSmallIntegerField("回")
    fixed_at = models.DateTimeField("確定日時")
    answers = models.JSONField("回答", default=dict)

    objects = AgreedPartQuerySet.as_manager()

    class Meta:
        verbose_name = "同意の項目ごとの写し"
        ordering = ["person", "item", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "assessment", "person", "item"], name="agreed_part_once_per_item"
            )
        ]
        indexes = [models.Index(fields=["case", "person"], name="agreed_part_by_case")]
