"""Writing of the municipality, its areas, 町字 and agencies. Whoever calls writes the audit entry (a room above)."""

from typing import Any

from django.db import transaction

from tasuki.shared.ids import uuid7

from .context import Context, acting
from .models import Agency, Area, Municipality, Town

WEIGHTS = (6, 5, 4, 3, 2)


def check_code(code: str) -> str:
    """The 全国地方公共団体コード as six digits; ValueError when the check digit (検査数字) does not fit."""
    if len(code) != 6 or not code.isascii() or not code.isdigit():
        raise ValueError("団体コードは6けたの数字です（都道府県2けた・市区町村3けた・検査数字1けた）。")
    rest = sum(int(digit) * weight for digit, weight in zip(code, WEIGHTS, strict=False)) % 11
    expected = (11 - rest) % 10
    if int(code[5]) != expected:
        raise ValueError(f"団体コード {code} の検査数字が合いません（{code[:5]} の検査数字は {expected} です）。")
    return code


@transaction.atomic
def create_municipality(*, code: str, name: str, **settings: Any) -> Municipality:
    """A new municipality (自治体). Its own context is needed to fill it: `acting(Context(municipality=….pk))`."""
    key = uuid7()
    with acting(Context(municipality=key)):
        return Municipality.objects.create(id=key, code=check_code(code), name=name, **settings)


@transaction.atomic
def add_area(*, key: str, name: str, order: int = 0) -> Area:
    """A further area (圏域)."""
    return Area.objects.create(key=key, name=name, order=order)


@transaction.atomic
def add_town(*, name: str, area: Area, postal_code: str = "") -> Town:
    """A further 町字 of the address table."""
    return Town.objects.create(name=name, area=area, postal_code=postal_code)


@transaction.atomic
def register_agency(*, key: str, name: str, **facts: Any) -> Agency:
    """A further agency or department (機関・部署)."""
    return Agency.objects.create(key=key, name=name, **facts)


@transaction.atomic
def change_agency(*, agency: Agency, **facts: Any) -> Agency:
    """What is known of the agency now; its records stay with it whatever its name."""
    for name, value in facts.items():
        setattr(agency, name, value)
    agency.save(update_fields=list(facts))
    return agency


@transaction.atomic
def change_settings(*, municipality: Municipality, **numbers: Any) -> Municipality:
    """The numbers that no law fixes (設定)."""
    for name, value in numbers.items():
        setattr(municipality, name, value)
    municipality.save(update_fields=list(numbers))
    return municipality
