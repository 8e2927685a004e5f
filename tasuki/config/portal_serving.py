"""Serving the residents' pages: one small process beside the town's, or alone on another machine (`tasuki portal`)."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil

from tasuki.shared.portal import portal_port

from .database.places import WINDOWS
from .serving import detached, end

APPLICATION = "tasuki.config.portal_wsgi:application"
THREADS = "4"  # as many connections to the database


def command(host: str, port: int) -> list[str]:
    """One worker: its pages are kept in memory for seconds, so one is fast, and few connections are enough."""
    if WINDOWS:
        return [sys.executable, "-m", "waitress", f"--threads={THREADS}", f"--listen={host}:{port}", APPLICATION]
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", host, "--port", str(port)),
        *("--log-level", "warning", "--workers", "1", "--blocking-threads", THREADS, "--backlog", "256"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5", APPLICATION),
    ]


def serve(parent: int | None = None) -> int:
    """Until told to stop; started by another process, also when that one is gone."""
    host = os.environ.get("TASUKI_PORTAL_HOST", os.environ.get("HOST", "127.0.0.1"))
    child = subprocess.Popen(command(host, portal_port()), **detached())
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent, child), daemon=True).start()
    try:
        return child.wait()
    except (KeyboardInterrupt, SystemExit):
        return 0
    finally:
        end(child)


def _leave_with(parent: int, child: "subprocess.Popen[bytes]") -> None:
    while psutil.pid_exists(parent) and (os.name != "posix" or os.getppid() == parent):
        time.sleep(2)
    end(child)


def main() -> int:
    """A helper of the web server (config/serving.py)."""
    import signal

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    return serve(int(sys.argv[1]) if sys.argv[1:] else None)


if __name__ == "__main__":
    sys.exit(main())
