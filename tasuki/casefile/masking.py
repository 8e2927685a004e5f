"""Where a text is blackened (黒塗り): spans proposed from what is known, and the text cut along them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tasuki.codes.lookup import label
from tasuki.shared.held import BAR, HeldKind, typed_passages

# The reason that fits each kind of held-back passage; the worker may choose another.
REASON_OF = {HeldKind.REPORTER: "others", HeldKind.THIRD_PARTY: "others", HeldKind.HARM: "self_harm"}
OTHERS, SECRECY = "others", "secrecy"


@dataclass(frozen=True)
class Span:
    """A place in a text, the reason (code list nondisclosure_reason), and a word about it."""

    start: int
    end: int
    reason: str
    note: str = ""


def untyped(text: str) -> tuple[str, list[Span]]:
    """A text as typed without its marks, and the places of its held-back passages."""
    plain, spans = "", []
    for kind, words in typed_passages(text):
        if kind:
            spans.append(Span(len(plain), len(plain) + len(words), REASON_OF[kind], kind.label))
        plain += words
    return plain, spans


def found(text: str, words: Iterable[str], reason: str = OTHERS, note: str = "") -> list[Span]:
    """Every place where one of the words stands; the longest word first."""
    spans: list[Span] = []
    for word in sorted({word for word in words if word.strip()}, key=len, reverse=True):
        at = text.find(word)
        while at >= 0:
            span = Span(at, at + len(word), reason, note)
            if not any(one.start <= span.start and span.end <= one.end for one in spans):
                spans.append(span)
            at = text.find(word, at + 1)
    return spans


@dataclass(frozen=True)
class Part:
    """A stretch of a text, open or blackened; `words` of a blackened one are for the worker's eyes only."""

    words: str
    maskings: tuple[Any, ...] = ()

    @property
    def reasons(self) -> list[str]:
        """Codes, each once."""
        return list(dict.fromkeys(one.reason for one in self.maskings))


def parts(text: str, maskings: Iterable[Any]) -> list[Part]:
    """The text cut at the edges of the maskings; stretches with the same maskings are one."""
    listed = [one for one in maskings if one.start < len(text)]
    edges = sorted({0, len(text), *(one.start for one in listed), *(min(one.end, len(text)) for one in listed)})
    cut: list[Part] = []
    for start, end in pairwise(edges):
        over = tuple(one for one in listed if one.start <= start and end <= one.end)
        cut.append(Part(text[start:end], over))
    return cut


@dataclass(frozen=True)
class Inked:
    """What goes on paper: words, or a bar with the reason beside it. The words under a bar are not here at all."""

    words: str = ""
    reason: str = ""

    @property
    def bar(self) -> str:
        """Always the same length."""
        return BAR if self.reason else ""


def inked(text: str, maskings: Iterable[Any]) -> list[Inked]:
    """The text for the paper; neighbouring blackened stretches become one bar."""
    out: list[Inked] = []
    covered: list[str] = []
    for part in [*parts(text, maskings), Part("")]:
        if part.maskings:
            covered += [one for one in part.reasons if one not in covered]
            continue
        if covered:
            out.append(Inked(reason="・".join(short(one) for one in covered)))
            covered = []
        if part.words:
            out.append(Inked(part.words))
    return out


def short(reason: str) -> str:
    """２号, from 「２号　本人以外の個人に関する情報」."""
    return label("nondisclosure_reason", reason).split("　")[0]
