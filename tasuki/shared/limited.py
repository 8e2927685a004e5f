"""Foreign files are opened in a process of their own (別の手で開ける): little memory, little time, no way to the records."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from .decisions import Refused

MEMORY = 256 * 1024 * 1024
CPU_SECONDS = 20
WALL_SECONDS = 30
TOO_HEAVY = (
    "ファイルの中身が大きすぎるか、こわれているため、読み取れませんでした。小さく分けるか、保存しなおしてください。"
)
HOUSE = Path(__file__).resolve().parents[2]
# What the process is told of the world around it: nothing about the database, no keys.
SURROUNDINGS = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TZ", "TMPDIR", "TEMP", "LD_LIBRARY_PATH")


def run(task: str, content: bytes, **asked: Any) -> tuple[Any, bytes]:
    """The answer of a task of `limited_tasks` and the bytes it made; `Refused` when it says no, is too slow or dies."""
    around = {name: os.environ[name] for name in SURROUNDINGS if name in os.environ}
    around |= {"PYTHONPATH": str(HOUSE), "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    told = json.dumps({"task": task, "memory": MEMORY, "cpu": CPU_SECONDS, **asked}).encode() + b"\n"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tasuki.shared.limited_tasks"], input=told + content, capture_output=True,
            timeout=WALL_SECONDS, env=around, cwd=HOUSE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as slow:
        raise Refused(TOO_HEAVY) from slow
    head, _, body = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise Refused(TOO_HEAVY)
    answer = json.loads(head)
    if "refused" in answer:
        raise Refused(str(answer["refused"]))
    return answer["answer"], body
