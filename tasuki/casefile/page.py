"""The head of every page of a case (ケースの見出し): who, where it stands, on what ground, what can be done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tasuki.assessments.panel import panel as assessments
from tasuki.cases.comment_panel import panel as comments
from tasuki.cases.enums import Status
from tasuki.cases.models import Case, EmergencyOpening, WarningNote
from tasuki.cases.panels import Panel
from tasuki.cases.reading import access_of, warnings_of
from tasuki.cases.rules import CLOSED, may_change_case, may_change_status, may_hand_over, may_warn, may_write_record
from tasuki.cases.templatetags.cases import consent_tone, consent_word
from tasuki.meetings.panel import panel as meetings
from tasuki.outreach.panel import panel as outreach
from tasuki.participation.panel import panel as participation
from tasuki.plans.models import Plan, PlanRole
from tasuki.plans.panel import panel as plans
from tasuki.referrals.panel import panel as referrals
from tasuki.referrals.rules import may_send_referral
from tasuki.shared import clock
from tasuki.shared.calendar_jp import day_time, wareki_plain
from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.sharing.enums import SCOPE_LABELS, Ground, Scope
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .circle import Partner, circle, readers
from .deadlines import roles_of, running_plan
from .household import Someone, everybody, names_of
from .rules import may_begin_disclosure, may_close_case, may_follow_up, may_join_issue, may_reopen_case
from .standing import counts_of


@dataclass(frozen=True)
class Tab:
    """One page of the case: its address, its name, the part that must be open, and who fills it."""

    key: str
    label: str
    part: Scope
    panel: Callable[[Case, Worker], Panel] | None = None
    paper: bool = True  # stands on the print of the whole case too


# In the order of the work.
TABS = (
    Tab("", "経過", Scope.RECORD),
    Tab("household", "世帯", Scope.IDENTITY),
    Tab("assessment", "アセスメント", Scope.ASSESSMENT, assessments),
    Tab("referrals", "つなぎ", Scope.EXISTENCE, referrals),
    Tab("outreach", "訪問", Scope.RECORD, outreach),
    Tab("meetings", "会議", Scope.EXISTENCE, meetings),
    Tab("plans", "プラン", Scope.PLAN, plans),
    Tab("participation", "参加支援", Scope.EXISTENCE, participation),
    Tab("comments", "コメント", Scope.RECORD, comments, paper=False),
)


@dataclass
class Head:
    """What stands above every tab."""

    chips: list[tuple[str, str]]
    grounds: list[str]
    acts: list[tuple[str, str, Decision, str]]
    more: list[tuple[str, str, Decision]]
    tabs: list[tuple[str, str, bool, int]]
    people: list[Someone]
    partners: list[Partner] = field(default_factory=list)
    readers: int = 0
    owns: bool = False
    plan: Plan | None = None
    roles: list[PlanRole] = field(default_factory=list)
    emergencies: list[EmergencyOpening] = field(default_factory=list)
    warnings: list[WarningNote] = field(default_factory=list)

    @property
    def names(self) -> Any:
        """How the members are called."""
        return names_of(self.people)


def head_of(case: Case, worker: Worker, tab: str = "") -> Head:
    """Everything above the tab."""
    access = access_of(case)
    people, plan = everybody(case, worker), running_plan(case, worker)
    roles = roles_of(plan)
    owns = access.owns or worker.sees_all
    partners = circle(case, names_of(people), roles)
    return Head(
        _chips(case, people, plan), [_ground(*line) for line in access.grounds], _acts(case, worker),
        _more(case, worker), _tabs(case, tab, counts_of(case, worker), people), people, partners, readers(partners),
        owns, plan, roles, _emergencies(case, worker) if owns else [],
        _warnings(case, worker, names_of(people)),
    )  # fmt: skip


def _chips(case: Case, people: list[Someone], plan: Plan | None) -> list[tuple[str, str]]:
    """State, then the consent of everybody who can be asked, then what needs care."""
    state = Status(case.status).label + (
        f"・プラン第{plan.number}回" if plan and case.status == Status.SUPPORTING else ""
    )
    chips = [(state, case.tone)]
    chips += [
        (f"{one.called}：{consent_word(one.consent)}", consent_tone(one.consent)) for one in people if one.answers
    ]
    if case.rights_screening:
        chips.append(("権利擁護", "red"))
    if any(one.person and one.person.protected for one in people):
        chips.append(("支援措置", "red"))
    return chips


def _warnings(case: Case, worker: Worker, names: Any) -> list[WarningNote]:
    """What whoever goes there must know first (注意事項); asked only where there is some."""
    found = warnings_of(case, worker) if counts_of(case, worker)["warnings"] else []
    for one in found:
        one.whom = names.get(one.about_id, "")  # type: ignore[attr-defined]
    return found


def _emergencies(case: Case, worker: Worker) -> list[EmergencyOpening]:
    """Openings of this case because of danger that nobody has reviewed yet (確かめ待ち), for the owner."""
    if not counts_of(case, worker)["emergencies"]:
        return []
    waiting = EmergencyOpening.objects.visible_to(worker).waiting().filter(case=case.pk)
    return list(waiting.select_related("worker", "agency"))


def _ground(words: str, until: Any) -> str:
    """つなぎ（令和8年12月31日まで）, 緊急（11月19日（木）10:00まで・あと23時間）"""
    if until and words == Ground.EMERGENCY.label:
        left = max(0, int((until - clock.now()).total_seconds()) // 60)
        return f"{words}（{day_time(until)}まで・あと{f'{left // 60}時間' if left >= 60 else f'{left}分'}）"
    return f"{words}（{wareki_plain(until)}まで）" if until else words


def _acts(case: Case, worker: Worker) -> list[tuple[str, str, Decision, str]]:
    """What can be done now, in the order of the work: label, address, decision, kind."""
    here = f"/cases/{case.pk}/"
    if case.is_closed:
        return [
            ("その後を確かめる", here + "follow-up/", may_follow_up(case, worker), "primary"),
            ("再開する", here + "reopen/", may_reopen_case(case, worker), ""),
        ]
    return [
        ("記録する", here + "records/new/", may_write_record(case, worker), "primary"),
        ("つなぐ", here + "refer/", may_send_referral(worker, case=case), ""),
        ("会議にかける", here + "agenda/new/", _bring(case, worker), ""),
        ("終結する", here + "close/", may_close_case(case, worker), ""),
    ]


def _bring(case: Case, worker: Worker) -> Decision:
    """Whether the case may come before a meeting at all; the sitting itself is asked in `meetings`."""
    return refuse_unless(
        access_of(case).opens(Scope.RECORD) and worker.may(Permission.MEETING_ATTEND),
        "支援経過が開かれているケースだけを、会議にかけられます。",
    ) & refuse_unless(not case.is_closed, CLOSED)


def _more(case: Case, worker: Worker) -> list[tuple[str, str, Decision]]:
    """Rarer acts."""
    here = f"/cases/{case.pk}/"
    return [
        ("状態を変える", here + "status/", may_change_status(case, worker)),
        ("呼び方・相談内容・圏域を直す", here + "basics/", may_change_case(case, worker)),
        ("担当者を引き継ぐ", here + "hand-over/", may_hand_over(case, worker)),
        ("注意事項", here + "warnings/", may_warn(case, worker)),
        ("地域の課題へ", here + "neighbourhood/", may_join_issue(case, None, worker)),
        ("食料の支援", here + "food/", may_write_record(case, worker)),
        ("本人への提供と開示", here + "disclosure/", may_begin_disclosure(case, worker)),
    ]


def _tabs(case: Case, current: str, counts: dict[str, int], people: list[Someone]) -> list[tuple[str, str, bool, int]]:
    counts["household"] = len(people)
    return [
        (
            one.label,
            f"/cases/{case.pk}/" + (f"{one.key}/" if one.key else ""),
            one.key == current,
            counts.get(one.key, 0),
        )
        for one in TABS
    ]


def closed_part(case: Case, part: Scope) -> str:
    """Why this part of the case is not open to the reader, in words; empty when it is open."""
    access = access_of(case)
    if access.opens(part):
        return ""
    grounds = "・".join(words for words, _ in access.grounds)
    return (
        f"「{SCOPE_LABELS[part]}」は、あなたの閲覧の根拠（{grounds}）では開かれていません。"
        f"必要なときは、主担当の{case.owner_agency.name}（{case.worker.name}）にたずねてください。"
    )


__all__ = ["TABS", "Head", "Tab", "closed_part", "head_of"]
