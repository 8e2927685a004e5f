"""Words in the support records that the reader may read, newest first."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from tasuki.people.search import escaped
from tasuki.shared.kana import bigrams, fold_text

MOST = 1000


@dataclass(frozen=True)
class Hits:
    """`keys`: newest records first; `count` up to MOST, `more` when there are over MOST."""

    count: int
    more: bool
    keys: list[UUID]

    @property
    def label(self) -> str:
        """「43件」 or 「1,000件以上」."""
        return f"{MOST:,}件以上" if self.more else f"{self.count:,}件"


def find_records(text: str, wanted: int = 20) -> Hits:
    """Records containing every word of the text (folded). Single characters walk the dates; pairs use the index."""
    words = fold_text(text).split()
    if not words:
        return Hits(0, False, [])
    pairs = [pair for pair in bigrams(text) if len(pair) == 2]
    patterns = [f"%{escaped(word)}%" for word in words]
    with connection.cursor() as cursor:
        if not pairs:
            keys = _newest(cursor, patterns, wanted)
            return Hits(len(keys), len(keys) == wanted, keys)
        # A word of two characters is its own pair: the index alone is exact for it.
        recheck = [pattern for word, pattern in zip(words, patterns, strict=True) if len(word) != 2] or None
        cursor.execute("select * from app.count_records(%s, %s, %s)", [pairs, recheck, MOST])
        count, found = cursor.fetchone()
        if count > MOST:
            return Hits(MOST, True, _newest(cursor, patterns, wanted))
        newest = "select id from cases_supportrecord where id = any(%s) order by at desc, id desc limit %s"
        cursor.execute(newest, [found or [], wanted])
        return Hits(count, False, [row[0] for row in cursor.fetchall()])


def _newest(cursor, patterns: list[str], wanted: int) -> list[UUID]:
    cursor.execute("select * from app.newest_records(%s, %s)", [patterns, wanted])
    return [row[0] for row in cursor.fetchall()]
