"""Boxes to be ticked in a town's form (□ → ☑): which words stand beside which box, and which of them a value means. Reads only."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

BOXES = "□☐◻▢⬜"
TICKED = "☑"
OTHER = "その他"
_PIECE = re.compile(rf"([{BOXES}])([^{BOXES}{TICKED}■]*)")
_GAP = re.compile(r"(その他[^（(]*[（(])[\s　・]*([）)])")
# Words that forms use for one another.
SAME = {"有": "あり", "無": "なし", "可": "できる", "否": "いいえ", "同意する": "あり", "同意しない": "なし", "要": "はい", "不要": "いいえ"}  # fmt: skip


def plain(words: str) -> str:
    """A label as it is compared: width, spaces, marks and brackets do not count."""
    flat = unicodedata.normalize("NFKC", words).lower()
    return re.sub(r"[\s・.。、,:：()（）「」\-_/／※＊*]", "", flat)


def has_box(text: str) -> bool:
    """Whether there is something to be ticked."""
    return any(box in text for box in BOXES)


def labels(text: str, beside: str = "", means: Mapping[str, str] | None = None) -> list[str]:
    """The words of each box; of a box without words those of the cell beside it; `means`: what the town's words mean."""
    found = [piece.strip() or beside.strip() for _, piece in _PIECE.findall(text)]
    return [(means or {}).get(one, one) for one in found]


def said(value: str) -> list[str]:
    """The choices in a value as it stands on paper."""
    return [one.strip() for one in re.split(r"[、\n]", value) if one.strip() and one.strip() not in (*BOXES, "☐")]


def meant(values: Iterable[str], found: Sequence[str]) -> tuple[set[int], list[str]]:
    """(which boxes are ticked, values that have none): the same word, else the only one that begins alike."""
    ticked: set[int] = set()
    without = []
    names = [_same(plain(one)) for one in found]
    for value in values:
        wanted = _same(plain(value))
        hits = [n for n, name in enumerate(names) if name and name == wanted]
        hits = hits or [
            n for n, name in enumerate(names) if name and (name.startswith(wanted) or wanted.startswith(name))
        ]
        if len(hits) == 1 or (hits and len({names[n] for n in hits}) == 1):
            ticked |= set(hits)
        elif value:
            without.append(value)
    return ticked, without


def _same(name: str) -> str:
    return SAME.get(name, name)


def ticked(text: str, value: str, beside: str = "", elsewhere: Sequence[str] = (), tells: bool = True,
           means: Mapping[str, str] | None = None) -> str:  # fmt: skip
    """The text of a cell with the boxes of a value ticked; what has no box goes to その他, or is told at the end.

    `elsewhere`: the words of the question's boxes in other cells; `tells`: whether this cell tells what none of them has.
    """
    found = labels(text, beside, means)
    if value == TICKED:  # a single question answered with yes
        return re.sub(f"[{BOXES}]", TICKED, text, count=1)
    hits, without = meant(said(value), found)
    without = [one for one in without if tells and not meant([one], elsewhere)[0]]
    other = next((n for n, one in enumerate(found) if one.startswith(OTHER)), None)
    if without and other is not None:
        hits.add(other)
    told = _marked(text, hits)
    if without and other is not None and _GAP.search(told):
        return _GAP.sub(lambda gap: gap[1] + "、".join(without) + gap[2], told, count=1)
    return f"{told}　※{'、'.join(without)}" if without else told


def _marked(text: str, hits: set[int]) -> str:
    number = iter(range(len(text)))
    return re.sub(f"[{BOXES}]", lambda box: TICKED if next(number) in hits else box[0], text)


__all__ = ["BOXES", "TICKED", "has_box", "labels", "meant", "plain", "said", "ticked"]
