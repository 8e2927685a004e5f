"""Plan, goals, roles, decisions, evaluation."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from tasuki.assessments.models import Assessment
from tasuki.audit.looks import Noted
from tasuki.cases.models import Case, CaseGrant, parts_manager
from tasuki.people.models import Consent, Person
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, live, part_of_case, with_parent
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

from .enums import TONES, PlanStatus, Result, RoleStatus, Step, Verdict


class PlanQuerySet(Noted):
    """Plans by who may read them."""

    def visible_to(self, worker: Any) -> "PlanQuerySet":
        """The plan bit of any live grant, for the household or for one of the plan's persons."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        whom = PlanPerson.objects.filter(plan=OuterRef(OuterRef("pk")), person=OuterRef("person"))
        grants = CaseGrant.objects.live().held_by(worker).opening(Scope.PLAN).filter(case=OuterRef("case"))
        return mine.filter(Exists(grants.filter(Q(person=None) | Exists(whom))))


class PlanPartQuerySet(Noted):
    """Roles and persons are read with their plan."""

    def visible_to(self, worker: Any) -> "PlanPartQuerySet":
        """Parts of the plans that the worker may read."""
        return self.filter(plan__in=Plan.objects.visible_to(worker).values("pk"))


class Plan(MunicipalModel):
    """A support plan (支援プラン), first or renewed; may follow support already begun (後追い), with both dates."""

    # The plan bit of any live grant, for the household or for one of its persons.
    wall = Wall(
        "{all} or exists (select 1 from cases_casegrant g where g.case_id = {me}.case_id"
        f" and {live('g')} and g.scope & {int(Scope.PLAN)} <> 0 and (g.person_id is null or exists"
        " (select 1 from plans_planperson p where p.plan_id = {me}.id and p.person_id = g.person_id)))"
    )
    privacy = Privacy(
        open=(
            "number status made_on support_began_on period_from period_to monitoring_on uses_participation "
            "uses_outreach made_by agency submitted_at decided_on ended_on replaces version sheet_version"
        ),
        personal="case main_person assessment",
        sensitive="wishes long_goal goal direction answers",
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="plans", verbose_name="ケース")
    number = models.PositiveSmallIntegerField("回")
    main_person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="本人")
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="もとにしたアセスメント"
    )
    status = models.CharField("状態", max_length=12, choices=PlanStatus, default=PlanStatus.DRAFT)
    made_on = models.DateField("作成日")
    support_began_on = models.DateField("支援を始めた日", null=True, blank=True)
    period_from = models.DateField("期間のはじめ", null=True, blank=True)
    period_to = models.DateField("期間のおわり", null=True, blank=True)
    monitoring_on = models.DateField("モニタリングの時期", null=True, blank=True)
    wishes = models.TextField("本人・世帯の思い（本人のことばで）", blank=True)
    long_goal = models.TextField("めざす姿（本人のことばで）", blank=True)
    goal = models.TextField("このプランの目標")
    direction = models.TextField("支援の方向性", blank=True)
    uses_participation = models.BooleanField("参加支援を使う", default=False)
    uses_outreach = models.BooleanField("アウトリーチを使う", default=False)
    made_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="作成者")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="作成機関")
    submitted_at = models.DateTimeField("提出日時", null=True, blank=True)
    decided_on = models.DateField("承認日", null=True, blank=True)
    ended_on = models.DateField("終わった日", null=True, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="前のプラン"
    )
    sheet_version = models.CharField("様式の版", max_length=20, blank=True)
    answers = models.JSONField("加えた項目の回答", default=dict, blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "支援プラン"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["municipality", "case", "number"], name="one_plan_per_number")]
        indexes = [models.Index(fields=["municipality", "decided_on"], name="plan_by_decided")]

    @property
    def tone(self) -> str:
        """Colour of the chip."""
        return TONES[PlanStatus(self.status)]

    @property
    def is_first(self) -> bool:
        """初回プラン; otherwise 再プラン."""
        return self.replaces_id is None

    @property
    def after_the_fact(self) -> bool:
        """Support began before the plan was made (後追い)."""
        return bool(self.support_began_on and self.support_began_on < self.made_on)


class PlanPerson(MunicipalModel):
    """A person whom the plan concerns, and the consent on which it rests (同意のある世帯員)."""

    # Asks the grants itself, and not the plan: the wall of the plan asks for its persons.
    wall = part_of_case(Scope.PLAN, about="person_id")
    privacy = Privacy(personal="case plan person consent", sensitive="own_words")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="ケース")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="persons", verbose_name="プラン")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人")
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="もとになる同意"
    )
    own_words = models.TextField("本人のことば", blank=True)

    # By the person, not by the plan: of a plan for two, a reader may know only one.
    objects = parts_manager(Scope.PLAN, about="person")

    class Meta:
        verbose_name = "プランの対象者"
        constraints = [models.UniqueConstraint(fields=["municipality", "plan", "person"], name="person_once_per_plan")]


class PlanRole(MunicipalModel):
    """One row of the plan: which agency does what, for whom, by a date or when something happens (しかるべき時期)."""

    wall = with_parent("plans_plan", "plan_id")
    privacy = Privacy(
        open="order agency who by_date status done_on",
        personal="plan about",
        sensitive="what trigger note",
    )
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="roles", verbose_name="プラン")
    order = models.PositiveSmallIntegerField("並び順", default=0)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    who = models.CharField("担当", max_length=80, blank=True)
    about = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="だれのため"
    )
    what = models.TextField("すること")
    by_date = models.DateField("いつまで", null=True, blank=True)
    trigger = models.CharField("そのとき（きっかけ）", max_length=200, blank=True)
    status = models.CharField("進み", max_length=10, choices=RoleStatus, default=RoleStatus.WAITING)
    done_on = models.DateField("できた日", null=True, blank=True)
    note = models.CharField("経過", max_length=300, blank=True)

    objects = PlanPartQuerySet.as_manager()

    class Meta:
        verbose_name = "プランの役割"
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(by_date__isnull=False) | ~Q(trigger=""), name="role_has_date_or_trigger")
        ]


class PlanDecision(MunicipalModel):
    """What a meeting said of the plan (検討・承認・差し戻し)."""

    wall = with_parent("plans_plan", "plan_id")
    privacy = Privacy(open="step result body_name on by", personal="plan", sensitive="note")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="decisions", verbose_name="プラン")
    step = models.CharField("段階", max_length=10, choices=Step)
    result = models.CharField("結果", max_length=10, choices=Result)
    body_name = models.CharField("会議", max_length=80)
    on = models.DateField("日付")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="記した人")
    note = models.TextField("意見", blank=True)

    class Meta:
        verbose_name = "プランの決定"
        ordering = ["on", "id"]


class PlanEvaluation(MunicipalModel):
    """評価シート: what was reached, the person's voice, changes seen, what remains, verdict. Need not be "solved"."""

    wall = with_parent("plans_plan", "plan_id")
    privacy = Privacy(
        open="on by verdict sheet_version", personal="plan", sensitive="reached persons_voice remaining changes answers"
    )
    plan = models.OneToOneField(Plan, models.PROTECT, related_name="evaluation", verbose_name="プラン")
    on = models.DateField("評価日")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="評価した人")
    reached = models.TextField("目標の達成状況")
    persons_voice = models.TextField("本人の声", blank=True)
    remaining = models.TextField("残された課題", blank=True)
    changes = ArrayField(models.CharField(max_length=40), verbose_name="見られた変化", default=list, blank=True)
    verdict = models.CharField("判定", max_length=10, choices=Verdict)
    sheet_version = models.CharField("様式の版", max_length=20, blank=True)
    answers = models.JSONField("加えた項目の回答", default=dict, blank=True)

    class Meta:
        verbose_name = "プランの評価"
