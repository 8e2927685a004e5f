"""Wrong policies, sown on purpose: each is a mistake somebody could make, and the machine must find every one.

A mutant is a context manager. `policy` changes row-level security as the owner of the tables and puts it right again;
`patched` exchanges a piece of the first wall, of the sign-in or of an action.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any
from unittest import mock

from django.apps import apps
from django.db import connections
from django.db.models import Q

from tasuki.casefile import actions as ending
from tasuki.cases import actions as cases
from tasuki.cases import consenting, emergency, grants
from tasuki.cases.models import CaseQuerySet, PartQuerySet
from tasuki.intake.models import ConsultationQuerySet
from tasuki.meetings.models import ItemQuerySet
from tasuki.people.models import HouseholdQuerySet, PersonQuerySet
from tasuki.plans import opening
from tasuki.plans.models import PlanQuerySet
from tasuki.referrals import answers, rules
from tasuki.referrals.models import ReferralQuerySet
from tasuki.shared import once
from tasuki.sharing.enums import Scope
from tasuki.sharing.models import GrantQuerySet
from tasuki.sharing.wall import statements
from tasuki.staff.models import PostQuerySet, Worker

from . import relay

Mutant = Callable[[], AbstractContextManager[Any]]
AGENCY, SEAT, NOW = "(select app.agency())", "(select app.seat())", "(select app.now())"
ENDS = "case when g.until is null then 'infinity' else g.until end"


def policy(model: str, old: str, new: str) -> Mutant:
    """Row-level security with one piece of its condition exchanged."""

    @contextmanager
    def sown() -> Iterator[None]:
        kind = apps.get_model(model)
        table, right = kind._meta.db_table, kind.wall.sql(kind._meta.db_table)
        wrong = right.replace(old, new)
        assert wrong != right, f"{table}: 「{old}」 is not in its wall any more; the mutant must follow"
        try:
            _as_owner(f"drop policy tasuki_select on {table}",
                      f"create policy tasuki_select on {table} for select using ({wrong})")  # fmt: skip
            yield
        finally:
            _as_owner(*statements(kind))

    return sown


def _as_owner(*deeds: str) -> None:
    with connections["owner"].cursor() as cursor:
        for deed in deeds:
            cursor.execute(deed)


def patched(*pieces: tuple[Any, str, Any]) -> Mutant:
    """Python with some pieces exchanged."""

    @contextmanager
    def sown() -> Iterator[None]:
        with ExitStack() as stack:
            for place, name, piece in pieces:
                stack.enter_context(mock.patch.object(place, name, piece))
            stack.callback(once.forget)  # the questions that were put together with the wrong piece
            once.forget()
            yield

    return sown


# wrong pieces of the first wall


def _live_inclusive(self, at=None):
    from tasuki.shared import clock

    moment = at or clock.now()
    return self.filter(Q(until=None) | Q(until__gte=moment), since__lte=moment)


def _live_for_ever(self, at=None):
    return self.all()


def _held_by_any_role(self, worker):
    return self.filter(Q(agency=worker.agency_id) | Q(worker=worker.pk, held_at=worker.agency_id))


def _held_in_any_post(self, worker):
    if not worker.role.works_cases:
        return self.none()
    return self.filter(Q(agency=worker.agency_id) | Q(worker=worker.pk))


def _held_by_any_worker(self, worker):
    if not worker.role.works_cases:
        return self.none()
    return self.filter(Q(agency=worker.agency_id) | Q(worker__isnull=False))


def _all_of_them(self, worker):
    return self.all()


def _all_of_the_town(self, worker):
    return self.filter(municipality=worker.municipality_id)


def _whole_household(self, worker):
    from django.db.models import Exists, OuterRef

    from tasuki.cases.models import CaseGrant

    mine = self.filter(municipality=worker.municipality_id)
    if worker.sees_all:
        return mine
    given = CaseGrant.objects.live().held_by(worker).opening(self.part)
    return mine.filter(Exists(given.filter(case=OuterRef("case"))))


def _plan_for_anybody(self, worker):
    from django.db.models import Exists, OuterRef

    from tasuki.cases.models import CaseGrant

    mine = self.filter(municipality=worker.municipality_id)
    if worker.sees_all:
        return mine
    given = CaseGrant.objects.live().held_by(worker).opening(Scope.PLAN)
    return mine.filter(Exists(given.filter(case=OuterRef("case"))))


def _without_secrecy(self, worker):
    from django.db.models import Exists, OuterRef

    from tasuki.meetings.models import ItemCall

    mine = self.filter(municipality=worker.municipality_id)
    if worker.sees_all:
        return mine
    if not worker.role.sits:
        return mine.none()
    called = ItemCall.objects.to(worker).filter(item=OuterRef("pk"))
    return mine.filter(Q(host_agency=worker.agency_id) | Q(submitted_agency=worker.agency_id) | Exists(called))


def _declined_too(self, worker):
    mine = self.filter(municipality=worker.municipality_id)
    if worker.sees_all:
        return mine
    if not worker.role.works_cases:
        return mine.none()
    sent_or_received = Q(from_agency=worker.agency_id) | Q(targets__to_agency=worker.agency_id)
    return mine.filter(sent_or_received).distinct()


# wrong pieces of the sign-in


def _posts_before_their_day(self, day):
    return self.filter(Q(until=None) | Q(until__gt=day)).order_by("-since")


_right_sees_all = Worker.sees_all


def _sees_all(also: Callable[[Worker], bool]) -> property:
    return property(lambda worker: bool(worker.post and (also(worker) or _right_sees_all.fget(worker))))


_right_context = Worker.context


def _chair_with_agency(self, request=""):
    from dataclasses import replace

    return replace(_right_context(self, request), agency=self.agency_id)


# wrong pieces of the actions

_right_admit = grants.admit


def _admit_without_end(**words):
    return _right_admit(**(words | {"until": None}))


def _admit_the_household(**words):
    return _right_admit(**(words | {"persons": None}))


def _admit_the_agency(**words):
    return _right_admit(**(words | {"agency": words["by"].agency}))


def _nothing(*_, **__):
    return 0


def _grants(**wrong):
    """The room's way to the grants, with a piece exchanged for this room only."""
    return SimpleNamespace(**(vars(grants) | wrong))


MUTANTS: dict[str, Mutant] = {
    # the second wall
    "an ended grant still opens the case": policy("cases.Case", f"{ENDS} > {NOW}", "true"),
    "a grant opens at the moment of its end": policy("people.Person", f"{ENDS} > {NOW}", f"{ENDS} >= {NOW}"),
    "another municipality sees the case": policy("cases.Case", "municipality_id = (select app.municipality())", "true"),
    "the mask is ignored": policy("cases.SupportRecord", "g.scope & 8 <> 0", "true"),
    "one person's consent opens the household": policy(
        "cases.SupportRecord", "(g.person_id is null or g.person_id = cases_supportrecord.about_id)", "true"
    ),
    "a packet opens without the oath": policy(
        "meetings.Item", " join meetings_pledge p on p.call_id = c.id and p.worker_id = (select app.worker())", ""
    ),
    "an emergency goes along to the next post": policy("cases.Case", f" and g.held_at_id = {AGENCY}", ""),
    "the telephone of a protected person": policy("people.Contact", "not p.protected or", "true or"),
    "a keeper whose day is over": policy("people.Contact", f"(k.until is null or k.until > {NOW})", "true"),
    "the safe address to whoever keeps anybody": policy("people.SafeAddress", "persons <@ array", "persons && array"),
    "a passage told to few, to every reader": policy("cases.RestrictedNote", "cases_restrictednote.opened or", "true or"),
    "a collected packet stays open": policy("meetings.Item", f"and (c.until is null or c.until > {NOW})", ""),
    "whoever declined still reads the sheet": policy("referrals.Referral", "and t.open_to_receiver", ""),
    "the chair sees cases of the agency": policy("cases.Case", AGENCY, SEAT),
    "the officer sees cases": policy(
        "cases.Case", "(select app.sees_all())", "((select app.sees_all()) or (select app.oversees()))"
    ),
    "every desk reads every consultation": policy("intake.Consultation", f"agency_id = {AGENCY}", "true"),
    "household known without its people": policy("people.Household", f"made_by_agency_id = {AGENCY}", "true"),
    # the first wall
    "visible_to: at the moment of its end": patched((GrantQuerySet, "live", _live_inclusive)),
    "visible_to: an ended grant": patched((GrantQuerySet, "live", _live_for_ever)),
    "visible_to: any worker's grant": patched((GrantQuerySet, "held_by", _held_by_any_worker)),
    "visible_to: an emergency of the post before": patched((GrantQuerySet, "held_by", _held_in_any_post)),
    "visible_to: a chair's grant": patched((GrantQuerySet, "held_by", _held_by_any_role)),
    "visible_to: the mask ignored": patched((GrantQuerySet, "opening", lambda self, scope: self)),
    "visible_to: the household for one person": patched((PartQuerySet, "visible_to", _whole_household)),
    "visible_to: a plan by the consent of somebody else": patched((PlanQuerySet, "visible_to", _plan_for_anybody)),
    "visible_to: a packet without the oath": patched((ItemQuerySet, "visible_to", _without_secrecy)),
    "visible_to: a declined sheet": patched((ReferralQuerySet, "visible_to", _declined_too)),
    "visible_to: every municipality": patched((CaseQuerySet, "visible_to", _all_of_them)),
    "visible_to: every person of the town": patched((PersonQuerySet, "visible_to", _all_of_the_town)),
    "visible_to: every consultation": patched((ConsultationQuerySet, "visible_to", _all_of_the_town)),
    "visible_to: every household": patched((HouseholdQuerySet, "visible_to", _all_of_the_town)),
    # who somebody is
    "a post before its day": patched((PostQuerySet, "on", _posts_before_their_day)),
    "a deactivated worker": patched((relay, "may_enter", lambda worker: True)),
    "the administrator sees all": patched((Worker, "sees_all", _sees_all(lambda one: one.post.role == "administrator"))),
    "the section, though it was taken from it": patched((Worker, "sees_all", _sees_all(lambda one: one.role.supervises))),
    "a chair works with cases": patched((Worker, "context", _chair_with_agency)),
    # what ends
    "withdrawal is only written down": patched((consenting, "grants", _grants(revoke=_nothing))),
    "consent of one opens all": patched((consenting, "grants", _grants(admit=_admit_the_household))),
    "the end of a plan ends nothing": patched((opening, "revoke", _nothing)),
    "hand-back ends nothing": patched((answers, "grants", _grants(revoke=_nothing))),
    "the end of a case ends nothing": patched((ending, "grants", _grants(revoke_all=_nothing))),
    "emergency never ends": patched((emergency, "grants", _grants(admit=_admit_without_end))),
    "emergency opens to the agency": patched((emergency, "grants", _grants(admit=_admit_the_agency))),
    "without consent the assessment too": patched((rules, "WITHOUT_CONSENT", rules.WITH_CONSENT)),
    "the one who gave the case away keeps it": patched((cases, "_let_go", _nothing)),
}  # fmt: skip
