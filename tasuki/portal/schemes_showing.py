"""Schemes of support as a resident reads them (支援制度の見せ方). Reads only."""

from typing import Any

from tasuki.shared import clock

from .enums import TOPICS, Trouble
from .reading import Town
from .showing import dial
from .wording import Words

# Topics of consultations (相談内容) beside the one by which a trouble finds its desk.
MORE = {Trouble.MONEY: {"04", "05", "06"}, Trouble.HOME: {"04"}, Trouble.WORK: {"08"}}


def topics_of(trouble: str) -> set[str]:
    """What a trouble in plain words is called at the desks."""
    return ({TOPICS[trouble]} | MORE.get(Trouble(trouble), set())) - {"", "99"}


def for_trouble(town: Town, trouble: str, words: Words) -> list[dict[str, Any]]:
    """Schemes for one trouble."""
    wanted = topics_of(trouble)
    return [card(town, one, words) for one in town.schemes if wanted & set(one["topics"])]


def all_of(town: Town, trouble: str, words: Words) -> list[dict[str, Any]]:
    """Every scheme, or those for one trouble."""
    return for_trouble(town, trouble, words) if trouble else [card(town, one, words) for one in town.schemes]


def card(town: Town, one: dict[str, Any], words: Words) -> dict[str, Any]:
    """A scheme in a list: what it is in the language, until when one may ask."""
    text, lang, old = town.text(f"scheme/{one['id']}", words.language, one["summary"])
    return {
        "id": one["id"], "name": one["name"], "text": text, "lang": lang, "old": old, "period": period(one, words),
        "untold": town.untold(f"scheme/{one['id']}", words.language),
    }  # fmt: skip


def period(one: dict[str, Any], words: Words) -> str:
    """Until when, or from when; nothing when it is always."""
    if one["opens_on"] and one["opens_on"] > clock.today():
        return words.filled("scheme_from", date=_day(one["opens_on"]))
    return words.filled("scheme_until", date=_day(one["closes_on"])) if one["closes_on"] else ""


def _day(day: Any) -> str:
    return f"{day.year}/{day.month}/{day.day}"


def whole(town: Town, one: dict[str, Any], words: Words) -> dict[str, Any]:
    """A scheme on its own page."""
    facts = [
        ("scheme_target", one["target"]), ("scheme_content", one["content"]), ("scheme_apply", one["how_to_apply"]),
        ("scheme_bring", one["to_bring"]), ("contact", one["contact"]), ("run_by", one["given_by"]),
    ]  # fmt: skip
    confirmed = words.filled("confirmed", date=_day(one["confirmed_on"])) if one["confirmed_on"] else ""
    return card(town, one, words) | {
        "facts": [(words[key], value) for key, value in facts if value], "phone": one["phone"], "tel": dial(one["phone"]),
        "url": one["url"], "confirmed": confirmed,
    }  # fmt: skip
