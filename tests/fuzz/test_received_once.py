"""Every form of the house sent twice with its key: received once (二重送信の防止)."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.db import transaction

from tasuki.codes.lookup import forget
from tasuki.tenancy.context import on_behalf_of_all
from tests.figures import note
from tests.forms import every_form

pytestmark = pytest.mark.database
# Rows that tell of the visit itself, not of what the form does.
OF_THE_VISIT = {"Session", "Entry", "Seal", "Look"}


def rows() -> dict[str, int]:
    """How many rows of each kind there are."""
    with on_behalf_of_all():
        return {
            model.__name__: model._base_manager.count() for model in apps.get_models()
            if model.__module__.startswith("tasuki.") and model.__name__ not in OF_THE_VISIT and model._meta.managed
        }  # fmt: skip


def test_every_form_of_the_house_is_received_once(whole, town, browse):
    """Each form that a page shows, sent twice with its key: one answer, and the second time no further row."""
    cast, wrong, accepted = {}, [], 0
    for form in every_form(whole, browse):
        somebody, key = cast.setdefault(form.login, browse(form.login)), uuid4()
        with transaction.atomic():
            first = somebody.client.post(form.address, {"_key": str(key), **form.filled()})
            if first.status_code == 302:
                accepted += 1
                with town.acting(form.login):
                    before = rows()
                again = somebody.client.post(form.address, {"_key": str(key), **form.filled()})
                with town.acting(form.login):
                    after = rows()
                more = {name: after[name] - before[name] for name in after if after[name] != before[name]}
                if (again.status_code, again["Location"]) != (302, first["Location"]) or more:
                    wrong.append(f"{form.name[:80]}: {again.status_code} {more}")
            transaction.set_rollback(True)
        forget()
    assert accepted > 30
    assert wrong == [], "\n".join(wrong)
    note(f"受け付けられた様式 {accepted}種を2回ずつ送信、二重 0")
