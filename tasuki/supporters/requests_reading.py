"""Reading neighbourly requests: for the desk, for the coordinator, for a supporter's own page (ちょっと困ったを読む)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from tasuki.codes import lookup
from tasuki.shared import clock
from tasuki.staff.models import Worker

from .models import Supporter
from .requests_enums import RUNNING, RequestStatus
from .requests_models import HelpAsker, HelpRequest, HelpTaking
from .requests_rules import terms

MOST = 200
TABS = (("running", "いま動いている"), ("mine", "手をかけるもの"), ("done", "終わった"))


@dataclass(frozen=True)
class Offered:
    """A request as a supporter reads it before anybody was accepted: no name, no address."""

    pk: UUID
    number: str
    kind: str
    words: str
    area: str
    near: str
    when: str
    wanted_by: date | None


@dataclass(frozen=True)
class Mine:
    """A request that she has; name and address once she was accepted."""

    taking_pk: UUID
    request_pk: UUID
    number: str
    kind: str
    words: str
    near: str
    when: str
    status: str
    status_label: str
    accepted: bool
    name: str
    address: str
    phone: str
    note: str
    thanks: str
    may_give_back: bool
    may_finish: bool


def overdue() -> Q:
    """Nobody has checked it, nobody raises a hand, nobody says that it is done (止まっているもの)."""
    numbers, now = terms(), clock.now()
    long_ago = HelpTaking.objects.filter(ended_at=None, accepted_at__lt=now - timedelta(days=numbers.done_days))
    return (
        Q(status=RequestStatus.ASKED, opened_at__lt=now - timedelta(days=numbers.asked_days))
        | Q(status=RequestStatus.OFFERED, approved_at__lt=now - timedelta(days=numbers.offered_days))
        | Q(status=RequestStatus.ACCEPTED, pk__in=long_ago.values("request"))
        | Q(status__in=RUNNING[:4], wanted_by__lt=now.date())
    )


def to_handle(worker: Worker) -> QuerySet[HelpRequest]:
    """What the worker's agency has to do next: check, decide on a taker, thank, or look for somebody else."""
    waiting = Q(status__in=(RequestStatus.ASKED, RequestStatus.TAKEN, RequestStatus.DONE))
    found = HelpRequest.objects.visible_to(worker).filter(waiting | overdue())
    return found if worker.sees_all else found.filter(keeper=worker.agency_id)


def listed(worker: Worker, tab: str = "running", area: Any = None, kind: str = "") -> list[HelpRequest]:
    """One tab of the list, the kind in words, what has stopped marked."""
    rows = HelpRequest.objects.visible_to(worker).select_related("area", "agency", "keeper")
    if tab == "mine":
        rows = rows.filter(pk__in=to_handle(worker).values("pk"))
    else:
        rows = rows.exclude(status__in=RUNNING) if tab == "done" else rows.filter(status__in=RUNNING)
    if area:
        rows = rows.filter(area=area)
    if kind:
        rows = rows.filter(kind=kind)
    found = list(rows[:MOST])
    stopped = set(HelpRequest.objects.visible_to(worker).filter(overdue()).values_list("pk", flat=True))
    for one in found:
        one.kind_label = lookup.label("help_kind", one.kind)  # type: ignore[attr-defined]
        one.stopped = one.pk in stopped  # type: ignore[attr-defined]
    return found


def takings_of(request: HelpRequest) -> list[HelpTaking]:
    """Who has raised a hand, the latest last."""
    return list(HelpTaking.objects.filter(request=request).select_related("accepted_by"))


def fitting(request: HelpRequest, worker: Worker) -> list[Supporter]:
    """Supporters of the worker's own register who can do it, near by first; those who agreed to be rung up."""
    found = Supporter.objects.visible_to(worker).helping().filter(offers__contains=[request.kind], contact_agreed=True)
    if request.area_id:
        found = found.filter(Q(area=request.area_id) | Q(area=None))
    return list(found.select_related("area").order_by("kana", "name")[:30])


def offered_to(supporter: Supporter) -> list[Offered]:
    """What she could take: her kinds, her area."""
    if not supporter.active:
        return []
    rows = HelpRequest.objects.filter(status=RequestStatus.OFFERED, kind__in=supporter.offers)
    if supporter.area_id:
        rows = rows.filter(Q(area=supporter.area_id) | Q(area=None))
    return [
        Offered(one.pk, one.number, lookup.label("help_kind", one.kind), one.words, str(one.area or ""), one.near,
                one.when_text, one.wanted_by)
        for one in rows.select_related("area").only(
            "pk", "number", "kind", "words", "area__name", "near", "when_text", "wanted_by").order_by("opened_at")[:50]
    ]  # fmt: skip


def taken_by(supporter: Supporter) -> list[Mine]:
    """What she has taken, the thanks of what is over too."""
    takings = (
        HelpTaking.objects.filter(supporter=supporter, ended_at=None).select_related("request").order_by("-taken_at")
    )
    found = list(takings[:20])
    # before she was accepted the asker is not even asked for
    accepted = [one.request_id for one in found if one.accepted_at and one.request.status == RequestStatus.ACCEPTED]
    askers = {one.request_id: one for one in HelpAsker.objects.filter(request__in=accepted)}
    return [_mine(one, askers.get(one.request_id)) for one in found]


def _mine(taking: HelpTaking, asker: HelpAsker | None) -> Mine:
    asked = taking.request
    return Mine(
        taking.pk, asked.pk, asked.number, lookup.label("help_kind", asked.kind), asked.words, asked.near,
        asked.when_text, asked.status, asked.get_status_display(), asker is not None,
        *((asker.name, asker.address, asker.phone, asker.note) if asker else ("", "", "", "")), asked.thanks,
        may_give_back=asked.status in (RequestStatus.TAKEN, RequestStatus.ACCEPTED),
        may_finish=asked.status == RequestStatus.ACCEPTED,
    )  # fmt: skip
