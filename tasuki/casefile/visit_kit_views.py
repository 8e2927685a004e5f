"""Pages of taking along (持ち出し): choose the visits, put them into the tablet, see what is out, stop it."""

from django.conf import settings as house
from django.contrib import messages
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.outreach.watching import outreach_tabs
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.staff.tabs import settings_tabs
from tasuki.ui.paging import part_of

from . import visit_kit_actions as actions
from . import visit_kit_forms as ask
from . import visit_kit_rules as rules
from .visit_kit import contents
from .visit_kit_choosing import device_of, visits_of
from .visit_kit_models import VisitKit
from .visit_kit_standing import standing_of

AWAY, KITS = "/settings/away/", "/away/kits/"


def _show(request, template, form, **context):
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def _kit(request, key):
    return get_object_or_404(VisitKit.objects.visible_to(request.worker).select_related("worker", "agency"), pk=key)


@needs(Permission.CASE_WORK)
def prepare(request):
    """きょう持ち出す世帯をえらぶ."""
    me, visits = request.worker, visits_of(request.worker)
    due = {f"go-{one.case.pk}": True for one in visits if one.due}
    form = ask.PrepareForm(request.POST or None, visits=visits, initial={"device": device_of(me), **due})
    if request.method == "POST" and form.is_valid():
        return redirect(actions.make_kit(by=me, **form.chosen()))
    mine = VisitKit.objects.visible_to(me).running().filter(worker=me.pk)
    return _show(request, "casefile/away_prepare.html", form, mine=mine, settings=rules.settings_of(),
                 decision=rules.may_make_kit([one.case for one in visits][:1], me))  # fmt: skip


@needs(Permission.CASE_WORK)
def kit(request, visit_kit):
    """One kit: put it into this tablet, with a passphrase."""
    found = _kit(request, visit_kit)
    may = {"take": rules.may_take_kit(found, request.worker), "back": rules.may_return_kit(found, request.worker),
           "stop": rules.may_stop_kit(found, request.worker)}  # fmt: skip
    return _show(request, "casefile/away_kit.html", ask.StopForm(), kit=found, may=may, settings=rules.settings_of())


@needs(Permission.CASE_WORK)
@require_POST
def take(request, visit_kit):
    """What the tablet keeps; asked for by its script, sealed there at once."""
    found = _kit(request, visit_kit)
    told = contents(found, request)
    actions.take_kit(kit=found, by=request.worker)
    return JsonResponse(told)


@needs(Permission.CASE_WORK)
@require_POST
def give_back(request, visit_kit):
    """The tablet has erased it."""
    actions.return_kit(kit=_kit(request, visit_kit), by=request.worker)
    messages.success(request, "持ち出しを返しました。")
    return redirect(KITS)


@needs(Permission.CASE_WORK)
@require_POST
def wiped(request, visit_kit):
    """The tablet of a stopped kit is empty."""
    actions.confirm_wiped(kit=_kit(request, visit_kit), by=request.worker)
    return JsonResponse({"wiped": True})


def _stop(request, visit_kit, back):
    found = _kit(request, visit_kit)
    form = ask.StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.stop_kit(kit=found, by=request.worker, **form.cleaned_data)
        messages.success(request, "止めました。つぎに端末がこのサーバーにつながったとき、控えは全部消えます。")
        return redirect(back)
    return _show(request, "casefile/away_stop.html", form, kit=found, back=back,
                 decision=rules.may_stop_kit(found, request.worker))  # fmt: skip


@needs(Permission.CASE_WORK)
def stop(request, visit_kit):
    """Lost, or not needed any more."""
    return _stop(request, visit_kit, KITS)


@needs(Permission.OVERSEE)
def stop_overseen(request, kit_key):
    """The same by the officer."""
    return _stop(request, kit_key, "/away/register/")


def _register(request, stop):
    rows = VisitKit.objects.visible_to(request.worker).select_related("worker", "agency", "ended_by")
    page = part_of(rows, request.GET)
    context = {
        "page": page,
        "stop": stop,
        "now": rules.settings_of(),
        "works": request.worker.may(Permission.CASE_WORK),
    }
    context["tabs"] = outreach_tabs(KITS) if request.worker.may(Permission.OUTREACH) else []
    return render(request, "casefile/away_register.html", context)


@needs(Permission.CASE_WORK)
def kits(request):
    """持ち出し簿 of the agency; the section's is the town's."""
    return _register(request, "/away/kits/")


@needs(Permission.OVERSEE)
def register(request):
    """持ち出し簿 of the town, for the officer: who, what tablet, how many, until when; no case."""
    return _register(request, "/away/register/")


@needs(Permission.SIGNED_IN)
def now(request):
    """What the tablet asks when the line is back: whose, what still stands, what has come in already."""
    told = standing_of(request.worker)
    return JsonResponse({"worker": str(request.worker.pk), "token": get_token(request), **told})


@needs(Permission.SETTINGS)
def away_settings(request):
    """持ち出しの決まり."""
    form = ask.AwayForm.of(rules.settings_of(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_away(by=request.worker, **form.cleaned_data)
        messages.success(request, "保存しました。")
        return redirect(AWAY)
    return _show(request, "casefile/away_settings.html", form, tabs=settings_tabs(request.worker, AWAY),
                 may=rules.may_change_away(request.worker), https=getattr(house, "HTTPS", False))  # fmt: skip
