"""Persons by name or reading, among those the reader may know."""

from uuid import UUID

from django.db import connection

from tasuki.shared.kana import bigrams, fold_name

MOST = 200


def escaped(text: str) -> str:
    """Text for LIKE, its own signs taken literally."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def person_keys(text: str, most: int = MOST) -> list[UUID]:
    """Keys of persons whose folded name, reading or common name contains the text; [] for an empty text."""
    key = fold_name(text)
    if not key:
        return []
    pairs = bigrams(key) or None
    with connection.cursor() as cursor:
        cursor.execute("select * from app.search_persons(%s, %s, %s)", [pairs, f"%{escaped(key)}%", most])
        return [row[0] for row in cursor.fetchall()]
