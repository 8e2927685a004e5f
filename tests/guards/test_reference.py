"""docs/reference/ says what the code says; what is written by hand names only what is there."""

import re
from pathlib import Path

from tasuki.config.reference import pages, rooms, write

from .house import PACKAGE, ROOT, sources

REFERENCE = ROOT / "docs" / "reference"
WRITTEN = ["README.md", "README.ja.md", "ARCHITECTURE.md", "CONTEXT.md", "CONTRIBUTING.md"]


def out_of_date(folder: Path, wanted: dict[str, str]) -> list[str]:
    """Pages that differ from the code, are missing, or are no longer made."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in {*there, *wanted} if there.get(name) != wanted.get(name))


def leading_nowhere(text: str, home: Path) -> list[str]:
    """Links and paths in a written page that are not there."""
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    paths = re.findall(r"`((?:tasuki|tests|docs|scripts|deploy)/[\w./-]+)`", text)
    return [one for one in links if not (home / one).exists()] + [one for one in paths if not (ROOT / one).exists()]


def unknown_words(glossary: str, code: str) -> list[str]:
    """Names in the second column of the glossary that the code does not know."""
    rows = [line.split("|") for line in glossary.splitlines() if line.startswith("| ")]
    names = [name for row in rows for name in re.findall(r"`([\w. ]+)`", row[2])]
    known = set(re.findall(r"\w+", code))
    return [name for name in names if not set(re.findall(r"\w+", name)) <= known]


def test_the_reference_is_up_to_date():
    assert out_of_date(REFERENCE, pages()) == [], "run `make docs`"


def test_an_old_page_is_found(tmp_path):
    write(tmp_path)
    assert out_of_date(tmp_path, pages()) == []
    (tmp_path / "states.md").write_text("nothing moves", encoding="utf-8")
    (tmp_path / "routes.md").unlink()
    (tmp_path / "gone.md").touch()
    assert out_of_date(tmp_path, pages()) == ["gone.md", "routes.md", "states.md"]


def test_written_pages_lead_somewhere():
    found = {}
    for path in [*(ROOT / name for name in WRITTEN), *sorted((ROOT / "docs").rglob("*.md"))]:
        if lost := leading_nowhere(path.read_text(encoding="utf-8"), path.parent):
            found[path.name] = lost
    assert found == {}


def test_a_link_to_nowhere_is_found():
    text = "[here](README.md) [gone](docs/gone.md) [far](https://example.org) `tasuki/cli.py` `tasuki/gone.py`"
    assert leading_nowhere(text, ROOT) == ["docs/gone.md", "tasuki/gone.py"]


def test_decisions_are_short():
    for path in (ROOT / "docs" / "adr").glob("*.md"):
        assert path.read_text(encoding="utf-8").count("\n") <= 40, path.name


def test_the_architecture_names_every_room():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert [room for room in rooms() if f"`{room}`" not in text] == []
    assert (PACKAGE / "shared").is_dir()


def test_the_glossary_names_what_is_there():
    code = "\n".join(file.text for file in sources())
    glossary = (ROOT / "CONTEXT.md").read_text(encoding="utf-8")
    assert unknown_words(glossary, code) == []
    assert glossary.count("\n| ") >= 60


def test_a_word_that_is_not_there_is_found():
    assert unknown_words("| 襷 | `Sash`, `Case.owner` | … | – |", "class Case: owner = 1") == ["Sash"]
