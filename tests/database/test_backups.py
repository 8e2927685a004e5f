"""What the operator relies on when the worst happened: a backup comes back whole, at any moment, or says why not."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tasuki.config.database import backups, drill, manifest, restoring, wal
from tasuki.config.database.keys_of_backups import new_key, recipients
from tasuki.config.database.server import EmbeddedServer, superuser_dsn
from tasuki.config.database.trouble import Trouble
from tasuki.shared import envelopes

pytestmark = pytest.mark.server
ROOT = Path(__file__).resolve().parents[2]


class Town:
    """A data folder of its own with one table, a place for backups and one for the log."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.env = folder, monkeypatch
        self.backups, self.log, self.key = folder / "backups", folder / "second", folder / "key.txt"
        self.live("town")
        self.env.setenv("TASUKI_WAL_TO", str(self.log))
        for name in ("DATABASE_URL", "TASUKI_BACKUP_TO", "TASUKI_BACKUP_RECIPIENTS"):
            self.env.delenv(name, raising=False)

    def live(self, name: str) -> Path:
        """From here on this is the data folder."""
        data = self.folder / name
        self.env.setenv("TASUKI_DATA", str(data))
        return data

    @property
    def data(self) -> Path:
        return Path(os.environ["TASUKI_DATA"])

    def lock(self, capsys: Any) -> None:
        """A pair of keys: the public one stays, the secret one is written on paper."""
        self.data.mkdir(mode=0o711, exist_ok=True)
        new_key(ROOT)
        self.key.write_text(capsys.readouterr().out, encoding="utf-8")

    def ask(self, question: str) -> Any:
        details = EmbeddedServer(self.data).details()
        with psycopg.connect(**superuser_dsn(details, "tasuki"), autocommit=True) as connection:
            done = connection.execute(question)  # type: ignore[arg-type]
            return done.fetchone()[0] if done.description else None  # type: ignore[index]

    def open_book(self) -> None:
        details = EmbeddedServer(self.data).details()
        words = superuser_dsn(details, "tasuki") | details["owner"]
        with psycopg.connect(**words) as connection:
            connection.execute("CREATE TABLE book (id serial PRIMARY KEY, text text, at timestamptz DEFAULT now())")
            connection.execute("INSERT INTO book (text) SELECT '相談 ' || n FROM generate_series(1, 800) n")

    def backup(self, **words: Any) -> Path:
        return backups.backup(ROOT, {"folder": str(self.backups), **words})

    def restore(self, source: Path, to: str | None = None) -> None:
        keys = envelopes.identities_in(self.key.read_text(encoding="utf-8")) if self.key.exists() else []
        restoring.restore(ROOT, source, {"to": to, "log": str(self.log)}, keys)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    folder = Path(tempfile.mkdtemp(prefix="tasuki-backup-"))
    folder.chmod(0o711)
    yield Town(folder, monkeypatch)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def receiver(town: Town) -> Iterator[Any]:
    """`tasuki wal` as the operator's service runs it."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-m", "tasuki", "wal"], cwd=ROOT))
        until = time.monotonic() + 60
        while wal.silent_for(town.log) is None and time.monotonic() < until:
            time.sleep(0.2)
        return started[-1]

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def wait(condition: Any, seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.3)
    return bool(condition())


def test_any_moment_comes_back_and_nothing_acknowledged_is_lost(town: Town, receiver: Any, capsys: Any) -> None:
    town.lock(capsys)
    with EmbeddedServer(town.data):
        town.open_book()
        receiver()
        source = town.backup()
        for number in range(200):
            town.ask(f"INSERT INTO book (text) VALUES ('あとから {number}')")
        time.sleep(1.1)
        before = datetime.now(UTC)
        time.sleep(1.1)
        town.ask("DELETE FROM book WHERE text LIKE '相談%'")
        town.ask("INSERT INTO book (text) VALUES ('さいご')")
        time.sleep(wal.EVERY * 3)
    assert {path.suffix for path in town.log.iterdir()} == {".age", ".json"}

    town.live("newest")
    town.restore(source)
    with EmbeddedServer(town.data):
        assert town.ask("SELECT count(*) FROM book") == 201
        assert town.ask("SELECT text FROM book ORDER BY id DESC LIMIT 1") == "さいご"

    town.live("before")
    town.restore(source, to=before.isoformat())
    with EmbeddedServer(town.data):
        assert town.ask("SELECT count(*) FROM book") == 1000
        assert town.ask("SELECT count(*) FROM book WHERE text = 'さいご'") == 0
        assert "trust" not in (EmbeddedServer(town.data).place.cluster / "pg_hba.conf").read_text().split("METHOD")[-1]

    town.live("future")
    with pytest.raises(Trouble, match="指定した時刻までの"):
        town.restore(source, to=(datetime.now(UTC) + timedelta(days=1)).isoformat())


def test_a_backup_without_its_key_stays_shut_and_tells_what_it_is(town: Town, capsys: Any) -> None:
    town.lock(capsys)
    with EmbeddedServer(town.data):
        town.open_book()
        source = town.backup()
    told = manifest.read(source)
    assert told["counts"]["book"] == 800
    assert told["encrypted_to"] == recipients(ROOT)
    for path in source.iterdir():
        content = path.read_bytes()
        assert "相談".encode() not in content
        assert path.stat().st_mode & 0o077 == 0
        assert path.name == manifest.NAME or content.startswith(b"age-encryption.org")
    stranger = envelopes.new_pair()[1]
    town.live("elsewhere")
    with pytest.raises(Trouble, match="この鍵では"):
        restoring.restore(ROOT, source, {"to": None}, envelopes.identities_in(stranger))


@pytest.mark.parametrize("ill", ["bit", "missing", "resealed", "shortened"])
def test_a_damaged_backup_is_refused(town: Town, capsys: Any, ill: str) -> None:
    town.lock(capsys)
    with EmbeddedServer(town.data):
        town.open_book()
        source = town.backup(no_dump=True)
    base = source / "base.tar.gz.age"
    content = bytearray(base.read_bytes())
    content[len(content) // 2] ^= 1
    if ill == "missing":
        base.unlink()
    else:
        base.write_bytes(bytes(content) if ill != "shortened" else bytes(content[:-1000]))
    if ill == "resealed":  # somebody puts the manifest right too
        told = json.loads((source / manifest.NAME).read_text())
        told["files"][base.name]["sha256"] = envelopes.digest(base)
        (source / manifest.NAME).write_text(json.dumps(told))
    town.live("elsewhere")
    with pytest.raises(Trouble):
        town.restore(source)
    assert not EmbeddedServer(town.data).place.cluster.exists()


def test_a_standing_town_is_never_overwritten(town: Town) -> None:
    with EmbeddedServer(town.data):
        town.open_book()
        source = town.backup(no_dump=True)
    with pytest.raises(Trouble, match="もうある"):
        town.restore(source)


def test_backups_forget_too_but_never_the_last_one(town: Town) -> None:
    with EmbeddedServer(town.data):
        town.open_book()
        first = town.backup(no_dump=True)
        told = json.loads((first / manifest.NAME).read_text())
        told["begun_at"] = (datetime.now(UTC) - timedelta(days=40)).isoformat()
        (first / manifest.NAME).write_text(json.dumps(told))
        assert backups.prune(town.backups, 35) == []
        time.sleep(1.1)
        second = town.backup(no_dump=True, keep=35)
    assert backups.all_in(town.backups) == [second]


def test_a_receiver_that_fell_silent_is_told(town: Town) -> None:
    with pytest.raises(Trouble, match="一度も"):
        wal.refuse_silence()
    town.log.mkdir()
    old = (datetime.now(UTC) - timedelta(minutes=10)).isoformat()
    (town.log / wal.STATE).write_text(json.dumps({"at": old}))
    with pytest.raises(Trouble, match="秒前から"):
        wal.refuse_silence()
    (town.log / wal.STATE).write_text(json.dumps({"at": manifest.now()}))
    wal.refuse_silence()


def test_a_receiver_that_is_killed_goes_on_where_it_was(town: Town, receiver: Any) -> None:
    with EmbeddedServer(town.data):
        town.open_book()
        source = town.backup(no_dump=True)
        first = receiver()
        first.kill()
        first.wait()
        town.ask("INSERT INTO book (text) SELECT 'ひとりで' FROM generate_series(1, 50)")
        town.ask("SELECT pg_switch_wal()")
        town.ask("INSERT INTO book (text) VALUES ('あと')")
        (town.log / wal.STATE).unlink()
        receiver()
        time.sleep(wal.EVERY * 3)
    town.live("newest")
    town.restore(source)
    with EmbeddedServer(town.data):
        assert town.ask("SELECT count(*) FROM book") == 851


def tasuki(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "tasuki", *words], cwd=ROOT, capture_output=True, text=True,
                          env=os.environ | more, check=False)  # fmt: skip


def test_the_demo_towns_may_be_asked_for_in_an_empty_folder(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    said = tasuki("demo", "--list-logins", TASUKI_DATA=str(tmp_path / "data"), TASUKI_TESTING="1")
    assert said.returncode == 0, said.stderr
    assert "見本の町はまだありません" in said.stdout


def test_the_drill_brings_a_town_up_counts_proves_and_signs_in(town: Town, capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("TASUKI_TESTING", "1")
    town.lock(capsys)
    with EmbeddedServer(town.data):
        assert tasuki("migrate").returncode == 0
        made = tasuki("create-municipality", "999997", "ひなた町")
        assert made.returncode == 0, made.stderr
        assert tasuki("audit", "seal").returncode == 0
        source = town.backup()
    monkeypatch.delenv("TASUKI_WAL_TO")
    before = {path.name for path in Path(tempfile.gettempdir()).glob("tasuki-drill-*")}
    words = {"folder": str(town.backups), "identity": str(town.key), "log": None}
    assert drill.drill(ROOT, words) == 0
    said = capsys.readouterr().out
    for step in ("件数（控えの時点）", "論理の控えと件数", "監査の鎖", "サインイン … できました", "RPO", "RTO"):
        assert step in said
    told = json.loads((source / manifest.NAME).read_text())
    told["counts"]["staff_worker"] += 1
    told["counts_after"]["staff_worker"] += 1
    (source / manifest.NAME).write_text(json.dumps(told))
    with pytest.raises(Trouble, match="staff_worker"):
        drill.drill(ROOT, words)
    assert {path.name for path in Path(tempfile.gettempdir()).glob("tasuki-drill-*")} == before
