"""The pages of the ecomap (エコマップ): read, told by hand, kept, two side by side, taken along."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from tasuki.cases.access import open_case
from tasuki.cases.reading import access_of
from tasuki.people.views import version_of
from tasuki.shared import clock
from tasuki.shared.asked import key as key_of
from tasuki.shared.calendar_jp import wareki_plain
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import ecomap_actions, rules
from .ecomap import Ecomap, changes, gathered, shown
from .ecomap_forms import KeepForm, TieForm, told
from .ecomap_layout import CLOSE
from .ecomap_models import EcomapSnapshot, EcomapTie
from .page import head_of
from .pictures import as_file, as_picture, picture_page, signed

NOW = "now"


def _open(request, key, verb):
    """The case with its head and its ecomap; nothing is gathered where the assessment is closed."""
    case = open_case(request.worker, key, verb=verb)
    head = head_of(case, request.worker, "household")
    closed = not access_of(case).opens(Scope.ASSESSMENT)
    return case, head, Ecomap() if closed else gathered(case, request.worker, head.people, head.roles)


def _kept(case, worker):
    """Kept ecomaps of the whole household, the oldest first."""
    if Scope.ASSESSMENT not in access_of(case).whole:
        return []
    return list(EcomapSnapshot.objects.visible_to(worker).filter(case=case).select_related("by", "agency"))


def _named(snapshot):
    return f"{snapshot.named}　{snapshot.agency.name} {snapshot.by.name}"


def _page(request, case, template, **context):
    return picture_page(request, case, template, "household", part=Scope.ASSESSMENT, **context)


@needs(Permission.CASE_READ)
def ecomap(request, key):
    """エコマップ."""
    case, head, drawn = _open(request, key, "エコマップを開いた")
    svg = drawn.picture(note=signed(request.worker, case))
    ties = {one.key: one for one in drawn.ties}
    return _page(request, case, "casefile/ecomap.html", head=head, drawn=drawn, picture=as_picture(svg, "wide"), ties=ties,
                 snapshots=_kept(case, request.worker), keep=KeepForm(),
                 may={"write": rules.may_write_tie(case, request.worker), "keep": rules.may_keep_ecomap(case, request.worker)})  # fmt: skip


@needs(Permission.CASE_READ)
def ecomap_file(request, key):
    """As SVG: today's, or one that was kept (`at`)."""
    case = open_case(request.worker, key, part=Scope.ASSESSMENT, verb="エコマップを出力した")
    head = head_of(case, request.worker, "household")
    drawn, note, _ = _one(request, case, head, request.GET.get("at", NOW))
    return as_file(request, case, drawn.picture(note=note), "エコマップ")


def _one(request, case, head, asked, kept=()):
    """An ecomap by what the address says, what stands at its foot, and what it is called; `kept`: those at hand."""
    if asked == NOW:
        now = gathered(case, request.worker, head.people, head.roles)
        return now, signed(request.worker, case), "いま"
    rows = EcomapSnapshot.objects.visible_to(request.worker).filter(case=case).select_related("by", "agency")
    found = next((one for one in kept if str(one.pk) == asked), None) or get_object_or_404(rows, pk=key_of(asked))
    known, all_of_it = {one.key for one in head.people if one.person}, access_of(case).owns or request.worker.sees_all
    today = None if all_of_it else gathered(case, request.worker, head.people, head.roles)
    return (
        shown(found, case, known, today),
        f"{wareki_plain(found.at.astimezone(clock.JAPAN).date())}　{_named(found)}　{case.number}",
        found.named,
    )


@needs(Permission.CASE_READ)
def compare(request, key):
    """Two side by side (受理時／終結時)."""
    case, me = open_case(request.worker, key, part=Scope.ASSESSMENT, verb="エコマップを見くらべた"), request.worker
    head, kept = head_of(case, me, "household"), _kept(case, me)
    first, last = (str(kept[0].pk), str(kept[-1].pk) if case.is_closed else NOW) if kept else (NOW, NOW)
    ends = [request.GET.get("a") or first, request.GET.get("b") or last]
    drawings = {one: _one(request, case, head, one, kept) for one in set(ends)} if kept else {}
    two = [drawings[one] for one in ends if drawings]
    sides = [{"title": title, "at": at, "picture": as_picture(drawn.picture(title, note, CLOSE)), "words": drawn.words}
             for at, (drawn, note, title) in zip(ends, two, strict=False)]  # fmt: skip
    return _page(request, case, "casefile/ecomap_compare.html", head=head, sides=sides, snapshots=kept,
                 picks=[("a", ends[0], "左"), ("b", ends[1], "右")], changed=changes(two[0][0], two[1][0]) if two else [])  # fmt: skip


@needs(Permission.CASE_WORK)
def tie(request, key):
    """One tie: new, or how one that is drawn (`key`) really is."""
    case, head, drawn = _open(request, key, "エコマップのつながりを開いた")
    asked = request.GET.get("tie", "")
    party = next((one for one in drawn.parties if one.key == asked), None)
    if asked and party is None:
        raise Http404("このつながりはありません。")
    kept = next((one for one in drawn.ties if asked and one.key == asked), None)
    persons = [one.person for one in head.people if one.person and one.member.in_household]
    form = TieForm(
        request.POST or None, persons=persons, called=head.names, party=party, initial=told(party) if party else {}
    )
    may = rules.may_write_tie(case, request.worker)
    if request.method == "POST" and form.is_valid():
        return _written(request, case, form, asked, party)
    return _page(request, case, "casefile/ecomap_tie.html", head=head, form=form, party=party, kept=kept, may=may,
                 status=422 if form.errors else 200)  # fmt: skip


def _written(request, case, form, key, party):
    """Kept, and back to the drawing."""
    name = {"name": party.name} if party and not party.own else {}
    ecomap_actions.write_tie(case=case, by=request.worker, key=key, version=version_of(request), **form.tie(), **name)
    messages.success(request, "エコマップに書きました。")
    return redirect(f"/cases/{case.pk}/ecomap/")


@needs(Permission.CASE_WORK)
@require_POST
def untie(request, key, tie):
    """Taken off."""
    case = open_case(request.worker, key, part=Scope.ASSESSMENT, verb="エコマップのつながりを開いた")
    rows = EcomapTie.objects.visible_to(request.worker).filter(case=case).select_related("case", "about")
    ecomap_actions.remove_tie(tie=get_object_or_404(rows, pk=tie), by=request.worker)
    messages.success(request, "消しました。記録からわかるつながりは、記録のとおりに描きます。")
    return redirect("casefile:ecomap", key)


@needs(Permission.CASE_WORK)
@require_POST
def keep(request, key):
    """Kept by hand."""
    case, form = (
        open_case(request.worker, key, part=Scope.ASSESSMENT, verb="エコマップを開いた"),
        KeepForm(request.POST),
    )
    title = form.cleaned_data["title"] if form.is_valid() else ""
    ecomap_actions.keep_ecomap(case=case, by=request.worker, title=title)
    messages.success(request, "いまのエコマップを控えました。あとから見くらべられます。")
    return redirect("casefile:ecomap", key)
