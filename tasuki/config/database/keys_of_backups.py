"""The keys of the backups (控えの鍵): public ones on the server, the secret one on paper in a safe."""

import os
import sys
from pathlib import Path
from typing import Any

from tasuki.shared import envelopes

from .places import data_folder, write_private
from .trouble import Trouble

HEAD = "# 控えを開ける人の公開鍵（一行に一つ）。秘密鍵はこのサーバーに置かないこと。\n"


def recipients(base_dir: Path) -> list[str]:
    """Public keys from TASUKI_BACKUP_RECIPIENTS (keys or a file), else from the data folder's file."""
    found = envelopes.recipients_of(data_folder(base_dir))
    given = os.environ.get("TASUKI_BACKUP_RECIPIENTS", "")
    if given and not found:
        raise Trouble(
            "TASUKI_BACKUP_RECIPIENTS に公開鍵（age1…）がありません。",
            "TASUKI_BACKUP_RECIPIENTS names no public key (age1…).",
        )
    return found


def new_key(base_dir: Path) -> int:
    """`tasuki backup-key`: a further pair; the public half is kept, the secret half is shown once."""
    public, secret = envelopes.new_pair()
    path = data_folder(base_dir) / envelopes.RECIPIENTS
    before = path.read_text(encoding="utf-8") if path.is_file() else HEAD
    write_private(path, before.rstrip("\n") + f"\n{public}\n")
    print(f"公開鍵を {path} に加えました。これからの控えは、この鍵で暗号化します。\n  {public}\n")
    print("秘密鍵（表示は今だけです。このサーバーには残しません）:\n")
    print(f"  {secret}\n")
    print("・紙に印刷して、金庫など別の場所に二部しまってください。この鍵がないと控えは開けません。")
    print("・画面の写しやメールに残さないでください。この鍵があれば、だれでも控えを読めます。")
    print("・戻すときと訓練のときだけ、ファイルに書いて --identity ファイル で渡し、終わったら消します。")
    print("Print the secret key, keep two copies in a safe; without it no backup can be opened.", flush=True)
    return 0


def identities(words: dict[str, Any], *, needed: bool) -> list[Any]:
    """Secret keys from --identity FILE, or `-` for what is typed; a sentence when one is needed and none given."""
    given = words.get("identity")
    text = sys.stdin.read() if given == "-" else ""
    if given and given != "-":
        try:
            text = Path(given).read_text(encoding="utf-8")
        except OSError as error:
            raise Trouble(f"鍵のファイル {given} が読めません。", f"The key file {given} is unreadable.") from error
    found = envelopes.identities_in(text)
    if needed and not found:
        raise Trouble(
            "この控えは暗号化されています。秘密鍵を書いたファイルを --identity で渡してください。",
            "This backup is encrypted; give the file with the secret key by --identity FILE.",
        )
    return found
