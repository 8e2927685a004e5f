"""The console command `tasuki`: start, serve, migrate, and Django's own commands.

Every command starts the embedded database when no other is named, and lets go of it at the end.
"""

import argparse
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from .config import keeping
from .config.database.addresses import is_external
from .config.database.places import data_folder
from .config.database.trouble import Trouble
from .config.keys import make_data_folder, secret_key

BASE_DIR = Path(__file__).resolve().parents[1]
SETTINGS = "tasuki.config.settings"

COMMANDS = {
    "run": "データベース、表、見本の町を用意して画面を開きます（make run）",
    "serve": "表を用意して画面だけを開きます（見本の町は作りません）",
    "portal": "住民向けのページだけを開きます（TASUKI_PORTAL_PORT。別の機械でもよい）",
    "migrate": "表を最新の形にします",
    "demo": "見本の町を作ります",
    "check": "設定と守りを確かめます（本番前は tasuki check --deploy）",
    "create-municipality": "自治体をひとつ用意します",
    "prepare-database": "別の PostgreSQL に役割とデータベースを用意します（DATABASE_URL に管理者のアドレス）",
    **keeping.COMMANDS,
    "audit": "記録を封印し（tasuki audit seal）、変わっていないか確かめます（tasuki audit verify --anchor 控え）",
    "docs": "参照資料 docs/reference/ をコードから書き直します",
    "shell": "Django の対話画面を開きます",
    "manage": "Django のコマンドをそのまま実行します（例: tasuki manage showmigrations）",
}
FORWARDED = {
    "demo": ["demo_town"],
    "create-municipality": ["create_municipality"],
    "audit": ["audit"],
    "shell": ["shell"],
    "manage": [],
}


def main(argv: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if argv is None else argv)
    command, rest = _parse(words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    _die_politely()
    try:
        data = make_data_folder(BASE_DIR)
        os.environ.setdefault("TASUKI_STATIC", str(data / "static"))
        secret_key(BASE_DIR)
        if command == "prepare-database":
            return _prepare_database()
        if command == "docs":
            return _docs(rest)
        done = keeping.without_database(BASE_DIR, command, rest)
        if done is not None:
            return done
        with database():
            return _carry_out(command, rest)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parse(words: list[str]) -> tuple[str, list[str]]:
    parser = argparse.ArgumentParser(
        prog="tasuki",
        description="襷: 多機関のあいだで相談をつなぐ",
        epilog="\n".join(f"  {name:<20} {text}" for name, text in COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=list(COMMANDS), metavar="command")
    found = parser.parse_args(words[:1])
    return found.command, words[1:]


def _carry_out(command: str, rest: list[str]) -> int:
    from .config import serving

    if command in ("run", "serve"):
        return serving.run(BASE_DIR, demo=command == "run", words=rest)
    if command == "portal":
        from .config import portal_serving

        return portal_serving.serve()
    if command == "migrate":
        return _migrate(rest)
    if command == "check":
        return _check(rest)
    if command == "demo":  # also the first thing somebody does with an empty data folder
        _bring_up_to_date()
    if command in keeping.COMMANDS:
        return keeping.with_database(BASE_DIR, command, rest)
    return _django([*FORWARDED[command], *rest])


def _django(words: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["tasuki", *words])
    return 0


def _migrate(rest: list[str]) -> int:
    _bring_up_to_date(*rest)
    print("表は最新です。 Migrations are up to date.")
    return 0


def _bring_up_to_date(*words: str) -> None:
    import django

    from .config import prepare

    django.setup()
    prepare.migrate(*words)


def _check(rest: list[str]) -> int:
    import django

    from .config.database.checks import refuse_unsafe
    from .config.database.wal import refuse_silence

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    refuse_unsafe(connection)
    refuse_silence()
    keeping.tell_stuck_jobs(connection)
    call_command("check", *(word for word in rest if word != "--deploy"), databases=["default"])
    if "--deploy" in rest:
        from .config import deploy

        return deploy.report(BASE_DIR)
    return 0


def _docs(rest: list[str]) -> int:
    import django

    django.setup()
    from .config import reference

    folder = Path(rest[0]) if rest else BASE_DIR / "docs" / "reference"
    changed = reference.write(folder)
    print(f"{folder}: {'、'.join(path.name for path in changed) or '変わりありません'}")
    return 0


def _prepare_database() -> int:
    from .config.database.outside import prepare_outside

    kept = prepare_outside(BASE_DIR)
    print(f"役割とデータベースを用意し、アドレスを {kept} に書きました。DATABASE_URL を外して起動してください。")
    print(f"Roles and database are ready; addresses are in {kept}. Unset DATABASE_URL and start.")
    return 0


@contextmanager
def database() -> Iterator[None]:
    """The embedded database for the time of one command; nothing when an outside one is named."""
    if is_external(BASE_DIR):
        yield
        return
    from .config.database.server import EmbeddedServer

    server = EmbeddedServer(data_folder(BASE_DIR))
    server.hold()
    os.environ["TASUKI_DATABASE_FOLDER"] = str(server.place.root)  # shown on the screen
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave the server up
        server.release()


def _die_politely() -> None:
    """The signals that end a command let it clean up first."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, leave)
