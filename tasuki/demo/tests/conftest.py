"""The demo towns, told once for the whole run."""

from tests.told_towns import _told, told

__all__ = ["_told", "told"]
