"""What goes wrong before or around a page, told in Japanese with what to do next (困ったときの画面)."""

import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string

TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# Answers of the framework without a page of their own.
BARE = {405: "405.html", 413: "413.html", 429: "429.html", 503: "503.html"}


def in_our_words(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Stops what no browser of ours sends, and gives every bare answer a page."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        if _length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return _page("413.html", 413)
        response = get_response(request)
        page = BARE.get(response.status_code)
        if page and not response.streaming and not response.content:  # type: ignore[attr-defined]
            told = _page(page, response.status_code)
            for name in ("Allow", "Retry-After"):
                if response.has_header(name):
                    told[name] = response[name]
            return told
        return response

    return middleware


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() and len(said) < 20 else 0


def _page(name: str, status: int, **told: Any) -> HttpResponse:
    """The page without a request: it must not need the database, a session or a worker."""
    return HttpResponse(render_to_string(name, told), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: it could not be read; 413 when it was simply too much."""
    if isinstance(exception, TOO_BIG):
        return _page("413.html", 413)
    return _page("400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; 503 when the database does not answer or took too long."""
    wrong = sys.exc_info()[1]
    if isinstance(wrong, UnreadablePostError):  # the line broke while she was sending
        return _page("400.html", 400)
    if isinstance(wrong, OperationalError | InterfaceError):
        late = getattr(wrong.__cause__, "sqlstate", "") == "57014"
        answer = _page("503.html", 503, late=late)
        answer["Retry-After"] = "30"
        return answer
    return _page("500.html", 500)


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is old; what was typed is shown, to be copied, never sent again by itself."""
    typed = [
        value for name, values in request.POST.lists()
        if not name.startswith("_") and name not in ("csrfmiddlewaretoken", "password")
        for value in values if len(value.strip()) > 3
    ]  # fmt: skip
    return render(request, "403_csrf.html", {"typed": typed}, status=403)
