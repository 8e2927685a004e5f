"""The secret key of this installation, made once and kept in the data folder."""

import os
import secrets
from pathlib import Path

from .database.places import as_root, data_folder, write_private


def make_data_folder(base_dir: Path) -> Path:
    """The data folder; root's may be entered, not listed, by the database's user."""
    data = data_folder(base_dir)
    if not data.exists():
        data.mkdir(parents=True, exist_ok=True)
        data.chmod(0o711 if as_root() else 0o700)
    return data


def secret_key(base_dir: Path) -> str:
    """TASUKI_SECRET_KEY, else the key in the data folder; made on first use."""
    given = os.environ.get("TASUKI_SECRET_KEY")
    if given:
        return given
    path = make_data_folder(base_dir) / "secret_key"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(50))
    return path.read_text(encoding="utf-8").strip()
