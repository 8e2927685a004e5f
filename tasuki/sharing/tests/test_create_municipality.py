"""Somebody sets up a municipality from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tasuki.staff.identity import check_password, municipalities
from tasuki.tenancy.context import acting, current

pytestmark = pytest.mark.database


def run(*words: str) -> str:
    out = StringIO()
    call_command("create_municipality", *words, stdout=out)
    return out.getvalue()


def test_the_first_administrator_can_sign_in(town):
    said = run("312029", "ほんもの市", "--login", "kanri")
    password = said.strip().rsplit(" ", 1)[1]
    key = next(key for key, name in municipalities() if name == "ほんもの市")
    with acting(current()):
        worker = check_password(key, "kanri", password)
    assert worker is not None
    assert worker.login == "kanri"


@pytest.mark.parametrize("code", ["312020", "31202", "三一二〇二九"])
def test_a_code_with_a_wrong_check_digit_is_refused(town, code):
    with pytest.raises(CommandError, match="団体コード"):
        run(code, "ほんもの市")


def test_the_same_code_twice_is_refused_in_words(town):
    run("312029", "ほんもの市")
    with pytest.raises(CommandError, match="もうあります"):
        run("312029", "もうひとつ市")
