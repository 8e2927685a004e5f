"""What a resident writes goes to its desk; what was answered comes back (書いて相談する). Everything by functions of the database."""

import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from tasuki.shared import clock
from tasuki.shared.calendar_jp import add_business_days
from tasuki.shared.ids import uuid7
from tasuki.supporters import routing
from tasuki.supporters.enums import Stream
from tasuki.tenancy.context import Context, acting
from tasuki.tenancy.models import Area

from . import receipts
from .enums import TOPICS
from .reading import Town, rows

SALT, GOOD_FOR = "portal.write", timedelta(hours=12)
SLOW = ""


def fresh_mark() -> str:
    """What a new form carries: its own key, signed; a form that is sent twice is received once."""
    return signing.TimestampSigner(salt=SALT).sign(str(uuid7()))


def key_of(mark: str) -> UUID | None:
    """The key of a form of ours that is not too old."""
    try:
        return UUID(signing.TimestampSigner(salt=SALT).unsign(mark, max_age=GOOD_FOR))
    except (signing.BadSignature, ValueError):
        return None


def machine_of(request: HttpRequest) -> str:
    """The machine as a word that is the same for one day only and leads back to nobody."""
    address = request.META.get("REMOTE_ADDR", "")
    if address in settings.TRUSTED_PROXIES:
        address = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or address
    day = clock.today().isoformat()
    return hmac.new(settings.SECRET_KEY.encode(), f"{day} {address}".encode(), hashlib.sha256).hexdigest()


def send(
    town: Town, language: str, key: UUID, told: dict[str, Any], machine: str
) -> tuple[receipts.Receipt, Any] | None:
    """To the desk that the rules name; the receipt and the day, or nothing when this machine has sent too much."""
    agency = desk_of(town, told["area"], told["trouble"])
    due = add_business_days(clock.today(), town.answer_days)
    for attempt in range(8):
        mine = receipts.receipt(key, attempt)
        values = (
            town.id, key, mine.number, mine.digest, language, told["trouble"], told["area"] or None, told["words"],
            told["name"], told["contact"], agency, due, machine,
        )  # fmt: skip
        [(number,)] = [tuple(row.values()) for row in rows("write_message", *values)]
        if number == SLOW:
            return None
        if number == mine.number:
            return mine, due
    return None


def desk_of(town: Town, area: str, trouble: str) -> Any:
    """圏域 × topic → agency, by the rules that the municipality keeps for all that comes from outside."""
    with acting(Context(municipality=town.id)):
        here = Area.objects.filter(pk=area).first() if area else None
        way = routing.way(Stream.MESSAGE, here, TOPICS.get(trouble, ""))
        return way.agency.pk if way.agency else None


def answer_of(town: Town, number: str, word: str) -> dict[str, Any]:
    """How it stands and what was answered; `state` wrong or locked otherwise."""
    known = receipts.number_of(number)
    if not known:
        return {"state": "wrong"}
    digest = receipts.digest(known, receipts.latin_of(word))
    [found] = rows("read_answer", town.id, known, digest)
    return found | {"number": known, "answers": json.loads(found["answers"])}
