"""One town measured: the product served as `tasuki serve` serves it, its pages timed in turn beside the floor."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

from . import build, inside, plain
from .wall import second_wall
from .web import Browser, throughput, timed, together
from .words import PLANTED, Voice

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "60"))
# Rounds before: each of the eight connections must have met each question twice before it keeps it prepared.
WARM = 24
WORDS = list(PLANTED)
PEOPLE = ("desk", "narrow", "section")


@dataclass
class Figures:
    """What was measured of one town."""

    size: str
    times: dict[str, list[float]] = field(default_factory=dict)
    rates: dict[str, float] = field(default_factory=dict)
    queries: dict[str, int] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    sees: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    checked: bool = False

    def p50(self, name: str) -> float:
        """The middle one."""
        return sorted(self.times[name])[len(self.times[name]) // 2]

    def p95(self, name: str) -> float:
        """Nineteen of twenty are faster."""
        return quantiles(self.times[name], n=20)[18]


@contextmanager
def served(size: str) -> Iterator[tuple[int, int]]:
    """The product on a free port; gives (port, process)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"PORT": str(port), "PYTHONPATH": str(build.ROOT), "TASUKI_JOBS": "0"}
    with (build.folder(size) / "serve.log").open("wb") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "tasuki", "serve"], env=environment, cwd=build.ROOT, stdout=log, stderr=log
        )
        try:
            until = time.monotonic() + 300
            while child.poll() is None and time.monotonic() < until:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    time.sleep(0.2)
            yield port, child.pid
        finally:
            child.send_signal(signal.SIGTERM)
            child.wait(60)


def measure(size: str, known: dict[str, Any], check: bool = True, wall: bool = True) -> Figures:
    """Everything, in one run."""
    from django.db import connections

    figures = Figures(size)
    with served(size) as (port, process), second_wall(size, up=wall):
        browsers = {login: Browser(port).sign_in(known["municipality"], login) for login in PEOPLE}
        for browser in browsers.values():
            browser.get("/bench/floor/")
        # before the bench asks for anything itself: that would fill the database's buffers
        figures.memory["idle"], figures.memory["portal"] = memory(process, size)
        owner = connections["owner"].cursor()
        people = {login: plain.reader(owner, login) for login in PEOPLE}
        cases = {login: plain.some_cases(owner, who) for login, who in people.items()}
        cases["own"] = plain.own_cases(owner, people["desk"])
        figures.sees = {login: plain.how_many(owner, who) for login, who in people.items()}
        _time_pages(figures, browsers, cases, known)
        _rates(figures, browsers["desk"], cases["own"])
        figures.memory["after"], _ = memory(process, size)
    _inside(figures, known, people, cases, owner, check)
    return figures


def _time_pages(figures: Figures, browsers: dict[str, Browser], cases: dict[str, Any], known: dict[str, Any]) -> None:
    dice, voice = random.Random(1), Voice(1, 500)
    year = last_year()
    for number in range(-WARM, ROUNDS):
        turn: list[tuple[str, Any]] = []
        for login, browser in browsers.items():
            case = cases[login][number % len(cases[login])]
            turn.append((f"floor {login}", lambda b=browser: b.get("/bench/floor/")))
            turn.append((f"list {login}", lambda b=browser: b.get("/cases/")))
            turn.append((f"case {login}", lambda b=browser, c=case: b.get(f"/cases/{c}/")))
            for word in WORDS:
                turn.append((f"search {login} {word}", lambda b=browser, w=word: b.get(f"/search/?q={w}")))
        desk, case = browsers["desk"], cases["own"][number % len(cases["own"])]
        fields = record_fields(voice)
        turn.append(("new record", lambda b=desk, c=case, f=fields: b.post(f"/cases/{c}/records/new/", f)))
        turn.append(("results page", lambda: browsers["section"].get(f"/results/?year={year}")))
        dice.shuffle(turn)
        for name, work in turn:
            took = timed(work)
            if number >= 0:
                figures.times.setdefault(name, []).append(took)


def record_fields(voice: Voice) -> dict[str, str]:
    """A new support record as it is typed."""
    from tasuki.shared import clock

    at = clock.now() - timedelta(minutes=30)
    return {"at_date": at.date().isoformat(), "at_time": f"{at:%H:%M}", "method": "phone", "parties": "person",
            "worker_count": "1", "minutes": "15", "text": voice.text()[0]}  # fmt: skip


def _rates(figures: Figures, desk: Browser, cases: list[Any]) -> None:
    voice = Voice(2, 500)
    figures.rates["floor"] = throughput(desk, "/bench/floor/")
    figures.rates["list"] = throughput(desk, "/cases/")
    figures.rates["case"] = throughput(desk, f"/cases/{cases[0]}/")
    figures.rates["search"] = throughput(desk, "/search/?q=%E4%BB%8B%E8%AD%B7")
    works = []
    for number in range(16):
        one, path = desk.twin(), f"/cases/{cases[number % len(cases)]}/records/new/"
        works.append(lambda one=one, path=path: one.post(path, record_fields(voice)))
    figures.rates["new record"] = together(works)


def _inside(figures: Figures, known: dict[str, Any], people: dict[str, plain.Reader], cases: dict[str, Any], owner: Any,
            check: bool) -> None:  # fmt: skip
    year = last_year()
    for login, who in people.items():
        client = inside.client(known["municipality"], who)
        case = cases[login][0]
        pages = {"floor": "/bench/floor/", "list": "/cases/", "case": f"/cases/{case}/", "search": "/search/?q=介護"}
        if login == "desk":  # others may read more than they may write
            pages["form"] = f"/cases/{cases['own'][0]}/records/new/"
        if login == "section":
            pages["results"] = f"/results/?year={year}"
        for name, path in pages.items():
            figures.queries[name] = max(figures.queries.get(name, 0), inside.queries(client, path))
        if check:
            figures.wrong += inside.differences(client, owner, who, WORDS, cases[login])
    took, cells = inside.yearly(known["municipality"], people["section"], year, 15)
    figures.times["year counted"] = took
    if check:
        expected = inside.folded_cells(plain.results(owner, year))
        figures.wrong += [f"results: {key} {cells.get(key)} {number}" for key, number in expected.items()
                          if key[1] in {name for _, name, _ in cells} and cells.get(key) != number]  # fmt: skip
        figures.wrong += [f"results: {key} {number} not expected" for key, number in cells.items()
                          if number and key not in expected]  # fmt: skip
    figures.checked = check


def last_year() -> int:
    """The last whole fiscal year."""
    from tasuki.shared import clock
    from tasuki.shared.calendar_jp import fiscal_year

    return fiscal_year(clock.today()) - 1


def memory(process: int, size: str) -> tuple[float, float]:
    """PSS in MB of the two web workers with their watcher and every process of that PostgreSQL; of the residents' pages."""
    import psutil

    served_by = psutil.Process(process)
    master = int((build.folder(size) / "database" / "cluster" / "postmaster.pid").read_text().split()[0])
    outer = [one for one in served_by.children() if "tasuki.config.portal_serving" in one.cmdline()]
    portal = [part for one in outer for part in (one, *one.children(recursive=True))]
    granian = [one for one in served_by.children(recursive=True) if "granian" in " ".join(one.cmdline())]
    server = psutil.Process(master)
    inner = [one for one in granian if one not in portal]
    town = sum(pss(one.pid) for one in (*inner, server, *server.children(recursive=True)))
    return town, sum(pss(one.pid) for one in portal)


def pss(process: int) -> float:
    """Proportional share in MB; 0 for a process that has gone."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
