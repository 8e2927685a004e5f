"""Files from outside: judged by content and directory, opened by another process, named without tricks (ASVS 5.2)."""

import io
import struct
import time
import zipfile
import zlib
from typing import Any

import pytest
from PIL import Image

from tasuki.shared import limited
from tasuki.shared.decisions import Refused
from tasuki.shared.sheets import read_rows
from tasuki.shared.uploads import check_workbook, clean_name, kind_of
from tests.figures import note

TYPES = "[Content_Types].xml"


def packed(parts: dict[str, bytes], how: Any = zipfile.ZIP_DEFLATED) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", how) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return memory.getvalue()


def workbook(**more: bytes) -> bytes:
    return packed({TYPES: b"<Types/>", "xl/workbook.xml": b"<workbook/>", **more})


def bomb() -> bytes:
    """A workbook of some 200 KiB whose only sheet is 64 MiB."""
    cells = b'<row><c t="str"><v>a</v></c></row>'
    salt = b"".join(b"<!--%032x-->" % (n * 2654435761 % 2**61) for n in range(6000))
    return workbook(**{"xl/worksheets/sheet1.xml": salt + cells * (64 * 1024 * 1024 // len(cells))})


def seconds_to_refuse(content: bytes) -> float:
    began = time.perf_counter()
    with pytest.raises(Refused, match="大きすぎる"):
        check_workbook(content)
    return time.perf_counter() - began


def test_a_small_workbook_that_unpacks_to_64_mib_is_refused_at_once() -> None:
    """ASVS 5.2.3"""
    content = bomb()
    assert 150 * 1024 < len(content) < 400 * 1024
    took = min(seconds_to_refuse(content) for _ in range(3))  # the least: other work of the machine is not ours
    assert took < 0.05
    note(f"{len(content) // 1024}KiB→64MiB の爆弾を {took * 1000:.1f}ミリ秒で拒否")
    with pytest.raises(Refused, match="大きすぎる"):
        read_rows(content)


def test_a_directory_that_lies_about_the_size_is_stopped_by_the_limits_of_the_process() -> None:
    """The directory says 10 KiB, the part is 64 MiB: what opens it may not grow, and dies instead."""
    content = bytearray(bomb())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as book:
        size = book.getinfo("xl/worksheets/sheet1.xml").file_size
    place = content.rfind(struct.pack("<L", size))
    content[place : place + 4] = struct.pack("<L", 10 * 1024)
    check_workbook(bytes(content))
    began = time.perf_counter()
    with pytest.raises(Refused):
        read_rows(bytes(content))
    assert time.perf_counter() - began < limited.WALL_SECONDS


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (workbook(**{"xl/vbaProject.bin": b"x"}), "マクロ"),
        (workbook(**{"../../etc/passwd": b"x"}), "圧縮"),
        (workbook(**{"/etc/passwd": b"x"}), "圧縮"),
        (workbook(**{"xl\\..\\x": b"x"}), "圧縮"),
        (workbook(**{"xl/embeddings/more.zip": b"PK"}), "圧縮"),
        (workbook(**{f"xl/{n}.xml": b"x" for n in range(600)}), "圧縮"),
        (packed({"a.txt": b"x"}), "添付できるのは|xlsx"),
        (packed({TYPES: b"", "word/document.xml": b"x"}), "Excel"),
        (b"PK\x03\x04broken", "こわれて"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Excel"),
        (b"", "Excel"),
    ],
)
def test_what_is_no_sound_workbook_is_refused_with_its_reason(content: Any, why: Any) -> None:
    with pytest.raises(Refused, match=why):
        check_workbook(content)


def test_a_locked_workbook_is_refused() -> None:
    content = bytearray(workbook())
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(head)
        content[place + flags] |= 1
    with pytest.raises(Refused, match="パスワード"):
        check_workbook(bytes(content))


def test_parts_that_lie_over_each_other_are_refused() -> None:
    """A bomb that counts the same bytes many times has an honest ratio for each part."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as book:
        for name in (TYPES, "xl/workbook.xml", "xl/a.xml"):
            book.writestr(name, b"same")
        book.filelist[2].header_offset = book.filelist[1].header_offset
    with pytest.raises(Refused, match="圧縮"):
        check_workbook(memory.getvalue())


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\xef\xbb\xbf <?xml version='1.0'?><svg/>",
        b"<!doctype html><script>alert(1)</script>",
        b"  <html><body>",
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02\x01",
        b"GIF89a/*\x00",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"\x00\x01\x02",
        b"#!/bin/sh\x00",
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.png", "a.pdf", "a.csv"])
def test_only_kinds_on_the_list_are_kept_whatever_the_name_says(name: Any, content: Any) -> None:
    """ASVS 5.2.2"""
    with pytest.raises(Refused):
        kind_of(name, content)


def photo(**more: Any) -> bytes:
    memory = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "KANARIYA CAMERA"
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 40.0, 50.0)})
    Image.new("RGB", (64, 32), "red").save(memory, "JPEG", exif=exif, comment=b"kanariya-san", **more)
    return memory.getvalue()


def test_a_photo_is_drawn_anew_without_place_camera_or_anything_behind_it() -> None:
    """ASVS 5.2: a picture that is also an archive is a picture only afterwards."""
    both = photo() + workbook(**{"xl/kanariya.xml": b"kanariya"})
    (kind, drawn) = limited.run("picture", both)
    assert kind == "jpg"
    again = Image.open(io.BytesIO(drawn))
    assert not again.getexif()
    assert (again.info.get("comment"), again.size) == (None, (64, 32))
    for word in (b"KANARIYA", b"kanariya", b"PK\x03\x04", b"Exif"):
        assert word not in drawn


def png_of(width: int, height: int) -> bytes:
    """A picture of few bytes that says it is very large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("size", "why"), [((60000, 60000), "2,400万画素"), ((4000, 4000), "こわれて")])
def test_a_picture_that_unpacks_to_gigabytes_is_refused(size: Any, why: Any) -> None:
    began = time.perf_counter()
    with pytest.raises(Refused, match=why):
        limited.run("picture", png_of(*size))
    assert time.perf_counter() - began < 5


def test_a_large_photo_of_a_telephone_is_kept_smaller() -> None:
    """48 million pixels: read at half its size, within the memory that the process may use."""
    memory = io.BytesIO()
    Image.new("RGB", (8000, 6000), "white").save(memory, "JPEG")
    _, drawn = limited.run("picture", memory.getvalue())
    assert Image.open(io.BytesIO(drawn)).size == (4000, 3000)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", photo()[:300]])
def test_a_broken_picture_is_refused(content: Any) -> None:
    with pytest.raises(Refused, match="こわれて"):
        limited.run("picture", content)


def test_a_task_that_eats_memory_or_time_dies_alone(monkeypatch: Any) -> None:
    memory = io.BytesIO()
    Image.new("RGB", (4000, 4000)).save(memory, "PNG")
    limited.run("picture", memory.getvalue())
    monkeypatch.setattr(limited, "MEMORY", 60 * 1024 * 1024)  # less than this picture needs
    with pytest.raises(Refused, match="読み取れませんでした"):
        limited.run("picture", memory.getvalue())
    monkeypatch.undo()
    monkeypatch.setattr(limited, "WALL_SECONDS", 0.001)
    with pytest.raises(Refused, match="読み取れませんでした"):
        limited.run("picture", photo())


def test_the_process_is_told_nothing_of_the_database(monkeypatch: Any) -> None:
    seen = {}

    def spy(*args: Any, env: Any, **more: Any) -> None:
        seen.update(env)
        raise limited.subprocess.TimeoutExpired("x", 1)

    monkeypatch.setenv("TASUKI_DATABASE_URL", "postgresql://secret")
    monkeypatch.setattr(limited.subprocess, "run", spy)
    with pytest.raises(Refused):
        limited.run("rows", b"a")
    assert not [name for name in seen if name.startswith(("TASUKI", "DJANGO", "PG"))]


@pytest.mark.parametrize(
    ("typed", "kind", "kept"),
    [
        ("../../etc/passwd.pdf", "pdf", "passwd.pdf"),
        ("C:\\Users\\x\\訪問.pdf", "pdf", "訪問.pdf"),
        ("記録\u202efdp.exe", "pdf", "記録fdp.pdf"),
        ("a\x00b\r\n.txt", "txt", "ab.txt"),
        ("葛\U000e0100城さん.jpg", "jpg", "葛\U000e0100城さん.jpg"),
        ("𠮷野.jpeg", "jpg", "𠮷野.jpeg"),
        ("\ufa19谷.txt", "txt", "\ufa19谷.txt"),
        ("がぎ.txt", "txt", "がぎ.txt"),
        ("か\u3099ぎ.txt", "txt", "がぎ.txt"),
        ("写真.exe", "png", "写真.png"),
        ("...", "txt", "添付.txt"),
        ("con.txt", "txt", "_con.txt"),
        ("あ" * 300 + ".pdf", "pdf", "あ" * 90 + ".pdf"),
        ("あ" * 89 + "葛\U000e0100.pdf", "pdf", "あ" * 89 + ".pdf"),
    ],
)
def test_a_name_is_never_a_path_and_never_disguises(typed: Any, kind: Any, kept: Any) -> None:
    """ASVS 5.4.1, 5.4.2"""
    assert clean_name(typed, kind) == kept


def test_rows_of_a_csv_in_both_codes() -> None:
    for coding in ("utf-8", "utf-8-sig", "cp932"):
        assert read_rows('氏名,所属\r\n山本,"総合,相談"\r\n\r\n'.encode(coding)) == [
            ["氏名", "所属"],
            ["山本", "総合,相談"],
        ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空"),
        (b"a\n" * 5001, "5,000行"),
        (b"a," * 201 + b"a", "200列"),
        (b"a" * 5001, "5,000文字"),
        (b"\x00\x01", "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "パスワード"),
        (b"\xff\xfe\x81", "文字コード"),
        (b"x" * (10 * 1024 * 1024 + 1), "10MB"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(content: Any, why: Any) -> None:
    with pytest.raises(Refused, match=why):
        read_rows(content)
