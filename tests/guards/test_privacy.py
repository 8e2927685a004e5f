"""Every field of every model is classed once: open, personal or sensitive."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.test.utils import isolate_apps

from tasuki.shared.privacy import Privacy, classed
from tasuki.tenancy.base import MunicipalModel

from .test_foreign_keys import ours

FREE_TEXTS_OPEN = {  # long texts that tell of no resident
    "AreaOutline.polygons", "Place.description", "Body.purpose", "Sitting.subject", "Sitting.attended_text", "Sitting.minutes",
    "Sitting.moved_text", "SheetVersion.body", "OwnForm.grid", "OwnForm.places",
    "Scheme.summary", "Scheme.when_words", "Scheme.target", "Scheme.content", "Scheme.how_to_apply", "Scheme.to_bring",
}  # fmt: skip


def unclassed(kinds: Iterable[type[models.Model]]) -> list[str]:
    """Fields not classed, classed twice, or classed without being there."""
    found = []
    for kind in kinds:
        said = Counter(name for name, _ in classed(kind))
        there = {field.name for field in kind._meta.local_concrete_fields} | {
            f.name for f in kind._meta.local_many_to_many
        }
        found += [f"{kind.__name__}.{name}: not classed" for name in sorted(there - set(said))]
        found += [f"{kind.__name__}.{name}: no such field" for name in sorted(set(said) - there)]
        found += [f"{kind.__name__}.{name}: classed {times} times" for name, times in said.items() if times > 1]
    return found


def texts_called_open(kinds: Iterable[type[Any]]) -> list[str]:
    """Free texts in which anything may be written, called open."""
    return [
        f"{kind.__name__}.{name}"
        for kind in kinds
        for name, privacy in classed(kind)
        if privacy == "open" and isinstance(kind._meta.get_field(name), models.TextField | models.JSONField)
        and f"{kind.__name__}.{name}" not in FREE_TEXTS_OPEN
    ]  # fmt: skip


def test_every_field_is_classed_once():
    assert unclassed(ours()) == []


def test_no_free_text_is_called_open():
    assert texts_called_open(ours()) == []


@isolate_apps("tasuki.cases")
def test_a_field_that_is_not_classed_is_found():
    class Careless(MunicipalModel):
        privacy = Privacy(open="label note gone", personal="label")
        label = models.CharField(max_length=9)
        note = models.TextField()
        forgotten = models.TextField()

        class Meta:
            app_label = "cases"

    assert unclassed([Careless]) == [
        "Careless.forgotten: not classed", "Careless.gone: no such field", "Careless.label: classed 2 times",
    ]  # fmt: skip
    del Careless.privacy
    Careless.privacy = Privacy(open="note")
    assert texts_called_open([Careless]) == ["Careless.note"]
