"""Sealed files (封緘): age encryption to public keys; whoever made the file cannot open it again without the secret key."""

import gzip
import hashlib
import os
import re
import shutil
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyrage
from pyrage import x25519

KEY = re.compile(r"age1[0-9a-z]{20,}")
SECRET = re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]+")
ENDING = ".age"
RECIPIENTS = "backup-recipients.txt"
PIECE = 1 << 20


class Unreadable(Exception):
    """Another key is needed, or the file is damaged."""


def new_pair() -> tuple[str, str]:
    """(public key, secret key)."""
    identity = x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def recipients_in(text: str) -> list[str]:
    """Public keys in a text or a file's text, each once; lines that begin with # are words to people."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return list(dict.fromkeys(KEY.findall("\n".join(lines))))


def identities_in(text: str) -> list[Any]:
    """Secret keys in a text."""
    return [x25519.Identity.from_str(found) for found in SECRET.findall(text)]


def digest(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    told = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            told.update(piece)
    return told.hexdigest()


def private(path: Path) -> BinaryIO:
    """A new file that only its owner may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def seal(source: Path, folder: Path, recipients: Sequence[str]) -> Path:
    """The file in the folder, encrypted to the recipients; as it is when there are none. Whole or not at all."""
    target = folder / (source.name + (ENDING if recipients else ""))
    part = target.with_name(target.name + ".part")
    with source.open("rb") as plain, private(part) as out:
        if recipients:
            pyrage.encrypt_io(plain, out, [x25519.Recipient.from_str(one) for one in recipients])
        else:
            shutil.copyfileobj(plain, out, PIECE)
        out.flush()
        os.fsync(out.fileno())
    part.replace(target)
    return target


def seal_packed(content: bytes, target: Path, recipients: Sequence[str]) -> None:
    """A small content, packed and sealed, whole or not at all."""
    packed = gzip.compress(content, 1)
    if recipients:
        packed = pyrage.encrypt(packed, [x25519.Recipient.from_str(one) for one in recipients])
    part = target.with_name(target.name + ".part")
    with private(part) as out:
        out.write(packed)
        out.flush()
        os.fsync(out.fileno())
    part.replace(target)


def unseal(source: Path, target: Path, identities: Sequence[Any]) -> None:
    """The content as it was; `Unreadable` for a wrong key or a damaged file."""
    with source.open("rb") as file, private(target) as out:
        if not source.name.endswith(ENDING):
            shutil.copyfileobj(file, out, PIECE)
            return
        try:
            pyrage.decrypt_io(file, out, list(identities))
        except (pyrage.DecryptError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the disk, not the key
            raise Unreadable(source.name) from error


def unseal_packed(source: Path, identities: Sequence[Any]) -> bytes:
    """A small content again."""
    packed = source.read_bytes()
    try:
        if source.name.endswith(ENDING):
            packed = pyrage.decrypt(packed, list(identities))
        return gzip.decompress(packed)
    except (pyrage.DecryptError, OSError, EOFError, zlib.error) as error:
        raise Unreadable(source.name) from error


def recipients_of(data: Path) -> list[str]:
    """Public keys of this installation: TASUKI_BACKUP_RECIPIENTS (keys or a file), else the data folder's file."""
    given = os.environ.get("TASUKI_BACKUP_RECIPIENTS", "")
    path = Path(given) if given and not given.startswith("age1") else data / RECIPIENTS
    text = given if given.startswith("age1") else path.read_text(encoding="utf-8") if path.is_file() else ""
    return recipients_in(text)
