"""The check of a file before it is kept (添付の検査): what it is by its content, its size, its insides, its name."""

import io
import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from PIL import Image, ImageOps, UnidentifiedImageError

from tasuki.shared.decisions import Refused

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
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
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: cleaned name, kind, and the content as it is kept."""

    name: str
    kind: str
    content: bytes


def examine(name: str, content: bytes) -> CheckedFile:
    """The file as it may be kept; `Refused` with the reason in Japanese otherwise."""
    if not content:
        raise Refused("ファイルが空です。")
    if len(content) > LARGEST:
        raise Refused("ファイルが大きすぎます。10MBまでにしてください。")
    if content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        ending, content = _image(content)
    elif content.startswith(b"PK\x03\x04"):
        ending = _packed(content)
    elif content.startswith(b"%PDF-"):
        ending = "pdf"
        if b"%%EOF" not in content[-2048:]:
            raise Refused(BROKEN)
    else:
        ending = _text(name, content)
    return CheckedFile(clean_name(name, ending), ending, content)


def _image(content: bytes) -> tuple[str, bytes]:
    """The picture drawn anew: place, camera and everything else written beside the picture is gone."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("画像が大きすぎます。4,000万画素までにしてください。")
            form = picture.format
            picture = ImageOps.exif_transpose(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as wrong:
        raise Refused(BROKEN) from wrong
    modes = ("RGB", "L") if form == "JPEG" else ("1", "L", "LA", "RGB", "RGBA", "I;16")
    if picture.mode not in modes:
        picture = picture.convert("RGB" if form == "JPEG" else "RGBA")
    picture.info = {}
    out = io.BytesIO()
    picture.save(out, form, **({"quality": 88, "optimize": True} if form == "JPEG" else {}))
    return ("jpg" if form == "JPEG" else "png"), out.getvalue()


def _packed(content: bytes) -> str:
    """An Office file, judged by its directory alone: nothing is unpacked."""
    # Counted in the raw bytes first: a directory of a million entries is not even read.
    if content.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise Refused(TOO_PACKED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError) as wrong:
        raise Refused(BROKEN) from wrong
    names = [member.filename for member in members]
    if len(names) > MOST_MEMBERS or len(set(names)) != len(names) or not all(map(_member_is_sound, members)):
        raise Refused(TOO_PACKED)
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Refused(TOO_PACKED)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("マクロの入ったファイルは添付できません。")
    for ending, heart in (("xlsx", "xl/workbook.xml"), ("docx", "word/document.xml")):
        if heart in names and "[Content_Types].xml" in names:
            return ending
    raise Refused(UNKNOWN)


def _member_is_sound(member: zipfile.ZipInfo) -> bool:
    """No way out of the archive, no lock, no bomb."""
    path = PurePosixPath(member.filename)
    way_out = path.is_absolute() or ".." in path.parts or "\\" in member.filename or ":" in member.filename
    locked = bool(member.flag_bits & 0x1)
    tight = member.file_size > max(MOST_TIGHT * member.compress_size, 4096)
    return not (way_out or locked or tight)


def _text(name: str, content: bytes) -> str:
    """Text in UTF-8 or Shift_JIS without control characters."""
    for coding in ("utf-8-sig", "cp932"):
        try:
            words = content.decode(coding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(words):
            return "csv" if name.lower().endswith(".csv") else "txt"
    raise Refused(UNKNOWN)


def clean_name(name: str, ending: str) -> str:
    """The name without folders and forbidden characters, with the ending that the content has."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    last = _FORBIDDEN.sub("", last).strip(" .")
    stem, dot, given = last.rpartition(".")
    allowed = ("jpg", "jpeg") if ending == "jpg" else (ending,)
    if dot and given.lower() in allowed:
        return f"{stem.strip(' .')[:90] or '添付'}.{given.lower()}"
    return f"{(stem if dot and len(given) <= 5 else last).strip(' .')[:90] or '添付'}.{ending}"
