"""The hammer: threads as random workers of two municipalities against the real server pool; who is answered as whom.

Each page carries whose session it was answered for (name, agency, municipality's own word) and the numbers of the cases
on it: all of them must be those of the worker who asked. `TASUKI_HAMMER` sets the number of requests (10,000 in
`make prove`).
"""

import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings

ROOT = Path(__file__).absolute().parents[2]
THREADS = 8
PAGES = ("/me/", "/cases/", "/today/")
CASE = re.compile(rb"/cases/([0-9a-f]{8}-[0-9a-f-]{27})/")
ANONYMOUS = 0.1


@dataclass(frozen=True)
class Clerk:
    """A worker with a session; what a page for her must and may show."""

    login: str
    name: str
    agency: str
    cookie: str
    cases: frozenset[str]


@dataclass
class Outcome:
    """What was answered."""

    asked: int = 0
    wrong: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@contextmanager
def served(database: dict[str, Any], application: str) -> Iterator[int]:
    """granian as `tasuki run` starts it (two workers of four threads), on this database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = (
        f"postgresql://{database['USER']}:{database['PASSWORD']}@localhost/{database['NAME']}"
        f"?host={quote(str(database['HOST']), safe='')}&port={database['PORT']}"
    )
    with tempfile.TemporaryDirectory(prefix="tasuki-hammer-") as folder:
        environment = os.environ | {
            "DATABASE_URL": address, "TASUKI_OWNER_DATABASE_URL": address, "TASUKI_DATA": folder, "TASUKI_TESTING": "1",
            "DJANGO_SETTINGS_MODULE": "tasuki.config.settings", "PYTHONPATH": str(ROOT),
            "TASUKI_STATIC": str(Path(folder) / "static"),
            "TASUKI_SECRET_KEY": settings.SECRET_KEY,  # the sessions were made here
        }  # fmt: skip
        words = ["--interface", "wsgi", "--no-ws", "--host", "127.0.0.1", "--port", str(port), "--log-level", "error",
                 "--workers", "2", "--blocking-threads", "4", application]  # fmt: skip
        server = subprocess.Popen([sys.executable, "-m", "granian", *words], cwd=ROOT, env=environment,
                                  start_new_session=True)  # fmt: skip
        try:
            _wait(port, server)
            yield port
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and server.poll() is None:
        try:
            if ask(http.client.HTTPConnection("127.0.0.1", port, timeout=10), "/sign-in/", "")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server of the hammer did not start")


def ask(line: http.client.HTTPConnection, path: str, cookie: str) -> tuple[int, bytes]:
    """One page under one session."""
    line.request("GET", path, headers={"Cookie": f"tasuki={cookie}"} if cookie else {})
    answer = line.getresponse()
    return answer.status, answer.read()


def hammer(port: int, clerks: list[Clerk], requests: int) -> Outcome:
    """All the threads at once, each request as somebody else."""
    outcome, lock = Outcome(), threading.Lock()
    quiet = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    usual = {clerk.login: _cases(ask(quiet, "/cases/", clerk.cookie)[1]) for clerk in clerks}

    def strike(number: int) -> None:
        dice = random.Random(number)
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(requests // THREADS):
            clerk = None if dice.random() < ANONYMOUS else dice.choice(clerks)
            path = dice.choice(PAGES)
            try:
                status, body = ask(line, path, clerk.cookie if clerk else "")
            except (OSError, http.client.HTTPException) as error:
                line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                status, body = 0, repr(error).encode()
            said = judged(clerk, clerks, status, body)
            if clerk and not said and path == "/cases/" and _cases(body) != usual[clerk.login]:
                said = f"{clerk.login} misses cases of her own"
            with lock:
                outcome.asked += 1
                if said:
                    (outcome.faults if status in (0, 500) or (clerk and status == 302) else outcome.wrong).append(
                        f"{path}: {said}"
                    )

    threads = [threading.Thread(target=strike, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcome


def _cases(body: bytes) -> frozenset[str]:
    """Keys of the cases to which a page leads."""
    return frozenset(key.decode() for key in CASE.findall(body))


def judged(clerk: Clerk | None, clerks: list[Clerk], status: int, body: bytes) -> str:
    """What is wrong with an answer: somebody else's name, or a case that is not hers; nothing when all is well."""
    if clerk is None:
        return "" if status == 302 and not body.strip() else f"{status} for nobody"
    if status != 200:
        return f"{status} for {clerk.login}"
    shown = body.decode(errors="replace")
    if clerk.name not in shown or clerk.agency not in shown:
        others = [one.login for one in clerks if one.name in shown]
        return f"{clerk.login} was answered as {others[:2]}"
    foreign = _cases(body) - clerk.cases
    return f"{clerk.login} sees {len(foreign)} cases of others" if foreign else ""
