"""The frozen pieces as they are read (開示の読み上げ): for the worker with what is covered, for the paper without."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tasuki.codes.lookup import label

from .masking import Inked, Part, inked, parts, short
from .models import Disclosure, DisclosurePiece


@dataclass
class Told:
    """One piece: for the screen in parts, for the paper inked, with the maskings in force and those taken off."""

    piece: DisclosurePiece
    parts: list[Part]
    inked: list[Inked]
    maskings: list[Any]
    removed: list[Any]


@dataclass
class Readout:
    """All pieces by record, and how often each reason blackens something."""

    groups: list[tuple[str, list[Told]]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def legend(self) -> list[tuple[str, str, int]]:
        """２号, its full words, how many places."""
        return [(short(code), label("nondisclosure_reason", code), n) for code, n in sorted(self.counts.items())]

    @property
    def summary(self) -> str:
        """記載 12件、伏せたところ 5（２号 4・法令の守秘 1）"""
        pieces = sum(len(told) for _, told in self.groups)
        named = "・".join(f"{mark} {number}" for mark, _, number in self.legend)
        return f"記載 {pieces}件、伏せたところ {sum(self.counts.values())}" + (f"（{named}）" if named else "")


def readout(disclosure: Disclosure) -> Readout:
    """Two questions."""
    out = Readout()
    for piece in disclosure.pieces.prefetch_related("maskings__by", "maskings__removed_by"):
        piece.disclosure = disclosure
        maskings = list(piece.maskings.all())
        live = [one for one in maskings if one.removed_at is None]
        for one in maskings:
            one.word = short(one.reason)  # type: ignore[attr-defined]
            one.covers = piece.text[one.start : one.end]  # type: ignore[attr-defined]
        told = Told(piece, parts(piece.text, live), inked(piece.text, live), live,
                    [one for one in maskings if one.removed_at is not None])  # fmt: skip
        out.counts.update(one.reason for one in live)
        if not out.groups or out.groups[-1][0] != piece.heading:
            out.groups.append((piece.heading, []))
        out.groups[-1][1].append(told)
    return out
