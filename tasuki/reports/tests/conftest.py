"""The demo towns, for every file of this room's tests."""

from tests.told_towns import _told, told

__all__ = ["_told", "told"]
