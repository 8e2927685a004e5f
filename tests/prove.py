"""`make prove`: every promise of docs/security.md tried now, and a table promise → test → figure printed.

`python -m tests.prove [--nightly]`: nightly asks the three walls 5,000 times over. The promises and their tests are read
from the page itself, so that page and proof cannot part.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "security.md"
# Longer than in every day's tests.
LONG = {"TASUKI_HAMMER": "10000", "TASUKI_POSTS": "2000", "TASUKI_FUZZ": "40"}
NIGHTLY = {"TASUKI_EXAMPLES": "5000", "TASUKI_FUZZ": "400"}


@dataclass
class Promise:
    """One row of the page: what is promised, which tests prove it, what is asked for; then what was found."""

    words: str
    tests: list[str]
    wanted: str
    passed: int = 0
    failed: int = 0
    figures: list[str] = field(default_factory=list)
    seconds: float = 0

    @property
    def kept(self) -> bool:
        """Something was tried, and nothing failed."""
        return self.passed > 0 and not self.failed


def promises(text: str) -> list[Promise]:
    """The rows of the first table of the page."""
    table = text.split("## 約束と、その確かめ", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| (?!約束|---)(.+?) \| (.+?) \| (.+?) \|$", table, re.MULTILINE)
    return [Promise(words, re.findall(r"`((?:tests|tasuki)/[^`]+?\.py)`", how), wanted) for words, how, wanted in rows]


def run(tests: list[str], environment: dict[str, str], folder: Path, words: list[str]) -> ElementTree.Element:
    """Run the tests, and read what came of each."""
    report = folder / f"report-{len(list(folder.iterdir()))}.xml"
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *words, *tests]
    subprocess.run(command, check=False, cwd=ROOT, env=os.environ | environment)
    return ElementTree.parse(report).getroot() if report.exists() else ElementTree.Element("none")


def outcomes(tree: ElementTree.Element) -> list[tuple[str, bool]]:
    """(file of the test, whether it passed); skipped tests prove nothing and are left out."""
    found = []
    for case in tree.iter("testcase"):
        if case.find("skipped") is None:
            failed = case.find("failure") is not None or case.find("error") is not None
            found.append((case.get("classname", "").replace(".", "/") + ".py", not failed))
    return found


def spent(tree: ElementTree.Element) -> Counter[str]:
    """Seconds by file of tests."""
    found: Counter[str] = Counter()
    for case in tree.iter("testcase"):
        found[case.get("classname", "").replace(".", "/") + ".py"] += float(case.get("time", "0"))  # type: ignore[assignment]
    return found


def add_up(found: list[Promise], results: list[tuple[str, bool]], figures: list[dict[str, str]]) -> None:
    """Give every promise the outcomes and figures of its tests."""
    for promise in found:
        for path, passed in results:
            if path in promise.tests:
                promise.passed += passed
                promise.failed += not passed
        promise.figures = [one["figure"] for one in figures if one["test"] in promise.tests]


def table(found: list[Promise]) -> str:
    """As it is printed: ○ or ×, the promise; below it how many tests in how many seconds, what is asked and what was found."""
    lines = []
    for one in found:
        count = f"{one.passed}件" + (f"（失敗 {one.failed}件）" if one.failed else "")
        tried = f"{count}　{one.seconds:.0f}秒" if one.passed or one.failed else "試せず"
        lines.append(f"{'○' if one.kept else '×'} {one.words}")
        lines.append(f"    試験　{tried}　　求める値　{one.wanted}")
        lines += [f"    実測　{figure}" for figure in dict.fromkeys(one.figures)]
    return "\n".join(lines)


def drill(folder: Path) -> bool:
    """A town, its backup, the drill: all with the product's own commands."""
    environment = os.environ | {"TASUKI_DATA": str(folder / "data"), "TASUKI_BACKUP_TO": str(folder / "copies")}
    for words in (["demo"], ["backup"], ["drill"]):
        if subprocess.run([sys.executable, "-m", "tasuki", *words], cwd=ROOT, env=environment, check=False).returncode:
            return False
    return True


def main(words: list[str]) -> int:
    began = time.monotonic()
    found = promises(PAGE.read_text(encoding="utf-8"))
    tests = sorted({test for promise in found for test in promise.tests})
    journeys = [test for test in tests if test.startswith("tests/journeys/")]
    with tempfile.TemporaryDirectory(prefix="tasuki-prove-") as name:
        folder = Path(name)
        figures = folder / "figures.jsonl"
        longer = LONG | (NIGHTLY if "--nightly" in words else {}) | {"TASUKI_FIGURES": str(figures)}
        others = [test for test in tests if test not in journeys]
        trees = [run(others, longer, folder, ["-n", "2", "-m", "not alone"]), run(others, longer, folder, ["-m", "alone"]),
                 run(journeys, longer, folder, ["-o", "addopts=--strict-markers"])]  # fmt: skip
        restored = drill(folder)
        told = (
            [json.loads(line) for line in figures.read_text(encoding="utf-8").splitlines()] if figures.exists() else []
        )
    add_up(found, [one for tree in trees for one in outcomes(tree)], told)
    took: Counter[str] = sum((spent(tree) for tree in trees), Counter())
    for promise in found:
        promise.seconds = sum(took[test] for test in promise.tests)
    said = table(found) + f"\n{'○' if restored else '×'} 復元訓練 tasuki drill（RPO と RTO は上の出力に）"
    kept = sum(promise.kept for promise in found)
    end = f"{len(found)} の約束のうち {kept} が守られました。{(time.monotonic() - began) / 60:.0f}分かかりました。"
    print(f"\n{said}\n\n{end}")
    return 0 if restored and kept == len(found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
