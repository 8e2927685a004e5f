"""The virus scanner of the town, where there is one (ウイルス検査): clamd, asked with its INSTREAM command."""

import socket
import struct

from .decisions import Refused

FOUND = "ウイルス検査で止められました。このファイルは保存していません。情報システムの担当に伝えてください。"
SILENT = "ウイルス検査が動いていないため、いまは受け取れません。しばらくしてから、もう一度送ってください。"
PIECE, PATIENCE = 64 * 1024, 20.0


def scan(content: bytes, address: str) -> None:
    """`Refused` when the scanner finds something, or when it was wanted and does not answer.

    address: `unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`; empty where the town has no scanner.
    """
    if not address:
        return
    try:
        told = _ask(content, address)
    except (OSError, ValueError) as silent:
        raise Refused(SILENT) from silent
    if told.endswith("FOUND"):
        raise Refused(FOUND)
    if not told.endswith("OK"):
        raise Refused(SILENT)


def _ask(content: bytes, address: str) -> str:
    """One conversation: the file in pieces, each with its length; the answer ends with OK or FOUND."""
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
        told = b""
        while not told.endswith(b"\0") and len(told) < 4096 and (more := line.recv(4096)):
            told += more
    return told.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connected(address: str) -> socket.socket:
    kind, _, place = address.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        line.connect(place)
        return line
    if kind != "tcp":
        raise ValueError(address)
    host, _, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)
