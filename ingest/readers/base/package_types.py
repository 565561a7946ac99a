"""Media types of files that are packages: ZIP and OLE2 containers, told apart by the names inside."""

from __future__ import annotations

import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import olefile

from archive.media_types import (
    COREL_DRAW,
    ENCRYPTED,
    EPUB,
    HANGUL,
    OFFICE,
    OLE,
    OPEN_DOCUMENT,
    OPEN_OFFICE,
    ZIP,
)

# Names of members, uncompressed in local headers and in the central directory (APPNOTE.TXT 4.3)
ZIP_MEMBERS = (
    (b"word/document.xml", OFFICE + "wordprocessingml.document"),
    (b"word/document", OFFICE + "wordprocessingml.document"),
    (b"xl/workbook", OFFICE + "spreadsheetml.sheet"),
    (b"ppt/presentation", OFFICE + "presentationml.presentation"),
    (b"visio/document", "application/vnd.ms-visio.drawing"),
    (b"FixedDocSeq.fdseq", "application/vnd.ms-xpsdocument"),
    (b"FixedDocumentSequence.fdseq", "application/vnd.ms-xpsdocument"),
)
# ODF 1.2 part 3, 3.3 and EPUB OCF 3.3, 4.3: the first member is "mimetype", stored, at offset 38
STORED_TYPES = (
    b"application/vnd.oasis.opendocument.", b"application/vnd.sun.xml.", b"application/epub+zip",
    b"application/vnd.adobe.indesign", b"application/x-ibooks+zip",
)  # fmt: skip
_COREL = b"application/x-vnd.corel."  # of CorelDRAW X4 and later, which have a container.xml as EPUBs have
# beside "mimetype" in documents packed anew by another program
_MANIFESTS = (b"META-INF/manifest.xml", b"META-INF/container.xml")
_APPLE = (b"Index/Document.iwa", b"Index.zip", b"buildVersionHistory.plist", b"index.apxl")  # in documents of iWork
_APPLE_BELOW = tuple(b"/" + name for name in _APPLE)  # in one that is a zipped folder
_APPLE_SLIDES = (b"index.apxl", b"Index/Slide")
_APPLE_TYPES = ("application/vnd.apple.pages", "application/vnd.apple.numbers", "application/vnd.apple.keynote")
MOST_NAMES = 8 << 20  # bytes of a central directory that are read: some 100,000 members
# First bytes of streams whose names several types share.
OLE_BEGINNINGS = (
    ("PerfectOffice_MAIN", b"\xffWPC", "application/vnd.wordperfect"),
    ("PerfectOffice_MAIN", b"\0\0\2\0", "application/x-quattro-pro"),
    ("CONTENTS", b"CHNK", "application/vnd.ms-works"),  # Works 5 to 9
    ("FileHeader", b"HWP Document File", HANGUL),
)
# Top-level streams of an OLE2 file; embedded documents have theirs in separate storages.
OLE_STREAMS = (
    ("EncryptedPackage", ENCRYPTED),  # [MS-OFFCRYPTO] 2.3: an Office document of any kind with a password
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("PP97_DUALSTORAGE/PowerPoint Document", "application/vnd.ms-powerpoint"),  # saved for PowerPoint 95 and 97
    ("PP40", "application/x-powerpoint-4"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("VisioDocument", "application/vnd.visio"),
    ("Quill/QuillSub/CONTENTS", "application/x-mspublisher"),
    ("MN0", "application/vnd.ms-works"),
    ("MatOST", "application/vnd.ms-works"),
    ("PerfectOffice_MAIN", "application/vnd.wordperfect"),
    ("NativeContent_MAIN", "application/x-quattro-pro"),
    ("StarWriterDocument", "application/vnd.stardivision.writer"),
    ("StarCalcDocument", "application/vnd.stardivision.calc"),
    ("StarDrawDocument3", "application/vnd.stardivision.draw"),
    ("StarDrawDocument", "application/vnd.stardivision.draw"),
)


def zip_type(path: Path, said: str | None, head: bytes, tail: bytes) -> str:
    """Return the media type of a ZIP file by the names of its members, `application/zip` if they belong to no office
    format. `said`: that of its suffix, the only way to distinguish Apple's documents."""
    if head[30:38] == b"mimetype":
        length = int.from_bytes(head[18:22], "little")
        stored = head[38 : 38 + min(length or 80, 80)]
        if stored.startswith(STORED_TYPES):
            return stored.decode("ascii", "replace").split("PK")[0].strip()
        if stored.startswith(_COREL):
            return COREL_DRAW
    names = _directory(path, tail)
    if any(name in names for name in _MANIFESTS):
        stored = _stored_type(path) if b"mimetype" in names else b""
        if stored.startswith(STORED_TYPES):
            return stored.decode("ascii", "replace").strip()
        if _MANIFESTS[1] in names:
            return EPUB
        if b"content.xml" in names and b"styles.xml" in names:  # StarOffice 6 wrote no "mimetype"
            return said if said and said.startswith((OPEN_OFFICE, OPEN_DOCUMENT)) else f"{OPEN_OFFICE}writer"
    if said in _APPLE_TYPES and any(name.endswith(_APPLE_BELOW) for name in names):
        return str(said)
    if any(name in names for name in _APPLE):
        slides = any(name.startswith(_APPLE_SLIDES) for name in names)
        return said if said in _APPLE_TYPES else _APPLE_TYPES[2 * slides]
    if names:
        return next((found for name, found in ZIP_MEMBERS if any(n.startswith(name) for n in names)), ZIP)
    return next((found for name, found in ZIP_MEMBERS if name in head or name in tail), ZIP)


def _stored_type(path: Path) -> bytes:
    """Return the type in the member "mimetype", empty if it cannot be read."""
    try:
        with zipfile.ZipFile(path) as file, file.open("mimetype") as member:
            return member.read(80)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, NotImplementedError, RuntimeError):
        return b""


def _directory(path: Path, tail: bytes) -> list[bytes]:
    """Return the names in the central directory (APPNOTE.TXT 4.3.12, 4.3.16); none for a truncated file."""
    end = tail.rfind(b"PK\5\6")
    if end < 0:
        return []
    size = min(int.from_bytes(tail[end + 12 : end + 16], "little"), MOST_NAMES)
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - len(tail) + end - size))
        data = file.read(size)
    at, names = data.find(b"PK\1\2"), []
    while data[at : at + 4] == b"PK\1\2" and at >= 0:
        name, extra, comment = (int.from_bytes(data[at + i : at + i + 2], "little") for i in (28, 30, 32))
        names.append(data[at + 46 : at + 46 + name])
        at += 46 + name + extra + comment
    return names


def ole_type(path: Path, head: bytes) -> str:
    """Return the media type of an OLE2 compound file by its top-level streams; for a damaged one by the names in the
    first sectors of its directory."""
    # olefile raises many kinds of errors for damaged files
    with suppress(Exception), olefile.OleFileIO(str(path)) as file:
        if file.listdir():
            for name, begins, found in OLE_BEGINNINGS:
                if file.exists(name) and file.openstream(name).read(len(begins)) == begins:
                    return found
            return next((found for name, found in OLE_STREAMS if file.exists(name)), OLE)
    return _damaged_ole_type(path, head)


def _damaged_ole_type(path: Path, head: bytes) -> str:
    """Return the type by the names in 16 consecutive sectors, in UTF-16LE ([MS-CFB] 2.6.1)."""
    shift = int.from_bytes(head[30:32], "little")
    sector = int.from_bytes(head[48:52], "little")
    size = 1 << shift if shift in (9, 12) else 512
    with path.open("rb") as file:
        file.seek((sector + 1) * size)
        directory = file.read(16 * size)
    return next((found for name, found in OLE_STREAMS if name.encode("utf-16-le") + b"\0\0" in directory), OLE)
