"""The PRONOM identifier (PUID) of an office document by its first bytes: OLE2 streams at the start of a sector, and the
members of a ZIP that are at least partly in them.

Identifiers are those of PRONOM, container signature file of 27 Nov 2023. Only the given bytes are read, so a document
whose deciding part comes later has none.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping

from archive.media_types import OFFICE, OPEN_DOCUMENT

_SECTOR, _OLE = 512, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_XML = 65_536  # bytes to which a member is unpacked
_LOCAL = struct.Struct("<4s5H3I2H")  # APPNOTE.TXT 4.3.7
# The main part of an Office Open XML package, as named in [Content_Types].xml.
_MAIN_PART = re.compile(rb'ContentType="application/vnd\.((?:ms-|openxmlformats-)[\w.-]{3,80})\.main(?:\+xml)?"')
_PARTS = {
    "openxmlformats-officedocument.wordprocessingml.document": "fmt/412",
    "ms-word.document.macroEnabled": "fmt/523",
    "openxmlformats-officedocument.wordprocessingml.template": "fmt/597",
    "ms-word.template.macroEnabledTemplate": "fmt/599",
    "openxmlformats-officedocument.spreadsheetml.sheet": "fmt/214",
    "ms-excel.sheet.macroEnabled": "fmt/445",
    "ms-excel.sheet.binary.macroEnabled": "fmt/595",
    "openxmlformats-officedocument.spreadsheetml.template": "fmt/598",
    "ms-excel.template.macroEnabled": "fmt/627",
    "openxmlformats-officedocument.presentationml.presentation": "fmt/215",
    "ms-powerpoint.presentation.macroEnabled": "fmt/487",
    "openxmlformats-officedocument.presentationml.slideshow": "fmt/629",
    "ms-powerpoint.slideshow.macroEnabled": "fmt/630",
    "openxmlformats-officedocument.presentationml.template": "fmt/631",
    "ms-powerpoint.template.macroEnabled": "fmt/632",
    "ms-visio.drawing": "fmt/924",
    "ms-visio.stencil": "fmt/925",
    "ms-visio.template": "fmt/926",
    "ms-visio.drawing.macroEnabled": "fmt/927",
}
# OpenDocument 1.2 part 1, 19.389 (office:version), 1.0 to 1.3 in this order.
_OPEN_VERSION = re.compile(rb"office:version=[\"'](1\.[0-3])[\"']")
_OPEN_MEMBERS = (b"content.xml", b"styles.xml", b"meta.xml", b"settings.xml")
_VERSIONS = ("1.0", "1.1", "1.2", "1.3")
_OPEN = {
    "text": ("fmt/136", "fmt/290", "fmt/291", "fmt/1756"),
    "spreadsheet": ("fmt/137", "fmt/294", "fmt/295", "fmt/1755"),
    "presentation": ("fmt/138", "fmt/292", "fmt/293", "fmt/1754"),
    "graphics": ("fmt/139", "fmt/296", "fmt/297", "fmt/1753"),
}
# [MS-DOC] 2.5.2: the first bytes of a Word document, nFib and flags; files before Word 6 are not OLE2.
_WORDS_BEFORE = {b"\x9b\xa5": "fmt/37", b"\xdb\xa5": "fmt/38"}
_TEMPLATE, _LOCKED = 0x0001, 0x0100
_VISIO = b"Visio (TM) Drawing\r\n"
_VISIOS = {3: "fmt/1509", 4: "fmt/1510", 5: "x-fmt/113", 6: "x-fmt/258", 11: "fmt/443"}
_PUBLISHERS = {b"\xc0\x02": "x-fmt/252", b"\x7d\0": "x-fmt/253", b"\x88\0": "x-fmt/254", b"\x68\x02": "x-fmt/255",
               b"\xcd\x02": "x-fmt/256"}  # fmt: skip
# Written by PowerPoint 97 and later ([MS-PPT] 2.3.2, 2.4.1, 2.4.2): the token of the current user, and a document whose
# first record is the 40-byte atom.
_TOKENS_97 = (b"\x5f\xc0\x91\xe3", b"\xdf\xc4\xd1\xf3")
_DOCUMENT_97, _ATOM_97 = b"\x0f\0\xe8\3", b"\1\0\xe9\3\x28\0\0\0"


def _sectors(head: bytes) -> Iterator[bytes]:
    """Return the start of each sector of an OLE2 file."""
    if head.startswith(_OLE):
        for at in range(_SECTOR, len(head), _SECTOR):
            yield head[at : at + _SECTOR]


def _word(head: bytes) -> str:
    if (before := _WORDS_BEFORE.get(head[:2])) is not None:
        return before
    for sector in _sectors(head):
        if sector[:2] == b"\xdc\xa5" and sector[2:4] in (b"\x65\0", b"\x66\0", b"\x67\0", b"\x68\0"):
            return "fmt/39"
        if sector[:2] == b"\xec\xa5" and len(sector) > 12:
            bits = int.from_bytes(sector[10:12], "little")
            if bits & _LOCKED:
                return "fmt/755" if bits & _TEMPLATE else "fmt/754"
            return "x-fmt/45" if bits & _TEMPLATE else "fmt/40"
    return ""


def _excel(head: bytes) -> str:
    """Return the PUID by the first record of the workbook ([MS-XLS] 2.4.21)."""
    for sector in _sectors(head):
        if sector[:2] == b"\x09\x08" and sector[4:8] in (b"\0\x06\x05\0", b"\0\x05\x05\0"):
            return "fmt/61" if sector[5] == 6 else "fmt/59"
    return ""


def _powerpoint(head: bytes) -> str:
    if not head.startswith(_OLE):
        return ""
    told = any(token in head for token in _TOKENS_97)
    return "fmt/126" if told or any(_is_document_97(sector) for sector in _sectors(head)) else ""


def _is_document_97(sector: bytes) -> bool:
    return sector.startswith(_DOCUMENT_97) and sector[8:16] == _ATOM_97


def _visio(head: bytes) -> str:
    sector = next((one for one in _sectors(head) if one.startswith(_VISIO)), b"")
    return _VISIOS.get(sector[26], "") if len(sector) > 26 else ""


def _publisher(head: bytes) -> str:
    for sector in _sectors(head):
        if sector[:4] == b"\xe8\xac\x22\0":
            return next((puid for mark, puid in _PUBLISHERS.items() if mark in sector[4:64]), "")
    return ""


def _open_xml(head: bytes) -> str:
    """Return the PUID by the main part that the package names, in the order of the table."""
    found = {one.decode() for one in _MAIN_PART.findall(_member(head, (b"[Content_Types].xml",)))}
    return next((puid for part, puid in _PARTS.items() if part in found), "")


def _open_document(kind: str) -> Callable[[bytes], str]:
    def puid(head: bytes) -> str:
        version = _OPEN_VERSION.search(_member(head, _OPEN_MEMBERS))
        return _OPEN[kind][_VERSIONS.index(version[1].decode())] if version else ""

    return puid


def _member(head: bytes, names: tuple[bytes, ...]) -> bytes:
    """Return the start of the first member with one of these names, unpacked; empty if it is not in these bytes."""
    at = 0
    while at + _LOCAL.size <= len(head):
        mark, _, bits, method, _, _, _, packed, _, name, extra = _LOCAL.unpack_from(head, at)
        start = at + _LOCAL.size + name + extra
        if mark != b"PK\3\4":
            return b""
        if head[at + _LOCAL.size : at + _LOCAL.size + name] in names:
            return _unpacked(head[start:], method)
        if bits & 8 and not packed:  # its size follows it: the next member is found by its signature
            found = head.find(b"PK\3\4", start)
            if found < 0:
                return b""
            at = found
        else:
            at = start + packed
    return b""


def _unpacked(data: bytes, method: int) -> bytes:
    if method == 0:
        return data[:_MOST_XML]
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, _MOST_XML) if method == 8 else b""
    except zlib.error:
        return b""


_OPEN_XML = ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
OFFICE_RULES: Mapping[str, Callable[[bytes], str]] = {
    "application/msword": _word,
    "application/vnd.ms-excel": _excel,
    "application/vnd.ms-powerpoint": _powerpoint,
    "application/vnd.visio": _visio,
    "application/x-mspublisher": _publisher,
    "application/vnd.ms-visio.drawing": _open_xml,
    **{f"{OFFICE}{kind}": _open_xml for kind in _OPEN_XML},
    **{f"{OPEN_DOCUMENT}{kind}": _open_document(kind) for kind in _OPEN},
}
