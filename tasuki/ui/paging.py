"""A long list in parts (一覧の続き): what `{% pager %}` shows below it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet


@dataclass
class Part:
    """One part of a list: its rows, how many there are in all, and the ways on and back."""

    rows: list[Any]
    count: int
    next_url: str = ""
    first_url: str = ""
    label: str = ""


def part_of(rows: "QuerySet[Any] | list[Any]", given: Mapping[str, str], size: int = 50, unit: str = "件") -> Part:
    """The part that `?page=` asks for; the other words of the address are kept. A number out of range is the nearest part."""
    pages = Paginator(rows, size)
    page = pages.get_page(given.get("page"))
    rest = {name: value for name, value in given.items() if name != "page" and value}
    shown = Part(list(page.object_list), pages.count)
    if page.has_next():
        shown.next_url = "?" + urlencode(rest | {"page": str(page.next_page_number())})
        shown.label = f"次の{min(size, pages.count - page.end_index())}{unit}"
    if page.has_previous():
        shown.first_url = "?" + urlencode(rest)
    return shown
