"""The door of a page for residents: which municipality, in which language; nobody is asked who she is (住民向けの扉)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from tasuki.shared.portal import portal_url

from . import reading
from .enums import Language
from .wording import Words, words_of

View = Callable[..., HttpResponseBase]


class Visit(HttpRequest):
    """A request at the door: whose pages, in which words."""

    town: reading.Town
    words: Words
    same_for_all: bool


def public(view: View) -> View:
    """Open to anybody, in one of the offered languages; a GET is the same for all and kept for seconds."""

    @wraps(view)
    def door(request: Any, code: str, language: str, **named: Any) -> HttpResponseBase:
        town = reading.town(code)
        if town is None or language not in offered(town):
            raise Http404
        request.town, request.words = town, words_of(Language(language))
        request.same_for_all = request.method == "GET"
        return view(request, **named)

    door.public = True  # type: ignore[attr-defined]
    return door


def offered(town: reading.Town) -> list[str]:
    """The languages of a municipality; all when it has not said."""
    return [str(one) for one in Language if not town.languages or one in town.languages]


def page(request: Any, template: str, status: int = 200, **told: Any) -> HttpResponse:
    """A page in the words of the visit."""
    town, words = request.town, request.words
    base = f"/{town.code}/{words.language.value}/"
    frame = {
        "town": town,
        "w": words,
        "base": base,
        "languages": _switch(request, town),
        "here": portal_url(request.path),
    }
    answer = render(request, template, frame | told, status=status)
    answer["Content-Language"] = words.tag
    return answer


def _switch(request: Any, town: reading.Town) -> list[dict[str, Any]]:
    """The same page in the other languages."""
    rest = request.get_full_path().split("/", 3)[3] if request.method == "GET" else request.path.split("/", 3)[3]
    return [
        {"label": Language(one).label, "tag": Language(one).tag, "url": f"/{town.code}/{one}/{rest}",
         "current": one == request.words.language}
        for one in offered(town)
    ]  # fmt: skip


def home_of(code: str, language: str) -> str:
    """The first page of a municipality."""
    return reverse("public:home", args=[code, language])


def posted(request: Any) -> Any:
    """What was sent, also when it was nothing; None when nothing was sent at all."""
    return request.POST if request.method == "POST" else None
