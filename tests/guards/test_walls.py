"""The second wall: row-level security enabled and forced on every table with a municipality."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection, connections, models, transaction
from django.test.utils import isolate_apps

from tasuki.shared.walls import Wall
from tasuki.sharing.holes import holes
from tasuki.tenancy.base import MunicipalModel

from .test_foreign_keys import ours


def without_wall(kinds: Iterable[type[Any]]) -> list[str]:
    """Models with a municipality that declare no wall of their own."""
    return [
        kind.__name__ for kind in kinds
        if any(field.name == "municipality" for field in kind._meta.local_fields)
        and not isinstance(vars(kind).get("wall"), Wall)
    ]  # fmt: skip


def test_the_wall_has_no_holes(db):
    assert holes(connection) == []


def test_every_model_declares_its_wall():
    assert without_wall(ours()) == []


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize(("deed", "table"), [
    ("create table attic (id int, municipality_id uuid)", "attic"),
    ("create table attic (id int, municipality_id uuid); alter table attic enable row level security", "attic"),
    ("alter table cases_case no force row level security", "cases_case"),
    ("alter table people_person disable row level security", "people_person"),
    ("drop policy tasuki_select on cases_supportrecord", "cases_supportrecord"),
    ("create view attic as select * from people_person", "attic"),
])  # fmt: skip
def test_a_hole_is_found(deed, table):
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(deed)
        found = [line for line in holes(connections["owner"]) if "行の壁" in line]
        transaction.set_rollback(True, using="owner")
    assert {line.split(" ")[1] for line in found} == {table}


@isolate_apps("tasuki.cases")
def test_a_model_without_a_wall_is_found():
    class Open(MunicipalModel):
        class Meta:
            app_label = "cases"

    class Elsewhere(models.Model):
        class Meta:
            app_label = "cases"

    assert without_wall([Open, Elsewhere]) == ["Open"]
