"""Pages of comments, warnings and phrases."""

from functools import partial

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tasuki.people.protection import withheld_words
from tasuki.sharing.enums import Scope
from tasuki.staff.doors import needs
from tasuki.staff.permissions import Permission
from tasuki.staff.tabs import my_tabs

from . import comments, notes_forms, phrases, reading, rules, warning_actions
from .access import open_case
from .comment_reading import readers_of
from .models import Phrase
from .recording import whom_of


def _comment_page(request, case, form, **more):
    """The form of a comment by itself."""
    context = {"case": case, "form": form, "act": "コメントを書く", "verb": "コメントする",
               "decision": rules.may_write_comment(case, request.worker), **more}  # fmt: skip
    return render(request, "cases/comment_form.html", context, status=422 if form.errors else 200)


def _comment_form(request, case, about):
    readers = readers_of(case, request.worker, about)
    return notes_forms.CommentForm(request.POST or None, readers=readers,
                                   warn=partial(withheld_words, worker=request.worker))  # fmt: skip


@needs(Permission.CASE_WORK)
def comment_new(request, key):
    """A comment on the case."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="コメントを書く")
    form = _comment_form(request, case, whom_of(case, request.worker, None))
    if request.method == "POST" and form.is_valid():
        comments.write_comment(case=case, by=request.worker, text=form.cleaned_data["text"], to=form.cleaned_data["to"])
        return redirect(f"/cases/{case.pk}/comments/")
    return _comment_page(request, case, form)


@needs(Permission.CASE_WORK)
def comment_on(request, key, record):
    """A comment on one record."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="記録にコメントを書く")
    found = reading.record_of(case, record)
    form = _comment_form(request, case, found.about_id)
    if request.method == "POST" and form.is_valid():
        comments.write_comment(case=case, by=request.worker, text=form.cleaned_data["text"],
                               to=form.cleaned_data["to"], record_on=found)  # fmt: skip
        return redirect(f"/cases/{case.pk}/records/{found.pk}/#comments")
    return _comment_page(request, case, form, record=found)


@needs(Permission.CASE_WORK)
def comment_answer(request, key, comment):
    """An answer to a comment."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="コメントに返事を書く")
    found = reading.comment_of(case, comment)
    form = _comment_form(request, case, found.about_id)
    if request.method == "POST" and form.is_valid():
        comments.answer_comment(comment=found, by=request.worker, text=form.cleaned_data["text"],
                                to=form.cleaned_data["to"])  # fmt: skip
        return redirect(f"/cases/{case.pk}/comments/")
    return _comment_page(request, case, form, answered=found, act="返事を書く", verb="返事する")


@needs(Permission.CASE_READ)
@require_POST
def comment_read(request, key, comment_call):
    """読んだ."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="コメントを読んだ")
    found = reading.call_of(case, request.worker, comment_call)
    comments.read_comment(call=found, by=request.worker)
    return redirect(f"/cases/{case.pk}/comments/")


@needs(Permission.CASE_READ)
def warnings(request, key):
    """注意事項: those that count, and those that did."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="注意事項を開いた")
    listed = reading.warnings_of(case, request.worker, ended=True)
    for one in listed:
        one.may_end = rules.may_end_warning(one, request.worker)
    context = {"case": case, "running": [one for one in listed if not one.ended_on],
               "ended": [one for one in listed if one.ended_on],
               "decision": rules.may_warn(case, request.worker)}  # fmt: skip
    return render(request, "cases/warnings.html", context)


def _asked(request, case, form, act, verb, decision, **more):
    context = {"case": case, "form": form, "act": act, "verb": verb, "decision": decision, **more}
    return render(request, "cases/warning_form.html", context, status=422 if form.errors else 200)


@needs(Permission.CASE_WORK)
def warning_new(request, key):
    """A new warning."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="注意事項の用紙を開いた")
    form = notes_forms.WarningForm(request.POST or None, people=reading.persons_of(case, request.worker),
                                   whole=Scope.RECORD in reading.access_of(case).whole,
                                   warn=partial(withheld_words, worker=request.worker))  # fmt: skip
    if request.method == "POST" and form.is_valid():
        warning_actions.warn(case=case, by=request.worker, **form.cleaned_data)
        return redirect(case)
    return _asked(request, case, form, "注意事項を書く", "書く", rules.may_warn(case, request.worker))


@needs(Permission.CASE_WORK)
def warning_review(request, key, warning):
    """It still counts."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="注意事項を見直す")
    found = reading.warning_of(case, warning)
    given = {"told": found.told, "told_reason": found.told_reason}
    form = notes_forms.ReviewForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        warning_actions.review_warning(warning=found, by=request.worker, **form.cleaned_data)
        return redirect(f"/cases/{case.pk}/warnings/")
    decision = rules.may_review_warning(found, request.worker)
    return _asked(request, case, form, "注意事項を見直す", "つづける", decision, warning=found)


@needs(Permission.CASE_WORK)
def warning_end(request, key, warning):
    """It counts no longer."""
    case = open_case(request.worker, key, part=Scope.RECORD, verb="注意事項を終える")
    found = reading.warning_of(case, warning)
    form = notes_forms.WarningEndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        warning_actions.end_warning(warning=found, by=request.worker, **form.cleaned_data)
        return redirect(f"/cases/{case.pk}/warnings/")
    decision = rules.may_end_warning(found, request.worker)
    return _asked(request, case, form, "注意事項を終える", "終える", decision, warning=found)


@needs(Permission.SIGNED_IN)
def phrase_list(request):
    """定型文: mine and my agency's."""
    listed = list(Phrase.objects.visible_to(request.worker).select_related("by"))
    context = {"mine": [one for one in listed if one.worker_id], "whole": [one for one in listed if not one.worker_id],
               "decision": rules.may_keep_phrase(request.worker), "tabs": my_tabs("/me/phrases/")}  # fmt: skip
    return render(request, "cases/phrases.html", context)


@needs(Permission.CONSULT)
def phrase(request, phrase=None):
    """One phrase, new or put right."""
    found = get_object_or_404(Phrase.objects.visible_to(request.worker), pk=phrase) if phrase else None
    given = (
        {"name": found.name, "text": found.text, "order": found.order, "whole": "" if found.worker_id else "on"}
        if found
        else {}
    )
    form = notes_forms.PhraseForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        phrases.keep_phrase(by=request.worker, phrase=found, **form.cleaned_data)
        return redirect("/me/phrases/")
    context = {"form": form, "phrase": found, "decision": rules.may_keep_phrase(request.worker, found)}
    return render(request, "cases/phrase_form.html", context, status=422 if form.errors else 200)


@needs(Permission.CONSULT)
@require_POST
def phrase_drop(request, phrase):
    """A phrase is no longer offered."""
    found = get_object_or_404(Phrase.objects.visible_to(request.worker), pk=phrase)
    phrases.drop_phrase(phrase=found, by=request.worker)
    return redirect("/me/phrases/")


@needs(Permission.CONSULT)
def phrase_choice(request):
    """The phrases for the script that puts them into a text."""
    listed = Phrase.objects.visible_to(request.worker).values_list("name", "text")
    return JsonResponse({"phrases": [{"name": name, "text": text} for name, text in listed]})
