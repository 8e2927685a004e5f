"""The door of an outside link (本人専用のページ・場所の確認): the token says who; the database looks it up by itself."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from tasuki.shared.decisions import Refused
from tasuki.supporters.models import Supporter, VisitTurn
from tasuki.tenancy.context import Context, acting

from .reading import rows
from .wording import words_of

View = Callable[..., HttpResponseBase]


def bearer(kind: str) -> Callable[[View], View]:
    """Open to whoever holds a living link of this kind; everybody else gets 404, the same as for an unknown one."""

    def decorate(view: View) -> View:
        @wraps(view)
        def door(request: Any, token: str, **named: Any) -> HttpResponseBase:
            digest = hashlib.sha256(token.encode()).hexdigest()
            found = next((one for one in rows("bearer", digest) if one["kind"] == kind), None)
            if found is None or not same_origin(request):
                return render(request, "portal/ended_link.html", {"w": words_of("ja")}, status=404)  # type: ignore[arg-type]
            request.base = f"/{kind[0]}/{token}/"
            with acting(Context(municipality=found["municipality"], link=digest)):
                return _render(view, request, found["subject"], named)

        door.public = True  # type: ignore[attr-defined]
        return door

    return decorate


def _render(view: View, request: Any, subject: Any, named: dict[str, Any]) -> HttpResponseBase:
    """The page, finished while the link is in force; a refusal undoes all and says why."""
    try:
        with transaction.atomic():
            return view(request, subject, **named)
    except Refused as no:
        return show(request, "portal/refused.html", status=409, reason=str(no))


def same_origin(request: HttpRequest) -> bool:
    """A form sent from another page is not hers."""
    origin = request.headers.get("Origin", "")
    return request.method != "POST" or origin in ("", f"{request.scheme}://{request.get_host()}")


def show(request: Any, template: str, status: int = 200, **told: Any) -> HttpResponseBase:
    """A page of a link: in Japanese, kept nowhere."""
    context = {"w": words_of("ja"), "base": request.base}  # type: ignore[arg-type]
    return render(request, template, context | told, status=status)


def supporter_of(subject: Any) -> Supporter:
    """Whose link it is; the wall shows her own row and no other."""
    return _found(Supporter.objects.filter(pk=subject))


def turn_of(supporter: Supporter, key: Any) -> VisitTurn:
    """A visit asked of her."""
    return _found(VisitTurn.objects.filter(pk=key, supporter=supporter))


def _found(found: Any) -> Any:
    one = found.first()
    if one is None:
        raise Http404
    return one
