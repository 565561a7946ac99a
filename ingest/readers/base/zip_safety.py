"""Check a ZIP of XML before it is read: size, count, ratio, entities, passwords."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from archive.errors import Encrypted, Unreadable
from archive.media_types import OFFICE, OPEN_DOCUMENT, of_suffix
from archive.messages import Message
from ingest.readers.base.source import Source

MAX_MEMBERS = 10_000
MAX_BYTES = 400 << 20  # of all members together, unpacked
MAX_RATIO, RATIO_FROM = 200, 4 << 20  # a member that exceeds both is a bomb; Word's XML packs to a tenth
XML = frozenset({".xml", ".rels", ".rdf"})
WORD, OPEN_TEXT = Message("a-word-document"), Message("an-opendocument-text")
SHEET, SHOW = Message("a-spreadsheet"), Message("a-presentation")
PROGRAMS: dict[str, Message] = {
    WORD: Message("word-processor"),
    OPEN_TEXT: Message("word-processor"),
    SHEET: Message("spreadsheet-program"),
    SHOW: Message("presentation-program"),
}
_CALLED = {
    f"{OFFICE}wordprocessingml.document": WORD,
    f"{OPEN_DOCUMENT}text": OPEN_TEXT,
    f"{OPEN_DOCUMENT}text-template": OPEN_TEXT,
    f"{OFFICE}spreadsheetml.sheet": SHEET,
    f"{OPEN_DOCUMENT}spreadsheet": SHEET,
    f"{OFFICE}presentationml.presentation": SHOW,
    f"{OPEN_DOCUMENT}presentation": SHOW,
}
ENCRYPTED = 1  # general purpose bit 0 (APPNOTE.TXT 4.4.4)
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)


@dataclass(frozen=True, slots=True)
class XmlLimits:
    """Limits for the XML in a document: its total bytes, and the number of opening and closing tags."""

    xml: int = 48 << 20  # trees take about ten times as much
    tags: int = 1_500_000  # a page of a release has about 300


TREES = XmlLimits()


def check(source: Source, what: str) -> None:
    """Raise Encrypted if members need a password, Unreadable if the ZIP is damaged or would unpack to more than a
    worker can hold. `what` names the file in messages (`a Word document`)."""
    try:
        with zipfile.ZipFile(source.path) as file:
            check_members(source, what, file)
    except ZIP_ERRORS as error:
        raise damaged(source, what) from error


def check_members(source: Source, what: str, file: zipfile.ZipFile, most: XmlLimits = TREES) -> None:
    """Check an open ZIP in the same way. Damage raises ZIP_ERRORS."""
    _check_sizes(source, what, file.infolist(), most)
    _check_xml(source, what, file, most)


def damaged(source: Source, what: str) -> Unreadable:
    """Return the message for a document that cannot be opened."""
    return Unreadable(Message("damaged-document", file=source.filename, what=what, program=program_of(what)))


def program_of(what: str) -> Message:
    """Return the kind of program that may repair a damaged document."""
    return PROGRAMS.get(what, PROGRAMS[WORD])


def called(filename: str) -> Message | None:
    """Return the name for a file that is a document by its suffix, None for others."""
    row = of_suffix(filename)
    return _CALLED.get(row.name) if row else None


def too_large(source: Source, what: str, why: str) -> Unreadable:
    """Return the message for a document that is malicious or far too large."""
    return Unreadable(Message("document-too-large", file=source.filename, what=what, why=why))


def _check_sizes(source: Source, what: str, members: list[zipfile.ZipInfo], most: XmlLimits) -> None:
    if len(members) > MAX_MEMBERS:
        raise too_large(source, what, Message("too-many-members", count=len(members)))
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise Encrypted(Message("encrypted", file=source.filename))
    for member in members:
        if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            packed, size = f"{member.compress_size >> 10:,} kB", f"{member.file_size >> 20:,} MB"
            raise too_large(source, what, Message("member-unpacks", packed=packed, size=size))
    total = sum(member.file_size for member in members)
    if total > MAX_BYTES:
        raise too_large(source, what, Message("document-unpacks", size=f"{total >> 20:,} MB"))
    xml = sum(member.file_size for member in members if _is_xml(member))
    if xml > most.xml:
        raise too_large(source, what, Message("text-unpacks", size=f"{xml >> 20:,} MB"))


def _check_xml(source: Source, what: str, file: zipfile.ZipFile, most: XmlLimits) -> None:
    """Count the tags, and reject entity declarations: neither OOXML nor ODF has any (ECMA-376 part 2, 9.1.1)."""
    tags = 0
    for member in filter(_is_xml, file.infolist()):
        with file.open(member) as opened:
            before = b""
            while data := opened.read(1 << 20).replace(b"\0", b""):  # in UTF-16 every other byte is zero
                tags += data.count(b"<")
                if b"<!ENTITY" in before + data:
                    raise Unreadable(Message("document-declares-entities", file=source.filename, what=what))
                before = data[-8:]
        if tags > most.tags:
            raise too_large(source, what, Message("too-many-elements", count=most.tags))


def _is_xml(member: zipfile.ZipInfo) -> bool:
    return PurePosixPath(member.filename).suffix.lower() in XML
