"""The page of the genogram (ジェノグラム): read, moved by hand, added to, taken along."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tasuki.assessments.actions import mark_conditions
from tasuki.assessments.conditions import codes_of
from tasuki.assessments.rules import may_mark_conditions
from tasuki.cases.access import open_case
from tasuki.cases.reading import access_of
from tasuki.people import genogram_actions as drawing
from tasuki.people import rules as people_rules
from tasuki.people.genogram_place import moved
from tasuki.shared.asked import number
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import genogram_actions, household, rules
from .genogram_forms import AddKinForm, ConditionForm
from .page import head_of
from .pictures import as_file, as_picture, names_in, picture_page, signed

WAYS = ("left", "right", "far_left", "far_right")


def _drawn(case, worker, names):
    """Members and the material of the drawing; the person it is about, if the reader may know her."""
    found = household.everybody(case, worker)
    index = next((one.person for one in found if one.member.index_person), None)
    return found, household.kin(case, found, worker, names, letters=True), index


def _movable(case, kin, worker, index):
    """Those whom the reader may put elsewhere, in the order of the drawing, with the words beside each."""
    if index is None:
        return []
    spots = kin.layout
    return [(key, " ".join(spots.spots[key].lines) or "（無名）") for row in spots.order for key in row
            if spots.spots[key].person.movable]  # fmt: skip


@needs(Permission.CASE_READ)
def genogram(request, key):
    """ジェノグラム."""
    case, me = open_case(request.worker, key, verb="ジェノグラムを開いた"), request.worker
    head, names = head_of(case, me, "household"), names_in(request)
    kin = household.kin(case, head.people, me, names, letters=True)
    index = next((one.person for one in head.people if one.member.index_person), None)
    may = {"add": rules.may_add_kin(case, me)} | (
        {"undo": people_rules.may_undo_place(index, me), "again": people_rules.may_arrange_again(index, me)}
        if index else {})  # fmt: skip
    svg = kin.picture(note=signed(me, case), named=True) if kin.people else ""
    return picture_page(request, case, "casefile/genogram.html", "household", head=head, kin=kin, index=index, may=may,
                        picture=as_picture(svg, "wide"), names=names, chosen=request.GET.get("who", ""),
                        movable=_movable(case, kin, me, index))  # fmt: skip


@needs(Permission.CASE_READ)
def genogram_file(request, key):
    """As SVG."""
    case = open_case(request.worker, key, part=Scope.IDENTITY, verb="ジェノグラムを出力した")
    _, kin, _ = _drawn(case, request.worker, names_in(request))
    return as_file(request, case, kin.picture(note=signed(request.worker, case)), "ジェノグラム")


@needs(Permission.CASE_WORK)
@require_POST
def move(request, key):
    """Somebody is put elsewhere; undone; arranged again."""
    case, me = open_case(request.worker, key, part=Scope.IDENTITY, verb="ジェノグラムを開いた"), request.worker
    _, kin, index = _drawn(case, me, names_in(request))
    who, way = request.POST.get("who", ""), request.POST.get("do", "")
    if index is None:
        raise Http404("図の中心の人がいません。")
    if way == "undo":
        drawing.undo_place(around=index, by=me)
    elif way == "again":
        drawing.arrange_again(around=index, by=me)
    else:
        _place(case, kin, index, me, who, way, request.POST.get("dx", ""))
    return redirect(f"/cases/{case.pk}/genogram/?names={names_in(request)}&who={who}#drawing")


def _place(case, kin, index, worker, who, way, dx):
    """One person, by a step or to where she was drawn with the mouse."""
    layout = kin.layout
    if who not in layout.spots or not layout.spots[who].person.movable:
        raise Http404("この人は図にいません。")
    here = round(layout.spots[who].x - layout.zero)
    to = moved(layout, who, way) if way in WAYS else here + _whole(dx)
    person = next(one for one in household.drawn_persons(case, worker) if str(one.pk) == who)
    drawing.place_person(around=index, person=person, x=to, by=worker)


def _whole(text):
    """A number with or without a sign."""
    found = number(text.lstrip("-")) or 0
    return -found if text.startswith("-") else found


@needs(Permission.CASE_WORK)
def add_kin(request, key):
    """One person more."""
    case, me = open_case(request.worker, key, part=Scope.IDENTITY, verb="ジェノグラムを開いた"), request.worker
    head = head_of(case, me, "household")
    form = AddKinForm(request.POST or None, persons=household.drawn_persons(case, me), called=head.names,
                      marks=access_of(case).covers(Scope.ASSESSMENT, None),
                      initial={"beside": request.GET.get("beside", ""), "part": request.GET.get("part", "child")})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        added = genogram_actions.add_kin(case=case, by=me, **form.kin())
        messages.success(request, f"{added.full_name}さんを加えました。図に現れています。")
        return redirect(f"/cases/{case.pk}/genogram/?who={added.pk}#drawing")
    return picture_page(request, case, "casefile/add_kin.html", "household", head=head, form=form,
                        may=rules.may_add_kin(case, me), status=422 if form.errors else 200)  # fmt: skip


@needs(Permission.CASE_WORK)
def conditions(request, key, person):
    """The letters beside somebody: 認知症, ひきこもり …"""
    case, me = open_case(request.worker, key, part=Scope.ASSESSMENT, verb="ジェノグラムの記号を開いた"), request.worker
    whom = next((one for one in household.drawn_persons(case, me) if one.pk == person), None)
    if whom is None:
        raise Http404("この人は図にいません。")
    may = may_mark_conditions(case, whom, me)
    form = ConditionForm(request.POST or None, kept=codes_of(case, me).get(whom.pk, []))
    if request.method == "POST" and form.is_valid():
        mark_conditions(case=case, person=whom, codes=form.cleaned_data["codes"], by=me)
        messages.success(request, f"{whom.full_name}さんの記号を書きました。")
        return redirect(f"/cases/{case.pk}/genogram/?who={whom.pk}#drawing")
    return picture_page(request, case, "casefile/conditions.html", "household", form=form, whom=whom, may=may,
                        status=422 if form.errors else 200)  # fmt: skip
