"""What somebody wrote into the address by hand is read as a number, a year or a month, or as nothing."""

from datetime import date

import pytest

from tasuki.shared import asked


@pytest.mark.parametrize("said", ["", "²", "½", "-1", "1_0", "9" * 400, "9" * 5000, "2147483648"])
def test_what_is_no_number_counts_as_nothing(said: str) -> None:
    assert asked.number(said) is None


def test_a_number_a_year_and_a_month_are_read() -> None:
    assert (asked.number("12"), asked.year("2026"), asked.month("2026-11")) == (12, 2026, date(2026, 11, 1))


@pytest.mark.parametrize("said", ["0000", "9999", "²²²²", "26"])
def test_a_year_that_cannot_be_reckoned_with_counts_as_nothing(said: str) -> None:
    assert asked.year(said) is None


@pytest.mark.parametrize("said", ["0001-01", "9999-12", "2026-13", "2026", "a\x00b"])
def test_a_month_that_cannot_be_reckoned_with_counts_as_nothing(said: str) -> None:
    assert asked.month(said) is None
