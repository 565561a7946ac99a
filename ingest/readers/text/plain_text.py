"""Read plain text in any encoding."""

from __future__ import annotations

import re

from archive.messages import Message
from archive.record import PAGE_BREAK, Description
from archive.text.charset import DecodedText, clean_text, decode_text
from archive.text.embargo.instants import UNKNOWN
from ingest.extract.embargo.embargo_candidates import STAMPED, put
from ingest.readers.base.source import VERSION, Source

NAME = "text"
MAX_BYTES = 32 << 20
MAX_CHARACTERS = 8_000_000  # the limit of a worker's answer, text and pages together
_CALENDAR = "BEGIN:VCALENDAR"  # RFC 5545, 3.8.1.3: entries that are not for everyone
_CLOSED = re.compile(r"^CLASS(?:;[^:\n]{0,200})?:(?:PRIVATE|CONFIDENTIAL)[ \t]*$", re.IGNORECASE | re.MULTILINE)


def read_source(source: Source) -> Description:
    """Return the whole text, cleaned; `encoding` is the one used. Form feeds divide it into pages."""
    description = Description(source.media_type, NAME, VERSION)
    text = read_characters(source, description)
    description.text = text
    if PAGE_BREAK in text:
        description.pages = text.split(PAGE_BREAK)
    if not text.strip():
        description.notes.append(Message("blank"))
    if text[: len(_CALENDAR)].upper() == _CALENDAR and (closed := _CLOSED.search(text)):
        put(description, UNKNOWN, closed[0].strip(), STAMPED)
    return description


def read_characters(source: Source, description: Description) -> str:
    """Return the file's bytes as cleaned text. Add `encoding`, and note what was cut off or could not be decoded."""
    data = source.head(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        description.notes.append(Message("file-cut-of", size=MAX_BYTES >> 20, all=source.size >> 20))
        data = data[:MAX_BYTES]
    decoded = decode_text(data)
    note_encoding(decoded, description)
    return cut(clean_text(decoded.text), description)


def note_encoding(decoded: DecodedText, description: Description) -> None:
    """Offer the encoding, and note what was lost in decoding."""
    description.offer("encoding", decoded.encoding, decoded.origin)
    if decoded.lost:
        description.notes.append(Message("bytes-invalid", count=decoded.lost, encoding=decoded.encoding))


def cut(text: str, description: Description) -> str:
    """Return up to MAX_CHARACTERS of the text, and note when that was not all."""
    if len(text) <= MAX_CHARACTERS:
        return text
    description.notes.append(Message("text-cut", characters=f"{MAX_CHARACTERS:,}", all=f"{len(text):,}"))
    return text[:MAX_CHARACTERS]
