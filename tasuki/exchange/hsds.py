"""Open Referral HSDS 3: services with their organization, location and schedules, as one page of a list of services.

>>> document(municipality)["contents"][0]["service_at_locations"][0]["schedules"][0]["byday"]
'1MO,3MO'
"""

import json
from typing import Any
from uuid import UUID, uuid5

from tasuki.codes import lookup
from tasuki.community.models import Place
from tasuki.community.opening import Opening, Rule
from tasuki.community.opening_days import LAST
from tasuki.tenancy.models import Municipality

from . import published
from .columns import flat

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# ISO 639-1 of the languages a place may list; what is not here is told by its name alone
LANGUAGES = {"ja_easy": "ja"} | {code: code for code in ("en", "zh", "ko", "vi", "pt", "tl", "ne", "es")}


def document(municipality: Municipality) -> dict[str, Any]:
    """Everything on one page."""
    services = [_service(place, municipality) for place in published.places()]
    return {
        "total_items": len(services), "total_pages": 1, "page_number": 1, "size": len(services), "first_page": True,
        "last_page": True, "empty": not services, "contents": services,
    }  # fmt: skip


def services(municipality: Municipality) -> tuple[bytes, int]:
    """The same as a file."""
    told = document(municipality)
    return json.dumps(told, ensure_ascii=False, indent=1).encode(), told["total_items"]


def _key(place: Place, part: str) -> str:
    return str(uuid5(place.pk, part))


def _only(told: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known."""
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def _service(place: Place, municipality: Municipality) -> dict[str, Any]:
    number = published.phone(place)
    functions = "、".join(lookup.labels("place_function", place.functions))
    return _only({
        "id": str(place.pk), "name": place.name, "alternate_name": place.nickname,
        "description": place.description or functions or place.name, "url": place.url, "status": "active",
        "fees_description": place.cost, "eligibility_description": _for_whom(place),
        "assured_date": place.confirmed_on.isoformat() if place.confirmed_on else None,
        "phones": [{"id": _key(place, "phone"), "number": number, "type": "voice"}] if number else [],
        "languages": _languages(place), "cost_options": _costs(place), "service_areas": _areas(place, municipality),
        "organization": _organization(place, municipality),
        "service_at_locations": [_at_location(place, municipality)],
    })  # fmt: skip


def _for_whom(place: Place) -> str:
    whom = "、".join(lookup.labels("place_for_whom", place.for_whom))
    return "。".join(part for part in (whom, place.conditions) if part)


def _organization(place: Place, municipality: Municipality) -> dict[str, Any]:
    """Who runs it; one organization for all places run under the same name."""
    name = place.run_by or place.name
    key = uuid5(UUID(int=municipality.pk.int), flat(name))
    return {"id": str(key), "name": name, "description": f"{municipality.name}の居場所・資源「{place.name}」などの運営"}


def _areas(place: Place, municipality: Municipality) -> list[dict[str, Any]]:
    name = place.district or (place.area.name if place.area else municipality.name)
    return [{"id": _key(place, "area"), "service_id": str(place.pk), "name": name}]


def _languages(place: Place) -> list[dict[str, Any]]:
    return [
        _only({"id": _key(place, f"language {code}"), "name": lookup.label("place_language", code), "code": LANGUAGES.get(code)})
        for code in place.languages
    ]  # fmt: skip


def _costs(place: Place) -> list[dict[str, Any]]:
    if place.cost_yen is None:
        return []
    return [
        _only(
            {"id": _key(place, "cost"), "amount": place.cost_yen, "currency": "jpy", "amount_description": place.cost}
        )
        | {"amount": place.cost_yen}
    ]


def _at_location(place: Place, municipality: Municipality) -> dict[str, Any]:
    location = _only({
        "id": _key(place, "location"), "location_type": "physical", "name": place.name, "transportation": place.access,
        "latitude": None if place.latitude is None else float(place.latitude),
        "longitude": None if place.longitude is None else float(place.longitude),
        "addresses": [_address(place, municipality)],
        "accessibility": [
            {"id": _key(place, f"accessibility {code}"), "description": lookup.label("place_accessibility", code)}
            for code in place.accessibility
        ],
    })  # fmt: skip
    return _only({
        "id": _key(place, "at"), "service_id": str(place.pk), "location_id": location["id"], "location": location,
        "schedules": schedules(place),
    })  # fmt: skip


def _address(place: Place, municipality: Municipality) -> dict[str, Any]:
    return {
        "id": _key(place, "address"), "address_1": place.where, "city": municipality.name,
        "state_province": published.prefecture(municipality), "postal_code": "", "country": "JP", "address_type": "physical",
    }  # fmt: skip


def schedules(place: Place) -> list[dict[str, Any]]:
    """Each rule with each of its hours; what RFC 5545 cannot say here stands in the description alone."""
    read = published.opening(place)
    found: list[dict[str, Any]] = []
    for rule in published.rules(read):
        for hours in rule.hours or (None,):
            one = {"id": _key(place, f"schedule {len(found)}"), "service_id": str(place.pk), "timezone": 9,
                   "description": place.opening, **recurrence(read, rule)}  # fmt: skip
            if hours:
                one["opens_at"] = f"{published.face(hours.start)}+09:00"
                if hours.end is not None:
                    one["closes_at"] = f"{published.face(hours.end % 1440)}+09:00"
            found.append(one)
    if not found and place.opening:
        found.append({"id": _key(place, "schedule"), "service_id": str(place.pk), "description": place.opening})
    return found


def recurrence(read: Opening, rule: Rule) -> dict[str, Any]:
    """The recurrence rule: weekly, every second week, by the n-th of the month, by date; nothing when it is none of these."""
    days = rule.days
    if read.why_not or rule.why_not or days.months or days.holidays or days.span:
        return {}
    if days.dates:
        return {"freq": "MONTHLY", "interval": 1, "bymonthday": ",".join(map(str, sorted(days.dates)))}
    if days.nths and days.weekdays:
        weekdays = sorted(days.weekdays)
        nths = [-1 if nth == LAST else nth for nth in sorted(days.nths)]
        return {
            "freq": "MONTHLY",
            "interval": 1,
            "byday": ",".join(f"{nth}{DAYS[day]}" for nth in nths for day in weekdays),
        }
    weekdays = published.every_week(read, rule)
    if not weekdays:
        return {}
    told = {
        "freq": "WEEKLY",
        "interval": 2 if days.fortnight else 1,
        "byday": ",".join(DAYS[day] for day in weekdays),
        "wkst": "MO",
    }
    return told | ({"dtstart": days.since.isoformat()} if days.since else {})
