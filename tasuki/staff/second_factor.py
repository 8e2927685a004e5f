"""Whether a municipality is entered with a password alone (二要素の点検), for the check before going into service."""

from django.db import transaction

from tasuki.tenancy.context import Context, acting
from tasuki.tenancy.enums import SecondFactor
from tasuki.tenancy.models import Municipality

from .identity import municipalities


def unsafe(municipality: Municipality) -> str:
    """A sentence with the mend; empty when a second factor or a registered machine is asked for."""
    if municipality.second_factor != SecondFactor.OFF:
        return ""
    return (
        f"{municipality.name} はパスワードだけでサインインできます。管理者が「設定 › サインイン」で"
        "「必ず求める」か「登録した端末を代わりにする」を選んでください。"
    )


def unsafe_towns() -> list[str]:
    """The sentences of all municipalities on this server."""
    found = []
    for key, _ in municipalities():
        with transaction.atomic(), acting(Context(municipality=key)):  # type: ignore[arg-type]
            found += [sentence for town in Municipality.objects.filter(pk=key) if (sentence := unsafe(town))]
    return found
