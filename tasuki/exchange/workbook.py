"""The table of places as an Excel workbook: all places, and the words that the columns understand."""

from collections.abc import Iterable

from tasuki.codes import lookup
from tasuki.community.enums import CswPart, PlaceKind
from tasuki.community.models import Place
from tasuki.shared.tables import Sheet, Workbook
from tasuki.tenancy.models import Area

from .columns import NUMBER, columns, own_number

LISTS = {
    "機能": "place_function",
    "おもな対象": "place_for_whom",
    "相談の分野": "field",
    "使いやすさ": "place_accessibility",
    "ことば": "place_language",
}


def number_of(place: Place) -> str:
    """The number of a list of the town, or ours."""
    kept = getattr(place, "published", None)
    return kept.number if kept else own_number(place)


def workbook(places: Iterable[Place]) -> bytes:
    """Everything known of the places, in the columns that can be read again."""
    book = Workbook()
    sheet = book.sheet("居場所・資源")
    sheet.row(0, [NUMBER, *(column.heading for column in columns())], "head")
    for line, place in enumerate(places, start=1):
        told = [column.tell(getattr(place, column.field)) for column in columns()]
        sheet.row(line, [number_of(place), *(_cell(value) for value in told)], "cell")
    _finish(sheet)
    _words(book.sheet("使えることば"))
    return book.content()


def _cell(value: object) -> object:
    return float(value) if type(value).__name__ == "Decimal" else value  # type: ignore[arg-type]


def _finish(sheet: Sheet) -> None:
    sheet.widths(16, *(column.width for column in columns()))
    sheet.table_on_paper(1, 3)


def _words(sheet: Sheet) -> None:
    """What may be written in columns with choices."""
    lists = {"種別": PlaceKind.labels, "圏域": [area.name for area in Area.objects.all()], "CSWのかかわり": CswPart.labels,
             "はい・いいえの列": ["はい", "いいえ"]}  # fmt: skip
    lists |= {heading: [label for _, label in lookup.choices(name)] for heading, name in LISTS.items()}
    sheet.row(0, list(lists), "head")
    for at, said in enumerate(lists.values()):
        for line, word in enumerate(said, start=1):
            sheet.row(line, [word], "cell", first=at)
    sheet.widths(*[28] * len(lists))
