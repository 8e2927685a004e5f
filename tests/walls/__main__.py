"""`python -m tests.walls`: compare tests/walls/matrix.csv with the pages; `--write` writes it anew, or only named columns."""

import os
import subprocess
import sys

WRITE = "TASUKI_MATRIX_WRITE"


def main(words: list[str]) -> int:
    """Run the crawl; the pages are asked inside pytest, which brings the database."""
    asked = [word for word in words if not word.startswith("-")]
    environment = os.environ | ({WRITE: ",".join(asked) or "*"} if "--write" in words else {})
    return subprocess.call([sys.executable, "-m", "pytest", "-q", "tests/walls/test_matrix.py"], env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
