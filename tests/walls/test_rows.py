"""No wall is forgotten: each is looked at by the machine of three ways, or by a test that is named."""

from pathlib import Path

from tasuki.shared.walls import municipal
from tasuki.sharing.wall import walled_models

from .rows import ELSEWHERE, KINDS

ROOT = Path(__file__).resolve().parents[2]


def guarded() -> set[str]:
    """Tables of which not everybody in the town reads every row."""
    open_to_all = municipal().read
    return {kind._meta.db_table for kind in walled_models() if kind.wall.read != open_to_all}  # type: ignore[attr-defined]


def test_every_wall_is_looked_at():
    here = {kind.table for kind in KINDS.values()}
    elsewhere = [name for names in ELSEWHERE for name in names.split()]
    missing = guarded() - here - set(elsewhere) - {"tenancy_municipality"}
    assert not missing, f"neither the machine nor a named test looks at {sorted(missing)}"
    assert len(elsewhere) == len(set(elsewhere))
    assert not here & set(elsewhere)


def test_the_named_tests_are_there():
    assert [path for path in ELSEWHERE.values() if not (ROOT / path).exists()] == []
