"""Reads plain text in any encoding."""

from __future__ import annotations

from archive.record import PAGE_BREAK, Description
from archive.text.charset import DecodedText, clean_text, decode_text
from ingest.readers.base.source import VERSION, Source

NAME = "text"
MAX_BYTES = 32 << 20
MAX_CHARACTERS = 8_000_000  # what fits a worker's answer, text and pages together


def read(source: Source) -> Description:
    """The whole text, cleaned; `encoding` says which was used. Form feeds divide it into pages."""
    description = Description(source.media_type, NAME, VERSION)
    text = read_characters(source, description)
    description.text = text
    if PAGE_BREAK in text:
        description.pages = text.split(PAGE_BREAK)
    if not text.strip():
        description.notes.append("no words in it: only white space")
    return description


def read_characters(source: Source, description: Description) -> str:
    """The file's bytes as cleaned text. Offers `encoding`, and notes what was cut off or could not be decoded."""
    data = source.head(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        description.notes.append(
            f"only the first {MAX_BYTES >> 20} MB of {source.size >> 20} MB were read: split the file to find the rest"
        )
        data = data[:MAX_BYTES]
    decoded = decode_text(data)
    note_encoding(decoded, description)
    return cut(clean_text(decoded.text), description)


def note_encoding(decoded: DecodedText, description: Description) -> None:
    """Offer the encoding, and note what was lost in decoding."""
    description.offer("encoding", decoded.encoding, decoded.origin)
    if decoded.loss:
        description.notes.append(decoded.loss)


def cut(text: str, description: Description) -> str:
    """At most MAX_CHARACTERS of the text; notes when that was not all."""
    if len(text) <= MAX_CHARACTERS:
        return text
    description.notes.append(
        f"only the first {MAX_CHARACTERS:,} of {len(text):,} characters can be searched:"
        " split the file to find the rest"
    )
    return text[:MAX_CHARACTERS]
