"""Steps of the neighbourhood (地域の一歩): gatherings, issues, the development of resources."""

from typing import Any

from tasuki.casefile import neighbourhood
from tasuki.community import gatherings, issues, projects
from tasuki.community.issues_enums import Held, IssueState, Lead, PartnerAnswer
from tasuki.tenancy.enums import Project

from .kinds import area, code, day, many, named, number, one_of, words, worker, yes
from .steps import step


def _add_step(*, until: Any, **told: Any) -> Any:
    """`on` of a step is when it is done; what is to be done has a day of its own."""
    return projects.add_step(on=until, **told)


NEIGHBOURHOOD = {
    "hold_gathering": step(
        gatherings.hold_gathering, when="on", kind=code("gathering_kind"), name=words, held=one_of(Held), area=area,
        place=named, place_text=words, residents=number, minutes=number, talked=words, fellow=words,
        workers=many(worker), projects=many(one_of(Project)),
    ),
    "note_issue": step(
        issues.note_issue, kind=code("community_issue"), title=words, words=words, area=area, heard_at=named
    ),
    "move_issue": step(issues.move_issue, issue=named, to=one_of(IssueState), why=words),
    "lead_to": step(
        issues.lead_to, when="on", issue=named, kind=one_of(Lead), title=words, note=words, project=named,
        group=named, session=named,
    ),
    "note_effect": step(
        issues.note_effect, when="on", issue=named, words=words, measure=words, unit=words, before=number, after=number
    ),
    "draw_issue": step(
        neighbourhood.draw_issue, cases=many(named), kind=code("community_issue"), title=words, words=words, area=area
    ),
    "open_project": step(projects.open_project, title=words, wanted=words, area=area, wishes=many(words)),
    "add_wish": step(projects.add_wish, project=named, words=words),
    "add_partner": step(
        projects.add_partner, project=named, name=words, kind=code("partner_kind"), their_needs=words, proposal=words
    ),
    "answer_partner": step(projects.answer_partner, partner=named, answer=one_of(PartnerAnswer), note=words),
    "add_project_step": step(_add_step, project=named, what=words, who=words, until=day),
    "do_project_step": step(projects.do_step, when="on", step=named, came=words),
    "conclude_project": step(projects.conclude_project, project=named, result=words, place=named, born=yes),
}  # fmt: skip
