"""What the operator relies on: the embedded server starts, tells the truth, and never stays behind."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from tasuki.config.database.addresses import from_details
from tasuki.config.database.checks import refusals, refuse_unsafe
from tasuki.config.database.locks import is_held
from tasuki.config.database.roles import ensure_database
from tasuki.config.database.server import EmbeddedServer, superuser_dsn
from tasuki.config.database.trouble import Trouble

pytestmark = pytest.mark.server
HOLDER = """
import sys, time
from pathlib import Path
from tasuki.config.database.server import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]), durable=False)
server.hold()
print(server.postmaster(), flush=True)
time.sleep(600)
"""


@pytest.fixture
def data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="tasuki-embedded-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    """One server for the tests that only look at it, or that it survives."""
    folder = Path(tempfile.mkdtemp(prefix="tasuki-embedded-"))
    folder.chmod(0o711)
    with_server = EmbeddedServer(folder, durable=False)
    with_server.hold()
    yield with_server
    with_server.release()
    shutil.rmtree(folder)


def ask(server: EmbeddedServer, question: str, role: str = "superuser") -> Any:
    login = server.details()[role]
    words = superuser_dsn(server.details(), "tasuki")
    words |= {"user": login["user"], "password": login["password"]}
    with psycopg.connect(**words) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
        return row and row[0]


def wait_for(happened: Callable[[], bool], seconds: float = 15) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happened():
            return True
        time.sleep(0.05)
    return happened()


def is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def start_holder(data: Path) -> tuple[subprocess.Popen[str], int]:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(data)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    return holder, int(holder.stdout.readline())


def test_a_started_server_answers_and_a_stopped_one_is_gone(data: Path) -> None:
    server = EmbeddedServer(data, durable=False)
    with server:
        pid = server.postmaster()
        assert ask(server, "SELECT 1") == 1
        assert pid
    assert is_gone(pid)
    assert not (server.place.cluster / "postmaster.pid").exists()


def test_japanese_is_text_even_where_the_environment_says_c(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "C")
    monkeypatch.setenv("LC_ALL", "C")
    server = EmbeddedServer(data, durable=False)
    with server:
        place = "FROM pg_database WHERE datname = current_database()"
        assert ask(server, f"SELECT datctype {place}") == "C.UTF-8"
        assert ask(server, f"SELECT pg_encoding_to_char(encoding) {place}") == "UTF8"
        assert ask(server, "SELECT upper('ａ')") == "Ａ"


def test_the_second_start_is_quick(data: Path) -> None:
    with EmbeddedServer(data, durable=False):
        pass
    began = time.monotonic()
    with EmbeddedServer(data, durable=False):
        assert time.monotonic() - began < 10


def test_after_a_crash_ready_means_that_it_answers(data: Path) -> None:
    holder, pid = start_holder(data)
    os.kill(pid, signal.SIGKILL)
    with EmbeddedServer(data, durable=False) as details:
        with psycopg.connect(**superuser_dsn(details)) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        holder.kill()
        holder.wait()


def test_the_keeper_brings_a_crashed_server_back_and_nothing_is_lost(data: Path) -> None:
    with EmbeddedServer(data) as details:
        server = EmbeddedServer(data)
        words = superuser_dsn(details, "tasuki")
        with psycopg.connect(**words) as connection:
            connection.execute("CREATE TABLE said AS SELECT 1 AS word")
        pid = server.postmaster()
        assert pid
        os.kill(pid, signal.SIGKILL)

        def answers() -> bool:
            try:
                return bool(ask(server, "SELECT word FROM said") == 1 and server.postmaster() != pid)
            except psycopg.OperationalError:
                return False

        assert wait_for(answers)


def test_a_number_left_by_a_crash_does_not_pass_for_a_server(data: Path) -> None:
    server = EmbeddedServer(data, durable=False)
    with server:
        text = (server.place.cluster / "postmaster.pid").read_text()
    lines = [str(os.getpid()), *text.splitlines()[1:]]  # a living process that is no database
    (server.place.cluster / "postmaster.pid").write_text("\n".join(lines) + "\n")
    with server:
        assert ask(server, "SELECT 1") == 1


def test_no_server_is_left_when_its_owner_is_killed(data: Path) -> None:
    holder, pid = start_holder(data)
    holder.kill()
    holder.wait()
    assert wait_for(lambda: is_gone(pid))
    assert wait_for(lambda: not is_held(data / "database" / "keeper.lock"))


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_no_server_is_left_when_owner_and_keeper_are_killed(data: Path) -> None:
    holder, pid = start_holder(data)
    keeper = psutil.Process(pid).ppid()
    os.kill(keeper, signal.SIGKILL)
    holder.kill()
    holder.wait()
    assert wait_for(lambda: is_gone(pid))


def test_a_second_command_shares_the_server_and_the_last_one_stops_it(data: Path) -> None:
    first, second = EmbeddedServer(data, durable=False), EmbeddedServer(data, durable=False)
    first.hold()
    pid = first.postmaster()
    second.hold()
    assert second.postmaster() == pid
    first.release()
    time.sleep(1)
    assert ask(second, "SELECT 1") == 1
    second.release()
    assert pid
    assert is_gone(pid)


def test_nobody_else_may_read_the_keys_or_enter_the_sockets(server: EmbeddedServer) -> None:
    place = server.place
    for path in (place.connection_file, place.log, place.cluster / "pg_hba.conf"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    for folder in (place.cluster, place.socket_folder(), place.owners):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    words = superuser_dsn(server.details()) | {"password": "a guess"}
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**words)


def test_a_clone_with_a_long_path_still_gets_a_socket(data: Path) -> None:
    long = data / ("長い場所" * 10)
    with EmbeddedServer(long, durable=False) as details:
        assert len(details["host"].encode()) < 100
        with psycopg.connect(**superuser_dsn(details)) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    shutil.rmtree(details["host"])


def test_the_log_keeps_no_words_of_a_query(server: EmbeddedServer) -> None:
    with pytest.raises(psycopg.errors.InvalidTextRepresentation):
        ask(server, "SELECT '架空の相談者'::int")
    assert "架空の相談者" not in server.place.log.read_text(encoding="utf-8")


def test_the_roles_have_what_they_need_and_no_more(server: EmbeddedServer) -> None:
    ask(server, "SELECT 1", role="owner")
    words = superuser_dsn(server.details(), "tasuki")
    owner = words | server.details()["owner"]
    with psycopg.connect(**owner) as connection:
        connection.execute("CREATE TABLE paper (id int)")
    with psycopg.connect(**(words | server.details()["app"])) as connection:
        connection.execute("INSERT INTO paper VALUES (1)")
        connection.commit()
        for forbidden in ("TRUNCATE paper", "DROP TABLE paper", "CREATE TABLE other (id int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden)  # type: ignore[call-overload]
            connection.rollback()
        assert refusals(connection, wall=False) == []


def test_a_superuser_is_refused_as_the_applications_role(server: EmbeddedServer) -> None:
    words = superuser_dsn(server.details(), "tasuki")
    with psycopg.connect(**words) as connection, pytest.raises(Trouble, match="SUPERUSER") as told:
        refuse_unsafe(connection, wall=False)
    assert len(str(told.value).splitlines()) == 2


def test_an_owner_of_tables_or_one_who_bypasses_is_refused(server: EmbeddedServer) -> None:
    words = superuser_dsn(server.details(), "tasuki")
    with psycopg.connect(**(words | server.details()["owner"])) as connection:
        assert "BYPASSRLS" in str(refusals(connection, wall=False)[0])
    with psycopg.connect(**words) as connection:
        connection.execute("CREATE TABLE letter (id int)")
        connection.execute("ALTER TABLE letter OWNER TO tasuki_app")
    with psycopg.connect(**(words | server.details()["app"])) as connection:
        assert "owns 1 tables" in str(refusals(connection, wall=False)[0])
    with psycopg.connect(**words) as connection:
        connection.execute("DROP TABLE letter")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("ENCODING 'SQL_ASCII' LOCALE 'C'", "SQL_ASCII"),
        ("ENCODING 'EUC_JP' LOCALE 'C'", "EUC_JP"),
        ("ENCODING 'UTF8' LOCALE 'C'", "locale C"),
    ],
)
def test_a_wrong_encoding_or_locale_is_refused_in_one_sentence(server: EmbeddedServer, words: str, told: str) -> None:
    admin = superuser_dsn(server.details())
    with psycopg.connect(**admin, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS old")
        connection.execute(f"CREATE DATABASE old TEMPLATE template0 {words}")  # type: ignore[call-overload]
        assert ensure_database(connection, "tasuki") is False
    login = admin | {"dbname": "old"} | server.details()["app"]
    with psycopg.connect(**login) as connection:
        found = refusals(connection, wall=False)
    assert [told in str(trouble) for trouble in found if told in str(trouble)] == [True]


def test_django_is_pointed_at_the_application_role(server: EmbeddedServer) -> None:
    settings = from_details(server.details(), "app")
    assert (settings["USER"], settings["NAME"]) == ("tasuki_app", "tasuki")
    assert settings["HOST"] == str(server.place.socket_folder())
