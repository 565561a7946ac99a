"""Tells office documents from other ZIP and OLE2 containers without opening a member."""

from __future__ import annotations

from pathlib import Path

OFFICE = "application/vnd.openxmlformats-officedocument."
ENCRYPTED = "application/encrypted"
# names of members, as they stand uncompressed in local headers and in the central directory (APPNOTE.TXT 4.3)
ZIP_MEMBERS = (
    (b"word/document.xml", OFFICE + "wordprocessingml.document"),
    (b"word/document", OFFICE + "wordprocessingml.document"),
    (b"xl/workbook", OFFICE + "spreadsheetml.sheet"),
    (b"ppt/presentation", OFFICE + "presentationml.presentation"),
)
# ODF 1.2 part 3, 3.3 and EPUB OCF 3.3, 4.3: the first member is "mimetype", stored, at offset 38
STORED_TYPES = (b"application/vnd.oasis.opendocument.", b"application/epub+zip")
# [MS-CFB] 2.6.1: stream names are UTF-16LE in the directory
OLE_STREAMS = (
    ("EncryptedPackage", ENCRYPTED),  # [MS-OFFCRYPTO] 2.3: an Office document of any kind behind a password
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
)


def zip_type(head: bytes, tail: bytes) -> str:
    """The media type of a ZIP file by the names of its members, `application/zip` when they are of no office format."""
    if head[30:38] == b"mimetype":
        length = int.from_bytes(head[18:22], "little")
        stored = head[38 : 38 + min(length or 80, 80)]
        if stored.startswith(STORED_TYPES):
            return stored.decode("ascii", "replace").split("PK")[0].strip()
    for name, found in ZIP_MEMBERS:
        if name in tail or name in head:
            return found
    return "application/zip"


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
    return "application/x-ole-storage"
