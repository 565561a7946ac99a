"""Describes a file of a type that no reader knows, so that it is kept and found by its name."""

from __future__ import annotations

from archive.errors import Unreadable
from archive.media_types import BY_NAME, UNKNOWN
from archive.record import Description
from ingest.readers.base import zip_safety
from ingest.readers.base.source import VERSION, Source

NAME = "none"


def read(source: Source) -> Description:
    """A description without text, with a note that says so, and what would give its words where that is known."""
    description = Description(source.media_type, NAME, VERSION)
    what = zip_safety.called(source.filename) if source.media_type == UNKNOWN else None
    told = ""
    if what:
        mended = f"copy it again from where it came from, or {zip_safety.anew(what)}"
        told = f"it is no {what.split(maxsplit=1)[1]} that can be read: {mended}"
    row = BY_NAME.get(source.media_type)
    told = row.advice if row and row.advice else told
    advice = f"; {told}" if told else ""
    description.notes.append(f"no reader for {source.media_type}: kept and described without its text{advice}")
    return description


def read_empty(source: Source) -> Description:
    """Never returns: an empty file has nothing to keep. Raises Unreadable."""
    raise Unreadable(f"empty file: {source.filename} has no bytes; copy it again from where it came from")
