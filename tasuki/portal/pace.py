"""How often one machine may try a receipt number (番号当ての歯止め), in the memory of the one process."""

import time
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

MOST, WITHIN = 30, 600.0
_tried: dict[str, deque[float]] = {}
_received: "OrderedDict[UUID, None]" = OrderedDict()


def too_many(machine: str) -> bool:
    """Counts a try; whether this machine has tried too often in ten minutes. Each number has its own lock besides."""
    now = time.monotonic()
    tried = _tried.setdefault(machine, deque())
    while tried and now - tried[0] > WITHIN:
        tried.popleft()
    tried.append(now)
    if len(_tried) > 5000:
        _tried.pop(next(iter(_tried)))
    return len(tried) > MOST


@contextmanager
def first_time(key: UUID) -> Iterator[bool]:
    """Whether a form is received for the first time; one that was refused may be sent again."""
    first = key not in _received
    _received[key] = None
    while len(_received) > 5000:
        _received.popitem(last=False)
    try:
        yield first
    except BaseException:
        if first:
            _received.pop(key, None)
        raise


def forget() -> None:
    """Nothing counted (tests)."""
    _tried.clear()
    _received.clear()
