"""What may be done with issues, projects and gatherings of the neighbourhood. Reads only."""

from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .gatherings_models import Gathering
from .issues_enums import ISSUE_TRANSITIONS, PROJECT_TRANSITIONS, IssueState, ProjectState
from .issues_models import CommunityIssue
from .issues_words import telling, to_remove
from .projects_models import DevelopmentProject, ProjectPartner, ProjectStep

NOT_YOURS = "この役割では、地域のことを書き留められません。"
NOT_GROWING = "取り組みにつなぐのは、地域づくりにかかわる役割の人ができます。"
OVER = "おわった資源開発です。"


def may_hold_gathering(by: Worker) -> Decision:
    """Whoever goes out to gatherings: any desk."""
    return refuse_unless(by.may(Permission.CONSULT), NOT_YOURS)


def may_change_gathering(gathering: Gathering, by: Worker) -> Decision:
    """The agency that wrote it down."""
    mine = gathering.agency_id == by.agency_id or by.sees_all
    return may_hold_gathering(by) & refuse_unless(mine, "書き留めた機関だけが直せます。")


def names_nobody(*texts: str) -> Decision:
    """Words of the neighbourhood tell of nobody in particular."""
    return Decision(to_remove(dict.fromkeys(word for text in texts for word in telling(text))))


def may_note_issue(by: Worker, *, title: str = "", words: str = "") -> Decision:
    """Any worker of a desk, in words that name nobody."""
    return refuse_unless(by.may(Permission.CONSULT), NOT_YOURS) & names_nobody(title, words)


def _grows(by: Worker) -> Decision:
    return refuse_unless(by.may(Permission.COMMUNITY_WORK), NOT_GROWING)


def may_move_issue(issue: CommunityIssue, by: Worker, to: str = "") -> Decision:
    """Those who grow the community, along the ways of the states."""
    ways = ISSUE_TRANSITIONS[IssueState(issue.state)]
    return _grows(by) & refuse_unless(not to or to in ways, f"「{issue.get_state_display()}」からは進めない状態です。")


def may_lead_to(issue: CommunityIssue, by: Worker) -> Decision:
    """An issue leads to as many things as come of it."""
    return _grows(by)


def may_note_effect(issue: CommunityIssue, by: Worker) -> Decision:
    """Once it has led to something."""
    known = issue.state in (IssueState.LED, IssueState.EFFECT)
    return _grows(by) & refuse_unless(known, "さきに、つながった先を書いてください。")


def may_open_project(by: Worker) -> Decision:
    """Those who grow the community; also for a worker whose person's wish no place fits."""
    return refuse_unless(by.may(Permission.CONSULT), NOT_YOURS)


def _running(project: DevelopmentProject, by: Worker) -> Decision:
    return _grows(by) & refuse_unless(not project.over, OVER)


def may_change_project(project: DevelopmentProject, by: Worker) -> Decision:
    """While it runs."""
    return _running(project, by)


def may_add_wish(project: DevelopmentProject, by: Worker) -> Decision:
    """A further wish that it may fit."""
    return may_open_project(by) & refuse_unless(not project.over, OVER)


def may_add_partner(project: DevelopmentProject, by: Worker, *, their_needs: str = "-") -> Decision:
    """A partner is asked with its own needs in mind, or not at all (相手の課題から)."""
    asked = refuse_unless(their_needs.strip(), "相手の課題・ねらいを書いてください。そこから提案が始まります。")
    return _running(project, by) & asked


def may_answer_partner(partner: ProjectPartner, by: Worker) -> Decision:
    """What it said is written while the project runs."""
    return _running(partner.project, by)


def may_add_step(project: DevelopmentProject, by: Worker) -> Decision:
    """While it runs."""
    return _running(project, by)


def may_do_step(step: ProjectStep, by: Worker) -> Decision:
    """Once."""
    return _running(step.project, by) & refuse_unless(step.done_on is None, "もう済んだ段取りです。")


def may_conclude_project(project: DevelopmentProject, by: Worker, to: str = "") -> Decision:
    """A place is born, or it is given up with the reason."""
    ways = PROJECT_TRANSITIONS[ProjectState(project.state)]
    return _running(project, by) & refuse_unless(not to or to in ways, OVER)
