"""The reader of wholly encrypted Office documents, of which nothing can be read."""

from __future__ import annotations

from archive.errors import Encrypted
from archive.messages import Message
from archive.record import Description
from ingest.readers.base.source import Source

NAME = "encrypted"


def read_source(source: Source) -> Description:
    """Raise Encrypted, with what to do."""
    raise Encrypted(Message("encrypted-office", file=source.filename))
