"""The pages of a request to see one's records (開示請求): prepared, blackened, checked, given, registered."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.access import open_case
from tasuki.cases.models import Case
from tasuki.cases.reading import persons_of
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.ui.pdf import as_download

from . import disclosing, rules
from .enums import EnclosureDecision
from .holdings import LEFT, counted
from .letter_forms import EnclosureForm, GiveForm, MaskingForm, RemovalForm, RequestForm, StepForm
from .models import Disclosure, DisclosurePiece, Enclosure, GivenPaper, Masking
from .pictures import as_picture
from .readout import readout

# What the second person and the first may do, by the word in the address.
STEPS = {
    "submit": ("確認に出す", rules.may_submit_disclosure, disclosing.submit_disclosure, "primary"),
    "approve": ("確認した（渡してよい）", rules.may_approve_disclosure, disclosing.approve_disclosure, "primary"),
    "send-back": ("差し戻す", rules.may_send_back_disclosure, disclosing.send_back_disclosure, ""),
    "drop": ("取り下げる", rules.may_drop_disclosure, disclosing.drop_disclosure, "danger"),
}


def _case(request: HttpRequest, key: Any, verb: str) -> Case:
    return open_case(request.worker, key, part=Scope.RECORD, verb=verb)  # type: ignore[attr-defined]


def _disclosure(request: HttpRequest, case: Case, key: Any) -> Disclosure:
    rows = Disclosure.objects.visible_to(request.worker).filter(case=case)  # type: ignore[attr-defined]
    found: Disclosure = get_object_or_404(rows.select_related("person", "made_by", "agency", "checked_by"), pk=key)
    found.case = case
    return found


@needs(Permission.DISCLOSE, fresh=True)
def requests(request, key):
    """開示請求を受ける・これまでの開示."""
    case = _case(request, key, "開示の画面を開いた")
    form = RequestForm(request.POST or None, people=persons_of(case, request.worker))
    if request.method == "POST" and form.is_valid():
        return redirect(disclosing.begin_disclosure(case=case, by=request.worker, **form.cleaned_data))
    mine = Disclosure.objects.visible_to(request.worker).filter(case=case).select_related("person", "made_by")
    papers = GivenPaper.objects.visible_to(request.worker).filter(case=case).defer("content")
    context = {"case": case, "form": form, "disclosures": mine, "papers": papers.select_related("by", "agency"),
               "people": persons_of(case, request.worker),
               "decision": rules.may_begin_disclosure(case, request.worker)}  # fmt: skip
    return render(request, "casefile/disclosures.html", context, status=422 if form.errors else 200)


def _enclosed(request: HttpRequest, found: Disclosure) -> list[Enclosure]:
    """Files and pictures, each with what may still be decided."""
    rows = list(found.enclosures.select_related("attachment", "by"))
    for one in rows:
        one.disclosure = found
        one.drawing = as_picture(one.content)  # type: ignore[attr-defined]
    return rows


def _shown(request: HttpRequest, found: Disclosure, wrong: Any = None, at: Any = None) -> HttpResponse:
    told, enclosures = readout(found), _enclosed(request, found)
    steps = [(word, label, may(found, request.worker), kind) for word, (label, may, _, kind) in STEPS.items()]  # type: ignore[attr-defined]
    first = next((one.piece for _, group in told.groups for one in group), None)
    context = {
        "case": found.case, "disclosure": found, "readout": told, "steps": steps, "give": GiveForm(),
        "step_form": StepForm(), "mask_form": MaskingForm(auto_id=False), "wrong": wrong, "wrong_at": at,
        "may_mask": rules.may_add_masking(first, request.worker) if first else None,  # type: ignore[attr-defined]
        "may_give": rules.may_give_disclosure(found, request.worker),  # type: ignore[attr-defined]
        "enclosures": enclosures, "choices": EnclosureDecision.choices[1:],
        "may_decide": rules.may_decide_enclosure(enclosures[0], request.worker) if enclosures else None,  # type: ignore[attr-defined]
        "papers": GivenPaper.objects.visible_to(request.worker).filter(disclosure=found).defer("content"),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "casefile/disclosure.html", context, status=422 if wrong else 200)


@needs(Permission.DISCLOSE, fresh=True)
def disclosure(request, key, disclosure):
    """記載と伏せるところ."""
    case = _case(request, key, "開示の準備を開いた")
    return _shown(request, _disclosure(request, case, disclosure))


@needs(Permission.DISCLOSE, fresh=True)
@require_POST
def mask(request, key, piece):
    """伏せる."""
    case = _case(request, key, "開示で伏せる")
    found = get_object_or_404(DisclosurePiece.objects.visible_to(request.worker).filter(case=case), pk=piece)
    found.disclosure = _disclosure(request, case, found.disclosure_id)
    form = MaskingForm(request.POST)
    if form.is_valid() and not form.cleaned_data["whole"] and form.cleaned_data["words"] not in found.text:
        form.add_error("words", disclosing.NOT_THERE)
    if not form.is_valid():
        return _shown(request, found.disclosure, form, found.pk)
    disclosing.add_masking(piece=found, by=request.worker, **form.cleaned_data)
    return redirect(f"{found.disclosure.get_absolute_url()}#piece-{found.order}")


@needs(Permission.DISCLOSE, fresh=True)
@require_POST
def enclosure(request, key, enclosure):
    """添付・図を渡す・渡さない."""
    case = _case(request, key, "開示の添付を決める")
    rows = Enclosure.objects.visible_to(request.worker).filter(case=case).select_related("attachment")
    found = get_object_or_404(rows, pk=enclosure)
    found.disclosure = _disclosure(request, case, found.disclosure_id)
    form = EnclosureForm(request.POST, enclosure=found)
    if not form.is_valid():
        return _shown(request, found.disclosure, form, found.pk)
    disclosing.decide_enclosure(enclosure=found, by=request.worker, **form.cleaned_data)
    return redirect(f"{found.disclosure.get_absolute_url()}#enclosure-{found.order}")


@needs(Permission.DISCLOSE, fresh=True)
def holds(request, key, disclosure):
    """この開示に載るもの・載らないもの."""
    case = _case(request, key, "開示に載るものを確かめた")
    found = _disclosure(request, case, disclosure)
    near, far = [one for one in LEFT if one.near], [one for one in LEFT if not one.near]
    context = {"case": case, "disclosure": found, "held": counted(found), "near": near, "far": far}
    return render(request, "casefile/disclosure_holds.html", context)


@needs(Permission.DISCLOSE, fresh=True)
@require_POST
def unmask(request, key, masking):
    """伏せたところを外す."""
    case = _case(request, key, "開示で伏せたところを外す")
    rows = Masking.objects.visible_to(request.worker).filter(case=case)
    found = get_object_or_404(rows.select_related("piece__disclosure__case"), pk=masking)
    form = RemovalForm(request.POST)
    if not form.is_valid():
        return _shown(request, _disclosure(request, case, found.piece.disclosure_id), form, found.piece_id)
    disclosing.remove_masking(masking=found, by=request.worker, why=form.cleaned_data["why"])
    return redirect(f"{found.piece.disclosure.get_absolute_url()}#piece-{found.piece.order}")


@needs(Permission.DISCLOSE, fresh=True)
@require_POST
def step(request, key, disclosure, act):
    """確認に出す・確認する・差し戻す・取り下げる."""
    if act not in STEPS:
        raise Http404
    case = _case(request, key, STEPS[act][0][:30])
    found, form = _disclosure(request, case, disclosure), StepForm(request.POST)
    if form.is_valid():
        STEPS[act][2](disclosure=found, by=request.worker, note=form.cleaned_data["note"])
    return redirect(found)


@needs(Permission.DISCLOSE, fresh=True)
def draft(request, key, disclosure):
    """案のPDF: to be read before it is given."""
    case = _case(request, key, "開示の案を出した")
    found = _disclosure(request, case, disclosure)
    content, pages = disclosing.printed(found, request.worker, draft=True)
    record(Act.PRINT, "開示の案を印刷", by=request.worker, case=case.pk, objects=[found.pk], count=pages)
    return as_download(content, f"開示の案 {found.number}")


@needs(Permission.DISCLOSE, fresh=True)
@require_POST
def give(request, key, disclosure):
    """渡す."""
    case = _case(request, key, "開示の書類を渡す")
    found, form = _disclosure(request, case, disclosure), GiveForm(request.POST)
    if form.is_valid():
        disclosing.give_disclosure(disclosure=found, by=request.worker, how=form.cleaned_data["how"])
    return redirect(f"{found.get_absolute_url()}#papers")


@needs(Permission.DISCLOSE, fresh=True)
def register(request):
    """提供・開示の記録簿."""
    papers = GivenPaper.objects.visible_to(request.worker).defer("content")
    listed = list(papers.select_related("case", "agency", "by")[:200])
    keys = [one.pk for one in listed]
    record(Act.LOOK, "提供・開示の記録簿を開いた", by=request.worker, objects=keys, count=len(listed))
    return render(request, "casefile/register.html", {"papers": listed})
