"""Development of what is missing (資源開発): from a wish that no place fits to a place."""

from django.db import models

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area

from .issues_enums import PARTNER_TONES, PROJECT_TONES, PartnerAnswer, ProjectState
from .neighbourhood import TownsOwn


class DevelopmentProject(MunicipalModel):
    """The development of a resource (資源開発): what is wanted, who joins in, step by step, what came of it."""

    wall = municipal()
    privacy = Privacy(open="title area state begun_on ended_on by agency place version", personal="wanted result")
    title = models.CharField("名前", max_length=80)
    wanted = models.TextField("求めているもの")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="圏域")
    state = models.CharField("状態", max_length=8, choices=ProjectState, default=ProjectState.WISHED)
    begun_on = models.DateField("始めた日")
    ended_on = models.DateField("おわった日", null=True, blank=True)
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="始めた人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    result = models.TextField("結果", blank=True)
    place = models.ForeignKey(
        "community.Place", models.PROTECT, null=True, blank=True, related_name="born_of", verbose_name="生まれた居場所"
    )
    version = models.PositiveIntegerField("版", default=1)

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "資源開発"
        ordering = ["-begun_on", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        """Colour of the chip; the words say the same."""
        return PROJECT_TONES[ProjectState(self.state)]

    @property
    def over(self) -> bool:
        """Born or given up."""
        return self.state in (ProjectState.BORN, ProjectState.STOPPED)


class ProjectWish(MunicipalModel):
    """A wish that no place fits (かなわなかった希望), in words only: whose it is, is not known here."""

    wall = municipal()
    privacy = Privacy(open="project on", personal="words")
    project = models.ForeignKey(DevelopmentProject, models.PROTECT, related_name="wishes", verbose_name="資源開発")
    words = models.CharField("希望", max_length=200)
    on = models.DateField("書き留めた日")

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "かなわなかった希望"
        ordering = ["on", "id"]


class ProjectPartner(MunicipalModel):
    """A partner of another field (異分野の協力者), with what it wants for itself and what was proposed to it."""

    wall = municipal()
    privacy = Privacy(open="project kind name since answer answered_on", personal="their_needs proposal answer_note")
    project = models.ForeignKey(DevelopmentProject, models.PROTECT, related_name="partners", verbose_name="資源開発")
    kind = models.CharField("種類", max_length=40)  # code list partner_kind
    name = models.CharField("相手", max_length=120)
    their_needs = models.TextField("相手の課題・ねらい")
    proposal = models.TextField("こちらからの提案", blank=True)
    since = models.DateField("声をかけた日")
    answer = models.CharField("返事", max_length=8, choices=PartnerAnswer, default=PartnerAnswer.ASKED)
    answer_note = models.CharField("返事の補足", max_length=200, blank=True)
    answered_on = models.DateField("返事の日", null=True, blank=True)

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "異分野の協力者"
        ordering = ["since", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def tone(self) -> str:
        """Colour of the chip; the words say the same."""
        return PARTNER_TONES[PartnerAnswer(self.answer)]


class ProjectStep(MunicipalModel):
    """A step of the development (段取り), with its day, and the day it was done."""

    wall = municipal()
    privacy = Privacy(open="project on done_on who", personal="what came")
    project = models.ForeignKey(DevelopmentProject, models.PROTECT, related_name="steps", verbose_name="資源開発")
    what = models.CharField("すること", max_length=200)
    who = models.CharField("だれが", max_length=80, blank=True)
    on = models.DateField("いつまでに")
    done_on = models.DateField("した日", null=True, blank=True)
    came = models.CharField("してみて", max_length=200, blank=True)

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "資源開発の段取り"
        ordering = ["on", "id"]
