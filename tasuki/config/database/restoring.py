"""Restoring (戻す): a whole server at its newest or at any earlier moment, into a folder where there is none yet."""

import hashlib
import json
import os
import shutil
import tarfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql

from tasuki.shared import envelopes

from . import backups, manifest, wal
from .addresses import database_settings, dsn, is_external
from .places import WINDOWS, Place, data_folder, database_folder, make_folders, server_user, write_private
from .roles import prepare
from .server import EmbeddedServer, new_details, superuser_dsn
from .trouble import Trouble

PATIENCE = 24 * 3600.0  # a long log takes its time
MARK = "# tasuki restore: gone when the server is ready\n"


def moment(text: str) -> datetime:
    """「2026-11-22 10:00」 on the clock of the town."""
    try:
        found = datetime.fromisoformat(text.strip().replace("/", "-"))
    except ValueError as error:
        raise Trouble(
            f'時刻「{text}」が読めません。--to "2026-11-22 10:00" のように指定してください。',
            f'--to {text!r} is no moment; write "2026-11-22 10:00".',
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo("Asia/Tokyo"))


class RestoredServer(EmbeddedServer):
    """A server that comes up from a backup: its own passwords are set when the log has been read to the end."""

    patience = PATIENCE
    stays_standby = False

    def _prepare(self, details: dict[str, Any]) -> None:
        if self.stays_standby:
            return
        with psycopg.connect(**superuser_dsn(details), autocommit=True) as connection:
            until = time.monotonic() + self.patience
            while self._recovers(connection) and time.monotonic() < until:
                time.sleep(0.2)
            login = details["superuser"]
            words = sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                sql.Identifier(login["user"]), sql.Literal(login["password"])
            )
            connection.execute(words)
            # the log's second place belongs to the town that lives, not to this one
            connection.execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active")
            close_doors(self.place)
            connection.execute("SELECT pg_reload_conf()")
        prepare(superuser_dsn(details), details)

    @staticmethod
    def _recovers(connection: psycopg.Connection[Any]) -> bool:
        row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
        return bool(row and row[0])


def restore(base_dir: Path, source: Path, words: dict[str, Any], identities: list[Any]) -> dict[str, Any]:
    """The whole server into the data folder, which must hold none; returns what the manifest told."""
    told = manifest.read(source)
    if told.get("kind") != "server" or not _named(told, "base.tar.gz"):
        raise Trouble("この控えはサーバー全体の控えではありません。", "This is no backup of a whole server.")
    target = Place(database_folder(data_folder(base_dir)))
    if target.cluster.exists():
        raise Trouble(
            "データベースがもうあるので戻しません。TASUKI_DATA で新しい置き場所を指定してください。",
            "There is a database already; name a new folder by TASUKI_DATA and restore there.",
        )
    manifest.refuse_damaged(source, told)
    lay_files(base_dir, source, told, identities, log=words.get("log"), to=words.get("to"))
    server = RestoredServer(data_folder(base_dir))
    try:
        server.hold()
    except Trouble as trouble:
        raise _why(server.place, trouble) from trouble
    finally:
        server.release()
    shutil.rmtree(server.place.root / "log", ignore_errors=True)
    return told


def _why(place: Place, trouble: Trouble) -> Trouble:
    said = place.log.read_text(encoding="utf-8", errors="replace") if place.log.exists() else ""
    if "before configured recovery target was reached" in said:
        return Trouble(
            "指定した時刻までの変更の記録（WAL）がありません。もっと早い時刻を指定するか、--to なしで最新まで戻してください。",
            "The log does not reach the moment you named; name an earlier one, or restore without --to.",
        )
    return trouble


def lay_files(base_dir: Path, source: Path, told: dict[str, Any], identities: list[Any], *,
              log: str | None = None, to: str | None = None) -> Place:  # fmt: skip
    """The server's files as they were, each checked; the log beside them; ready to be started."""
    place = Place(database_folder(data_folder(base_dir)))
    user = server_user(place.cluster)
    make_folders(place, user)
    part, work = place.root / "cluster.part", place.root / "restore.part"
    for folder in (part, work):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
    try:
        _open(source, told, "backup_manifest", work, identities)
        wanted = {one["Path"]: one for one in json.loads((work / "backup_manifest").read_text("utf-8"))["Files"]}
        _unpack(_open(source, told, "base.tar.gz", work, identities), part, wanted)
        _unpack(_open(source, told, "pg_wal.tar.gz", work, identities), part / "pg_wal", {})
        if wanted:
            raise Trouble("控えのファイルが足りません。別の控えを使ってください。", "Files are missing in the backup.")
        if _named(told, "secret_key"):
            _open(source, told, "secret_key", work, identities).replace(data_folder(base_dir) / "secret_key")
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    fetched = place.root / "log"
    shutil.rmtree(fetched, ignore_errors=True)
    fetched.mkdir(mode=0o700)
    from_where = Path(log) if log else wal.second_place()
    try:
        wal.fetch(from_where, fetched, identities, told.get("log_from", "")) if from_where else None
    except envelopes.Unreadable as error:
        raise Trouble(f"変更の記録（WAL）{error} を開けません。", f"The log file {error} cannot be opened.") from error
    open_doors(part, fetched, to)
    write_private(place.connection_file, json.dumps(new_details(), indent=1))
    if user:
        for path in (part, fetched, *part.rglob("*"), *fetched.rglob("*")):
            os.chown(path, user.uid, user.gid)
    part.rename(place.cluster)
    return place


def _named(told: dict[str, Any], name: str) -> str:
    return next((one for one in told["files"] if one.removesuffix(envelopes.ENDING) == name), "")


def _open(source: Path, told: dict[str, Any], name: str, work: Path, identities: list[Any]) -> Path:
    try:
        envelopes.unseal(source / _named(told, name), work / name, identities)
    except envelopes.Unreadable as error:
        raise Trouble(
            "この鍵では控えを開けません。別の鍵か、控えが壊れています。", "This key does not open the backup."
        ) from error
    return work / name


def _unpack(archive: Path, folder: Path, wanted: dict[str, Any]) -> None:
    """Each file as PostgreSQL's own manifest says it was, or a refusal; what was found is struck off."""
    with tarfile.open(archive, "r:gz") as tar:
        for member in tar:
            tar.extract(member, folder, filter="data")
            fact = wanted.pop(member.name.removeprefix("./"), None)
            if fact is None or not member.isfile():
                continue
            path = folder / member.name
            if fact.get("Checksum-Algorithm") == "SHA256" and _sha256(path) != fact["Checksum"]:
                raise Trouble(f"控えの中の {member.name} が壊れています。", f"{member.name} in the backup is damaged.")
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_doors(cluster: Path, log: Path, to: str | None) -> None:
    """Until its passwords are known again the server trusts its own socket, in a folder only its user may enter."""
    shutil.copy(cluster / "pg_hba.conf", cluster / "pg_hba.conf.kept")
    line = "host all all 127.0.0.1/32 trust\n" if WINDOWS else "local all all trust\n"
    (cluster / "pg_hba.conf").write_text(line, encoding="utf-8")
    aim(cluster, log, to)
    (cluster / "recovery.signal").touch()
    (cluster / "standby.signal").unlink(missing_ok=True)


def aim(cluster: Path, log: Path, to: str | None) -> None:
    """How far the log is read: to its end, to a moment, or (`immediate`) only until the files agree with each other."""
    copy = f'copy "{log}\\%f" "%p"' if WINDOWS else f'cp "{log}/%f" "%p"'
    target = ""
    if to == "immediate":
        target = "recovery_target = 'immediate'\nrecovery_target_action = 'pause'\n"
    elif to:
        target = f"recovery_target_time = '{moment(to).isoformat()}'\nrecovery_target_action = 'promote'\n"
    auto = cluster / "postgresql.auto.conf"
    before = auto.read_text(encoding="utf-8").split(MARK)[0]
    words = f"{MARK}restore_command = '{copy}'\nrecovery_target_timeline = 'latest'\n{target}"
    auto.write_text(before + words, encoding="utf-8")


def close_doors(place: Place) -> None:
    """Passwords again, and no word of the recovery."""
    kept = place.cluster / "pg_hba.conf.kept"
    if kept.exists():
        kept.replace(place.cluster / "pg_hba.conf")
    auto = place.cluster / "postgresql.auto.conf"
    auto.write_text(auto.read_text(encoding="utf-8").split(MARK)[0], encoding="utf-8")


def restore_dump(base_dir: Path, dump: Path) -> None:
    """A dump into an empty database only, whole or not at all (also on the operator's own server)."""
    owner = database_settings(base_dir)["owner"]
    with psycopg.connect(**dsn(owner)) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if row and row[0]:
        hint = "空のデータベース" if is_external(base_dir) else "TASUKI_DATA で新しい置き場所"
        raise Trouble(
            f"データベースが空ではないので戻しません。{hint}を指定してください。",
            "The database is not empty; restore into an empty one.",
        )
    # the schema itself, with its grants, was made by us
    words = ["--exit-on-error", "--single-transaction", "--no-comments", str(dump)]
    backups.run(base_dir, "pg_restore", owner, *words)
