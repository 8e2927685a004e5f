"""The embedded PostgreSQL server: made, started, proved ready, shared and stopped by us."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psycopg

from . import keeper, tuning
from .locks import FileLock, is_held
from .places import (
    WINDOWS,
    Place,
    ServerUser,
    database_folder,
    find_binaries,
    make_folders,
    server_user,
    write_private,
)
from .roles import APP, DATABASE, OWNER, PORTAL, prepare
from .trouble import Trouble

SUPERUSER = "tasuki_server"
PATIENCE = 90.0  # recovery after a power cut may take a while on a slow disk
LOG_LIMIT = 5 * 2**20
KEEPERS: list[subprocess.Popen[bytes]] = []  # a keeper may outlive the object that started it


class EmbeddedServer:
    """One PostgreSQL for all commands that use the same data folder.

    `hold()` starts it when needed and returns the connection details; `release()` lets go, and the
    last one to let go waits until it is down.
    """

    patience = PATIENCE

    def __init__(self, data: Path, *, tcp: bool = WINDOWS, durable: bool = True) -> None:
        self.place = Place(database_folder(data))
        self.tcp = tcp
        self.durable = durable
        self._owner: FileLock | None = None

    def __enter__(self) -> dict[str, Any]:
        return self.hold()

    def __exit__(self, *problem: object) -> None:
        self.release()

    def hold(self) -> dict[str, Any]:
        user = server_user(self.place.cluster)
        make_folders(self.place, user)
        start = FileLock(self.place.start_lock)
        if not start.acquire(timeout=PATIENCE):
            raise Trouble(
                "別の tasuki がデータベースを起動中のまま終わりません。それを止めてから、もう一度起動してください。",
                "Another tasuki command has been starting the database for too long; stop it first.",
            )
        try:
            self._owner = self._register()
            if is_held(self.place.keeper_lock):
                details = self.details()
                self._wait_until_ready(details, None)
                return details
            return self._start(user)
        except BaseException:
            self._unregister()
            raise
        finally:
            start.release()

    def release(self) -> None:
        """Let go; when nobody else uses the server, return only after it is down."""
        if self._owner is None:
            return
        self._unregister()
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if not is_held(self.place.keeper_lock):
                self._stop_without_keeper()
                KEEPERS[:] = [child for child in KEEPERS if child.poll() is None]
                return
            if any(is_held(path) for path in self.place.owners.glob("*.lock")):
                return
            time.sleep(0.05)

    def details(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.place.connection_file.read_text(encoding="utf-8"))
        return found

    def postmaster(self) -> int | None:
        return keeper.running_postmaster(self.place.cluster)

    def _register(self) -> FileLock:
        name = f"{os.getpid()}-{secrets.token_hex(4)}.lock"
        lock = FileLock(self.place.owners / name)
        lock.acquire(timeout=5)
        return lock

    def _unregister(self) -> None:
        if self._owner is not None:
            path = self._owner.path
            self._owner.release()
            path.unlink(missing_ok=True)
            self._owner = None

    def _start(self, user: ServerUser | None) -> dict[str, Any]:
        binaries = find_binaries(self.place, user)
        if not (self.place.cluster / "PG_VERSION").exists():
            self._make_cluster(binaries, user)
        details = self._details_for_start(binaries)
        self._stop_without_keeper(binaries, user)
        keeper.clear_stale_pid(self.place.cluster)
        self._write_settings(details, user)
        self._rotate_log()
        child = self._spawn_keeper(binaries, user)
        self._wait_until_ready(details, child)
        self._prepare(details)
        return details

    def _prepare(self, details: dict[str, Any]) -> None:
        """Roles, database and grants once the server answers."""
        prepare(superuser_dsn(details), details)

    def _make_cluster(self, binaries: Path, user: ServerUser | None) -> None:
        details = new_details()
        part = self.place.root / "cluster.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        password_file = self.place.root / "initdb.password"
        write_private(password_file, details["superuser"]["password"])
        if user:
            for path in (part, password_file):
                os.chown(path, user.uid, user.gid)
        try:
            self._initdb(binaries, part, password_file, user)
        finally:
            password_file.unlink(missing_ok=True)
        write_private(self.place.connection_file, json.dumps(details, indent=1))
        part.rename(self.place.cluster)

    def _initdb(self, binaries: Path, folder: Path, password_file: Path, user: ServerUser | None) -> None:
        # the locale never comes from the environment: under LANG=C Japanese would not be text
        locale = ["--locale=C.UTF-8"]
        if sys.platform != "linux":
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        words = ["--encoding=UTF8", *locale, f"--username={SUPERUSER}", f"--pwfile={password_file}"]
        words += ["--auth-local=scram-sha-256", "--auth-host=scram-sha-256", "--data-checksums"]
        words += [] if self.durable else ["--no-sync"]
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PG"))}
        done = subprocess.run(
            [str(binaries / "initdb"), "-D", str(folder), *words],
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
            env=environment,
            cwd=None if WINDOWS else "/",
            **(user.popen() if user else {}),  # type: ignore[call-overload]
        )
        if done.returncode:
            said = " ".join(done.stderr.split())[-300:]
            raise Trouble(
                f"データベースを {self.place.root} に作れませんでした（{said}）。",
                f"The database could not be made in {self.place.root} ({said}).",
            )

    def _details_for_start(self, binaries: Path) -> dict[str, Any]:
        try:
            details = self.details()
        except (OSError, ValueError) as error:
            raise Trouble(
                f"データベースの鍵 {self.place.connection_file} が読めません。控えから戻してください。",
                f"{self.place.connection_file} with the database's keys is unreadable; restore it.",
            ) from error
        made_by = (self.place.cluster / "PG_VERSION").read_text().strip()
        said = subprocess.run(
            [str(binaries / "postgres"), "--version"], check=False, capture_output=True, text=True
        ).stdout
        if f" {made_by}." not in said:
            raise Trouble(
                f"データは PostgreSQL {made_by} のものですが、同梱の版は違います（{said.strip()}）。"
                "pg_dump で移してください。",
                f"The data belongs to PostgreSQL {made_by}, the programs are {said.strip()}.",
            )
        details.setdefault("portal", login(PORTAL))  # a folder from before there was a portal
        details["version"] = int(made_by)
        details["host"] = "127.0.0.1" if self.tcp else str(self.place.socket_folder())
        details["port"] = free_port() if self.tcp else 5432
        write_private(self.place.connection_file, json.dumps(details, indent=1))
        return details

    def _write_settings(self, details: dict[str, Any], user: ServerUser | None) -> None:
        text = tuning.configuration(
            version=details["version"],
            sockets="" if WINDOWS else str(self.place.socket_folder()),
            port=details["port"],
            tcp=self.tcp,
            durable=self.durable,
        )
        path = self.place.cluster / "postgresql.conf"
        if (self.place.cluster / "local.conf").exists():
            text += "include 'local.conf'\n"
        path.write_text(text, encoding="utf-8")
        if user:
            os.chown(path, user.uid, user.gid)

    def _rotate_log(self) -> None:
        log = self.place.log
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        if not log.exists():
            write_private(log, "")

    def _spawn_keeper(self, binaries: Path, user: ServerUser | None) -> subprocess.Popen[bytes]:
        plan = {
            "root": str(self.place.root),
            "binaries": str(binaries),
            "user": asdict(user) if user else None,
        }
        home = str(Path(__file__).resolve().parents[3])
        paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
        options: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
            options = {"creationflags": flags}
        with self.place.log.open("ab") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", "tasuki.config.database.keeper", json.dumps(plan)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
                **options,
            )
        KEEPERS.append(child)
        return child

    def _wait_until_ready(self, details: dict[str, Any], child: subprocess.Popen[bytes] | None) -> None:
        """Ready means that a query was answered, never that a process exists."""
        until = time.monotonic() + self.patience
        dsn = superuser_dsn(details)
        while time.monotonic() < until:
            try:
                with psycopg.connect(**dsn, connect_timeout=3) as connection:
                    connection.execute("SELECT 1")
                    return
            except psycopg.OperationalError as error:
                if "password authentication failed" in str(error):
                    break
            gone = child.poll() is not None if child else not is_held(self.place.keeper_lock)
            if gone:
                break
            time.sleep(0.05)
        said = self._last_words()
        raise Trouble(
            f"データベースが起動しませんでした（{said}）。記録は {self.place.log} にあります。",
            f"The database did not start ({said}); its log is {self.place.log}.",
        )

    def _last_words(self) -> str:
        try:
            lines = self.place.log.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return "no log"
        told = [line for line in lines[-40:] if "FATAL" in line or "PANIC" in line or "Error" in line]
        return (told or lines or ["no log"])[-1][-200:]

    def _stop_without_keeper(self, binaries: Path | None = None, user: ServerUser | None = None) -> None:
        """A server whose keeper was killed is stopped before anything else happens to its files."""
        if not (self.place.cluster / "postmaster.pid").exists() or self.postmaster() is None:
            return
        user = user or server_user(self.place.cluster)
        binaries = binaries or find_binaries(self.place, user)
        keeper.Keeper(self.place, binaries, user).stop()


def login(name: str) -> dict[str, str]:
    """A role with a password of its own."""
    return {"user": name, "password": secrets.token_urlsafe(24)}


def new_details() -> dict[str, Any]:
    return {
        "database": DATABASE,
        "superuser": login(SUPERUSER),
        "owner": login(OWNER),
        "app": login(APP),
        "portal": login(PORTAL),
    }


def superuser_dsn(details: dict[str, Any], dbname: str = "postgres") -> dict[str, Any]:
    return {
        "host": details["host"],
        "port": details["port"],
        "dbname": dbname,
        "user": details["superuser"]["user"],
        "password": details["superuser"]["password"],
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
