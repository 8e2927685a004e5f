"""Keeping a list as one wants to see it again: its three buttons."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from tasuki.shared.kana import clean_text

from . import list_actions
from .doors import needs
from .enums import ListKind
from .listing import ADDRESSES, kept_query
from .models import SavedList
from .permissions import Permission


@needs(Permission.CONSULT)
@require_POST
def keep(request, list_kind):
    """この一覧を保存する."""
    if list_kind not in ListKind.values:
        raise Http404("この一覧はありません。")
    address, name = ADDRESSES[ListKind(list_kind)], _name(request.POST.get("name", ""))
    query, columns = kept_query(request.POST.get("query", ""))
    if not name:
        messages.error(request, "呼び名を40文字までで入れてください。")
        return redirect(f"{address}?{request.POST.get('query', '')[:4000]}")
    ticked = {field: request.POST.get(field) == "on" for field in ("shared", "first")}
    saved = list_actions.keep_list(by=request.worker, kind=list_kind, name=name, query=query, columns=columns, **ticked)
    messages.success(request, f"「{saved.name}」として保存しました。")
    return redirect(f"{address}?list={saved.pk}")


def _name(text):
    try:
        return clean_text(text.strip()) if len(text.strip()) <= 40 else ""
    except ValueError:
        return ""


@needs(Permission.CONSULT)
@require_POST
def first(request, saved):
    """はじめに開く."""
    found = get_object_or_404(SavedList.objects.visible_to(request.worker), pk=saved)
    list_actions.find_first(saved=found, by=request.worker, on=request.POST.get("on") == "1")
    return redirect(f"{ADDRESSES[ListKind(found.kind)]}?list={found.pk}")


@needs(Permission.CONSULT)
@require_POST
def drop(request, saved):
    """消す."""
    found = get_object_or_404(SavedList.objects.visible_to(request.worker), pk=saved)
    list_actions.drop_list(saved=found, by=request.worker)
    messages.success(request, f"「{found.name}」を消しました。")
    return redirect(f"{ADDRESSES[ListKind(found.kind)]}?list=none")
