"""Inside the product's own code, as the application role: queries of a page, its answer, and the SQL alone."""

import re
import time
from typing import Any
from uuid import UUID

from . import plain

RECORD = re.compile(r"#record-([0-9a-f-]{36})")
LINE = re.compile(r'/records/([0-9a-f-]{36})/"')
CASE = re.compile(r'href="/cases/([0-9a-f-]{36})/"')


def client(municipality: str, who: plain.Reader) -> Any:
    """Django's own client, signed in."""
    from django.db import connections
    from django.test import Client
    from django.test.utils import setup_test_environment

    from tasuki.staff.identity import marks_of
    from tasuki.staff.models import Worker

    if not hasattr(client, "ready"):
        setup_test_environment(debug=False)
        client.ready = True  # type: ignore[attr-defined]
    connections["owner"].ensure_connection()
    worker = Worker.objects.using("owner").get(pk=who.worker)
    browser = Client()
    session = browser.session
    session.update(marks_of(worker) | {"municipality": municipality})
    session.save()
    return browser


def queries(browser: Any, path: str) -> int:
    """Statements of one page, transaction words left out."""
    from django.db import connection, reset_queries

    browser.get(path)  # fills what is kept in memory for a minute: labels, templates
    connection.force_debug_cursor = True
    try:
        reset_queries()
        answer = browser.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
        return sum(not query["sql"].startswith(words) for query in connection.queries_log)
    finally:
        connection.force_debug_cursor = False


def differences(browser: Any, owner: Any, who: plain.Reader, words: list[str], cases: list[UUID]) -> list[str]:
    """Where a page of this persona and plain SQL disagree; nothing when all is well."""
    found = []
    shown = unique(CASE.findall(browser.get("/cases/").content.decode()))
    if shown != [str(key) for key in plain.case_list(owner, who)]:
        found.append(f"{who.login}: list of cases")
    for case in cases[:3]:
        text = browser.get(f"/cases/{case}/?only=record").content.decode()
        if unique(LINE.findall(text))[:20] != [str(key) for key in plain.newest_records(owner, who, case)]:
            found.append(f"{who.login}: records of {case}")
    for word in words:
        text = browser.get("/search/", {"q": word}).content.decode()
        count, newest = plain.search(owner, who, word)
        said = "1,000件以上" if count > 1000 else f"{count:,}件"
        if unique(RECORD.findall(text)) != [str(key) for key in newest] or (count and said not in text):
            found.append(f"{who.login}: search {word} ({count})")
    return found


def unique(keys: list[str]) -> list[str]:
    """Each once, in order."""
    return list(dict.fromkeys(keys))


def yearly(municipality: str, who: plain.Reader, year: int, times: int) -> tuple[list[float], plain.Cells]:
    """Milliseconds of counting a year (SQL and adding up), and every cell of it."""
    from django.db import transaction

    from tasuki.reports import engine
    from tasuki.staff.acting import acting_as
    from tasuki.staff.models import Worker

    took, cells = [], {}
    worker = Worker.objects.using("owner").get(pk=who.worker)
    with transaction.atomic(), acting_as(worker) as actor:
        for _ in range(times + 1):
            began = time.perf_counter()
            table = engine.count("yearly", year, actor)
            took.append((time.perf_counter() - began) * 1000)
        cells = {("months", row.key, month): number for row in table.rows() for month, number in row.months.items()}
        cells |= {("areas", row.key, area): number for row in table.rows() for area, number in row.areas.items()}
    return took[1:], cells  # type: ignore[return-value]


def folded_cells(cells: plain.Cells) -> dict[Any, int]:
    """Plain cells as the table shows them: by month, and by area."""
    found: dict[Any, int] = {}
    for (key, month, area), number in cells.items():
        for name in (("months", key, month), ("areas", key, area)):
            found[name] = found.get(name, 0) + number
    return found
