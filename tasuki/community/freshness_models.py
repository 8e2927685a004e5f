"""How fresh the register is (台帳の新しさ): yearly checks by the place itself, suggestions from anybody."""

from django.db import models

from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel

from .enums import SuggestionState
from .neighbourhood import TownsOwn


class RegisterSetting(MunicipalModel):
    """After how many months an entry counts as old, how long a link to a place lives (台帳の決まり)."""

    wall = municipal()
    privacy = Privacy(open="check_months link_days")
    check_months = models.PositiveSmallIntegerField("確かめなおすまで（月）", default=12)
    link_days = models.PositiveSmallIntegerField("確認のリンクが使える日数", default=60)

    class Meta:
        verbose_name = "台帳の決まり"
        constraints = [models.UniqueConstraint(fields=["municipality"], name="one_register_setting")]


class PlaceCheck(MunicipalModel):
    """A place is asked by a link whether its entry still holds (場所への確認). Only the link's digest is kept."""

    wall = municipal()
    privacy = Privacy(open="place sent_at sent_by until answered_at ended_at same", sensitive="digest")
    place = models.ForeignKey("community.Place", models.PROTECT, related_name="checks", verbose_name="場所")
    digest = models.CharField("リンクの指紋", max_length=64)
    sent_at = models.DateTimeField("作った日時")
    sent_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="作った人")
    until = models.DateField("使える日まで")
    answered_at = models.DateTimeField("返事の日時", null=True, blank=True)
    ended_at = models.DateTimeField("止めた日時", null=True, blank=True)
    same = models.BooleanField("変わりなし", null=True, blank=True)

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "場所への確認"
        ordering = ["-sent_at"]
        constraints = [models.UniqueConstraint(fields=["municipality", "digest"], name="one_check_per_link")]


class Suggestion(MunicipalModel):
    """What somebody says is different now (台帳への提案), until it is accepted or declined field by field."""

    wall = municipal()
    privacy = Privacy(
        open="place check_link by at state settled_by settled_at version", sensitive="changes words settled_note"
    )
    place = models.ForeignKey("community.Place", models.PROTECT, related_name="suggestions", verbose_name="場所")
    check_link = models.ForeignKey(
        PlaceCheck, models.PROTECT, null=True, blank=True, related_name="suggestions", verbose_name="場所への確認"
    )
    by = models.ForeignKey(Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提案した職員")
    at = models.DateTimeField("提案の日時")
    # {field: {"old": …, "new": …, "taken": true/false/null}}
    changes = models.JSONField("変わること", default=dict)
    words = models.CharField("ことば", max_length=400, blank=True)
    state = models.CharField("状態", max_length=12, choices=SuggestionState, default=SuggestionState.WAITING)
    settled_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確かめた人"
    )
    settled_at = models.DateTimeField("確かめた日時", null=True, blank=True)
    settled_note = models.CharField("確かめたこと", max_length=200, blank=True)
    version = models.PositiveIntegerField("版", default=1)

    objects = TownsOwn.as_manager()

    class Meta:
        verbose_name = "台帳への提案"
        ordering = ["-at"]
