"""One municipality by itself (自治体の控え): its rows as they are at one moment, and back again, whole or not at all.

Run by the owner of the tables, whom no wall limits. The record of looks and changes only grows: what a copy brings back
of it is added where it is missing, and nothing of it is ever taken away.
"""

import io
import json
import os
import shutil
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections
from psycopg import sql

from tasuki.shared import envelopes
from tasuki.shared.decisions import Refused

TOWN = "tenancy_municipality"
# Added to, never replaced: evidence.
GROWS = ("audit_entry", "audit_change", "audit_changedvalues", "audit_seal", "jobs_destructionrecord", "jobs_yearcount")
# Of this machine and this minute only.
PASSING = ("audit_postedform", "jobs_job", "staff_draft", "staff_signedin", "staff_attempt", "reports_keptyear",
           "reports_countedchange")  # fmt: skip
ROWS, MANIFEST, FORMAT = "rows.tar.gz", "manifest.json", 1
TABLES = """
select c.relname, array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '')
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
 where n.nspname = 'public' and c.relkind = 'r'
   and (c.relname = 'tenancy_municipality' or exists (select 1 from pg_attribute m
         where m.attrelid = c.oid and m.attname = 'municipality_id' and not m.attisdropped))
 group by 1 order by 1
"""


def owner() -> Any:
    """The owner's own connection, as the driver knows it."""
    connections["owner"].ensure_connection()
    return connections["owner"].connection


def tables(connection: Any, *, passing: bool = False) -> dict[str, list[str]]:
    """Tables of a municipality and their columns that can be written."""
    found = connection.execute(TABLES).fetchall()
    return {name: columns for name, columns in found if passing or name not in PASSING}


def _where(table: str) -> sql.Composable:
    return sql.Identifier("id" if table == TOWN else "municipality_id")


def export(connection: Any, town: UUID, folder: Path, recipients: list[str], progress: Any = None) -> Path:
    """A folder with the rows of the town, sealed, and a manifest that can be read without a key."""
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        facts = connection.execute("select code, name from tenancy_municipality where id = %s", [town]).fetchone()
        if facts is None:
            raise Refused("この自治体はありません。")
        now = datetime.now(UTC)
        target = folder / f"town-{facts[0]}-{now.astimezone():%Y%m%d-%H%M%S}"
        part = target.with_name(target.name + ".part")
        part.mkdir(mode=0o700, parents=True)
        try:
            counts = _rows(connection, town, part / ROWS, progress)
            plain = part / ROWS
            sealed = envelopes.seal(plain, part, recipients) if recipients else plain
            if recipients:
                plain.unlink()
            applied = connection.execute("select app || '.' || name from django_migrations order by 1").fetchall()
            told = {"format": FORMAT, "kind": "town", "begun_at": now.isoformat(timespec="seconds"),
                    "town": {"id": str(town), "code": facts[0], "name": facts[1]},
                    "migrations": [name for (name,) in applied], "counts": counts, "encrypted_to": recipients,
                    "files": {sealed.name: {"sha256": envelopes.digest(sealed), "bytes": sealed.stat().st_size}}}  # fmt: skip
            with envelopes.private(part / MANIFEST) as out:
                out.write(json.dumps(told, ensure_ascii=False, indent=1).encode())
            part.rename(target)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    return target


def _rows(connection: Any, town: UUID, path: Path, progress: Any) -> dict[str, int]:
    """Every table as CSV in one archive."""
    everything, counts = tables(connection), {}
    with envelopes.private(path) as out, tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as tar:
        for number, (table, columns) in enumerate(everything.items(), 1):
            names = sql.SQL(", ").join(map(sql.Identifier, columns))
            question = sql.SQL("copy (select {} from {} where {} = {} order by id) to stdout (format csv, header)").format(
                names, sql.Identifier(table), _where(table), sql.Literal(str(town)))  # fmt: skip
            with connection.cursor() as cursor, cursor.copy(question) as copy:
                content = b"".join(bytes(piece) for piece in copy)
            counts[table] = int(
                connection.execute(sql.SQL("select count(*) from {} where {} = %s").format(
                    sql.Identifier(table), _where(table)), [town]).fetchone()[0]
            )  # fmt: skip
            member = tarfile.TarInfo(f"{table}.csv")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
            if progress is not None:
                progress.at(number, len(everything), "書き出しています")
    return counts


def export_for_job(town: UUID, progress: Any) -> str:
    """Asked for on the page: beside the backups, never without a key."""
    data = Path(settings.DATA_FOLDER)
    recipients = envelopes.recipients_of(data)
    if not recipients:
        raise Refused("控えの鍵がまだありません。運用の担当に tasuki backup-key を頼んでください。")
    folder = Path(os.environ.get("TASUKI_BACKUP_TO") or data / "exports")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = export(owner(), town, folder, recipients, progress)
    return f"サーバーの控えの置き場所に {made.name} を作りました。"


def manifest_of(source: Path) -> dict[str, Any]:
    """What a copy tells without being opened; every file is as it was written."""
    told: dict[str, Any] = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
    if told.get("format") != FORMAT or told.get("kind") != "town":
        raise Refused("自治体の控えではありません。")
    for name, facts in told["files"].items():
        if envelopes.digest(source / name) != facts["sha256"]:
            raise Refused(f"控えのファイル {name} が壊れているか、書き換えられています。")
    return told


def refuse_other_version(connection: Any, told: dict[str, Any]) -> None:
    """The tables must be the same on both sides: rows are never squeezed into others."""
    here = {name for (name,) in connection.execute("select app || '.' || name from django_migrations").fetchall()}
    if newer := sorted(set(told["migrations"]) - here):
        raise Refused(
            f"控えは、このたすきより新しい版のものです（{newer[-1]}）。たすきを新しくしてから戻してください。"
        )
    if older := sorted(here - set(told["migrations"])):
        raise Refused(f"控えは、このたすきより古い版のものです（{older[-1]}）。"
                      "控えを取った版を別の場所で起動して戻し、新しくしてから移してください。")  # fmt: skip


def bring_back(
    connection: Any, source: Path, told: dict[str, Any], identities: list[Any], work: Path
) -> dict[str, int]:
    """Delete and copy in one transaction; returns the rows by table, which are those of the manifest."""
    refuse_other_version(connection, told)
    (name,) = told["files"]
    archive, town = work / ROWS, UUID(told["town"]["id"])
    envelopes.unseal(source / name, archive, identities)
    with connection.transaction():
        connection.execute("set constraints all deferred")
        connection.execute("select set_config('app.building', '1', true)")
        columns = tables(connection)
        for table in tables(connection, passing=True):
            if table not in GROWS:
                connection.execute(
                    sql.SQL("delete from {} where {} = %s").format(sql.Identifier(table), _where(table)), [town]
                )
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar:
                _copy_in(connection, member.name.removesuffix(".csv"), tar.extractfile(member), columns)
        found = {}
        for table in told["counts"]:
            question = sql.SQL("select count(*) from {} where {} = %s").format(sql.Identifier(table), _where(table))
            found[table] = int(connection.execute(question, [town]).fetchone()[0])
        wrong = [table for table, number in told["counts"].items() if found[table] < number
                 or (found[table] != number and table not in GROWS)]  # fmt: skip
        if wrong:
            raise Refused(f"件数が控えの目録と違うので、戻しませんでした（{'、'.join(wrong[:5])}）。")
        _tell(connection, town, told)
    return found


def _copy_in(connection: Any, table: str, file: Any, known: dict[str, list[str]]) -> None:
    """One table; where the record only grows, what is there already stays as it is."""
    header = file.readline().decode().strip().split(",")
    if table not in known or set(header) - set(known[table]):
        raise Refused(f"控えの表 {table} が、この版の表と合いません。")
    names, into = sql.SQL(", ").join(map(sql.Identifier, header)), sql.Identifier(table)
    if table in GROWS:
        into = sql.Identifier("coming_in")
        connection.execute(sql.SQL("create temporary table coming_in (like {} including defaults) on commit drop").format(
            sql.Identifier(table)))  # fmt: skip
    with (
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("copy {} ({}) from stdin (format csv)").format(into, names)) as copy,
    ):
        while piece := file.read(envelopes.PIECE):
            copy.write(piece)
    if table in GROWS:
        connection.execute(sql.SQL("insert into {} ({}) select {} from coming_in on conflict do nothing").format(
            sql.Identifier(table), names, names))  # fmt: skip
        connection.execute("drop table coming_in")


def _tell(connection: Any, town: UUID, told: dict[str, Any]) -> None:
    """That the town was brought back is on record."""
    connection.execute(
        "insert into audit_entry (id, municipality_id, at, act, verb, worker_name, agency_name, object_ids, ground, reason,"
        " address, request) values (gen_random_uuid(), %s, now(), 'change', '自治体の控えを戻した', '', '', '{}', '', %s, '', '')",
        [town, f"{told['begun_at']} の控え"],
    )


def come_back(connection: Any, town: UUID) -> int:
    """How many destroyed cases an older copy has brought back: they must be destroyed once more."""
    question = """select count(*) from cases_case c where c.municipality_id = %s and c.number in
                  (select unnest(numbers) from jobs_destructionrecord where municipality_id = %s)"""
    return int(connection.execute(question, [town, town]).fetchone()[0])
