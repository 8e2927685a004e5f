"""The pages of the letter (提供の記録): decided line by line, seen as it will be, given."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.access import open_case
from tasuki.cases.reading import access_of, person_of
from tasuki.shared import clock
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.ui.pdf import as_download

from . import rules, telling
from .letter_forms import GiveForm, LineForm
from .models import GivenPaper
from .shared_with import shared_with


def _shown(request: HttpRequest, case: Any, person: Any, wrong: LineForm | None = None) -> HttpResponse:
    shared = shared_with(case, person, request.worker)
    key = wrong.data.get("line", "") if wrong else ""
    forms = [(line, wrong if wrong and line.key == key else LineForm.of(line)) for line in shared.lines]
    papers = GivenPaper.objects.visible_to(request.worker).filter(case=case, person=person).defer("content")
    context = {"case": case, "person": person, "shared": shared, "forms": forms, "give": GiveForm(), "papers": papers,
               "agency": case.owner_agency, "today": clock.today(),
               "may_decide": rules.may_decide_line(case, request.worker),
               "may_give": rules.may_give_letter(case, request.worker, shared)}  # fmt: skip
    return render(request, "casefile/letter.html", context, status=422 if wrong else 200)


@needs(Permission.DISCLOSE, fresh=True)
def letter(request, key, person):
    """提供の記録."""
    case = open_case(request.worker, key, part=Scope.IDENTITY, verb="提供の記録を開いた")
    return _shown(request, case, person_of(case, request.worker, person))


@needs(Permission.DISCLOSE, fresh=True)
@require_POST
def letter_line(request, key, person):
    """一行を伝えるか決める."""
    case = open_case(request.worker, key, part=Scope.IDENTITY, verb="提供の記録の行を決める")
    whom = person_of(case, request.worker, person)
    form = LineForm(request.POST, lines=shared_with(case, whom, request.worker).lines)
    if not form.is_valid():
        return _shown(request, case, whom, form)
    telling.decide_line(case=case, person=whom, by=request.worker, **form.cleaned_data)
    return redirect(f"/cases/{case.pk}/persons/{whom.pk}/letter/#lines")


@needs(Permission.DISCLOSE, fresh=True)
@require_POST
def letter_give(request, key, person):
    """手紙を作って渡す."""
    case = open_case(request.worker, key, part=Scope.IDENTITY, verb="提供の記録を渡す")
    whom = person_of(case, request.worker, person)
    form = GiveForm(request.POST)
    if form.is_valid():
        telling.give_letter(case=case, person=whom, by=request.worker, how=form.cleaned_data["how"])
    return redirect(f"/cases/{case.pk}/persons/{whom.pk}/letter/#papers")


@needs(Permission.DISCLOSE, fresh=True)
def paper(request, key, paper):
    """渡した書類を、渡したときのまま開く."""
    case = open_case(request.worker, key, verb="渡した書類を開いた")
    found = get_object_or_404(GivenPaper.objects.visible_to(request.worker).filter(case=case), pk=paper)
    ground = access_of(case).ground
    record(Act.EXPORT, "渡した書類の写しを出した", by=request.worker, case=case.pk, objects=[found.pk], ground=ground)
    return as_download(bytes(found.content), f"{found.get_kind_display()} {found.number}")
