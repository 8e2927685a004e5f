"""Pages that write a case; the page that shows it is in `casefile`."""

from functools import partial
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record as note
from tasuki.audit.enums import Act
from tasuki.intake.models import Consultation
from tasuki.people.finding import find_people
from tasuki.people.forms import ConsentForm, WithdrawalForm
from tasuki.people.models import Person
from tasuki.people.protection import withheld_words
from tasuki.shared.asked import number
from tasuki.sharing.enums import Scope
from tasuki.staff.actions import draft_of, drop_draft
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, consent_comparing, consenting, opening, reading, recording, rules
from . import forms as ask
from .access import open_case
from .attachments import KINDS
from .comment_panel import talk
from .enums import Status
from .models import Case

# The name of each page of a form, and the verb on its button.
ACTS = {
    "cases/record_form.html": ("支援経過を記録する", "記録する"),
    "cases/record_correct.html": ("記録を直す", "新しい版として保存する"),
    "cases/now.html": ("「いま」を書く", "保存する"),
    "cases/status.html": ("状態を変える", "状態を変える"),
    "cases/hand_over.html": ("担当者を引き継ぐ", "引き継ぐ"),
    "cases/member_new.html": ("世帯員を加える", "加える"),
    "cases/consent_form.html": ("同意をたずねる", "記録する"),
    "cases/consent_withdraw.html": ("同意の撤回を受ける", "撤回を受ける"),
}


def show(request: HttpRequest, template: str, form: BaseForm | None = None, **context: Any) -> HttpResponse:
    """The form, or the form again with its errors (422)."""
    wrong = form is not None and form.is_bound and bool(form.errors)
    act, verb = ACTS.get(template, ("", ""))
    context = {"decision": None, **context, "form": form, "act": act, "verb": verb}
    context |= {f"{name}_key": str(context[name].pk) for name in ("case", "record") if name in context}
    return render(request, template, context, status=context.pop("status", 422 if wrong else 200))


def _version(request: HttpRequest) -> int | None:
    """The version on which the form was opened."""
    return number(request.POST.get("_version", ""))


def _around(request: HttpRequest, case: Case) -> dict[str, Any]:
    """Whom a record may tell of."""
    people = reading.persons_of(case, request.worker)
    return {"people": people, "whole": Scope.RECORD in reading.access_of(case).whole,
            "warn": partial(withheld_words, worker=request.worker)}  # fmt: skip


def _begin(request: HttpRequest, case: Case, around: dict[str, Any]) -> tuple[BaseForm, Any]:
    """An empty record, the draft kept for it, or one with the settings of my last record."""
    draft = draft_of(request.worker, "record", case.pk)
    if draft:
        return ask.restored(ask.FirstRecordForm, draft, **around), draft
    return ask.FirstRecordForm(initial=_copied(request, case), **around), None


def _copied(request: HttpRequest, case: Case) -> dict[str, Any]:
    """前回と同じ: the settings of my last record; 前回を写す: what the last one of this case says, or the one named."""
    asked = request.GET.get("copy", "")
    if not asked:
        return {}
    if asked == "1":
        return ask.RecordForm.settings_of(reading.my_last_record(request.worker, case))
    last = reading.last_record(request.worker, case) if asked == "last" else reading.record_named(case, asked)
    return ask.RecordForm.copy_of(reading.with_passages([last], request.worker)[0]) if last else {}


def _keep(request: HttpRequest, case: Case, form: BaseForm) -> None:
    """The record with its file; the draft has done its work."""
    told = dict(form.cleaned_data)
    file = told.pop("file")
    record = recording.write_record(case=case, by=request.worker, **told)
    if file:
        recording.attach(record=record, by=request.worker, name=file.name, content=file.read())
    drop_draft(by=request.worker, kind="record", about=case.pk)


@needs(Permission.CASE_WORK)
def record_new(request, key):
    """記録する."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="記録の用紙を開いた")
    around = _around(request, case)
    if request.method == "POST":
        form, draft = ask.FirstRecordForm(request.POST, request.FILES, **around), None
        if form.is_valid():
            _keep(request, case, form)
            return redirect(case)
    else:
        form, draft = _begin(request, case, around)
    return show(request, "cases/record_form.html", form, case=case, draft=draft, copied=request.GET.get("copy", "") not in ("", "1"),
                decision=rules.may_write_record(case, request.worker))  # fmt: skip


@needs(Permission.CASE_WORK)
@require_POST
def draft_drop(request, key):
    """下書きを捨てる."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="下書きを捨てた")
    drop_draft(by=request.worker, kind="record", about=case.pk)
    return redirect(f"/cases/{case.pk}/records/new/")


@needs(Permission.CASE_READ)
def record(request, key, record):
    """One record with all its versions and its files."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="記録を開いた")
    found = reading.record_of(case, record)
    versions = reading.with_passages(reading.versions_of(found), request.worker)
    found = next(one for one in versions if one.pk == found.pk)
    found.case = case
    return show(request, "cases/record.html", ask.FileForm(), case=case, record=found, versions=versions,
                held=list(found.passages.values()), worker=request.worker,
                files=reading.files_of(found, request.worker),
                may_correct=rules.may_correct_record(found, request.worker),
                comments=talk(case, request.worker, found),
                may_attach=rules.may_attach(case, request.worker, found))  # fmt: skip


@needs(Permission.CASE_WORK)
def record_correct(request, key, record):
    """記録を直す: a new version."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="記録を直す用紙を開いた")
    found = reading.record_of(case, record)
    around = _around(request, case)
    reading.with_passages([found], request.worker)
    given = {name: reading.typed_text(found, name) for name in ask.RecordForm.base_fields}
    form = ask.CorrectionForm(request.POST or None, initial=given, **around)
    if request.method == "POST" and form.is_valid():
        new = recording.correct_record(record=found, by=request.worker, **form.cleaned_data)
        return redirect(f"/cases/{case.pk}/records/{new.pk}/")
    return show(request, "cases/record_correct.html", form, case=case, record=found,
                decision=rules.may_correct_record(found, request.worker))  # fmt: skip


@needs(Permission.CASE_WORK)
@require_POST
def attach(request, key, record):
    """添付する."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="ファイルを添付する")
    found = reading.record_of(case, record)
    form = ask.FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, "cases/record.html", form, case=case, record=found,
                    files=reading.files_of(found, request.worker),
                    versions=reading.with_passages([found, *reading.versions_of(found)[1:]], request.worker),
                    may_correct=rules.may_correct_record(found, request.worker),
                    comments=talk(case, request.worker, found),
                    may_attach=rules.may_attach(case, request.worker, found))  # fmt: skip
    file = form.cleaned_data["file"]
    recording.attach(record=found, by=request.worker, name=file.name, content=file.read())
    return redirect(f"/cases/{case.pk}/records/{found.pk}/")


@needs(Permission.CASE_WORK)
@require_POST
def restriction(request, key, restriction):
    """伏せた記載を、記録を読める機関に開く・閉じる."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="伏せた記載の扱いを変える")
    found = reading.restriction_of(case, request.worker, restriction)
    recording.open_restriction(restriction=found, by=request.worker, opened=request.POST.get("opened") == "1")
    return redirect(f"/cases/{case.pk}/records/{found.record_id}/")


@needs(Permission.CASE_READ)
def attachment(request, key, attachment):
    """A file, to be saved, never shown inside the page."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="添付を開いた")
    file = reading.attachment_of(case, attachment)
    note(Act.EXPORT, "添付を取り出した", by=request.worker, case=case.pk, objects=[file.pk],
         ground=reading.access_of(case).ground)  # fmt: skip
    response = HttpResponse(bytes(file.content), content_type=KINDS[file.kind])
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"  # opened all the same, it can do nothing
    return response


@needs(Permission.CASE_WORK)
def now(request, key):
    """「いま」を書く."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="「いま」の用紙を開いた")
    around = {"workers": reading.colleagues(request.worker), "initial": ask.NowForm.of(case)}
    form = ask.NowForm(request.POST or None, **around)
    if request.method == "POST" and form.is_valid():
        actions.set_now(case=case, by=request.worker, version=_version(request), **form.cleaned_data)
        return redirect(case)
    return show(request, "cases/now.html", form, case=case, decision=rules.may_set_now(case, request.worker))


@needs(Permission.CASE_WORK)
def status(request, key):
    """状態を変える."""
    case = open_case(request.worker, key, verb="状態の用紙を開いた")
    form = ask.StatusForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        after = Status(form.cleaned_data["status"])
        actions.change_status(case=case, by=request.worker, status=after, reason=form.cleaned_data["reason"])
        return redirect(case)
    return show(request, "cases/status.html", form, case=case, decision=rules.may_change_status(case, request.worker),
                steps=case.status_changes.select_related("by"), labels=dict(Status.choices))  # fmt: skip


@needs(Permission.CASE_WORK)
def hand_over(request, key):
    """担当者を引き継ぐ."""
    case = open_case(request.worker, key, verb="引継ぎの用紙を開いた")
    workers = reading.colleagues(request.worker).exclude(pk=case.worker_id)
    form = ask.HandOverForm(request.POST or None, workers=workers)
    if request.method == "POST" and form.is_valid():
        actions.hand_over(case=case, by=request.worker, **form.cleaned_data)
        return redirect(case)
    return show(request, "cases/hand_over.html", form, case=case, decision=rules.may_hand_over(case, request.worker))


@needs(Permission.CASE_WORK)
def member_new(request, key, person=None):
    """世帯員を加える: searched first, else registered."""
    case = open_case(request.worker, key, part=Scope.IDENTITY, verb="世帯員の用紙を開いた")
    if person:
        person = get_object_or_404(Person.objects.visible_to(request.worker), pk=person)
    form = (ask.KnownMemberForm if person else ask.NewMemberForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        newcomer = opening.Newcomer(**form.cleaned_data)
        opening.add_new_member(case=case, newcomer=newcomer, person=person, by=request.worker)
        return redirect(f"/cases/{case.pk}/household/")
    text = request.GET.get("find", "").strip()
    return show(request, "cases/member_new.html", form, case=case, person=person, text=text,
                found=find_people(request.worker, text) if text else None,
                decision=rules.may_add_member(case, request.worker))  # fmt: skip


@needs(Permission.CASE_WORK)
def consent_new(request, key, person):
    """同意をたずねた結果を書く."""
    case = open_case(request.worker, key, part=Scope.IDENTITY, verb="同意の用紙を開いた")
    whom = reading.person_of(case, request.worker, person)
    form = ConsentForm(request.POST or None, own=case.owner_agency, initial={"items": ["basic"]})
    if request.method == "POST" and form.is_valid():
        consenting.take_consent(case=case, person=whom, by=request.worker, answers=form.answers(), **form.room_data())
        return redirect(f"/cases/{case.pk}/household/")
    return show(request, "cases/consent_form.html", form, case=case, person=whom,
                decision=rules.may_take_consent(case, request.worker), history=reading.consents_of(whom))  # fmt: skip


@needs(Permission.CASE_READ)
def consent_compare(request, key, consent):
    """What was agreed to before and now."""
    case = open_case(request.worker, key, part=Scope.IDENTITY, verb="同意をくらべた")
    found = reading.consent_of(case, request.worker, consent)
    context = {"case": case, "consent": found, "beside": consent_comparing.beside(found, request.GET.get("with", ""))}
    return render(request, "cases/consent_compare.html", context)


@needs(Permission.CASE_WORK)
def consent_withdraw(request, key, consent):
    """同意の撤回を受ける."""
    case = open_case(request.worker, key, part=Scope.IDENTITY, verb="撤回の用紙を開いた")
    found = reading.consent_of(case, request.worker, consent)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        consenting.withdraw_consent(case=case, consent=found, by=request.worker, **form.cleaned_data)
        return redirect(f"/cases/{case.pk}/household/")
    return show(request, "cases/consent_withdraw.html", form, case=case, consent=found,
                decision=rules.may_withdraw_consent(case, found, request.worker),
                others=reading.other_openings(case, found))  # fmt: skip


def _opened(request: HttpRequest, consultation: Consultation, form: Any, newcomers: Any) -> Case:
    """The case made of the two forms."""
    data = dict(form.cleaned_data)
    home = opening.Home(data.pop("town"), data.pop("address"))
    arriving = [opening.Newcomer(**one.newcomer()) for one in newcomers if one.filled]
    return opening.open_from_consultation(
        consultation=consultation, by=request.worker, home=home, newcomers=arriving, **data
    )


@needs(Permission.CASE_WORK)
def open_from_consultation(request, consultation):
    """相談からケースを開く."""
    found = get_object_or_404(Consultation.objects.visible_to(request.worker), pk=consultation)
    given = {"worker": request.worker.pk, "area": found.area_id, "rights_screening": found.rights_screening}
    form = ask.OpenCaseForm(request.POST or None, workers=reading.colleagues(request.worker), initial=given)
    newcomers = ask.NewcomerFormSet(request.POST or None, prefix="member")
    if request.method == "POST" and form.is_valid() and newcomers.is_valid():
        return redirect(_opened(request, found, form, newcomers))
    status = 422 if form.is_bound else 200
    context = {"form": form, "newcomers": newcomers, "consultation": found,
               "decision": rules.may_open_from_consultation(found, request.worker)}  # fmt: skip
    return render(request, "cases/open.html", context, status=status)


@needs(Permission.CASE_WORK)
def add_to_case(request, consultation):
    """続いているケースへ加える."""
    found = get_object_or_404(Consultation.objects.visible_to(request.worker), pk=consultation)
    form = ask.ChosenCaseForm(request.POST or None, cases=reading.cases_for(request.worker, found))
    if request.method == "POST" and form.is_valid():
        case = open_case(request.worker, form.cleaned_data["case"].pk, part=Scope.RECORD, verb="相談を加えた")
        return redirect(opening.add_consultation(consultation=found, case=case, by=request.worker))
    return show(request, "cases/add_to_case.html", form, consultation=found,
                decision=rules.may_add_consultation(found, request.worker))  # fmt: skip
