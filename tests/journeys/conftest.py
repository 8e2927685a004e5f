"""The town is started as `make run` starts it, in a folder of its own; every worker has a browser of her own."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.person import Person

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 240


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`tasuki run` in a temporary data folder; or the one at TASUKI_JOURNEY_ADDRESS, already running."""

    def __init__(self, address: str = "") -> None:
        self.address = address
        self.folder = Path()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Wait until the first page answers."""
        if self.address:
            return
        self.folder, port = Path(tempfile.mkdtemp(prefix="tasuki-journey-")), _free_port()
        self.folder.chmod(0o711)
        environment = os.environ | {"TASUKI_DATA": f"{self.folder}/data", "PORT": str(port), "TASUKI_TESTING": "1"}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.process = subprocess.Popen([sys.executable, "-m", "tasuki", "run"], cwd=ROOT, env=environment)
        self.address = f"http://127.0.0.1:{port}"
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.address + "/sign-in/", timeout=2).close()
                return
            except OSError:
                time.sleep(0.5)
        raise RuntimeError("サーバーが立ち上がりませんでした。")

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
    server = Server(os.environ.get("TASUKI_JOURNEY_ADDRESS", ""))
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
