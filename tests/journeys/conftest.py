"""The town is started as `make run` starts it, in a folder of its own; every worker has a browser of her own."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.person import Person

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 240


def _free_ports() -> tuple[str, str]:
    """For the workers' pages and for the residents': both held until both are known."""
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        return str(first.getsockname()[1]), str(second.getsockname()[1])


def _fifty_above(address: str) -> str:
    """Where the residents' pages of a running server stand unless said otherwise."""
    where = urlsplit(address)
    return f"http://{where.hostname}:{(where.port or 80) + 50}"


class Server:
    """`tasuki run` in a temporary data folder; or the one at TASUKI_JOURNEY_ADDRESS, already running."""

    def __init__(self, address: str = "", portal: str = "") -> None:
        self.address, self.portal = address, portal
        self.folder = Path()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Wait until the first page of the workers and that of the residents answer."""
        if self.address:
            self.portal = self.portal or _fifty_above(self.address)
            return
        self.folder, port, portal = Path(tempfile.mkdtemp(prefix="tasuki-journey-")), *_free_ports()
        self.folder.chmod(0o711)
        environment = os.environ | {"TASUKI_DATA": f"{self.folder}/data", "PORT": port, "TASUKI_PORTAL_PORT": portal}
        environment["TASUKI_TESTING"] = "1"
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.process = subprocess.Popen([sys.executable, "-m", "tasuki", "run"], cwd=ROOT, env=environment)
        self.address, self.portal = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{portal}"
        until = time.monotonic() + START_SECONDS
        if not all(self._answers(page, until) for page in (self.address + "/sign-in/", self.portal + "/")):
            self.stop()
            raise RuntimeError("サーバーが立ち上がりませんでした。")

    def _answers(self, page: str, until: float) -> bool:
        """Two processes open their ports, each in its own time; any page will do, also 「ありません」."""
        while time.monotonic() < until and self.process is not None and self.process.poll() is None:
            try:
                urllib.request.urlopen(page, timeout=2).close()
                return True
            except urllib.error.HTTPError:
                return True
            except OSError:
                time.sleep(0.5)
        return False

    def stop(self) -> None:
        """Leave nothing behind."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(40)
        if self.process:
            shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One town for all journeys; each journey makes its own household."""
    server = Server(os.environ.get("TASUKI_JOURNEY_ADDRESS", ""), os.environ.get("TASUKI_JOURNEY_PORTAL", ""))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, by path."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run", "--disable-quic"]  # fmt: skip
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def telephone(server, chromium) -> Iterator[Person]:
    """A browser of 390 px at the residents' process, beside the workers' one: nobody signs in there."""
    person = Person(chromium, server.portal, "", "", 390)
    yield person
    person.close()


@pytest.fixture
def people(server, chromium):
    """`people("y_sakura")` → a Person at her own browser, signed in; `width=390` for a telephone."""
    made: list[Person] = []

    def one(login: str, town: str = "米子", width: int = 1280) -> Person:
        person = Person(chromium, server.address, login, town, width)
        made.append(person)
        return person

    yield one
    for person in made:
        person.close()
