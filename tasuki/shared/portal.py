"""Where the residents' pages stand (住民向けページの住所): printed, linked, and drawn as a QR code."""

import os


def portal_port() -> int:
    """TASUKI_PORTAL_PORT, else fifty above the port of the workers' pages."""
    given = os.environ.get("TASUKI_PORTAL_PORT", "")
    main = os.environ.get("PORT", "8000")
    return int(given) if given.isdigit() else int(main if main.isdigit() else "8000") + 50


def portal_runs() -> bool:
    """Whether the residents' pages are served at all: TASUKI_PORTAL=0 leaves them out."""
    return os.environ.get("TASUKI_PORTAL", "1") != "0" or bool(os.environ.get("TASUKI_PORTAL_URL"))


def portal_url(path: str = "/") -> str:
    """The whole address as a resident's telephone needs it; TASUKI_PORTAL_URL names the one known outside."""
    known = os.environ.get("TASUKI_PORTAL_URL", "").rstrip("/")
    host = os.environ.get("HOST", "127.0.0.1")
    here = known or f"http://{'127.0.0.1' if host in ('0.0.0.0', '') else host}:{portal_port()}"
    return here + path
