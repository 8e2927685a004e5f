"""Start-up refuses a database that could not keep its promises, in one sentence each."""

import importlib
from typing import Any

from .trouble import Trouble

OLDEST = 150000
ENCODING = """
SELECT current_setting('server_version_num')::int, current_setting('server_version'),
       pg_encoding_to_char(encoding), datctype, datlocprovider::text, datname
FROM pg_database WHERE datname = current_database()
"""
ROLE = """
SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user
"""
OWNED = """
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname NOT LIKE 'pg\\_%%'
  AND n.nspname <> 'information_schema' AND pg_has_role(c.relowner, 'MEMBER')
"""


def refuse_unsafe(connection: Any, *, wall: bool = True) -> None:
    """Raise with every reason why the application must not start on this connection."""
    refuse_unreachable(connection)
    found = refusals(connection, wall=wall)
    if found:
        raise Trouble("\n".join(t.japanese for t in found), "\n".join(t.english for t in found))


def refuse_unreachable(connection: Any) -> None:
    """Connect now, so that a wrong address is told in a sentence and not in the middle of the work."""
    try:
        getattr(connection, "ensure_connection", lambda: None)()
    except Exception as error:  # Django's or the driver's, by the backend in use
        said = str(error).splitlines()[0]
        raise Trouble(
            f"データベースに接続できません。アドレスとパスワードを確かめてください（{said}）。",
            f"The database cannot be reached; check its address and password ({said}).",
        ) from error


def refuse_weak_owner(connection: Any) -> None:
    """The owner's role must be able to lay tables, and to see all rows when it migrates data."""
    refuse_unreachable(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, (SELECT rolsuper OR rolbypassrls FROM pg_roles"
            " WHERE rolname = current_user) AND has_schema_privilege('public', 'CREATE')"
        )
        name, strong = cursor.fetchone()
    if not strong:
        raise Trouble(
            f"役割 {name} では表を用意できません。tasuki prepare-database を実行するか、"
            "TASUKI_OWNER_DATABASE_URL に tasuki_owner のアドレスを入れてください。",
            f"Role {name} cannot lay tables; run `tasuki prepare-database` "
            "or set TASUKI_OWNER_DATABASE_URL to the owner's address.",
        )


def refusals(connection: Any, *, wall: bool = True) -> list[Trouble]:
    """The reasons, empty when all is well. Takes a Django or a psycopg connection of the app role."""
    with connection.cursor() as cursor:
        found = [*_server(cursor), *_role(cursor)]
    if wall and not found:
        found += _holes(connection)
    return found


def _server(cursor: Any) -> list[Trouble]:
    cursor.execute(ENCODING)
    number, *words = cursor.fetchone()
    version, encoding, ctype, provider, name = map(_text, words)
    found = []
    if number < OLDEST:
        found.append(
            Trouble(
                f"PostgreSQL 15 以上が必要です（接続先は {version}）。",
                f"PostgreSQL 15 or newer is needed (this server is {version}).",
            )
        )
    if encoding != "UTF8":
        found.append(
            Trouble(
                f"データベース {name} の文字コードが {encoding} です。UTF8 で作り直してください"
                "（tasuki prepare-database）。",
                f"Database {name} is encoded in {encoding}; make it anew in UTF8.",
            )
        )
    utf8 = ctype.upper().replace("-", "").endswith(".UTF8")
    if not utf8 and provider not in {"i", "b"}:
        found.append(
            Trouble(
                f"データベース {name} のロケールが {ctype} です。日本語を正しく扱うため C.UTF-8 か ICU で"
                "作り直してください（tasuki prepare-database）。",
                f"Database {name} has the locale {ctype}; make it anew with C.UTF-8 or ICU.",
            )
        )
    return found


def _text(value: str | bytes) -> str:
    # a SQL_ASCII server does not say what its letters are, so the driver hands over bytes
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def _role(cursor: Any) -> list[Trouble]:
    cursor.execute(ROLE)
    name, is_super, bypasses = cursor.fetchone()
    if is_super or bypasses:
        power = "SUPERUSER" if is_super else "BYPASSRLS"
        return [
            Trouble(
                f"役割 {name} は {power} なので、行の守りが効きません。"
                "tasuki prepare-database で役割を作り、tasuki_app で接続してください。",
                f"Role {name} is {power}, row-level security would not hold; "
                "run `tasuki prepare-database` and connect as tasuki_app.",
            )
        ]
    cursor.execute(OWNED)
    (count,) = cursor.fetchone()
    if count:
        return [
            Trouble(
                f"役割 {name} は表 {count} 個の持ち主です。持ち主でない役割（tasuki_app）で接続してください。",
                f"Role {name} owns {count} tables; connect as a role that owns none (tasuki_app).",
            )
        ]
    return []


def _holes(connection: Any) -> list[Trouble]:
    """Tables with a hole in the wall; the wall itself belongs to the room `sharing`."""
    try:
        wall = importlib.import_module("tasuki.sharing.holes")
    except ImportError:
        return []
    return [
        Trouble(f"表の守りに穴があります: {hole}", f"A table has a hole in its wall: {hole}")
        for hole in wall.holes(connection)
    ]
