"""What is kept from everybody but the workers named for a person under protection (支援措置): the rows and their walls."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tasuki.audit.looks import Noted
from tasuki.shared import clock
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency, Town

# Persons for whom the reader is named, in the post in which she was named; asked once per statement.
KEPT = (
    "select k.person_id from people_protectionkeeper k where k.worker_id = {worker} and k.agency_id = {agency}"
    " and k.since <= {now} and (k.until is null or k.until > {now})"
)
KNOWN = "exists (select 1 from people_person p where p.id = {me}.person_id)"
# What tells where a person is: open as the person is, under protection to those named for her.
WHEREABOUTS = Wall(
    "exists (select 1 from people_person p where p.id = {me}.person_id and"
    f" (not p.protected or {{protected}} or p.id in ({KEPT})))"
)


class KeeperQuerySet(Noted):
    """Keepers by time and by who asks."""

    def live(self) -> "KeeperQuerySet":
        """Named now: since <= now < until."""
        now = clock.now()
        return self.filter(Q(until=None) | Q(until__gt=now), since__lte=now)

    def held_by(self, worker: Any) -> "KeeperQuerySet":
        """Hers, in the post in which she was named; nobody's if her role sees no cases."""
        if not worker.role.works_cases:
            return self.none()
        return self.live().filter(worker=worker.pk, agency=worker.agency_id)

    def visible_to(self, worker: Any) -> "KeeperQuerySet":
        """Whoever may know the person may know whom to ask; the officer oversees all of them."""
        from .models import Person  # stands above this file

        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all or worker.role.oversees:
            return mine
        return mine.filter(Q(worker=worker.pk) | Q(person__in=Person.objects.visible_to(worker)))


class ProtectionKeeper(MunicipalModel):
    """A worker named for a person under protection (名指しされた職員): while she is in the post in which she was named."""

    wall = Wall("{all} or {oversees} or worker_id = {worker} or " + KNOWN)
    privacy = Privacy(open="worker agency since until named_by", sensitive="person")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="keepers", verbose_name="人")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="名指しされた職員")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="そのときの配属先")
    since = models.DateTimeField("いつから")
    until = models.DateTimeField("いつまで", null=True, blank=True)
    named_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="名指しした人")

    objects = KeeperQuerySet.as_manager()

    class Meta:
        verbose_name = "支援措置の担当"
        ordering = ["since", "id"]
        indexes = [models.Index(fields=["worker", "agency"], name="keeper_by_worker")]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "person", "worker", "agency"], condition=Q(until=None), name="one_keeping_now"
            )
        ]


class SafeAddressQuerySet(Noted):
    """Addresses by who is named for those who live there."""

    def visible_to(self, worker: Any) -> "SafeAddressQuerySet":
        """Named for every protected person of the household."""
        kept = list(ProtectionKeeper.objects.held_by(worker).values_list("person", flat=True))
        return self.filter(municipality=worker.municipality_id, persons__contained_by=kept).exclude(persons=[])


class SafeAddress(MunicipalModel):
    """The address of a household in which somebody is under protection (伏せた住所), taken out of the household's row."""

    wall = Wall(f"{{protected}} or (cardinality(persons) > 0 and persons <@ array({KEPT}))")
    privacy = Privacy(sensitive="household persons postal_code town address note")
    household = models.OneToOneField(
        "people.Household", models.CASCADE, related_name="safe_address", verbose_name="世帯"
    )
    persons = ArrayField(models.UUIDField(), verbose_name="支援措置の人", default=list)
    postal_code = models.CharField("郵便番号", max_length=7, blank=True)
    town = models.ForeignKey(Town, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="町字")
    address = models.CharField("番地・建物", max_length=160, blank=True)
    note = models.TextField("住まいの様子", blank=True)

    objects = SafeAddressQuerySet.as_manager()

    class Meta:
        verbose_name = "伏せた住所"

    def __str__(self) -> str:
        return f"{self.town or ''}{self.address}" or "住所不明の世帯"


class LookQuerySet(Noted):
    """Looks by who is told of them."""

    def visible_to(self, worker: Any) -> "LookQuerySet":
        """The officer, the section, those named for the person, the workers in charge of her cases, she who looked."""
        mine = self.filter(municipality=worker.municipality_id)
        if worker.sees_all or worker.role.oversees:
            return mine
        told = Q(worker=worker.pk) | Q(person__in=ProtectionKeeper.objects.held_by(worker).values("person"))
        if worker.role.works_cases:
            # Asked through the members of cases by name, because the room of the cases stands above this one.
            told |= Q(person__cases__case__worker=worker.pk, person__cases__case__owner_agency=worker.agency_id)
        return mine.filter(pk__in=self.model._default_manager.filter(told).values("pk"))


class ProtectedLook(MunicipalModel):
    """A look at the whereabouts of a protected person (伏せた情報の閲覧): told to those who watch over her."""

    wall = Wall(
        f"{{all}} or {{oversees}} or worker_id = {{worker}} or person_id in ({KEPT}) or exists (select 1 from"
        " cases_casemember m join cases_case c on c.id = m.case_id where m.person_id = {me}.person_id"
        " and c.worker_id = {worker} and c.owner_agency_id = {agency})",
        append_only=True,
    )
    privacy = Privacy(open="worker agency at place number", sensitive="person")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="人")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="見た人")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="機関")
    at = models.DateTimeField("日時")
    place = models.CharField("どの画面で", max_length=60)
    number = models.CharField("ケース番号", max_length=20, blank=True)

    objects = LookQuerySet.as_manager()

    class Meta:
        verbose_name = "伏せた情報の閲覧"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["municipality", "-at"], name="protectedlook_by_time"),
                   models.Index(fields=["person", "-at"], name="protectedlook_by_person")]  # fmt: skip
