"""SQL that a room keeps in its `sql/` folder: functions and indexes, run again after every migration."""

from collections.abc import Iterator
from pathlib import Path

ROOMS = Path(__file__).resolve().parent.parent


def statements_of_rooms(labels: list[str], folder: str = "sql") -> Iterator[str]:
    """The text of every `tasuki/<room>/sql/*.sql`, in the order of the rooms given; each can be run again."""
    for label in labels:
        for path in sorted((ROOMS / label / folder).glob("*.sql")):
            yield path.read_text(encoding="utf-8")
