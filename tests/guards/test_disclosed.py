"""Nothing written about a person is forgotten when she asks to see it: gathered, or left out with a reason that is told."""

import ast
from collections import Counter
from collections.abc import Iterable

from django.db import models
from django.test.utils import isolate_apps

from tasuki.casefile.enums import EnclosureSource
from tasuki.casefile.holdings import HELD, LEFT, labels
from tasuki.shared.privacy import Privacy, classed
from tasuki.tenancy.base import MunicipalModel

from .house import PACKAGE
from .test_foreign_keys import ours

WRITTEN = (models.TextField, models.CharField, models.JSONField, models.BinaryField)


def telling(kinds: Iterable[type[models.Model]]) -> set[str]:
    """Tables in which a word of a person may stand."""
    return {
        kind._meta.label for kind in kinds
        if any(privacy != "open" and isinstance(kind._meta.get_field(name), WRITTEN) for name, privacy in classed(kind))
    }  # fmt: skip


def sources_gathered() -> set[str]:
    """The second argument of every `fields_of` of the pieces."""
    found = set()
    for path in (PACKAGE / "casefile").glob("pieces*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "fields_of":
                found |= {one.value for one in ast.walk(node.args[1]) if isinstance(one, ast.Constant)}
    return found


def test_every_table_that_tells_of_somebody_is_gathered_or_left_out_for_a_reason():
    said = Counter(labels((*HELD, *LEFT)))
    missing = telling(ours()) - said.keys()
    assert not missing, f"casefile/holdings.py says nothing of {sorted(missing)}"
    assert [name for name, times in said.items() if times > 1] == []
    assert said.keys() <= {kind._meta.label for kind in ours()}


def test_whatever_is_said_to_be_gathered_is_gathered():
    said = {source for one in HELD for source in one.sources.split()}
    assert said == sources_gathered() | set(EnclosureSource.values)


def test_whatever_is_left_out_says_why():
    assert [one.words for one in LEFT if not one.why.endswith("。")] == []


@isolate_apps("tasuki.cases")
def test_a_new_table_that_tells_of_somebody_is_found():
    class Overheard(MunicipalModel):
        privacy = Privacy(open="at", sensitive="words")
        at = models.DateTimeField()
        words = models.TextField()

        class Meta:
            app_label = "cases"

    assert telling([Overheard]) == {"cases.Overheard"}
