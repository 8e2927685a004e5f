"""Backups (控え) with PostgreSQL's own pg_dump, taken as the owner while the town goes on working."""

import os
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from .addresses import database_settings, dsn
from .places import Place, data_folder, database_folder, find_binaries
from .trouble import Trouble


def backup(base_dir: Path, words: list[str]) -> Path:
    """`tasuki backup FOLDER`: one file, readable only by the user who runs it."""
    if len(words) != 1:
        raise Trouble("tasuki backup 置き場所 と指定してください。", "Usage: tasuki backup FOLDER")
    folder = Path(words[0])
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"tasuki-{datetime.now().astimezone():%Y%m%d-%H%M%S}.dump"
    part = target.with_suffix(".part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT, 0o600))
    owner = database_settings(base_dir)["owner"]
    _run(base_dir, "pg_dump", owner, "--format=custom", f"--file={part}")
    part.replace(target)
    return target


def restore(base_dir: Path, words: list[str]) -> None:
    """`tasuki restore FILE`: into an empty database only, whole or not at all."""
    if len(words) != 1 or not Path(words[0]).is_file():
        raise Trouble("tasuki restore 控えのファイル と指定してください。", "Usage: tasuki restore FILE")
    owner = database_settings(base_dir)["owner"]
    with psycopg.connect(**dsn(owner)) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if row and row[0]:
        raise Trouble(
            "データベースが空ではないので戻しません。TASUKI_DATA で新しい置き場所を指定してください。",
            "The database is not empty; name a new folder by TASUKI_DATA and restore there.",
        )
    # the schema itself, with its grants, was made by us
    _run(base_dir, "pg_restore", owner, "--exit-on-error", "--single-transaction", "--no-comments", words[0])


def _run(base_dir: Path, program: str, settings: dict[str, Any], *words: str) -> None:
    place = Place(database_folder(data_folder(base_dir)))
    binaries = find_binaries(place, None)
    found = dsn(settings)
    login = {"PGPASSWORD": found.get("password", ""), "PGHOST": found["host"], "PGUSER": found["user"]}
    login |= {"PGPORT": str(found.get("port", 5432))}
    login |= {"PGSSLMODE": found["sslmode"]} if "sslmode" in found else {}
    done = subprocess.run(
        [str(binaries / program), f"--dbname={found['dbname']}", *words],
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
        env=os.environ | login,
    )
    if done.returncode:
        said = " ".join(done.stderr.split())[-300:]
        raise Trouble(f"{program} が終わりませんでした（{said}）。", f"{program} failed ({said}).")
