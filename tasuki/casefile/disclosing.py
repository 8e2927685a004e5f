"""Actions of the answer to a request (開示請求): gathered, blackened, checked by a second person, given, kept."""

from datetime import date

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.models import Case
from tasuki.people.models import Contact, Person, SafeAddress
from tasuki.shared import clock
from tasuki.shared.decisions import Refused, require
from tasuki.staff.models import Worker
from tasuki.tenancy.context import on_behalf_of_all
from tasuki.tenancy.numbers import number_of_the_year
from tasuki.ui.pdf import pdf_and_pages

from . import rules
from .enclosures import enclosures_of, numbers, printed_enclosures
from .enums import AskedBy, DisclosureStatus, EnclosureDecision, PaperKind
from .holdings import LEFT_OUT
from .masking import found
from .models import Disclosure, DisclosurePiece, Enclosure, GivenPaper, Masking
from .piece import Asked
from .pieces import pieces_of, records_of
from .readout import readout
from .telling import keep_paper

PAPER = "casefile/disclosure_paper.html"
NOT_THERE = "このことばは、この記載の中にありません。文のとおりに入力してください。"


@transaction.atomic
def begin_disclosure(*, case: Case, person: Person, by: Worker, asked_on: date, asked_by: str = AskedBy.PERSON,
                     asker_name: str = "", since: date | None = None, until: date | None = None) -> Disclosure:  # fmt: skip
    """Everything of the person gathered and frozen, with what is blackened to begin with."""
    require(rules.may_begin_disclosure(case, by))
    made = Disclosure.objects.create(
        number=number_of_the_year("disclosure", "開"), case=case, person=person, asked_on=asked_on, asked_by=asked_by,
        asker_name=asker_name, since=since, until=until, made_by_id=by.pk, agency_id=by.agency_id, made_at=clock.now(),
    )  # fmt: skip
    asked = Asked(case, person, by, since, until)
    gathered = pieces_of(asked, _whereabouts(case, person))
    for order, piece in enumerate(gathered):
        kept = DisclosurePiece.objects.create(
            case=case, disclosure=made, order=order, source=piece.source, source_key=piece.key, on=piece.on,
            heading=piece.heading[:160], field=piece.field[:80], text=piece.text,
        )  # fmt: skip
        Masking.objects.bulk_create(
            Masking(case=case, piece=kept, start=span.start, end=span.end, reason=span.reason, note=span.note,
                    proposed=True, by_id=by.pk, at=clock.now())
            for span in piece.spans
        )  # fmt: skip
    for order, one in enumerate(enclosures_of(asked, records_of(asked))):
        Enclosure.objects.create(
            case=case, disclosure=made, order=order, source=one.source, attachment=one.attachment, on=one.on,
            name=one.name[:160], content=one.content, pages=one.pages,
        )  # fmt: skip
    record(Act.CHANGE, "開示請求を受け、記載を集めた", by=by, case=case.pk, objects=[made.pk, person.pk],
           count=len(gathered))  # fmt: skip
    return made


def _whereabouts(case: Case, person: Person) -> list[str]:
    """Addresses and contacts of the protected members other than her: blackened also for a worker not named for them."""
    with on_behalf_of_all(protected=True):
        others = case.members.exclude(person=person).filter(person__protected=True).values_list("person_id", flat=True)
        guarded = list(others)
        words = list(Contact.objects.filter(person__in=guarded).values_list("value", flat=True))
        for safe in SafeAddress.objects.filter(persons__overlap=guarded).select_related("town"):
            words += [str(safe), safe.address]
    return [word for word in words if len(word) > 2]


@transaction.atomic
def add_masking(*, piece: DisclosurePiece, by: Worker, reason: str, words: str = "", whole: bool = False,
                everywhere: bool = False, note: str = "") -> list[Masking]:  # fmt: skip
    """Blacken the words wherever they stand in the piece (or in every piece), or all of the piece."""
    require(rules.may_add_masking(piece, by))
    others = piece.disclosure.pieces.exclude(pk=piece.pk) if everywhere and not whole else []
    spans = [(one, span.start, span.end) for one in (piece, *others) for span in found(one.text, [words])]
    if whole:
        spans = [(piece, 0, len(piece.text))]
    if not spans:
        raise Refused(NOT_THERE)
    made = [
        Masking.objects.create(case_id=piece.case_id, piece=one, start=start, end=end, reason=reason, note=note,
                               by_id=by.pk, at=clock.now())
        for one, start, end in spans
    ]  # fmt: skip
    record(Act.CHANGE, "開示で伏せた", by=by, case=piece.case_id, objects=[piece.disclosure_id, piece.pk],
           reason=reason, count=len(made))  # fmt: skip
    return made


@transaction.atomic
def remove_masking(*, masking: Masking, by: Worker, why: str) -> Masking:
    """Taken off, with the reason; the row stays."""
    require(rules.may_remove_masking(masking, by))
    masking.removed_by_id, masking.removed_at, masking.removed_why = by.pk, clock.now(), why
    masking.save(update_fields=["removed_by", "removed_at", "removed_why"])
    record(Act.CHANGE, "開示で伏せたところを外した", by=by, case=masking.case_id,
           objects=[masking.piece.disclosure_id, masking.piece_id, masking.pk], reason=masking.reason)  # fmt: skip
    return masking


@transaction.atomic
def decide_enclosure(*, enclosure: Enclosure, by: Worker, decision: str, pages: str = "", reason: str = "",
                     note: str = "") -> Enclosure:  # fmt: skip
    """A file or picture is given, given but for some pages, or not given (添付・図の扱い)."""
    part = numbers(pages, enclosure.pages) if decision == EnclosureDecision.PART else ""
    require(rules.may_decide_enclosure(enclosure, by, decision=decision, pages=part, reason=reason))
    withheld = decision in (EnclosureDecision.PART, EnclosureDecision.WITHHOLD)
    enclosure.decision, enclosure.withheld_pages, enclosure.note = decision, part, note
    enclosure.reason = reason if withheld else ""
    enclosure.by_id, enclosure.at = by.pk, clock.now()
    enclosure.save()
    record(Act.CHANGE, f"開示の添付：{enclosure.get_decision_display()}", by=by, case=enclosure.case_id,
           objects=[enclosure.disclosure_id, enclosure.pk], reason=enclosure.reason)  # fmt: skip
    return enclosure


@transaction.atomic
def submit_disclosure(*, disclosure: Disclosure, by: Worker, note: str = "") -> Disclosure:
    """To the second person."""
    require(rules.may_submit_disclosure(disclosure, by))
    disclosure.note, disclosure.submitted_at = note, clock.now()
    return _step(disclosure, DisclosureStatus.CHECKING, "開示を確認に出した", by, "note", "submitted_at")


@transaction.atomic
def approve_disclosure(*, disclosure: Disclosure, by: Worker, note: str = "") -> Disclosure:
    """Checked by another than the one who prepared it (二人での確認)."""
    require(rules.may_approve_disclosure(disclosure, by))
    disclosure.checked_by_id, disclosure.checked_at, disclosure.check_note = by.pk, clock.now(), note
    return _step(disclosure, DisclosureStatus.APPROVED, "開示を確認した", by, "checked_by", "checked_at",
                 "check_note")  # fmt: skip


@transaction.atomic
def send_back_disclosure(*, disclosure: Disclosure, by: Worker, note: str = "") -> Disclosure:
    """Not yet as it should be; what was checked counts no more."""
    require(rules.may_send_back_disclosure(disclosure, by))
    disclosure.checked_by, disclosure.checked_at, disclosure.check_note = None, None, note
    return _step(disclosure, DisclosureStatus.DRAFT, "開示を差し戻した", by, "checked_by", "checked_at",
                 "check_note")  # fmt: skip


@transaction.atomic
def drop_disclosure(*, disclosure: Disclosure, by: Worker, note: str = "") -> Disclosure:
    """The request was taken back."""
    require(rules.may_drop_disclosure(disclosure, by))
    disclosure.check_note = note
    return _step(disclosure, DisclosureStatus.DROPPED, "開示を取り下げた", by, "check_note")


def _step(disclosure: Disclosure, status: DisclosureStatus, verb: str, by: Worker, *fields: str) -> Disclosure:
    disclosure.status, disclosure.version = status, disclosure.version + 1
    disclosure.save(update_fields=["status", "version", *fields])
    record(Act.CHANGE, verb, by=by, case=disclosure.case_id, objects=[disclosure.pk])
    return disclosure


@transaction.atomic
def give_disclosure(*, disclosure: Disclosure, by: Worker, how: str) -> GivenPaper:
    """The paper with its bars, kept as it was given."""
    require(rules.may_give_disclosure(disclosure, by))
    told = readout(disclosure)
    paper = keep_paper(
        kind=PaperKind.DISCLOSURE, number=disclosure.number, case=disclosure.case, person=disclosure.person, how=how,
        told_of=told.summary, made=printed(disclosure, by), by=by, disclosure=disclosure,
    )  # fmt: skip
    _step(disclosure, DisclosureStatus.GIVEN, "開示した", by)
    return paper


def printed(disclosure: Disclosure, by: Worker, *, draft: bool = False) -> tuple[bytes, int]:
    """The paper: of what is blackened not a letter is in the file."""
    told = {"disclosure": disclosure, "readout": readout(disclosure), "draft": draft, "today": clock.today(),
            "enclosures": printed_enclosures(disclosure), "left_out": LEFT_OUT}  # fmt: skip
    mark = "案・取扱注意" if draft else "親展"
    return pdf_and_pages(PAPER, told, title="保有個人情報の開示", reader=by, number=disclosure.number, mark=mark)
