"""Who answers first (初動の窓口): the suggestion beside what every agency carries; the rules tried on what has been."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tasuki.cases.models import Case
from tasuki.codes.lookup import labels
from tasuki.intake.first_response import Suggestion, facts_of, rules_in_force, suggest, suggestion_for
from tasuki.intake.models import Consultation, FirstChoice
from tasuki.referrals.loads import Load, loads
from tasuki.referrals.models import ReferralTarget
from tasuki.shared import clock
from tasuki.staff.models import Worker
from tasuki.tenancy.models import Agency


@dataclass
class Desk:
    """One agency that might answer first."""

    agency: Agency
    load: Load
    fields: list[str] = field(default_factory=list)
    suggested: bool = False
    mine: bool = False


@dataclass
class FirstDesk:
    """The page: what the rules say, what was chosen, every desk with its load."""

    suggestion: Suggestion | None
    choice: FirstChoice | None
    desks: list[Desk]


def first_desk(consultation: Consultation, worker: Worker) -> FirstDesk:
    """The suggested one first, then my own, then those that carry least."""
    found = suggestion_for(consultation, worker.agency.municipality.extra_closed_days)
    choice = FirstChoice.objects.visible_to(worker).filter(consultation=consultation.pk).select_related("chosen", "by")
    carried = loads()
    desks = [
        Desk(agency, carried.get(agency.pk, Load()), labels("field", agency.fields),
             found is not None and found.agency.pk == agency.pk, agency.pk == consultation.agency_id)
        for agency in Agency.objects.exclude(closed_on__lte=clock.today())
        if agency.takes_referrals or agency.pk == consultation.agency_id
    ]  # fmt: skip
    desks.sort(key=lambda one: (not one.suggested, not one.mine, one.load.running + one.load.waiting))
    return FirstDesk(found, choice.first(), desks)


@dataclass
class Tried:
    """One past consultation: what the rules would have said, and what happened."""

    consultation: Consultation
    topics: list[str]
    said: Suggestion | None
    happened: list[Agency] = field(default_factory=list)
    same: bool = False


@dataclass
class Trial:
    """The rules on the last so many consultations."""

    lines: list[Tried]
    by_agency: list[tuple[str, int, int]]

    @property
    def met(self) -> int:
        """How many a rule would have decided."""
        return sum(1 for line in self.lines if line.said)

    @property
    def same(self) -> int:
        """How many of them went that way anyhow."""
        return sum(1 for line in self.lines if line.said and line.same)


def tried_on(worker: Worker, most: int) -> Trial:
    """Every rule that is not over, drafts too, on the last consultations that the reader may see (four queries)."""
    rows = Consultation.objects.visible_to(worker).select_related("agency", "area").order_by("-at")[:most]
    found = list(rows)
    rules, went = rules_in_force(drafts=True), _where_they_went(found, worker)
    closed = worker.agency.municipality.extra_closed_days
    lines = []
    for one in found:
        said, happened = suggest(rules, facts_of(one, closed)), went.get(one.pk) or [one.agency]
        same = said is not None and any(agency.pk == said.agency.pk for agency in happened)
        lines.append(Tried(one, labels("consultation_topic", one.topics), said, happened, same))
    return Trial(lines, _counted(lines))


def _where_they_went(found: list[Consultation], worker: Worker) -> dict[UUID, list[Agency]]:
    """The agencies to which each was sent first, or that owned the case opened from it."""
    went: dict[Any, list[Agency]] = defaultdict(list)
    targets = ReferralTarget.objects.visible_to(worker).filter(referral__consultation__in=found)
    for target in targets.select_related("to_agency", "referral").order_by("referral__sent_at"):
        went[target.referral.consultation_id].append(target.to_agency)
    cases = Case.objects.visible_to(worker).filter(opened_from__in=found).select_related("owner_agency")
    for case in cases:
        if case.owner_agency not in went[case.opened_from_id]:
            went[case.opened_from_id].append(case.owner_agency)
    return went


def _counted(lines: list[Tried]) -> list[tuple[str, int, int]]:
    """By suggested agency: how many it would get, and how many it got."""
    said: dict[str, list[int]] = {}
    for line in lines:
        if line.said:
            row = said.setdefault(line.said.agency.name, [0, 0])
            row[0] += 1
            row[1] += line.same
    return sorted(((name, all_, same) for name, (all_, same) in said.items()), key=lambda row: -row[1])
