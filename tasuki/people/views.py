"""Pages of a person: finding, registering, changing, contacts, protection. Households and ties are in `home_views`."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.asked import number
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, rules
from .card import card_of
from .finding import MOST, MOST_OF_A_ROW, ROWS, by_initial, find_people, possible_duplicates
from .forms import ContactForm, PersonForm, ProtectionForm
from .models import Person


def known(request: HttpRequest, key: UUID, verb: str = "人の登録を開いた") -> Person:
    """The person by her key, the look written down; 404 for a stranger."""
    person = get_object_or_404(Person.objects.visible_to(request.worker), pk=key)
    record(Act.LOOK, verb, by=request.worker, objects=[person.pk])
    return person


def way_back(request: HttpRequest, default: str) -> str:
    """Where the worker came from (`next`), if it is an address of ours."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if ours and asked.isprintable() else default


def key_in(request: HttpRequest, name: str) -> UUID | None:
    """A key sent by a form or an address; None for anything else."""
    try:
        return UUID(request.POST.get(name) or request.GET.get(name, ""))
    except ValueError:
        return None


def version_of(request: HttpRequest) -> int | None:
    """The version the form was opened with."""
    said = request.POST.get("_version", "")
    return number(said)


def ask(request: HttpRequest, form: Any, **about: Any) -> HttpResponse:
    """The page of a small form: `heading`, `send` (label of the button), `back`, and what the template shows beside."""
    context = {"form": form, "about": None, **about}
    status = 422 if form.errors or about.get("same") else 200
    return render(request, "people/form.html", context, status=status)


@needs(Permission.CASE_WORK)
def find(request):
    """Search of a person before a new one is made: a page, or its results alone for a form that asks for them."""
    text = request.GET.get("find", "").strip()
    row = "" if text else request.GET.get("row", "")
    found, most = (
        (find_people(request.worker, text), MOST) if text else (by_initial(request.worker, row), MOST_OF_A_ROW)
    )
    context = {"text": text, "found": found[:most], "more": len(found) > most, "most": most, "asked": bool(text or row),
               "rows": ROWS, "row": row}  # fmt: skip
    return render(request, "people/_choose.html" if request.htmx else "people/find.html", context)


@needs(Permission.CASE_WORK)
def new(request):
    """Registering somebody (a relative, a member of a household), after a look at those who may be the same."""
    form, same = PersonForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        same = [] if request.POST.get("sure") else possible_duplicates(request.worker, **form.names())
        if not same:
            person = actions.register_person(by=request.worker, **form.registration())
            back = way_back(request, f"/people/{person.pk}/")
            return redirect(f"{back}{'&' if '?' in back else '?'}{urlencode({'with': person.pk})}")
    back, decision = way_back(request, "/people/find/"), rules.may_register_person(request.worker)
    return ask(request, form, heading="人を登録する", send="登録する", back=back, same=same, decision=decision)


@needs(Permission.CASE_READ)
def person(request, key):
    """One person."""
    return render(request, "people/person.html", card_of(known(request, key), request.worker))


@needs(Permission.CASE_WORK)
def edit(request, key):
    """Names, reading, sex, birth."""
    person = known(request, key)
    names = actions.CHANGEABLE - {"birth"}
    initial = {"birth": person.birth_text, **{name: getattr(person, name) for name in names}}
    form, back = PersonForm(request.POST or None, initial=initial), way_back(request, f"/people/{key}/")
    if request.method == "POST" and form.is_valid():
        actions.change_person(person=person, by=request.worker, version=version_of(request), **form.cleaned_data)
        messages.success(request, "登録を直しました。")
        return redirect(back)
    return ask(request, form, heading="登録を直す", send="登録を直す", back=back, person=person, about=person,
               decision=rules.may_change_person(person, request.worker))  # fmt: skip


@needs(Permission.CASE_WORK)
def contact_new(request, key):
    """A telephone number."""
    person = known(request, key)
    form, back = ContactForm(request.POST or None), way_back(request, f"/people/{key}/")
    if request.method == "POST" and form.is_valid():
        actions.add_contact(person=person, by=request.worker, **form.cleaned_data)
        return redirect(back)
    return ask(request, form, heading="連絡先を加える", send="加える", back=back, person=person,
               decision=rules.may_add_contact(person, request.worker))  # fmt: skip


@needs(Permission.CASE_WORK)
def contact_edit(request, key, contact):
    """A number put right, or 「もうかけない」; under protection not even shown."""
    person = known(request, key)
    contact = get_object_or_404(person.contacts, pk=contact)
    decision, back = rules.may_change_contact(contact, request.worker), way_back(request, f"/people/{key}/")
    initial = {name: getattr(contact, name) for name in ("kind", "value", "do_not_use", "note")} if decision else {}
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_contact(contact=contact, by=request.worker, **form.cleaned_data)
        return redirect(back)
    return ask(request, form, heading="連絡先を直す", send="直す", back=back, person=person, decision=decision)


@needs(Permission.CASE_WORK)
def protection(request, key):
    """支援措置 on or off."""
    person = known(request, key)
    decision, back = rules.may_protect_person(person, request.worker), way_back(request, f"/people/{key}/")
    note, until = (person.protected_note, person.protected_until) if decision else ("", None)
    initial = {"on": person.protected, "note": note, "until": until}
    form = ProtectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.protect_person(person=person, by=request.worker, **form.cleaned_data)
        return redirect(back)
    return ask(request, form, heading="支援措置（DV等）", send="記録する", back=back, person=person, decision=decision)
