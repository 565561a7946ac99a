"""Read Word files of 97-2003 (.doc): text in order, letterhead apart, legacy fonts run by run, document properties.

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
from ingest.readers.office import doc_structure, office_metadata
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
    begins the origins (`doc:summary:title`). Empty when it is damaged or not there."""
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
TYPE = "application/msword"
MAX_STREAM = 256 << 20
OLE_ERRORS = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, EOFError, RecursionError)
_CONTROL = re.compile("[\x00-\x06\x08\x0b\x0e-\x1f]")
_FIELD_CODE = re.compile("\x13[^\x13-\x15]{0,2000}(?:\x14|(?=\x15))")  # which its result stands after


def read_source(source: Source) -> Description:
    """Return the words in their order, a blank line between paragraphs; headers and footers as furniture. Raise
    Encrypted when a password is needed, Unreadable when it is damaged."""
    description = Description(source.media_type, NAME, VERSION)
    try:
        with olefile.OleFileIO(str(source.path)) as container:
            main = _stream(container, "WordDocument")
            first, version, locked, name = doc_structure.flags(main)
            if locked:
                raise Encrypted(Message("encrypted-word", file=source.filename))
            flow = Flow()
            if first == doc_structure.WORD_6 or version < doc_structure.WORD_97:
                _read_old(main, flow, description)
            else:
                DocReading(doc_structure.opened(main, _stream(container, name)), flow).run(description)
            flow.into(description)
            office_metadata.offer(properties(container, "doc"), description.text, description)
    except (doc_structure.DamagedDoc, *OLE_ERRORS) as error:
        raise Unreadable(Message("damaged-word-file", file=source.filename)) from error
    return description


def _stream(container: olefile.OleFileIO, name: str) -> bytes:
    if not container.exists(name) or container.get_size(name) > MAX_STREAM:
        raise doc_structure.DamagedDoc
    return bytes(container.openstream(name).read())


def _read_old(main: bytes, flow: Flow, description: Description) -> None:
    """The plain text of a file by Word 6 or 95, without its fonts."""
    data = doc_structure.plain_text(main)
    text = _FIELD_CODE.sub("", decode_text(data).text) if data else ""
    for words in re.split("[\r\x0c\x07]", _CONTROL.sub("", text)):
        flow.paragraph(Paragraph(words))
    description.notes.append(Message("old-word"))
