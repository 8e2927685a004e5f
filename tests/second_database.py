"""Runs the tests marked `database` a second time, against Debian's own PostgreSQL.

`python -m tests.second_database [pytest words]`: a cluster of its own on a free port, reached by an
address as an operator's server would be; the machine's own cluster is never touched.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tasuki.config.database.places import as_root
from tasuki.config.database.server import EmbeddedServer

NEEDED = "PostgreSQL 15 がありません。apt-get install postgresql で入れてください。"


def main(words: list[str]) -> int:
    programs = find_programs() or (install() and find_programs())
    if not programs:
        print(NEEDED, "Install it with `apt-get install postgresql`.", file=sys.stderr)
        return 1
    os.environ["TASUKI_POSTGRES_BIN"] = str(programs)
    folder = Path(tempfile.mkdtemp(prefix="tasuki-second-"))
    folder.chmod(0o711)
    try:
        with EmbeddedServer(folder, tcp=True, durable=False) as details:
            login = details["superuser"]
            address = f"postgresql://{login['user']}:{login['password']}@{details['host']}:{details['port']}/postgres"
            print(f"second database: PostgreSQL {details['version']}", flush=True)
            run = [sys.executable, "-m", "pytest", "-m", "database", *words]
            environment = os.environ | {"TASUKI_TEST_DATABASE_URL": address}
            environment.pop("TASUKI_POSTGRES_BIN")
            return subprocess.run(run, check=False, env=environment).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path | None:
    """The oldest server we promise to work with, else any that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4]))
    fit = [path.parent for path in found if int(path.parts[4]) >= 15]
    return fit[0] if fit else None


def install() -> bool:
    apt = shutil.which("apt-get")
    if not (as_root() and apt):
        return False
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([apt, "update", "-q"], check=False, env=quiet)
    for package in ("postgresql-15", "postgresql"):
        words = [apt, "install", "-y", "-q", "--no-install-recommends", package]
        if subprocess.run(words, check=False, env=quiet).returncode == 0:
            return True
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
