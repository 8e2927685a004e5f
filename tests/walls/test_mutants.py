"""The test of the test: every wrong policy sown on purpose is found by the machine, in seconds."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.figures import note

from .mutants import MUTANTS
from .relay import Disagreement
from .test_three_ways import eyes, machine  # noqa: F401  (a fixture)
from .walk import walk

EXAMPLES, STEPS = 40, 30


def seek(eyes, seed="Mutant", examples=EXAMPLES):  # noqa: F811
    """The machine, always from the same seed."""
    run_state_machine_as_test(
        machine(eyes, seed),
        settings=settings(
            max_examples=examples, stateful_step_count=STEPS, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate], report_multiple_bugs=False,
        ),
    )  # fmt: skip


def hunt(eyes):  # noqa: F811
    """The way first; what hides from it, by chance."""
    walk(machine(eyes)())
    seek(eyes)


def test_where_nothing_is_wrong_nothing_is_found(eyes):  # noqa: F811
    """On the very way, and from the very seed, that find the mutants."""
    walk(machine(eyes)())
    seek(eyes, examples=5)


@pytest.mark.parametrize("name", MUTANTS)
def test_a_wrong_policy_is_found(eyes, name):  # noqa: F811
    with MUTANTS[name](), pytest.raises(Disagreement):
        hunt(eyes)
    if name == list(MUTANTS)[-1]:
        note(f"{len(MUTANTS)}の間違った決まり、見つからなかったもの 0")
