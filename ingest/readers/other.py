"""Describes a file of a type that no reader knows, so that it is kept and found by its name."""

from __future__ import annotations

from archive.errors import Unreadable
from archive.record import Description
from ingest.readers.source import Source

NAME, VERSION = "none", 1


def read(source: Source) -> Description:
    """A description without text, with a note that says so."""
    description = Description(source.media_type, NAME, VERSION)
    description.notes.append(f"no reader for {source.media_type}: kept and described without its text")
    return description


def read_empty(source: Source) -> Description:
    """Never returns: an empty file has nothing to keep. Raises Unreadable."""
    raise Unreadable(f"empty file: {source.filename} has no bytes; copy it again from where it came from")
