"""A municipality's own form (自治体の様式) read and filled by the limited process, by the letter of its XML.

Only the words of the cells are exchanged; everything else of the file stays byte for byte as the municipality made it:
formats, merged cells, print settings, pictures, shapes. No template language: a tag is a name and nothing runs.
"""

import io
import re
import zipfile
from typing import Any

from lxml import etree

from .limited_controls import controls, put
from .limited_grid import NS, PLAIN, A, Book, text_of
from .limited_tags import TAG, area_of, column_of

CODE = re.compile(r"\{%|\{#")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
STORIES = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
OUTSIDE = "ほかのファイルや外のサーバーへのつながり（リンク・埋めこみ）があるため、使えません。つながりを解いて保存しなおしてください。"
_LEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Wrong(Exception):
    """Not a form we can fill, with the reason in Japanese."""


def parts_of(content: bytes) -> dict[str, bytes]:
    """Every part of the file by name; those that reach outside are refused."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {member.filename: packed.read(member) for member in packed.infolist()}
    for name, part in parts.items():
        low = name.lower()
        if any(word in low for word in ("externallinks/", "activex", "embeddings/", "vbaproject", "macrosheets/")):
            raise Wrong(OUTSIDE)
        if low.endswith(".rels") and _reaches_out(part):
            raise Wrong(OUTSIDE)
    if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise Wrong(
            "マクロつきの形式です。Excel は「Excel ブック（xlsx）」、Word は「文書（docx）」で保存しなおしてください。"
        )
    return parts


def _reaches_out(part: bytes) -> bool:
    """A relation to something outside that the program would fetch by itself; a link to be pressed is none."""
    return any(
        one.get("TargetMode") == "External" and not str(one.get("Type", "")).endswith("/hyperlink")
        for one in etree.fromstring(part, PLAIN)
    )


def read(kind: str, content: bytes) -> dict[str, Any]:
    """What the municipality's form holds: its sheets with their cells, or the tags of a Word file."""
    parts = parts_of(content)
    if kind == "docx":
        return _read_word(parts)
    book = Book(parts)
    told = [book.told(sheet) for sheet in book.sheets]
    shapes = [text for name, part in parts.items() if "drawings" in name.split("/") and name.endswith(".xml")
              for text in _shape_texts(part)]  # fmt: skip
    return {"kind": kind, "sheets": told, "shapes": shapes[:20], "code": _codes(cell["text"] for sheet in told for cell in sheet["cells"])}  # fmt: skip


def _shape_texts(part: bytes) -> list[str]:
    texts = ("".join(one.itertext()) for one in etree.fromstring(part, PLAIN).iter(f"{A}txBody"))
    return [text[:60] for text in texts if TAG.search(text)]


def _codes(texts: Any) -> list[str]:
    return [text[:60] for text in texts if CODE.search(text)]


def fill(kind: str, content: bytes, asked: dict[str, Any]) -> bytes:
    """The form with its places filled; `asked`: `cells` by sheet and address, `tags` by their words, `rows` for Word."""
    parts = parts_of(content)
    if kind == "docx":
        changed = {name: _fill_story(part, asked) for name, part in parts.items() if STORIES.fullmatch(name)}
    else:
        changed = {name: fill_cells(parts[name], cells) for name, cells in asked["cells"].items() if name in parts}
        changed["xl/workbook.xml"] = _reckoned_anew(parts["xl/workbook.xml"])
    return _packed(content, changed)


def _packed(content: bytes, changed: dict[str, bytes]) -> bytes:
    """The same file with some parts exchanged, all in their old order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            kept = zipfile.ZipInfo(member.filename, member.date_time)
            kept.compress_type, kept.external_attr = zipfile.ZIP_DEFLATED, member.external_attr
            new.writestr(kept, changed.get(member.filename, old.read(member)))
    return out.getvalue()


def _reckoned_anew(part: bytes) -> bytes:
    """Formulas are reckoned when the file is opened: what they read has changed."""
    root = etree.fromstring(part, PLAIN)
    reckons = root.find(f"{NS}calcPr")
    if reckons is None:
        reckons = etree.Element(f"{NS}calcPr")
        after = [
            root.find(f"{NS}{name}") for name in ("definedNames", "externalReferences", "functionGroups", "sheets")
        ]
        next(one for one in after if one is not None).addnext(reckons)
    reckons.set("fullCalcOnLoad", "1")
    return _as_bytes(root)


def _as_bytes(root: Any) -> bytes:
    told: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return told


def fill_cells(part: bytes, cells: dict[str, Any]) -> bytes:
    """One sheet of a workbook with the words of some cells exchanged; their formats stay."""
    root = etree.fromstring(part, PLAIN)
    data = root.find(f"{NS}sheetData")
    if data is None:
        raise Wrong("シートの中身が読めません。")
    lines = {int(row.get("r", "0")): row for row in data}
    for where, value in cells.items():
        number, column = area_of(where)[:2]
        row = lines.get(number)
        if row is None:
            row = lines[number] = etree.Element(f"{NS}row", r=str(number))
            later = [line for line in sorted(lines) if line > number]
            (lines[later[0]].addprevious if later else data.append)(row)
        _put(_cell(row, where, column), value)
    return _as_bytes(root)


def _cell(row: Any, where: str, column: int) -> Any:
    """The cell of a row, made at its place when there is none."""
    for one in row:
        at = column_of(one.get("r", ""))
        if at == column:
            return one
        if at > column:
            made = etree.Element(f"{NS}c", r=where)
            one.addprevious(made)
            return made
    return etree.SubElement(row, f"{NS}c", r=where)


def _put(cell: Any, value: Any) -> None:
    """Text as text, whatever it begins with; a number as a number."""
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        etree.SubElement(cell, f"{NS}v").text = str(value)
    elif value:
        cell.set("t", "inlineStr")
        words = etree.SubElement(etree.SubElement(cell, f"{NS}is"), f"{NS}t")
        words.text = _LEGAL.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n")[:32_000]
        words.set(XML_SPACE, "preserve")


# ---- Word ----------------------------------------------------------------------------------


def _read_word(parts: dict[str, bytes]) -> dict[str, Any]:
    """The tags of a Word file in their order, and the words around each."""
    found: list[dict[str, str]] = []
    texts: list[str] = []
    for name, part in parts.items():
        if STORIES.fullmatch(name):
            root = etree.fromstring(part, PLAIN)
            if any("DDE" in text_of(one) for one in root.iter(f"{W}instrText")):
                raise Wrong(OUTSIDE)
            texts += [_words(line) for line in root.iter(f"{W}p")]
            found += [{"tag": name, "around": _around(one)[:80], "control": "1"} for one, name in controls(root)]
    for text in texts:
        found += [{"tag": one[1], "around": text[:80]} for one in TAG.finditer(text)]
    return {"kind": "docx", "tags": found, "lines": [text[:120] for text in texts if text.strip()][:200],
            "code": _codes(texts)}  # fmt: skip


def _around(control: Any) -> str:
    """The words of the line in which a control stands."""
    line = next(control.iterancestors(f"{W}p", f"{W}tr"), control)
    return "".join(one.text or "" for one in line.iter(f"{W}t"))


def _words(paragraph: Any) -> str:
    return "".join(one.text or "" for one in _pieces(paragraph))


def _pieces(paragraph: Any) -> list[Any]:
    """The pieces of text of one paragraph, not those of text boxes inside it."""
    return [one for one in paragraph.iter(f"{W}t") if next(one.iterancestors(f"{W}p")) is paragraph]


def _fill_story(part: bytes, asked: dict[str, Any]) -> bytes:
    """Every tag exchanged for its words; a row of a table with tags of a group is repeated for each of its lines."""
    root = etree.fromstring(part, PLAIN)
    for row in list(root.iter(f"{W}tr")):
        _repeat(row, asked["rows"])
    _exchange_all(root, asked["tags"])
    return _as_bytes(root)


def _exchange_all(root: Any, values: dict[str, str]) -> None:
    """Controls and tags of a part of the text."""
    for control, name in controls(root):
        if name in values:
            put(control, _LEGAL.sub("", values[name]))
    for paragraph in root.iter(f"{W}p"):
        _exchange(paragraph, values)


def _repeat(row: Any, groups: list[dict[str, Any]]) -> None:
    tags = {one[1] for paragraph in row.iter(f"{W}p") for one in TAG.finditer(_words(paragraph))}
    tags |= {name for _, name in controls(row)}
    for group in groups:
        if not tags & set(group["tags"]):
            continue
        for line in group["lines"][1:][::-1]:
            copy = etree.fromstring(etree.tostring(row), PLAIN)
            row.addnext(copy)
            for one in list(copy.iter(f"{W}id")):  # two controls of one number: Word calls the file broken
                one.getparent().remove(one)
            _exchange_all(copy, line)
        _exchange_all(row, group["lines"][0])
        return


def _exchange(paragraph: Any, values: dict[str, str]) -> None:
    """Tags in one paragraph, also those that Word has cut into pieces; the format is that of the tag's first letter."""
    pieces = _pieces(paragraph)
    text = "".join(one.text or "" for one in pieces)
    for found in reversed([one for one in TAG.finditer(text) if one[1] in values]):
        _cut_in(pieces, found.start(), found.end(), values[found[1]])


def _cut_in(pieces: list[Any], start: int, end: int, words: str) -> None:
    at, first = 0, True
    for piece in pieces:
        text = piece.text or ""
        low, high = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if low >= high:
            continue
        lines = _LEGAL.sub("", words).split("\n") if first else [""]
        piece.text = text[:low] + lines[0]
        piece.set(XML_SPACE, "preserve")
        rest, last = text[high:], piece
        for line in lines[1:]:
            turn = etree.Element(f"{W}br")
            last.addnext(turn)
            last = etree.Element(f"{W}t")
            last.text = line
            last.set(XML_SPACE, "preserve")
            turn.addnext(last)
        last.text = (last.text or "") + rest
        first = False
