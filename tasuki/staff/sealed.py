"""Sealing of what must rest unreadable (封): secrets of second factors, and typed text that waits for a sign-in."""

import json
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def _box(purpose: str) -> Fernet:
    """A key of its own for each purpose, from the server's secret key."""
    key = HKDF(SHA256(), 32, salt=None, info=f"tasuki.{purpose}".encode()).derive(settings.SECRET_KEY.encode())
    return Fernet(urlsafe_b64encode(key))


def seal(value: Any, purpose: str) -> str:
    """The value as a text that only this server can read."""
    return _box(purpose).encrypt(json.dumps(value, ensure_ascii=False).encode()).decode()


def unseal(text: str, purpose: str, seconds: int | None = None) -> Any:
    """What was sealed; None when it is not ours, was changed, or is older than `seconds`."""
    try:
        return json.loads(_box(purpose).decrypt(text.encode(), ttl=seconds))
    except (InvalidToken, ValueError):
        return None
