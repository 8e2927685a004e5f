"""Two texts compared (ちがいの印): what is new in the one is marked, so that it is seen without reading both twice."""

import re
from difflib import SequenceMatcher

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

MOST, SHORT = 3000, 3
OTHER = 0.3  # less in common than this: another text altogether
_PIECES = re.compile(r"[^。、\n]*[。、\n]?")


def marked(text: str, other: str) -> SafeString:
    """The text with what the other does not have between <mark>; whole sentences when both are long."""
    if not text or text == other:
        return conditional_escape(text)
    fine = len(text) <= MOST and len(other) <= MOST and len(text) * len(other) <= 1_000_000
    ours = list(text) if fine else _PIECES.findall(text)
    theirs = list(other) if fine else _PIECES.findall(other)
    if len(ours) * len(theirs) > 4_000_000:
        return conditional_escape(text)
    runs: list[tuple[bool, str]] = []
    compared = SequenceMatcher(None, theirs, ours, autojunk=False)
    if compared.ratio() < OTHER:
        return format_html("<mark>{}</mark>", text)
    for kind, _, _, start, end in compared.get_opcodes():
        piece, same = "".join(ours[start:end]), kind == "equal"
        if same and runs and len(piece) < SHORT and end < len(ours):
            same = False  # a single の between two changes is part of the change
        if piece and runs and runs[-1][0] == same:
            runs[-1] = (same, runs[-1][1] + piece)
        elif piece:
            runs.append((same, piece))
    written = [conditional_escape(piece) if same else format_html("<mark>{}</mark>", piece) for same, piece in runs]
    return mark_safe("".join(written))  # every part is escaped above
