"""Locks on files, given back by the operating system even when their holder is killed."""

import os
import sys
import time
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int, *, only_look: bool = False) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try_lock(handle: int, *, only_look: bool = False) -> None:
        # two who only look at the same moment must not take each other for the holder
        fcntl.flock(handle, (fcntl.LOCK_SH if only_look else fcntl.LOCK_EX) | fcntl.LOCK_NB)


class FileLock:
    """An exclusive lock on one file; closing the file (or dying) releases it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def acquire(self, timeout: float = 0.0) -> bool:
        until = time.monotonic() + timeout
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        _belong_to_folder(self.path)
        while True:
            try:
                _try_lock(handle)
            except OSError:
                if time.monotonic() >= until:
                    os.close(handle)
                    return False
                time.sleep(0.05)
            else:
                self._handle = handle
                return True

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def is_held(path: Path) -> bool:
    """Whether a living process holds the lock on this file."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        _try_lock(handle, only_look=True)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def _belong_to_folder(path: Path) -> None:
    # root may share a folder with the ordinary user who made it: leave the files to that user
    if sys.platform != "win32" and os.geteuid() == 0:
        folder = path.parent.stat()
        os.chown(path, folder.st_uid, folder.st_gid)
