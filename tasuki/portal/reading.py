"""What the residents' pages show of a municipality, read by the functions of the schema `outside` and kept for seconds."""

import hashlib
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from .enums import Language

SECONDS = 10
_kept: dict[Any, tuple[float, Any]] = {}


def rows(function: str, *values: Any) -> list[dict[str, Any]]:
    """The rows of one function of the schema `outside`."""
    places = ", ".join("%s" for _ in values)
    with connection.cursor() as cursor:
        cursor.execute(f"select * from outside.{function}({places})", values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Town:
    """A municipality as the residents see it."""

    id: UUID
    code: str
    name: str
    languages: list[str]
    leave_to: str
    takes_messages: bool
    answer_days: int
    areas: list[dict[str, Any]] = field(default_factory=list)
    desks: list[dict[str, Any]] = field(default_factory=list)
    places: list[dict[str, Any]] = field(default_factory=list)
    schemes: list[dict[str, Any]] = field(default_factory=list)
    urgent: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    texts: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    section: dict[str, Any] = field(default_factory=dict)

    def text(self, subject: str, language: str, japanese: str = "") -> tuple[str, str, bool]:
        """(text, its tag for `lang`, out of date): in the language if there is one, else the Japanese."""
        japanese = self._written(subject, "ja") or japanese
        own = self.texts.get((subject, language))
        if language == "ja" or own is None or not own["words"]:
            return japanese, "ja", False
        return own["words"], Language(language).tag, bool(japanese) and own["source"] != digest(japanese)

    def untold(self, subject: str, language: str) -> bool:
        """Whether nothing is written in the language, so that the ordinary Japanese stands in for it."""
        return language != "ja" and not self._written(subject, language)

    def _written(self, subject: str, language: str) -> str:
        found = self.texts.get((subject, language))
        return found["words"] if found else ""

    def area(self, key: Any) -> dict[str, Any] | None:
        """An area by its key."""
        return next((area for area in self.areas if str(area["id"]) == str(key)), None)


def digest(text: str) -> str:
    """Of which Japanese text a translation is one."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


def kept(key: Any, make: Any) -> Any:
    """What was read within the last seconds, else read anew."""
    found = _kept.get(key)
    if found and time.monotonic() - found[0] < SECONDS:
        return found[1]
    made = make()
    _kept[key] = (time.monotonic(), made)
    return made


def forget() -> None:
    """Nothing kept (tests)."""
    _kept.clear()


def towns() -> list[dict[str, Any]]:
    """The municipalities that show pages to residents."""
    found: list[dict[str, Any]] = kept("towns", lambda: rows("towns"))
    return found


def town(code: str) -> Town | None:
    """One of them with everything that its pages show."""
    facts = next((one for one in towns() if one["code"] == code), None)
    if facts is None:
        return None
    made: Town = kept(facts["id"], lambda: _read(facts))
    return made


def _read(facts: dict[str, Any]) -> Town:
    key = facts["id"]
    told = {
        name: facts[name] for name in ("id", "code", "name", "languages", "leave_to", "takes_messages", "answer_days")
    }
    section = rows("section", key)
    labels = {f"{kind}/{one['code']}": one["label"] for kind in ("place_function", "place_accessibility", "place_language")
              for one in rows("labels", key, kind)}  # fmt: skip
    return Town(
        **told, areas=rows("areas", key), desks=rows("desks", key), places=rows("places", key), urgent=rows("urgent", key),
        events=rows("events", key), schemes=rows("schemes", key),
        texts={(one["subject"], one["language"]): one for one in rows("texts", key)}, labels=labels,
        section=section[0] if section else {},
    )  # fmt: skip
