"""Keeping the register fresh (台帳の新しさ): asking a place by a link, suggestions, settling them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission

from . import freshness, register_reading, rules
from .forms import SuggestForm
from .models import Place, PlaceCheck, Suggestion
from .place_letter import letter


@needs(Permission.COMMUNITY_WORK)
@require_POST
def ask_place(request, pk):
    """A link for the place itself, shown once."""
    place = get_object_or_404(Place, pk=pk)
    token = freshness.ask_place_to_check(place=place, by=request.worker)
    return render(request, "community/place_link.html", letter(place, token))


@needs(Permission.COMMUNITY_WORK)
@require_POST
def end_check(request, pk):
    """The link works no more."""
    check = get_object_or_404(PlaceCheck.objects.visible_to(request.worker), pk=pk)
    freshness.end_check(check=check, by=request.worker)
    return redirect("community:place", check.place_id)


@needs(Permission.COMMUNITY_READ)
def suggest(request, pk):
    """What is different now, by anybody who noticed."""
    place = get_object_or_404(Place, pk=pk)
    form = SuggestForm(request.POST or None, place=place)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        freshness.suggest_change(place=place, by=request.worker, changes=form.told(), words=words)
        messages.success(request, "提案を送りました。台帳を持つ人が確かめます。")
        return redirect("community:place", pk)
    page = {"form": form, "heading": "変わったことを知らせる", "crumb": place.name, "back": f"/places/{pk}/", "verb": "知らせる",
            "decision": rules.may_suggest_change(place, request.worker),
            "lead": "いまの登録が入っています。変わったところだけ書き直してください。"}  # fmt: skip
    return render(request, "community/neighbour_form.html", page, status=422 if form.errors else 200)


@needs(Permission.COMMUNITY_READ)
def suggestions(request):
    """What waits to be looked at, and what was settled."""
    done = request.GET.get("done") == "1"
    found = register_reading.suggestions_told(request.worker, done=done)
    same = [one for one in found if not one.changes and not one.words and one.check_link_id]
    page = {"suggestions": found, "done": done, "same": len(same) if not done else 0,
            "tabs": register_reading.tabs("suggestions", request.worker),
            "may_settle_unchanged": rules.may_settle_unchanged(request.worker)}  # fmt: skip
    return render(request, "community/suggestions.html", page)


@needs(Permission.COMMUNITY_WORK)
@require_POST
def settle(request, pk):
    """Field by field taken over or left."""
    suggestion = get_object_or_404(Suggestion.objects.visible_to(request.worker), pk=pk)
    freshness.settle_suggestion(
        suggestion=suggestion, by=request.worker, taken=request.POST.getlist("taken"),
        note=request.POST.get("note", "")[:200],
    )  # fmt: skip
    messages.success(request, "確かめました。")
    return redirect("community:suggestions")


@needs(Permission.COMMUNITY_WORK)
@require_POST
def settle_unchanged(request):
    """All answers without a change at once."""
    count = freshness.settle_unchanged(by=request.worker)
    messages.success(request, f"変わりのない{count}か所を、確かめた日とともに記録しました。")
    return redirect("community:suggestions")


@needs(Permission.COMMUNITY_READ)
@require_POST
def withdraw(request, pk):
    """Taken back by whoever suggested it."""
    suggestion = get_object_or_404(Suggestion.objects.visible_to(request.worker), pk=pk)
    freshness.withdraw_suggestion(suggestion=suggestion, by=request.worker)
    return redirect("community:suggestions")
