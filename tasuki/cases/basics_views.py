"""Pages on which the basics of a case and of its members are put right."""

from django.http import Http404
from django.shortcuts import redirect, render

from tasuki.people.views import version_of
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, reading, recording, rules
from .access import open_case
from .basics_forms import BasicsForm, MemberForm, WithdrawFileForm


def member_of(case, person):
    """The member by the person's key, for a reader to whom she is open."""
    found = case.members.select_related("person").filter(person=person).first()
    if found is None or not case.access.covers(Scope.IDENTITY, person):
        raise Http404("この世帯員はいません。")
    found.case = case
    return found


@needs(Permission.CASE_WORK)
def basics(request, key):
    """ケースの基本を直す."""
    case = open_case(request.worker, key, part=Scope.IDENTITY, verb="ケースの基本の用紙を開いた")
    form = BasicsForm(request.POST or None, initial=BasicsForm.told(case))
    if request.method == "POST" and form.is_valid():
        actions.change_case(case=case, by=request.worker, version=version_of(request), **form.cleaned_data)
        return redirect(case)
    context = {"form": form, "case": case, "act": "ケースの基本を直す", "versioned": case,
               "decision": rules.may_change_case(case, request.worker)}  # fmt: skip
    return render(request, "cases/basics.html", context, status=422 if form.errors else 200)


@needs(Permission.CASE_WORK)
def member(request, key, person):
    """続柄・同居を直す."""
    case = open_case(request.worker, key, part=Scope.IDENTITY, verb="世帯員の用紙を開いた")
    found = member_of(case, person)
    form = MemberForm(request.POST or None, initial=MemberForm.told(found))
    if request.method == "POST" and form.is_valid():
        actions.change_member(member=found, by=request.worker, **form.cleaned_data)
        return redirect(f"/cases/{case.pk}/household/")
    context = {"form": form, "case": case, "member": found, "act": "続柄・同居を直す",
               "decision": rules.may_change_member(found, request.worker)}  # fmt: skip
    return render(request, "cases/basics.html", context, status=422 if form.errors else 200)


@needs(Permission.CASE_WORK)
def withdraw_file(request, key, attachment):
    """添付を取り消す."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="添付を取り消す用紙を開いた")
    found = reading.attachment_of(case, attachment)
    form = WithdrawFileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        recording.withdraw_attachment(attachment=found, by=request.worker, **form.cleaned_data)
        return redirect(f"/cases/{case.pk}/records/{found.record_id}/")
    context = {"form": form, "case": case, "file": found, "act": "添付を取り消す", "verb": "取り消す",
               "decision": rules.may_withdraw_attachment(found, request.worker)}  # fmt: skip
    return render(request, "cases/basics.html", context, status=422 if form.errors else 200)
