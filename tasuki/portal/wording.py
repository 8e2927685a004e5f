"""The words of the residents' pages, one file per language (住民向けのことば); 「{漢字|かんじ}」 is a reading above."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .enums import Language

FOLDER = Path(__file__).parent / "words"
RUBY = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")
LOCALES = {"easy": "ja"}


def ruby(text: str) -> SafeString:
    """With readings above; everything else escaped."""
    return mark_safe(RUBY.sub(r"<ruby>\1<rp>(</rp><rt>\2</rt><rp>)</rp></ruby>", str(escape(text))))


def plain(text: str) -> str:
    """Without readings: for titles, attributes and option lists, where no ruby can stand; やさしい日本語 in kana."""
    return RUBY.sub(r"\2", text)


class Words(dict[str, SafeString]):
    """The words of one language as pages show them."""

    def __init__(self, language: Language, written: dict[str, str]) -> None:
        super().__init__({key: ruby(text) for key, text in written.items()})
        self.language, self.tag, self.written = language, language.tag, written

    def plain(self, key: str, **values: object) -> str:
        """One as plain text, with its numbers and days."""
        return plain(self.written[key]).format(**values)

    def filled(self, key: str, **values: object) -> SafeString:
        """One with its numbers and days."""
        return ruby(self.written[key].format_map(_Kept(values)))

    def day(self, day: "object", *, weekday: bool = True) -> str:
        """11月18日（水） or 11/18 (Wed): month and day in the order of Japan's papers, the weekday in the language."""
        name = self.plain(DAYS[day.weekday()])  # type: ignore[attr-defined]
        month, number = day.month, day.day  # type: ignore[attr-defined]
        if self.tag in ("ja", "zh-Hans"):
            return f"{month}月{number}日" + (f"（{name}）" if weekday else "")
        if self.tag == "ko":
            return f"{month}월 {number}일" + (f" ({name})" if weekday else "")
        order = f"{number}/{month}" if self.tag in ("vi", "pt") else f"{month}/{number}"
        return order + (f" ({name})" if weekday else "")


class _Kept(dict[str, object]):
    """Leaves 「{漢字|かんじ}」 as it stands while other braces are filled."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@lru_cache(maxsize=len(Language))
def words_of(language: str) -> Words:
    """The words of a language, read once."""
    return Words(Language(language), read(language))


def read(language: str) -> dict[str, str]:
    """A file as it is written."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


def chosen(accepted: str, offered: list[str]) -> str:
    """The first offered language that a browser asks for; やさしい日本語 is chosen by hand."""
    for part in accepted.lower().split(","):
        tag = part.split(";")[0].strip().split("-")[0]
        tag = {"tl": "fil"}.get(tag, tag)
        if tag in offered and tag != "easy":
            return tag
    return "ja" if "ja" in offered or not offered else offered[0]
