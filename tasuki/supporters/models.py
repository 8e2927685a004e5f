"""Those who watch and help (見守り・支え合う人): the register, badges, trainings, their own links."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tasuki.audit.looks import Noted
from tasuki.shared import clock
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal, own_agency, with_parent
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area

from .enums import SupporterKind


class SupporterQuerySet(Noted):
    """Supporters by the desk that keeps the register."""

    def visible_to(self, worker: Any) -> "SupporterQuerySet":
        """Those whom the worker's own agency keeps; all for the supervising section."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        return mine.filter(agency=worker.agency_id) if worker.role.works_cases else mine.none()

    def helping(self) -> "SupporterQuerySet":
        """Those who help today."""
        day = clock.today()
        return self.filter(since__lte=day).filter(Q(until=None) | Q(until__gte=day))


class Supporter(MunicipalModel):
    """Somebody who watches and helps (協力員・協力団体): one row per person, however many badges."""

    wall = own_agency("agency_id")
    privacy = Privacy(
        open="number kind agency area offers contact_agreed contact_agreed_on since until version",
        personal="name kana phone email address contact_person",
        sensitive="note",
    )
    number = models.CharField("登録番号", max_length=20)
    kind = models.CharField("種別", max_length=14, choices=SupporterKind, default=SupporterKind.PERSON)
    name = models.CharField("氏名・名称", max_length=80)
    kana = models.CharField("カナ", max_length=120, blank=True)
    contact_person = models.CharField("担当の人（団体のとき）", max_length=80, blank=True)
    phone = models.CharField("電話", max_length=40, blank=True)
    email = models.CharField("メール", max_length=120, blank=True)
    address = models.CharField("住所", max_length=160, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="登録している窓口")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="圏域")
    # code list help_kind: what one is ready to do (ちょっと困ったの種類も同じ)
    offers = ArrayField(models.CharField(max_length=40), verbose_name="できること", default=list, blank=True)
    contact_agreed = models.BooleanField("連絡してよい", default=False)
    contact_agreed_on = models.DateField("承諾した日", null=True, blank=True)
    since = models.DateField("登録した日")
    until = models.DateField("任期・登録のおわり", null=True, blank=True)
    note = models.TextField("メモ", blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = SupporterQuerySet.as_manager()

    class Meta:
        verbose_name = "協力員・協力団体"
        ordering = ["kana", "name", "id"]
        constraints = [models.UniqueConstraint(fields=["municipality", "number"], name="one_supporter_per_number")]
        indexes = [models.Index(fields=["municipality", "agency", "kana"], name="supporter_by_agency")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its own page."""
        return f"/supporters/{self.pk}/"

    @property
    def active(self) -> bool:
        """Helps today."""
        return self.since <= clock.today() and (self.until is None or clock.today() <= self.until)


class BadgeRule(MunicipalModel):
    """What a badge needs (バッジの決まり): a training, and for how long it is given."""

    wall = municipal()
    privacy = Privacy(open="badge training months")
    badge = models.CharField("バッジ", max_length=40)  # code list supporter_badge
    training = models.CharField("要る研修", max_length=40, blank=True)  # code list supporter_training
    months = models.PositiveSmallIntegerField("任期（月）", null=True, blank=True)

    class Meta:
        verbose_name = "バッジの決まり"
        ordering = ["badge"]
        constraints = [models.UniqueConstraint(fields=["municipality", "badge"], name="one_rule_per_badge")]


class SupporterBadge(MunicipalModel):
    """A badge somebody wears (バッジ): ささえあい協力員, 民生委員, 訪問協力員…, from a day to a day."""

    wall = with_parent("supporters_supporter", "supporter_id")
    privacy = Privacy(open="badge since until given_by", personal="supporter")
    supporter = models.ForeignKey(Supporter, models.PROTECT, related_name="badges", verbose_name="だれの")
    badge = models.CharField("バッジ", max_length=40)  # code list supporter_badge
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)
    given_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="渡した人")

    class Meta:
        verbose_name = "バッジ"
        ordering = ["since", "id"]
        indexes = [models.Index(fields=["municipality", "badge", "until"], name="badge_by_kind")]

    @property
    def worn(self) -> bool:
        """In force today."""
        return self.since <= clock.today() and (self.until is None or clock.today() <= self.until)


class Training(MunicipalModel):
    """A training somebody has done (研修の受講)."""

    wall = with_parent("supporters_supporter", "supporter_id")
    privacy = Privacy(open="training on noted_by", personal="supporter", sensitive="note")
    supporter = models.ForeignKey(Supporter, models.PROTECT, related_name="trainings", verbose_name="だれが")
    training = models.CharField("研修", max_length=40)  # code list supporter_training
    on = models.DateField("受けた日")
    note = models.CharField("メモ", max_length=120, blank=True)
    noted_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="記録した人")

    class Meta:
        verbose_name = "研修の受講"
        ordering = ["-on", "-id"]


class SupporterLink(MunicipalModel):
    """A supporter's own link (本人専用のページ): only the digest of its word is kept; it ends, and can be taken back."""

    wall = with_parent("supporters_supporter", "supporter_id")
    privacy = Privacy(open="made_at made_by until ended_at ended_by", personal="supporter", sensitive="digest")
    supporter = models.ForeignKey(Supporter, models.PROTECT, related_name="links", verbose_name="だれの")
    digest = models.CharField("合いことばの要約（SHA-256）", max_length=64)
    made_at = models.DateTimeField("つくった日時")
    made_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="つくった人")
    until = models.DateField("使えるおわりの日")
    ended_at = models.DateTimeField("止めた日時", null=True, blank=True)
    ended_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="止めた人"
    )

    class Meta:
        verbose_name = "本人専用のページ"
        ordering = ["-made_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["municipality", "digest"], name="one_link_per_digest")]

    @property
    def open(self) -> bool:
        """Can be used today."""
        return self.ended_at is None and clock.today() <= self.until


class HelpSettings(MunicipalModel):
    """The numbers of the town for supporters and what they tell (見守りの設定); one row, made when it is first changed."""

    wall = municipal()
    privacy = Privacy(
        open="answer_days link_days per_link_hour per_link_day per_machine_hour phone phone_hours ending_days version"
    )
    answer_days = models.PositiveSmallIntegerField("気になることに返事をする期限（開庁日）", default=2)
    link_days = models.PositiveSmallIntegerField("本人専用のページが使える日数", default=365)
    per_link_hour = models.PositiveSmallIntegerField("ひとりが1時間に送れる数", default=6)
    per_link_day = models.PositiveSmallIntegerField("ひとりが1日に送れる数", default=20)
    per_machine_hour = models.PositiveSmallIntegerField("同じ端末から1時間に送れる数", default=30)
    ending_days = models.PositiveSmallIntegerField("任期のおわりを知らせる日数", default=60)
    phone = models.CharField("電話の窓口", max_length=40, blank=True)
    phone_hours = models.CharField("電話の受付時間", max_length=80, blank=True)
    version = models.PositiveIntegerField("版", default=1)

    class Meta:
        verbose_name = "見守りの設定"
        constraints = [models.UniqueConstraint(fields=["municipality"], name="one_help_settings")]


from .concern_models import Concern, ConcernAnswer, ConcernNote, ConcernPhoto, Route  # noqa: E402  (in files of their own)
from .course_models import Course, CourseMember, CourseSession, SessionAttendance, Undertaking  # noqa: E402
from .visit_models import TurnPerson, VisitTurn  # noqa: E402

__all__ = [
    "BadgeRule", "Concern", "ConcernAnswer", "ConcernNote", "ConcernPhoto", "Course", "CourseMember", "CourseSession",
    "HelpSettings", "Route", "SessionAttendance", "Supporter", "SupporterBadge", "SupporterLink", "Training",
    "TurnPerson", "Undertaking", "VisitTurn",
]  # fmt: skip

from .points_models import Activity, PointAccount, PointEntry, PointRule  # noqa: E402, F401
from .requests_models import HelpAsker, HelpRequest, HelpTaking, RequestTerms  # noqa: E402, F401
