"""`tasuki backup --municipality` and `tasuki restore` of such a copy, for the operator (自治体の控え)."""

import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg

from tasuki.jobs import municipal
from tasuki.shared import envelopes
from tasuki.shared.decisions import Refused

from . import prepare
from .database import backups, manifest, restoring
from .database.keys_of_backups import identities, recipients
from .database.trouble import Trouble


def export(base_dir: Path, words: dict[str, Any]) -> Path:
    """The municipality with this code."""
    folder, connection = backups.folder_of(base_dir, words), municipal.owner()
    found = connection.execute(
        "select id from tenancy_municipality where code = %s", [words["municipality"]]
    ).fetchone()
    if found is None:
        known = "、".join(f"{one['code']} {one['name']}" for one in manifest.towns(connection))
        raise Trouble(
            f"団体コード {words['municipality']} の自治体はありません（{known}）。", "No municipality with this code."
        )
    return municipal.export(connection, found[0], folder, recipients(base_dir))


def restore(base_dir: Path, words: dict[str, Any]) -> str:
    """A copy of one municipality over the one that stands, or into a server that has none; a server's dump otherwise."""
    source = Path(words["source"])
    told = manifest.read(source)
    if told["kind"] == "server":
        return _server_dump(base_dir, source, told, words)
    prepare.migrate()
    connection = municipal.owner()
    try:
        told = municipal.manifest_of(source)
        municipal.refuse_other_version(connection, told)
        _ask(connection, told, words.get("yes"))
        with tempfile.TemporaryDirectory(dir=backups.data_folder(base_dir)) as work:
            keys = identities(words, needed=manifest.is_encrypted(told))
            found = municipal.bring_back(connection, source, told, keys, Path(work))
    except Refused as no:
        raise Trouble(no.reason, "The copy of the municipality was not restored.") from no
    except psycopg.errors.ForeignKeyViolation as error:
        raise Trouble(
            "控えのあとに作られた機関が記録に残っているため、戻せませんでした。何も変えていません。",
            "Something made since is still named by what only grows; nothing was changed.",
        ) from error
    except envelopes.Unreadable as error:
        raise Trouble("この鍵では控えを開けません。", "This key does not open the copy.") from error
    prepare.migrate()
    back = municipal.come_back(connection, told["town"]["id"])
    said = (
        f"{told['town']['name']} を {told['begun_at']} の控えに戻しました（{len(found)} 表 {sum(found.values())} 行）。"
    )
    return said + (
        f"\n廃棄したケース {back} 件が控えから戻りました。廃棄候補の一覧を作って、もう一度廃棄してください。"
        if back
        else ""
    )


def _ask(connection: Any, told: dict[str, Any], said: str | None) -> None:
    """Everything written since is lost: the name must be typed."""
    name = told["town"]["name"]
    stands = connection.execute("select 1 from tenancy_municipality where id = %s", [told["town"]["id"]]).fetchone()
    if not stands:
        return
    if said is None:
        print(
            f"{name} の今の記録をすべて、{told['begun_at']} の控えで置き換えます。そのあとに書いたものは失われます。",
            file=sys.stderr,
        )
        said = input(f"続けるには自治体の名前（{name}）を入力してください: ")
    if said.strip() != name:
        raise Trouble("自治体の名前が違うので、戻しませんでした。", "The name differs; nothing was restored.")


def _server_dump(base_dir: Path, source: Path, told: dict[str, Any], words: dict[str, Any]) -> str:
    """The dump inside a server's backup, into an empty database."""
    manifest.refuse_damaged(source, told)
    name = next((one for one in told["files"] if one.startswith("dump.pgdump")), None)
    if name is None:
        raise Trouble("この控えには、別のサーバーに戻せる形（pg_dump）が入っていません。", "This backup holds no dump.")
    keys = identities(words, needed=manifest.is_encrypted(told))
    with tempfile.TemporaryDirectory(dir=backups.data_folder(base_dir)) as work:
        try:
            envelopes.unseal(source / name, Path(work) / "dump.pgdump", keys)
        except envelopes.Unreadable as error:
            raise Trouble("この鍵では控えを開けません。", "This key does not open the backup.") from error
        restoring.restore_dump(base_dir, Path(work) / "dump.pgdump")
    return "控えを戻しました。 Restored."
