"""What a supporter noticed about somebody of a closed case (気になることを、前に支えた機関へ): only the last team hears of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from tasuki.people.finding import MOST, find_people
from tasuki.people.models import Person
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.supporters.concerns import note_concern
from tasuki.supporters.inbox import worded
from tasuki.supporters.models import Concern

from . import after_actions, rules
from .lead_views import TOLD

NOTED = "前に支えた機関があれば届くように、知らせを出した"


@needs(Permission.CONSULT)
def concern_lead(request, key):
    """Whose it is, proposed by the worker's own search; whether there was a case is told to nobody but its last team."""
    rows = Concern.objects.visible_to(request.worker).select_related("area", "agency")
    concern = get_object_or_404(rows, pk=key)
    if request.method == "POST":
        person = get_object_or_404(Person.objects.visible_to(request.worker), pk=request.POST.get("person") or key)
        words = f"{concern.where}：{concern.words}"
        after_actions.bring_lead(by=request.worker, words=words, person=person)
        note_concern(concern=concern, by=request.worker, text=NOTED)
        messages.success(request, f"知らせました。{TOLD}")
        return redirect(concern.get_absolute_url())
    return render(request, "casefile/concern_lead.html", _asked(request, concern))


def _asked(request, concern):
    """The worker's own search, written down as every search is."""
    text = request.GET.get("find", "").strip()[:100]
    found = find_people(request.worker, text)[:MOST] if text else []
    context = {"concern": worded(concern), "text": text, "found": found, "told": TOLD}
    return context | {"may": rules.may_bring_lead(request.worker)}
