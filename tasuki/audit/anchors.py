"""The heads outside this machine (封印の控え): a file that only grows, syslog; without them a chain proves little.

TASUKI_AUDIT_ANCHOR: files, best on another machine's disk, by commas; one is always kept in the data folder.
TASUKI_AUDIT_SYSLOG: host:port of a syslog server (UDP, RFC 5424). No Django here.
"""

import json
import os
import socket
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .chain import Seal

NAME = "audit-heads.jsonl"
TAIL = 256 * 1024


def files(folder: Path) -> list[Path]:
    """Where heads are kept."""
    named = [Path(word.strip()) for word in os.environ.get("TASUKI_AUDIT_ANCHOR", "").split(",") if word.strip()]
    return [folder / NAME, *named]


def told(municipality: str, name: str, seal: Seal) -> str:
    """One head as a line."""
    at = datetime.fromtimestamp(seal.at / 1_000_000, UTC).isoformat(timespec="seconds")
    words: dict[str, Any] = {"municipality": municipality, "name": name, "order": seal.order, "at": at,
                             "lines": seal.entries + seal.changes, "head": seal.head}  # fmt: skip
    return json.dumps(words, ensure_ascii=False)


def read(path: Path, municipality: str) -> list[tuple[int, str]]:
    """(order, head) of this municipality in a file of heads; a line that is broken is passed over."""
    found = []
    for text in path.read_text(encoding="utf-8").splitlines():
        try:
            words = json.loads(text)
            if words["municipality"] == municipality:
                found.append((int(words["order"]), str(words["head"])))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def keep(path: Path, municipality: str, name: str, seals: Iterable[Seal]) -> int:
    """Append what the file does not have yet (it may have been away); returns how many."""
    last = _last(path, municipality)
    lines = [told(municipality, name, one) + "\n" for one in seals if one.order > last]
    if lines:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
    return len(lines)


def _last(path: Path, municipality: str) -> int:
    if not path.exists():
        return 0
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        tail = file.read().decode(errors="replace")
    orders = [0]
    for text in tail.splitlines():
        try:
            words = json.loads(text)
            orders += [int(words["order"])] if words["municipality"] == municipality else []
        except (ValueError, KeyError, TypeError):
            continue
    return max(orders)


def send(address: str, line: str) -> None:
    """To a syslog server: facility log audit (13), severity notice (5)."""
    host, _, port = address.rpartition(":")
    stamp = datetime.now(UTC).isoformat(timespec="seconds")
    message = f"<{13 * 8 + 5}>1 {stamp} {socket.gethostname()} tasuki {os.getpid()} seal - {line}"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(message.encode(), (host.strip("[]") or "127.0.0.1", int(port)))
