"""The register of places: who runs it, what for, when it is open, how one gets there, how fresh the entry is."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tasuki.shared import clock
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import municipal
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area

from .enums import ConfirmedHow, CswPart, PlaceKind


def _codes(label: str) -> ArrayField:
    """Several codes of a list (多選)."""
    return ArrayField(models.CharField(max_length=40), verbose_name=label, default=list, blank=True)


class Place(MunicipalModel):
    """A place, desk, organisation or company of the neighbourhood (拠点・居場所・相談窓口・団体・企業・法人)."""

    wall = municipal()
    privacy = Privacy(
        open=(
            "kind name kana nickname run_by supported_by agency functions fields for_whom opening area district where "
            "latitude longitude access url capacity usual_count cost cost_yen conditions accessibility languages "
            "contact_public csw_part public_benefit shares_room description source confirmed_on confirmed_by "
            "confirmed_how registered_on closed closed_on closed_why shown_to_public version"
        ),
        personal="contact_name contact_phone",
    )
    kind = models.CharField("種別", max_length=20, choices=PlaceKind, default=PlaceKind.IBASHO)
    name = models.CharField("名称", max_length=120)
    kana = models.CharField("カナ", max_length=160, blank=True)
    nickname = models.CharField("愛称", max_length=60, blank=True)
    run_by = models.CharField("運営", max_length=120, blank=True)
    supported_by = models.CharField("かかわる社協など", max_length=120, blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="担う機関・部署"
    )
    functions = _codes("機能")
    fields = _codes("相談の分野")
    for_whom = _codes("おもな対象")
    opening = models.CharField("開いている日", max_length=160, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="圏域")
    district = models.CharField("担当区域", max_length=120, blank=True)
    where = models.CharField("場所", max_length=160, blank=True)
    latitude = models.DecimalField("緯度", max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("経度", max_digits=9, decimal_places=6, null=True, blank=True)
    access = models.CharField("行き方", max_length=200, blank=True)
    url = models.URLField("ウェブページ", blank=True)
    capacity = models.PositiveSmallIntegerField("定員（人）", null=True, blank=True)
    usual_count = models.PositiveSmallIntegerField("ふだんの人数", null=True, blank=True)
    cost = models.CharField("費用", max_length=120, blank=True)
    cost_yen = models.PositiveIntegerField("一回の費用（円）", null=True, blank=True)
    conditions = models.CharField("利用の条件", max_length=200, blank=True)
    accessibility = _codes("使いやすさ")
    languages = _codes("ことば")
    contact_name = models.CharField("連絡する人", max_length=60, blank=True)
    contact_phone = models.CharField("連絡先", max_length=60, blank=True)
    contact_public = models.BooleanField("連絡先を住民に見せてよい", default=False)
    csw_part = models.CharField("CSWのかかわり", max_length=12, choices=CswPart, blank=True)
    public_benefit = models.CharField("社会福祉法人の地域公益活動", max_length=300, blank=True)
    shares_room = models.BooleanField("ほかの団体に部屋を貸せる", default=False)
    description = models.TextField("説明", blank=True)
    source = models.CharField("出典", max_length=200, blank=True)
    confirmed_on = models.DateField("さいごに確かめた日", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確かめた人"
    )
    confirmed_how = models.CharField("確かめ方", max_length=12, choices=ConfirmedHow, blank=True)
    registered_on = models.DateField("登録した日", default=clock.today, editable=False)
    closed = models.BooleanField("閉じた", default=False)
    closed_on = models.DateField("閉じた日", null=True, blank=True)
    closed_why = models.CharField("閉じたわけ", max_length=200, blank=True)
    shown_to_public = models.BooleanField("住民に見せる", default=False)
    version = models.PositiveIntegerField("版", default=1)

    class Meta:
        verbose_name = "居場所・資源"
        ordering = ["supported_by", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def key_text(self) -> str:
        """Its key, for the address of a form."""
        return str(self.pk)


from .boundaries_models import AreaOutline, WalkingPace  # noqa: E402  (models in files of their own)
from .food_models import FoodDonor, FoodLot, FoodMove, FoodStock  # noqa: E402
from .freshness_models import PlaceCheck, RegisterSetting, Suggestion  # noqa: E402
from .gatherings_models import Gathering, GatheringWorker  # noqa: E402
from .groups_models import Group, GroupMember, GroupStep, GroupSupport, PlaceUse  # noqa: E402
from .issues_models import CommunityIssue, IssueEffect, IssueLead  # noqa: E402
from .projects_models import DevelopmentProject, ProjectPartner, ProjectStep, ProjectWish  # noqa: E402
from .schemes_models import Scheme  # noqa: E402
from .sessions_models import Attendance, Booking, Session  # noqa: E402

__all__ = [
    "AreaOutline", "Attendance", "Booking", "CommunityIssue", "DevelopmentProject", "FoodDonor", "FoodLot", "FoodMove",
    "FoodStock", "Gathering", "GatheringWorker", "Group", "GroupMember", "GroupStep", "GroupSupport", "IssueEffect",
    "IssueLead", "Place", "PlaceCheck", "PlaceUse", "ProjectPartner", "ProjectStep", "ProjectWish", "RegisterSetting",
    "Scheme", "Session", "Suggestion", "WalkingPace",
]  # fmt: skip
