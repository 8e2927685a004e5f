"""A ledger of a thousand rows taken in: half a minute, so it stands among the proofs."""

from tasuki.exchange.tests.test_carry import taken_in_once


def test_a_thousand_rows_with_twenty_faults_are_mended_and_taken_in_once(town):
    # statements: a measure that does not depend on what else the machine is doing
    assert taken_in_once(town, 1000) < 19_000
