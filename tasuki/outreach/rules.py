"""What may be done with an approach. Reads only. `access` spares the look at the grants where a page has it already."""

from tasuki.cases.access import Access, access_to
from tasuki.cases.models import Case
from tasuki.people.models import Person
from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .models import Approach
from .watch_models import LongWatch

ENDED = "終えたアウトリーチです。"
CLOSED = "終結したケースです。再開してからにしてください。"


def _supports(case: Case, by: Worker, person: Person | None, access: Access | None) -> Decision:
    """Records are open for this person, and the role goes out."""
    access = access or access_to(case, by)
    role = refuse_unless(by.may(Permission.OUTREACH), "この役割では、アウトリーチを行えません。")
    opened = refuse_unless(
        access is not None and access.opens(Scope.RECORD), "支援経過が開かれていないため、アウトリーチを行えません。"
    )
    covered = access is not None and access.covers(Scope.RECORD, person.pk if person else None)
    return role & opened & refuse_unless(covered, "支援経過が開かれている人を選んでください。")


def may_begin_approach(case: Case, by: Worker, person: Person | None = None, access: Access | None = None) -> Decision:
    """Whoever supports, before or after consent. Without a person named, the button asks whether anybody is open."""
    access = access or access_to(case, by)
    running = refuse_unless(not case.is_closed, CLOSED)
    if person is None and access is not None and access.opens(Scope.RECORD):
        return refuse_unless(by.may(Permission.OUTREACH), "この役割では、アウトリーチを行えません。") & running
    return _supports(case, by, person, access) & running


def sound_ground(*, before_consent: bool, ground: str, ground_note: str) -> Decision:
    """Before consent the ground and its explanation are written down (同意前の根拠)."""
    said = ground and ground_note.strip()
    return refuse_unless(not before_consent or said, "同意前に始めるときは、根拠とその説明を書いてください。")


def may_visit(approach: Approach, by: Worker, access: Access | None = None) -> Decision:
    """Whoever supports; two agencies may go together."""
    return (
        refuse_unless(approach.ended_on is None, ENDED)
        & refuse_unless(not approach.case.is_closed, CLOSED)
        & _supports(approach.case, by, _whom(approach), access)
    )


def may_advance(approach: Approach, by: Worker, stage: str = "", access: Access | None = None) -> Decision:
    """Whoever supports, to any other stage: people also step back."""
    other = refuse_unless(not stage or stage != approach.stage, "いまと同じ段階です。")
    return may_visit(approach, by, access) & other


def may_change_approach(approach: Approach, by: Worker, access: Access | None = None) -> Decision:
    """Whoever supports: an aim grows clearer, a day is put off."""
    return may_visit(approach, by, access)


def may_end_approach(approach: Approach, by: Worker) -> Decision:
    """The agency that goes, the owner of the case, or the supervising section."""
    agencies = (approach.agency_id, approach.case.owner_agency_id)
    mine = by.agency_id in agencies or by.sees_all
    return refuse_unless(approach.ended_on is None, ENDED) & refuse_unless(
        mine, "アウトリーチを行う機関か、主担当の機関だけが終えられます。"
    )


def _whom(approach: Approach) -> Person | None:
    """Only the key is asked for: the reader may not know the person herself."""
    return Person(pk=approach.person_id) if approach.person_id else None


def may_begin_long_watch(case: Case, by: Worker, access: Access | None = None) -> Decision:
    """Whoever reads the records of the whole household, while the case runs."""
    access = access or access_to(case, by)
    whole = access is not None and Scope.RECORD in access.whole
    return (
        refuse_unless(by.may(Permission.OUTREACH), "この役割では、見守りを受けもてません。")
        & refuse_unless(whole, "世帯全体の支援経過が開かれている機関だけが、見守りを受けもてます。")
        & refuse_unless(not case.is_closed, CLOSED)
    )


def _goes_on(watch: LongWatch, by: Worker, access: Access | None = None) -> Decision:
    return refuse_unless(watch.ended_on is None, "終えた見守りです。") & may_begin_long_watch(watch.case, by, access)


def may_look(watch: LongWatch, by: Worker, access: Access | None = None) -> Decision:
    """Anybody who may read it, not only whose turn it is."""
    return _goes_on(watch, by, access)


def may_change_long_watch(watch: LongWatch, by: Worker, access: Access | None = None) -> Decision:
    """The agency that keeps the rota, the owner of the case, the supervising section."""
    mine = by.agency_id in (watch.agency_id, watch.case.owner_agency_id) or by.sees_all
    return _goes_on(watch, by, access) & refuse_unless(mine, "見守りをまとめる機関だけが変えられます。")


def may_rest_long_watch(watch: LongWatch, by: Worker) -> Decision:
    """The same."""
    return may_change_long_watch(watch, by)


def may_end_long_watch(watch: LongWatch, by: Worker) -> Decision:
    """The same."""
    return may_change_long_watch(watch, by)
