"""PUIDs determined by the media type, and by the first bytes."""

from __future__ import annotations

import io
import re
import struct
import zipfile

import pytest

from archive.format_versions import puid_by_bytes
from archive.media_types import (
    GIF,
    JP2,
    JPEG,
    JXL,
    OUTLOOK_STORE,
    PDF,
    PHOTOSHOP,
    PLAIN,
    PNG,
    TIFF,
    TYPES,
    UNKNOWN,
    WEBP,
)
from archive.office_versions import OFFICE_RULES
from tests.support.commands import some


def png(*chunks: bytes) -> bytes:
    made = [b"\x89PNG\r\n\x1a\n"]
    for kind in (b"IHDR", *chunks, b"IDAT"):
        made.append(struct.pack(">I", 3) + kind + b"xyzcrc!")
    return b"".join(made)


def exif(version: bytes, *, big: bool) -> bytes:
    tag = b"\x90\x00\x00\x07\x00\x00\x00\x04" if big else b"\x00\x90\x07\x00\x04\x00\x00\x00"
    return b"\xff\xd8\xff\xe1\0\x80Exif\0\0" + (b"MM\0*" if big else b"II*\0") + tag + version


FILES = [
    (PDF, b"%PDF-1.4\n%x", "fmt/18"),
    (PDF, b"\n\n%PDF-1.7\n", "fmt/276"),
    (PDF, b"%PDF-2.0", "fmt/1129"),
    (PDF, b"%PDF-9.9", ""),
    (PDF, b"%PDF-1.4 <pdfaid:part>1", ""),
    (PDF, b"", ""),
    (GIF, b"GIF87a", "fmt/3"),
    (GIF, b"GIF89a", "fmt/4"),
    (JPEG, b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1", "fmt/43"),
    (JPEG, b"\xff\xd8\xff\xdb", "fmt/41"),
    (JPEG, exif(b"0220", big=True), "x-fmt/391"),
    (JPEG, exif(b"0232", big=False), "fmt/1507"),
    (JPEG, exif(b"0999", big=False), ""),
    (JPEG, b"\xff\xd8\xff\xe1\0\x80Exif\0\0", ""),
    (PNG, png(), "fmt/11"),
    (PNG, png(b"sRGB"), "fmt/12"),
    (PNG, png(b"sRGB", b"iTXt"), "fmt/13"),
    (PNG, png(b"acTL"), "fmt/935"),
    (PNG, b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR", "fmt/11"),
    (WEBP, b"RIFF\0\0\0\0WEBPVP8L", "fmt/567"),
    (JXL, b"\xff\x0a", "fmt/1484"),
    (JP2, b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 ", "x-fmt/392"),
    (JP2, b"\xff\x4f\xff\x51", ""),
    (PHOTOSHOP, b"8BPS\0\2", "fmt/996"),
    (OUTLOOK_STORE, b"!BDN\0\0\0\0SM\x0e\0", "x-fmt/248"),
    (OUTLOOK_STORE, b"!BDN\0\0\0\0SM\x17\0", "x-fmt/249"),
    (OUTLOOK_STORE, b"!BDN\0\0\0\0SO\x17\0", ""),
    (TIFF, b"II*\0", "fmt/353"),
    (PLAIN, b"", "x-fmt/111"),
    (UNKNOWN, b"\0", ""),
    ("application/x-none", b"", ""),
]


@pytest.mark.parametrize(("media_type", "head", "expected"), FILES)
def test_puid_of_a_file(media_type: str, head: bytes, expected: str) -> None:
    assert puid_by_bytes(media_type, head) == expected


def test_every_puid_is_of_one_type() -> None:
    told = [row.puid for row in TYPES if row.puid]
    assert len(told) == len({*told}) > 40
    assert all(one.removeprefix("x-").startswith("fmt/") for one in told)


OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(stream: bytes, before: int = 1) -> bytes:
    """Return the first bytes of an OLE2 file with a stream after this many sectors."""
    return OLE_MARK.ljust(512 * before, b"\0") + stream.ljust(512, b"\0")


def package(main: str, *, named: str = "[Content_Types].xml", packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP with a picture, and a member with this content."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packed) as file:
        file.writestr("a.png", b"\x89PNG" * 50)
        file.writestr(named, main)
    return made.getvalue()


def types(main: str) -> bytes:
    chart = f'<Override PartName="/a" ContentType="application/vnd.{XML}drawingml.chart+xml"/>'
    return package(f'<Types>{chart}<Override PartName="/b" ContentType="application/vnd.{main}.main+xml"/></Types>')


XML = "openxmlformats-officedocument."
WORD, EXCEL, SHOW = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"
DOCX, XLSX, PPTX = (
    f"application/vnd.{XML}{kind}"
    for kind in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
)
ODT, ODS = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"
OFFICE_FILES = [
    (WORD, ole(b"\xec\xa5\xc1\0".ljust(40, b"\0")), "fmt/40"),
    (WORD, ole(b"\xec\xa5\xc1\0".ljust(40, b"\0"), before=60), "fmt/40"),
    (WORD, ole(b"\xec\xa5\xc1\0\0\0\0\0\0\0\0\1".ljust(40, b"\0")), "fmt/754"),
    (WORD, ole(b"\xec\xa5\xc1\0\0\0\0\0\0\0\1\0".ljust(40, b"\0")), "x-fmt/45"),
    (WORD, ole(b"\xdc\xa5\x65\0"), "fmt/39"),
    (WORD, ole(b"no header of Word"), ""),
    (WORD, b"\xdb\xa5-\0".ljust(512, b"\0"), "fmt/38"),
    (EXCEL, ole(b"\x09\x08\x10\0\0\x06\x05\0"), "fmt/61"),
    (EXCEL, ole(b"\x09\x08\x08\0\0\x05\x05\0"), "fmt/59"),
    (EXCEL, ole(b""), ""),
    (SHOW, ole(b"\x14\0\0\0\x5f\xc0\x91\xe3"), "fmt/126"),
    (SHOW, ole(b"\x0f\0\xe8\3\0\1\0\0\1\0\xe9\3\x28\0\0\0"), "fmt/126"),
    (SHOW, ole(b"Microsoft (R) PowerPoint (R) Windows"), ""),
    ("application/vnd.visio", ole(b"Visio (TM) Drawing\r\n\0\0\0\0\0\0\x0b"), "fmt/443"),
    ("application/x-mspublisher", ole(b"\xe8\xac\x22\0\xc0\x02"), "x-fmt/252"),
    (DOCX, types(f"{XML}wordprocessingml.document"), "fmt/412"),
    (DOCX, types("ms-word.document.macroEnabled"), "fmt/523"),
    (XLSX, types("ms-excel.sheet.macroEnabled"), "fmt/445"),
    (PPTX, types(f"{XML}presentationml.slideshow"), "fmt/629"),
    (DOCX, types("something.else"), ""),
    (DOCX, b"PK\3\4", ""),
    (ODT, package('<a office:version="1.2"/>', named="content.xml"), "fmt/291"),
    (ODT, package("<a office:version='1.0'/>", named="meta.xml", packed=zipfile.ZIP_STORED), "fmt/136"),
    (ODS, package('<a office:version="1.3"/>', named="styles.xml"), "fmt/1755"),
    (ODT, package("<a/>", named="content.xml"), ""),
]


@pytest.mark.parametrize(("media_type", "head", "expected"), OFFICE_FILES)
def test_puid_of_an_office_document(media_type: str, head: bytes, expected: str) -> None:
    assert puid_by_bytes(media_type, head) == expected


@pytest.mark.parametrize("head", [case[1] for case in OFFICE_FILES])
def test_no_office_document_that_is_cut_or_changed_fails(head: bytes) -> None:
    for media_type in some(OFFICE_RULES):
        for data in (head[: len(head) // 2], head[:31], head.replace(b"\0", b"\xff"), b""):
            assert re.fullmatch(r"(?:x-)?fmt/\d+|", puid_by_bytes(media_type, data))


def test_a_bomb_is_unpacked_to_its_first_bytes_only() -> None:
    assert puid_by_bytes(DOCX, package(" " * 2_000_000 + f'ContentType="application/vnd.{XML}x.main+xml"')) == ""
