"""Words in the support records that the reader may read, newest first."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from tasuki.shared.kana import bigrams, fold_text

MOST = 1000
NEWEST = 5000  # single characters are looked for in so many records (app.find_records)


@dataclass(frozen=True)
class Hits:
    """`keys`: newest first; `count` up to MOST, `more` when over MOST; `newest`: looked for in so many only."""

    count: int
    more: bool
    keys: list[UUID]
    newest: int = 0

    @property
    def label(self) -> str:
        """「43件」, 「1,000件以上」, or for single characters 「新しい5,000件の記録のうち43件」."""
        said = f"{MOST:,}件以上" if self.more else f"{self.count:,}件"
        return f"新しい{self.newest:,}件の記録のうち{said}" if self.newest else said


def find_records(text: str, wanted: int = 20) -> Hits:
    """Records containing every word of the text (folded). Single characters are looked for in the newest records."""
    words = fold_text(text).split()
    if not words:
        return Hits(0, False, [])
    pairs = [pair for pair in bigrams(text) if len(pair) == 2]
    # A word of two characters is its own pair: the index alone is exact for it.
    inexact = [word for word in words if len(word) != 2] or None
    with connection.cursor() as cursor:
        cursor.execute("select * from app.find_records(%s, %s, %s, %s, %s)", [pairs, words, inexact, wanted, MOST])
        count, keys = cursor.fetchone()
    return Hits(min(count, MOST), count > MOST, keys or [], newest=0 if pairs else NEWEST)
