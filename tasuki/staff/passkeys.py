"""Passkeys (パスキー, WebAuthn): question to the browser, answer checked by `fido2`; nothing is written here."""

import json
from base64 import b64decode, b64encode
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from .models import Worker

STATE = "passkey"


def _server(request: HttpRequest) -> Fido2Server:
    """The house as the keys know it: exactly the origin before her, no other."""
    origin = f"{request.scheme}://{request.get_host()}"
    name = settings.PASSKEY_DOMAIN or request.get_host().partition(":")[0]
    entity = PublicKeyCredentialRpEntity(id=name, name="たすき")
    return Fido2Server(entity, verify_origin=lambda said: said == origin)


def kept(credential: AttestedCredentialData, count: int) -> dict[str, Any]:
    """What the row keeps of a key: its public half and how often it was used."""
    return {"credential": b64encode(bytes(credential)).decode(), "count": count}


def _credentials(keys: list[dict[str, Any]]) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(b64decode(key["credential"])) for key in keys]


def ask_new(request: HttpRequest, worker: Worker, keys: list[dict[str, Any]]) -> str:
    """The question for a new key, as JSON for the page's script."""
    user = PublicKeyCredentialUserEntity(id=worker.pk.bytes, name=worker.login, display_name=worker.name)
    options, state = _server(request).register_begin(
        user, _credentials(keys), ResidentKeyRequirement.DISCOURAGED, UserVerificationRequirement.PREFERRED
    )
    request.session[STATE] = state
    return json.dumps(dict(options)["publicKey"], default=dict)


def ask_known(request: HttpRequest, keys: list[dict[str, Any]]) -> str:
    """The question for one of her keys; empty when she has none."""
    if not keys:
        return ""
    options, state = _server(request).authenticate_begin(_credentials(keys), UserVerificationRequirement.PREFERRED)
    request.session[STATE] = state
    return json.dumps(dict(options)["publicKey"], default=dict)


def new_key(request: HttpRequest, answer: str) -> dict[str, Any] | None:
    """The new key, if the answer fits the question; a question is good for one answer."""
    state = request.session.pop(STATE, None)
    try:
        made = _server(request).register_complete(state, json.loads(answer))
    except (ValueError, TypeError, KeyError):
        return None
    assert made.credential_data is not None
    return kept(made.credential_data, made.counter)


def known_key(request: HttpRequest, answer: str, keys: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Which of her keys signed the question, with its new count; None for a wrong one or a copy of a key."""
    state = request.session.pop(STATE, None)
    try:
        told = json.loads(answer)
        found = _server(request).authenticate_complete(state, _credentials(keys), told)
        count = AuthenticationResponse.from_dict(told).response.authenticator_data.counter
    except (ValueError, TypeError, KeyError):
        return None
    before = next(key for key in keys if b64decode(key["credential"]) == bytes(found))
    if count and count <= before["count"]:
        return None  # a count that does not grow: somebody has copied the key
    return kept(found, count)
