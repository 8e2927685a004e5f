"""Every address has a door: a permission, or the written reason why it needs none."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from tasuki.staff.doors import needs, unguarded
from tasuki.staff.permissions import Permission


def addresses(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str, Any]]:
    """(address, name, view) of every address."""
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        else:
            yield here, pattern.name or "", pattern.callback


def without_door(patterns: Iterable[URLPattern | URLResolver]) -> list[str]:
    """Addresses whose view names neither a permission nor a reason to be open."""
    return [
        f"/{address}: @needs(Permission.…) or @unguarded(reason) is missing"
        for address, _, view in addresses(patterns)
        if not (isinstance(getattr(view, "permission", None), Permission) or getattr(view, "unguarded", ""))
    ]


def without_name(patterns: Iterable[URLPattern | URLResolver]) -> list[str]:
    """Addresses that cannot be pointed at by name."""
    return [f"/{address}" for address, name, _ in addresses(patterns) if not name]


def bare(request):
    return HttpResponse()


def test_every_address_has_a_door():
    assert without_door(get_resolver().url_patterns) == []


def test_every_address_has_a_name():
    assert without_name(get_resolver().url_patterns) == []


def test_an_open_address_is_found():
    patterns = [
        path("held/", needs(Permission.CASE_READ)(bare), name="held"),
        path("entrance/", unguarded("入口")(lambda request: HttpResponse()), name="entrance"),
        path("wrong/", bare, name="wrong"),
        path("nameless/", needs(Permission.CASE_READ)(bare)),
        path("reasonless/", unguarded("")(lambda request: HttpResponse()), name="reasonless"),
    ]
    assert [line.split(":")[0] for line in without_door(patterns)] == ["/wrong/", "/reasonless/"]
    assert without_name(patterns) == ["/nameless/"]
