"""Names found in the free text of papers and proposed as 続柄 (氏名を続柄に). What is doubtful is asked, never guessed."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from tasuki.people.models import Person
from tasuki.shared.kana import fold_text

WORLD = "世帯員"  # stands for a name that several members share, or for a member who may not be shown
TITLES = ("さん", "さま", "様", "氏", "くん", "君", "ちゃん", "殿")
HOME = {
    "家": "この世帯",
    "一家": "この世帯",
    "夫妻": "この世帯の夫婦",
    "夫婦": "この世帯の夫婦",
    "宅": "自宅",
    "方": "自宅",
}
AROUND = 6
KANA = ("kana", "katakana")
_MARKS = re.compile("[\u3099\u309a\uff9e\uff9f]")


@dataclass(frozen=True)
class Spelling:
    """One way in which a name may stand in a text, folded; `whole`: family and given name together."""

    folded: str
    word: str
    whole: bool = False


@dataclass(frozen=True)
class Hit:
    """A place in a text where a name stands, or seems to."""

    start: int
    end: int
    found: str
    word: str
    sure: bool
    long: bool
    key: str
    before: str
    after: str

    @property
    def proposed(self) -> bool:
        """Whether it is ticked before anybody has looked: one character alone is left as it is."""
        return self.sure or self.long


def spellings(person: Person, word: str) -> list[Spelling]:
    """Every way: kanji and reading, together and alone, and the common name."""
    found = []
    for family, given in ((person.family_name, person.given_name), (person.family_kana, person.given_kana)):
        if family and given:
            found.append(Spelling(_flat(family) + _flat(given), word, whole=True))
        found += [Spelling(_flat(name), word) for name in (family, given) if name.strip()]
    found += [Spelling(_flat(part), word) for part in {person.common_name, *person.common_name.split()} if part.strip()]
    return [one for one in found if one.folded and not (len(one.folded) == 1 and _kind(one.folded) in KANA)]


class Finder:
    """Looks for the names of some persons, each with the word that shall stand in its place; no word: it stays."""

    def __init__(self, persons: Iterable[tuple[Person, str]]) -> None:
        self.words: dict[str, Spelling] = {}
        for person, word in persons:
            for one in spellings(person, word):
                known = self.words.setdefault(one.folded, one)
                if known.word != one.word:  # 花村さん may be the mother or the son
                    self.words[one.folded] = Spelling(one.folded, WORLD, known.whole)

    def hits(self, text: str) -> list[Hit]:
        """Where names stand, none inside another, the longer name first."""
        folded, places = _placed(text)
        taken: list[Hit] = []
        for one in sorted(self.words.values(), key=lambda one: (-len(one.folded), one.folded)):
            gap = r"[\s・]{0,2}" if one.whole else ""
            for match in re.finditer(gap.join(re.escape(letter) for letter in one.folded), folded):
                start, end = places[match.start()], places[match.end()]
                if start < end and all(end <= hit.start or hit.end <= start for hit in taken):
                    taken.append(_hit(text, start, end, one))
        return sorted((hit for hit in taken if hit.word), key=lambda hit: hit.start)

    def masked(self, text: str, replace: set[str] | None = None) -> str:
        """The text with 続柄; doubtful places as chosen (`replace`), or as proposed."""
        return "".join(part if hit is None else hit.word for part, hit in self.parts(text, replace))

    def parts(self, text: str, replace: set[str] | None = None) -> list[tuple[str, Hit | None]]:
        """Pieces of the text; with a hit: what goes away and what stands there instead."""
        out: list[tuple[str, Hit | None]] = []
        at = 0
        for hit in self.hits(text):
            goes = hit.sure or (hit.proposed if replace is None else hit.key in replace)
            if goes:
                out += [(text[at : hit.start], None), (text[hit.start : hit.end], hit)]
                at = hit.end
        return [*out, (text[at:], None)]


def _hit(text: str, start: int, end: int, one: Spelling) -> Hit:
    """The place with its title; sure when the name stands for itself: whole, titled, or not part of a longer word."""
    title = next((word for word in TITLES if text.startswith(word, end)), "")
    home = "" if one.whole else next((word for word in HOME if text.startswith(word, end)), "")
    before, after = text[start - 1 : start], text[end : end + 1]
    apart = not before or _kind(before) != _kind(text[start])
    alone = apart and (not after or _kind(after) != _kind(text[end - 1]))
    long = len(one.folded) > 1
    sure = one.whole or (apart and bool(title)) or (long and (alone or (apart and bool(home))))
    word = HOME[home] if home and sure and one.word else one.word
    end += len(title) or (len(home) if sure else 0)
    around = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    told = "\0".join((around[0], text[start:end], around[1]))
    return Hit(start, end, text[start:end], word, sure, long, hashlib.sha256(told.encode()).hexdigest()[:12], *around)


def _flat(name: str) -> str:
    return re.sub(r"[\s・]", "", _placed(name)[0])


def _placed(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters (and its end) the place in the text."""
    folded: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if folded and _MARKS.match(letter):
            mark = "\u3099" if letter in "\u3099\uff9e" else "\u309a"
            folded[-1] = unicodedata.normalize("NFC", folded[-1] + mark)
            continue
        flat = " " if letter.isspace() else fold_text(letter)
        folded += list(flat)
        places += [place] * len(flat)
    return "".join(folded), [*places, len(text)]


def _kind(letter: str) -> str:
    """Kanji, hiragana, katakana, letters: a name ends where the kind of character changes."""
    if not letter:
        return ""
    name = unicodedata.name(letter[0], "")
    kinds = (("CJK", "kanji"), ("HIRAGANA", "kana"), ("HALFWIDTH KATAKANA", "katakana"), ("KATAKANA", "katakana"))
    kind = next((kind for start, kind in kinds if name.startswith(start)), "")
    if kind or letter[0] in "々ー":
        return kind or ("kanji" if letter[0] == "々" else "katakana")
    return "letter" if letter[0].isalnum() else ""
