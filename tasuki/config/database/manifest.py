"""The manifest of a backup (控えの目録): readable without any key, tells what must be there when it is restored."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tasuki.shared import envelopes

from .trouble import Trouble

NAME = "manifest.json"
FORMAT = 1


def now() -> str:
    """This moment, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def counts(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Rows of every table, in the connection's snapshot."""
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    ).fetchall()
    found = {}
    for (name,) in tables:
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
        found[name] = int(row[0]) if row else 0
    return found


def migrations(connection: psycopg.Connection[Any]) -> list[str]:
    """Names of the migrations applied."""
    if not _has(connection, "django_migrations"):
        return []
    rows = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return [name for (name,) in rows]


def heads(connection: psycopg.Connection[Any]) -> dict[str, dict[str, Any]]:
    """The newest seal of each municipality: the chain of a restored town must reach at least this far."""
    if not _has(connection, "audit_seal"):
        return {}
    rows = connection.execute(
        'SELECT DISTINCT ON (municipality_id) municipality_id::text, "order", head FROM audit_seal'
        ' ORDER BY municipality_id, "order" DESC'
    ).fetchall()
    return {town: {"order": order, "head": head} for town, order, head in rows}


def towns(connection: psycopg.Connection[Any]) -> list[dict[str, str]]:
    """The municipalities on the server."""
    if not _has(connection, "tenancy_municipality"):
        return []
    rows = connection.execute("SELECT id::text, code, name FROM tenancy_municipality ORDER BY code").fetchall()
    return [{"id": key, "code": code, "name": name} for key, code, name in rows]


def _has(connection: psycopg.Connection[Any], table: str) -> bool:
    row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [f"public.{table}"]).fetchone()
    return bool(row and row[0])


def state(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    """What the database is, in the connection's snapshot."""
    row = connection.execute("SELECT current_setting('server_version')").fetchone()
    return {"postgresql": row[0] if row else "", "migrations": migrations(connection), "towns": towns(connection),
            "audit_heads": heads(connection), "counts": counts(connection)}  # fmt: skip


def write(folder: Path, told: dict[str, Any], files: list[Path], recipients: list[str]) -> None:
    """The manifest, last of all: a folder without it is no backup."""
    listed = {path.name: {"sha256": envelopes.digest(path), "bytes": path.stat().st_size} for path in files}
    whole = {"format": FORMAT, **told, "files": listed, "encrypted_to": recipients}
    with envelopes.private(folder / NAME) as out:
        out.write(json.dumps(whole, ensure_ascii=False, indent=1).encode())


def read(folder: Path) -> dict[str, Any]:
    """The manifest of a backup."""
    try:
        found: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Trouble(f"{folder} は控えではありません（目録が読めません）。", f"{folder} is no backup.") from error
    if found.get("format") != FORMAT:
        raise Trouble("この控えは、別の版のたすきのものです。", "This backup is of another version of Tasuki.")
    return found


def refuse_damaged(folder: Path, told: dict[str, Any]) -> None:
    """Every file is there and is the file that was written."""
    for name, facts in told["files"].items():
        path = folder / name
        if not path.is_file():
            raise Trouble(f"控えのファイル {name} がありません。", f"File {name} of the backup is missing.")
        if path.stat().st_size != facts["bytes"] or envelopes.digest(path) != facts["sha256"]:
            raise Trouble(
                f"控えのファイル {name} が壊れているか、書き換えられています。別の控えを使ってください。",
                f"File {name} of the backup is damaged or altered; use another backup.",
            )


def is_encrypted(told: dict[str, Any]) -> bool:
    """Whether a secret key is needed."""
    return bool(told.get("encrypted_to"))
