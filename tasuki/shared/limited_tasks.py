"""What the process of `limited` can do: draw a picture anew, read the rows of a table (別の手の仕事)."""

import contextlib
import csv
import datetime
import io
import json
import sys
import warnings
from typing import Any

BROKEN = "ファイルがこわれているか、中身がファイル名と違います。"
LOCKED = "パスワードのかかったファイルは読めません。パスワードを外して保存しなおしてください。"
MOST_PIXELS, MOST_PHOTO_PIXELS = 24_000_000, 120_000_000
TOO_MANY_PIXELS = "画像が大きすぎます。2,400万画素までに縮めてください。"


class No(Exception):
    """Refused, with the reason in Japanese."""


def confine(memory: int, seconds: int) -> None:
    """Less memory, less time, no files; where the system can (on Windows only the caller's clock holds)."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, 0),
                       (resource.RLIMIT_CORE, 0)):  # fmt: skip
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def picture(content: bytes) -> tuple[str, bytes]:
    """The picture drawn anew: place, camera and everything else written beside the picture is gone."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is unpacked
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
        form, pixels = found.format or "", found.width * found.height
        if pixels > (MOST_PHOTO_PIXELS if form == "JPEG" else MOST_PIXELS):
            raise No(TOO_MANY_PIXELS)
        if pixels > MOST_PIXELS:  # a large photo is read at half its size or less
            found.draft(found.mode, (found.width // 2, found.height // 2))
        drawn = ImageOps.exif_transpose(found)
    modes = ("RGB", "L") if form == "JPEG" else ("1", "L", "LA", "RGB", "RGBA", "I;16")
    if drawn.mode not in modes:
        drawn = drawn.convert("RGB" if form == "JPEG" else "RGBA")
    drawn.info = {}
    out = io.BytesIO()
    drawn.save(out, form, **({"quality": 88, "optimize": True} if form == "JPEG" else {}))
    return ("jpg" if form == "JPEG" else "png"), out.getvalue()


def rows(content: bytes, limit: int, columns: int, longest: int) -> list[list[Any]]:
    """The first sheet of a workbook, or a CSV, as rows of cells that JSON can carry."""
    read = _workbook(content) if content.startswith(b"PK\x03\x04") else _csv(content)
    found: list[list[Any]] = []
    for row in read:
        cells = [_cell(one, longest) for one in row]
        while cells and cells[-1] is None:
            cells.pop()
        if len(cells) > columns:
            raise No(f"列が多すぎます。{columns}列までにしてください。")
        found.append(cells)
        if cells and len(found) > limit:
            raise No(f"行が多すぎます。{limit:,}行までに分けてください。")
        if len(found) > 20 * limit:
            break  # nothing but empty lines down there
    while found and not found[-1]:
        found.pop()
    return found


def _workbook(content: bytes) -> Any:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return book.get_sheet_by_index(0).iter_rows() if book.sheet_names else []
    except PasswordError as locked:
        raise No(LOCKED) from locked


def sheets(content: bytes, limit: int, columns: int, longest: int) -> list[dict[str, Any]]:
    """Every visible sheet of a workbook by its name, to be chosen from; a CSV is one without a name."""
    if not content.startswith(b"PK\x03\x04"):
        found = rows(content, limit, columns, longest)
        return [{"name": "", "rows": found, "why": "", "hidden": [], "unreckoned": []}]
    from python_calamine import PasswordError

    from tasuki.shared.limited_tables import Sheets

    try:
        return Sheets(content, limit, columns).told(lambda one: _cell(one, longest), No)
    except PasswordError as locked:
        raise No(LOCKED) from locked


def _csv(content: bytes) -> Any:
    """UTF-8, CP932 or UTF-16 with its mark (「Unicode テキスト」 of Excel), with commas or tabs."""
    for coding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp932"):
        with contextlib.suppress(UnicodeDecodeError):
            text = content.decode(coding)
            head = text[:4000]
            tabs = head.count("\t") > head.count(",")
            return csv.reader(io.StringIO(text, newline=""), delimiter="\t" if tabs else ",")
    raise No("文字コードを読めません。UTF-8 か Shift_JIS の CSV、または Excel（xlsx）で保存してください。")


def _cell(value: Any, longest: int) -> Any:
    if isinstance(value, str):
        if len(value) > longest:
            raise No(f"{longest:,}文字をこえる欄があります。")
        return value or None
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return {"date": value.date().isoformat()} if midnight else {"moment": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value if value is None or isinstance(value, int | float) else str(value)


def _outlines(content: bytes) -> Any:
    """Shapes of a GeoJSON file, simplified."""
    from tasuki.shared.limited_outlines import Wrong, outlines

    try:
        return outlines(content)
    except Wrong as wrong:
        raise No(str(wrong)) from wrong


def _form(asked: dict[str, Any], content: bytes) -> tuple[Any, bytes]:
    """A municipality's own form, read or filled."""
    from tasuki.shared import limited_forms

    try:
        if asked["task"] == "form":
            return limited_forms.read(asked["kind"], content), b""
        return {}, limited_forms.fill(asked["kind"], content, asked["asked"])
    except limited_forms.Wrong as wrong:
        raise No(str(wrong)) from wrong


def pages(content: bytes) -> int | None:
    """How many pages a PDF has; None where it cannot be told (under a password, or written in another way)."""
    import re
    import zlib

    page = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
    if re.search(rb"/Encrypt\b", content):
        return None
    plain = re.sub(rb"stream\r?\n.*?endstream", b"", content, flags=re.DOTALL)
    found = len(page.findall(plain))
    for packed in re.finditer(rb"/ObjStm\b[^>]*>>\s*stream\r?\n(.*?)endstream", content, re.DOTALL):
        with contextlib.suppress(zlib.error):
            found += len(page.findall(zlib.decompressobj().decompress(packed[1], 20_000_000)))
    return found or None


def definition(content: bytes) -> Any:
    """A TOML or JSON text as what JSON can carry; days as text."""
    import tomllib

    try:
        text = content.decode("utf-8-sig")
        found = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
        return json.loads(json.dumps(found, default=lambda day: day.isoformat()))
    except UnicodeDecodeError as wrong:
        raise No("文字コードを読めません。UTF-8 で保存してください。") from wrong
    except json.JSONDecodeError as wrong:
        raise No(f"{wrong.lineno}行目を JSON として読めません。") from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise No(f"TOML として読めません（{wrong}）。") from wrong
    except RecursionError as wrong:
        raise No("入れ子が深すぎます。") from wrong


def answer(asked: dict[str, Any], content: bytes) -> tuple[Any, bytes]:
    """One task done."""
    if asked["task"] in ("form", "fill_form"):
        return _form(asked, content)
    if asked["task"] == "picture":
        return picture(content)
    if asked["task"] == "pages":
        return pages(content), b""
    if asked["task"] == "definition":
        return definition(content), b""
    if asked["task"] == "outlines":
        return _outlines(content), b""
    read = sheets if asked["task"] == "sheets" else rows
    return read(content, asked["limit"], asked["columns"], asked["longest"]), b""


def main() -> None:
    """Asked on the standard input, answered on the standard output; a refusal is an answer too."""
    asked = json.loads(sys.stdin.buffer.readline())
    confine(asked["memory"], asked["cpu"])
    try:
        told, body = answer(asked, sys.stdin.buffer.read())
        line = json.dumps({"answer": told})
    except No as no:
        line, body = json.dumps({"refused": str(no)}), b""
    except MemoryError:
        sys.exit(3)
    except Exception:  # whatever a foreign file can set off
        line, body = json.dumps({"refused": BROKEN}), b""
    sys.stdout.buffer.write(line.encode() + b"\n" + body)


if __name__ == "__main__":
    main()
