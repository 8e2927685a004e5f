"""Pages of a household and of ties: address, who lives there, who is what to whom."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, rules
from .card import around, shown_home
from .finding import MOST, find_people
from .forms import HouseholdForm, LeavingForm, MembershipForm, RelationForm
from .models import Household, Person
from .views import ask, key_in, known, version_of, way_back


def _household(request, key):
    household = get_object_or_404(Household.objects.visible_to(request.worker).select_related("town", "area"), pk=key)
    record(Act.LOOK, "世帯の登録を開いた", by=request.worker, objects=[household.pk])
    return household


def _membership(request, key, membership):
    """The row with its person, if the person is open to the reader."""
    rows = _household(request, key).memberships.select_related("person", "household")
    return get_object_or_404(rows.filter(person__in=Person.objects.visible_to(request.worker)), pk=membership)


@needs(Permission.CASE_WORK)
def home_new(request, key):
    """A household for somebody who has none, or who moved."""
    person = known(request, key)
    form, back = HouseholdForm(request.POST or None), way_back(request, f"/people/{key}/")
    if request.method == "POST" and form.is_valid():
        household = actions.start_household(by=request.worker, **form.cleaned_data)
        actions.join_household(household=household, person=person, by=request.worker)
        return redirect(back)
    return ask(request, form, heading="世帯と住所を登録する", send="登録する", back=back, person=person,
               decision=rules.may_start_household(request.worker))  # fmt: skip


@needs(Permission.CASE_WORK)
def home_edit(request, key):
    """The address; hidden from those who may not see where a protected member lives."""
    household, back = _household(request, key), way_back(request, "/people/find/")
    decision = rules.may_change_household(household, request.worker)
    names = ("postal_code", "town", "address", "area", "note")
    home = shown_home(household, request.worker) if decision else None
    initial = {name: getattr(home, name, getattr(household, name)) for name in names} if home else {}
    form = HouseholdForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data, "version": version_of(request)}
        actions.change_household(household=household, by=request.worker, **told)
        return redirect(back)
    return ask(request, form, heading="住所を直す", send="直す", back=back, about=household, decision=decision)


@needs(Permission.CASE_WORK)
def member_new(request, key):
    """Somebody is found and joins the household."""
    household, back = _household(request, key), way_back(request, "/people/find/")
    form, text = MembershipForm(request.POST or None), request.POST.get("find", "").strip()
    found = find_people(request.worker, text) if text else []
    chosen = key_in(request, "person") or key_in(request, "with")
    if request.POST.get("do") == "join" and chosen and form.is_valid():
        person = known(request, chosen)
        actions.join_household(household=household, person=person, by=request.worker, **form.cleaned_data)
        return redirect(back)
    picked = get_object_or_404(Person.objects.visible_to(request.worker), pk=chosen) if chosen else None
    context = {"form": form, "household": household, "back": back, "text": text, "found": found[:MOST],
               "chosen": picked, "more": len(found) > MOST, "asked": bool(text),
               "missing": request.POST.get("do") == "join"}  # fmt: skip
    return render(request, "people/member_new.html", context, status=422 if context["missing"] else 200)


@needs(Permission.CASE_WORK)
def member_edit(request, key, membership):
    """続柄, 世帯主, キーパーソン."""
    row, back = _membership(request, key, membership), way_back(request, "/people/find/")
    names = ("relation", "head", "key_person", "main_carer", "since", "note")
    form = MembershipForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    if request.method == "POST" and form.is_valid():
        actions.change_membership(membership=row, by=request.worker, **form.cleaned_data)
        return redirect(back)
    return ask(request, form, heading="続柄などを直す", send="直す", back=back, person=row.person,
               decision=rules.may_change_membership(row, request.worker))  # fmt: skip


@needs(Permission.CASE_WORK)
def member_leave(request, key, membership):
    """Moved out."""
    row, back = _membership(request, key, membership), way_back(request, "/people/find/")
    form = LeavingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.leave_household(membership=row, by=request.worker, on=form.cleaned_data["on"])
        return redirect(back)
    return ask(request, form, heading="世帯を離れた", send="記録する", back=back, person=row.person,
               decision=rules.may_leave_household(row, request.worker))  # fmt: skip


@needs(Permission.CASE_WORK)
def relation_new(request, key):
    """Two persons are tied: members, relatives outside the household, or somebody just found or registered."""
    person, back = known(request, key), way_back(request, f"/people/{key}/")
    text = request.GET.get("find", "").strip()
    found = [one.person for one in find_people(request.worker, text)][:MOST] if text else []
    chosen = key_in(request, "with")
    wanted = Person.objects.visible_to(request.worker).filter(pk=chosen)
    persons = around(person, request.worker, [*found, *wanted])
    form = RelationForm(request.POST or None, persons=persons, initial={"second": person.pk, "first": chosen})
    if request.method == "POST" and form.is_valid():
        actions.relate(by=request.worker, **form.cleaned_data)
        return redirect(back)
    context = {"form": form, "person": person, "back": back, "text": text, "found": found}
    return render(request, "people/relation_new.html", context, status=422 if form.errors else 200)


@needs(Permission.CASE_WORK)
@require_POST
def relation_remove(request, key, relation):
    """A tie drawn by mistake."""
    person = known(request, key)
    rows = person.relations_from.all() | person.relations_to.all()
    actions.unrelate(relation=get_object_or_404(rows, pk=relation), by=request.worker)
    return redirect(way_back(request, f"/people/{key}/"))
