"""Two people wrote over the same thing (書きかえの衝突): mine, theirs and what it was before, box by box, to choose from.

What stood in the form when it was opened goes with the form, signed (`_base`); what stands there now is read from the
page itself, as the worker may see it. Choosing sends the form again with the newest version.
"""

import copy
import json
import re
from collections.abc import Callable

from django.core import signing
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.html import format_html

from tasuki.shared.decisions import Refused, Stale, refusing
from tasuki.ui.seen import boxes, versioned_form

from .choosing import Values, choices, chosen, sent

SALT = "tasuki.form-as-opened"
LARGEST_BASE = 400_000  # signed and packed; beyond it only mine and theirs are compared
OURS = ("_key", "_version", "_base", "csrfmiddlewaretoken")


def remember(response: HttpResponseBase, request: HttpRequest) -> HttpResponseBase:
    """The opened form takes along what stood in it, so that it can be shown beside what somebody else wrote."""
    page = _page(response)
    form = versioned_form(page) if 'name="_version"' in page else ""
    if not form or 'name="_base"' in form or request.method != "GET":
        return response
    base = _signed({name: box.values for name, box in boxes(form).items()})
    if base:
        version = re.search(r'<input type="hidden" name="_version" value="\d+">', form)
        if version:
            hidden = format_html('<input type="hidden" name="_base" value="{}">', base)
            response.content = page.replace(version.group(), version.group() + hidden, 1)  # type: ignore[attr-defined]
    return response


def form_again(
    request: HttpRequest, view: Callable[[HttpRequest], HttpResponseBase], reason: str
) -> HttpResponseBase | None:
    """The page of the form with everything as it was typed and the reason on top; None where there is no such form."""
    try:
        with refusing(reason), transaction.atomic():
            response = view(request)
            if response.status_code != 422:
                transaction.set_rollback(True)
    except (Refused, Stale, Http404):
        return None
    if response.status_code != 422:
        return None
    response.status_code = 409
    return response


def side_by_side(request: HttpRequest, view: Callable[[HttpRequest], HttpResponseBase]) -> HttpResponse | None:
    """The page on which one chooses between mine and theirs; None where the page shows no such form any more."""
    now = _as_it_stands(request, view)
    form = versioned_form(now)
    version = re.search(r'name="_version" value="(\d+)"', form)
    if not version:
        return None
    seen = boxes(form)
    mine, theirs = sent(request.POST), {name: box.values for name, box in seen.items()}
    base = _opened(request.POST.get("_base", ""))
    offered = choices(seen, mine, theirs, base, request.POST)
    context = {
        "choices": [one for one in offered if one.state != "same"], "same": sum(one.state == "same" for one in offered),
        "both": sum(one.state == "both" for one in offered), "based": base is not None, "path": request.path,
        "mine": json.dumps(mine, ensure_ascii=False), "base": request.POST.get("_base", ""),
        "theirs": _signed(theirs, most=None), "newest": version.group(1), "again": "_mine" in request.POST,
        "uploads": bool(request.FILES), "heading": _heading(now),
    }  # fmt: skip
    return render(request, "staff/conflict.html", context, status=409)


def resolved(request: HttpRequest) -> None:
    """What was chosen side by side becomes the form itself, as if it had been typed; `Stale` if a choice is missing."""
    if not re.fullmatch(r"[0-9]{0,9}", request.POST.get("_version", "")):
        request.POST = request.POST.copy()  # type: ignore[assignment]
        request.POST["_version"] = "0"  # no version that we gave out: everybody was quicker
    post, theirs = request.POST, _opened(request.POST.get("_theirs", ""))
    if "_mine" not in post:
        return
    if theirs is None:
        raise Stale("えらびなおしてください。")
    wanted = QueryDict(mutable=True)
    for name in OURS:
        wanted[name] = post.get(name, "")
    form, missing = chosen(post, _told(post["_mine"]), theirs)
    for name, values in form.items():
        wanted.setlist(name, values)
    request.POST = wanted  # type: ignore[assignment]
    if missing:
        for name in post:
            if name == "_mine" or name.startswith(("_pick:", "_edit:")):
                wanted.setlist(name, post.getlist(name))
        raise Stale("どちらにするか、えらんでいない欄があります。")
    wanted["_base"] = post["_theirs"]


def _as_it_stands(request: HttpRequest, view: Callable[[HttpRequest], HttpResponseBase]) -> str:
    """The same page opened anew by the same worker, without her draft."""
    anew = copy.copy(request)
    anew.method, anew.POST = "GET", QueryDict()  # type: ignore[assignment]
    anew.META = {**request.META, "REQUEST_METHOD": "GET"}
    anew._files = {}  # type: ignore[attr-defined]
    anew.worker.draft, anew.worker.reads_no_drafts = None, True  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            return _page(view(anew))
    except (Refused, Stale, Http404):
        return ""
    finally:
        anew.worker.reads_no_drafts = False  # type: ignore[attr-defined]


def _page(response: HttpResponseBase) -> str:
    """The page that was answered; nothing for files, redirects and refusals."""
    html = response.get("Content-Type", "").startswith("text/html")
    if response.streaming or response.status_code != 200 or not html:
        return ""
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def _heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.S)
    return " ".join(re.sub(r"<[^>]+>", "", found.group(1)).split()) if found else ""


def _signed(values: Values, most: int | None = LARGEST_BASE) -> str:
    told = signing.dumps(values, salt=SALT, compress=True)
    return told if most is None or len(told) <= most else ""


def _opened(told: str) -> Values | None:
    """What stood in the form, if it is what we sent along."""
    try:
        values = signing.loads(told, salt=SALT)
    except signing.BadSignature:
        return None
    return values if isinstance(values, dict) else None


def _told(text: str) -> Values:
    """Names and their values as the page carried them; nothing else."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(read, dict):
        return {}
    return {
        str(name): [str(value) for value in values] for name, values in read.items()
        if isinstance(values, list) and not str(name).startswith("_")
    }  # fmt: skip
