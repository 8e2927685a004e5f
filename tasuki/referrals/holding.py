"""A sheet held while it changes: the row locked, the case in hand, the timeline told. For the actions of this room."""

from typing import Any

from tasuki.cases.actions import note_event
from tasuki.cases.enums import EventKind
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all

from .models import Referral, ReferralTarget


def hold(target: ReferralTarget) -> ReferralTarget:
    """Lock the target and its sheet and read both anew: two desks may answer at the same moment.

    The case comes with it for the writing, whether or not the actor may open it.
    """
    with on_behalf_of_all():
        target.refresh_from_db(from_queryset=ReferralTarget.objects.select_for_update())
        sheets = Referral.objects.select_for_update(of=("self",)).select_related("case__owner_agency", "consultation")
        target.referral = sheets.get(pk=target.referral_id)
    return target


def keep(target: ReferralTarget, **changes: Any) -> None:
    """Write changes of a held target."""
    target.version += 1
    for name, value in changes.items():
        setattr(target, name, value)
    names = [name.removesuffix("_id") for name in changes]
    with on_behalf_of_all():
        target.save(update_fields=["version", *names])


def tell(target: ReferralTarget, kind: EventKind, *, by: Worker, text: str) -> None:
    """One line in the timeline of the case, if there is one; about the person when the sheet names just one."""
    referral = target.referral
    if referral.case is None:
        return
    with on_behalf_of_all():
        named = list(referral.persons.select_related("person")[:2])
        about = named[0].person if len(named) == 1 else None
        note_event(referral.case, kind, by=by, text=text, about=about, link=referral.get_absolute_url())
