"""The database addresses for Django: from DATABASE_URL, else from the embedded server's files."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from .places import WINDOWS, Place, data_folder, database_folder
from .roles import APP, DATABASE, OWNER, PORTAL
from .trouble import Trouble

ENGINE = "tasuki.tenancy.postgres"
PREPARED = "database.json"  # written by `tasuki prepare-database`


def database_settings(base_dir: Path) -> dict[str, dict[str, Any]]:
    """`default` as the application role, `owner` for migrations; starts nothing."""
    app, owner = _external(base_dir) or _embedded(base_dir)
    # the owner's connection is for migrations and checks only: tests never wrap it in transactions
    return {"default": app, "owner": owner}


def portal_settings(base_dir: Path) -> dict[str, Any] | None:
    """The address of the portal's own role (住民向け); None where the operator's server has none yet."""
    if not is_external(base_dir):
        place = Place(database_folder(data_folder(base_dir)))
        try:
            details = json.loads(place.connection_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            details = {"database": DATABASE, "portal": {"user": PORTAL}}
        return from_details(details, "portal", place) if "portal" in details else None
    url = os.environ.get("TASUKI_PORTAL_DATABASE_URL", "")
    prepared = data_folder(base_dir) / PREPARED
    if not url and not os.environ.get("DATABASE_URL") and prepared.exists():
        url = json.loads(prepared.read_text(encoding="utf-8")).get("TASUKI_PORTAL_DATABASE_URL", "")
    return from_url(url) if url else None


def is_external(base_dir: Path) -> bool:
    """Whether the operator brought a server, so that none must be started."""
    return external_urls(base_dir) is not None


def external_urls(base_dir: Path) -> tuple[str, str] | None:
    """The addresses of (application, owner) on the operator's own server."""
    app = os.environ.get("DATABASE_URL")
    prepared = data_folder(base_dir) / PREPARED
    if app:
        return app, os.environ.get("TASUKI_OWNER_DATABASE_URL") or app
    if prepared.exists():
        found = json.loads(prepared.read_text(encoding="utf-8"))
        return found["DATABASE_URL"], found["TASUKI_OWNER_DATABASE_URL"]
    return None


def _external(base_dir: Path) -> tuple[dict[str, Any], dict[str, Any]] | None:
    urls = external_urls(base_dir)
    return (from_url(urls[0]), from_url(urls[1])) if urls else None


def _embedded(base_dir: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    place = Place(database_folder(data_folder(base_dir)))
    try:
        details = json.loads(place.connection_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # not made yet: settings can still be read (types, linters, makemigrations)
        details = {"database": DATABASE, "owner": {"user": OWNER}, "app": {"user": APP}}
    return from_details(details, "app", place), from_details(details, "owner", place)


def from_details(details: dict[str, Any], role: str, place: Place | None = None) -> dict[str, Any]:
    """Django's settings for one role of an embedded server."""
    near = "127.0.0.1" if WINDOWS or place is None else str(place.socket_folder())
    return {
        "ENGINE": ENGINE,
        "NAME": details["database"],
        "USER": details[role]["user"],
        "PASSWORD": details[role].get("password", ""),
        "HOST": details.get("host", near),
        "PORT": str(details.get("port", 5432)),
    }


def from_url(url: str) -> dict[str, Any]:
    """postgresql://user:password@host:port/name?sslmode=…&host=/socket/folder"""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise Trouble(
            "DATABASE_URL は postgresql://利用者:パスワード@ホスト:ポート/データベース名 の形で書いてください。",
            "DATABASE_URL must read postgresql://user:password@host:port/database.",
        )
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    found: dict[str, Any] = {
        "ENGINE": ENGINE,
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "") or ""),
    }
    if options:
        found["OPTIONS"] = options
    return found


def dsn(settings: dict[str, Any]) -> dict[str, Any]:
    """Django's settings as psycopg's words."""
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    known = {word: settings[name] for word, name in names.items() if settings.get(name)}
    return known | settings.get("OPTIONS", {})
