"""The town's virus scanner, played by a small one that speaks its protocol over a real socket (ASVS 5.4.3)."""

import socket
import struct
import threading
from typing import Any

import pytest

from tasuki.shared.decisions import Refused
from tasuki.shared.scanning import scan

SICK = b"X5O!P%@AP-kanariya-test"


class Scanner:
    """Takes one file with INSTREAM and answers as clamd does."""

    def __init__(self, answer: bytes | None = None) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp:127.0.0.1:{self.server.getsockname()[1]}"
        self.received, self.answer = b"", answer
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        line, _ = self.server.accept()
        with line, line.makefile("rb") as told:
            assert told.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!L", told.read(4))[0]:
                self.received += told.read(size)
            found = b"stream: Test.Kanariya FOUND\0" if SICK in self.received else b"stream: OK\0"
            line.sendall(self.answer if self.answer is not None else found)

    def close(self) -> None:
        self.thread.join(5)
        self.server.close()


@pytest.fixture
def scanner() -> Any:
    made = []

    def make(answer: Any = None) -> Any:
        made.append(Scanner(answer))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_sound_file_passes_and_was_read_whole(scanner: Any) -> None:
    daemon, content = scanner(), b"a" * 200_000
    scan(content, daemon.address)
    assert daemon.received == content


def test_a_sick_file_is_refused(scanner: Any) -> None:
    with pytest.raises(Refused, match="止められました"):
        scan(b"..." + SICK, scanner().address)


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0"])
def test_a_scanner_that_does_not_say_ok_lets_nothing_through(scanner: Any, answer: Any) -> None:
    with pytest.raises(Refused, match="動いていない"):
        scan(b"a", scanner(answer).address)


@pytest.mark.parametrize("address", ["tcp:127.0.0.1:1", "unix:/nowhere/clamd.ctl", "carrier-pigeon", "tcp:x"])
def test_a_scanner_that_is_wanted_but_not_there_lets_nothing_through(address: Any) -> None:
    with pytest.raises(Refused, match="動いていない"):
        scan(b"a", address)


def test_a_town_without_a_scanner_keeps_files() -> None:
    scan(SICK, "")
