"""Finished pages kept in memory for seconds, with ETag and compressed; what is too big is refused (速さと守り)."""

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

SECONDS, MOST = 10, 600
_pages: "OrderedDict[str, Kept]" = OrderedDict()


@dataclass
class Kept:
    """A page as it was sent."""

    at: float
    body: bytes
    packed: bytes
    tag: str
    headers: dict[str, str]


def kept_for_seconds(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """GET pages that say `request.same_for_all` are answered from memory; everything else is never kept anywhere."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or _length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return HttpResponse(
                "送られたものが大きすぎます。 Too large.", status=413, content_type="text/plain; charset=utf-8"
            )
        key = f"{request.get_host()} {request.get_full_path()}"
        found = _pages.get(key) if request.method in ("GET", "HEAD") else None
        if found and time.monotonic() - found.at < SECONDS:
            return _answer(request, found)
        response = get_response(request)
        response["Referrer-Policy"] = "same-origin"
        same = getattr(request, "same_for_all", False) and response.status_code == 200 and request.method == "GET"
        if not same:
            response.setdefault("Cache-Control", "no-store")
            return response
        return _answer(request, _keep(key, response))  # type: ignore[arg-type]

    return middleware


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() and len(said) < 20 else 0


def _keep(key: str, response: HttpResponse) -> Kept:
    body = response.content
    page = Kept(
        time.monotonic(), body, gzip.compress(body, 6, mtime=0), f'"{hashlib.sha256(body).hexdigest()[:24]}"',
        {name: response[name] for name in ("Content-Type", "Content-Language", "Referrer-Policy") if response.has_header(name)},
    )  # fmt: skip
    _pages[key] = page
    while len(_pages) > MOST:
        _pages.popitem(last=False)
    return page


def _answer(request: HttpRequest, page: Kept) -> HttpResponse:
    if request.headers.get("If-None-Match") == page.tag:
        answer = HttpResponse(status=304)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        answer = HttpResponse(page.packed, headers={"Content-Encoding": "gzip"})
    else:
        answer = HttpResponse(page.body)
    for name, value in page.headers.items():
        answer[name] = value
    answer["ETag"], answer["Vary"] = page.tag, "Accept-Encoding"
    answer["Cache-Control"] = "public, max-age=10"
    return answer


def forget() -> None:
    """Nothing kept (tests)."""
    _pages.clear()
