"""Points (ポイント): approved in bulk, an account with its statement, the rules."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import asked as read_asked
from tasuki.shared import clock
from tasuki.shared.calendar_jp import fiscal_year
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.staff.tabs import settings_tabs
from tasuki.ui.pdf import pdf_response

from . import points_actions as actions
from . import points_reading as reading
from . import points_rules as rules
from .models import Supporter
from .points_forms import ActivityForm, ApproveForm, HolderFilter, PointRuleForm, ReasonForm, SpendForm
from .points_models import Activity, PointEntry, PointRule
from .tabs import helper_tabs


def _show(request, template, form=None, **context):
    wrong = form is not None and form.is_bound and form.errors
    return render(request, template, {"form": form, **context}, status=422 if wrong else 200)


def _known(request, pk, verb="ポイントを開いた"):
    found = get_object_or_404(Supporter.objects.visible_to(request.worker), pk=pk)
    record(Act.LOOK, verb, by=request.worker, objects=[found.pk])
    return found


def _year(request) -> int:
    return read_asked.year(request.GET.get("year", "")) or fiscal_year(clock.today())


@needs(Permission.COMMUNITY_WORK)
def points(request):
    """What waits for approval, and who has how many."""
    waiting = reading.waiting(request.worker)
    form = ApproveForm(request.POST or None, waiting=waiting)
    if request.method == "POST" and form.is_valid():
        done = actions.approve_activities(activities=form.chosen(), by=request.worker)
        less = sum(one.limited for one in done)
        told = f"{len(done)}件を承認し、{sum(one.points for one in done)}ポイントがつきました。"
        messages.success(request, told + (f"うち{less}件は、上限のため減りました。" if less else ""))
        return redirect("supporters:points")
    asked = HolderFilter(request.GET or None)
    words = asked.cleaned_data["words"] if asked.is_bound and asked.is_valid() else ""
    return _show(request, "supporters/points.html", form, waiting=waiting, asked=asked, holders=reading.holders(request.worker, words),
                 totals=reading.totals(), tabs=helper_tabs(request.worker, "/points/"), words=words)  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def account(request, pk):
    """One supporter's account."""
    supporter = _known(request, pk)
    balance = reading.balance_of(supporter)
    return _show(request, "supporters/account.html", supporter=supporter, balance=balance, told=reading.statement(supporter, _year(request)),
                 years=reading.years_of(supporter), activities=reading.recent(supporter),
                 may_record=rules.at_her_desk(supporter, request.worker),
                 may_spend=rules.may_spend(supporter, request.worker, 1, balance))  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def new_activity(request, pk):
    """What she did, written down by the desk."""
    supporter = _known(request, pk)
    form = ActivityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        starts_at, ends_at = form.times()
        told = {name: form.cleaned_data[name] for name in ("kind", "place", "words")}
        may = rules.may_record_activity(supporter, request.worker, starts_at, ends_at)
        if may:
            actions.record_activity(
                supporter=supporter, by=request.worker, starts_at=starts_at, ends_at=ends_at, **told
            )
            return redirect("supporters:account", supporter.pk)
        form.add_error("begin", may.reason)
    return _show(request, "supporters/points_form.html", form, supporter=supporter, act="活動を記録する")


@needs(Permission.COMMUNITY_WORK)
def spend(request, pk):
    """Points are used."""
    supporter = _known(request, pk)
    form = SpendForm(request.POST or None, balance=reading.balance_of(supporter))
    if request.method == "POST" and form.is_valid():
        actions.spend(supporter=supporter, by=request.worker, **form.cleaned_data)
        return redirect("supporters:account", supporter.pk)
    return _show(request, "supporters/points_form.html", form, supporter=supporter, act="ポイントを使う")


@needs(Permission.COMMUNITY_WORK)
def paper(request, pk):
    """The statement of a year (明細・PDF)."""
    supporter = _known(request, pk, "ポイントの明細を印刷")
    told = reading.statement(supporter, _year(request))
    record(Act.PRINT, "ポイントの明細を印刷", by=request.worker, objects=[supporter.pk])
    return pdf_response(request, "supporters/points_paper.html", {"told": told}, title=f"ポイントの明細（{told.label}）",
                        reader=request.worker, number=supporter.number)  # fmt: skip


@needs(Permission.COMMUNITY_WORK)
def refuse_activity(request, pk):
    """An activity that is not approved."""
    rows = Activity.objects.visible_to(request.worker).select_related("supporter")
    activity, form = get_object_or_404(rows, pk=pk), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.refuse_activity(activity=activity, by=request.worker, reason=form.cleaned_data["reason"])
        return redirect("supporters:points")
    return _show(
        request, "supporters/points_form.html", form, supporter=activity.supporter, act="承認しない", activity=activity
    )


@needs(Permission.COMMUNITY_WORK)
def correct_entry(request, pk):
    """A line that was wrong."""
    rows = PointEntry.objects.visible_to(request.worker).select_related("supporter", "source", "target", "activity")
    entry, form = get_object_or_404(rows, pk=pk), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.correct_entry(entry=entry, by=request.worker, reason=form.cleaned_data["reason"])
        return redirect("supporters:account", entry.supporter_id)
    return _show(request, "supporters/points_form.html", form, supporter=entry.supporter, act="この行を取り消す", entry=entry,
                 entry_words=reading.words_of(entry), may=rules.may_correct_entry(entry, request.worker))  # fmt: skip


@needs(Permission.SETTINGS)
def point_rules(request):
    """What activities are worth."""
    form = PointRuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_point_rule(by=request.worker, **form.cleaned_data)
        return redirect("supporters:point_rules")
    return _show(request, "supporters/point_rules.html", form, rules=reading.rules_shown(), may=rules.may_set_point_rule(request.worker),
                 tabs=settings_tabs(request.worker, "/settings/points/"))  # fmt: skip


@needs(Permission.SETTINGS)
@require_POST
def end_point_rule(request, pk):
    """No longer."""
    actions.end_point_rule(rule=get_object_or_404(PointRule, pk=pk), by=request.worker)
    return redirect("supporters:point_rules")
