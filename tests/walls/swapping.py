"""The server with another mistake on purpose: every third request is answered with the session of the one before it,
as a cache would that forgot whose page it keeps. See `test_hammer`."""

import itertools
import threading
from collections.abc import Callable, Iterable
from typing import Any

from tasuki.config.wsgi import application as honest

_turn = itertools.count()
_lock = threading.Lock()
_before = ""


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    global _before
    with _lock:
        mine = environ.get("HTTP_COOKIE", "")
        if next(_turn) % 3 == 0:
            environ["HTTP_COOKIE"] = _before
        _before = mine
    return honest(environ, start_response)
