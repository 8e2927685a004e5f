"""A place of a town's form and what stands there (結んだ欄): written over, or boxes ticked; lines of a table below each other."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .kinds import Place
from .ticks import BOXES, TICKED, has_box, meant, said, ticked


@dataclass(frozen=True)
class Tie:
    """One place of the form and what stands there: a cell, or a tag in a text."""

    where: str
    place: Place
    sheet: str = ""
    at: str = ""
    fits: int = 0
    tag: str = ""
    text: str = ""  # what stands in the cell: □ are ticked, everything else is written over
    option: str = ""  # of a tag 「…＝高い」: ticked when the value is that
    means: Mapping[str, str] = field(default_factory=dict)  # what the town's words beside a box mean in the sheet's

    @property
    def ticks(self) -> bool:
        """Whether boxes are ticked instead of words written."""
        return bool(self.option) or (not self.tag and has_box(self.text))

    def value(self, text: str, beside: str = "", elsewhere: Iterable[str] = (), tells: bool = True) -> Any:
        """What stands there for a value in words; see `ticked`."""
        if self.option:
            hits, _ = meant([TICKED] if text == TICKED else said(text), [self.option])
            return TICKED if hits or text == TICKED else BOXES[0]
        return ticked(self.text, text, beside, list(elsewhere), tells, self.means) if self.ticks else text


@dataclass
class Check:
    """What is wrong, what is to be known, what is not placed (タグの確かめ)."""

    wrong: list[str] = field(default_factory=list)
    heed: list[str] = field(default_factory=list)
    missing: list[Place] = field(default_factory=list)


_COUNTED = re.compile(r"[\s(（]*[0-9０-９①-⑳]{1,2}[\s)）.．]*|\W*")


def alike(first: dict[str, Any], below: dict[str, Any], heading: str) -> bool:
    """Another line of the same table: the frame may be thicker below, but there is one or there is none."""
    empty = not below["text"] or (has_box(first["text"]) and below["text"] == first["text"])
    same = (below["down"], below["across"]) == (first["down"], first["across"])
    framed = bool(
        below.get("framed") and first.get("framed") and _COUNTED.fullmatch(heading)
    )  # 「1」「①」 number the lines
    return bool(empty and not below["formula"] and same and (below["look"] == first["look"] or framed))


def option_of(tag: str) -> tuple[str, str]:
    """「つなぐシート.緊急度＝至急」 as item and choice; without a choice only the item."""
    name, _, option = tag.replace("＝", "=").partition("=")
    return name.strip(), option.strip()


def least(place: Place) -> int:
    """So many letters should be seen at least."""
    return {"long": 60, "choices": 30, "persons": 20, "agencies": 20}.get(place.kind, 6)
