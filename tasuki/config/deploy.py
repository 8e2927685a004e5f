"""What must be put right before real people's records come in (本番前の点検): `tasuki check --deploy`.

Each finding is a sentence with its mend; a stop refuses the start of service, a hint does not.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from .database.places import data_folder


@dataclass(frozen=True)
class Finding:
    """One thing to put right; `stop`: unsafe as it is."""

    text: str
    stop: bool = True


def findings(base_dir: Path) -> list[Finding]:
    """Everything that is not as it must be, the unsafe first."""
    found = [*_of_settings(settings), *_of_keeping(base_dir), *_of_towns()]
    return sorted(found, key=lambda one: not one.stop)


def _of_settings(said: Any) -> list[Finding]:
    found = []
    if said.DEBUG:
        found.append(
            Finding("TASUKI_DEBUG が入っています。誤りの画面が内側を見せます。TASUKI_DEBUG を消してください。")
        )
    if os.environ.get("TASUKI_TESTING"):
        found.append(Finding("TASUKI_TESTING が入っています。試験のための設定です。消してください。"))
    if not said.HTTPS:
        found.append(
            Finding(
                "通信が暗号化されていません。前に TLS のサーバーを置き、TASUKI_HTTPS=1 にしてください（docs/operation.md）。"
            )
        )
    if "*" in said.ALLOWED_HOSTS:
        found.append(Finding("TASUKI_HOSTS が * です。使う名前だけを書いてください。"))
    elif not set(said.ALLOWED_HOSTS) - {"127.0.0.1", "localhost", "[::1]", "testserver"}:
        found.append(
            Finding(
                "ほかの端末から開けません。TASUKI_HOSTS に使う名前を書いてください（例 tasuki.city.example.lg.jp）。"
            )
        )
    if len(said.SECRET_KEY) < 50:
        found.append(
            Finding("SECRET_KEY が短すぎます。50字以上の乱数にしてください（データのフォルダーに任せると作られます）。")
        )
    if said.DATABASES["default"]["STATEMENT_TIMEOUT"] in ("", "0", "0s"):
        found.append(
            Finding("TASUKI_STATEMENT_TIMEOUT が 0 です。一つの検索が全員を止められます。5s などにしてください。")
        )
    if not said.CLAMD:
        found.append(
            Finding("ウイルスの検査がありません。clamd を置き、TASUKI_CLAMD に場所を書いてください。", stop=False)
        )
    return found


def _of_keeping(base_dir: Path) -> list[Finding]:
    from .database import backups, wal
    from .database.keys_of_backups import recipients
    from .database.trouble import Trouble

    found, folder = [], data_folder(base_dir)
    if os.name != "nt" and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        found.append(Finding(f"{folder} をほかの利用者が読めます。chmod 700 {folder} としてください。"))
    if not recipients(base_dir):
        found.append(Finding("控えが暗号化されません。tasuki backup-key で鍵を作り、秘密鍵を金庫にしまってください。"))
    try:
        taken = backups.all_in(backups.folder_of(base_dir, {"folder": None}))
    except Trouble:
        taken = []
    if not taken:
        found.append(
            Finding("控えがまだありません。TASUKI_BACKUP_TO を決めて tasuki backup を毎晩動かしてください（deploy/）。")
        )
    if wal.second_place() is None:
        found.append(
            Finding(
                "変更の記録（WAL）の二つ目の置き場がありません。TASUKI_WAL_TO を決めると、失うのは数秒になります。",
                stop=False,
            )
        )
    if not os.environ.get("TASUKI_AUDIT_ANCHOR", "").strip() and not os.environ.get("TASUKI_AUDIT_SYSLOG", "").strip():
        found.append(
            Finding(
                "記録の封印が、この機械の外に出ていません。TASUKI_AUDIT_ANCHOR（別の機械の置き場）か TASUKI_AUDIT_SYSLOG を決めてください。"
            )
        )
    return found


def _of_towns() -> list[Finding]:
    from tasuki.demo.logins import logins, standing_towns
    from tasuki.staff.second_factor import unsafe_towns

    found = [Finding(sentence) for sentence in unsafe_towns()]
    if shown := standing_towns() & {row.town for row in logins()}:
        found.append(
            Finding(
                f"見本の町（{'・'.join(sorted(shown))}）があります。パスワードは公開されています。本番は空のデータベースで始めてください。"
            )
        )
    return found


def report(base_dir: Path) -> int:
    """Print the findings; 1 when one of them is unsafe."""
    found = findings(base_dir)
    for one in found:
        print(("× " if one.stop else "△ ") + one.text)
    unsafe = sum(one.stop for one in found)
    print(
        f"本番前の点検: 直すもの {unsafe} 件、すすめるもの {len(found) - unsafe} 件"
        if found
        else "本番前の点検: 直すものはありません。"
    )
    return 1 if unsafe else 0
