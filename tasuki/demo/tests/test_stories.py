"""The demo towns' stories can be told, and end as they should."""

import csv
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db.models import Q, Sum

from tasuki.cases.enums import Status
from tasuki.cases.models import Case
from tasuki.community.gatherings_models import Gathering, GatheringWorker
from tasuki.community.issues_models import CommunityIssue, IssueEffect, IssueLead
from tasuki.community.models import Place
from tasuki.community.projects_models import DevelopmentProject, ProjectPartner
from tasuki.demo.stories import FOLDER, TOWNS, load, read_steps
from tasuki.intake.enums import Outcome
from tasuki.intake.models import Consultation
from tasuki.meetings.enums import ItemStatus, SittingStatus
from tasuki.meetings.models import Item, ItemCall, Sitting
from tasuki.outreach.models import Visit
from tasuki.participation.models import Ask, FollowUp, Match, ParticipationSheet, UnmetWish
from tasuki.people.models import Consent, Person
from tasuki.plans.enums import PlanStatus, Result
from tasuki.plans.models import Plan, PlanDecision
from tasuki.referrals.enums import WAITING, TargetStatus
from tasuki.referrals.models import Referral, ReferralTarget
from tasuki.reports.engine import FOLDER as REPORTS
from tasuki.shared import clock
from tasuki.shared.calendar_jp import fiscal_year_range
from tasuki.staff.acting import acting_as
from tasuki.supporters.concern_models import Concern
from tasuki.supporters.course_models import CourseMember
from tasuki.supporters.models import Supporter, SupporterBadge
from tasuki.supporters.points_models import Activity, PointEntry
from tasuki.supporters.requests_models import HelpRequest
from tasuki.tenancy.context import Context, acting

LABELS = {1: "86歳の母と40代の長男の世帯", 2: "90代の母と60代・50代の子の世帯", 3: "80代の母と40代の長女の世帯"}


def by_all(town):
    """All of the town."""
    return acting(Context(municipality=town.key, sees_all=True))


def test_yonago_from_the_first_sign_to_the_hand_back(told):
    town = told["yonago"]
    with by_all(town):
        first, second, third = (Case.objects.get(label=LABELS[number]) for number in (1, 2, 3))
        _handed_back(first, town)
        assert second.status == Status.WATCHING
        assert not Consent.objects.filter(
            person__family_name="作例", person__given_name="和江", answer="given"
        ).exists()
        _planned_again(third)
        _waiting_today()
        assert _counted("yonago") == _expected("yonago")
    _seen_by_the_right_ones(town, "y_yosono", "y_kanri")


def _handed_back(case, town):
    """①: confirmed by the desk that had asked, and only then ended; its own again."""
    target = ReferralTarget.objects.get(referral__case=case, to_agency=town.agencies["kenkyukai"])
    assert target.status == TargetStatus.ENDED
    assert target.confirmed_by_id == town.workers["y_hokatsu"].pk
    assert (case.status, case.closing_reason) == (Status.CLOSED, "handed_back")
    assert case.closed_on == date(2021, 3, 29)
    assert case.owner_agency_id == town.agencies["hinata_hokatsu"].pk
    assert case.followed_up_on == date(2021, 6, 24)


def _planned_again(case):
    """③: sent back, approved, evaluated, planned again; a consent taken back opens nothing any more."""
    first, second = Plan.objects.filter(case=case).order_by("number")
    results = list(PlanDecision.objects.filter(plan=first).values_list("result", flat=True))
    assert results == [Result.SENT_BACK, Result.APPROVED]
    assert first.evaluation.verdict == "replan"
    assert second.replaces_id == first.pk
    assert second.decided_on == date(2021, 3, 26)
    taken_back = Consent.objects.exclude(withdrawn_at=None).get(person__family_name="幻野")
    assert not case.grants.filter(source=taken_back.pk, until=None).exists()


def _waiting_today():
    """Whoever signs in finds something to do."""
    today = clock.today()
    assert ReferralTarget.objects.filter(status__in=WAITING, due_on__lt=today).exists()
    assert ReferralTarget.objects.filter(status=TargetStatus.HANDED_BACK).exists()
    running = Case.objects.running()
    assert running.filter(next_on__gte=today).exists()
    assert running.filter(last_contact_at__lt=clock.now() - timedelta(days=31)).exists()
    assert Consultation.objects.filter(outcome=Outcome.OPEN).exists()
    assert Plan.objects.filter(status=PlanStatus.SUBMITTED).exists()
    assert Sitting.objects.filter(status=SittingStatus.PLANNED, at__gt=clock.now()).count() >= 3
    called = ItemCall.objects.filter(item__without_consent=True, item__status=ItemStatus.FROZEN)
    assert called.filter(pledges=None).exists()
    assert not Case.objects.filter(last_contact_at__gt=clock.now()).exists()


def test_chofu_with_its_two_steps_and_a_house_of_newspapers(told):
    town = told["chofu"]
    with by_all(town):
        two_steps = Case.objects.get(label__startswith="ひきこもりの40代")
        plan = Plan.objects.get(case=two_steps)
        steps = list(PlanDecision.objects.filter(plan=plan).values_list("step", "on"))
        assert steps == [("examined", date(2023, 10, 19)), ("decided", date(2024, 3, 14))]
        assert plan.after_the_fact
        assert not Consent.objects.filter(person__given_name="守", answer="given").exists()
        house = Case.objects.get(label__startswith="ものが積もった家")
        assert Item.objects.filter(case=house, without_consent=True, status=ItemStatus.CLOSED).count() == 2
        table = load(TOWNS / "tokyo_places.yaml")
        assert Place.objects.filter(source=table["source"]).count() == len(table["places"])
        told_of = set(Place.objects.values_list("supported_by", "public_benefit"))
        assert all((row["council"], row["text"]) in told_of for row in table["contributions"])
        assert Plan.objects.filter(status=PlanStatus.SUBMITTED).exists()
        assert _counted("chofu") == _expected("chofu")
    _seen_by_the_right_ones(town, "c_yosono", "c_kanri")


def _seen_by_the_right_ones(town, stranger, administrator):
    """A stranger agency and the administrator see nothing, through either wall."""
    for key in (stranger, administrator):
        with acting_as(town.workers[key]) as worker:
            for model in (Case, Person, Consultation, Referral, ReferralTarget, Plan, Visit, Item):
                assert not model.objects.visible_to(worker).exists(), (key, model)
                assert not model.objects.exists(), (key, model)


def _expected(town):
    lines = (REPORTS / "yearly/expected.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {(int(row["fiscal_year"]), row["indicator"]): int(row["count"]) for row in rows if row["town"] == town}


def _counted(town):
    """The same keys as expected, counted from the tables."""
    years = {year: _year(year) for year in {year for year, _ in _expected(town)}}
    return {(year, key): years[year][key] for year, key in _expected(town)}


def _year(year):
    first, after = fiscal_year_range(year)
    term = {"at__gte": clock.at(first, "00:00"), "at__lt": clock.at(after, "00:00")}
    consulted = Consultation.objects.filter(**term)
    targets = ReferralTarget.objects.filter(
        referral__sent_at__gte=term["at__gte"], referral__sent_at__lt=term["at__lt"]
    )
    back = ReferralTarget.objects.filter(confirmed_at__gte=term["at__gte"], confirmed_at__lt=term["at__lt"])
    held = Sitting.objects.filter(status=SittingStatus.HELD, **term)
    items = Item.objects.filter(sitting__in=held, status__in=["discussed", "closed"]).exclude(case=None)
    plans = Plan.objects.filter(decided_on__gte=first, decided_on__lt=after)
    visits = Visit.objects.filter(**term)
    closed = Case.objects.filter(closed_on__gte=first, closed_on__lt=after)
    return Counter({
        "consultation": consulted.count(),
        "consultation_person": consulted.values("person").distinct().count(),
        "consultation_household": consulted.values("person__memberships__household").distinct().count(),
        "case_opened": Case.objects.filter(opened_on__gte=first, opened_on__lt=after).count(),
        "referral": targets.count(),
        "referral_accepted": targets.filter(status__in=["accepted", "handed_back", "ended"]).count(),
        "handed_back": back.count(),
        "conference": held.filter(legal_type="support_conference").count(),
        "conference_item": items.filter(sitting__legal_type="support_conference").count(),
        "conference_case": items.filter(sitting__legal_type="support_conference").values("case").distinct().count(),
        "multilayer": held.filter(legal_type="multilayer_conference").count(),
        "multilayer_item": items.filter(sitting__legal_type="multilayer_conference").count(),
        "plan_first": plans.filter(replaces=None).count(),
        "plan_again": plans.exclude(replaces=None).count(),
        "outreach_case": visits.values("approach").distinct().count(),
        "visit": visits.count(),
        "visitor": visits.aggregate(sum=Sum("worker_count"))["sum"] or 0,
        "visit_met": visits.filter(met__in=["met", "family"]).count(),
        "participation_plan": plans.filter(uses_participation=True).count(),
        "closed": closed.count(),
    } | Counter(f"closed:{reason}" for reason in closed.values_list("closing_reason", flat=True))
      | _neighbourhood(first, after) | _taking_part(first, after) | _helping(first, after, term))  # fmt: skip


def _within(name, first, after):
    return {f"{name}__gte": first, f"{name}__lt": after}


def _neighbourhood(first, after):
    """地域づくり: gatherings, issues and what came of them, places there are."""
    held = Gathering.objects.filter(**_within("on", first, after))
    went_out = held.filter(projects__contains=["outreach"])
    begun = DevelopmentProject.objects.filter(**_within("begun_on", first, after))
    born = DevelopmentProject.objects.filter(state="born", **_within("ended_on", first, after))
    places = Place.objects.filter(Q(closed_on=None) | Q(closed_on__gte=first), registered_on__lt=after)
    functions = [code for codes in places.values_list("functions", flat=True) for code in codes]
    return Counter({
        "consultation_gathering": Consultation.objects.filter(gathering__in=held).count(),
        "gathering": held.filter(projects__contains=["community"]).count(),
        "gathering_resident": sum(one.residents or 0 for one in held if "community" in one.projects),
        "outreach_gathering": went_out.count(),
        "outreach_gathering_worker": GatheringWorker.objects.filter(gathering__in=went_out).count(),
        "network_meeting": held.filter(projects__contains=["collaboration"]).count(),
        "issue": CommunityIssue.objects.filter(**_within("noted_on", first, after)).count(),
        "issue_led": IssueLead.objects.filter(**_within("on", first, after)).values("issue").distinct().count(),
        "issue_effect": IssueEffect.objects.filter(**_within("on", first, after)).values("issue").distinct().count(),
        "project_begun": begun.count(),
        "project_born": born.count(),
        "project_partner": ProjectPartner.objects.filter(answer="joined", **_within("answered_on", first, after)).count(),
        "place": places.count(),
    }) | Counter(f"place:{code}" for code in functions)  # fmt: skip


def _taking_part(first, after):
    """参加支援: sheets, matches, the places that received somebody, the talks with both."""
    sheets = ParticipationSheet.objects.filter(status="fixed", **_within("fixed_on", first, after))
    agreed = Match.objects.filter(**_within("agreed_on", first, after)).values("place").distinct()
    talks = FollowUp.objects.filter(**_within("on", first, after)).exclude(how="missed")
    return Counter({
        "participation_person": sheets.values("person").distinct().count(),
        "match": Ask.objects.filter(**_within("asked_on", first, after)).values("match").distinct().count(),
        "match_settled": Match.objects.filter(**_within("settled_on", first, after)).count(),
        "match_steady": Match.objects.filter(**_within("steady_on", first, after)).count(),
        "unmet_wish": UnmetWish.objects.filter(**_within("on", first, after)).count(),
        "partner": agreed.count(),
        "partner_new": agreed.filter(new_partner=True).count(),
        "person_support": talks.filter(side="person").count(),
        "place_support": talks.filter(side="place").count(),
    })  # fmt: skip


def _helping(first, after, term):
    """見守り・支え合い: who helps, what they noticed and did, what was asked of them."""
    there = Supporter.objects.filter(Q(until=None) | Q(until__gte=first), since__lt=after)
    badges = SupporterBadge.objects.filter(Q(until=None) | Q(until__gte=first), since__lt=after)
    concerns = Concern.objects.filter(**term)
    done = Activity.objects.filter(status="approved", starts_at__gte=term["at__gte"], starts_at__lt=term["at__lt"])
    spent = PointEntry.objects.filter(kind="spent", **_within("on", first, after))
    requests = HelpRequest.objects.filter(opened_at__gte=term["at__gte"], opened_at__lt=term["at__lt"])
    taken_back = set(PointEntry.objects.values_list("reverses", flat=True))
    return Counter({
        "supporter": there.filter(kind="person").count(),
        "supporter_organisation": there.filter(kind="organisation").count(),
        "badge": badges.count(),
        "concern": concerns.count(),
        "concern_answered": concerns.exclude(answered_at=None).count(),
        "course_graduate": CourseMember.objects.filter(**_within("graduated_on", first, after)).count(),
        "activity": done.count(),
        "activity_person": done.values("supporter").distinct().count(),
        "points_spent": sum(one.points for one in spent if one.pk not in taken_back),
        "request": requests.count(),
    })  # fmt: skip


@pytest.mark.parametrize("town", ["yonago", "chofu"])
def test_stories_stay_in_order_on_whatever_day_the_town_is_built(town):
    days = [date(2026, 12, 24) + timedelta(days=n) for n in range(21)] + [
        date(2027, 4, 29) + timedelta(days=n) for n in range(9)
    ]
    for path in sorted((FOLDER / town).glob("*.yaml")):
        steps = load(path)
        for day in days:
            assert len(list(read_steps(path.name, steps, day))) == len(steps)
