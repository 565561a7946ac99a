"""The PRONOM identifier (PUID) of a file whose media type does not determine it, but whose first bytes do.

Identifiers are those of PRONOM, signature file 109. Versions unknown to these rules have none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from archive.media_types import GIF, JP2, JPEG, JXL, OUTLOOK_STORE, PDF, PHOTOSHOP, PNG, WEBP, puid_of
from archive.office_versions import OFFICE_RULES

HEAD_BYTES = 65_536  # of a file that are read
_PDF = re.compile(rb"%PDF-(\d\.\d)")
_PDFS = {
    "1.0": "fmt/14", "1.1": "fmt/15", "1.2": "fmt/16", "1.3": "fmt/17", "1.4": "fmt/18", "1.5": "fmt/19",
    "1.6": "fmt/20", "1.7": "fmt/276", "2.0": "fmt/1129",
}  # fmt: skip
# ExifVersion, tag 0x9000 of four undefined bytes, in both byte orders (Exif 2.32, 4.6.5).
_EXIF = re.compile(rb"(?:\x90\x00\x00\x07\x00\x00\x00\x04|\x00\x90\x07\x00\x04\x00\x00\x00)(0[0-9]{3})")
_EXIFS = {"0200": "x-fmt/398", "0210": "x-fmt/390", "0220": "x-fmt/391", "0221": "fmt/645"}
_EXIFS |= dict.fromkeys(("0230", "0231", "0232"), "fmt/1507")
_JFIFS = {b"\1\0": "fmt/42", b"\1\1": "fmt/43", b"\1\2": "fmt/44"}
_WEBPS = {b"VP8 ": "fmt/566", b"VP8L": "fmt/567", b"VP8X": "fmt/568"}
_GIFS = {b"87a": "fmt/3", b"89a": "fmt/4"}
_PHOTOSHOPS = {b"\0\1": "x-fmt/92", b"\0\2": "fmt/996"}
_OUTLOOK = {b"SM\x0e\0": "x-fmt/248", b"SM\x0f\0": "x-fmt/248", b"SM\x17\0": "x-fmt/249"}
_PNG_1_1 = frozenset({b"iCCP", b"sPLT", b"sRGB"})  # chunks introduced in version 1.1; iTXt in 1.2


def is_told_by_bytes(media_type: str) -> bool:
    """Return whether the first bytes determine the PUID of files of this type."""
    return media_type in _RULES


def puid_by_bytes(media_type: str, head: bytes) -> str:
    """Return the PUID of a file of this type with these first bytes (HEAD_BYTES are enough), or ""."""
    rule = _RULES.get(media_type)
    return rule(head) if rule else puid_of(media_type)


def _pdf(head: bytes) -> str:
    """Return the PUID of a PDF. PDF/A has its own PUIDs, and only metadata identify it: if it is possible, return
    ""."""
    found = _PDF.search(head[:1024])
    return _PDFS.get(found[1].decode(), "") if found and b"pdfaid" not in head else ""


def _jpeg(head: bytes) -> str:
    if b"Exif\0\0" in head[:4096]:
        found = _EXIF.search(head)
        return _EXIFS.get(found[1].decode(), "") if found else ""
    return _JFIFS.get(head[11:13], "") if head[6:11] == b"JFIF\0" else "fmt/41"


def _png(head: bytes) -> str:
    """Return the PUID of a PNG by the chunks before the picture, which show the version that the file needs."""
    found, at = set(), 8
    while len(kind := head[at + 4 : at + 8]) == 4 and kind != b"IDAT":
        found.add(kind)
        at += 12 + int.from_bytes(head[at : at + 4], "big")
    if b"acTL" in found:
        return "fmt/935"
    return "fmt/13" if b"iTXt" in found else "fmt/12" if found & _PNG_1_1 else "fmt/11"


def _jpeg_xl(head: bytes) -> str:
    return "fmt/1484" if head.startswith(b"\xff\x0a") else "fmt/1485"


def _jpeg_2000(head: bytes) -> str:
    return {b"jp2 ": "x-fmt/392", b"jpx ": "fmt/151"}.get(head[20:24], "") if head[16:20] == b"ftyp" else ""


_RULES: Mapping[str, Callable[[bytes], str]] = {
    **OFFICE_RULES,
    PDF: _pdf,
    JPEG: _jpeg,
    PNG: _png,
    JXL: _jpeg_xl,
    JP2: _jpeg_2000,
    GIF: lambda head: _GIFS.get(head[3:6], ""),
    WEBP: lambda head: _WEBPS.get(head[12:16], ""),
    OUTLOOK_STORE: lambda head: _OUTLOOK.get(head[8:12], ""),
    PHOTOSHOP: lambda head: _PHOTOSHOPS.get(head[4:6], ""),
}
