"""The check of a file before anything opens it (添付の検査): what it is by its content, its size, its directory, its name."""

import io
import re
import struct
import unicodedata
import zipfile
from pathlib import PurePosixPath

from .decisions import Refused
from .kana import joined_voices

LARGEST = 10 * 1024 * 1024
# A packed file: how many parts, how large unpacked, how tightly packed.
MOST_MEMBERS, MOST_UNPACKED, MOST_TIGHT = 500, 50 * 1024 * 1024, 100

# Kind as it is kept, and as it is told to the browser.
KINDS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv",
    "txt": "text/plain",
}
ACCEPT = ".pdf,.png,.jpg,.jpeg,.xlsx,.docx,.csv,.txt"
UNKNOWN = "添付できるのは PDF・PNG・JPEG・Excel（xlsx）・Word（docx）・テキスト・CSV です。"
BROKEN = "ファイルがこわれているか、中身がファイル名と違います。"
TOO_PACKED = "中身が大きすぎるか、形が正しくない圧縮ファイルです。"
LOCKED = "パスワードのかかったファイルは検査できません。パスワードを外して保存しなおしてください。"
MACROS = "マクロの入ったファイルは添付できません。"
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_NESTED = (".zip", ".jar", ".7z", ".rar", ".gz", ".exe", ".dll", ".js", ".vbs", ".ps1", ".bat", ".cmd", ".lnk")
_FORBIDDEN = re.compile(
    r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]'
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")


def kind_of(name: str, content: bytes) -> str:
    """The kind of a file by its content (its name only tells a CSV from a text); `Refused` for anything else."""
    if not content:
        raise Refused("ファイルが空です。")
    if len(content) > LARGEST:
        raise Refused("ファイルが大きすぎます。10MBまでにしてください。")
    if content.startswith(PICTURES):
        return "png" if content.startswith(PICTURES[0]) else "jpg"
    if content.startswith(b"PK\x03\x04"):
        return packed_kind(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):  # Office before 2007, and every Office file under a password
        raise Refused(LOCKED + "古い形式（xls・doc）は、新しい形式で保存しなおしてください。")
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise Refused(BROKEN)
        return "pdf"
    return _text(name, content)


def check_workbook(content: bytes) -> None:
    """An Excel workbook (xlsx) that may be opened; judged by its directory alone, in milliseconds."""
    if len(content) > LARGEST:
        raise Refused("ファイルが大きすぎます。10MBまでにしてください。")
    if not content.startswith(b"PK\x03\x04") or packed_kind(content) != "xlsx":
        raise Refused("Excel（xlsx）のファイルを選んでください。")


def packed_kind(content: bytes) -> str:
    """An Office file, judged by its directory alone: nothing is unpacked."""
    # Counted in the raw bytes first: a directory of a million entries is not even read.
    if content.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise Refused(TOO_PACKED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError, struct.error) as wrong:
        raise Refused(BROKEN) from wrong
    names = [member.filename for member in members]
    if any(member.flag_bits & 0x1 for member in members):
        raise Refused(LOCKED)
    if len(names) > MOST_MEMBERS or len(set(names)) != len(names) or not all(map(_member_is_sound, members)):
        raise Refused(TOO_PACKED)
    if sum(member.file_size for member in members) > MOST_UNPACKED or not _honest(content, members):
        raise Refused(TOO_PACKED)
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise Refused(MACROS)
    for ending, heart in (("xlsx", "xl/workbook.xml"), ("docx", "word/document.xml")):
        if heart in names and "[Content_Types].xml" in names:
            return ending
    raise Refused(UNKNOWN)


def _member_is_sound(member: zipfile.ZipInfo) -> bool:
    """No way out of the archive, no archive within, no bomb."""
    path = PurePosixPath(member.filename)
    way_out = path.is_absolute() or ".." in path.parts or "\\" in member.filename or ":" in member.filename
    nested = member.filename.lower().endswith(_NESTED)
    tight = member.file_size > max(MOST_TIGHT * member.compress_size, 4096)
    return not (way_out or nested or tight or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))


def _honest(content: bytes, members: list[zipfile.ZipInfo]) -> bool:
    """No two parts lie over each other: a bomb may count the same bytes many times."""
    reached = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < reached or content[member.header_offset : member.header_offset + 4] != b"PK\x03\x04":
            return False
        reached = member.header_offset + 30 + member.compress_size
    return reached <= len(content)


def _text(name: str, content: bytes) -> str:
    """Text in UTF-8 or Shift_JIS without control characters; what a browser could take for a page is none."""
    if re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|svg|\?xml|script)", content[:512], re.I):
        raise Refused(UNKNOWN)
    for coding in ("utf-8-sig", "cp932"):
        try:
            words = content.decode(coding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(words):
            return "csv" if name.lower().endswith(".csv") else "txt"
    raise Refused(UNKNOWN)


def clean_name(name: str, ending: str) -> str:
    """The name without folders and forbidden characters, with the ending that the content has; 異体字 stay."""
    last = joined_voices(name).replace("\\", "/").rsplit("/", 1)[-1]
    last = _FORBIDDEN.sub("", last).strip(" .　")
    stem, dot, given = last.rpartition(".")
    allowed = ("jpg", "jpeg") if ending == "jpg" else (ending,)
    if dot and given.lower() in allowed:
        return f"{_stem(stem)}.{given.lower()}"
    return f"{_stem(stem if dot and len(given) <= 5 else last)}.{ending}"


def _stem(words: str) -> str:
    """At most 90 characters, never cut within a character and its 異体字セレクタ, never a name of a device."""
    kept = words.strip(" .　")
    if len(kept) > 90:
        cut = 90
        while cut and (unicodedata.combining(kept[cut]) or unicodedata.category(kept[cut]) == "Mn"):
            cut -= 1
        kept = kept[:cut].strip(" .　")
    return f"_{kept}" if _DEVICE.fullmatch(kept.split(".")[0]) else kept or "添付"
