"""Content controls of a Word form (コンテンツ コントロール) for the limited process: places to write, lists, boxes to tick."""

from typing import Any

from lxml import etree

from .limited_tags import TAG

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
YES = ("☑", "はい")


def controls(root: Any) -> list[tuple[Any, str]]:
    """Every control that has a name (its tag, or else its title)."""
    found = []
    for one in root.iter(f"{W}sdt"):
        told = one.find(f"{W}sdtPr")
        if told is not None and (name := name_of(told)):
            found.append((one, name))
    return found


def name_of(told: Any) -> str:
    """The name under which a control is filled; {{ }} around it do not count."""
    for kind in ("tag", "alias"):
        mark = told.find(f"{W}{kind}")
        if mark is not None and (name := str(mark.get(f"{W}val", "")).strip()):
            hit = TAG.fullmatch(name)
            return hit[1] if hit else name
    return ""


def put(control: Any, words: str) -> None:
    """The words in place of what stands in the control; a box is ticked or not."""
    told, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
    if content is None:
        return
    for name in ("showingPlcHdr", "dataBinding"):  # else Word shows the hint, or what another part of the file says
        for one in told.findall(f"{W}{name}"):
            told.remove(one)
    box = told.find(f"{W14}checkbox")
    if box is not None:
        words = _tick(box, words in YES)
    _write(content, words)


def _tick(box: Any, yes: bool) -> str:
    """The state of a box, and the letter that shows it."""
    checked = box.find(f"{W14}checked")
    if checked is None:
        checked = etree.SubElement(box, f"{W14}checked")
        box.insert(0, checked)
    checked.set(f"{W14}val", "1" if yes else "0")
    shown = box.find(f"{W14}{'checkedState' if yes else 'uncheckedState'}")
    return chr(int(shown.get(f"{W14}val", "2611"), 16)) if shown is not None else "☑" if yes else "☐"


def _write(content: Any, words: str) -> None:
    pieces = list(content.iter(f"{W}t"))
    for style in list(content.iter(f"{W}rStyle")):
        if "laceholder" in str(style.get(f"{W}val", "")):
            style.getparent().remove(style)
    if not pieces:
        place = next(content.iter(f"{W}p"), content)
        pieces = [etree.SubElement(etree.SubElement(place, f"{W}r"), f"{W}t")]
    first, lines = pieces[0], words.split("\n")
    for piece in pieces[1:]:
        piece.text = ""
    first.text = lines[0]
    first.set(XML_SPACE, "preserve")
    last = first
    for line in lines[1:]:
        turn = etree.Element(f"{W}br")
        last.addnext(turn)
        last = etree.Element(f"{W}t")
        last.text = line
        last.set(XML_SPACE, "preserve")
        turn.addnext(last)
