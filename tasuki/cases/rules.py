"""What may be done to a case. Reads only."""

from collections.abc import Iterable
from datetime import timedelta

from tasuki.intake.models import Consultation
from tasuki.intake.rules import may_conclude
from tasuki.people.enums import ConsentAnswer
from tasuki.people.models import Consent, Household, Person, PersonGrant
from tasuki.shared import clock
from tasuki.shared.decisions import ALLOWED, Decision, refuse_unless
from tasuki.shared.held import HeldKind
from tasuki.sharing.enums import Scope
from tasuki.staff.models import Worker
from tasuki.staff.permissions import Permission

from .access import access_to
from .enums import TRANSITIONS
from .models import (
    Attachment,
    Case,
    CaseComment,
    CaseMember,
    CommentCall,
    EmergencyOpening,
    Phrase,
    RestrictedNote,
    SupportRecord,
    WarningNote,
)

NOT_YOURS = "このケースの主担当の機関だけができます。"
# The same words for somebody who is not registered at all: a key alone tells nothing.
NOBODY = "この人は登録されていません。探すか、登録してから選んでください。"
NO_LONGER_KNOWN = (
    "この相談の本人の情報は、いまあなたの機関に開かれていません。本人の同意を得るか、所管課に相談してください。"
)
NO_HOME = "この世帯は登録されていません。"
CLOSED = "終結したケースです。再開してからにしてください。"
LEAST_REASON, MOST_IN_AN_HOUR = 20, 5
SHORT_REASON = "緊急に開く理由を、20文字以上で書いてください。"
TOO_OFTEN = "1時間に5回までです。急ぐときは、所管課か個人情報保護責任者に電話してください。"
OPEN_ALREADY = "このケースは、すでにあなたに開かれています。"


def _own_running(case: Case, by: Worker) -> Decision:
    """The owner agency (or the supervising section), and the case not closed."""
    return refuse_unless(case.owner_agency_id == by.agency_id or by.sees_all, NOT_YOURS) & refuse_unless(
        not case.is_closed, CLOSED
    )


def may_open_case(by: Worker) -> Decision:
    """Any desk whose role works with cases."""
    return refuse_unless(by.may(Permission.CASE_WORK), "この役割ではケースを開けません。")


def known_to(by: Worker, persons: Iterable[Person], household: Household | None = None) -> Decision:
    """A case opens everything of its members to the agency: nobody comes into one whom the worker may not know already."""
    asked = {one.pk for one in persons}
    if asked and not by.sees_all:
        held = PersonGrant.objects.live().held_by(by).filter(person__in=asked)
        asked -= set(held.values_list("person_id", flat=True))
    elif asked:
        asked -= set(Person.objects.visible_to(by).filter(pk__in=asked).values_list("pk", flat=True))
    if asked or household is None or household.made_by_agency_id == by.agency_id:
        return refuse_unless(not asked, NOBODY)
    return refuse_unless(Household.objects.visible_to(by).filter(pk=household.pk).exists(), NO_HOME)


def may_change_case(case: Case, by: Worker) -> Decision:
    """What the household is called and what it is about grows clearer: the owner."""
    return _own_running(case, by) & refuse_unless(by.may(Permission.CASE_WORK), "この役割では直せません。")


def may_change_member(member: CaseMember, by: Worker) -> Decision:
    """Somebody moves out, or was the son and not the grandson: the owner."""
    return may_change_case(member.case, by)


def may_write_record(case: Case, by: Worker, about: Person | None = None) -> Decision:
    """Whoever supports: the owner, and agencies to which the records (of this person) are open."""
    access = access_to(case, by)
    allowed = access is not None and access.opens(Scope.RECORD) and by.may(Permission.CASE_WORK)
    covered = about is None or (access is not None and access.covers(Scope.RECORD, about.pk))
    return (
        refuse_unless(allowed, "支援経過が開かれていないため、記録できません。")
        & refuse_unless(covered, "この人の支援経過は開かれていません。")
        & refuse_unless(not case.is_closed, CLOSED)
    )


def may_correct_record(record: SupportRecord, by: Worker) -> Decision:
    """The agency that wrote it, while it may read it, on its newest version."""
    access = access_to(record.case, by)
    readable = access is not None and access.covers(Scope.RECORD, record.about_id)
    return (
        refuse_unless(record.agency_id == by.agency_id, "記録を書いた機関だけが直せます。")
        & refuse_unless(readable and by.may(Permission.CASE_WORK), "支援経過が開かれていないため、直せません。")
        & refuse_unless(record.current, "この版はもう直されています。新しい版を開いてください。")
    )


def may_open_restriction(restriction: RestrictedNote, by: Worker) -> Decision:
    """The agency that wrote the passage, for one that is held back from other readers."""
    return refuse_unless(
        restriction.agency_id == by.agency_id and by.may(Permission.CASE_WORK), "書いた機関だけが決められます。"
    ) & refuse_unless(restriction.kind != HeldKind.HARM, "「開示注意」は、記録を読める機関にはもともと開かれています。")


def may_write_comment(case: Case, by: Worker, about: Person | None = None) -> Decision:
    """Whoever works with the case and reads its records (of this person); also after its end."""
    access = access_to(case, by)
    covered = access is not None and access.opens(Scope.RECORD)
    covered = covered and (about is None or access.covers(Scope.RECORD, about.pk))  # type: ignore[union-attr]
    return refuse_unless(
        covered and by.may(Permission.CASE_WORK), "支援経過が開かれていないため、コメントは書けません。"
    )


def may_read_comment(call: CommentCall, by: Worker) -> Decision:
    """She who was called."""
    return refuse_unless(call.worker_id == by.pk, "「読んだ」を押せるのは、呼ばれた本人です。")


def may_answer_comment(comment: CaseComment, by: Worker) -> Decision:
    """Whoever may write one; an answer is not answered again, the talk goes on under the first."""
    return may_write_comment(comment.case, by, comment.about) & refuse_unless(
        comment.answers_id is None, "返事は、はじめのコメントに書いてください。"
    )


def may_warn(case: Case, by: Worker, about: Person | None = None) -> Decision:
    """Whoever supports."""
    return may_write_record(case, by, about)


def _warning(warning: WarningNote, by: Worker) -> Decision:
    access = access_to(warning.case, by)
    readable = access is not None and access.covers(Scope.RECORD, warning.about_id)
    mine = by.agency_id in (warning.agency_id, warning.case.owner_agency_id) or by.sees_all
    return (
        refuse_unless(readable and by.may(Permission.CASE_WORK), "支援経過が開かれていないため、直せません。")
        & refuse_unless(mine, "書いた機関と主担当の機関が見直します。")
        & refuse_unless(warning.ended_on is None, "もう終えた注意事項です。")
    )


def may_review_warning(warning: WarningNote, by: Worker) -> Decision:
    """The agency that wrote it and the one that owns the case."""
    return _warning(warning, by)


def may_end_warning(warning: WarningNote, by: Worker) -> Decision:
    """The same."""
    return _warning(warning, by)


def may_keep_phrase(by: Worker, phrase: Phrase | None = None) -> Decision:
    """One's own, and those of the agency in which one writes records."""
    mine = (
        phrase is None or phrase.worker_id == by.pk or (phrase.worker_id is None and phrase.agency_id == by.agency_id)
    )
    return refuse_unless(by.may(Permission.CONSULT), "この役割では、定型文を使いません。") & refuse_unless(
        mine, "自分のものと、自分の機関のものだけを直せます。"
    )


def may_drop_phrase(phrase: Phrase, by: Worker) -> Decision:
    """The same."""
    return may_keep_phrase(by, phrase)


def may_set_now(case: Case, by: Worker) -> Decision:
    """「いま」 tells of the whole household: written by those who read all of its records."""
    access = access_to(case, by)
    whole = access is not None and Scope.RECORD in access.whole
    return may_write_record(case, by) & refuse_unless(whole, "世帯全体の支援経過が開かれている機関だけが書けます。")


def may_change_status(case: Case, by: Worker, status: str = "") -> Decision:
    """By the owner, along TRANSITIONS."""
    way = not status or status in TRANSITIONS[case.status]
    return _own_running(case, by) & refuse_unless(way, "その状態へは移れません。")


def may_hand_over(case: Case, by: Worker) -> Decision:
    """The owner agency names another of its workers."""
    return _own_running(case, by)


def may_add_member(case: Case, by: Worker) -> Decision:
    """By the owner."""
    return _own_running(case, by)


def may_take_consent(case: Case, by: Worker, person: Person | None = None) -> Decision:
    """Whoever supports may ask a member of the case."""
    member = person is None or case.members.filter(person=person).exists()
    return may_write_record(case, by) & refuse_unless(member, "このケースの世帯員ではありません。")


def may_withdraw_consent(case: Case, consent: Consent, by: Worker) -> Decision:
    """Received by whoever knows the person through this case, also after its end: a withdrawal never waits."""
    access = access_to(case, by)
    known = access is not None and access.covers(Scope.IDENTITY, consent.person_id)
    member = case.members.filter(person=consent.person_id).exists()
    return refuse_unless(
        known and member and by.may(Permission.CASE_WORK), "この人の基本情報が開かれていないため、受けられません。"
    ) & refuse_unless(
        consent.answer == ConsentAnswer.GIVEN and consent.withdrawn_at is None, "撤回できる同意ではありません。"
    )


def may_attach(case: Case, by: Worker, record: SupportRecord | None = None) -> Decision:
    """To a record of the own agency, in its newest version."""
    mine = record is None or record.agency_id == by.agency_id
    return (
        may_write_record(case, by)
        & refuse_unless(mine, "添付できるのは、記録を書いた機関だけです。")
        & refuse_unless(record is None or record.current, "この版はもう直されています。新しい版に添付してください。")
    )


def may_withdraw_attachment(attachment: Attachment, by: Worker) -> Decision:
    """A file of somebody else, or twice the same: the agency that wrote the record, and the owner; after the end too."""
    record, access = attachment.record, access_to(attachment.case, by)
    readable = access is not None and access.covers(Scope.RECORD, record.about_id)
    mine = by.agency_id in (record.agency_id, attachment.case.owner_agency_id) or by.sees_all
    return (
        refuse_unless(readable and by.may(Permission.CASE_WORK), "支援経過が開かれていないため、取り消せません。")
        & refuse_unless(mine, "記録を書いた機関と主担当の機関が取り消せます。")
        & refuse_unless(attachment.withdrawn_at is None, "もう取り消された添付です。")
    )


def may_open_from_consultation(consultation: Consultation, by: Worker) -> Decision:
    """At the desk that took it, once, about somebody who is (still) known there."""
    asked = consultation.person_id
    known = not asked or Person.objects.visible_to(by).filter(pk=asked).exists()
    return _at_its_desk(consultation, by) & refuse_unless(known, NO_LONGER_KNOWN)


def _at_its_desk(consultation: Consultation, by: Worker) -> Decision:
    return (
        may_open_case(by)
        & refuse_unless(consultation.agency_id == by.agency_id, "受けた窓口だけがケースを開けます。")
        & may_conclude(consultation, by)
    )


def may_add_consultation(consultation: Consultation, by: Worker, case: Case | None = None) -> Decision:
    """At the desk that took it, to a running case in which that desk writes."""
    written = may_write_record(case, by) if case else ALLOWED
    return _at_its_desk(consultation, by) & written


def may_open_in_emergency(by: Worker, reason: str | None = None) -> Decision:
    """A role that supports, a written reason, and not many times in an hour."""
    hour = clock.now() - timedelta(hours=1)
    often = EmergencyOpening.objects.filter(worker=by.pk, at__gt=hour).count() >= MOST_IN_AN_HOUR
    return (
        refuse_unless(by.may(Permission.EMERGENCY), "この役割では、緊急にケースを開けません。")
        & refuse_unless(reason is None or len(reason.strip()) >= LEAST_REASON, SHORT_REASON)
        & refuse_unless(not often, TOO_OFTEN)
    )


def may_end_early(opening: EmergencyOpening, by: Worker) -> Decision:
    """She who opened it, while it is open."""
    return refuse_unless(opening.worker_id == by.pk, "開いた本人だけが閉じられます。") & refuse_unless(
        opening.running, "もう閉じています。"
    )


def may_review_emergency(opening: EmergencyOpening, by: Worker) -> Decision:
    """The owner of the case, the section or the officer; never she who opened it."""
    told = by.sees_all or by.role.oversees
    owner = by.may(Permission.CASE_WORK) and opening.keeper_id == by.agency_id
    return (
        refuse_unless(opening.keeper_id is not None, "ケースは開かれていません。確かめるものがありません。")
        & refuse_unless(opening.worker_id != by.pk, "開いた本人は確かめられません。ほかの人が確かめます。")
        & refuse_unless(told or owner, "主担当の機関・所管課・個人情報保護責任者が確かめます。")
        & refuse_unless(not opening.settled, "もう確かめられています。")
    )


__all__ = [name for name in globals() if name.startswith("may_") and name != "may_conclude"] + ["ALLOWED"]
