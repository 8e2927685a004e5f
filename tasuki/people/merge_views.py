"""Pages of merging: candidates, side by side, undoing. And of those named for a person under protection."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import actions, merging, rules, sameness
from .forms import KeeperForm
from .merge_forms import MergeForm, SameHomeForm
from .models import Household, HouseholdMerge, PersonMerge, ProtectionKeeper
from .views import ask, known

UNDO = "30日のあいだは、統合を取り消せます。"


@needs(Permission.CASE_WORK)
def duplicates(request):
    """Candidates among those she may know."""
    me = request.worker
    pairs, homes = sameness.pairs_of_persons(me), sameness.pairs_of_households(me)
    record(
        Act.SEARCH, "統合の候補をさがした", by=me, objects=[one.pk for pair in pairs for one in pair], count=len(pairs)
    )
    context = {
        "pairs": [(keep, drop, rules.may_merge_persons(keep, drop, me)) for keep, drop in pairs[: sameness.MOST // 5]],
        "homes": [(keep, drop, sameness.living_in(keep, me), sameness.living_in(drop, me))
                  for keep, drop in homes[: sameness.MOST // 5]],
        "recent": PersonMerge.objects.visible_to(me).filter(undone_at=None).select_related("by", "keep")[:10],
        "recent_homes": HouseholdMerge.objects.visible_to(me).filter(undone_at=None).select_related("by", "keep")[:10],
    }  # fmt: skip
    return render(request, "people/duplicates.html", context)


@needs(Permission.CASE_WORK)
def merge(request, key, other):
    """Two registrations side by side, and what is kept of each."""
    keep, drop = known(request, key, "統合の画面を開いた"), known(request, other, "統合の画面を開いた")
    form, decision = (
        MergeForm(request.POST or None, keep=keep, drop=drop), rules.may_merge_persons(keep, drop, request.worker)
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        merging.merge_persons(keep=keep, drop=drop, by=request.worker, choices=form.chosen())
        messages.success(request, f"登録を一つにしました。{UNDO}")
        return redirect(f"/people/{keep.pk}/")
    lines = sameness.side_by_side(keep, drop, request.worker)
    context = {"form": form, "keep": keep, "drop": drop, "lines": lines, "decision": decision}
    return render(request, "people/merge.html", context, status=422 if form.errors else 200)


@needs(Permission.CASE_WORK)
@require_POST
def unmerge(request, key):
    """Two persons after all."""
    found = get_object_or_404(PersonMerge.objects.visible_to(request.worker).select_related("keep"), pk=key)
    merging.unmerge_persons(merge=found, by=request.worker)
    messages.success(request, "統合を取り消しました。二つの登録に戻っています。")
    return redirect("/people/duplicates/")


@needs(Permission.CASE_WORK)
def merge_homes(request, key, home):
    """Two households at one address."""
    me = request.worker
    seen = Household.objects.visible_to(me).select_related("town")
    keep, drop = get_object_or_404(seen, pk=key), get_object_or_404(seen, pk=home)
    form, decision = SameHomeForm(request.POST or None), rules.may_merge_households(keep, drop, me)
    if request.method == "POST" and form.is_valid():
        merging.merge_households(keep=keep, drop=drop, by=me)
        messages.success(request, f"世帯を一つにしました。{UNDO}")
        return redirect("/people/duplicates/")
    record(Act.LOOK, "世帯の統合の画面を開いた", by=me, objects=[keep.pk, drop.pk])
    lines = [("住所", str(keep), str(drop)), ("住んでいる人", "、".join(sameness.living_in(keep, me)),
             "、".join(sameness.living_in(drop, me)))]  # fmt: skip
    context = {"form": form, "keep": keep, "drop": drop, "lines": lines, "decision": decision, "homes": True}
    return render(request, "people/merge.html", context, status=422 if form.errors else 200)


@needs(Permission.CASE_WORK)
@require_POST
def unmerge_homes(request, key):
    """Two households after all."""
    found = get_object_or_404(HouseholdMerge.objects.visible_to(request.worker).select_related("keep"), pk=key)
    merging.unmerge_households(merge=found, by=request.worker)
    messages.success(request, "統合を取り消しました。二つの世帯に戻っています。")
    return redirect("/people/duplicates/")


@needs(Permission.CASE_WORK)
def keeper_new(request, key):
    """名指し: one more worker for a person under protection."""
    person, back = known(request, key), f"/people/{key}/"
    form = KeeperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        post = form.cleaned_data["post"]
        actions.name_keeper(person=person, worker=post.worker.take_post(post), by=request.worker,
                            until=form.cleaned_data["until"])  # fmt: skip
        messages.success(request, f"{post.worker.name}さんを名指ししました。")
        return redirect(back)
    return ask(request, form, heading="支援措置の担当を名指しする", send="名指しする", back=back, person=person,
               decision=rules.may_name_keeper(person, request.worker))  # fmt: skip


@needs(Permission.CASE_WORK)
@require_POST
def keeper_release(request, key, keeper):
    """名指しを解く."""
    person = known(request, key)
    rows = ProtectionKeeper.objects.visible_to(request.worker).live().select_related("person", "worker")
    actions.release_keeper(keeper=get_object_or_404(rows, pk=keeper, person=person.pk), by=request.worker)
    messages.success(request, "名指しを解きました。")
    return redirect(f"/people/{person.pk}/")
