"""What rooms above have to tell a worker on her day (お知らせ): they put their question here when the house is opened."""

from collections.abc import Callable
from dataclasses import dataclass

from tasuki.staff.models import Worker


@dataclass(frozen=True)
class Notice:
    """One sentence with the address where it can be put right."""

    title: str
    text: str
    url: str
    tone: str = "warning"


SOURCES: list[Callable[[Worker], list[Notice]]] = []


def notices_for(worker: Worker) -> list[Notice]:
    """Everything that waits to be read."""
    return [notice for source in SOURCES for notice in source(worker)]
