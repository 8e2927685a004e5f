"""What may be done for somebody's place. Reads only; `access` spares the look at the grants where a page has it."""

import re
from collections.abc import Iterable

from tasuki.cases.access import Access, access_to
from tasuki.cases.models import Case
from tasuki.cases.rules import CLOSED
from tasuki.community.models import Place
from tasuki.people.models import Person
from tasuki.shared.decisions import Decision, refuse_unless
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .enums import STEPS, TRANSITIONS, MatchStatus
from .models import Ask, Match, ParticipationSheet

ROLE = "この役割では、参加支援を行えません。"
NUMBERS = re.compile(r"\d[\d\-－ー]{8,}")


def _supports(case: Case, person: object, part: Scope, by: Worker, access: Access | None, closed: str) -> Decision:
    """The part is open for this person, the case runs, and the role works with cases."""
    access = access or access_to(case, by)
    covered = access is not None and access.covers(part, person)  # type: ignore[arg-type]
    return (
        refuse_unless(by.may(Permission.CASE_WORK), ROLE)
        & refuse_unless(covered, closed)
        & refuse_unless(not case.is_closed, CLOSED)
    )


def _writes(sheet: ParticipationSheet, by: Worker, access: Access | None) -> Decision:
    closed = "この人のアセスメントが開かれている機関だけが書けます。"
    return _supports(sheet.case, sheet.person_id, Scope.ASSESSMENT, by, access, closed)


def _goes_along(match: Match, by: Worker, access: Access | None) -> Decision:
    closed = "この人の支援経過が開かれている機関だけが進められます。"
    return _supports(match.case, match.person_id, Scope.RECORD, by, access, closed) & refuse_unless(
        match.status != MatchStatus.ENDED, "おわったつながりです。新しく候補を選んでください。"
    )


def may_begin_sheet(case: Case, by: Worker, person: Person | None = None, access: Access | None = None) -> Decision:
    """Whoever may read and write the person's assessment; one draft at a time."""
    access = access or access_to(case, by)
    if person is None:
        opened = access is not None and access.opens(Scope.ASSESSMENT)
        return (
            refuse_unless(by.may(Permission.CASE_WORK), ROLE)
            & refuse_unless(opened, "アセスメントが開かれている機関だけが書けます。")
            & refuse_unless(not case.is_closed, CLOSED)
        )
    sheet = ParticipationSheet(case=case, person_id=person.pk)
    begun = ParticipationSheet.objects.filter(case=case, person=person.pk, status="draft").exists()
    return _writes(sheet, by, access) & refuse_unless(not begun, "書きかけがあります。続きを書いてください。")


def may_fill_sheet(sheet: ParticipationSheet, by: Worker, access: Access | None = None) -> Decision:
    """While it is a draft."""
    draft = refuse_unless(sheet.is_draft, "確定したアセスメントは直せません。新しい回を始めてください。")
    return draft & _writes(sheet, by, access)


def may_fix_sheet(sheet: ParticipationSheet, by: Worker, access: Access | None = None) -> Decision:
    """Not without the person's own words."""
    said = refuse_unless(sheet.wishes.strip(), "「してみたいこと」を、本人のことばで書いてから確定してください。")
    return may_fill_sheet(sheet, by, access) & said


def may_pick_place(sheet: ParticipationSheet, by: Worker, place: Place | None = None,
                   access: Access | None = None) -> Decision:  # fmt: skip
    """From a fixed sheet; a place at a time, and not one where she already goes."""
    fixed = refuse_unless(not sheet.is_draft, "アセスメントを確定してから、候補を選んでください。")
    closed = "この人の支援経過が開かれている機関だけが選べます。"
    may = fixed & _supports(sheet.case, sheet.person_id, Scope.RECORD, by, access, closed)
    if place is None:
        return may
    running = Match.objects.filter(case=sheet.case_id, person=sheet.person_id, place=place.pk).exclude(status="ended")
    return (
        may
        & refuse_unless(not place.closed, "いまは閉じている所です。")
        & refuse_unless(not running.exists(), "この所は、もう候補か参加先になっています。")
    )


def may_ask_place(match: Match, by: Worker, access: Access | None = None) -> Decision:
    """Once it is a candidate; what is told names nobody (`unnamed`)."""
    waits = refuse_unless(match.status == MatchStatus.CANDIDATE, "受入先には、もう聞いています。")
    return _goes_along(match, by, access) & waits


def unnamed(text: str, names: Iterable[str]) -> Decision:
    """The place is asked without the person's name: neither a member of the household nor a telephone number."""
    flat = re.sub(r"\s", "", text)
    found = [name for name in dict.fromkeys(names) if len(name) > 1 and re.sub(r"\s", "", name) in flat]
    found += NUMBERS.findall(flat)
    return refuse_unless(
        not found, f"名前や番号が入っています（{'・'.join(found)}）。受入先には、名前を伝えずに聞きます。"
    )


def may_answer_ask(ask: Ask, by: Worker, access: Access | None = None) -> Decision:
    """Once."""
    waits = refuse_unless(not ask.answer, "返事は、もう記録されています。")
    return waits & _goes_along(ask.match, by, access)


def may_advance_match(match: Match, by: Worker, status: str = "", access: Access | None = None) -> Decision:
    """Visit, trial, settled, steady: after the place has agreed, in an order that the table allows."""
    may = _goes_along(match, by, access)
    following = [one for one in TRANSITIONS[match.status] if one in STEPS]
    if not following:
        asking = match.status in (MatchStatus.CANDIDATE, MatchStatus.ASKING)
        return may & Decision("受入先の返事を聞いてからです。" if asking else "これより先の段階はありません。")
    return may & refuse_unless(not status or status in following, "いまの段階からは進めません。")


def may_change_role(match: Match, by: Worker, part_in: str = "", access: Access | None = None) -> Decision:
    """Once she goes there: from user to helper to organiser, and back."""
    goes = refuse_unless(match.status in STEPS, "見学・体験が始まってから変えられます。")
    other = refuse_unless(not part_in or part_in != match.part_in, "いまと同じかかわり方です。")
    return _goes_along(match, by, access) & goes & other


def may_follow_up_match(match: Match, by: Worker, access: Access | None = None) -> Decision:
    """Once she goes there; also when it has grown steady."""
    goes = refuse_unless(match.status in STEPS, "見学・体験が始まってから記録します。")
    return _goes_along(match, by, access) & goes


def may_end_match(match: Match, by: Worker, access: Access | None = None) -> Decision:
    """At any step."""
    return _goes_along(match, by, access)


def may_declare_no_match(sheet: ParticipationSheet, by: Worker, access: Access | None = None) -> Decision:
    """Where no place fits, the wish becomes a development (資源開発); for those who grow the neighbourhood."""
    grows = refuse_unless(
        by.may(Permission.COMMUNITY_WORK), "資源開発は、地域づくりにかかわる役割（CSW・推進員・所管課）の人が始めます。"
    )
    return may_pick_place(sheet, by, access=access) & grows


def may_note_receiving(place: Place, by: Worker) -> Decision:
    """Whoever supports, or grows the neighbourhood."""
    may = by.may(Permission.CASE_WORK) or by.may(Permission.COMMUNITY_WORK)
    return refuse_unless(may, "受け入れの条件は、支援や地域づくりにかかわる役割の人が書きます。")


def may_change_matching(by: Worker) -> Decision:
    """The responsible section; everybody may read the rules."""
    return refuse_unless(by.may(Permission.SETTINGS), "決まりを変えられるのは、所管課と管理者です。")
