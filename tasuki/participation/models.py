"""The sheet of one person, the match with a place, the asking, the steps, the follow-ups; the place's own terms."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tasuki.audit.looks import Noted
from tasuki.cases.models import Case, parts_manager
from tasuki.community.models import DevelopmentProject, Place
from tasuki.people.models import Person
from tasuki.plans.models import Plan
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal, part_of_case, with_parent
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area, Town

from .enums import (
    GOING_TONES,
    TONES,
    Answer,
    AskHow,
    EndReason,
    Escort,
    FollowHow,
    Going,
    Lift,
    MatchStatus,
    Need,
    Noise,
    PartIn,
    People,
    SheetStatus,
    Side,
)


def _words(label: str) -> models.TextField:
    return models.TextField(label, blank=True)


def _codes(label: str) -> ArrayField:
    """Several codes (多選)."""
    return ArrayField(models.CharField(max_length=40), verbose_name=label, default=list, blank=True)


class ParticipationSheet(MunicipalModel):
    """参加支援アセスメント of one person: wishes in her own words, and the conditions that the matching reads."""

    wall = part_of_case(Scope.ASSESSMENT, about="person_id")
    privacy = Privacy(
        open="number status made_on fixed_on made_by agency replaces version sheet_version",
        personal="case person plan area town start_place",
        sensitive=(
            "wishes strengths hard goals care functions groups kinds weekdays parts times_note walk_minutes people quiet "
            "cost_yen escort needs languages part_in apart answers"
        ),
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="participation_sheets", verbose_name="ケース")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="本人")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="支援プラン")
    number = models.PositiveSmallIntegerField("回")
    status = models.CharField("状態", max_length=8, choices=SheetStatus, default=SheetStatus.DRAFT)
    made_on = models.DateField("書き始めた日")
    fixed_on = models.DateField("確定した日", null=True, blank=True)
    made_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="書いた人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="書いた機関")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="前の回")
    wishes = _words("してみたいこと（本人のことば）")
    strengths = _words("得意なこと・好きなこと")
    hard = _words("苦手なこと・つらいこと")
    goals = _words("めざす姿（本人のことば）")
    care = _words("配慮してほしいこと")
    # What the matching reads: real columns, so that a rule can be shown beside its answer.
    functions = _codes("どんな場がよいか")
    groups = _codes("どんな人の場がよいか")
    kinds = _codes("どんな所がよいか")
    weekdays = ArrayField(models.PositiveSmallIntegerField(), verbose_name="行ける曜日", default=list, blank=True)
    parts = _codes("行ける時間帯")
    times_note = models.CharField("日と時間の補足", max_length=200, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="暮らす圏域")
    town = models.ForeignKey(Town, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="暮らす町字")
    start_place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="家の近くの目じるし"
    )
    walk_minutes = models.PositiveSmallIntegerField("歩ける時間（片道・分）", null=True, blank=True)
    people = models.CharField("人の多さ", max_length=8, choices=People, blank=True)
    quiet = models.BooleanField("静かな所がよい", default=False)
    cost_yen = models.PositiveIntegerField("一回に出せるお金（円）", null=True, blank=True)
    escort = models.CharField("付きそい・送迎", max_length=8, choices=Escort, default=Escort.NONE)
    needs = _codes("なくてはならない使いやすさ")
    languages = _codes("使うことば")
    part_in = models.CharField("かかわり方", max_length=10, choices=PartIn, default=PartIn.USER)
    apart = models.BooleanField("知り合いのいない所がよい", default=False)
    sheet_version = models.CharField("様式の版", max_length=20, blank=True)
    answers = models.JSONField("加えた項目の回答", default=dict, blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = parts_manager(Scope.ASSESSMENT, about="person")

    class Meta:
        verbose_name = "参加支援アセスメント"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "case", "person", "number"], name="sheet_once_per_number"),
            models.UniqueConstraint(
                fields=["municipality", "case", "person"], condition=Q(status="draft"), name="one_draft_sheet"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "fixed_on"], name="sheet_by_fixed")]

    @property
    def is_draft(self) -> bool:
        """Still written."""
        return self.status == SheetStatus.DRAFT


class Match(MunicipalModel):
    """One person and one place (つながり): picked, asked, tried, settled; as what she takes part; how long it is watched."""

    wall = part_of_case(Scope.RECORD, about="person_id")
    privacy = Privacy(
        open=(
            "place status part_in agency worker picked_on agreed_on visited_on tried_on settled_on steady_on ended_on "
            "end_reason person_next_on place_next_on next_worker new_partner version"
        ),
        personal="case person sheet",
        sensitive="fits lacks why end_note told_on",
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="matches", verbose_name="ケース")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="本人")
    sheet = models.ForeignKey(ParticipationSheet, models.PROTECT, related_name="matches", verbose_name="アセスメント")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="受入先")
    status = models.CharField("段階", max_length=10, choices=MatchStatus, default=MatchStatus.CANDIDATE)
    part_in = models.CharField("かかわり方", max_length=10, choices=PartIn, default=PartIn.USER)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="支援する機関")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="担当者")
    # As it stood on the day of the choice: why this place, and what did not fit.
    fits = _codes("合うところ")
    lacks = _codes("合わないところ")
    why = models.CharField("選んだわけ", max_length=200, blank=True)
    picked_on = models.DateField("候補にした日")
    agreed_on = models.DateField("受け入れの返事の日", null=True, blank=True)
    told_on = models.DateField("名前を伝えてよいと本人が言った日", null=True, blank=True)
    visited_on = models.DateField("見学した日", null=True, blank=True)
    tried_on = models.DateField("体験を始めた日", null=True, blank=True)
    settled_on = models.DateField("通い始めた日", null=True, blank=True)
    steady_on = models.DateField("定着した日", null=True, blank=True)
    ended_on = models.DateField("おわった日", null=True, blank=True)
    end_reason = models.CharField("おわったわけ", max_length=16, choices=EndReason, blank=True)
    end_note = _words("おわりの補足")
    person_next_on = models.DateField("次に本人に聞く日", null=True, blank=True)
    place_next_on = models.DateField("次に受入先に聞く日", null=True, blank=True)
    next_worker = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="次に聞く人"
    )
    new_partner = models.BooleanField("この受け入れが、受入先のはじめての協力だった", default=False)
    version = models.PositiveIntegerField("版", default=1)

    objects = parts_manager(Scope.RECORD, about="person")

    class Meta:
        verbose_name = "参加先とのつながり"
        ordering = ["-picked_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "case", "person", "place"],
                condition=~Q(status="ended"),
                name="one_match_at_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["municipality", "next_worker", "person_next_on"], name="match_by_next"),
            models.Index(fields=["place", "status"], name="match_by_place"),
        ]

    @property
    def tone(self) -> str:
        """Colour of the chip; the words say the same."""
        return TONES[MatchStatus(self.status)]


class MatchPartQuerySet(Noted):
    """Asking, steps and follow-ups are read with their match."""

    def visible_to(self, worker: Any) -> "MatchPartQuerySet":
        """Those of matches open to the worker."""
        mine = self.filter(municipality=worker.municipality_id)
        return mine if worker.sees_all else mine.filter(match__in=Match.objects.visible_to(worker).values("pk"))


_WITH_MATCH = with_parent("participation_match", "match_id")


class Ask(MunicipalModel):
    """The place is asked without the person's name (名前を伝えずに聞く): what was told is what is written here."""

    wall = _WITH_MATCH
    privacy = Privacy(
        open="how asked_on by answered_on answer", personal="case match answered_by", sensitive="told conditions"
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="ケース")
    match = models.ForeignKey(Match, models.PROTECT, related_name="asks", verbose_name="つながり")
    told = models.TextField("受入先に伝えたこと")
    how = models.CharField("聞き方", max_length=8, choices=AskHow, default=AskHow.PHONE)
    asked_on = models.DateField("聞いた日")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="聞いた人")
    answered_on = models.DateField("返事の日", null=True, blank=True)
    answer = models.CharField("返事", max_length=10, choices=Answer, blank=True)
    conditions = _words("条件・受入先のことば")
    answered_by = models.CharField("返事をした人", max_length=60, blank=True)

    objects = MatchPartQuerySet.as_manager()

    class Meta:
        verbose_name = "受入先への問い合わせ"
        ordering = ["asked_on", "id"]


class MatchStep(MunicipalModel):
    """A step, or a change of the part somebody takes (あゆみ): from user to helper to organiser, with its day."""

    wall = _WITH_MATCH
    privacy = Privacy(open="status part_in on by", personal="case match", sensitive="note")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="ケース")
    match = models.ForeignKey(Match, models.PROTECT, related_name="steps", verbose_name="つながり")
    status = models.CharField("段階", max_length=10, choices=MatchStatus)
    part_in = models.CharField("かかわり方", max_length=10, choices=PartIn)
    on = models.DateField("日付")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="だれが")
    note = models.CharField("補足", max_length=200, blank=True)

    objects = MatchPartQuerySet.as_manager()

    class Meta:
        verbose_name = "つながりのあゆみ"
        ordering = ["on", "id"]


class FollowUp(MunicipalModel):
    """How it goes, asked of the person or of the place (定着支援・受入先支援)."""

    wall = _WITH_MATCH
    privacy = Privacy(open="side how going on by minutes", personal="case match", sensitive="words helped")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="ケース")
    match = models.ForeignKey(Match, models.PROTECT, related_name="follow_ups", verbose_name="つながり")
    side = models.CharField("だれに", max_length=8, choices=Side)
    on = models.DateField("日付")
    how = models.CharField("方法", max_length=8, choices=FollowHow)
    going = models.CharField("ようす", max_length=8, choices=Going, blank=True)
    words = _words("聞いたこと（ことばのまま）")
    helped = models.CharField("したこと（受入先への支援など）", max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField("時間（分）", null=True, blank=True)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="聞いた人")

    objects = MatchPartQuerySet.as_manager()

    class Meta:
        verbose_name = "つながりのその後"
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["municipality", "on"], name="followup_by_day")]

    @property
    def tone(self) -> str:
        """Colour of the chip."""
        return GOING_TONES[Going(self.going)] if self.going else "gray"


class UnmetWish(MunicipalModel):
    """No place fits (合う場がない): the link from the person to the development it led to; the other side knows only words."""

    wall = part_of_case(Scope.RECORD, about="person_id")
    privacy = Privacy(open="project on by", personal="case person sheet", sensitive="wanted")
    case = models.ForeignKey(Case, models.PROTECT, related_name="unmet_wishes", verbose_name="ケース")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="本人")
    sheet = models.ForeignKey(ParticipationSheet, models.PROTECT, related_name="+", verbose_name="アセスメント")
    project = models.ForeignKey(DevelopmentProject, models.PROTECT, related_name="+", verbose_name="資源開発")
    wanted = models.CharField("求めているもの（名前なしで）", max_length=200)
    on = models.DateField("日付")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="だれが")

    objects = parts_manager(Scope.RECORD, about="person")

    class Meta:
        verbose_name = "合う場がない希望"
        ordering = ["-on", "-id"]


class Receiving(MunicipalModel):
    """On what terms a place receives people (受け入れの条件): how many, as what, what it needs; numbers only of persons."""

    wall = municipal()
    privacy = Privacy(
        open="place parts noise escort seats needs note partner_since known_on known_by now_count ever_count version"
    )
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="受入先")
    parts = _codes("受け入れるかかわり方")
    noise = models.CharField("音・にぎやかさ", max_length=8, choices=Noise, blank=True)
    escort = models.CharField("付きそい・送迎", max_length=8, choices=Lift, blank=True)
    seats = models.PositiveSmallIntegerField("いま受け入れられる人数", null=True, blank=True)
    needs = ArrayField(
        models.CharField(max_length=10, choices=Need), verbose_name="受入先が必要とすること", default=list, blank=True
    )
    note = models.CharField("条件・補足（個人のことは書かない）", max_length=300, blank=True)
    partner_since = models.DateField("協力が始まった日", null=True, blank=True)
    known_on = models.DateField("聞いた日", null=True, blank=True)
    known_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="聞いた人"
    )
    # Kept by the actions, so that everybody may read how many without a look at whom.
    now_count = models.PositiveSmallIntegerField("いま通っている人数", default=0)
    ever_count = models.PositiveSmallIntegerField("これまでの人数", default=0)
    version = models.PositiveIntegerField("版", default=1)

    class Meta:
        verbose_name = "受け入れの条件"
        constraints = [models.UniqueConstraint(fields=["municipality", "place"], name="terms_once_per_place")]

    @property
    def need_words(self) -> list[str]:
        """What the place needs, in words."""
        return [Need(need).label for need in self.needs]


class MatchingRule(MunicipalModel):
    """How much a rule of the matching counts here (マッチングの決まり); without a row the shipped weight is in force."""

    wall = municipal()
    privacy = Privacy(open="key weight hard changed_on changed_by")
    key = models.CharField("決まり", max_length=20)
    weight = models.PositiveSmallIntegerField("重み")
    hard = models.BooleanField("合わなければ外す", default=False)
    changed_on = models.DateField("変えた日")
    changed_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="変えた人")

    class Meta:
        verbose_name = "マッチングの決まり"
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="matching_rule_once")]
