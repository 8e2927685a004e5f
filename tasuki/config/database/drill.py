"""The drill (復元訓練): the newest backup comes up beside the town, is counted, proved and signed in to, and goes again."""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

from tasuki.shared import envelopes

from . import backups, manifest, restoring, wal
from .addresses import is_external
from .keys_of_backups import identities
from .locks import is_held
from .places import Place, data_folder, database_folder
from .roles import ensure_database, ensure_grants
from .server import EmbeddedServer, free_port, superuser_dsn
from .trouble import Trouble

AWAY = ("DATABASE_URL", "TASUKI_OWNER_DATABASE_URL", "TASUKI_AUDIT_ANCHOR", "TASUKI_AUDIT_SYSLOG", "TASUKI_WAL_TO",
        "TASUKI_BACKUP_TO", "TASUKI_SECRET_KEY", "TASUKI_STATIC", "TASUKI_DATABASE_FOLDER", "TASUKI_HTTPS",
        "TASUKI_HOSTS")  # fmt: skip
ENROL = """
import sys, django; django.setup()
from django.db import transaction
from tasuki.shared import clock
from tasuki.staff.actions import enrol
from tasuki.staff.identity import municipalities
from tasuki.tenancy.context import Context, acting
from tasuki.tenancy.models import Agency
key = municipalities()[0][0]
with transaction.atomic(), acting(Context(municipality=key)):
    enrol(login=sys.argv[1], name='復元訓練', password=sys.argv[2], agency=Agency.objects.order_by('pk')[0], role='administrator',
          since=clock.today())
print(key)
"""


class Drill:
    """One run: its steps are told as they pass; the first that fails ends it."""

    def __init__(self, base_dir: Path, source: Path, words: dict[str, Any]) -> None:
        self.base_dir, self.source, self.words = base_dir, source, words
        self.told = manifest.read(source)
        self.keys = identities(words, needed=manifest.is_encrypted(self.told))
        self.log = Path(words["log"]) if words.get("log") else wal.second_place()
        self.scratch = Path(tempfile.mkdtemp(prefix="tasuki-drill-"))
        self.scratch.chmod(0o711)
        self.lost = 0.0
        self.began = 0.0

    def run(self) -> int:
        """Everything; 0 when all of it held."""
        marked = self._mark()
        kept = {name: os.environ.pop(name) for name in AWAY if name in os.environ}
        before = os.environ.get("TASUKI_DATA")
        os.environ["TASUKI_DATA"] = str(self.scratch / "data")
        self.began = time.monotonic()
        try:
            self._steps(marked)
            ready = time.monotonic() - self.began
        finally:
            os.environ.update(kept)
            os.environ.pop("TASUKI_DATA")
            os.environ.update({"TASUKI_DATA": before} if before else {})
            shutil.rmtree(self.scratch, ignore_errors=True)
        print("\n訓練は成功です。 The drill succeeded.")
        print(f"  RPO（失われる変更）  {self.lost:.0f} 秒   RTO（使えるまで）  {ready:.0f} 秒", flush=True)
        return 0

    def _mark(self) -> datetime | None:
        """A sign in the living town's log: what is lost is what came after the last sign that is restored."""
        place = Place(database_folder(data_folder(self.base_dir)))
        if is_external(self.base_dir) or not is_held(place.keeper_lock) or self.log is None:
            return None
        details = EmbeddedServer(data_folder(self.base_dir)).details()
        with psycopg.connect(**superuser_dsn(details, details["database"]), autocommit=True) as connection:
            connection.execute("SELECT pg_logical_emit_message(true, 'tasuki', 'drill')")
        marked = datetime.now(UTC)
        time.sleep(wal.EVERY * 3)
        return marked

    def _steps(self, marked: datetime | None) -> None:
        self.step("控えのファイル", self._files)
        (self.scratch / "data").mkdir(mode=0o711)
        physical = any(name.startswith("base.tar.gz") for name in self.told["files"])
        if physical:
            self.step("サーバー全体を戻す", self._lay)
            self.step("件数（控えの時点）", self._count_standby)
        with self._newest(physical, marked) as details:
            if any(name.startswith("dump.pgdump") for name in self.told["files"]):
                self.step("論理の控えと件数", lambda: self._dump(details, whole=not physical))
            self._anchor()
            self.step("表を最新に（migrate）", lambda: self._tasuki("migrate"))
            self.step("設定と守り（check）", lambda: self._tasuki("check"))
            self.step("監査の鎖（audit verify）", lambda: self._tasuki("audit", "verify"))
            self.step("サインイン", self._sign_in)

    def step(self, name: str, doing: Callable[[], Any]) -> None:
        """One step with its seconds."""
        began = time.monotonic()
        print(f"  {name} …", end="", flush=True)
        try:
            said = doing()
        except Exception:
            print(" だめでした", flush=True)
            raise
        print(f" {said or ''} {time.monotonic() - began:.1f} 秒", flush=True)

    def _files(self) -> str:
        manifest.refuse_damaged(self.source, self.told)
        return f"{len(self.told['files'])} 個"

    def _lay(self) -> str:
        place = restoring.lay_files(
            self.base_dir, self.source, self.told, self.keys, log=str(self.log or ""), to="immediate"
        )
        return f"{sum(1 for _ in (place.root / 'log').iterdir())} 個の WAL"

    def _count_standby(self) -> str:
        """As the files were when the backup ended: between what was counted before and after it."""
        server = restoring.RestoredServer(data_folder(self.base_dir))
        server.stays_standby = True
        with server as details, psycopg.connect(**superuser_dsn(details, details["database"])) as connection:
            found = manifest.counts(connection)
        before, after = self.told["counts"], self.told.get("counts_after", self.told["counts"])
        wrong = [
            name for name in {*before, *after}
            if not min(before.get(name, 0), after.get(name, 0)) <= found.get(name, -1) <= max(before.get(name, 0), after.get(name, 0))
        ]  # fmt: skip
        return self._agree(wrong, found)

    @staticmethod
    def _agree(wrong: list[str], found: dict[str, int]) -> str:
        if wrong:
            names = "、".join(sorted(wrong)[:5])
            raise Trouble(f"件数が目録と違います（{names}）。", f"Counts differ from the manifest ({names}).")
        return f"{len(found)} 表 {sum(found.values())} 行"

    @contextmanager
    def _newest(self, physical: bool, marked: datetime | None) -> Iterator[dict[str, Any]]:
        """The scratch server, at the last change that the log holds."""
        data = data_folder(self.base_dir)
        if not physical:
            with EmbeddedServer(data) as details:
                yield details
            return
        place = Place(database_folder(data))
        restoring.aim(place.cluster, place.root / "log", None)
        server = restoring.RestoredServer(data)
        try:
            self.step("最新の変更まで進める", lambda: self._lost(server, marked))
            yield server.details()
        finally:
            server.release()

    def _lost(self, server: EmbeddedServer, marked: datetime | None) -> str:
        details = server.hold()
        with psycopg.connect(**superuser_dsn(details, details["database"])) as connection:
            row = connection.execute("SELECT pg_last_xact_replay_timestamp()").fetchone()
        last = (row[0] if row else None) or datetime.fromisoformat(self.told["ended_at"])
        self.lost = max(0.0, ((marked or datetime.now(UTC)) - last).total_seconds())
        return f"最後の変更 {last.astimezone():%Y-%m-%d %H:%M:%S}"

    def _dump(self, details: dict[str, Any], *, whole: bool) -> str:
        """The dump beside it, or, of a backup that has nothing else, as the town itself."""
        work = self.scratch / "dump.pgdump"
        name = next(name for name in self.told["files"] if name.startswith("dump.pgdump"))
        try:
            envelopes.unseal(self.source / name, work, self.keys)
        except envelopes.Unreadable as error:
            raise Trouble("この鍵では控えを開けません。", "This key does not open the backup.") from error
        database = details["database"] if whole else "tasuki_drill"
        admin = superuser_dsn(details)
        with psycopg.connect(**admin, autocommit=True) as connection:
            ensure_database(connection, database)
        with psycopg.connect(**(admin | {"dbname": database}), autocommit=True) as connection:
            ensure_grants(connection, database)
        login = details["owner"]
        settings = {"HOST": admin["host"], "PORT": admin["port"], "USER": login["user"], "PASSWORD": login["password"],
                    "NAME": database}  # fmt: skip
        backups.run(
            self.base_dir, "pg_restore", settings, "--exit-on-error", "--single-transaction", "--no-comments", str(work)
        )
        with psycopg.connect(**(admin | {"dbname": database})) as connection:
            found = manifest.counts(connection)
        return self._agree(
            [table for table, number in self.told["counts"].items() if found.get(table) != number], found
        )

    def _anchor(self) -> None:
        """The heads that the manifest names: the restored chain must hold them."""
        lines = [
            json.dumps({"municipality": town, "order": one["order"], "head": one["head"]})
            for town, one in self.told.get("audit_heads", {}).items()
        ]
        path = data_folder(self.base_dir) / "audit-heads.jsonl"
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def _tasuki(self, *words: str) -> str:
        done = subprocess.run([sys.executable, "-m", "tasuki", *words], check=False, capture_output=True, text=True,
                              errors="replace", cwd=self.base_dir)  # fmt: skip
        if done.returncode:
            said = " ".join((done.stderr or done.stdout).split())[-300:]
            raise Trouble(
                f"tasuki {' '.join(words)} が通りませんでした（{said}）。", f"`tasuki {' '.join(words)}` failed."
            )
        return "異常なし"

    def _sign_in(self) -> str:
        """A worker made for the drill, in the restored town only, through the real server and a real request."""
        login, password = f"drill-{secrets.token_hex(4)}", secrets.token_urlsafe(18)
        done = subprocess.run([sys.executable, "-c", ENROL, login, password], check=False, capture_output=True, text=True,
                              env=os.environ | {"DJANGO_SETTINGS_MODULE": "tasuki.config.settings"}, cwd=self.base_dir)  # fmt: skip
        if done.returncode:
            raise Trouble("訓練の職員を作れませんでした。", f"No worker for the drill: {done.stderr[-300:]}")
        port = free_port()
        environment = os.environ | {"PORT": str(port), "TASUKI_WORKERS": "1", "TASUKI_JOBS": "0"}
        server = subprocess.Popen([sys.executable, "-m", "tasuki", "serve"], env=environment, cwd=self.base_dir,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        try:
            return enter(f"http://127.0.0.1:{port}", done.stdout.strip(), login, password, server)
        finally:
            server.terminate()
            server.wait(60)


def enter(address: str, town: str, login: str, password: str, server: Any) -> str:
    """Sign in as a browser does; the page after it must not be the entrance again."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    until, page = time.monotonic() + 180, ""
    while not page:
        try:
            page = browser.open(f"{address}/sign-in/", timeout=10).read().decode()
        except OSError as error:
            if time.monotonic() > until or server.poll() is not None:
                raise Trouble("戻したサーバーが画面を出しません。", "The restored server shows no page.") from error
            time.sleep(0.5)
    hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|_key)" value="([^"]+)"', page))
    fields = hidden | {"municipality": town, "login": login, "password": password}
    try:
        answer = browser.open(f"{address}/sign-in/", urlencode(fields).encode(), timeout=30)
        where = answer.geturl().removeprefix(address)
    except OSError as error:
        raise Trouble(f"サインインできませんでした（{error}）。", f"Signing in failed ({error}).") from error
    if where.split("?")[0] == "/sign-in/":
        raise Trouble("サインインできませんでした。", "Signing in failed.")
    return f"できました（{where}）"


def drill(base_dir: Path, words: dict[str, Any]) -> int:
    """`tasuki drill [FOLDER]`: the newest backup of the folder, or the one named."""
    folder = backups.folder_of(base_dir, words)
    source = folder if (folder / manifest.NAME).is_file() else backups.newest_in(folder)
    print(f"控え {source.name} で訓練します。 Drill with {source.name}", flush=True)
    return Drill(base_dir, source, words).run()
