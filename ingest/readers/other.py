"""Describe a file of a type without a reader, so that it is stored and found by name."""

from __future__ import annotations

from archive.errors import Unreadable
from archive.media_types import BY_NAME, UNKNOWN
from archive.messages import Message, join_messages
from archive.record import Description
from ingest.readers.base import zip_safety
from ingest.readers.base.source import VERSION, Source

NAME = "none"
_BARE = {  # without the article
    zip_safety.WORD: Message("word-document"),
    zip_safety.OPEN_TEXT: Message("opendocument-text"),
    zip_safety.SHEET: Message("format-spreadsheet"),
    zip_safety.SHOW: Message("format-presentation"),
}


def read_source(source: Source) -> Description:
    """Return a description without text, with a note on that, and on how to get its words if known."""
    description = Description(source.media_type, NAME, VERSION)
    what = zip_safety.called(source.filename) if source.media_type == UNKNOWN else None
    row = BY_NAME.get(source.media_type)
    advice: list[str] = [row.advice] if row and row.advice else []
    if what and not advice:
        advice = [Message("no-such-document", what=_BARE[what], program=zip_safety.program_of(what))]
    description.notes.append(join_messages([Message("no-reader", type=source.media_type), *advice]))
    return description


def read_empty(source: Source) -> Description:
    """Raise Unreadable: an empty file has no content."""
    raise Unreadable(join_messages([Message("empty-file", file=source.filename), Message("copy-again")]))
