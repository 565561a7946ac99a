"""Read Word 97-2003 files (.doc): text in order, letterhead separately, legacy fonts run by run, document properties.

Properties are those of the compound file ([MS-OLEPS]).
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import olefile

from archive.errors import Encrypted, Unreadable
from archive.messages import Message
from archive.record import Description
from archive.text.charset import decode_text
from ingest.readers.base.source import VERSION, Source
from ingest.readers.base.time_limit import TimeLimit
from ingest.readers.office import doc_structure, early_word, office_metadata
from ingest.readers.office.doc_text import DocReading
from ingest.readers.office.document_flow import Flow, Paragraph

_KEYS = {
    "title": "title", "author": "creator", "subject": "subject", "comments": "description", "keywords": "keywords",
    "create_time": "created", "last_saved_time": "modified", "creating_application": "software",
    "category": "category", "content_status": "status",
}  # fmt: skip
_STREAM = "\x05SummaryInformation"
_ERRORS = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, EOFError)


def properties(container: olefile.OleFileIO, reader: str) -> dict[str, tuple[str, str]]:
    """Return (origin, value) of the summary information by the archive's names, for `office_info.offer`; `reader`
    begins the origins (`doc:summary:title`). Empty if it is damaged or missing."""
    try:
        found: Any = container.get_metadata() if container.exists(_STREAM) else None
    except _ERRORS:
        return {}
    if found is None:
        return {}
    page = found.codepage if isinstance(found.codepage, int) else 1252
    told = {}
    for name, key in _KEYS.items():
        origin = "created" if name == "create_time" else "modified" if name == "last_saved_time" else name
        told[key] = (f"{reader}:summary:{origin}", _words(getattr(found, name, None), page))
    return told


def _words(value: Any, page: int) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        return value.split("\0")[0]
    if not isinstance(value, bytes):
        return ""
    try:
        return value.split(b"\0")[0].decode("utf-8" if page == 65001 else f"cp{page & 0xFFFF}", "replace")
    except LookupError:
        return value.split(b"\0")[0].decode("cp1252", "replace")


NAME = "doc"
_NO_HINT = (0, 1200, 1252, 65000, 65001)  # code pages: none, Unicode, Western
_OBJECTS, MOST_OBJECTS = "ObjectPool", 100  # the storage of embedded documents ([MS-DOC] 2.1.3)
TYPES = ("application/msword", "application/x-mswrite")
MAX_STREAM = 256 << 20
OLE_ERRORS = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, EOFError, RecursionError)
DAMAGES = (doc_structure.DamagedDoc, *OLE_ERRORS)
_CONTROL = re.compile("[\x00-\x06\x08\x0b\x0e-\x1f]")
_FIELD_CODE = re.compile("\x13[^\x13-\x15]{0,2000}(?:\x14|(?=\x15))")  # followed by its result


def read_source(source: Source) -> Description:
    """Return the words in order, with blank lines between paragraphs; headers and footers as boilerplate. Raise
    Encrypted if a password is needed, Unreadable if it is damaged."""
    description = Description(source.media_type, NAME, VERSION)
    if not source.head(len(olefile.MAGIC)).startswith(olefile.MAGIC):
        return _read_early(source, description)
    try:
        with olefile.OleFileIO(str(source.path)) as container:
            main = _stream(container, "WordDocument")
            first, version, locked, name = doc_structure.flags(main)
            if locked:
                raise Encrypted(Message("encrypted-word", file=source.filename))
            flow = Flow()
            if first != doc_structure.WORD or version < doc_structure.WORD_97:
                page = "mac_roman" if doc_structure.is_by_macintosh(main) else _code_page(container)
                _read_old(main, page, flow, description)
            else:
                DocReading(doc_structure.opened(main, _stream(container, name)), flow).run(description)
                _read_objects(container, flow, description)
            flow.into(description)
            office_metadata.offer(properties(container, "doc"), description.text, description)
    except DAMAGES as error:
        raise Unreadable(Message("damaged-word-file", file=source.filename)) from error
    return description


def _read_objects(container: olefile.OleFileIO, flow: Flow, description: Description) -> None:
    """Add the words of embedded Word documents, which are shown as pictures."""
    found = [path for path in container.listdir() if path[0] == _OBJECTS and path[-1] == "WordDocument"]
    for path in found[:MOST_OBJECTS]:
        try:
            inside = read_inside(container, "/".join(path[:-1]) + "/", flow.limit)
        except DAMAGES:
            description.notes.append(Message("document-inside"))
            continue
        flow.margin([*inside.front, *inside.furniture])
        for block in inside.blocks:
            flow.paragraph(Paragraph(block))


def read_inside(container: olefile.OleFileIO, place: str, limit: TimeLimit) -> Flow:
    """Return the words of a Word document inside another document; `place` begins the names of its streams. Raise the
    errors in DAMAGES."""
    inside = Flow(limit=limit)
    main = _stream(container, f"{place}WordDocument")
    first, _, locked, name = doc_structure.flags(main)
    if locked or first != doc_structure.WORD:
        raise doc_structure.DamagedDoc
    file = doc_structure.opened(main, _stream(container, f"{place}{name}"))
    DocReading(file, inside).run(Description(TYPES[0], NAME, VERSION))
    return inside


def _read_early(source: Source, description: Description) -> Description:
    """Return the plain text of a file from before Word 6, when Word wrote no compound files."""
    data, flow = source.head(MAX_STREAM), Flow()
    try:
        add_plain(early_word.read_text(data), flow)
    except early_word.Locked as error:
        raise Encrypted(Message("encrypted-word", file=source.filename)) from error
    except early_word.DamagedEarlyWord as error:
        raise Unreadable(Message("damaged-word-file", file=source.filename)) from error
    flow.into(description)
    description.notes.append(Message("early-word"))
    return description


def _stream(container: olefile.OleFileIO, name: str) -> bytes:
    if not container.exists(name) or container.get_size(name) > MAX_STREAM:
        raise doc_structure.DamagedDoc
    return bytes(container.openstream(name).read())


def _read_old(main: bytes, declared: str | None, flow: Flow, description: Description) -> None:
    """Return the plain text of a Word 6 or 95 file, without its fonts."""
    data, width = doc_structure.plain_text(main)
    add_plain(data.decode("utf-16-le", "replace") if width == 2 else _decoded(data, declared), flow)
    description.notes.append(Message("old-word"))


def _decoded(data: bytes, declared: str | None) -> str:
    return decode_text(data, declared).text if data else ""


def _code_page(container: olefile.OleFileIO) -> str | None:
    """Return the code page in the summary information, which is that of the machine; None if it is no clue: people
    wrote other languages on Western machines too."""
    try:
        page = container.get_metadata().codepage if container.exists(_STREAM) else None
    except _ERRORS:
        return None
    return f"cp{page & 0xFFFF}" if isinstance(page, int) and page & 0xFFFF not in _NO_HINT else None


def add_plain(text: str, flow: Flow) -> None:
    """Add the paragraphs of a text with Word's marks, without field codes."""
    for words in re.split("[\r\x0c\x07]", _CONTROL.sub("", _FIELD_CODE.sub("", text))):
        flow.paragraph(Paragraph(words))
