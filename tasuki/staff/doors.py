"""The door of every page: who are you, may your role do this, was this form received before, what if a rule refuses."""

import hashlib
from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from tasuki.audit import posted
from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.decisions import Refused, Stale
from tasuki.tenancy.context import writing

from . import conflicts, entrance
from .identity import identify, proved_lately
from .models import Worker
from .on_record import on_record
from .permissions import Permission

View = Callable[..., HttpResponseBase]
UNIQUE = "23505"
TAKEN = "同じものが、すでに登録されています。いまの内容を確かめてください。"
NO_KEY = "この画面は古くなっています。まだ記録されていません。内容を確かめて、もう一度送ってください。"
SENT_BEFORE = "この画面はすでに送られています。別のものとして記録するときは、内容を確かめて、もう一度送ってください。"


def needs(permission: Permission, *, fresh: bool = False) -> Callable[[View], View]:
    """Open the view to signed-in workers whose role has the permission; everything else happens here, once.

    `fresh`: only soon after she has proved again who she is (exports, emergency access, overriding consent).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @on_record
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with writing() if request.method == "POST" else nullcontext():
                return inside(request, *args, **kwargs)

        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            worker = identify(request)
            if worker is None:
                return entrance.ask(request)
            request.worker = worker  # type: ignore[attr-defined]
            if not worker.may(permission):
                record(Act.REFUSED, f"{permission.label}：権限なし", by=worker, reason=request.path[:200])
                return render(request, "403.html", {"permission": permission}, status=403)
            if fresh and not proved_lately(request.session, worker.agency.municipality):
                return entrance.ask_again(request)
            try:
                if request.method == "POST":
                    return _receive(request, worker, lambda asked: view(asked, *args, **kwargs))
                return conflicts.remember(view(request, *args, **kwargs), request)
            except Http404:
                # answered here, not raised: the record of the refusal must outlive the transaction
                record(Act.REFUSED, "見られないもの・ないもの", by=worker, reason=request.path[:200])
                return render(request, "404.html", status=404)

        door.permission = permission  # type: ignore[attr-defined]
        door.fresh = fresh  # type: ignore[attr-defined]
        return door

    return decorate


def proof_first(request: HttpRequest) -> HttpResponseBase | None:
    """The same for a form that is grave only by what was typed in it: the page that asks again, or nothing."""
    town = request.worker.agency.municipality  # type: ignore[attr-defined]
    return None if proved_lately(request.session, town) else entrance.ask_again(request)


def unguarded(reason: str) -> Callable[[View], View]:
    """Mark a page that needs no log-in, with the reason; the guard of the house lists them."""

    def decorate(view: View) -> View:
        view.unguarded = reason  # type: ignore[attr-defined]
        return view

    return decorate


def _receive(request: HttpRequest, worker: Worker, view: View) -> HttpResponseBase:
    """A POST: once per key, undone as a whole when a rule refuses; what was typed comes back in its form."""
    try:
        key = UUID(request.POST.get("_key", ""))
    except ValueError:
        return _not_received(request, view, NO_KEY, 409)
    fingerprint = posted.digest(request.path, dict(request.POST.lists()), _fingerprints(request))
    before = posted.receive(key, fingerprint, worker)
    if before is not None:
        same = before.digest == fingerprint
        return redirect(before.location or request.path) if same else _not_received(request, view, SENT_BEFORE, 422)
    try:
        response = _act(request, view)
    except Http404:
        posted.forget(key)
        raise
    except (Refused, Stale) as no:
        posted.forget(key)
        record(Act.REFUSED, "決まりによる拒否", by=worker, reason=str(no)[:300])
        stale = isinstance(no, Stale)
        chosen = conflicts.side_by_side(request, view) if stale else None
        return chosen or _not_received(request, view, str(no), 409, stale=stale)
    if 300 <= response.status_code < 400:
        posted.answered(key, response["Location"])
    else:
        posted.forget(key)
    return response


def _act(request: HttpRequest, view: View) -> HttpResponseBase:
    """The view in a transaction of its own; two who enter the same at once are told so, without what the other entered."""
    try:
        with transaction.atomic():
            conflicts.resolved(request)
            return view(request)
    except IntegrityError as wrong:
        if getattr(wrong.__cause__, "sqlstate", "") != UNIQUE:
            raise
        raise Refused(TAKEN) from None


def _not_received(
    request: HttpRequest, view: View, reason: str, status: int, *, stale: bool = False
) -> HttpResponseBase:
    """Nothing was done: the form as it was typed with the reason on top, or where there is none a page that keeps it."""
    again = conflicts.form_again(request, view, reason)
    if again is not None:
        again.status_code = status
        return again
    context = {"reason": reason, "stale": stale, "typed": typed(request), "url": _came_from(request)}
    return render(request, "409.html", context, status=status)


def _fingerprints(request: HttpRequest) -> dict[str, str]:
    """The uploads by name, read in pieces."""
    told = {}
    for name, upload in request.FILES.items():
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
        upload.seek(0)
        told[name] = digest.hexdigest()
    return told


def _came_from(request: HttpRequest) -> str:
    """The page on which the button stood, if it is one of ours."""
    page = request.META.get("HTTP_REFERER", "")
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}) else ""


def typed(request: HttpRequest) -> list[str]:
    """What was typed, shown again so that nothing is lost."""
    return [
        value for name, values in request.POST.lists()
        if not name.startswith("_") and name != "csrfmiddlewaretoken" and "password" not in name
        for value in values if len(value.strip()) > 3
    ]  # fmt: skip
