"""One round of sealing over all municipalities, and sending the heads away."""

import os
import sys
import time
from pathlib import Path
from typing import Any

from . import anchors, chain

NEW = 200  # heads handed to a file that has been away


def seal_all(connection: Any, folder: Path) -> list[tuple[str, chain.Seal]]:
    """Seal each municipality in a transaction of its own; then keep and send the heads. `connection`: psycopg's."""
    made = []
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute("select id::text, name from app.municipalities()")
        towns = cursor.fetchall()
    for key, name in towns:
        with connection.transaction(), connection.cursor() as cursor:
            seal = chain.seal(cursor, key, now=time.time_ns() // 1000)
            seals = chain.seals_of(cursor, key, NEW) if seal else []
        if seal:
            made.append((name, seal))
        _away(folder, key, name, seals)
    return made


def _away(folder: Path, key: str, name: str, seals: list[chain.Seal]) -> None:
    """A place that cannot be reached is told and tried again with the next seal; the others go on."""
    for path in anchors.files(folder):
        try:
            anchors.keep(path, key, name, seals)
        except OSError as error:
            print(f"封印の控え {path} に書けません（{error.strerror}）。", file=sys.stderr, flush=True)
    address = os.environ.get("TASUKI_AUDIT_SYSLOG", "")
    if address and seals:
        try:
            anchors.send(address, anchors.told(key, name, seals[-1]))
        except (OSError, ValueError) as error:
            print(f"封印の控えを {address} に送れません（{error}）。", file=sys.stderr, flush=True)


def seal() -> None:
    """Every minute, in the process that does the town's jobs."""
    from django.conf import settings  # only here: `seal_all` works without Django
    from django.db import connection

    connection.ensure_connection()
    seal_all(connection.connection, settings.DATA_FOLDER)
