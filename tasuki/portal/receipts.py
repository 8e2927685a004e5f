"""Receipt number and secret word of what a resident wrote (受付番号と合いことば)."""

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

LIST = Path(__file__).parent / "words" / "secret.txt"
KATAKANA = {ord(k): chr(ord(k) - 0x60) for k in map(chr, range(0x30A1, 0x30F7))}


@dataclass(frozen=True)
class Receipt:
    """What she takes home; the word is shown as kana or in Latin letters and accepted as both."""

    number: str
    kana: str
    latin: str

    @property
    def digest(self) -> str:
        """What is kept of the word."""
        return digest(self.number, self.latin)


@lru_cache(maxsize=1)
def _list() -> list[tuple[str, str]]:
    """(kana, latin) of the easy words."""
    return [
        (kana, latin)
        for kana, _, latin in (line.partition(" ") for line in LIST.read_text("utf-8").split("\n") if line)
    ]


def receipt(key: UUID, attempt: int = 0) -> Receipt:
    """Made from the key of the form and a secret of the house: the same form sent twice gets the same."""
    seed = hmac.new(settings.SECRET_KEY.encode(), key.bytes + bytes([attempt]), hashlib.sha256).digest()
    words, rest = _list(), int.from_bytes(seed, "big")
    rest, digits = divmod(rest, 10**6)
    rest, first = divmod(rest, len(words))
    second = rest % len(words)
    number = f"{digits:06d}"
    pairs = words[first], words[second]
    return Receipt(
        f"{number[:3]}-{number[3:]}", "・".join(kana for kana, _ in pairs), " ".join(latin for _, latin in pairs)
    )


def number_of(typed: str) -> str:
    """「４８２917」 as 482-917."""
    digits = "".join(letter for letter in unicodedata.normalize("NFKC", typed) if letter in "0123456789")[:6]
    return f"{digits[:3]}-{digits[3:]}" if len(digits) == 6 else ""


def latin_of(typed: str) -> str:
    """The word as typed, in hiragana, katakana or Latin letters, as the Latin one; unknown words stay themselves."""
    text = unicodedata.normalize("NFKC", typed).lower().translate(KATAKANA)
    kana = dict(_list())
    bare = "".join(letter for letter in text if letter.isalpha() or letter == "ー")
    for first, latin in kana.items():
        if bare.startswith(first) and bare[len(first) :] in kana:
            return f"{latin} {kana[bare[len(first) :]]}"
    return " ".join("".join(letter if letter.isalpha() else " " for letter in text).split())


def digest(number: str, latin: str) -> str:
    """Slow enough to make guessing dear, quick enough for an old server."""
    joined = latin.replace(" ", "").encode()
    return hashlib.scrypt(joined, salt=b"tasuki" + number.encode(), n=2**12, r=8, p=1, dklen=32).hex()
