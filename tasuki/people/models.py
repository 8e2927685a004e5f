"""Person, household, relations."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from tasuki.audit.looks import Noted
from tasuki.shared import clock
from tasuki.shared.calendar_jp import AgeRange, PartialDate, parse_partial_date
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, live, with_parent
from tasuki.sharing.models import Ends, Grant
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Area, Town

from .enums import ContactKind, RelationKind, Sex
from .safekeeping import WHEREABOUTS, ProtectedLook, ProtectionKeeper, SafeAddress

HIDDEN = "非開示（支援措置）"
_HELD = f"exists (select 1 from people_persongrant g where g.person_id = {{column}} and {live('g')})"
_PERSON_WALL = Wall("{all} or " + _HELD.replace("{column}", "{me}.id"))


class PersonQuerySet(Noted):
    """Persons by who may know them."""

    def visible_to(self, worker: Any) -> "PersonQuerySet":
        """Persons whom a live grant covers for this worker; all of the municipality for the supervising section."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        held = PersonGrant.objects.live().held_by(worker).filter(person=OuterRef("pk"))
        return mine.filter(Exists(held))


class Person(MunicipalModel):
    """A person (本人・世帯員・親族). Names stand as they were typed; search keys are folded beside them."""

    wall = _PERSON_WALL
    privacy = Privacy(
        open="version",
        personal=(
            "family_name given_name family_kana given_kana common_name search_key sex birth_text birth_year "
            "birth_month birth_day birth_about birth_said_on merged_into"
        ),
        sensitive="died_on deceased note protected protected_note protected_until",
    )
    family_name = models.CharField("氏", max_length=60, blank=True)
    given_name = models.CharField("名", max_length=60, blank=True)
    family_kana = models.CharField("氏（カナ）", max_length=80, blank=True)
    given_kana = models.CharField("名（カナ）", max_length=80, blank=True)
    common_name = models.CharField("通称", max_length=80, blank=True)
    # Folded: every spelling of the name and its reading, one per line (shared.kana.fold_name).
    search_key = models.TextField("検索用", blank=True, editable=False)
    sex = models.CharField("性別", max_length=10, choices=Sex, default=Sex.UNKNOWN)
    birth_text = models.CharField("生年月日（聞いたまま）", max_length=40, blank=True)
    birth_year = models.PositiveSmallIntegerField("生年", null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField("生月", null=True, blank=True)
    birth_day = models.PositiveSmallIntegerField("生日", null=True, blank=True)
    birth_about = models.BooleanField("およそ", default=False)
    # 「80代」 and 「86歳」 tell a year of birth only together with the day on which they were said.
    birth_said_on = models.DateField("年齢を聞いた日", null=True, blank=True)
    died_on = models.DateField("死亡日", null=True, blank=True)
    deceased = models.BooleanField("死亡", default=False)
    note = models.TextField("配慮すること", blank=True)
    protected = models.BooleanField("支援措置（DV等）", default=False)
    protected_note = models.CharField("支援措置の内容・期限", max_length=200, blank=True)
    # Ends by an act only (`protect_person`), never by itself: this day is what the reminder goes by.
    protected_until = models.DateField("支援措置の期間（この日まで）", null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    version = models.PositiveIntegerField("版", default=1)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "人"

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """氏 + space + 名, or the common name, or 「氏名不明」."""
        return " ".join(part for part in (self.family_name, self.given_name) if part) or self.common_name or "氏名不明"

    @property
    def kana(self) -> str:
        """The reading as typed."""
        return " ".join(part for part in (self.family_kana, self.given_kana) if part)

    @property
    def birth(self) -> PartialDate:
        """What is known of the date of birth."""
        if self.birth_year is None and self.birth_said_on:
            return parse_partial_date(self.birth_text, today=self.birth_said_on)
        return PartialDate(self.birth_year, self.birth_month, self.birth_day, self.birth_about, self.birth_text)

    def age(self) -> AgeRange | None:
        """Age today, or at death; None when nothing is known."""
        return self.birth.age_at(self.died_on or clock.today())


class PersonGrant(Grant):
    """Who may know this person, on what ground (開示): written wherever a case is opened to somebody."""

    wall = Wall("{all} or agency_id = {agency} or worker_id = {worker}")
    privacy = Privacy(personal="person")
    person = models.ForeignKey(Person, models.PROTECT, related_name="grants", verbose_name="人")

    class Meta:
        verbose_name = "人の開示"
        indexes = [
            models.Index(fields=["person"], name="persongrant_by_person"),
            models.Index("agency", Ends("until"), name="persongrant_by_agency"),
        ]


class Contact(MunicipalModel):
    """A telephone number, address of mail, workplace or school (連絡先), with the note 「ここにはかけない」."""

    wall = WHEREABOUTS
    privacy = Privacy(open="kind", personal="person value digits", sensitive="do_not_use note")
    person = models.ForeignKey(Person, models.CASCADE, related_name="contacts", verbose_name="人")
    kind = models.CharField("種類", max_length=10, choices=ContactKind, default=ContactKind.MOBILE)
    value = models.CharField("番号・アドレス", max_length=120)
    digits = models.CharField("数字だけ", max_length=20, blank=True, editable=False)
    do_not_use = models.BooleanField("ここには連絡しない", default=False)
    note = models.CharField("連絡の注意", max_length=200, blank=True)

    class Meta:
        verbose_name = "連絡先"


class HouseholdQuerySet(Noted):
    """Households by who may know somebody in them."""

    def visible_to(self, worker: Any) -> "HouseholdQuerySet":
        """Those in which a person lives or lived whom the worker may know, and those her own agency made."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all:
            return mine
        if not worker.role.works_cases:
            return mine.none()
        known = Membership.objects.filter(household=OuterRef("pk"), person__in=Person.objects.visible_to(worker))
        return mine.filter(Q(made_by_agency=worker.agency_id) | Exists(known))


class Household(MunicipalModel):
    """A household (世帯): an address and those who live there, over time."""

    wall = Wall(
        "{all} or made_by_agency_id = {agency} or exists (select 1 from people_membership m"
        " where m.household_id = {me}.id)"
    )
    privacy = Privacy(
        open="area made_by_agency version", personal="postal_code town address merged_into", sensitive="note withheld"
    )
    postal_code = models.CharField("郵便番号", max_length=7, blank=True)
    town = models.ForeignKey(Town, models.PROTECT, null=True, blank=True, verbose_name="町字")
    address = models.CharField("番地・建物", max_length=160, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="圏域")
    note = models.TextField("住まいの様子", blank=True)
    # Somebody under protection lives here: the address itself is in `SafeAddress`, and here there is none to be shown.
    withheld = models.BooleanField("住所を伏せる", default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    made_by_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="登録した機関")
    version = models.PositiveIntegerField("版", default=1)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "世帯"

    def __str__(self) -> str:
        return HIDDEN if self.withheld else f"{self.town or ''}{self.address}" or "住所不明の世帯"


class Membership(MunicipalModel):
    """Somebody lives in a household from a day to a day (世帯員)."""

    wall = with_parent("people_person", "person_id")
    privacy = Privacy(
        open="since until",
        personal="household person relation head",
        sensitive="key_person main_carer note",
    )
    household = models.ForeignKey(Household, models.PROTECT, related_name="memberships", verbose_name="世帯")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name="人")
    relation = models.CharField("続柄", max_length=40, blank=True)
    head = models.BooleanField("世帯主", default=False)
    key_person = models.BooleanField("キーパーソン", default=False)
    main_carer = models.BooleanField("主な介護者", default=False)
    since = models.DateField("いつから", null=True, blank=True)
    until = models.DateField("いつまで", null=True, blank=True)
    note = models.CharField("補足", max_length=200, blank=True)

    class Meta:
        verbose_name = "世帯員"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "household", "person"],
                condition=Q(until=None),
                name="one_living_in_membership",
            )
        ]


class Relation(MunicipalModel):
    """Kinship or tie between two persons (続柄・関係); drawn in the genogram."""

    wall = Wall(
        "exists (select 1 from people_person p where p.id = {me}.first_id)"
        " and exists (select 1 from people_person p where p.id = {me}.second_id)"
    )
    privacy = Privacy(open="order", personal="first second since until", sensitive="kind custody note")
    first = models.ForeignKey(Person, models.PROTECT, related_name="relations_from", verbose_name="だれが")
    second = models.ForeignKey(Person, models.PROTECT, related_name="relations_to", verbose_name="だれの")
    kind = models.CharField("関係", max_length=20, choices=RelationKind)
    order = models.PositiveSmallIntegerField("順（第何子・何度目の結婚）", null=True, blank=True)
    since = models.CharField("いつから", max_length=20, blank=True)
    until = models.CharField("いつまで", max_length=20, blank=True)
    custody = models.BooleanField("親権・養育がある", default=False)
    note = models.CharField("補足", max_length=200, blank=True)

    class Meta:
        verbose_name = "関係"


from .consent import Consent, ConsentAgency  # noqa: E402  (models of this room in files of their own)
from .genogram_models import GenogramDrawing  # noqa: E402
from .merges import HouseholdMerge, PersonMerge  # noqa: E402

__all__ = [
    "HIDDEN", "Consent", "ConsentAgency", "Contact", "GenogramDrawing", "Household", "HouseholdMerge", "Membership", "Person",
    "PersonGrant", "PersonMerge", "ProtectedLook", "ProtectionKeeper", "Relation", "SafeAddress",
]  # fmt: skip
