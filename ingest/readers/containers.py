"""Tells office documents from other ZIP and OLE2 containers, without unpacking more than a name of a type."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from archive.media_types import ENCRYPTED, OFFICE, OLE, ZIP

# names of members, as they stand uncompressed in local headers and in the central directory (APPNOTE.TXT 4.3)
ZIP_MEMBERS = (
    (b"word/document.xml", OFFICE + "wordprocessingml.document"),
    (b"word/document", OFFICE + "wordprocessingml.document"),
    (b"xl/workbook", OFFICE + "spreadsheetml.sheet"),
    (b"ppt/presentation", OFFICE + "presentationml.presentation"),
)
_FIRST = b"[Content_Types].xml"  # the first member of Office documents as most programs write them
# ODF 1.2 part 3, 3.3 and EPUB OCF 3.3, 4.3: the first member is "mimetype", stored, at offset 38
STORED_TYPES = (b"application/vnd.oasis.opendocument.", b"application/epub+zip", b"application/vnd.adobe.indesign")
_MANIFEST = b"META-INF/manifest.xml"  # beside "mimetype" in OpenDocument packed anew by another program
_APPLE = (b"Index/Document.iwa", b"Index.zip")  # Apple's documents, all alike inside
_APPLE_TYPES = ("application/vnd.apple.pages", "application/vnd.apple.numbers", "application/vnd.apple.keynote")
# [MS-CFB] 2.6.1: stream names are UTF-16LE in the directory
OLE_STREAMS = (
    ("EncryptedPackage", ENCRYPTED),  # [MS-OFFCRYPTO] 2.3: an Office document of any kind behind a password
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
)


def zip_type(path: Path, said: str | None, head: bytes, tail: bytes) -> str:
    """The media type of a ZIP file by the names of its members, `application/zip` when they are of no office format.
    `said`: that of its suffix, which alone tells Apple's documents apart."""
    if head[30:38] == b"mimetype":
        length = int.from_bytes(head[18:22], "little")
        stored = head[38 : 38 + min(length or 80, 80)]
        if stored.startswith(STORED_TYPES):
            return stored.decode("ascii", "replace").split("PK")[0].strip()
    names = _directory(tail)
    if b"mimetype" in names and _MANIFEST in names and (stored := _stored_type(path)).startswith(STORED_TYPES):
        return stored.decode("ascii", "replace").strip()
    if any(name in names for name in _APPLE):
        return said if said in _APPLE_TYPES else _APPLE_TYPES[0]
    if head[30 : 30 + len(_FIRST)] == _FIRST or not names:  # else a document that lies unpacked in it would tell
        names = [head, tail]
        return next((found for name, found in ZIP_MEMBERS if any(name in part for part in names)), ZIP)
    return next((found for name, found in ZIP_MEMBERS if any(n.startswith(name) for n in names)), ZIP)


def _stored_type(path: Path) -> bytes:
    """What the member "mimetype" says, empty when it cannot be read."""
    try:
        with zipfile.ZipFile(path) as file, file.open("mimetype") as member:
            return member.read(80)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, NotImplementedError, RuntimeError):
        return b""


def _directory(tail: bytes) -> list[bytes]:
    """The names in the central directory, as far as the end of the file shows them (APPNOTE.TXT 4.3.12, 4.3.16)."""
    end = tail.rfind(b"PK\5\6")
    if end < 0:
        return []
    at = max(0, end - int.from_bytes(tail[end + 12 : end + 16], "little"))
    at = tail.find(b"PK\1\2", at, end)
    names = []
    while tail[at : at + 4] == b"PK\1\2" and 0 <= at < end:
        name, extra, comment = (int.from_bytes(tail[at + i : at + i + 2], "little") for i in (28, 30, 32))
        names.append(tail[at + 46 : at + 46 + name])
        at += 46 + name + extra + comment
    return names


def ole_type(path: Path, head: bytes) -> str:
    """The media type of an OLE2 compound file by the streams in the first sector of its directory."""
    shift = int.from_bytes(head[30:32], "little")
    sector = int.from_bytes(head[48:52], "little")
    size = 1 << shift if shift in (9, 12) else 512
    with path.open("rb") as file:
        file.seek((sector + 1) * size)
        directory = file.read(16 * size)
    for name, found in OLE_STREAMS:
        if name.encode("utf-16-le") + b"\0\0" in directory:
            return found
    return OLE
