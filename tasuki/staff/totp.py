"""One-time codes of an authenticator app (認証アプリ, RFC 6238), and the picture from which the app reads its secret."""

import base64
import secrets
import unicodedata

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from tasuki.shared import clock

STEP, DIGITS = 30, 6  # what every app takes for granted


def new_secret() -> str:
    """160 random bits in the letters that can be typed into an app."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def _code(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP)


def step_of(secret: str, code: str, after: int = 0) -> int | None:
    """The time step whose code this is (now, or one before or after); None when it is none or was used already."""
    now, said = int(clock.now().timestamp()), "".join(unicodedata.normalize("NFKC", code).split())
    for moment in (now, now - STEP, now + STEP):
        try:
            _code(secret).verify(said.encode(), moment)
        except InvalidToken:
            continue
        step = moment // STEP
        return step if step > after else None
    return None


def code_now(secret: str) -> str:
    """The code of this moment, as the app would show it (tests)."""
    return _code(secret).generate(int(clock.now().timestamp())).decode()


def address(secret: str, login: str, town: str) -> str:
    """What the picture says: otpauth://…"""
    return _code(secret).get_provisioning_uri(login, f"たすき {town}")
