"""What a field tells of a resident: every field of every model is classed once, beside the model (個人情報の区分)."""

from dataclasses import dataclass
from typing import Any

CLASSES = {"open": "ひらいてよい", "personal": "個人がわかる", "sensitive": "配慮がいる"}


@dataclass(frozen=True)
class Privacy:
    """Names of fields, separated by spaces.

    `open` tells nothing of a resident by itself; `personal` names somebody or leads to somebody;
    `sensitive` tells of life, health, family, support, or is a free text that may.
    """

    open: str = ""
    personal: str = ""
    sensitive: str = ""

    def pairs(self) -> list[tuple[str, str]]:
        """(field, class) in the order written; a field named twice comes twice."""
        return [(field, kind) for kind in CLASSES for field in getattr(self, kind).split()]


def classed(model: type[Any]) -> list[tuple[str, str]]:
    """(field, class) of a model: what it declares itself and what the models it is made from declare."""
    return [pair for kind in model.__mro__ if "privacy" in vars(kind) for pair in vars(kind)["privacy"].pairs()]
