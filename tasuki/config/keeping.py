"""The commands that keep a town safe: backup, restore, drill, keys, the log's second place, jobs (控え・復元・訓練・仕事)."""

import argparse
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

from .database.trouble import Trouble

COMMANDS = {
    "backup": "控えを取ります（tasuki backup 置き場所。--municipality 団体コード で一つの自治体だけ）",
    "restore": '控えを戻します（tasuki restore 控え [--to "2026-11-22 10:00"] [--identity 秘密鍵のファイル]）',
    "drill": "いちばん新しい控えを別の場所で戻し、確かめて消します（復元訓練）",
    "backup-key": "控えを暗号化する鍵を作ります（秘密鍵は一度だけ表示）",
    "wal": "変更の記録（WAL）を二つ目の置き場所へ送り続けます（TASUKI_WAL_TO）",
    "jobs": "時間のかかる仕事を進めます（tasuki jobs work）。毎日の片付け（tasuki jobs daily）",
}
STUCK = 900  # seconds a job may wait before it is told


def words_of(command: str, rest: Sequence[str]) -> dict[str, Any]:
    """The words after the command."""
    parser = argparse.ArgumentParser(prog=f"tasuki {command}", description=COMMANDS[command])
    if command in ("backup", "drill"):
        parser.add_argument("folder", nargs="?", help="控えの置き場所（省くと TASUKI_BACKUP_TO）")
    if command == "backup":
        parser.add_argument(
            "--keep", type=int, metavar="日数", help="これより古い控えを消します（いちばん新しい控えは残ります）"
        )
        parser.add_argument("--municipality", metavar="団体コード", help="一つの自治体だけ")
        parser.add_argument("--no-dump", action="store_true", help="論理の控え（pg_dump）を省きます")
    if command == "restore":
        parser.add_argument("source", help="控えのフォルダー")
        parser.add_argument("--to", help='この時刻の状態に戻します（例 "2026-11-22 10:00"）')
        parser.add_argument("--yes", metavar="自治体名", help="確かめの入力を省きます（自治体の控えを戻すとき）")
    if command in ("restore", "drill"):
        parser.add_argument("--identity", metavar="ファイル", help="秘密鍵を書いたファイル（- は入力から）")
        parser.add_argument("--log", metavar="フォルダー", help="WAL の置き場所（省くと TASUKI_WAL_TO）")
    if command == "jobs":
        parser.add_argument("deed", choices=["work", "daily"], help="work 進め続ける / daily 毎日の片付け")
    return vars(parser.parse_args(list(rest)))


def without_database(base_dir: Path, command: str, rest: Sequence[str]) -> int | None:
    """Carry out what must not find a running server; None for everything else."""
    if command == "backup-key":
        from .database.keys_of_backups import new_key

        words_of(command, rest)
        return new_key(base_dir)
    if command == "drill":
        from .database.drill import drill

        return drill(base_dir, words_of(command, rest))
    if command == "restore":
        return _restore_server(base_dir, words_of(command, rest))
    return None


def _restore_server(base_dir: Path, words: dict[str, Any]) -> int | None:
    """A whole server into an empty folder; a dump or one municipality needs a running one and comes later."""
    from .database import manifest, restoring
    from .database.addresses import is_external
    from .database.keys_of_backups import identities

    source = Path(words["source"])
    if source.is_file():
        return None
    told = manifest.read(source)
    physical = any(name.startswith("base.tar.gz") for name in told["files"])
    if told["kind"] != "server" or not physical or is_external(base_dir):
        if words["to"]:
            raise Trouble(
                "時刻を決めて戻せるのは、同梱のデータベースだけです。別のサーバーでは、その管理者が WAL から戻します。",
                "A moment can be named for the embedded database only; elsewhere its administrator restores from WAL.",
            )
        return None
    restoring.restore(base_dir, source, words, identities(words, needed=manifest.is_encrypted(told)))
    print(f"控え {source.name} を戻しました。tasuki serve で起動できます。 Restored; start with `tasuki serve`.")
    return 0


def with_database(base_dir: Path, command: str, rest: Sequence[str]) -> int:
    """The commands that use the running server."""
    words = words_of(command, rest)
    if command == "wal":
        from .database.wal import keep_log

        return keep_log(base_dir)
    if command == "jobs":
        return _jobs(words["deed"])
    if command == "backup" and not words["municipality"]:
        from .database import backups

        _warn_of_open_backups(base_dir)
        print(f"控えを {backups.backup(base_dir, words)} に取りました。")
        return 0
    if (
        command == "restore"
        and words["municipality"] is None
        and not (Path(words["source"]) / "manifest.json").is_file()
    ):
        return _restore_dump(base_dir, Path(words["source"]), words)
    return _one_town(base_dir, command, words)


def _warn_of_open_backups(base_dir: Path) -> None:
    from .database.keys_of_backups import recipients

    if not recipients(base_dir):
        print(
            "注意: 控えは暗号化されません。tasuki backup-key で鍵を作ってください。 The backup is NOT encrypted.",
            flush=True,
        )


def _restore_dump(base_dir: Path, source: Path, words: dict[str, Any]) -> int:
    """A file of pg_dump into an empty database."""
    from .database import restoring

    if not source.is_file():
        raise Trouble(f"控え {source} がありません。", f"There is no backup {source}.")
    restoring.restore_dump(base_dir, source)
    print("控えを戻しました。 Restored.")
    return 0


def _one_town(base_dir: Path, command: str, words: dict[str, Any]) -> int:
    import django

    django.setup()
    from . import towns

    if command == "backup":
        print(f"自治体の控えを {towns.export(base_dir, words)} に取りました。")
        return 0
    print(towns.restore(base_dir, words))
    return 0


def beside(base_dir: Path, command: str, parent: int) -> int:
    """A helper of the web server: works as long as its parent lives."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tasuki.config.settings")
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()
    if command == "wal":
        from .database.wal import keep_log

        signal.signal(signal.SIGTERM, _stop)
        return keep_log(base_dir)
    import django

    django.setup()
    return _jobs("work")


def _stop(*_: object) -> None:
    raise SystemExit(0)


def _leave_with(parent: int) -> None:
    """When the parent was killed, nobody would end us."""
    while psutil.pid_exists(parent) and (os.name != "posix" or os.getppid() == parent):
        time.sleep(2)
    os.kill(os.getpid(), signal.SIGTERM)


def tell_stuck_jobs(connection: Any) -> None:
    """For `tasuki check`: jobs that wait although somebody should be working on them."""
    with connection.cursor() as cursor:
        cursor.execute("select waiting, oldest, silent from app.jobs_standing()")
        waiting, oldest, silent = cursor.fetchone()
    if oldest > STUCK or silent:
        print(f"注意: 時間のかかる仕事が {waiting + silent} 件、進んでいません。tasuki serve か tasuki jobs work が動いているか確かめてください。"
              " Jobs wait; is `tasuki jobs work` running?", file=sys.stderr)  # fmt: skip


def _jobs(deed: str) -> int:
    import django

    django.setup()
    from tasuki.jobs import rounds, work

    if deed == "daily":
        rounds.begin_the_day()
        rounds.every_minute()
        print(f"{work.work(until_empty=True)} 件の仕事をしました。")
        return 0
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work.work(stop)
    return 0


if __name__ == "__main__":
    sys.exit(beside(Path(__file__).resolve().parents[2], sys.argv[1], int(sys.argv[2])))
