"""The keeper (見張り): runs PostgreSQL as its child and stops it when nobody uses it any more.

Every command that uses the server holds a lock on a file in `owners/`. The system gives such a
lock back however its holder ends, so the server never outlives a command killed with -9.
"""

import ctypes
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from .locks import FileLock, is_held
from .places import WINDOWS, Place, ServerUser

LOOK_EVERY = 0.5
TRIES = 8  # a new server has to wait until the children of a killed one are gone


class Keeper:
    def __init__(self, place: Place, binaries: Path, user: ServerUser | None) -> None:
        self.place = place
        self.binaries = binaries
        self.user = user
        self.told_to_stop = False
        self.child: subprocess.Popen[bytes] | None = None

    def run(self) -> int:
        lock = FileLock(self.place.keeper_lock)
        if not lock.acquire(timeout=1):
            return 0
        for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._hear)
        start_lock = FileLock(self.place.start_lock)
        tries, started = 1, time.monotonic()
        self.launch()
        while not self.told_to_stop and not self._nobody_left(start_lock):
            time.sleep(LOOK_EVERY)
            if self.lives():
                continue
            if time.monotonic() - started > 60:
                tries = 0
            if tries >= TRIES:
                return 1
            tries, started = tries + 1, time.monotonic()
            clear_stale_pid(self.place.cluster)
            self.launch()
        self.stop()
        start_lock.release()
        lock.release()
        return 0

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self.told_to_stop = True

    def _nobody_left(self, start_lock: FileLock) -> bool:
        if any(is_held(path) for path in self.place.owners.glob("*.lock")):
            return False
        if not start_lock.acquire():
            return False  # somebody is just coming
        held = False
        for path in self.place.owners.glob("*.lock"):
            if is_held(path):
                held = True
            else:
                path.unlink(missing_ok=True)
        if held:
            start_lock.release()
        return not held  # the start lock stays ours until the server is down

    def launch(self) -> None:
        with self.place.log.open("ab") as log:
            if WINDOWS:  # pg_ctl gives up administrator's rights, which postgres refuses
                self._pg_ctl("start", "-W", "-l", str(self.place.log))
                return
            self.child = subprocess.Popen(
                [str(self.binaries / "postgres"), "-D", str(self.place.cluster)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=stop_when_parent_dies,
                **(self.user.popen() if self.user else {}),  # type: ignore[call-overload]
            )

    def lives(self) -> bool:
        if self.child is not None:
            return self.child.poll() is None
        return self._pg_ctl("status").returncode == 0

    def stop(self) -> None:
        for mode in ("fast", "immediate"):
            if not self.lives():
                return
            self._pg_ctl("stop", "-w", "-t", "30", "-m", mode)
            if self.child is not None:
                try:
                    self.child.wait(5)
                except subprocess.TimeoutExpired:
                    continue

    def _pg_ctl(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [str(self.binaries / "pg_ctl"), "-s", "-D", str(self.place.cluster), *words],
            check=False,
            capture_output=True,
            cwd=None if WINDOWS else "/",
            **(self.user.popen() if self.user else {}),  # type: ignore[call-overload]
        )


def stop_when_parent_dies() -> None:
    """On Linux the server gets the signal of a fast stop even when its keeper is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)


def clear_stale_pid(cluster: Path) -> None:
    """Remove a postmaster.pid whose process is gone, a zombie, or something else altogether."""
    pid_file = cluster / "postmaster.pid"
    if pid_file.exists() and running_postmaster(cluster) is None:
        pid_file.unlink(missing_ok=True)


def running_postmaster(cluster: Path) -> int | None:
    """The process that really serves this cluster; the number in the file alone proves nothing."""
    import psutil  # heavy, and only needed after an accident

    try:
        pid = int((cluster / "postmaster.pid").read_text().splitlines()[0])
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE or "postgres" not in process.name():
            return None
        same = Path(process.cwd()).resolve() == cluster.resolve()
    except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
        return None
    except psutil.AccessDenied:
        return pid
    return pid if same or WINDOWS else None


def main() -> int:
    plan = json.loads(sys.argv[1])
    user = ServerUser(**plan["user"]) if plan["user"] else None
    return Keeper(Place(Path(plan["root"])), Path(plan["binaries"]), user).run()


if __name__ == "__main__":
    sys.exit(main())
