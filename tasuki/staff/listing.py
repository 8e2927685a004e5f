"""A list as its reader wants it (一覧の見え方): which filter, which columns in which order, and what goes into Excel."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tasuki.shared.once import once
from tasuki.shared.tables import EXCEL, Workbook
from tasuki.ui.quick import escaped

from .enums import ListKind
from .models import FirstList, SavedList, Worker

# Of an address these say how to look, not what for: they are not kept with a list.
PASSING = {"after", "page", "received", "sent", "list", "up", "order", "col", "_key", "csrfmiddlewaretoken"}
ADDRESSES = {
    ListKind.CASES: "/cases/",
    ListKind.CONSULTATIONS: "/consultations/",
    ListKind.REFERRALS: "/referrals/",
}
LONGEST = 40


@dataclass(frozen=True)
class Column:
    """One column: how a row is told on the page and in Excel. `first` ones stay; `usual` ones are there unless chosen."""

    key: str
    label: str
    shown: Callable[[Any], Any]
    plain: Callable[[Any], Any]
    usual: bool = True
    first: bool = False
    number: bool = False
    needs: tuple[str, ...] = ()

    def frame(self) -> tuple[SafeString, str]:
        """What stands before and behind the content of a cell; on a telephone the label stands beside it."""
        if self.first:
            return SafeString("<td>"), "</td>"
        number = SafeString(' class="n"' if self.number else "")
        return format_html('<td data-label="{}"{}><div>', self.label, number), "</div></td>"


@dataclass
class Arranged:
    """How a list stands now: its filter, its columns, and the lists that were kept."""

    kind: str
    query: QueryDict
    columns: list[Column]
    every: list[tuple[Column, bool]]
    saved: list[SavedList] = field(default_factory=list)
    current: SavedList | None = None
    is_first: bool = False
    mine: bool = False
    usual: bool = True

    @property
    def address(self) -> str:
        """The page of the list."""
        return ADDRESSES[ListKind(self.kind)]

    @property
    def narrowing(self) -> list[tuple[str, str]]:
        """Names and values of the filter."""
        return [(name, value) for name, values in self.query.lists() for value in values]

    @property
    def chosen(self) -> list[str]:
        """Keys of the columns in order."""
        return [one.key for one in self.columns]

    @property
    def arrangement(self) -> list[tuple[str, str]]:
        """The columns as they stand in an address; nothing while they are the usual ones in the usual order."""
        if self.usual:
            return []
        order = [("order", column.key) for column, _ in self.every]
        return [*order, *(("col", column.key) for column, on in self.every if on)]

    @property
    def given(self) -> list[tuple[str, str]]:
        """What the next page of the same list is asked with."""
        return [("list", str(self.current.pk))] if self.current else [*self.narrowing, *self.arrangement]

    @property
    def text(self) -> str:
        """Filter and columns as they stand in an address."""
        kept = self.query.copy()
        kept.setlist("order", [column.key for column, _ in self.every])
        kept.setlist("col", self.chosen)
        return kept.urlencode()

    def rows(self, things: Iterable[Any]) -> list[tuple[bool, SafeString]]:
        """The cells of the table, row by row, and whether the row asks for attention; put together here, because three
        hundred cells in a template were a fifth of the page."""
        frames = [(column.shown, *column.frame()) for column in self.columns]
        return [
            (
                getattr(one, "attention", False),
                SafeString("".join([f"{begin}{escaped(shown(one))}{end}" for shown, begin, end in frames])),
            )
            for one in things
        ]

    def needs(self) -> set[str]:
        """Fields that the columns ask for beside the usual ones."""
        return {name for column in self.columns for name in column.needs}

    def workbook(self, name: str, things: Iterable[Any]) -> bytes:
        """The same as Excel: these columns, in this order, these rows."""
        book = Workbook()
        sheet = book.sheet(name)
        sheet.row(0, [column.label for column in self.columns], "head")
        for line, one in enumerate(things, start=1):
            sheet.row(line, [column.plain(one) for column in self.columns], "wrapped")
        sheet.widths(*(12 if column.number else 24 for column in self.columns))
        sheet.table_on_paper(1, 1)
        return book.content()


@once
def _saved(worker: Worker, kind: str) -> QuerySet[SavedList]:
    hers = FirstList.objects.filter(worker=worker.pk, saved=OuterRef("pk"))
    return SavedList.objects.visible_to(worker).filter(kind=kind).annotate(found_first=Exists(hers))


def arranged(worker: Worker, kind: str, asked: QueryDict, columns: Sequence[Column]) -> Arranged:
    """As the address says; without a word, as the list she finds first; one question."""
    saved = _saved(worker, kind)
    first = next((one.pk for one in saved if one.found_first), None)  # type: ignore[attr-defined]
    known = {one.pk: one for one in saved}
    current = known.get(_key(asked.get("list", ""))) if asked else known.get(first)
    query, order, ticked = _told(current, asked)
    every = _in_order(columns, order, ticked, asked.get("up", ""))
    mine = current is not None and current.worker_id == worker.pk
    return Arranged(kind, query, [one for one, on in every if on], every, saved, current,
                    current is not None and current.pk == first, mine,
                    usual=every == _in_order(columns, [], None, ""))  # fmt: skip


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _told(current: SavedList | None, asked: QueryDict) -> tuple[QueryDict, list[str], list[str] | None]:
    """(filter, order of the columns, columns wanted or None) of the kept list or of the address."""
    if current is not None:
        return as_query(current.query), current.columns, current.columns or None
    kept = {name: values for name, values in asked.lists() if name not in PASSING}
    ticked = asked.getlist("col") if "order" in asked else None
    return as_query(kept), asked.getlist("order"), ticked


def as_query(kept: Mapping[str, Any]) -> QueryDict:
    """A filter as the form reads it."""
    query = QueryDict(mutable=True)
    for name, values in kept.items():
        query.setlist(name, [str(one) for one in values] if isinstance(values, list) else [str(values)])
    return query


def _in_order(
    columns: Sequence[Column], order: list[str], ticked: list[str] | None, up: str
) -> list[tuple[Column, bool]]:
    """All columns, those named first, one of them moved up; each with whether it is shown."""
    by_key = {one.key: one for one in columns}
    keys = [key for key in dict.fromkeys(order) if key in by_key]
    keys += [one.key for one in columns if one.key not in keys]
    if up in keys and (place := keys.index(up)) > 0:
        keys[place - 1], keys[place] = keys[place], keys[place - 1]
    keys.sort(key=lambda key: not by_key[key].first)
    return [
        (by_key[key], by_key[key].first or (by_key[key].usual if ticked is None else key in ticked)) for key in keys
    ]


def kept_query(text: str) -> tuple[dict[str, list[str]], list[str]]:
    """(filter, columns) from what the page sends back when a list is kept."""
    told = QueryDict(text[:4000])
    columns = [key[:LONGEST] for key in told.getlist("order") if key in told.getlist("col")]
    return {name[:LONGEST]: values for name, values in told.lists() if name not in PASSING and any(values)}, columns


def table_response(content: bytes, name: str) -> HttpResponse:
    """The table to be saved."""
    response = HttpResponse(content, content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
