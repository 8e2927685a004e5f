"""What may be done with a case as a whole. Reads only."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from tasuki.cases.access import access_to
from tasuki.cases.models import Case, CaseMember
from tasuki.cases.rules import NOT_YOURS, may_add_member, may_change_member
from tasuki.community.issues_words import telling, to_remove
from tasuki.community.models import CommunityIssue
from tasuki.intake.models import Consultation
from tasuki.people.models import Person
from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Post, Worker
from tasuki.staff.permissions import Permission
from tasuki.staff.roles import ROLES
from tasuki.tenancy.models import Agency

from .care_models import Cover, HandOver, Lead
from .ecomap_models import EcomapTie
from .enums import TRANSITIONS, DisclosureStatus, EnclosureDecision
from .models import Disclosure, DisclosurePiece, Enclosure, Masking
from .neighbourhood_models import IssueCase
from .neighbourhood_words import names_in
from .standing import waiting_of
from .ties import told_of

if TYPE_CHECKING:
    from .shared_with import Shared

TOLD_OF = "この人のことが、もうこのケースに書かれています（記録・同意など）。はずさずに、続柄と同居を直してください。"
WRONG_STEP = "いまの状態ではできません。開きなおして、状態を確かめてください。"


def _own(case: Case, by: Worker) -> Decision:
    """The owner agency, in a role that works with cases."""
    mine = case.owner_agency_id == by.agency_id and by.may(Permission.CASE_WORK)
    return refuse_unless(mine, NOT_YOURS)


def may_take_out_member(member: CaseMember, by: Worker) -> Decision:
    """Somebody chosen by mistake, of whom nothing is written yet; the last one stays."""
    return (
        may_change_member(member, by)
        & refuse_unless(member.case.members.exclude(pk=member.pk).exists(), "ケースには、ひとりは残します。")
        & refuse_unless(not told_of(member.case, member.person), TOLD_OF)
    )


def may_close_case(case: Case, by: Worker) -> Decision:
    """Nothing may be left waiting; the problem need not be solved."""
    first = _own(case, by) & refuse_unless(not case.is_closed, "もう終結したケースです。")
    # a page that shows the case has asked already
    return first & nothing_waits(case, getattr(case, "waits", None)) if first else first


def nothing_waits(case: Case, known: tuple[int, ...] | None = None) -> Decision:
    """Plans evaluated, sheets answered, hand-backs confirmed, items discussed, places steady: one query."""
    plans, unanswered, returning, undiscussed, going = known or waiting_of(case)
    return (
        refuse_unless(not plans, "評価が済んでいないプランがあります。")
        & refuse_unless(not unanswered, "返事を待っているつなぎがあります。")
        & refuse_unless(not returning, "確認を待っているつなぎもどしがあります。")
        & refuse_unless(not undiscussed, "検討の済んでいない議題があります。")
        & refuse_unless(not going, "定着していない参加先があります。定着かおわりにしてからにしてください。")
    )


def may_add_kin(case: Case, by: Worker) -> Decision:
    """As for a further member of the case."""
    return may_add_member(case, by)


def _draws(case: Case, by: Worker, about: Person | None = None) -> Decision:
    """Whoever the assessment (of this person, or of the household) is open to, in a role that works with cases."""
    access = access_to(case, by)
    open_to = access is not None and access.covers(Scope.ASSESSMENT, about.pk if about else None)
    return refuse_unless(
        open_to and by.may(Permission.CASE_WORK), "アセスメントが開かれている機関だけが、エコマップに書けます。"
    )


def may_write_tie(case: Case, by: Worker, about: Person | None = None) -> Decision:
    """A tie is told by whoever may write of the person, or of the household."""
    return _draws(case, by, about)


def may_remove_tie(tie: EcomapTie, by: Worker) -> Decision:
    """As for writing, once."""
    return _draws(tie.case, by, tie.about) & refuse_unless(tie.removed_at is None, "もう消されています。")


def may_keep_ecomap(case: Case, by: Worker) -> Decision:
    """Of the whole household."""
    return _draws(case, by)


def may_reopen_case(case: Case, by: Worker) -> Decision:
    """A closed case that does not go on already."""
    going_on = case.is_closed and Case.objects.filter(continues=case).running().exists()
    return (
        refuse_unless(case.is_closed, "終結していないケースです。")
        & _own(case, by)
        & refuse_unless(not going_on, "もう再開しています。新しいケースを開いてください。")
    )


def may_follow_up(case: Case, by: Worker) -> Decision:
    """After the end, by the agency that owned it."""
    return refuse_unless(case.is_closed, "終結していないケースです。記録に書いてください。") & _own(case, by)


def _tells(case: Case, by: Worker) -> Decision:
    """The agency that owns the case, or the section as the one responsible."""
    here = (case.owner_agency_id == by.agency_id or by.sees_all) and by.may(Permission.DISCLOSE)
    return refuse_unless(here, "主担当の機関と所管課だけが、本人に渡せます。")


def may_decide_line(case: Case, by: Worker, *, told: bool = True, reason: str = "") -> Decision:
    """What is left out of the letter is left out for a reason."""
    return _tells(case, by) & refuse_unless(told or reason, "伝えないわけを選んでください。")


def may_give_letter(case: Case, by: Worker, shared: "Shared") -> Decision:
    """When nothing waits for a decision."""
    waiting = len(shared.undecided)
    return _tells(case, by) & refuse_unless(not waiting, f"まだ判断していない行が{waiting}行あります。")


def may_begin_disclosure(case: Case, by: Worker) -> Decision:
    """At any time, also after the end of the case."""
    return _tells(case, by)


def _step(disclosure: Disclosure, by: Worker, to: DisclosureStatus) -> Decision:
    way = to in TRANSITIONS[disclosure.status]
    return _tells(disclosure.case, by) & refuse_unless(way, WRONG_STEP)


def may_add_masking(piece: DisclosurePiece, by: Worker) -> Decision:
    """While it is prepared; what somebody checks or has checked does not change."""
    prepared = piece.disclosure.status == DisclosureStatus.DRAFT
    return _tells(piece.disclosure.case, by) & refuse_unless(
        prepared, "確認に出したものは変えられません。差し戻してから直してください。"
    )


def may_remove_masking(masking: Masking, by: Worker) -> Decision:
    """As long as it may be added, once."""
    return may_add_masking(masking.piece, by) & refuse_unless(masking.removed_at is None, "もう外されています。")


def may_decide_enclosure(enclosure: Enclosure, by: Worker, *, decision: str = EnclosureDecision.GIVE, pages: str = "",
                         reason: str = "") -> Decision:  # fmt: skip
    """While it is prepared; what is not given is not given for a reason, page by page where it has several."""
    prepared = enclosure.disclosure.status == DisclosureStatus.DRAFT
    part = decision == EnclosureDecision.PART
    withheld = part or decision == EnclosureDecision.WITHHOLD
    return (
        _tells(enclosure.disclosure.case, by)
        & refuse_unless(prepared, "確認に出したものは変えられません。差し戻してから直してください。")
        & refuse_unless(decision != EnclosureDecision.WAITING, "渡すか、渡さないかを選んでください。")
        & refuse_unless(not withheld or reason, "開示しない理由を選んでください。")
        & refuse_unless(not (part and enclosure.is_picture), "画像と図は、渡すか渡さないかを選んでください。")
        & refuse_unless(not part or pages, "渡さないページを「2、4〜5」のように入力してください。")
    )


def may_submit_disclosure(disclosure: Disclosure, by: Worker) -> Decision:
    """To the second pair of eyes, when nothing waits for a decision."""
    waiting = disclosure.enclosures.filter(decision=EnclosureDecision.WAITING).count()
    return _step(disclosure, by, DisclosureStatus.CHECKING) & refuse_unless(
        not waiting, f"添付・図のうち{waiting}件の扱いを、まだ決めていません。"
    )


def may_approve_disclosure(disclosure: Disclosure, by: Worker) -> Decision:
    """By somebody else than the one who prepared it."""
    another = disclosure.made_by_id != by.pk
    return _step(disclosure, by, DisclosureStatus.APPROVED) & refuse_unless(
        another, "作成した人とは別の人が確認します。"
    )


def may_send_back_disclosure(disclosure: Disclosure, by: Worker) -> Decision:
    """To be masked anew."""
    return _step(disclosure, by, DisclosureStatus.DRAFT)


def may_drop_disclosure(disclosure: Disclosure, by: Worker) -> Decision:
    """The person has taken the request back, or it was begun by mistake."""
    return _step(disclosure, by, DisclosureStatus.DROPPED)


def may_give_disclosure(disclosure: Disclosure, by: Worker) -> Decision:
    """Checked by a second person."""
    return _step(disclosure, by, DisclosureStatus.GIVEN)


def works_at(worker: Worker, agency: Agency) -> bool:
    """A post in force at the agency, in a role that works with cases."""
    posts = Post.objects.now().filter(worker=worker.pk, agency=agency, worker__is_active=True)
    return any(ROLES[role].works_cases for role in posts.values_list("role", flat=True))


def may_hand_over_all(by: Worker, agency: Agency) -> Decision:
    """A worker of the agency, or the supervising section."""
    here = by.may(Permission.CASE_WORK) and (agency.pk == by.agency_id or by.sees_all)
    return refuse_unless(here, "自分の機関のケースだけを引き継げます。")


def sound_successor(case: Case, worker: Worker, successor: Worker, agency: Agency) -> Decision:
    """A running case of hers, at this agency; somebody else who works there."""
    return (
        refuse_unless(
            case.owner_agency_id == agency.pk and not case.is_closed,
            f"{case.number}は、この機関の続いているケースではありません。",
        )
        & refuse_unless(
            case.worker_id == worker.pk, f"{case.number}の担当者は、もう変わっています。開きなおしてください。"
        )
        & refuse_unless(successor.pk != worker.pk, "次の担当者には、ほかの人を選んでください。")
        & refuse_unless(works_at(successor, agency), f"{successor}は、いまこの機関でケースを担当できません。")
    )


def may_confirm_hand_over(handover: HandOver, by: Worker) -> Decision:
    """The successor herself, once."""
    return refuse_unless(handover.successor_id == by.pk, "次の担当者本人が確かめます。") & refuse_unless(
        handover.confirmed_at is None, "もう確かめられています。"
    )


def may_cover_for(by: Worker, agency: Agency) -> Decision:
    """A worker of the agency, or the supervising section."""
    return may_hand_over_all(by, agency)


def may_end_cover(cover: Cover, by: Worker) -> Decision:
    """The same, while it runs or is to come."""
    over = cover.ended_at is not None
    return may_cover_for(by, cover.agency) & refuse_unless(not over, "もう終わっています。")


def may_change_care(by: Worker) -> Decision:
    """The responsible section and the administrator."""
    return refuse_unless(by.may(Permission.SETTINGS), "設定を変えられるのは、所管課と管理者です。")


def may_plan_checks(case: Case, by: Worker) -> Decision:
    """By the agency that owned it, after the end."""
    return may_follow_up(case, by)


def may_bring_lead(by: Worker, consultation: Consultation | None = None) -> Decision:
    """Any desk, of a consultation of its own."""
    here = consultation is None or consultation.agency_id == by.agency_id or by.sees_all
    return refuse_unless(by.may(Permission.CONSULT), "この役割では相談を受け付けられません。") & refuse_unless(
        here, "受け付けた機関だけができます。"
    )


def may_answer_lead(lead: Lead, by: Worker) -> Decision:
    """The agency that had the case, once."""
    mine = lead.agency_id == by.agency_id and by.may(Permission.CASE_WORK)
    return refuse_unless(mine, "前に支えた機関が受けとめます。") & refuse_unless(
        lead.answered_at is None, "もう受けとめられています。"
    )


def may_join_issue(case: Case, issue: CommunityIssue | None, by: Worker) -> Decision:
    """A case of the worker's agency, behind each issue once; without an issue: whether any may be chosen."""
    once = issue is None or not IssueCase.objects.filter(case=case, issue=issue).exists()
    return _own(case, by) & refuse_unless(once, "このケースは、もうこの課題に加わっています。")


def may_draw_issue(cases: Collection[Case], by: Worker, title: str = "", words: str = "") -> Decision:
    """From two cases at least: what comes of one alone tells whose it is. No word of it names anybody in them."""
    several = refuse_unless(
        len({case.pk for case in cases}) > 1,
        "ひとつのケースだけでは、だれのことか分かってしまいます。もうひとつ選んでください。",
    )
    for case in cases:
        several = _own(case, by) & several
    return several & Decision(to_remove(telling(f"{title}\n{words}", names_in(cases, by))))
