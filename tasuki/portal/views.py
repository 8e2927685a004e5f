"""Settings of the residents' pages, for workers (住民向けページの設定)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.shared.portal import portal_runs, portal_url
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.staff.tabs import settings_tabs

from . import actions, rules, texts
from .enums import Language, Trouble
from .forms import DeskForm, NumberForm, PortalForm, TextForm
from .models import PortalSettings, PublicDesk, UrgentNumber
from .showing import URGENT
from .wording import plain, read


def _settings():
    return PortalSettings.objects.first() or PortalSettings()


def _show(request, template, **context):
    """A page of these settings; a form with errors answers 422."""
    form = context.get("form")
    context |= {
        "tabs": settings_tabs(request.worker, "/settings/portal/"),
        "may": rules.may_change_portal(request.worker),
    }
    return render(request, template, context, status=422 if form and form.errors else 200)


@needs(Permission.SETTINGS)
def portal(request):
    """How the pages stand: address, languages, limits, desks, texts, numbers."""
    settings = _settings()
    form = PortalForm.of(settings, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_portal(by=request.worker, **form.cleaned_data)
        return redirect("portal:settings")
    code = request.worker.agency.municipality.code
    context = {
        "form": form,
        "address": portal_url(f"/{code}/") if portal_runs() else "",
        "desks": _desks(),
        "numbers": _numbers(),
    }
    context |= {
        "old": sum(one.old for one in texts.standing(settings.languages)),
        "propose": rules.may_propose_desks(request.worker),
    }
    return _show(request, "portal/settings.html", **context)


def _desks():
    found = list(PublicDesk.objects.select_related("agency", "area"))
    for desk in found:
        desk.trouble_labels = [Trouble(one).label for one in desk.troubles]
    return found


def _numbers():
    usual = read("ja")
    own = list(UrgentNumber.objects.all())
    for number in own:
        number.said = number.words or plain(usual.get(f"urgent_{number.key}", ""))
    return own or [{"number": number, "said": plain(usual[f"urgent_{key}"])} for number, key in URGENT]


@needs(Permission.SETTINGS)
def new_desk(request):
    """A desk shown to residents."""
    form = DeskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.show_desk(by=request.worker, **form.cleaned_data)
        return redirect("portal:settings")
    return _show(request, "portal/form.html", form=form, heading="案内する相談先を加える", button="案内する")


@needs(Permission.SETTINGS)
def desk(request, key):
    """What is said of a desk."""
    found = get_object_or_404(PublicDesk, pk=key)
    initial = {name: getattr(found, name) for name in ("agency", "area", "troubles", "note", "order")}
    form = DeskForm(request.POST or None, initial=initial)
    if request.POST.get("do") == "hide":
        actions.hide_desk(desk=found, by=request.worker)
        return redirect("portal:settings")
    if request.method == "POST" and form.is_valid():
        actions.show_desk(by=request.worker, **form.cleaned_data)
        return redirect("portal:settings")
    return _show(request, "portal/form.html", form=form, heading=found.agency.name, button="保存する", hide=True)


@needs(Permission.SETTINGS)
@require_POST
def propose(request):
    """A first choice from what is known of the agencies."""
    actions.propose_desks(by=request.worker)
    return redirect("portal:settings")


@needs(Permission.SETTINGS)
def text_list(request):
    """Every text and how its translations stand."""
    return _show(request, "portal/texts.html", texts=texts.standing(_settings().languages))


@needs(Permission.SETTINGS)
def text(request, subject, language):
    """One text in one language, beside the Japanese."""
    found = texts.one_of(subject, _settings().languages)
    if found is None or language not in Language.values:
        raise Http404
    form = TextForm(request.POST or None, initial={"text": texts.written_in(subject, language)})
    if request.method == "POST" and form.is_valid():
        actions.write_text(
            by=request.worker, subject=subject, language=language, japanese=found.japanese, **form.cleaned_data
        )
        return redirect("portal:texts")
    context = {"about": found, "language": Language(language), "japanese": language != Language.JAPANESE}
    return _show(request, "portal/text.html", form=form, **context)


@needs(Permission.SETTINGS)
def new_number(request):
    """A number to ring at once."""
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_urgent_number(by=request.worker, **form.cleaned_data)
        return redirect("portal:settings")
    return _show(request, "portal/form.html", form=form, heading="緊急の電話を加える", button="加える")


@needs(Permission.SETTINGS)
@require_POST
def drop_number(request, key):
    """No longer shown."""
    actions.drop_urgent_number(number=get_object_or_404(UrgentNumber, pk=key), by=request.worker)
    return redirect("portal:settings")
