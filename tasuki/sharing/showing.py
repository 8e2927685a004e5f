"""A row of the decision table made ready for reading, with the numbers of one municipality."""

from dataclasses import dataclass
from typing import Any

from .enums import Ground, Scope
from .rules import GroundRule


@dataclass(frozen=True)
class Shown:
    """One ground as the page shows it."""

    rule: GroundRule
    label: str
    parts: str
    unit: str
    settings: list[tuple[str, str]]


def shown(rule: GroundRule, municipality: Any) -> Shown:
    """The ground with what this municipality has set."""
    parts = "すべて" if rule.most == Scope.everything() else "・".join(rule.most.labels())
    set_here = [(str(municipality._meta.get_field(name).verbose_name), _said(getattr(municipality, name)))
                for name in rule.settings]  # fmt: skip
    return Shown(rule, Ground(rule.ground).label, parts, "ひとりずつ" if rule.per_person else "世帯", set_here)


def _said(value: Any) -> str:
    return {True: "はい", False: "いいえ"}[value] if isinstance(value, bool) else str(value)
