"""Signing in and out, drafts, workers and posts."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import require
from tasuki.tenancy.models import Agency

from . import rules
from .models import Draft, Post, Worker


@transaction.atomic
def enrol(*, login: str, name: str, password: str, agency: Agency, role: str, since: date, kana: str = "",
          title: str = "", by: Worker | None = None, encoded: str = "") -> Worker:  # fmt: skip
    """A new worker with her first post. `by` is nobody only when a town is set up.

    `encoded`: the password's hash where it was made before (the demo's log-ins).
    """
    if by is not None:
        require(rules.may_enrol(by))
    worker = Worker(login=login, name=name, kana=kana)
    if encoded:
        worker.password = encoded
    else:
        worker.set_password(password)
    worker.save()
    Post.objects.create(worker=worker, agency=agency, role=role, title=title, since=since)
    record(Act.CHANGE, "職員を登録", by=by, objects=[worker.pk])
    return worker


@transaction.atomic
def assign(
    *, worker: Worker, agency: Agency, role: str, since: date, title: str = "", by: Worker | None = None
) -> Post:
    """A further post (配属・兼務)."""
    if by is not None:
        require(rules.may_assign(by))
    post = Post.objects.create(worker=worker, agency=agency, role=role, title=title, since=since)
    record(Act.CHANGE, "配属を追加", by=by, objects=[worker.pk, post.pk])
    return post


@transaction.atomic
def end_post(*, post: Post, on: date, by: Worker | None = None) -> Post:
    """The post ends: not in force from this day on."""
    if by is not None:
        require(rules.may_end_post(post, by))
    post.until = on
    post.save(update_fields=["until"])
    record(Act.CHANGE, "配属を終了", by=by, objects=[post.worker_id, post.pk])
    return post


@transaction.atomic
def give_password(*, worker: Worker, password: str, by: Worker) -> Worker:
    """A new password; sessions opened with the old one end."""
    require(rules.may_give_password(worker, by))
    worker.set_password(password)
    worker.save(update_fields=["password"])
    record(Act.CHANGE, "パスワードを新しくした", by=by, objects=[worker.pk])
    return worker


@transaction.atomic
def keep_draft(*, by: Worker, kind: str, about: UUID | None, fields: dict[str, Any]) -> Draft:
    """Keep what was typed so far; replaces the draft before."""
    draft, _ = Draft.objects.update_or_create(
        worker=Worker(pk=by.pk), kind=kind, about=about, defaults={"fields": fields, "saved_at": clock.now()}
    )
    return draft


@transaction.atomic
def drop_draft(*, by: Worker, kind: str, about: UUID | None) -> None:
    """The form was sent, or the worker threw the draft away."""
    Draft.objects.filter(worker=by.pk, kind=kind, about=about).delete()


def draft_of(worker: Worker, kind: str, about: UUID | None) -> Draft | None:
    """The draft kept for this form, if any."""
    return Draft.objects.filter(worker=worker.pk, kind=kind, about=about).first()
