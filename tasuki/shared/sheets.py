"""Tables that come from outside (取り込む表): Excel or CSV as plain rows, read by the limited process."""

import datetime
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from . import limited
from .decisions import Refused
from .uploads import LARGEST, check_workbook

Cell: TypeAlias = "str | int | float | bool | datetime.date | datetime.datetime | None"
LIMIT, COLUMNS, LONGEST = 5000, 200, 5000
OLD_OR_LOCKED = "古い形式（xls）か、パスワードのかかった Excel です。xlsx で、パスワードなしで保存しなおしてください。"


@dataclass
class Read:
    """One sheet as it was read: its rows, why it could not be, rows hidden in Excel, cells whose formula says nothing."""

    name: str
    rows: list[list[Cell]]
    why: str = ""
    hidden: list[int] = field(default_factory=list)
    unreckoned: list[str] = field(default_factory=list)


def read_sheets(content: bytes, limit: int = LIMIT) -> list[Read]:
    """All visible sheets of a workbook, or the one table of a CSV; `Refused` with the reason in Japanese."""
    _judge(content)
    told, _ = limited.run("sheets", content, limit=limit, columns=COLUMNS, longest=LONGEST)
    return [Read(**{**one, "rows": [[_cell(cell) for cell in row] for row in one["rows"]]}) for one in told]


def read_rows(content: bytes, limit: int = LIMIT) -> list[list[Cell]]:
    """The rows of the first sheet, or of a CSV; `Refused` with the reason in Japanese."""
    _judge(content)
    told, _ = limited.run("rows", content, limit=limit, columns=COLUMNS, longest=LONGEST)
    return [[_cell(one) for one in row] for row in told]


def _judge(content: bytes) -> None:
    """Before anything opens it."""
    if not content:
        raise Refused("ファイルが空です。")
    if len(content) > LARGEST:
        raise Refused("ファイルが大きすぎます。10MBまでにしてください。")
    if content.startswith(b"PK"):
        check_workbook(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(OLD_OR_LOCKED)
    elif b"\x00" in content and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused("Excel（xlsx）か CSV を選んでください。")


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        if "date" in value:
            return datetime.date.fromisoformat(value["date"])
        return datetime.datetime.fromisoformat(value["moment"])
    return value  # type: ignore[no-any-return]
