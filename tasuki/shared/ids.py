"""Keys made by the application: UUIDv7 (RFC 9562), so that rows written together lie together."""

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """A new key: 48 bits of milliseconds since 1970, then version, variant and 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | int.from_bytes(os.urandom(10), "big")
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=value | 0x7 << 76 | 0x2 << 62)
