"""Passages told to few (伏せる記載), as they are typed: ［第三者］…［／］, ［情報元］…［／］, ［開示注意］…［／］."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models

BAR = "■■■■"  # always the same length: how much is hidden is not told


class HeldKind(models.TextChoices):
    """Why a passage is held back (伏せるわけ)."""

    REPORTER = "reporter", "情報元"
    THIRD_PARTY = "third_party", "第三者"
    HARM = "harm", "開示注意"


WORDS = {"情報元": HeldKind.REPORTER, "情報提供者": HeldKind.REPORTER, "通告者": HeldKind.REPORTER,
         "第三者": HeldKind.THIRD_PARTY, "開示注意": HeldKind.HARM}  # fmt: skip
_OPEN, _CLOSE = r"[［\[【]\s*", r"\s*[］\]】]"
# A passage without its end runs to the end of the text: too much is held back rather than too little.
_TYPED = re.compile(
    rf"{_OPEN}({'|'.join(WORDS)}){_CLOSE}(.*?)(?:{_OPEN}[／/]\s*(?:{'|'.join(WORDS)})?{_CLOSE}|\Z)", re.S
)
_PLACE = re.compile(r"［■(\d{1,3})］")


@dataclass(frozen=True)
class Passage:
    """One passage: its number in the record, why it is held back, its words."""

    number: int
    kind: HeldKind
    text: str


def take_out(texts: Iterable[str], first: int = 1) -> tuple[list[str], list[Passage]]:
    """The texts with places 「［■1］」 instead of the passages, and the passages."""
    found: list[Passage] = []

    def place(match: re.Match[str]) -> str:
        words = match[2].strip()
        if not words:
            return ""
        found.append(Passage(first + len(found), WORDS[match[1]], words))
        return f"［■{found[-1].number}］"

    # What looks like a place already, and was typed, is none.
    return [_TYPED.sub(place, _PLACE.sub(r"［□\1］", text)) for text in texts], found


def put_back(text: str, told: Callable[[int], str]) -> str:
    """The text with each place filled by what `told` says for its number."""
    return _PLACE.sub(lambda match: told(int(match[1])), text)


def as_typed(kind: str, text: str) -> str:
    """A passage as it is typed."""
    return f"［{HeldKind(kind).label}］{text}［／］"


def places(text: str) -> list[int]:
    """Numbers of the passages that were taken out of a text."""
    return [int(number) for number in _PLACE.findall(text)]


def barred(text: str) -> str:
    """The text for those who may not read the passages, whether still as typed or taken out."""
    return put_back(_TYPED.sub(BAR, text), lambda number: BAR)


def typed_passages(text: str) -> list[tuple[HeldKind | None, str]]:
    """A text as typed, cut into what is told and what is held back, in order."""
    parts: list[tuple[HeldKind | None, str]] = []
    end = 0
    for match in _TYPED.finditer(text):
        parts += [(None, text[end : match.start()]), (WORDS[match[1]], match[2].strip())]
        end = match.end()
    return [part for part in [*parts, (None, text[end:])] if part[1]]
