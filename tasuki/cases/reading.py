"""What the pages of this room read of an opened case (`access.open_case`), the reader's access applied."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from tasuki.codes.lookup import label
from tasuki.intake.models import Consultation
from tasuki.people.models import Consent, Person
from tasuki.shared import clock
from tasuki.shared.held import as_typed, places, put_back
from tasuki.shared.once import once
from tasuki.sharing.enums import Ground, Scope
from tasuki.staff.models import Worker
from tasuki.staff.roles import ROLES

from .access import Access
from .models import (
    Attachment,
    Case,
    CaseComment,
    CaseGrant,
    CaseMember,
    CommentCall,
    RecordPerson,
    RestrictedNote,
    SupportRecord,
    WarningNote,
)
from .rules import may_withdraw_attachment

UNDISCLOSED = "世帯員（非開示）"
NO_CASES = [name for name, role in ROLES.items() if not role.works_cases]


def access_of(case: Case) -> Access:
    """The access that `open_case` has put on the case."""
    access: Access = case.access  # type: ignore[attr-defined]
    return access


def members_of(case: Case, worker: Worker) -> list[CaseMember]:
    """Members in order; `shown` is the person, or None where the ground does not cover her identity."""
    return _shown(_members(case.pk), {case.pk: access_of(case)}, worker)


def members_of_all(cases: Iterable[Case], worker: Worker) -> dict[UUID, list[CaseMember]]:
    """The same of several opened cases: two queries, however many."""
    opened = {case.pk: access_of(case) for case in cases}
    found: dict[UUID, list[CaseMember]] = {key: [] for key in opened}
    for one in _shown(_members_of(list(opened)), opened, worker):
        found[one.case_id].append(one)
    return found


@once
def _members(case: UUID) -> QuerySet[CaseMember]:
    return CaseMember.objects.filter(case=case)


@once
def _members_of(cases: list[UUID]) -> QuerySet[CaseMember]:
    return CaseMember.objects.filter(case__in=cases)


@once
def _persons(worker: Worker, keys: list[UUID]) -> QuerySet[Person]:
    # `covers` is the first wall here; the grants need not be asked again.
    # With where they were put in the genogram by hand: the picture is drawn wherever the members are told.
    return Person.objects.filter(municipality=worker.municipality_id, pk__in=keys).select_related("drawing")


def _shown(members: list[CaseMember], opened: dict[UUID, Access], worker: Worker) -> list[CaseMember]:
    keys = {one.person_id for one in members if opened[one.case_id].covers(Scope.IDENTITY, one.person_id)}
    persons = {person.pk: person for person in _persons(worker, list(keys))} if keys else {}
    for one in members:
        covered = opened[one.case_id].covers(Scope.IDENTITY, one.person_id)
        one.shown = persons.get(one.person_id) if covered else None  # type: ignore[attr-defined]
        one.called = called(one)  # type: ignore[attr-defined]
    return members


def called(member: CaseMember) -> str:
    """How the member is called on the pages: the relation, else the name."""
    person: Person | None = member.shown  # type: ignore[attr-defined]
    if person is None:
        return UNDISCLOSED
    return label("relation_type", member.relation) if member.relation else person.full_name


def persons_of(case: Case, worker: Worker) -> QuerySet[Person]:
    """Members whom the reader may know through this case."""
    access = access_of(case)
    keys = case.members.values_list("person_id", flat=True)
    if Scope.IDENTITY not in access.whole:
        keys = [person for person, scope in access.persons.items() if Scope.IDENTITY in scope]
    return Person.objects.visible_to(worker).filter(pk__in=keys)


def person_of(case: Case, worker: Worker, pk: UUID) -> Person:
    """One of them; 404 for everybody else."""
    return get_object_or_404(persons_of(case, worker).filter(cases__case=case), pk=pk)


def consent_of(case: Case, worker: Worker, pk: UUID) -> Consent:
    """A consent of one of them."""
    return get_object_or_404(
        Consent.objects.filter(person__in=persons_of(case, worker)).select_related("person"), pk=pk
    )


def record_of(case: Case, pk: UUID) -> SupportRecord:
    """A support record, in any version."""
    rows = access_of(case).readable(
        case.records.select_related("worker", "agency", "about", "corrected_by"), Scope.RECORD, about="about"
    )
    record: SupportRecord = get_object_or_404(rows, pk=pk)
    record.case = case
    return record


def versions_of(record: SupportRecord) -> list[SupportRecord]:
    """Every version of a record, newest first."""
    chain = [record]
    while (
        newer := SupportRecord.objects.filter(replaces=chain[0])
        .select_related("worker", "agency", "corrected_by")
        .first()
    ) is not None:
        chain.insert(0, newer)
    while chain[-1].replaces_id:
        older = (
            SupportRecord.objects.filter(pk=chain[-1].replaces_id)
            .select_related("worker", "agency", "corrected_by")
            .first()
        )
        if older is None:
            break
        chain.append(older)
    return chain


def with_marks(records: QuerySet[SupportRecord]) -> QuerySet[SupportRecord]:
    """Records with `.several` (keys of the persons of whom one tells at once) and `.talk` (whether somebody commented)."""
    told_of = RecordPerson.objects.filter(record=OuterRef("pk")).order_by("id").values("person_id")
    talk = CaseComment.objects.filter(record=OuterRef("pk"))
    return records.annotate(several=ArraySubquery(told_of), talk=Exists(talk))


def with_passages(records: Iterable[SupportRecord], worker: Worker) -> list[SupportRecord]:
    """The records with `.passages`, those held-back passages that the reader may read; one question, if there are any."""
    listed = list(records)
    for record in listed:
        record.passages = {}  # type: ignore[attr-defined]
    holding = {one.pk: one for one in listed if places(one.text + one.view + one.party_note)}
    if holding:
        for found in _passages(worker, list(holding)):
            holding[found.record_id].passages[found.number] = found  # type: ignore[attr-defined]
    return listed


@once
def _passages(worker: Worker, records: list[UUID]) -> QuerySet[RestrictedNote]:
    return RestrictedNote.objects.visible_to(worker).filter(record__in=records)


def typed_text(record: SupportRecord, name: str) -> Any:
    """A field of a record as its writer typed it, for the form that puts it right."""
    if name == "about":
        return [record.about_id] if record.about_id else list(record.told_of.values_list("person_id", flat=True))
    value = getattr(record, name)
    if name not in ("text", "view", "party_note"):
        return value
    known: dict[int, RestrictedNote] = record.passages  # type: ignore[attr-defined]
    return put_back(value, lambda number: as_typed(known[number].kind, known[number].text) if number in known else "")


def restriction_of(case: Case, worker: Worker, pk: UUID) -> RestrictedNote:
    """A held-back passage of this case that the reader may read; 404 for every other."""
    return get_object_or_404(RestrictedNote.objects.visible_to(worker).filter(case=case), pk=pk)


def comment_of(case: Case, pk: UUID) -> CaseComment:
    """A comment, if its part of the case is open."""
    rows = access_of(case).readable(CaseComment.objects.filter(case=case.pk), Scope.RECORD, about="about")
    comment: CaseComment = get_object_or_404(rows, pk=pk)
    comment.case = case
    return comment


def call_of(case: Case, worker: Worker, pk: UUID) -> CommentCall:
    """That I was called in a comment I may read."""
    rows = access_of(case).readable(
        CommentCall.objects.filter(comment__case=case.pk), Scope.RECORD, about="comment__about"
    )
    call: CommentCall = get_object_or_404(rows.filter(worker=worker.pk).select_related("comment"), pk=pk)
    return call


def warnings_of(case: Case, worker: Worker, *, ended: bool = False, named: bool = False) -> list[WarningNote]:
    """注意事項 the reader may know, the newest first; `named`: with how the person is called (one question more)."""
    rows = access_of(case).readable(WarningNote.objects.filter(case=case.pk), Scope.RECORD, about="about")
    rows = rows if ended else rows.filter(ended_on=None)
    found = list(rows.select_related("by", "agency", "reviewed_by", "ended_by"))
    for one in found:
        one.case, one.overdue = case, one.review_on < clock.today()  # type: ignore[attr-defined]
    if named and any(one.about_id for one in found):
        names = {one.person_id: one.called for one in members_of(case, worker)}  # type: ignore[attr-defined]
        for one in found:
            one.whom = names.get(one.about_id, "")  # type: ignore[attr-defined]
    return found


def warnings_of_all(
    cases: Iterable[Case], worker: Worker, members: dict[UUID, list[CaseMember]]
) -> dict[UUID, list[WarningNote]]:
    """The same of several opened cases, with how the persons are called: one query, however many."""
    opened = {case.pk: case for case in cases}
    found: dict[UUID, list[WarningNote]] = {key: [] for key in opened}
    rows = WarningNote.objects.filter(case__in=list(opened), ended_on=None)
    for one in rows.select_related("by", "agency", "reviewed_by", "ended_by"):
        case = opened[one.case_id]
        if access_of(case).covers(Scope.RECORD, one.about_id):
            names = {other.person_id: other.called for other in members[case.pk]}  # type: ignore[attr-defined]
            one.case, one.overdue = case, one.review_on < clock.today()  # type: ignore[attr-defined]
            one.whom = names.get(one.about_id, "")  # type: ignore[attr-defined]
            found[case.pk].append(one)
    return found


def warning_of(case: Case, pk: UUID) -> WarningNote:
    """One of them."""
    rows = access_of(case).readable(WarningNote.objects.filter(case=case.pk), Scope.RECORD, about="about")
    warning: WarningNote = get_object_or_404(rows.select_related("about"), pk=pk)
    warning.case = case
    return warning


def attachment_of(case: Case, pk: UUID) -> Attachment:
    """A file, with its content, if its record may be read."""
    rows = access_of(case).readable(case.attachments.all(), Scope.RECORD, about="record__about")
    attachment: Attachment = get_object_or_404(rows, pk=pk)
    return attachment


def files_of(record: SupportRecord, worker: Worker) -> list[Attachment]:
    """The files of a record without their content; those taken back too, with whether each may be."""
    files = list(
        Attachment.every.filter(record=record).defer("content").select_related("by", "withdrawn_by").order_by("at")
    )
    for file in files:
        file.record, file.case = record, record.case
        file.may_withdraw = may_withdraw_attachment(file, worker)  # type: ignore[attr-defined]
    return files


def record_named(case: Case, key: str) -> SupportRecord | None:
    """A record by what an address says of it; nothing where it says nonsense."""
    try:
        return record_of(case, UUID(key))
    except ValueError:
        return None


def my_last_record(worker: Worker, case: Case) -> SupportRecord | None:
    """What I wrote last, on this case if I have, to copy its settings."""
    mine = SupportRecord.objects.visible_to(worker).filter(worker=worker.pk, current=True)
    return mine.filter(case=case).first() or mine.first()


def last_record(worker: Worker, case: Case) -> SupportRecord | None:
    """The newest record of this case, mine if there is one: to copy what it says (前回の記録を写す)."""
    rows = access_of(case).readable(case.records.filter(current=True), Scope.RECORD, about="about")
    found: SupportRecord | None = rows.filter(worker=worker.pk).first() or rows.first()
    return found


def colleagues(worker: Worker) -> QuerySet[Worker]:
    """Workers with a post in force at the worker's agency who work with cases."""
    today = clock.today()
    posts = Worker.objects.filter(is_active=True, posts__agency=worker.agency_id, posts__since__lte=today)
    return posts.exclude(posts__until__lte=today).exclude(posts__role__in=NO_CASES).distinct()


def consents_of(person: Person) -> QuerySet[Consent]:
    """Every asking of one person, newest first, ready to be told."""
    around = person.consents.select_related("explained_by", "explained_agency", "withdrawn_by")
    return around.prefetch_related("agencies__agency")


def other_openings(case: Case, consent: Consent) -> list[CaseGrant]:
    """What of this person stays open on another ground after the consent is withdrawn; as far as the reader sees it."""
    live = CaseGrant.objects.live().filter(case=case).exclude(source=consent.pk).exclude(ground=Ground.OWN)
    return list(live.filter(Q(person=consent.person_id) | Q(person=None)).select_related("agency", "worker"))


def cases_for(worker: Worker, consultation: Consultation) -> QuerySet[Case]:
    """Running cases a consultation may belong to: those of its person first of all, then the newest."""
    cases = Case.objects.visible_to(worker).running()
    if consultation.person_id:
        cases = cases.annotate(
            same=Exists(CaseMember.objects.filter(case=OuterRef("pk"), person=consultation.person_id))
        )
        return cases.order_by("-same", "-last_contact_at")
    return cases.order_by("-last_contact_at")
