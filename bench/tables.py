"""Rows by COPY as the owner, whom no wall limits: only the bench does this, never the product."""

import random
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from psycopg.types.json import Json

Row = dict[str, Any]


class Keys:
    """UUIDv7 from a seed: the moment of the row and random bits, so that rows written together lie together."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def at(self, moment: datetime) -> UUID:
        """A key made at that moment."""
        value = int(moment.timestamp() * 1000) << 80 | self.random.getrandbits(80)
        value = value & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62
        return UUID(int=value)


class Loader:
    """COPY of model rows; what a row does not name is the model's default, the municipality is the town's."""

    def __init__(self, connection: Any, municipality: UUID) -> None:
        self.connection, self.municipality = connection, municipality
        self.counted: dict[str, int] = {}

    def copy(self, model: type[models.Model], rows: Iterable[Row]) -> int:
        """Write all rows; returns how many."""
        fields = model._meta.concrete_fields
        names = [field.attname for field in fields]
        base = [None if field.primary_key else self._default(field) for field in fields]
        place = {name: number for number, name in enumerate(names)}
        count = 0
        columns = ", ".join(f'"{field.column}"' for field in fields)
        with (
            self.connection.cursor() as cursor,
            cursor.copy(f"copy {model._meta.db_table} ({columns}) from stdin") as copy,
        ):
            for row in rows:
                line = base.copy()
                for name, value in row.items():
                    line[place[name]] = Json(value) if isinstance(value, dict) else value
                copy.write_row(line)
                count += 1
        self.counted[model._meta.db_table] = self.counted.get(model._meta.db_table, 0) + count
        return count

    def _default(self, field: models.Field) -> Any:
        if field.attname == "municipality_id":
            return self.municipality
        value = field.get_default()
        return Json(value) if isinstance(value, dict) else value


def shares(count: int, sizes: list[float]) -> Iterator[int]:
    """For each of `count` things the index of its owner, sizes as given (they need not add up to 1)."""
    total = sum(sizes)
    marks, so_far = [], 0.0
    for size in sizes:
        so_far += size / total
        marks.append(so_far)
    dice = random.Random(count)
    for _ in range(count):
        x = dice.random()
        yield next(number for number, mark in enumerate(marks) if x <= mark or number == len(marks) - 1)
