"""Every address of the house asked with what nobody should ask: a page, a refusal in Japanese, never a failure."""

import re
import time

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.forms import opened_pages
from tests.guards.house import sources
from tests.whole_town import pages

from .test_forms import told
from .words import CAREFUL, DAYS, KEPT, KEYS, LONG, NUMBERS, REFUSED, SLOWEST

pytestmark = pytest.mark.database
ASKED = re.compile(r"request\.GET(?:\.get\(|\.getlist\(|\[)\s*\"(\w+)\"")
FORM_NAMES = re.compile(r"<(?:input|select)[^>]*\sname=\"([a-z_-]+)\"")
SHORT_LONG = [text[:4000] for text in LONG]  # a server refuses longer lines by itself
VALUES = [*KEPT, *REFUSED, *DAYS, *NUMBERS, *KEYS, *SHORT_LONG, "²", "-0", "1,2", "2026-11", "all", "%", "_", "\\"]
FINE = {200, 302, 400, 401, 403, 404, 405, 409, 422}


def names_asked() -> set[str]:
    """Every name that a view reads from the address."""
    return {name for file in sources() for name in ASKED.findall(file.text)}


def ask(client, address, fields, wrong, name):
    began = time.perf_counter()
    try:
        answer = client.get(address, {key: value.encode("utf-8", "replace").decode() for key, value in fields.items()})
    except Exception as failure:
        return wrong.append(f"{name} { ({k: v[:30] for k, v in fields.items()}) }: {told(failure)}")
    if answer.status_code not in FINE:
        wrong.append(f"{name} {fields}: {answer.status_code}")
    if time.perf_counter() - began > SLOWEST:
        wrong.append(f"{name}: slow")
    return None


def _ask_often(client, address, names, wrong, name):
    @CAREFUL
    @given(st.dictionaries(st.sampled_from(names), st.sampled_from(VALUES), min_size=1, max_size=6))
    def play(fields):
        ask(client, address, fields, wrong, name)

    play()


def test_no_page_fails_whatever_is_asked(whole, browse):
    cast, wrong, common = {}, [], names_asked()
    assert {"q", "find", "before", "after"} <= common
    for page, login, body in opened_pages(whole, browse):
        somebody = cast.setdefault(login, browse(login))
        names = sorted({*common, *(name for name in FORM_NAMES.findall(body) if name[0] != "_")})
        _ask_often(somebody.client, page.address.split("?")[0], names, wrong, page.name)
    assert wrong == [], "\n".join(sorted(set(wrong)))


SPOILT = ["%00", "%ff%fe", "..%2f..%2fetc%2fpasswd", "9" * 400, "%e2%80%ae"]
PART = re.compile(r"[0-9a-f-]{36}|/yearly|/urgency|/2026|/consultations/$|/record/")


def test_no_address_fails_with_a_spoilt_part(whole, browse):
    every, wrong = pages(whole), []
    clients = [browse("suzuki").client]  # whoever is not signed in gets no further than the door
    assert Client().get("/results/" + "9" * 400 + "/").status_code in FINE
    for bad in SPOILT:
        for address in sorted({PART.sub(f"/{bad}/", page.address).replace("//", "/") for page in every}):
            for client in clients:
                try:
                    status = client.get(address).status_code
                except Exception as failure:
                    status = told(failure)
                if status not in FINE:
                    wrong.append(f"{address[:80]}: {status}")
    assert wrong == [], "\n".join(wrong)
