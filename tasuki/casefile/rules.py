"""What may be done with a case as a whole. Reads only."""

from tasuki.cases.models import Case
from tasuki.cases.rules import NOT_YOURS
from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .standing import waiting_of


def _own(case: Case, by: Worker) -> Decision:
    """The owner agency, in a role that works with cases."""
    mine = case.owner_agency_id == by.agency_id and by.may(Permission.CASE_WORK)
    return refuse_unless(mine, NOT_YOURS)


def may_close_case(case: Case, by: Worker) -> Decision:
    """Nothing may be left waiting; the problem need not be solved."""
    first = _own(case, by) & refuse_unless(not case.is_closed, "もう終結したケースです。")
    return first & nothing_waits(case) if first else first


def nothing_waits(case: Case) -> Decision:
    """Plans evaluated, sheets answered, hand-backs confirmed, items discussed: one query, as far as the wall lets."""
    plans, unanswered, returning, undiscussed = waiting_of(case)
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
