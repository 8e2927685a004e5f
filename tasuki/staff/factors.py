"""Writing of second factors (二要素): registered, used once, shown once, taken back."""

import hashlib
import secrets
import unicodedata
from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.tenancy.context import on_behalf_of_all

from . import rules, totp
from .account_models import Factor
from .enums import FactorKind
from .models import Worker
from .sealed import seal, unseal

PURPOSE = "factor"
CODES, LETTERS = 10, "23456789abcdefghjkmnpqrstuvwxyz"  # without letters that are mistaken for each other
REAL = (FactorKind.TOTP, FactorKind.PASSKEY)


def factors_of(worker: Worker) -> list[Factor]:
    """Her factors, oldest first; readable only to her."""
    return list(Factor.objects.filter(worker=worker.pk))


def has_factor(worker: Worker) -> bool:
    """Whether she has one to sign in with (recovery codes alone are none)."""
    return Factor.objects.filter(worker=worker.pk, kind__in=REAL).exists()


def _keys(worker: Worker) -> list[tuple[Factor, dict[str, Any]]]:
    found = Factor.objects.filter(worker=worker.pk, kind=FactorKind.PASSKEY)
    return [(factor, key) for factor in found if (key := unseal(factor.secret, PURPOSE))]


def passkeys_of(worker: Worker) -> list[dict[str, Any]]:
    """What is kept of her passkeys."""
    return [key for _, key in _keys(worker)]


@transaction.atomic
def add_factor(*, by: Worker, kind: str, secret: dict[str, Any], name: str = "") -> Factor:
    """A factor of one's own; an authenticator app replaces the one before."""
    if kind == FactorKind.TOTP:
        Factor.objects.filter(worker=by.pk, kind=kind).delete()
    factor = Factor.objects.create(
        worker_id=by.pk, kind=kind, name=name or FactorKind(kind).label, secret=seal(secret, PURPOSE),
        made_at=clock.now(),
    )  # fmt: skip
    record(Act.CHANGE, "二要素を登録", by=by, reason=factor.get_kind_display(), objects=[factor.pk])
    return factor


@transaction.atomic
def make_recovery_codes(*, by: Worker) -> list[str]:
    """Ten new codes, shown once; those before are void."""
    codes = ["".join(secrets.choice(LETTERS) for _ in range(12)) for _ in range(CODES)]
    Factor.objects.filter(worker=by.pk, kind=FactorKind.RECOVERY).delete()
    Factor.objects.create(
        worker_id=by.pk, kind=FactorKind.RECOVERY, name=FactorKind.RECOVERY.label, made_at=clock.now(),
        secret=seal([_digest(code) for code in codes], PURPOSE),
    )  # fmt: skip
    record(Act.CHANGE, "復旧コードを作った", by=by, objects=[by.pk])
    return codes


def _digest(code: str) -> str:
    """A code has 59 random bits, so a plain digest does not give it away."""
    return hashlib.sha256(
        "".join(unicodedata.normalize("NFKC", code).lower().split()).replace("-", "").encode()
    ).hexdigest()


@transaction.atomic
def use_code(*, by: Worker, code: str) -> str:
    """The kind of factor whose code this is, used up with it; empty when it is none."""
    for factor in Factor.objects.select_for_update().filter(worker=by.pk).exclude(kind=FactorKind.PASSKEY):
        secret = unseal(factor.secret, PURPOSE)
        left = _without(factor.kind, secret, code) if secret else None
        if left is not None:
            factor.secret, factor.used_at = seal(left, PURPOSE), clock.now()
            factor.save(update_fields=["secret", "used_at"])
            return factor.kind
    return ""


def _without(kind: str, secret: Any, code: str) -> Any:
    """What is left of the secret after the code was used; None when the code is not of it."""
    if kind == FactorKind.TOTP:
        step = totp.step_of(secret["key"], code, after=secret["step"])
        return None if step is None else {"key": secret["key"], "step": step}
    wanted = _digest(code)
    return [one for one in secret if one != wanted] if wanted in secret else None


@transaction.atomic
def use_passkey(*, by: Worker, key: dict[str, Any]) -> Factor:
    """One of her passkeys has signed; its new count is kept."""
    factor = next(factor for factor, before in _keys(by) if before["credential"] == key["credential"])
    factor.secret, factor.used_at = seal(key, PURPOSE), clock.now()
    factor.save(update_fields=["secret", "used_at"])
    return factor


def codes_left(worker: Worker) -> int:
    """How many recovery codes she has not used."""
    found = Factor.objects.filter(worker=worker.pk, kind=FactorKind.RECOVERY).first()
    return len(unseal(found.secret, PURPOSE) or []) if found else 0


@transaction.atomic
def remove_factor(*, factor: Factor, by: Worker) -> None:
    """Give up a factor of one's own."""
    require(rules.may_remove_factor(factor, by))
    record(Act.CHANGE, "二要素を外した", by=by, reason=factor.name, objects=[factor.pk])
    factor.delete()


@transaction.atomic
def reset_factors(*, worker: Worker, by: Worker) -> None:
    """She lost telephone or key: the administrator takes back all her factors and ends her sessions; she is told."""
    require(rules.may_reset_factors(worker, by))
    with on_behalf_of_all():
        Factor.objects.filter(worker=worker.pk).delete()
    worker.sessions_from = clock.now()
    worker.told = f"{clock.today():%Y年%m月%d日}に、管理者（{by.name}）があなたの二要素を取り消しました。心当たりがないときは、すぐに知らせてください。"
    worker.save(update_fields=["sessions_from", "told"])
    record(Act.CHANGE, "二要素を取り消した", by=by, objects=[worker.pk])
