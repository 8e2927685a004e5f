"""What may be done with a case as a whole. Reads only."""

from typing import TYPE_CHECKING

from tasuki.cases.models import Case
from tasuki.cases.rules import NOT_YOURS
from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .enums import TRANSITIONS, DisclosureStatus
from .models import Disclosure, DisclosurePiece, Masking
from .standing import waiting_of

if TYPE_CHECKING:
    from .shared_with import Shared

WRONG_STEP = "いまの状態ではできません。開きなおして、状態を確かめてください。"


def _own(case: Case, by: Worker) -> Decision:
    """The owner agency, in a role that works with cases."""
    mine = case.owner_agency_id == by.agency_id and by.may(Permission.CASE_WORK)
    return refuse_unless(mine, NOT_YOURS)


def may_close_case(case: Case, by: Worker) -> Decision:
    """Nothing may be left waiting; the problem need not be solved."""
    first = _own(case, by) & refuse_unless(not case.is_closed, "もう終結したケースです。")
    # a page that shows the case has asked already
    return first & nothing_waits(case, getattr(case, "waits", None)) if first else first


def nothing_waits(case: Case, known: tuple[int, ...] | None = None) -> Decision:
    """Plans evaluated, sheets answered, hand-backs confirmed, items discussed: one query, as far as the wall lets."""
    plans, unanswered, returning, undiscussed = known or waiting_of(case)
    return (
        refuse_unless(not plans, "評価が済んでいないプランがあります。")
        & refuse_unless(not unanswered, "返事を待っているつなぎがあります。")
        & refuse_unless(not returning, "確認を待っているつなぎもどしがあります。")
        & refuse_unless(not undiscussed, "検討の済んでいない議題があります。")
    )


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


def may_submit_disclosure(disclosure: Disclosure, by: Worker) -> Decision:
    """To the second pair of eyes."""
    return _step(disclosure, by, DisclosureStatus.CHECKING)


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
