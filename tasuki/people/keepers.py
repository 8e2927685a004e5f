"""Writing of protection: its beginning and end, and who is named for it. Called through `actions`."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import refuse_unless, require
from tasuki.staff.models import Post, Worker
from tasuki.staff.roles import ROLES
from tasuki.tenancy.context import on_behalf_of_all

from . import rules
from .models import Person, ProtectionKeeper
from .protection import withhold
from .versions import write_version


@transaction.atomic
def protect_person(*, person: Person, by: Worker, note: str, on: bool = True, until: date | None = None) -> Person:
    """Protection begins, is renewed or ends (支援措置); it never ends by itself, only by this act."""
    require(rules.may_protect_person(person, by))
    begins = on and not person.protected
    if begins:
        for worker, agency in _first_keepers(person, by):
            _name(person, worker, agency, by=by)
    write_version(person, None, {"protected": on, "protected_note": note, "protected_until": until if on else None})
    withhold(*person.memberships.filter(until=None).values_list("household", flat=True))
    if not on:
        with on_behalf_of_all():
            ProtectionKeeper.objects.live().filter(person=person).update(until=clock.now())
    verb = "支援措置を始めた" if begins else "支援措置を続けた" if on else "支援措置を終えた"
    record(Act.CHANGE, verb, by=by, objects=[person.pk], reason=note)
    return person


def _first_keepers(person: Person, by: Worker) -> set[tuple[UUID, UUID]]:
    """She who protects, and the workers in charge of the person's running cases: somebody must know where she is."""
    with on_behalf_of_all():
        # Asked through the members of cases by name, because the room of the cases stands above this one.
        running = Person.objects.filter(pk=person.pk, cases__case__closed_on=None, cases__case__isnull=False)
        in_charge = set(running.values_list("cases__case__worker", "cases__case__owner_agency"))
    return {(by.pk, by.agency_id), *in_charge}


def _name(person: Person, worker: UUID, agency: UUID, *, by: Worker,
          until: datetime | None = None) -> ProtectionKeeper:  # fmt: skip
    return ProtectionKeeper.objects.create(
        person=person, worker_id=worker, agency_id=agency, since=clock.now(), until=until, named_by_id=by.pk
    )


@transaction.atomic
def name_keeper(*, person: Person, worker: Worker, by: Worker, until: date | None = None) -> ProtectionKeeper:
    """One more worker may see where the person is (名指し), in the post she has now; an earlier naming of hers ends."""
    post = worker.post or Post.objects.now().filter(worker=worker.pk, worker__is_active=True).order_by("since").first()
    require(rules.may_name_keeper(person, by) & refuse_unless(post and ROLES[post.role].works_cases, rules.NO_POST))
    assert post is not None
    with on_behalf_of_all():
        ProtectionKeeper.objects.live().filter(person=person, worker=worker.pk).update(until=clock.now())
    last = clock.at(until + timedelta(days=1), "00:00") if until else None
    keeper = _name(person, worker.pk, post.agency_id, by=by, until=last)
    record(Act.CHANGE, "支援措置の担当を名指しした", by=by, objects=[person.pk, worker.pk], reason=worker.name)
    return keeper


@transaction.atomic
def release_keeper(*, keeper: ProtectionKeeper, by: Worker) -> ProtectionKeeper:
    """She sees it no longer, from the next page on."""
    require(rules.may_release_keeper(keeper, by))
    keeper.until = clock.now()
    with on_behalf_of_all():
        keeper.save(update_fields=["until"])
    record(Act.CHANGE, "支援措置の担当を解いた", by=by, objects=[keeper.person_id, keeper.worker_id],
           reason=keeper.worker.name)  # fmt: skip
    return keeper
