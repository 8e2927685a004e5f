"""What an approved plan opens to the agencies with a role, and how that ends (プランによる開示).

Each grant has the consent as its source: when the person withdraws, everything the consent carried ends at once.
The end of the plan ends the grants on the ground of a plan only.
"""

from collections.abc import Iterable

from django.db.models import Q

from tasuki.cases.grants import admit, revoke
from tasuki.people.models import Consent
from tasuki.sharing.enums import Ground
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all
from tasuki.tenancy.models import Agency

from .consents import carried_scope, carried_until, is_live, named_agencies
from .enums import PlanStatus
from .models import Plan, PlanPerson


def open_to_roles(plan: Plan, by: Worker) -> None:
    """Open each person of the plan to the agencies with a role to which that person agreed."""
    for line in _lines(plan):
        open_line(plan, line, line.consent, by)


def open_line(plan: Plan, line: PlanPerson, consent: Consent | None, by: Worker) -> None:
    """The same for one person."""
    if consent is None or not is_live(consent):
        return
    named = named_agencies(consent)
    for agency in _role_agencies(plan):
        if agency.pk in named:
            admit(case=plan.case, ground=Ground.PLAN, scope=carried_scope(consent), source=consent.pk, by=by,
                  agency=agency, persons=[line.person], until=carried_until(plan, consent),
                  reason=f"プラン第{plan.number}回の役割")  # fmt: skip


def close_for_roles(plan: Plan) -> None:
    """End what the plan opened; what another running plan still needs is opened again."""
    with on_behalf_of_all():
        consents = [line.consent_id for line in _lines(plan) if line.consent_id]
        for consent in consents:
            revoke(source=consent, ground=Ground.PLAN)
        running = Plan.objects.filter(status__in=[PlanStatus.APPROVED, PlanStatus.EVALUATED]).exclude(pk=plan.pk)
        # Of this case, or of another that rests on the same consent.
        still = running.filter(
            Q(case=plan.case_id) | Q(pk__in=PlanPerson.objects.filter(consent__in=consents).values("plan"))
        )
        for other in still.select_related("case", "made_by"):
            open_to_roles(other, other.made_by)


def _lines(plan: Plan) -> Iterable[PlanPerson]:
    return plan.persons.select_related("person", "consent").prefetch_related("consent__agencies")


def _role_agencies(plan: Plan) -> list[Agency]:
    """Agencies with a role, the owner left out: it sees its own case."""
    return list(Agency.objects.filter(pk__in=plan.roles.values("agency")).exclude(pk=plan.case.owner_agency_id))
