"""Serving the town: two granian workers (waitress on Windows) under one small watching process."""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tasuki.shared.portal import portal_url

from .database.addresses import portal_settings
from .database.places import WINDOWS, data_folder
from .database.trouble import Trouble

APPLICATION = "tasuki.config.wsgi:application"


def run(base_dir: Path, *, demo: bool, words: list[str]) -> int:
    """Prepare, serve until told to stop, whatever happens to the workers, and leave no process behind."""
    host, port = os.environ.get("HOST", "127.0.0.1"), _port()
    _refuse_taken_port(host, port)
    environment = _environment(base_dir)
    step = [sys.executable, "-m", "tasuki.config.prepare", *(["--demo"] if demo else [])]
    if subprocess.run(step, check=False, env=environment).returncode:
        return 1
    with helpers(environment):
        return _serve(base_dir, host, port, words, environment)


def _serve(base_dir: Path, host: str, port: int, words: list[str], environment: dict[str, str]) -> int:
    """The web server, again and again until told to stop."""
    announced = False
    while True:
        child = subprocess.Popen([*_server(host, port), *words], env=environment, **detached())
        try:
            answered = _answers(host, port, child)
            if answered and not announced:
                _announce(base_dir, host, port)
                announced = True
            code = child.wait()
        except KeyboardInterrupt:
            return 0
        finally:
            end(child)
        if not announced:
            return code  # it never opened: something is wrong that another start would not mend
        # granian gives up when a worker dies twice within seconds; the town that has been open opens again
        print(
            "画面のサーバーが止まったので、もう一度起動します。 The web server ended; starting it again.",
            file=sys.stderr,
            flush=True,
        )
        time.sleep(0.5)


@contextmanager
def helpers(environment: dict[str, str]) -> Iterator[None]:
    """Beside the web server: the worker of the queue, the residents' pages and, where set, the receiver of the log."""
    commands = [["-m", "tasuki.config.keeping", "jobs"]] if environment.get("TASUKI_JOBS", "1") != "0" else []
    commands += [["-m", "tasuki.config.keeping", "wal"]] if environment.get("TASUKI_WAL_TO") else []
    # the residents' pages: a process, settings and a database role of their own
    commands += [["-m", "tasuki.config.portal_serving"]] if _portal_runs(environment) else []
    ended, threads = threading.Event(), []
    for words in commands:
        threads.append(threading.Thread(target=_keep_alive, args=(words, environment, ended), daemon=True))
        threads[-1].start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join(25)


def _portal_runs(environment: dict[str, str]) -> bool:
    """Unless left out; an operator's own server from before there was a portal has no role for it yet."""
    wanted = environment.get("TASUKI_PORTAL", "1") != "0"
    return wanted and portal_settings(Path(__file__).resolve().parents[2]) is not None


def _keep_alive(words: list[str], environment: dict[str, str], ended: threading.Event) -> None:
    """One helper, started again when it dies (a death signal would come with this thread, so it asks for none)."""
    while not ended.is_set():
        options = {"start_new_session": True} if not WINDOWS else detached()
        child = subprocess.Popen([sys.executable, *words, str(os.getpid())], env=environment, **options)
        while child.poll() is None and not ended.wait(0.5):
            pass
        end(child)
        ended.wait(3)


def _environment(base_dir: Path) -> dict[str, str]:
    paths = [str(Path(__file__).resolve().parents[2])]
    if os.environ.get("PYTHONPATH"):
        paths.append(os.environ["PYTHONPATH"])
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)}


def _server(host: str, port: int) -> list[str]:
    if WINDOWS:
        return [
            *(sys.executable, "-m", "waitress", "--threads=8"),
            *(f"--listen={host}:{port}", APPLICATION),
        ]
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port), "--log-level", "warning"),
        *("--workers", os.environ.get("TASUKI_WORKERS", "2"), "--blocking-threads", "4"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10", APPLICATION),
    ]


def detached() -> dict[str, Any]:
    # Ctrl-C reaches only us, and we stop the web server before the database
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True, "preexec_fn": _stop_when_parent_dies}


def _stop_when_parent_dies() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _answers(host: str, port: int, child: subprocess.Popen[bytes]) -> bool:
    """Whether a page came: the port alone is open before any worker lives."""
    until = time.monotonic() + 60
    while time.monotonic() < until and child.poll() is None:
        page = http.client.HTTPConnection(_own(host), port, timeout=10)
        try:
            page.request("GET", "/sign-in/")
            page.getresponse()
            return True
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            page.close()
    return False


def _announce(base_dir: Path, host: str, port: int) -> None:
    print(f"\n  襷 Tasuki   http://{_own(host)}:{port}/")
    if _portal_runs(dict(os.environ)):
        print(f"  住民向け For residents   {portal_url()}")
    print(f"  データ Data   {data_folder(base_dir)}")
    if os.environ.get("TASUKI_DATABASE_FOLDER"):
        print(f"  データベース Database   {os.environ['TASUKI_DATABASE_FOLDER']}")
    print("  止めるには Ctrl-C   Stop with Ctrl-C\n", flush=True)


def end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()


def _port() -> int:
    given = os.environ.get("PORT", "8000")
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise Trouble(f"PORT は 1〜65535 の数です（今は {given}）。", f"PORT must be 1-65535, not {given}.")
    return int(given)


def _own(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "") else host


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        if not WINDOWS:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Trouble(
                f"{host}:{port} は使われています。PORT=8001 make run のように別の番号で起動してください。",
                f"{host}:{port} is in use; start with another port, for example PORT=8001 make run.",
            ) from error
