"""A file before it is kept with a record (添付): checked, scanned, pictures drawn anew, and not more than a case may hold."""

from dataclasses import dataclass

from django.conf import settings

from tasuki.shared import limited
from tasuki.shared.decisions import ALLOWED, Decision
from tasuki.shared.scanning import scan
from tasuki.shared.uploads import ACCEPT, KINDS, clean_name, kind_of

# What one case may hold, so that nobody fills the disk of the town (添付の合計).
MOST_PER_CASE = 300 * 1024 * 1024


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: cleaned name, kind, and the content as it is kept."""

    name: str
    kind: str
    content: bytes


def examine(name: str, content: bytes) -> CheckedFile:
    """The file as it may be kept; `Refused` with the reason in Japanese otherwise."""
    kind = kind_of(name, content)
    scan(content, settings.CLAMD)
    if kind in ("png", "jpg"):
        kind, content = limited.run("picture", content)
    return CheckedFile(clean_name(name, kind), kind, content)


def room_for(kept: int, size: int) -> Decision:
    """Whether so many bytes more find room beside what the case holds already."""
    if kept + size <= MOST_PER_CASE:
        return ALLOWED
    return Decision(
        f"このケースの添付が合計 {MOST_PER_CASE // 1024 // 1024}MB をこえます。写真を小さくするか、要らない添付を取り消してください。"
    )


__all__ = ["ACCEPT", "KINDS", "MOST_PER_CASE", "CheckedFile", "examine", "room_for"]
