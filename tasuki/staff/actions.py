"""Signing in and out, drafts, workers and posts."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from tasuki.audit.actions import record
from tasuki.audit.enums import Act
from tasuki.shared import clock
from tasuki.shared.decisions import refuse_unless, require
from tasuki.tenancy.models import Agency, Municipality

from . import locks, rules
from .enums import Engagement
from .models import Draft, Post, Worker


@transaction.atomic
def enrol(*, login: str, name: str, password: str, agency: Agency, role: str, since: date, kana: str = "",
          title: str = "", by: Worker | None = None, encoded: str = "", must_change: bool = False,
          outside_name: str = "") -> Worker:  # fmt: skip
    """A new worker with her first post. `by` is nobody only when a town is set up.

    `encoded`: the password's hash where it was made before (the demo's log-ins). A password that somebody else knows
    is changed at the first sign-in.
    """
    if by is not None:
        require(rules.may_enrol(by))
    worker = Worker(login=login, name=name, kana=kana, outside_name=outside_name)
    worker.must_change = must_change or by is not None
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
def change_worker(*, worker: Worker, name: str, kana: str, outside_name: str, by: Worker) -> Worker:
    """She has another name, here or in the town's own directory; what was written under the old one stays."""
    require(rules.may_change_worker(by))
    worker.name, worker.kana, worker.outside_name = name, kana, outside_name
    worker.save(update_fields=["name", "kana", "outside_name"])
    record(Act.CHANGE, "職員の名前を直した", by=by, objects=[worker.pk])
    return worker


@transaction.atomic
def retitle_post(*, post: Post, title: str, by: Worker) -> Post:
    """The post is called otherwise (職名) from now on."""
    require(rules.may_retitle_post(by))
    post.title = title
    post.save(update_fields=["title"])
    record(Act.CHANGE, "職名を直した", by=by, objects=[post.worker_id, post.pk])
    return post


@transaction.atomic
def engage(*, post: Post, engagement: str, by: Worker) -> Post:
    """Whether the post is held alone or beside another (専任・兼任)."""
    require(rules.may_engage(by) & refuse_unless(engagement in Engagement.values, "専任か兼任を選んでください。"))
    post.engagement = engagement
    post.save(update_fields=["engagement"])
    record(Act.CHANGE, "専任・兼任を決めた", by=by, objects=[post.worker_id, post.pk])
    return post


@transaction.atomic
def give_password(*, worker: Worker, password: str, by: Worker) -> Worker:
    """A new password, to be changed at the next sign-in; sessions opened with the old one end, locks are taken off."""
    require(rules.may_give_password(worker, by))
    worker.set_password(password)
    worker.must_change = True
    worker.save(update_fields=["password", "must_change"])
    locks.release(worker.login)
    record(Act.CHANGE, "パスワードを新しくした", by=by, objects=[worker.pk])
    return worker


@transaction.atomic
def change_password(*, by: Worker, password: str) -> Worker:
    """One's own new password; every other session ends."""
    by.set_password(password)
    by.must_change = False
    by.save(update_fields=["password", "must_change"])
    record(Act.CHANGE, "パスワードを変えた", by=by, objects=[by.pk])
    return by


@transaction.atomic
def heard(*, by: Worker) -> None:
    """She was told at her sign-in what had to be told."""
    Worker.objects.filter(pk=by.pk).update(told="")


@transaction.atomic
def change_sign_in(*, by: Worker, **rules_of_town: Any) -> Municipality:
    """How one signs in here (サインインの決まり): second factor, idle and whole limit, age of a proof."""
    require(rules.may_change_sign_in(by))
    town = by.agency.municipality
    changed = [name for name, value in rules_of_town.items() if getattr(town, name) != value]
    said = "、".join(f"{name}: {getattr(town, name)} → {rules_of_town[name]}" for name in changed)
    for name in changed:
        setattr(town, name, rules_of_town[name])
    town.save(update_fields=changed or ["second_factor"])
    record(Act.CHANGE, "サインインの決まりを変えた", by=by, reason=said)
    return town


@transaction.atomic
def keep_draft(*, by: Worker, kind: str, about: UUID | None, fields: dict[str, Any]) -> Draft:
    """Keep what was typed so far; replaces the draft before."""
    require(rules.may_keep_draft(by, fields))
    plain = _without_nul(fields)
    draft, _ = Draft.objects.update_or_create(
        worker=Worker(pk=by.pk), kind=kind, about=about, defaults={"fields": plain, "saved_at": clock.now()}
    )
    return draft


def _without_nul(value: Any) -> Any:
    """The same, whatever it is made of; PostgreSQL keeps no NUL."""
    if isinstance(value, dict):
        return {str(_without_nul(name)): _without_nul(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nul(one) for one in value]
    return value.replace("\0", "") if isinstance(value, str) else value


@transaction.atomic(savepoint=False)  # two statements less with every form sent
def drop_draft(*, by: Worker, kind: str, about: UUID | None) -> None:
    """The form was sent, or the worker threw the draft away."""
    Draft.objects.filter(worker=by.pk, kind=kind, about=about).delete()


def draft_of(worker: Worker, kind: str, about: UUID | None) -> Draft | None:
    """The draft kept for this form, if any; none while the page is read as it stands now (a conflict)."""
    if getattr(worker, "reads_no_drafts", False):
        return None
    worker.draft = Draft.objects.filter(worker=worker.pk, kind=kind, about=about).first()  # type: ignore[attr-defined]
    return worker.draft  # type: ignore[attr-defined,no-any-return]
