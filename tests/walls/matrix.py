"""Every address × everybody: the status codes as they were reviewed, in matrix.csv beside this file.

`python -m tests.walls` says what differs; `--write` writes the file anew (`--write stranger officer` only these
columns), to be read line by line in the diff.
"""

import csv
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import transaction
from django.urls import get_resolver

from tests.whole_town import Page, _patterns, pages

from .situations import OWN_THINGS, SITUATIONS, TOLD

FILE = Path(__file__).with_name("matrix.csv")
WRITE = "TASUKI_MATRIX_WRITE"
HEADS = ["name", "address", "permission", "of_a_case", *SITUATIONS]
UNLISTED = (
    "{names}: a new address has no reviewed line in tests/walls/matrix.csv. Look who should open it by ACCESS.md, make its"
    " things in tests/whole_town.py, run `python -m tests.walls --write`, and read the new lines in the diff: 404"
    " for whoever has no ground, 403 only where the role lacks the permission."
)
GONE = "{names}: in tests/walls/matrix.csv, but no longer an address; run `python -m tests.walls --write`."


def listed() -> dict[str, dict[str, str]]:
    """The reviewed lines by name of the address."""
    if not FILE.exists():
        return {}
    with FILE.open(encoding="utf-8", newline="") as file:
        return {line["name"]: line for line in csv.DictReader(file)}


def names(made: dict[str, Any]) -> list[Page]:
    """Every address once, in the order of the file."""
    found = {page.name: page for page in pages(made)}
    return [found[name] for name in sorted(found)]


def column(browser: Any, every: list[Page], posts: bool, listen: Callable[[Page, Any], None]) -> dict[str, str]:
    """GET (and POST) of every address, each answer listened to; what a POST would have done is undone."""
    asks = [browser.get, browser.post] if posts else [browser.get]
    cookies, found = browser.client.cookies.copy(), {}
    for page in every:
        found[page.name] = " ".join(_code(ask, page, listen) for ask in asks)
        browser.client.cookies = cookies.copy()  # whoever signed out on this page is there again for the next
    return found


def _code(ask: Any, page: Page, listen: Callable[[Page, Any], None]) -> str:
    with suppress(_Undo), transaction.atomic():
        answer = ask(page.address)
        listen(page, answer)
        raise _Undo
    return str(answer.status_code)


class _Undo(Exception):
    pass


def wrong(every: list[Page], permissions: dict[str, Any], found: dict[str, str], situation: str, ground: bool,
          role: Any) -> list[str]:  # fmt: skip
    """What no review may ever let through, in a sentence each."""
    told = []
    for page in every:
        for code, verb in zip(found[page.name].split(), ("GET", "POST"), strict=False):
            permission = permissions.get(page.name)
            here = f"{situation} {verb} {page.name}: {code}"
            if code.startswith("5"):
                told.append(f"{here}, a fault")
            if permission is None:
                continue
            lacks = role is not None and permission not in role.permissions
            # 401: prove first who you are, whoever you are; 405: no such way to ask, whatever the key
            if (code == "403") != lacks and role is not None and code not in ("302", "401"):
                told.append(f"{here}, but 403 is for a role without the permission and for nothing else")
            hidden = (
                page.of_a_case and not ground and page.name not in OWN_THINGS and (situation, page.name) not in TOLD
            )
            if hidden and code not in ("404", "403", "405", *(("302", "401") if role is None else ())):
                told.append(f"{here}, but there it does not exist (404)")
    return told


def addresses() -> dict[str, str]:
    """Name → address as it is written in the rooms."""
    return {f"{app}:{pattern.name}": f"/{here}" for pattern, here, app in _patterns(get_resolver().url_patterns)}


def write(columns: dict[str, dict[str, str]], every: list[Page], permissions: dict[str, Any]) -> None:
    """The file anew."""
    where, before = addresses(), listed()
    with FILE.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(HEADS)
        for page in every:
            permission, line = permissions.get(page.name), before.get(page.name, {})
            codes = (columns[one][page.name] if one in columns else line.get(one, "?") for one in SITUATIONS)
            out.writerow([page.name, where[page.name], permission.value if permission else "",
                          "yes" if page.of_a_case else "", *codes])  # fmt: skip
