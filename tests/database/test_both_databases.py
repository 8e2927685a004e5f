"""What must hold on the embedded server and on the operator's own: run against both."""

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from tasuki.config.database.checks import refusals, refuse_weak_owner

pytestmark = pytest.mark.database


def answer(question: str, alias: str = "default") -> object:
    with connections[alias].cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_nothing_speaks_against_starting(db: None) -> None:
    assert [str(trouble) for trouble in refusals(connection)] == []


def test_the_application_is_neither_owner_nor_superuser(db: None) -> None:
    assert answer("SELECT current_user") == "tasuki_app"
    assert answer("SELECT count(*) FROM pg_tables WHERE tableowner = 'tasuki_app'") == 0


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_owner_lays_the_tables() -> None:
    refuse_weak_owner(connections["owner"])
    assert answer("SELECT current_user", "owner") == "tasuki_owner"


@pytest.mark.parametrize("deed", ["TRUNCATE tenancy_municipality", "CREATE TABLE mine (id int)"])
def test_the_application_may_not(db: None, deed: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        answer(deed)


def test_letters_are_japanese_letters(db: None) -> None:
    assert answer("SELECT upper('ａｂｃ')") == "ＡＢＣ"
    assert answer("SELECT char_length('髙橋﨑邊')") == 4


@pytest.mark.django_db(transaction=True)
def test_what_a_test_committed_is_gone_afterwards_first() -> None:
    answer("SELECT lo_create(4711)")


@pytest.mark.django_db(transaction=True)
def test_what_a_test_committed_is_gone_afterwards_second() -> None:
    assert answer("SELECT count(*) FROM pg_largeobject_metadata WHERE oid = 4711") == 0
