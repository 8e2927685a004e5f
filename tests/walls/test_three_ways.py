"""Nobody sees a row without a ground: a plain-Python oracle, `visible_to` and row-level security agree at every step."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.figures import note

from .eyes import Eyes
from .relay import DEEDS, DONE, Relay

EXAMPLES = int(os.environ.get("TASUKI_EXAMPLES", "300"))
SHARDS = 4
STEPS = 30


def machine(eyes: Eyes, name: str = "Relay") -> type[Relay]:
    """A relay of its own for each shard: Hypothesis takes its seed from the name."""
    return type(name, (Relay,), {"towns": eyes.towns, "eyes": eyes, "__module__": __name__, "__qualname__": name})


@pytest.fixture
def eyes(_towns, django_db_blocker) -> Iterator[Eyes]:
    """Looks prepared on the test's connection, outside of any transaction: each example is one of its own."""
    with django_db_blocker.unblock():
        prepared = Eyes(_towns)
        yield prepared
        prepared.close()


@pytest.mark.parametrize("shard", range(SHARDS))
def test_three_ways_of_seeing_agree(eyes, shard):
    run_state_machine_as_test(
        machine(eyes, f"Relay{shard}"),
        settings=settings(
            max_examples=EXAMPLES // SHARDS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize="TASUKI_EXAMPLES" not in os.environ,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate] if "TASUKI_QUICK" in os.environ else [Phase.generate, Phase.shrink],
            report_multiple_bugs=False,
        ),
    )
    note(f"{EXAMPLES // SHARDS}例×{STEPS}手、{len(DEEDS)}種の行い {sum(DONE.values())}回、食い違い 0")
