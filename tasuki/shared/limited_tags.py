"""Tags in a form and addresses of cells (タグと升目の番地): plain words, known inside and outside of the limited process."""

import re

TAG = re.compile(r"\{\{\s*([^{}]{1,120}?)\s*\}\}")
_WHERE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def column_of(where: str) -> int:
    """The number of the column of an address: B7 → 2."""
    found, number = _WHERE.fullmatch(where), 0
    for letter in found[1] if found else "":
        number = number * 26 + ord(letter) - 64
    return number


def address(row: int, column: int) -> str:
    """B7 from 7 and 2."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def area_of(words: str) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column of B7 or B7:D9."""
    first, _, last = words.replace("$", "").partition(":")
    found = [_WHERE.fullmatch(one) for one in (first, last or first)]
    if not all(found):
        return 1, 1, 1, 1
    return int(found[0][2]), column_of(first), int(found[1][2]), column_of(last or first)  # type: ignore[index]
