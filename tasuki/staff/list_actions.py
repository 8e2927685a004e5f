"""Writing of kept lists (保存した一覧): kept, shared, found first, thrown away."""

from typing import Any

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import refuse_unless, require
from tasuki.tenancy.context import on_behalf_of_all

from . import rules
from .models import FirstList, SavedList, Worker

MOST = 40


@transaction.atomic
def keep_list(*, by: Worker, kind: str, name: str, query: dict[str, Any], columns: list[str], shared: bool = False,
              first: bool = False) -> SavedList:  # fmt: skip
    """Under a name; the same name of one's own is written over."""
    require(rules.may_keep_list(by))
    saved = SavedList.objects.filter(worker=by.pk, kind=kind, name=name).first() or SavedList(
        worker_id=by.pk, kind=kind, name=name
    )
    many = SavedList.objects.filter(worker=by.pk, kind=kind).count() >= MOST
    require(refuse_unless(saved.made_at or not many, f"保存できるのは{MOST}までです。使わないものを消してください。"))
    saved.agency_id, saved.shared, saved.query, saved.columns = by.agency_id, shared, query, columns
    saved.made_at = clock.now()
    saved.save()
    if first:
        find_first(saved=saved, by=by)
    record(Act.CHANGE, "一覧を保存した", by=by, objects=[saved.pk])
    return saved


@transaction.atomic
def find_first(*, saved: SavedList, by: Worker, on: bool = True) -> None:
    """What she finds when she opens the list without a word."""
    require(rules.may_find_first(by))
    mine = FirstList.objects.filter(worker=by.pk, kind=saved.kind)
    if on:
        FirstList.objects.update_or_create(worker=Worker(pk=by.pk), kind=saved.kind, defaults={"saved": saved})
    else:
        mine.filter(saved=saved).delete()


@transaction.atomic
def drop_list(*, saved: SavedList, by: Worker) -> None:
    """Thrown away by whoever made it."""
    require(rules.may_drop_list(saved, by))
    record(Act.CHANGE, "保存した一覧を消した", by=by, objects=[saved.pk])
    with on_behalf_of_all():  # colleagues may have found it first
        saved.delete()
