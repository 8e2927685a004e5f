"""Canary words in every field that tells of a resident, and where they could come out: pages, files, headers, logs."""

import io
import re
import zipfile
from typing import Any

import openpyxl
import pypdf
from django.apps import apps
from django.db import connection, models

from tasuki.shared.privacy import classed
from tasuki.shared.walls import Wall
from tasuki.tenancy.context import Context, acting

WORD, OF_THE_SON = "鵯", "鶸"
# What others may read by right: the talk about a sheet, what was asked for in an emergency, who works here.
TOLD = {
    "referrals.ReferralTarget",
    "referrals.ReferralMessage",
    "cases.EmergencyOpening",
    "staff.Worker",
    "staff.Draft",
    # the neighbourhood is known to all who work for the town: its words name nobody (looked for before they are kept)
    "community.Place",
    "community.Suggestion",
    "community.Group",
    "community.GroupStep",
    "community.GroupSupport",
    "community.Session",
    "community.Gathering",
    "community.CommunityIssue",
    "community.IssueLead",
    "community.DevelopmentProject",
    "community.ProjectWish",
    "community.ProjectStep",
    "community.ProjectPartner",
}
# Keys of rows kept as text: no words, and two of them may not be the same.
KEYS = {"casefile.EcomapTie.key", "assessments.PersonCondition.code"}
WHOM = ("person", "about", "main_person")


def guarded_texts(kind: type[models.Model]) -> list[models.Field]:
    """Fields of a model in which a word could stand that tells of a resident."""
    told = {name for name, word in classed(kind) if word != "open"}
    return [
        field for field in kind._meta.local_fields
        if field.name in told and not field.choices and not field.unique and f"{kind._meta.label}.{field.name}" not in KEYS
        and isinstance(field, models.CharField | models.TextField | models.JSONField | models.BinaryField)
        and (getattr(field, "max_length", None) or 99) >= 10
    ]  # fmt: skip


def guarded_models() -> list[type[models.Model]]:
    """Models with such fields whose rows may be rewritten."""
    return [
        kind for kind in apps.get_models()
        if isinstance(vars(kind).get("wall"), Wall) and not kind.wall.append_only
        and kind._meta.label not in TOLD and guarded_texts(kind)
    ]  # fmt: skip


def sow(municipality: Any, word: str = WORD, son: Any = None) -> dict[str, str]:
    """Put a canary into every such field of every row (of the son's rows only, when he is named): word → field."""
    sown: dict[str, str] = {}
    with acting(Context(municipality=municipality, sees_all=True, protected=True)), connection.cursor() as cursor:
        for kind in guarded_models():
            where, words = _rows_of(kind, son)
            if where is None:
                continue
            fields = guarded_texts(kind)
            marks = [f"{word}{len(sown) + number}。" for number in range(len(fields))]
            sown |= {mark: f"{kind._meta.label}.{field.name}" for mark, field in zip(marks, fields, strict=True)}
            sets = ", ".join(f'"{field.column}" = %s' for field in fields)
            values = [_value(field, mark) for field, mark in zip(fields, marks, strict=True)]
            cursor.execute(f"update {kind._meta.db_table} set {sets} where {where}", [*values, *words])
    return sown


def _rows_of(kind: type[models.Model], son: Any) -> tuple[str | None, list[Any]]:
    if son is None:
        return "true", []
    if kind._meta.label == "people.Person":
        return "id = %s", [son]
    name = next((name for name in WHOM if any(field.name == name for field in kind._meta.local_fields)), None)
    return (f"{name}_id = %s", [son]) if name else (None, [])


def _value(field: models.Field, mark: str) -> Any:
    if isinstance(field, models.JSONField):
        from psycopg.types.json import Jsonb

        # as the pages read them
        shapes = {
            "papers": [{"heading": mark, "text": mark}],
            "changes": {"description": {"old": mark, "new": mark}},
            "promises": [{"on": "2026-12-01", "what": mark, "who": mark, "url": ""}],
        }
        return Jsonb(shapes.get(field.name, {"words": mark}))
    return mark.encode() if isinstance(field, models.BinaryField) else mark


def found(text: str, sown: dict[str, str]) -> set[str]:
    """Fields whose canary sings in the text."""
    return {sown[mark] for mark in re.findall(rf"[{WORD}{OF_THE_SON}]\d+。", text) if mark in sown}


def text_of(answer: Any) -> str:
    """Everything that can be read of an answer: the page, or the file opened."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "")
    told = [str(dict(answer.headers)), body.decode("utf-8", errors="replace"), body.decode("cp932", errors="replace")]
    if "spreadsheetml" in kind:
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
        told += [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    elif "pdf" in kind:
        told += [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages]
    elif "zip" in kind:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            told += [archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist()]
    return "\n".join(told)
