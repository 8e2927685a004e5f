"""The migrated database of the tests kept between runs: under a key made of everything the schema is made of.

Migrating takes most of the seconds before a room's first test; what changes no table need not wait for it.
"""

import hashlib
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tasuki.config.database.places import find_binaries
from tasuki.config.database.server import EmbeddedServer

ROOT = Path(__file__).resolve().parents[1] / "tasuki"
FOLDER = Path(tempfile.gettempdir()) / f"tasuki-test-templates-{os.getuid() if hasattr(os, 'getuid') else ''}"
# Tables, walls, triggers, privileges, functions, code lists. What only reads or shows does not belong to it.
MADE_OF = re.compile(r"^from django\.db import .*\b(models|migrations)\b|^from django\.db\.models import", re.MULTILINE)
ALWAYS = ("shared/walls.py", "shared/sql.py", "shared/privacy.py")
FOLDERS = ("sharing", "audit", "codes", "tenancy", "config/database")
KEPT = 12


def key() -> str:
    """Of the sources as they are now."""
    said = hashlib.sha256()
    for path in sorted(ROOT.rglob("*")):
        if path.suffix not in {".py", ".sql", ".csv"} or "tests" in path.parts:
            continue
        name, content = path.relative_to(ROOT).as_posix(), path.read_bytes()
        plain = content.decode(errors="replace") if path.suffix == ".py" else ""
        if path.suffix != ".py" or name in ALWAYS or name.startswith(FOLDERS) or MADE_OF.search(plain):
            said.update(name.encode() + b"\0" + content + b"\0")
    return said.hexdigest()[:24]


def put_back(server: EmbeddedServer, admin: dict[str, Any], database: str, kept: Path) -> bool:
    """Fill the empty database from what was kept; False: nothing was, or it did not go."""
    return kept.exists() and _run(
        server, admin, "pg_restore", f"--dbname={database}", "--single-transaction", str(kept)
    )


def keep(server: EmbeddedServer, admin: dict[str, Any], database: str, kept: Path) -> None:
    """Keep it for the next run; the oldest go."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}.part")
    if _run(server, admin, "pg_dump", "--format=custom", "--compress=1", f"--file={part}", f"--dbname={database}"):
        part.replace(kept)
    for old in sorted(FOLDER.glob("*.dump"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)


def _run(server: EmbeddedServer, admin: dict[str, Any], program: str, *words: str) -> bool:
    login = {"PGPASSWORD": admin.get("password", ""), "PGHOST": str(admin["host"]), "PGUSER": admin["user"],
             "PGPORT": str(admin.get("port", 5432))}  # fmt: skip
    command = [str(find_binaries(server.place, None) / program), *words]
    return subprocess.run(command, check=False, capture_output=True, env=os.environ | login).returncode == 0
