"""Backups (控え), taken while the town goes on working: the whole server as files, and once more as a dump."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

import tasuki
from tasuki.shared import envelopes

from . import manifest
from .addresses import database_settings, dsn, is_external
from .keys_of_backups import recipients
from .places import Place, data_folder, database_folder, find_binaries
from .server import EmbeddedServer, superuser_dsn
from .trouble import Trouble
from .wal import forget_before, segment_of

PREFIX = "tasuki-"
USAGE = (
    "tasuki backup 置き場所 [--keep 日数] [--no-dump] [--municipality 団体コード]",
    "tasuki backup FOLDER [--keep DAYS]",
)


def folder_of(base_dir: Path, words: dict[str, Any]) -> Path:
    """Where backups are put: the word given, else TASUKI_BACKUP_TO."""
    given = words.get("folder") or os.environ.get("TASUKI_BACKUP_TO")
    if not given:
        raise Trouble(f"{USAGE[0]} と指定してください（TASUKI_BACKUP_TO でも決められます）。", f"Usage: {USAGE[1]}")
    folder = Path(given).expanduser().absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def backup(base_dir: Path, words: dict[str, Any]) -> Path:
    """One folder with its manifest, encrypted to the recipients; it appears only when it is whole."""
    folder, keys = folder_of(base_dir, words), recipients(base_dir)
    name = f"{PREFIX}{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    target, work = folder / f"{name}.part", data_folder(base_dir) / f"backup-{os.getpid()}.part"
    for place in (target, work):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o700)
    try:
        told = {"tasuki": getattr(tasuki, "__version__", ""), "kind": "server", "begun_at": manifest.now()}
        made = _take(base_dir, work, told, dump=not words.get("no_dump"))
        files = [envelopes.seal(path, target, keys) for path in made]
        if keys and (secret := data_folder(base_dir) / "secret_key").is_file():
            files.append(envelopes.seal(secret, target, keys))
        manifest.write(target, told | {"ended_at": manifest.now()}, files, keys)
        target.rename(folder / name)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if words.get("keep"):
        prune(folder, int(words["keep"]))
    return folder / name


def _take(base_dir: Path, work: Path, told: dict[str, Any], *, dump: bool) -> list[Path]:
    """The files of the backup in clear, in our own private folder."""
    owner, made = database_settings(base_dir)["owner"], []
    with _snapshot(owner) as (connection, snapshot):
        told |= manifest.state(connection)
        if dump or is_external(base_dir):
            path = work / "dump.pgdump"
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
            run(base_dir, "pg_dump", owner, "--format=custom", f"--snapshot={snapshot}", f"--file={path}")
            made.append(path)
    if not is_external(base_dir):
        made += _base(base_dir, work)
        ranges = json.loads((work / "base" / "backup_manifest").read_text(encoding="utf-8"))["WAL-Ranges"]
        told["log_from"], told["log_to"] = segment_of(ranges[0]["Start-LSN"]), ranges[-1]["End-LSN"]
        with psycopg.connect(**dsn(owner)) as connection:
            told["counts_after"] = manifest.counts(connection)
    return made


@contextmanager
def _snapshot(owner: dict[str, Any]) -> Iterator[tuple[psycopg.Connection[Any], str]]:
    """One moment of the database that pg_dump can share."""
    with psycopg.connect(**dsn(owner)) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield connection, str(row[0]) if row else ""


def _base(base_dir: Path, work: Path) -> list[Path]:
    """The files of the server with the log written meanwhile: a start for any later moment."""
    folder = work / "base"
    words = [
        "--format=tar",
        "--compress=client-gzip:1",
        "--wal-method=stream",
        "--checkpoint=fast",
        "--manifest-checksums=SHA256",
    ]
    superuser = superuser_dsn(EmbeddedServer(data_folder(base_dir)).details())
    settings = {"HOST": superuser["host"], "PORT": superuser["port"], "USER": superuser["user"],
                "PASSWORD": superuser["password"], "NAME": ""}  # fmt: skip
    run(base_dir, "pg_basebackup", settings, f"--pgdata={folder}", "--no-password", *words)
    return [folder / "base.tar.gz", folder / "pg_wal.tar.gz", folder / "backup_manifest"]


def run(base_dir: Path, program: str, settings: dict[str, Any], *words: str) -> None:
    """One of PostgreSQL's programs, with the password in its environment only."""
    place = Place(database_folder(data_folder(base_dir)))
    found = dsn(settings)
    login = {"PGPASSWORD": found.get("password", ""), "PGHOST": str(found["host"]), "PGUSER": found["user"]}
    login |= {"PGPORT": str(found.get("port", 5432))}
    login |= {"PGSSLMODE": found["sslmode"]} if "sslmode" in found else {}
    named = [f"--dbname={found['dbname']}"] if found.get("dbname") else []
    done = subprocess.run(
        [str(find_binaries(place, None) / program), *named, *words],
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
        env=os.environ | login,
    )
    if done.returncode:
        said = " ".join(done.stderr.split())[-300:]
        raise Trouble(f"{program} が終わりませんでした（{said}）。", f"{program} failed ({said}).")


def all_in(folder: Path) -> list[Path]:
    """Whole backups of the server, oldest first."""
    found = [path for path in folder.glob(f"{PREFIX}*") if (path / manifest.NAME).is_file() and path.suffix != ".part"]
    return sorted(path for path in found if manifest.read(path).get("kind") == "server")


def newest_in(folder: Path) -> Path:
    """The last whole backup."""
    found = all_in(folder)
    if not found:
        raise Trouble(f"{folder} に控えがありません。", f"There is no backup in {folder}.")
    return found[-1]


def prune(folder: Path, days: int) -> list[Path]:
    """Backups forget too: those older than so many days go, and the log that only they needed; the newest stays."""
    limit = datetime.now(UTC) - timedelta(days=days)
    everything = all_in(folder)
    old = [path for path in everything[:-1] if datetime.fromisoformat(manifest.read(path)["begun_at"]) < limit]
    for path in [*old, *_old_exports(folder, limit)]:
        shutil.rmtree(path)
    if old:
        forget_before(folder, all_in(folder)[0])
    return old


def _old_exports(folder: Path, limit: datetime) -> list[Path]:
    exports = [path for path in folder.glob("town-*") if (path / manifest.NAME).is_file()]
    return [path for path in exports if datetime.fromisoformat(manifest.read(path)["begun_at"]) < limit]
