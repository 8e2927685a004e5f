"""Sign-in by the town's own staff directory (庁内の職員認証): which ones the installation names, in one TOML file.

    [[provider]]
    key = "entra"                      # part of the address: /sign-in/outside/entra/
    municipality = "米子市"             # its name, or its key where two have the same name
    kind = "oidc"                      # or "saml"
    label = "庁内の職員認証でサインイン"
    claim = "preferred_username"       # what is compared …
    match = "login"                    # … with the log-in, or with "outside_name" (庁内認証での名前) of a worker
    trusts_factor = true               # the directory itself asks for a second factor …
    amr = ["mfa", "otp", "hwk"]        # … and says so with one of these (OIDC; empty: always believed)

    server = "https://login.example/…" # OIDC: the address before /.well-known/openid-configuration
    client_id = "…"
    secret_file = "/etc/tasuki/oidc-secret"

    entity_id = "https://idp.example"  # SAML: the directory's name, address and certificate
    sso_url = "https://idp.example/sso"
    certificate_file = "/etc/tasuki/idp.pem"

A directory never makes a worker: whoever is not registered here does not come in.
"""

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Provider:
    """One directory, for one municipality."""

    key: str
    municipality: str
    kind: str
    label: str = "庁内の職員認証でサインイン"
    claim: str = "preferred_username"
    match: str = "login"
    trusts_factor: bool = False
    amr: tuple[str, ...] = field(default=())
    server: str = ""
    client_id: str = ""
    secret_file: str = ""
    entity_id: str = ""
    sso_url: str = ""
    certificate_file: str = ""

    def __post_init__(self) -> None:
        if self.kind not in ("oidc", "saml") or self.match not in ("login", "outside_name"):
            raise ValueError(f"TASUKI_SSO: {self.key}: kind は oidc か saml、match は login か outside_name です。")

    @property
    def secret(self) -> str:
        """The client's secret, from its file."""
        return Path(self.secret_file).read_text(encoding="utf-8").strip()

    @property
    def certificate(self) -> str:
        """The directory's certificate, from its file."""
        return Path(self.certificate_file).read_text(encoding="utf-8").strip()


@lru_cache(maxsize=4)
def _read(path: str, changed: float) -> tuple[Provider, ...]:
    """The file as it stands now: changed means when it was written."""
    told = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    return tuple(
        Provider(**{name: tuple(value) if isinstance(value, list) else value for name, value in one.items()})
        for one in told.get("provider", [])
    )


def providers() -> tuple[Provider, ...]:
    """The directories of this installation; none when the setting is empty."""
    path = settings.SSO_FILE
    return _read(path, Path(path).stat().st_mtime) if path else ()


def provider(key: str) -> Provider | None:
    """The directory with this key."""
    return next((one for one in providers() if one.key == key), None)
