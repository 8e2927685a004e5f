"""The server with a mistake on purpose: the context is kept for the process, not for the request. See `test_hammer`."""

from typing import Any

from tasuki.config.wsgi import application
from tasuki.tenancy import context


class Everybodys:
    """Looks like a context variable, and is a global one."""

    def __init__(self) -> None:
        self.value: Any = context.NOBODY

    def get(self) -> Any:
        return self.value

    def set(self, value: Any) -> Any:
        before, self.value = self.value, value
        return before

    def reset(self, token: Any) -> None:
        self.value = token


context._current = Everybodys()  # type: ignore[assignment]

__all__ = ["application"]
