"""The answers to the standard are whole, and every test they name exists."""

import re
from collections import Counter
from pathlib import Path

from tests.prove import Promise, add_up, promises, table

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = ("docs/asvs.md", "docs/security.md", "docs/ipa-grade.md")

# The levels of the requirements of OWASP ASVS 5.0.0, section by section, in their order.
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3", "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333", "6.6": "2223",
    "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222", "10.6": "22", "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23", "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip


def asked() -> set[str]:
    """Levels 1 and 2, and of level 3 authorization, retention and the record."""
    found = set()
    for section, levels in LEVELS.items():
        for number, level in enumerate(levels, 1):
            name = f"V{section}.{number}"
            if level in "12" or section.split(".")[0] in ("8", "16") or name == "V14.2.7":
                found.add(name)
    return found


def answered(text: str) -> Counter[str]:
    """The numbers in the first cell of every row."""
    cells = re.findall(r"^\| ((?:V[\d.]+ ?)+)\|", text, re.MULTILINE)
    return Counter(name for cell in cells for name in cell.split())


def test_every_requirement_is_answered_once():
    found = answered((ROOT / "docs/asvs.md").read_text(encoding="utf-8"))
    assert not asked() - found.keys(), f"docs/asvs.md has no answer to {sorted(asked() - found.keys())}"
    twice = [name for name, times in found.items() if times > 1]
    assert not twice, f"docs/asvs.md answers twice: {twice}"


def test_a_missing_answer_is_seen():
    text = (ROOT / "docs/asvs.md").read_text(encoding="utf-8").replace("V8.3.2 ", "")
    assert asked() - answered(text).keys() == {"V8.3.2"}


def missing(text: str) -> list[str]:
    """Files named in code style that are not there, and tests named in them that are not."""
    named = re.findall(r"`((?:tests|tasuki|docs|bench)/[\w/.-]+?\.(?:py|md|csv|sql))(?:::(\w+))?`", text)
    return [
        f"{path}::{test}" if test else path
        for path, test in named
        if not (ROOT / path).exists() or (test and f"def {test}(" not in (ROOT / path).read_text(encoding="utf-8"))
    ]


def test_every_named_test_exists():
    for page in EVIDENCE:
        gone = missing((ROOT / page).read_text(encoding="utf-8"))
        assert not gone, f"{page} names what is not there: {gone}"


def test_a_named_test_that_is_gone_is_seen():
    assert missing("`tests/walls/test_no_such_thing.py`") == ["tests/walls/test_no_such_thing.py"]
    here = "tests/guards/test_evidence.py::test_no_such_thing"
    assert missing(f"`{here}` `tests/guards/test_evidence.py::test_every_named_test_exists`") == [here]


def test_the_page_of_promises_can_be_proved():
    found = promises((ROOT / "docs/security.md").read_text(encoding="utf-8"))
    assert len(found) > 15
    for promise in found:
        assert promise.tests, f"docs/security.md promises 「{promise.words}」 without a test"


def test_a_promise_whose_test_fails_or_did_not_run_is_not_kept():
    kept, broken, untried = (Promise(words, [f"tests/{words}.py"], "0") for words in ("kept", "broken", "untried"))
    results = [("tests/kept.py", True), ("tests/broken.py", True), ("tests/broken.py", False)]
    add_up([kept, broken, untried], results, [{"test": "tests/kept.py", "figure": "10,000回で0"}])
    assert [one.kept for one in (kept, broken, untried)] == [True, False, False]
    said = table([kept, broken, untried])
    assert "10,000回で0" in said
    assert "試せず" in said
