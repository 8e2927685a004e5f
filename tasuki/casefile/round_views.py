"""The page of a round: choose the households, then write once."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.cases.access import open_cases
from tasuki.cases.models import Case
from tasuki.cases.reading import access_of, members_of_all, warnings_of_all
from tasuki.cases.rules import may_write_record
from tasuki.outreach.models import Approach
from tasuki.outreach.rules import may_visit
from tasuki.people.protection import withheld_words
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from .round_forms import LineForm, SharedForm
from .rounds import MOST, RoundLine, Shared, write_round

LISTED = 100
WHOSE = [("mine", "わたしの担当"), ("agency", "自機関が主担当"), ("all", "記録できるものすべて")]


@needs(Permission.CASE_WORK)
def round_new(request):
    """まとめて記録する."""
    asked = request.POST if request.method == "POST" else request.GET
    keys = _keys(asked.getlist("case"))
    if not keys:
        return _choose(request, asked.get("whose", "mine"))
    shared = SharedForm(request.POST or None, warn=partial(withheld_words, worker=request.worker))
    blocks = _blocks(request, keys)
    if request.method == "POST" and _sound(shared, blocks):
        made = write_round(by=request.worker, shared=_shared(shared), lines=[_line(one) for one in blocks])
        messages.success(request, f"{len(made)}件のケースに、それぞれ記録しました。")
        return redirect("/today/")
    wrong = request.method == "POST"
    context = {"form": shared, "blocks": blocks, "keys": keys}
    return render(request, "casefile/round.html", context, status=422 if wrong else 200)


def _keys(sent):
    """The cases named in the address or the form, each once, in the order named."""
    keys = []
    for one in sent[:MOST]:
        try:
            key = UUID(one)
        except ValueError:
            continue
        keys += [key] if key not in keys else []
    return keys


def _choose(request, whose):
    """The running cases in which she may write."""
    rows = Case.objects.visible_to(request.worker).running()
    if whose == "mine":
        rows = rows.filter(worker=request.worker.pk)
    elif whose == "agency":
        rows = rows.filter(owner_agency=request.worker.agency_id)
    listed = list(rows.select_related("worker", "area").order_by("next_on", "-last_contact_at")[: LISTED + 1])
    record(Act.LOOK, "まとめて記録するケースの一覧", by=request.worker, count=len(listed))
    context = {"cases": listed[:LISTED], "more": len(listed) > LISTED, "whose": whose, "kinds": WHOSE, "most": MOST}
    return render(request, "casefile/round_choose.html", context)


def _blocks(request, keys):
    """Each household with its form, what to be careful of, and the approach that runs; asked for all at once."""
    worker = request.worker
    cases = open_cases(worker, keys, part=Scope.RECORD, verb="まとめて記録する用紙を開いた")
    members, ways = members_of_all(cases, worker), _ways(cases, worker)
    warnings = warnings_of_all(cases, worker, members)
    warn = partial(withheld_words, worker=worker)
    return [
        {"case": case, "warnings": warnings[case.pk], "approach": ways.get(case.pk), "decision": may_write_record(case, worker),
         "form": LineForm(request.POST or None, prefix=f"c{n}", people=[one.shown for one in members[case.pk] if one.shown],
                          whole=Scope.RECORD in access_of(case).whole, approach=ways.get(case.pk), warn=warn)}
        for n, case in enumerate(cases)
    ]  # fmt: skip


def _ways(cases, worker):
    """The approach of each case that runs and may be continued."""
    opened = {case.pk: case for case in cases}
    found = {}
    for one in Approach.objects.visible_to(worker).filter(case__in=list(opened), ended_on=None):
        case = one.case = opened[one.case_id]
        if case.pk not in found and may_visit(one, worker, access=access_of(case)):
            found[case.pk] = one
    return found


def _sound(shared, blocks):
    """Everything is in order; each form is asked, so that all is said at once."""
    good = all([shared.is_valid(), *(one["form"].is_valid() for one in blocks)])
    return good and all([one["form"].counts(shared.cleaned_data["method"]) for one in blocks])


def _shared(form):
    told = dict(form.cleaned_data)
    told.pop("knowingly", None)
    return Shared(**told)


def _line(block):
    return RoundLine(case=block["case"], **block["form"].line())
