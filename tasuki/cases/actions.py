"""Writing of cases: opening, members, owner, worker, status, 「いま」, timeline. Records are in `recording`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.intake import actions as intake
from tasuki.intake.enums import Outcome
from tasuki.intake.models import Consultation
from tasuki.people.models import Household, Person, PersonGrant
from tasuki.shared import clock
from tasuki.shared.decisions import Stale, refuse_unless, require
from tasuki.shared.held import barred
from tasuki.sharing.enums import Ground, Scope
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all
from tasuki.tenancy.models import Agency, Area
from tasuki.tenancy.numbers import number_of_the_year

from . import grants, rules
from .enums import EventKind, Status
from .models import Case, CaseEvent, CaseGrant, CaseMember, EmergencyOpening, StatusChange

# What rooms above do when something happened (a picture is kept, …); they enter themselves when they start.
AFTER_EVENT: dict[EventKind, list[Callable[[Case, Worker], Any]]] = {}
NO_LONGER = "あなたが開いたあとに、ほかの人が書きかえました。書いたものは下に残してあります。"


@dataclass(frozen=True)
class Member:
    """Somebody with whom a new case is concerned."""

    person: Person
    relation: str = ""
    index_person: bool = False
    in_household: bool = True


def note_event(case: Case, kind: EventKind, *, by: Worker, text: str = "", about: Person | None = None, link: str = "",
               at: datetime | None = None) -> CaseEvent:  # fmt: skip
    """One line in the timeline."""
    event = CaseEvent.objects.create(
        case=case,
        kind=kind,
        at=at or clock.now(),
        by_id=by.pk,
        agency_id=by.agency_id,
        text=text,
        about=about,
        link=link,
    )
    for heard in AFTER_EVENT.get(kind, ()):
        heard(case, by)
    return event


@transaction.atomic
def open_case(*, by: Worker, label: str, members: Iterable[Member] = (), household: Household | None = None,
              area: Area | None = None, consultation: Consultation | None = None, worker: Worker | None = None,
              topics: Iterable[str] = (), rights_screening: bool = False, continues: Case | None = None) -> Case:  # fmt: skip
    """Open a case with persons whom the worker knows; her agency owns it, `worker` (or she) is in charge."""
    members = list(members)
    require(rules.may_open_case(by) & rules.known_to(by, (one.person for one in members), household))
    return start_case(by=by, label=label, members=members, household=household, area=area, consultation=consultation,
                      worker=worker, topics=topics, rights_screening=rights_screening, continues=continues)  # fmt: skip


def start_case(*, by: Worker, label: str, members: Iterable[Member] = (), household: Household | None = None,
               area: Area | None = None, consultation: Consultation | None = None, worker: Worker | None = None,
               topics: Iterable[str] = (), rights_screening: bool = False, continues: Case | None = None) -> Case:  # fmt: skip
    """The opening itself. Asked only by `open_case`, and by the acceptance of a sheet, which names the persons."""
    case = Case.objects.create(
        number=number_of_the_year("case"), label=label, household=household,
        area=area or (household.area if household else None) or (consultation.area if consultation else None),
        owner_agency_id=by.agency_id, worker_id=(worker or by).pk, opened_on=clock.today(), opened_from=consultation,
        topics=list(topics) or (consultation.topics if consultation else []), rights_screening=rights_screening,
        continues=continues, last_contact_at=clock.now(), last_contact_text="ケースを開いた",
    )  # fmt: skip
    StatusChange.objects.create(case=case, after=case.status, at=clock.now(), by_id=by.pk)
    for order, member in enumerate(members):
        _join(case, member, order)
    grants.admit(case=case, ground=Ground.OWN, scope=Scope.everything(), source=case.pk, by=by, agency=by.agency)
    note_event(case, EventKind.OPENED, by=by, text=barred(consultation.words) if consultation else "")
    if (
        consultation
        and consultation.agency_id == by.agency_id
        and consultation.outcome in (Outcome.OPEN, Outcome.REFERRED)
    ):
        intake.conclude(consultation=consultation, by=by, outcome=Outcome.CASE_OPENED)
    record(Act.CHANGE, "ケースを開いた", by=by, case=case.pk, objects=[case.pk])
    return case


def _join(case: Case, member: Member, order: int) -> CaseMember:
    return CaseMember.objects.create(
        case=case, person=member.person, relation=member.relation, index_person=member.index_person,
        in_household=member.in_household, order=order,
    )  # fmt: skip


@transaction.atomic
def add_member(*, case: Case, member: Member, by: Worker) -> CaseMember:
    """A further person of the household, or a relative outside it."""
    require(rules.may_add_member(case, by) & rules.known_to(by, [member.person]))
    joined = _join(case, member, case.members.count())
    grants.spread_to_member(case, member.person)
    note_event(case, EventKind.MEMBER_ADDED, by=by, text=member.relation, about=member.person)
    record(Act.CHANGE, "世帯員を加えた", by=by, case=case.pk, objects=[case.pk, member.person.pk])
    return joined


@transaction.atomic
def change_member(*, member: CaseMember, by: Worker, relation: str, index_person: bool, in_household: bool,
                  ) -> CaseMember:  # fmt: skip
    """Somebody moves out, or is called otherwise (続柄・本人・同居を直す)."""
    require(rules.may_change_member(member, by))
    was = (member.relation, member.index_person, member.in_household)
    member.relation, member.index_person, member.in_household = relation, index_person, in_household
    if was != (relation, index_person, in_household):
        with on_behalf_of_all():
            member.save(update_fields=["relation", "index_person", "in_household"])
        said = [relation, "本人" if index_person else "", "同居" if in_household else "世帯の外"]
        note_event(
            member.case, EventKind.MEMBER_CHANGED, by=by, text="・".join(filter(None, said)), about=member.person
        )
        record(Act.CHANGE, "世帯員のことを直した", by=by, case=member.case_id, objects=[member.pk, member.person_id])
    return member


@transaction.atomic
def change_case(*, case: Case, by: Worker, label: str, topics: Iterable[str], area: Area | None,
                version: int | None = None) -> Case:  # fmt: skip
    """What the household is called, what it is about, where it lives (ケースの基本を直す)."""
    require(rules.may_change_case(case, by) & refuse_unless(label.strip(), "「世帯の呼び方」を入力してください。"))
    before = case.label
    changes = {"label": label.strip(), "topics": list(topics), "area_id": area.pk if area else None}
    update_versioned(case, version, changes)
    text = f"{before} → {case.label}" if before != case.label else "相談内容・圏域"
    note_event(case, EventKind.BASICS_CHANGED, by=by, text=text)
    record(Act.CHANGE, "ケースの基本を直した", by=by, case=case.pk, objects=[case.pk])
    return case


@transaction.atomic
def change_status(*, case: Case, status: Status, by: Worker, reason: str = "", at: datetime | None = None) -> Case:
    """Move the case along TRANSITIONS; the step is kept."""
    require(rules.may_change_status(case, by, status))
    return move_to(case, status, by=by, reason=reason, at=at)


def move_to(case: Case, status: Status, *, by: Worker, reason: str = "", at: datetime | None = None) -> Case:
    """The step itself, for actions of this room and above that have asked their own rule."""
    if case.status == status:
        return case
    StatusChange.objects.create(
        case=case, before=case.status, after=status, at=at or clock.now(), by_id=by.pk, reason=reason
    )
    case.status = status
    with on_behalf_of_all():
        case.save(update_fields=["status"])
    text = f"{status.label}{'：' + reason if reason else ''}"
    note_event(case, EventKind.STATUS, by=by, text=text, at=at)
    return case


@transaction.atomic
def set_now(*, case: Case, by: Worker, text: str, next_text: str = "", next_on: date | None = None,
            next_worker: Worker | None = None, version: int | None = None) -> Case:  # fmt: skip
    """「いま」 and the next step, left for whoever opens the case next."""
    require(rules.may_set_now(case, by))
    changes: dict[str, Any] = {
        "now_text": text, "next_text": next_text, "next_on": next_on, "next_worker_id": next_worker and next_worker.pk,
        "now_by_id": by.pk, "now_at": clock.now(),
    }  # fmt: skip
    update_versioned(case, version, changes)
    record(Act.CHANGE, "「いま」を書いた", by=by, case=case.pk, objects=[case.pk])
    return case


def update_versioned(thing: Any, version: int | None, changes: dict[str, Any]) -> None:
    """Write changes if nobody wrote in between (`Stale` otherwise); `version` None writes over the newest."""
    was = thing.version if version is None else version
    with on_behalf_of_all():
        rows = type(thing).objects.filter(pk=thing.pk, version=was)
        if not rows.update(version=was + 1, **changes):
            raise Stale(NO_LONGER)
    thing.refresh_from_db(fields=["version", *(name.removesuffix("_id") for name in changes)])


@transaction.atomic
def hand_over(*, case: Case, worker: Worker, by: Worker, note: str = "") -> Case:
    """Another worker of the owner agency takes charge (担当者の引継ぎ)."""
    require(rules.may_hand_over(case, by))
    before, case.worker = case.worker, worker
    case.save(update_fields=["worker"])
    note_event(case, EventKind.HANDED_OVER, by=by, text=f"{before.name} → {worker.name}{'：' + note if note else ''}")
    record(Act.CHANGE, "担当者を変えた", by=by, case=case.pk, objects=[case.pk, worker.pk])
    return case


def change_owner(case: Case, *, agency: Agency, worker: Worker, by: Worker) -> Case:
    """Another agency owns the case from now on; called by the action that was asked to (a referral, a hand-back)."""
    before = case.owner_agency
    with on_behalf_of_all():
        grants.revoke(source=case.pk)
        case.owner_agency, case.worker_id = agency, worker.pk
        case.save(update_fields=["owner_agency", "worker"])
        CaseGrant.objects.filter(case=case).update(keeper=agency)
        EmergencyOpening.objects.filter(case=case).update(keeper=agency)
        _let_go(case, before, agency)
        grants.admit(case=case, ground=Ground.OWN, scope=Scope.everything(), source=case.pk, by=by, agency=agency)
    note_event(case, EventKind.OWNER_CHANGED, by=by, text=f"{before.name} → {agency.name}（{worker.name}）")
    record(Act.CHANGE, "主担当の機関が変わった", by=by, case=case.pk, objects=[case.pk, agency.pk])
    return case


def _let_go(case: Case, before: Agency, agency: Agency) -> None:
    """The agency that gave the case away forgets the persons and the home it registered, if nothing else of its own
    holds them: another case, or a consultation that did not go with this one."""
    members = case.members.values("person_id")
    others = Case.objects.filter(owner_agency=before).exclude(pk=case.pk)
    held = CaseMember.objects.filter(case__in=others).values("person_id")
    asked = Consultation.objects.filter(agency=before, person__in=members).exclude(pk=case.opened_from_id)
    registered = PersonGrant.objects.live().filter(agency=before, ground=Ground.OWN, person__in=members)
    registered = registered.exclude(person__in=held).exclude(person__in=asked.values("person_id"))
    registered.update(until=clock.now())
    if case.household_id and not others.filter(household=case.household_id).exists():
        Household.objects.filter(pk=case.household_id, made_by_agency=before).update(made_by_agency=agency)


def touch(case: Case, at: datetime, what: str) -> None:
    """Keep the newest contact on the case, so that lists need not look for it."""
    if case.last_contact_at is None or case.last_contact_at <= at:
        case.last_contact_at, case.last_contact_text = at, what[:80]
        with on_behalf_of_all():
            case.save(update_fields=["last_contact_at", "last_contact_text"])
