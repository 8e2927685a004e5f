"""Pointers go from the later thing to the earlier: foreign keys point down, as imports do.

The import contract does not see `"plans.Plan"` written as a text; this does.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.test.utils import isolate_apps

from .house import levels


def pointing_up(kinds: Iterable[type[models.Model]], rooms: dict[str, int]) -> list[str]:
    """Foreign keys from a room to one above or beside it."""
    found = []
    for kind in kinds:
        here = kind._meta.app_label
        for field in kind._meta.local_fields:
            there = field.related_model and field.related_model._meta.app_label  # type: ignore[union-attr]
            if there and there != here and here in rooms and rooms.get(str(there), 99) <= rooms[here]:
                found.append(f"{here}.{kind.__name__}.{field.name} → {there}")
    return found


def without_municipality(kinds: Iterable[Any]) -> list[str]:
    """Unique constraints of municipal rows that do not begin from the municipality: they would forbid distribution.

    Not counted: the key itself, and one-to-one links, which are unique because the key they point to is.
    """
    found = []
    for kind in kinds:
        names = {field.name for field in kind._meta.local_fields}
        if "municipality" not in names:
            continue
        unique = [one.fields for one in kind._meta.constraints if isinstance(one, models.UniqueConstraint)]
        unique += kind._meta.unique_together
        unique += [
            (field.name,) for field in kind._meta.local_fields
            if field.unique and not field.primary_key and not field.one_to_one
        ]  # fmt: skip
        found += [f"{kind.__name__}({', '.join(fields)})" for fields in unique if "municipality" not in fields]
        found += [f"{kind.__name__}.{field.name}: many-to-many" for field in kind._meta.local_many_to_many]
    return found


def ours() -> list[type[models.Model]]:
    """The models of the house."""
    return [kind for kind in apps.get_models() if kind.__module__.startswith("tasuki.")]


def test_foreign_keys_point_down():
    assert pointing_up(ours(), levels()) == []


@isolate_apps("tasuki.cases")
def test_a_foreign_key_upwards_is_found():
    class Higher(models.Model):
        class Meta:
            app_label = "plans"

    class Wrong(models.Model):
        plan = models.ForeignKey(Higher, models.PROTECT)

        class Meta:
            app_label = "cases"

    assert pointing_up([Wrong], levels()) == ["cases.Wrong.plan → plans"]


def test_every_unique_constraint_names_the_municipality():
    assert without_municipality(ours()) == []


@isolate_apps("tasuki.cases")
def test_a_constraint_over_all_municipalities_is_found():
    class Numbered(models.Model):
        municipality = models.ForeignKey("tenancy.Municipality", models.PROTECT)
        number = models.CharField(max_length=9, unique=True)
        name = models.CharField(max_length=9)

        class Meta:
            app_label = "cases"
            constraints = [models.UniqueConstraint(fields=["name"], name="wrong")]

    assert without_municipality([Numbered]) == ["Numbered(name)", "Numbered(number)"]


def test_the_database_has_no_other_unique_index(db):
    """What no model declares (raw SQL of a room) is held to the same rule."""
    sql = """
      select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid
       where i.indisunique and not i.indisprimary and c.relnamespace = 'public'::regnamespace
         and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'municipality_id')
         and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'municipality_id'
                          and a.attnum = any (i.indkey))
    """
    single = {f.column for kind in ours() for f in kind._meta.local_fields if f.one_to_one}
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = [name for (name,) in cursor.fetchall() if not any(column in name for column in single)]
    assert found == []
