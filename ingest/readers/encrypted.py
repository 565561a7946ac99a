"""Stands in for the readers of Office documents that are encrypted as a whole, of which nothing can be read."""

from __future__ import annotations

from archive.errors import Encrypted
from archive.record import Description
from ingest.readers.base.source import Source

NAME = "encrypted"


def read(source: Source) -> Description:
    """Raises Encrypted, and says what to do."""
    raise Encrypted(
        f"{source.filename} needs a password: give a copy without password, or open it in Word, Excel or PowerPoint and"
        " save it without one"
    )
