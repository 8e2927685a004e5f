"""Writing over a row only if nobody else wrote in between (版の確認)."""

from typing import Any

from tasuki.shared.decisions import Stale

NO_LONGER = "あなたが開いたあとに、ほかの人が書きかえました。書いたものは下に残してあります。"


def write_version(thing: Any, version: int | None, changes: dict[str, Any]) -> None:
    """Write the changes; `Stale` when somebody was quicker. `version` None writes over the newest."""
    was = thing.version if version is None else version
    if not type(thing).objects.filter(pk=thing.pk, version=was).update(version=was + 1, **changes):
        raise Stale(NO_LONGER)
    for name, value in changes.items():
        setattr(thing, name, value)
    thing.version = was + 1
