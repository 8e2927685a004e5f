"""Every table that tells of somebody ends with a class of record (保存の区分), or says why it never stands on the list."""

from collections.abc import Iterable

from django.db import models
from django.test.utils import isolate_apps

from tasuki.jobs.due import DEFAULT_YEARS, LISTED, STARTS
from tasuki.jobs.enums import RecordClass
from tasuki.jobs.kept import KEPT, ROOTS, WITH
from tasuki.shared.privacy import Privacy, classed
from tasuki.tenancy.base import MunicipalModel

from .test_foreign_keys import ours


def ending(kinds: Iterable[type[models.Model]]) -> set[str]:
    """Tables that go with a root: their rows must point to it, over as many steps as there are."""
    kinds, found, before = list(kinds), set(ROOTS), 0
    while len(found) != before:
        before = len(found)
        for kind in kinds:
            upward = (one for one in kind._meta.local_fields if isinstance(one, models.ForeignKey) and not one.null)
            if any(not isinstance(one.related_model, str) and one.related_model._meta.label in found for one in upward):
                found.add(kind._meta.label)
    return found


def endless(kinds: Iterable[type[models.Model]]) -> set[str]:
    """Tables with something personal that nothing ends and nothing explains."""
    kinds = list(kinds)
    telling = {kind._meta.label for kind in kinds if any(privacy != "open" for _, privacy in classed(kind))}
    said = {name for _, names, _ in KEPT for name in names.split()}
    return telling - ending(kinds) - set(WITH) - said


def test_every_table_that_tells_of_somebody_has_an_end_or_a_reason():
    assert not endless(ours()), f"jobs/kept.py says nothing of {sorted(endless(ours()))}"


def test_what_is_said_is_there_and_said_once():
    said = [name for _, names, _ in KEPT for name in names.split()] + list(WITH)
    assert len(said) == len(set(said))
    assert set(said) | set(ROOTS) <= {kind._meta.label for kind in ours()}
    assert not {name for _, names, _ in KEPT for name in names.split()} & ending(ours())


def test_every_class_has_years_a_beginning_and_a_way_to_its_end():
    assert set(DEFAULT_YEARS) == set(STARTS) == set(RecordClass)
    assert set(ROOTS.values()) == set(LISTED)
    assert set(WITH.values()) | set(LISTED) | {RecordClass.CONSENT} == set(RecordClass)


@isolate_apps("tasuki.cases")
def test_a_table_without_an_end_is_found():
    class Forever(MunicipalModel):
        privacy = Privacy(open="at", sensitive="words")
        at = models.DateTimeField()
        words = models.TextField()

        class Meta:
            app_label = "cases"

    assert endless([Forever]) == {"cases.Forever"}
