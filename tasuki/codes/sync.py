"""Shipped code lists into the tables of a municipality: new codes added, own changes kept, nothing deleted."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from .lookup import forget
from .models import Code

DATA = Path(__file__).parent / "data"


def shipped() -> Iterator[Code]:
    """Every row of `data/*.csv`."""
    for path in sorted(DATA.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file)):
                yield Code(
                    list=path.stem, code=row["code"], label=row["label"], order=int(row["order"] or number),
                    valid_from=_day(row["valid_from"]), valid_to=_day(row["valid_to"]),
                    verified=row["verified"] == "yes", source=row["source"],
                )  # fmt: skip


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def sync() -> int:
    """Bring the shipped lists to the municipality in force; returns how many codes were new."""
    known = set(Code.objects.values_list("list", "code"))
    new = [code for code in shipped() if (code.list, code.code) not in known]
    Code.objects.bulk_create(new)
    forget()
    return len(new)
