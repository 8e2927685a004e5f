"""Figures that a proof has measured, handed to `make prove` for its table; outside of it nothing is kept."""

import json
import os
from pathlib import Path


def note(promise: str, figure: str) -> None:
    """Tell what was measured for a promise (its key in tests/prove.py), such as "300 例 × 30 手、食い違い 0"."""
    path = os.environ.get("TASUKI_FIGURES")
    if path:
        with Path(path).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"promise": promise, "figure": figure}, ensure_ascii=False) + "\n")
