"""What a room shows of a case on the case page: the rooms fill panels, `casefile` puts them together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Panel:
    """One part of the case page (画面のひとこま): a template, what it is given, and the number shown on its tab."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    count: int | None = None
