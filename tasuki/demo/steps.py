"""The table of steps (一歩の表): from the name in a story to one action and what each of its words may be."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tasuki.assessments import actions as assessments
from tasuki.casefile import actions as casefile
from tasuki.casefile import after_actions, handover_actions
from tasuki.cases import actions as cases
from tasuki.cases import consenting, emergency, recording
from tasuki.cases.enums import EmergencyKind, EmergencyVerdict, Status
from tasuki.intake import actions as intake
from tasuki.intake import first_response_actions as first_response
from tasuki.intake.enums import Outcome
from tasuki.intake.first_response_models import Hours
from tasuki.meetings import actions as meetings
from tasuki.meetings import talk_actions
from tasuki.meetings.enums import Form, ItemKind, LegalType
from tasuki.outreach import actions as outreach
from tasuki.outreach import watch_actions
from tasuki.outreach.models import Met, Stage
from tasuki.participation import actions as participation
from tasuki.participation import enums as taking_part
from tasuki.people import actions as people
from tasuki.people.enums import ConsentAnswer, ContactKind, RelationKind, Sex
from tasuki.plans import actions as plans
from tasuki.plans.enums import Result, RoleStatus, Verdict
from tasuki.referrals import actions as referrals
from tasuki.referrals.enums import ConsentState, Purpose
from tasuki.tenancy.enums import Project

from .kinds import (
    Kind,
    agency,
    answers,
    area,
    body,
    code,
    day,
    line_of,
    many,
    member,
    moment,
    named,
    number,
    one_of,
    papers,
    place,
    relation,
    scope,
    words,
    worker,
    yes,
)


@dataclass(frozen=True)
class Step:
    """One action; `when`: the name under which it wants the moment ("at") or the day ("on") of the step."""

    action: Callable[..., Any]
    kinds: dict[str, Kind] = field(default_factory=dict)
    when: str = ""


def step(action: Callable[..., Any], when: str = "", **kinds: Kind) -> Step:
    """A row of the table."""
    return Step(action, kinds, when)


ROLE: dict[str, Kind] = {
    "agency": agency,
    "what": words,
    "by_date": day,
    "trigger": words,
    "who": words,
    "about": named,
}
ROLE_LINE = line_of(ROLE, plans.RoleLine)
ASKED = line_of({key: ROLE[key] for key in ("agency", "what", "by_date", "trigger")}, meetings.RoleLine)
PERSON: dict[str, Kind] = {"person": named, "consent": named, "own_words": words}
PERSON_LINE = line_of(PERSON, plans.PersonLine)
ISSUES = many(code("issue"))


def _convene(*, sits: Any, **words: Any) -> Any:
    """`at` of a step is when it is done; a sitting is called for another day."""
    return meetings.convene(at=sits, **words)


def _open_in_emergency(*, case: Any, **words: Any) -> Any:
    """A story names the case; she who opens it knows its number."""
    return emergency.open_in_emergency(number=case.number, **words)


PEOPLE = {
    "register_person": step(
        people.register_person, family_name=words, given_name=words, family_kana=words, given_kana=words,
        common_name=words, sex=one_of(Sex), birth=words, deceased=yes, note=words,
    ),
    "change_person": step(people.change_person, person=named, deceased=yes, died_on=day, note=words, birth=words),
    "add_contact": step(
        people.add_contact, person=named, kind=one_of(ContactKind), value=words, do_not_use=yes, note=words
    ),
    "start_household": step(people.start_household, town=place, address=words, postal_code=words, note=words),
    "join_household": step(
        people.join_household, household=named, person=named, relation=relation, head=yes, key_person=yes,
        main_carer=yes, since=day, note=words,
    ),
    "relate": step(
        people.relate, first=named, second=named, kind=one_of(RelationKind), order=number, since=words, until=words,
        custody=yes, note=words,
    ),
    "protect_person": step(people.protect_person, person=named, note=words, on=yes, until=day),
    "name_keeper": step(people.name_keeper, person=named, worker=worker, until=day),
}  # fmt: skip

CASES = {
    "take_consultation": step(
        intake.take_consultation, when="at", route=code("consultation_route"), words=words, gathering=named,
        introducer=code("introducer"), anonymous=yes, third_hand=yes, caller_name=words,
        caller_relation=words, caller_contact=words, person=named, about_whom=words, area=area,
        place=words, topics=many(code("consultation_topic")),
        main_topic=code("consultation_topic"), urgency=code("urgency"), care_wanted=words, response=words,
        minutes=number, rights_screening=yes,
    ),
    "conclude": step(intake.conclude, consultation=named, outcome=one_of(Outcome), note=words),
    "open_case": step(
        cases.open_case, label=words, members=many(member), household=named, area=area, consultation=named,
        worker=worker, topics=many(code("consultation_topic")), rights_screening=yes,
    ),
    "add_member": step(cases.add_member, case=named, member=member),
    "change_status": step(cases.change_status, case=named, status=one_of(Status), reason=words),
    "set_now": step(cases.set_now, case=named, text=words, next_text=words, next_on=day, next_worker=worker),
    "hand_over": step(cases.hand_over, case=named, worker=worker, note=words),
    "write_record": step(
        recording.write_record, when="at", case=named, method=code("contact_method"), text=words,
        parties=many(code("contact_party")), party_note=words, about=named, minutes=number, worker_count=number,
        fellow_workers=words, accompanied=yes, place=words, result=code("contact_result"), view=words, next_on=day,
        next_text=words, projects=many(one_of(Project)),
    ),
    "correct_record": step(recording.correct_record, record=named, reason=words, text=words, view=words),
    "take_consent": step(
        consenting.take_consent, case=named, person=named, answer=one_of(ConsentAnswer), asked_on=day,
        method=code("consent_method"), items=many(code("consent_item")), agencies=many(agency), purpose=words,
        until=day, given_by=words, words=words,
    ),
    "open_in_emergency": step(_open_in_emergency, case=named, kind=one_of(EmergencyKind), reason=words),
    "review_emergency": step(
        emergency.review_emergency, opening=named, verdict=one_of(EmergencyVerdict), note=words
    ),
    "withdraw_consent": step(consenting.withdraw_consent, case=named, consent=named, note=words),
    "close_case": step(
        casefile.close_case, case=named, reason=code("closing_reason"), note=words, destination=words, follow_up_on=day
    ),
    "reopen_case": step(casefile.reopen_case, case=named, reason=words),
    "follow_up": step(casefile.follow_up, when="on", case=named, text=words),
}  # fmt: skip

REFERRALS = {
    "send_referral": step(
        referrals.send_referral, to=many(agency), wanted=words, consent=one_of(ConsentState), case=named,
        consultation=named, persons=many(named), consented=many(named), ground_reason=words, purpose=one_of(Purpose),
        urgency=code("urgency"), scope=scope, complaint=words, so_far=words, people_text=words,
        topics=many(code("consultation_topic")), accompany=yes, household_label=words, answers=answers,
    ),
    "see": step(referrals.see, target=named),
    "ask_back": step(referrals.ask_back, target=named, text=words),
    "reply": step(referrals.reply, target=named, text=words),
    "accept": step(referrals.accept, target=named, worker=worker, note=words),
    "decline": step(referrals.decline, target=named, reason=words, proposed_agency=agency),
    "withdraw_referral": step(referrals.withdraw, target=named, reason=words),
    "hand_back": step(referrals.hand_back, target=named, summary=words),
    "confirm_hand_back": step(referrals.confirm_hand_back, target=named, worker=worker),
    "end_referral": step(referrals.end, target=named, note=words),
}  # fmt: skip

OUTREACH = {
    "begin_approach": step(
        outreach.begin_approach, case=named, ground=code("outreach_ground"), ground_note=words, person=named,
        how_found=words, aim=words, how=words, key_person=words, risk=words, stage=one_of(Stage), before_consent=yes,
        next_note=words, next_on=day,
        next_worker=worker,
    ),
    "visit": step(
        outreach.visit, when="at", approach=named, met=one_of(Met), text=words, worker_count=number,
        fellow_workers=words, minutes=number, place=words, who_met=words, view=words, next_note=words,
        method=code("contact_method"), next_on=day, next_worker=worker,
    ),
    "advance": step(outreach.advance, approach=named, stage=one_of(Stage), note=words),
    "end_approach": step(outreach.end_approach, approach=named, reason=words),
    "begin_assessment": step(assessments.begin_assessment, case=named, sheet=words),
    "fill_assessment": step(assessments.fill_assessment, assessment=named, answers=answers),
    "fill_member": step(
        assessments.fill_member, assessment=named, person=named, answers=answers, complaint=words, view=words,
        strengths=words, wishes=words, life_history=words, issues_told=ISSUES, issues_seen=ISSUES,
    ),
    "fix_assessment": step(assessments.fix_assessment, assessment=named),
}  # fmt: skip

PLANS = {
    "draft_plan": step(
        plans.draft_plan, case=named, main_person=named, goal=words, wishes=words, long_goal=words, direction=words,
        period_from=day, period_to=day, monitoring_on=day, support_began_on=day, assessment=named,
        persons=many(PERSON_LINE), roles=many(ROLE_LINE), uses_participation=yes, uses_outreach=yes, replaces=named,
    ),
    "change_plan": step(
        plans.change_plan, plan=named, goal=words, direction=words, period_to=day, monitoring_on=day,
        persons=many(PERSON_LINE), roles=many(ROLE_LINE),
    ),
    "submit_plan": step(plans.submit_plan, plan=named),
    "update_role": step(plans.update_role, role=named, status=one_of(RoleStatus), done_on=day, note=words),
    "evaluate_plan": step(
        plans.evaluate_plan, when="on", plan=named, reached=words, verdict=one_of(Verdict), persons_voice=words,
        remaining=words, changes=many(code("change_seen")),
    ),
    "end_plan": step(plans.end_plan, when="on", plan=named),
}  # fmt: skip

MEETINGS = {
    "convene": step(
        _convene, body=body, sits=moment, form=one_of(Form), place=words, legal_type=one_of(LegalType),
        subject=words, until_text=words,
    ),
    "put_on_agenda": step(
        meetings.put_on_agenda, sitting=named, title=words, case=named, plan=named, kind=one_of(ItemKind),
        without_consent=yes, why_without=words, to_discuss=words,
    ),
    "call": step(meetings.call, item=named, agency=agency, worker=worker),
    "freeze": step(meetings.freeze, item=named, papers=papers),
    "accept_secrecy": step(meetings.accept_secrecy, call=named),
    "open_packet": step(meetings.open_packet, item=named),
    "conclude_item": step(
        meetings.conclude_item, item=named, discussion=words, decision=words, roles=many(ASKED),
        attended=many(agency), next_on=day, follow_until=moment, plan_result=one_of(Result), plan_note=words,
    ),
    "close_item": step(meetings.close_item, item=named),
    "finish_role": step(meetings.finish_role, when="on", role=named, note=words),
    "hold": step(meetings.hold, sitting=named, minutes=words, attended_text=words, next_on=day),
    "cancel": step(meetings.cancel, sitting=named, reason=words),
}  # fmt: skip


def _answer_ask(*, match: Any, **words: Any) -> Any:
    """A story names the match; the answer is to the question that waits."""
    return participation.answer_ask(ask=match.asks.get(answer=""), **words)


PARTICIPATION = {
    "begin_sheet": step(participation.begin_sheet, case=named, person=named, plan=named),
    "fill_sheet": step(
        participation.fill_sheet, sheet=named, wishes=words, strengths=words, hard=words, goals=words, care=words,
        functions=many(code("place_function")), groups=many(code("place_for_whom")), weekdays=many(number),
        parts=many(one_of(taking_part.Part)), times_note=words, area=area, town=place, walk_minutes=number,
        people=one_of(taking_part.People), quiet=yes, cost_yen=number, escort=one_of(taking_part.Escort),
        needs=many(code("place_accessibility")), languages=many(code("place_language")),
        part_in=one_of(taking_part.PartIn), apart=yes,
    ),
    "fix_sheet": step(participation.fix_sheet, sheet=named),
    "pick_place": step(participation.pick_place, sheet=named, place=named, why=words),
    "ask_place": step(
        participation.ask_place, when="on", match=named, told=words, how=one_of(taking_part.AskHow)
    ),
    "answer_ask": step(
        _answer_ask, when="on", match=named, answer=one_of(taking_part.Answer), conditions=words, answered_by=words,
        seats=number, needs=many(one_of(taking_part.Need)), parts=many(one_of(taking_part.PartIn)),
        noise=one_of(taking_part.Noise), escort=one_of(taking_part.Lift), note=words,
    ),
    "advance_match": step(
        participation.advance_match, when="on", match=named, status=one_of(taking_part.MatchStatus), note=words,
        told_on=day, person_next_on=day, place_next_on=day,
    ),
    "change_role": step(
        participation.change_role, when="on", match=named, part_in=one_of(taking_part.PartIn), note=words
    ),
    "follow_up_match": step(
        participation.follow_up_match, when="on", match=named, side=one_of(taking_part.Side),
        how=one_of(taking_part.FollowHow), going=one_of(taking_part.Going), words=words, helped=words, minutes=number,
        next_on=day,
    ),
    "end_match": step(
        participation.end_match, when="on", match=named, reason=one_of(taking_part.EndReason), note=words
    ),
    "declare_no_match": step(participation.declare_no_match, sheet=named, title=words, wanted=words),
    "note_receiving": step(
        participation.note_receiving, when="on", place=named, seats=number, needs=many(one_of(taking_part.Need)),
        parts=many(one_of(taking_part.PartIn)), noise=one_of(taking_part.Noise), escort=one_of(taking_part.Lift),
        note=words,
    ),
}  # fmt: skip

from .away_steps import AWAY  # noqa: E402
from .carry_steps import CARRY  # noqa: E402
from .group_steps import GROUPS  # noqa: E402
from .hands_steps import HANDS  # noqa: E402
from .ledger_steps import LEDGERS  # noqa: E402
from .neighbour_steps import NEIGHBOURHOOD  # noqa: E402
from .paper_steps import PAPER  # noqa: E402
from .picture_steps import PICTURES  # noqa: E402
from .portal_steps import PORTAL  # noqa: E402
from .sheet_steps import SHEETS  # noqa: E402
from .supporter_steps import SUPPORTERS  # noqa: E402  (its rows are made by `step`)

CARE = {
    "add_first_response": step(
        first_response.add_first_response, name=words, agency=agency, topics=many(code("consultation_topic")),
        least=number, area=area, hours=one_of(Hours), valid_from=day,
    ),
    "begin_long_watch": step(
        watch_actions.begin_long_watch, case=named, why=words, workers=many(worker), every_days=number, next_on=day,
        signs=words, others=words,
    ),
    "hold_conference": step(
        talk_actions.hold_conference, when="at", case=named, subject=words, agencies=many(agency), form=one_of(Form),
        place=words, minutes_long=number, others=words, talked=words, decided=words, without_why=words,
    ),
    "ask_screening": step(talk_actions.ask_screening, case=named, reason=words),
    "cover_for": step(
        handover_actions.cover_for, worker=worker, stand_in=worker, agency=agency, since=day, until=day, note=words
    ),
    "bring_lead": step(after_actions.bring_lead, person=named, consultation=named, words=words),
}  # fmt: skip

# The same step by the name of its action.
PLACES = {"register_place": step(GROUPS["keep_place"].action, source=words, **GROUPS["keep_place"].kinds)}

STEPS: dict[str, Step] = (
    PLACES
    | GROUPS
    | LEDGERS
    | NEIGHBOURHOOD
    | SUPPORTERS
    | PORTAL
    | CARRY
    | PARTICIPATION
    | PEOPLE
    | CASES
    | REFERRALS
    | OUTREACH
    | PLANS
    | MEETINGS
    | CARE
    | AWAY
    | HANDS
    | PAPER
    | PICTURES
    | SHEETS
)
