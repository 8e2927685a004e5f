"""Writing of places (拠点・居場所)."""

from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared.decisions import Stale, require
from tasuki.staff.models import Worker

from . import rules
from .models import Place

NO_LONGER = "あなたが開いたあとに、ほかの人が書きかえました。書いたものは下に残してあります。"


@transaction.atomic
def register_place(*, by: Worker, name: str, **facts: Any) -> Place:
    """A further place (拠点・居場所)."""
    require(rules.may_register_place(by))
    place = Place.objects.create(name=name, **facts)
    record(Act.CHANGE, "居場所を登録", by=by, objects=[place.pk])
    return place


@transaction.atomic
def change_place(*, place: Place, by: Worker, version: int | None = None, **changes: Any) -> Place:
    """What is known of the place now; nothing lost when two write at once."""
    require(rules.may_change_place(place, by))
    was = place.version if version is None else version
    if not Place.objects.filter(pk=place.pk, version=was).update(version=was + 1, **changes):
        raise Stale(NO_LONGER)
    place.refresh_from_db()
    record(Act.CHANGE, "居場所を直した", by=by, objects=[place.pk])
    return place
