"""`tasuki prepare-database`: roles, database and grants on the operator's own server."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from .addresses import PREPARED, dsn, from_url
from .places import data_folder, write_private
from .roles import PORTAL, prepare
from .server import login, new_details
from .trouble import Trouble


def prepare_outside(base_dir: Path) -> Path:
    """Make roles and database with the administrator's address; keep the new addresses privately."""
    url = os.environ.get("TASUKI_ADMIN_DATABASE_URL") or os.environ.get("DATABASE_URL")
    if not url:
        raise Trouble(
            "管理者（superuser）のアドレスを DATABASE_URL に入れて実行してください。",
            "Set DATABASE_URL to a superuser's address first.",
        )
    target = from_url(url)
    kept = data_folder(base_dir) / PREPARED
    details = _known(kept) or new_details()
    details["database"] = target["NAME"]
    prepare(dsn(target | {"NAME": "postgres"}), details)
    addresses = {
        "DATABASE_URL": to_url(target, details["app"]),
        "TASUKI_OWNER_DATABASE_URL": to_url(target, details["owner"]),
        "TASUKI_PORTAL_DATABASE_URL": to_url(target, details["portal"]),
    }
    write_private(kept, json.dumps(addresses, indent=1))
    return kept


def _known(kept: Path) -> dict[str, Any] | None:
    # repeated: the passwords stay
    if not kept.exists():
        return None
    found = json.loads(kept.read_text(encoding="utf-8"))
    names = {"app": "DATABASE_URL", "owner": "TASUKI_OWNER_DATABASE_URL", "portal": "TASUKI_PORTAL_DATABASE_URL"}
    logins = {role: from_url(found[name]) for role, name in names.items() if name in found}
    return {"portal": login(PORTAL)} | {
        role: {"user": s["USER"], "password": s["PASSWORD"]} for role, s in logins.items()
    }


def to_url(settings: dict[str, Any], login: dict[str, str]) -> str:
    options = dict(settings.get("OPTIONS", {}))
    host = settings["HOST"]
    if host.startswith("/"):
        options["host"], host = host, ""
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    who = f"{quote(login['user'])}:{quote(login['password'], safe='')}"
    query = f"?{urlencode(options)}" if options else ""
    return f"postgresql://{who}@{host}{port}/{quote(settings['NAME'])}{query}"
