"""The test of the test: every wrong policy sown on purpose is found by the machine, in seconds."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from .mutants import MUTANTS
from .relay import Disagreement
from .test_three_ways import eyes, machine  # noqa: F401  (a fixture)

EXAMPLES, STEPS = 60, 30
# Names from which the machine takes its seed, where the usual one needs long to get there.
SEEDS: dict[str, str] = {}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_wrong_policy_is_found(eyes, name):  # noqa: F811
    relay = machine(eyes, SEEDS.get(name, "Mutant"))
    with MUTANTS[name](), pytest.raises(Disagreement):
        run_state_machine_as_test(
            relay,
            settings=settings(
                max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None, derandomize=True,
                suppress_health_check=list(HealthCheck), phases=[Phase.generate], report_multiple_bugs=False,
            ),
        )  # fmt: skip
