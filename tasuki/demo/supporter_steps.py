"""Steps of those who watch and help (支え手の一歩): the register, what they notice, courses, visits."""

from collections.abc import Callable
from typing import Any

from tasuki.outreach import visiting
from tasuki.staff.models import Worker
from tasuki.supporters import actions, concerns, courses, outside
from tasuki.supporters.enums import Attended, ConcernStatus, Found, Stream, SupporterKind, Worry
from tasuki.tenancy.context import Context, acting

from .kinds import Kind, agency, area, code, day, many, moment, named, number, one_of, words, yes
from .steps import Step, step


def _outside(action: Callable[..., Any]) -> Callable[..., Any]:
    """Done by her own link: nobody is signed in; the worker of the line only stands by."""

    def act(*, by: Worker, **told: Any) -> Any:
        with acting(Context(municipality=by.municipality_id)):
            return action(**told)

    return act


def _own(action: Callable[..., Any]) -> Callable[..., Any]:
    """The same, where she must read a row of her own: in the sight of the desk that keeps it."""

    def act(*, by: Worker, **told: Any) -> Any:
        return action(**told)

    return act


def _attend(*, by: Worker, session: Any, came: list[Any], away: list[Any] | None = None) -> Any:
    """Who came, and who did not."""
    told = dict.fromkeys(came, Attended.CAME) | dict.fromkeys(away or [], Attended.AWAY)
    return courses.mark_attendance(session=session, by=by, came=told)


def _session(*, held: Any, **told: Any) -> Any:
    """`on` of a step is when it is written; a session is for another day."""
    return courses.add_session(on=held, **told)


def _turn(*, starts: Any, **told: Any) -> Any:
    """`at` of a step is when it is done; a visit is for another moment."""
    return visiting.plan_visit(at=starts, **told)


ABOUT: dict[str, Kind] = {
    "kind": code("concern_kind"), "worry": one_of(Worry), "where": words, "words": words, "area": area,
    "wants_contact": yes,
}  # fmt: skip

SUPPORTERS: dict[str, Step] = {
    "set_badge_rule": step(
        actions.set_badge_rule, badge=code("supporter_badge"), training=code("supporter_training"), months=number
    ),
    "change_help_settings": step(actions.change_help_settings, phone=words, phone_hours=words, answer_days=number),
    "add_route": step(actions.add_route, stream=one_of(Stream), area=area, kind=words, agency=agency),
    "register_supporter": step(
        actions.register_supporter, name=words, kana=words, kind=one_of(SupporterKind), contact_person=words,
        phone=words, area=area, offers=many(code("help_kind")), contact_agreed=yes, until=day, note=words,
    ),
    "note_training": step(
        actions.note_training, when="on", supporter=named, training=code("supporter_training"), note=words
    ),
    "give_badge": step(actions.give_badge, supporter=named, badge=code("supporter_badge"), until=day),
    "report_concern": step(_outside(outside.report_concern), supporter=named, **ABOUT),
    "hear_concern": step(
        concerns.hear_concern, supporter=named, reporter_name=words, reporter_contact=words, **ABOUT
    ),
    "answer_concern": step(concerns.answer_concern, concern=named, status=one_of(ConcernStatus), note=words),
    "note_concern": step(concerns.note_concern, concern=named, text=words),
    "open_course": step(
        courses.open_course, name=words, year=number, with_towns=words, partners=words, badge=code("supporter_badge"),
        sessions_needed=number,
    ),
    "add_course_session": step(_session, course=named, held=day, title=words, place=words),
    "enrol_member": step(courses.enrol_member, course=named, supporter=named, motive=words),
    "mark_attendance": step(_attend, session=named, came=many(named), away=many(named)),
    "graduate": step(courses.graduate, when="on", member=named, follow_up_on=day),
    "follow_up_member": step(courses.follow_up_member, member=named, note=words, next_on=day),
    "note_undertaking": step(courses.note_undertaking, when="on", member=named, what=words, group=words),
    "apply_visiting": step(
        visiting.apply_visiting, called=words, person=named, area=area, meeting=words, wishes=words, care=words
    ),
    "choose_visitor": step(visiting.choose_visitor, service=named, supporter=named),
    "plan_visit": step(_turn, service=named, starts=moment, minutes=number, supporter=named),
    "accept_turn": step(_own(outside.accept_turn), turn=named),
    "decline_turn": step(_own(outside.decline_turn), turn=named),
    "report_turn": step(_own(outside.report_turn), turn=named, found=one_of(Found), words=words, met=yes),
}  # fmt: skip
