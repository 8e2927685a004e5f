"""`make bench SIZE=S|L|both`: build what is missing, measure, print the table.

`--no-check` leaves out plain SQL; `--no-second-wall` times the pages without row-level security (bench/wall.py).
"""

import pickle
import subprocess
import sys

from . import build


def main(words: list[str]) -> int:
    """One process for each town, because Django knows one database for its whole life."""
    sizes = {"both": ["S", "L"]}.get(words[0] if words else "both", words[:1])
    options = words[1:]
    if "--child" in options:
        return one(sizes[0], options)
    runs = []
    for size in sizes:
        child = [sys.executable, "-m", "bench", size, "--child"]
        # measured in a server started anew, as in the morning: the one that built the town holds what building needed
        subprocess.run([*child, "--build"], check=True, cwd=build.ROOT)
        if "--build" not in options:
            subprocess.run([*child, *options], check=True, cwd=build.ROOT)
            runs.append(pickle.loads((build.folder(size) / "figures.pickle").read_bytes()))
    if runs:
        from .report import table

        print("without the second wall\n" * ("--no-second-wall" in options) + table(runs))
    return 0


def one(size: str, options: list[str]) -> int:
    """Build and measure one town."""
    with build.running(size) as known:
        if "--build" in options:
            build.ensure(size, known)
            return 0
        from .measure import measure

        figures = measure(size, known, check="--no-check" not in options, wall="--no-second-wall" not in options)
        (build.folder(size) / "figures.pickle").write_bytes(pickle.dumps(figures))
    return 0


sys.exit(main(sys.argv[1:]))
