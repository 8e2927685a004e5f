"""The database roles: the owner that lays tables, the application that only uses them, the portal that sees no case."""

from typing import Any

import psycopg
from psycopg import sql

from .trouble import Trouble

OWNER = "tasuki_owner"
APP = "tasuki_app"
PORTAL = "tasuki_portal"  # the pages for residents: what it may do is in tasuki/portal/outer_sql/
PORTAL_CONNECTIONS = 12
DATABASE = "tasuki"
# the owner migrates data too, and with FORCEd policies an owner without BYPASSRLS sees no rows
OWNER_POWERS = "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS"
APP_POWERS = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"

Details = dict[str, Any]


def prepare(admin: dict[str, Any], details: Details) -> None:
    """Roles, database and grants as they should be; may be repeated at every start."""
    try:
        with psycopg.connect(**admin, autocommit=True) as connection:
            ensure_roles(connection, details)
            ensure_database(connection, details["database"])
        with psycopg.connect(**(admin | {"dbname": details["database"]}), autocommit=True) as connection:
            ensure_grants(connection, details["database"])
    except psycopg.OperationalError as error:
        said = str(error).splitlines()[0]
        raise Trouble(
            f"データベースに接続できません。アドレスとパスワードを確かめてください（{said}）。",
            f"The database cannot be reached; check its address and password ({said}).",
        ) from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise Trouble(
            "役割 tasuki_owner と tasuki_app を作る権限がありません。"
            "データベースの管理者（superuser）の DATABASE_URL で tasuki prepare-database を実行してください。",
            "This role may not make tasuki_owner and tasuki_app; "
            "run `tasuki prepare-database` with a superuser's DATABASE_URL.",
        ) from error


def ensure_roles(connection: psycopg.Connection[Any], details: Details) -> None:
    portal_powers = f"{APP_POWERS} CONNECTION LIMIT {PORTAL_CONNECTIONS}"
    for login, powers in (
        (details["owner"], OWNER_POWERS), (details["app"], APP_POWERS), (details["portal"], portal_powers),
    ):  # fmt: skip
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login["user"]])
        verb = "ALTER" if known.fetchone() else "CREATE"
        connection.execute(
            sql.SQL("{} ROLE {} {} PASSWORD {}").format(
                sql.SQL(verb),
                sql.Identifier(login["user"]),
                sql.SQL(powers),  # type: ignore[arg-type]
                sql.Literal(login["password"]),
            )
        )


def ensure_database(connection: psycopg.Connection[Any], name: str, template: str = "template0") -> bool:
    """Make the database in UTF-8 with C.UTF-8; False when it was there."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return False
    _lend_owner(connection)
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} ENCODING 'UTF8' {}").format(
            sql.Identifier(name),
            sql.Identifier(OWNER),
            sql.Identifier(template),
            sql.SQL(_locale_words(connection) if template == "template0" else ""),  # type: ignore[arg-type]
        )
    )
    return True


def _lend_owner(connection: psycopg.Connection[Any]) -> None:
    # an administrator who is no superuser (managed servers) must be a member to give a database away
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if row and not row[0]:
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))


def _locale_words(connection: psycopg.Connection[Any]) -> str:
    row = connection.execute(
        "SELECT datlocprovider, datcollate FROM pg_database WHERE datname = 'template0'"
    ).fetchone()
    if row and row[0] == "b":
        return "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
    return "LOCALE_PROVIDER libc LOCALE 'C.UTF-8'"


def ensure_grants(connection: psycopg.Connection[Any], database: str) -> None:
    """What the application may do with the tables the owner will lay: rows only, never TRUNCATE.

    Only default privileges: what a migration takes away from a table (the audit's UPDATE) stays away.
    """
    statements = (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {app}",
        "GRANT CONNECT ON DATABASE {database} TO {portal}",
        "ALTER SCHEMA public OWNER TO {owner}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE ON SCHEMAS TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    )
    names = {
        "database": sql.Identifier(database),
        "owner": sql.Identifier(OWNER),
        "app": sql.Identifier(APP),
        "portal": sql.Identifier(PORTAL),
    }
    with connection.transaction():
        for statement in statements:
            connection.execute(sql.SQL(statement).format(**names))
