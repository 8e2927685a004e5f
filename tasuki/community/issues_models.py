"""Issues of the neighbourhood (地域生活課題): what troubles many, without anybody's name."""

from django.db import models

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area

from .gatherings_models import Gathering
from .groups_models import Group
from .issues_enums import ISSUE_TONES, IssueSource, IssueState, Lead
from .neighbourhood import TownsOwn
from .projects_models import DevelopmentProject
from .sessions_models import Session


class CommunityIssue(MunicipalModel):
    """An issue of the neighbourhood (地域生活課題): by 圏域 and kind, in words that name nobody."""

    wall = municipal()
    privacy = Privacy(
        open="area kind title source gathering state noted_on by agency drawn_from version", personal="words left_why"
    )
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="圏域")
    kind = models.CharField("種類", max_length=40)  # code list community_issue
    title = models.CharField("ひとことで", max_length=80)
    words = models.TextField("聞いたこと・気づいたこと")
    source = models.CharField("どこで", max_length=12, choices=IssueSource, default=IssueSource.WORKER)
    gathering = models.ForeignKey(
        Gathering, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name="聞いた集まり"
    )
    state = models.CharField("状態", max_length=8, choices=IssueState, default=IssueState.NOTED)
    left_why = models.CharField("見送るわけ", max_length=200, blank=True)
    noted_on = models.DateField("書き留めた日")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="書き留めた人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    # Told by the room that sees cases, and only once it is no small number (少数の秘匿).
    drawn_from = models.PositiveSmallIntegerField("もとになったケースの数", default=0)
    version = models.PositiveIntegerField("版", default=1)

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "地域生活課題"
        ordering = ["-noted_on", "-id"]
        indexes = [models.Index(fields=["municipality", "-noted_on"], name="issue_by_day")]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        """Colour of the chip; the words say the same."""
        return ISSUE_TONES[IssueState(self.state)]


class IssueLead(MunicipalModel):
    """What an issue led to (つながった先): a project, a group of residents, a course."""

    wall = municipal()
    privacy = Privacy(open="issue kind title project group session on by", personal="note")
    issue = models.ForeignKey(CommunityIssue, models.PROTECT, related_name="leads", verbose_name="課題")
    kind = models.CharField("何に", max_length=8, choices=Lead)
    title = models.CharField("名前", max_length=120)
    project = models.ForeignKey(
        DevelopmentProject, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="資源開発"
    )
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="住民の活動"
    )
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="講座・催し"
    )
    on = models.DateField("つないだ日")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="つないだ人")
    note = models.TextField("補足", blank=True)

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "課題のつながった先"
        ordering = ["on", "id"]

    @property
    def url(self) -> str:
        """Where it can be read; empty for what is known by its name only."""
        told = (("projects", self.project_id), ("groups", self.group_id), ("sessions", self.session_id))
        return next((f"/{way}/{key}/" for way, key in told if key), "")


class IssueEffect(MunicipalModel):
    """What came of it, with a number where there is one (変化): before, after, in what unit."""

    wall = municipal()
    privacy = Privacy(open="issue on measure unit before after by", personal="words")
    issue = models.ForeignKey(CommunityIssue, models.PROTECT, related_name="effects", verbose_name="課題")
    on = models.DateField("確かめた日")
    measure = models.CharField("何の数か", max_length=80, blank=True)
    unit = models.CharField("単位", max_length=10, blank=True)
    before = models.PositiveIntegerField("はじめ", null=True, blank=True)
    after = models.PositiveIntegerField("いま", null=True, blank=True)
    words = models.TextField("変わったこと")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="確かめた人")

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "課題の変化"
        ordering = ["on", "id"]
