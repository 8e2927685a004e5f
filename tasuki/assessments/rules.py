"""What may be done with a household's sheet. Reads only."""

from tasuki.cases.access import Access, access_to
from tasuki.cases.models import Case
from tasuki.people.models import Person
from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .models import Assessment

CLOSED = "終結したケースです。再開してからにしてください。"
WHOLE = "世帯全体のアセスメントが開かれている機関だけが書けます。"
DRAFT = "書きかけのアセスメントがあります。続きを書いてください。"


def _writes(case: Case, by: Worker, access: Access | None) -> Decision:
    """The household's assessment is open, the case runs, and the role works with cases."""
    access = access or access_to(case, by)
    whole = access is not None and access.covers(Scope.ASSESSMENT, None)
    return (
        refuse_unless(by.may(Permission.CASE_WORK), "この役割ではアセスメントを書けません。")
        & refuse_unless(whole, WHOLE)
        & refuse_unless(not case.is_closed, CLOSED)
    )


def may_begin_assessment(case: Case, by: Worker, access: Access | None = None) -> Decision:
    """One draft at a time: two workers continue the same one."""
    begun = Assessment.objects.filter(case=case, fixed_at=None).exists()
    return _writes(case, by, access) & refuse_unless(not begun, DRAFT)


def may_fill_assessment(assessment: Assessment, by: Worker, access: Access | None = None) -> Decision:
    """While it is a draft."""
    draft = refuse_unless(assessment.fixed_at is None, "確定したアセスメントは直せません。新しい回を始めてください。")
    return draft & _writes(assessment.case, by, access)


def may_fill_member(assessment: Assessment, person: Person, by: Worker, access: Access | None = None) -> Decision:
    """A member of the case whose assessment is open to the writer."""
    access = access or access_to(assessment.case, by)
    member = assessment.case.members.filter(person=person.pk).exists()
    open_to = access is not None and access.covers(Scope.ASSESSMENT, person.pk)
    return may_fill_assessment(assessment, by, access) & refuse_unless(
        member and open_to, "この世帯の人ではないか、アセスメントが開かれていません。"
    )


def may_mark_conditions(case: Case, person: Person, by: Worker, access: Access | None = None) -> Decision:
    """Of somebody the worker knows, whose assessment is open to her: a member, or a relative in the drawing."""
    access = access or access_to(case, by)
    open_to = access is not None and access.covers(Scope.ASSESSMENT, person.pk)
    return (
        refuse_unless(by.may(Permission.CASE_WORK), "この役割ではジェノグラムの記号を書けません。")
        & refuse_unless(open_to, "アセスメントが開かれている機関だけが、ジェノグラムの記号を書けます。")
        & refuse_unless(not case.is_closed, CLOSED)
    )


def may_fix_assessment(assessment: Assessment, by: Worker, access: Access | None = None) -> Decision:
    """Whoever writes it may fix it (確定)."""
    return may_fill_assessment(assessment, by, access)
