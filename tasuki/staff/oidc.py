"""OpenID Connect with the town's directory (庁内の職員認証): authorization code with PKCE, the ID token checked by PyJWT."""

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import urlencode

import jwt
import requests

from .outside import Provider

SECONDS = 8  # nobody waits longer for a directory
# Signatures with a public key only: a secret shared with the directory could be used to forge tokens here.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"]


class NotVouched(Exception):
    """The directory did not vouch for her; the reason is for the record, not for the page."""


def begin(provider: Provider, back: str, *, again: bool = False) -> tuple[str, dict[str, str]]:
    """Address of the directory's page, and what has to be remembered until she comes back."""
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    challenge = base64.urlsafe_b64encode(hashlib.sha256(kept["verifier"].encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": back,
        "scope": "openid profile email", "state": kept["state"], "nonce": kept["nonce"],
        "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    if again:
        asked |= {"prompt": "login", "max_age": "0"}
    return f"{_config(provider)['authorization_endpoint']}?{urlencode(asked)}", kept


def finish(provider: Provider, back: str, kept: dict[str, str], told: dict[str, str]) -> dict[str, Any]:
    """What the directory says of her, after every check; NotVouched with the reason otherwise."""
    if told.get("error") or not told.get("code"):
        raise NotVouched(f"認証側の返事：{told.get('error', 'code なし')[:60]}")
    if not secrets.compare_digest(told.get("state", "").encode(), kept["state"].encode()):
        raise NotVouched("state が違う")
    config = _config(provider)
    answer = _fetch(
        "POST", config["token_endpoint"],
        data={
            "grant_type": "authorization_code", "code": told["code"], "redirect_uri": back,
            "client_id": provider.client_id, "client_secret": provider.secret, "code_verifier": kept["verifier"],
        },
    )  # fmt: skip
    return _checked(provider, config, str(answer.get("id_token", "")), kept["nonce"])


def _checked(provider: Provider, config: dict[str, Any], token: str, nonce: str) -> dict[str, Any]:
    """The ID token's claims: signature, issuer, audience, time, nonce."""
    try:
        keys = jwt.PyJWKSet.from_dict(_fetch("GET", config["jwks_uri"]))
        key = next(key for key in keys.keys if key.key_id == jwt.get_unverified_header(token).get("kid"))
        claims: dict[str, Any] = jwt.decode(
            token, key, algorithms=ALGORITHMS, audience=provider.client_id, issuer=config["issuer"], leeway=60,
            options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
        )  # fmt: skip
    except (jwt.PyJWTError, StopIteration, ValueError) as wrong:
        raise NotVouched(f"ID トークンが正しくない（{type(wrong).__name__}）") from wrong
    if not secrets.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise NotVouched("nonce が違う")
    return claims


def _config(provider: Provider) -> dict[str, Any]:
    """What the directory publishes of itself; its own name must be the one in the settings."""
    config = _fetch("GET", provider.server.rstrip("/") + "/.well-known/openid-configuration")
    if str(config.get("issuer", "")).rstrip("/") != provider.server.rstrip("/"):
        raise NotVouched("issuer が設定と違う")
    return config


def _fetch(method: str, address: str, **more: Any) -> dict[str, Any]:
    try:
        answer = requests.request(method, address, timeout=SECONDS, allow_redirects=False, **more)
        answer.raise_for_status()
        told = answer.json()
    except (requests.RequestException, ValueError) as wrong:
        raise NotVouched(f"認証側と話せない（{type(wrong).__name__}）") from wrong
    if not isinstance(told, dict):
        raise NotVouched("認証側の返事が読めない")
    return told
