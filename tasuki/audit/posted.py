"""Forms received once: the key is written in the same transaction as what the form does (0 lost, 0 doubled)."""

import hashlib
from typing import Any
from uuid import UUID

from django.db import connection

from tasuki.shared import clock
from tasuki.shared.ids import uuid7

from .models import PostedForm

HIDDEN = {"_key", "csrfmiddlewaretoken"}


def digest(path: str, fields: dict[str, list[str]], files: dict[str, str]) -> str:
    """What was sent, as a fingerprint; the same key with another content is not the same form."""
    told = hashlib.sha256(path.encode())
    for name in sorted(set(fields) - HIDDEN):
        told.update(repr((name, fields[name])).encode())
    for name in sorted(files):
        told.update(repr((name, files[name])).encode())
    return told.hexdigest()


def receive(key: UUID, fingerprint: str, by: Any) -> PostedForm | None:
    """None when this is the first time; otherwise the form as it was received before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_postedform (id, key, worker_id, digest, location, at) values (%s, %s, %s, %s, '', %s)"
            " on conflict (municipality_id, key) do nothing",
            [uuid7(), key, by.pk, fingerprint, clock.now()],
        )
        if cursor.rowcount:
            return None
    return PostedForm.objects.filter(key=key, worker_id=by.pk).first() or PostedForm(key=key, digest="")


def answered(key: UUID, location: str) -> None:
    """Keep where the worker was sent, for the repetition."""
    PostedForm.objects.filter(key=key).update(location=location[:500])


def forget(key: UUID) -> None:
    """The form was not accepted (a field was wrong): it may be sent again under the same key."""
    PostedForm.objects.filter(key=key).delete()
