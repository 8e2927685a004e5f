"""The door of every page: who are you, may your role do this, was this form received before, what if a rule refuses."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from tasuki.audit import posted
from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.decisions import Refused, Stale

from .identity import identify
from .models import Worker
from .permissions import Permission

View = Callable[..., HttpResponseBase]


def needs(permission: Permission, *, fresh: bool = False) -> Callable[[View], View]:
    """Open the view to signed-in workers whose role has the permission; everything else happens here, once.

    `fresh`: only soon after she has proved again who she is (exports, emergency access, overriding consent).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            worker = identify(request)
            if worker is None:
                return redirect("/sign-in/?" + urlencode({"next": request.get_full_path()}))
            request.worker = worker  # type: ignore[attr-defined]
            if not worker.may(permission):
                record(Act.REFUSED, f"{permission.label}：権限なし", by=worker, reason=request.path[:200])
                return render(request, "403.html", {"permission": permission}, status=403)
            try:
                if request.method == "POST":
                    return _receive(request, worker, lambda: view(request, *args, **kwargs))
                return view(request, *args, **kwargs)
            except Http404:
                # answered here, not raised: the record of the refusal must outlive the transaction
                record(Act.REFUSED, "見られないもの・ないもの", by=worker, reason=request.path[:200])
                return render(request, "404.html", status=404)

        door.permission = permission  # type: ignore[attr-defined]
        door.fresh = fresh  # type: ignore[attr-defined]
        return door

    return decorate


def unguarded(reason: str) -> Callable[[View], View]:
    """Mark a page that needs no log-in, with the reason; the guard of the house lists them."""

    def decorate(view: View) -> View:
        view.unguarded = reason  # type: ignore[attr-defined]
        return view

    return decorate


def _receive(request: HttpRequest, worker: Worker, view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """A POST: once per key, undone as a whole when a rule refuses."""
    try:
        key = UUID(request.POST.get("_key", ""))
    except ValueError:
        return render(request, "409.html", {"reason": "画面が古くなっています。もう一度開いてから送ってください。",
                                            "typed": typed(request)}, status=409)  # fmt: skip
    fingerprint = posted.digest(request.path, dict(request.POST.lists()), _fingerprints(request))
    before = posted.receive(key, fingerprint, worker)
    if before is not None:
        return _again(request, before, fingerprint)
    try:
        with transaction.atomic():
            response = view()
    except Http404:
        posted.forget(key)
        raise
    except (Refused, Stale) as no:
        posted.forget(key)
        record(Act.REFUSED, "決まりによる拒否", by=worker, reason=str(no)[:300])
        context = {"reason": str(no), "stale": isinstance(no, Stale), "typed": typed(request)}
        return render(request, "409.html", context, status=409)
    if 300 <= response.status_code < 400:
        posted.answered(key, response["Location"])
    else:
        posted.forget(key)
    return response


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


def _again(request: HttpRequest, before: Any, fingerprint: str) -> HttpResponse:
    if before.digest == fingerprint:
        return redirect(before.location or request.path)
    context = {
        "reason": "この画面はすでに送られています。もう一度開いてから入力してください。",
        "typed": typed(request),
    }
    return render(request, "409.html", context, status=422)


def typed(request: HttpRequest) -> list[str]:
    """What was typed, shown again so that nothing is lost."""
    return [
        value for name, values in request.POST.lists() if not name.startswith("_") and name != "csrfmiddlewaretoken"
        for value in values if len(value.strip()) > 3
    ]  # fmt: skip
