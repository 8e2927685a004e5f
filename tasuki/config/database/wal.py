"""The log at a second place (二つ目の置き場所): every change leaves the machine within seconds, sealed.

`pg_receivewal` streams the server's log into the data folder; what came in is sealed and copied to the second place,
the segment still being written every few seconds too. With the last backup it gives any moment back.
"""

import json
import os
import re
import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tasuki.shared import envelopes

from . import manifest
from .keys_of_backups import recipients
from .places import Place, data_folder, database_folder, find_binaries
from .server import EmbeddedServer, superuser_dsn
from .trouble import Trouble

SLOT = "tasuki_second_place"
SEGMENT = re.compile(r"[0-9A-F]{24}")
STATE = "state.json"
EVERY = 2.0
LATE = 120  # seconds without a sign of the receiver after which `tasuki check` refuses
PACKED = ".gz"


def second_place() -> Path | None:
    """TASUKI_WAL_TO: a folder on another machine or disk; None when the log is not kept twice."""
    given = os.environ.get("TASUKI_WAL_TO")
    return Path(given).expanduser().absolute() if given else None


def keep_log(base_dir: Path) -> int:
    """`tasuki wal`: receive and ship until told to stop."""
    target = second_place()
    if target is None:
        raise Trouble("TASUKI_WAL_TO に二つ目の置き場所を指定してください。", "Set TASUKI_WAL_TO to the second place.")
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    Receiver(base_dir, target).run()
    return 0


class Receiver:
    """pg_receivewal and what follows it."""

    def __init__(self, base_dir: Path, target: Path) -> None:
        self.base_dir, self.target = base_dir, target
        self.place = Place(database_folder(data_folder(base_dir)))
        self.local = data_folder(base_dir) / "log"
        self.keys = recipients(base_dir)
        self.child: subprocess.Popen[bytes] | None = None
        self.seen: dict[str, float] = {}

    def run(self) -> None:
        """Until the end; a receiver that dies is started again."""
        self.local.mkdir(mode=0o700, exist_ok=True)
        try:
            self._receive("--create-slot", "--if-not-exists").wait()
            self.child = self._receive("--synchronous", "--no-loop")
            while True:
                time.sleep(EVERY)
                lives = self.child.poll() is None
                self.ship(lives=lives)
                if not lives:
                    time.sleep(EVERY)
                    self.child = self._receive("--synchronous", "--no-loop")
        finally:
            if self.child and self.child.poll() is None:
                self.child.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
                self.child.wait(10)
                self.ship(lives=True)

    def _receive(self, *words: str) -> subprocess.Popen[bytes]:
        login = superuser_dsn(EmbeddedServer(data_folder(self.base_dir)).details())
        program = find_binaries(self.place, None) / "pg_receivewal"
        where = [f"--host={login['host']}", f"--port={login['port']}", f"--username={login['user']}", f"--slot={SLOT}"]
        return subprocess.Popen(
            [str(program), f"--directory={self.local}", "--no-password", *where, *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=os.environ | {"PGPASSWORD": login["password"]},
        )  # fmt: skip

    def ship(self, *, lives: bool) -> None:
        """Everything new to the second place; whole segments leave this machine's folder."""
        whole = sorted(path for path in self.local.iterdir() if SEGMENT.fullmatch(path.name))
        for path in self.local.glob("*.history"):
            self._seal(path)
        for path in whole:
            self._seal(path)
            for stale in self.target.glob(f"{path.name}.partial*"):
                stale.unlink(missing_ok=True)
        for path in whole[:-1]:  # the last one tells the receiver where to go on
            path.unlink()
            self.seen.pop(path.name, None)
        for path in self.local.glob("*.partial"):
            self._seal(path)
        if lives:
            told = {"at": manifest.now(), "encrypted": bool(self.keys)}
            with envelopes.private(self.target / (STATE + ".part")) as out:
                out.write(json.dumps(told).encode())
            (self.target / (STATE + ".part")).replace(self.target / STATE)

    def _seal(self, path: Path) -> None:
        try:
            changed = path.stat().st_mtime
            if self.seen.get(path.name) == changed:
                return
            content = path.read_bytes()
        except FileNotFoundError:
            return  # renamed meanwhile: whole now
        name = path.name + PACKED + (envelopes.ENDING if self.keys else "")
        envelopes.seal_packed(content, self.target / name, self.keys)
        self.seen[path.name] = changed


def silent_for(target: Path) -> float | None:
    """Seconds since the receiver's last sign; None when there never was one."""
    try:
        told: dict[str, Any] = json.loads((target / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return (datetime.now(UTC) - datetime.fromisoformat(told["at"])).total_seconds()


def refuse_silence() -> None:
    """The log is not kept twice although it should be: told by `tasuki check` (a receiver once failed in silence)."""
    target = second_place()
    if target is None:
        return
    silence = silent_for(target)
    if silence is None or silence > LATE:
        since = "一度も届いていません" if silence is None else f"{int(silence)}秒前から届いていません"
        raise Trouble(
            f"変更の記録（WAL）が二つ目の置き場所 {target} に{since}。tasuki wal が動いているか確かめてください。",
            f"The write-ahead log does not reach {target}; is `tasuki wal` running?",
        )


def fetch(source: Path, folder: Path, identities: list[Any], since: str) -> int:
    """Unpack the segments a restore may need into a folder; returns how many."""
    count = 0
    for path in sorted(source.iterdir()) if source.is_dir() else []:
        name = path.name.removesuffix(envelopes.ENDING).removesuffix(PACKED)
        plain = name.removesuffix(".partial")
        if path.suffix == ".part" or not (SEGMENT.fullmatch(plain) or name.endswith(".history")):
            continue
        if SEGMENT.fullmatch(plain) and plain[8:] < since[8:]:
            continue
        target = folder / plain
        if name.endswith(".partial") and target.exists():
            continue
        with envelopes.private(target) as out:
            out.write(envelopes.unseal_packed(path, identities))
        count += 1
    return count


def segment_of(lsn: str) -> str:
    """The file in which a place of the log lies: 0/2000028 → 000000010000000000000002 (timeline left out of account)."""
    high, low = (int(part, 16) for part in lsn.split("/"))
    return f"{1:08X}{high:08X}{low >> 24:08X}"


def forget_before(folder: Path, oldest: Path) -> int:
    """The log that no backup needs any more goes with the backups that needed it."""
    begins, target = manifest.read(oldest).get("log_from", ""), second_place()
    if not begins or target is None or not target.is_dir():
        return 0
    gone = [path for path in target.iterdir() if SEGMENT.match(path.name) and path.name[8:24] < begins[8:]]
    for path in gone:
        path.unlink()
    return len(gone)
