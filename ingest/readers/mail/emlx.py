"""Read mails of Apple Mail (EMLX): the size of the message, the message, a property list with its state."""

from __future__ import annotations

import plistlib
import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes, policy
from typing import Any
from xml.parsers.expat import ExpatError

from archive.errors import Unreadable
from archive.messages import Message
from archive.record import Description
from ingest.extract.embargo.unread_words import NamedWords
from ingest.readers.base.news_values import NewsRestrictions
from ingest.readers.base.source import Source
from ingest.readers.mail import eml, message_parts
from ingest.readers.mail.unread_words import of_message

NAME = "emlx"
LONGEST_STATE = 1 << 20  # bytes
_SIZE = re.compile(rb"\s{0,20}(\d{1,12})[ \t]*\r?\n")
_DELETED, _DRAFT = 1 << 1, 1 << 6  # bits of "flags"
_BINARY = b"bplist"
_STATE_ERRORS = (plistlib.InvalidFileException, ExpatError, ValueError, TypeError, AttributeError, LookupError,
                 OverflowError, RecursionError)  # fmt: skip
_PARTIAL = re.compile(rb"^X-Apple-Content-Length:", re.I | re.M)  # of a part whose bytes are in another file


def read_source(source: Source) -> Description:
    """Return the same as for the mail itself; a draft is held. Raise Unreadable if the message is incomplete, and as
    the mail reader does."""
    data = source.head(message_parts.MAX_BYTES + LONGEST_STATE)
    size = _SIZE.match(data[:64])
    if size is None:
        return _named(eml.read_source(source))
    start = size.end()
    end = start + int(size[1])
    if end > len(data):
        raise Unreadable(Message("emlx-cut-off", file=source.filename))
    if not data[end:].lstrip().startswith((b"<", _BINARY)):
        end = len(data)  # the size is wrong: use the whole message
    path = source.folder / "message.eml"
    path.write_bytes(data[start:end])
    description = eml.read_source(Source(path, source.filename, source.media_type, source.folder, source.relpath,
                                         passwords=source.passwords, later=source.later))  # fmt: skip
    path.unlink()
    flags = _flags(data[end : end + LONGEST_STATE])
    if flags is None or flags & _DRAFT:
        holds = NewsRestrictions(description)
        holds.known(None, "draft" if flags is not None else Message("emlx-state-unread"), "emlx:flags")
        holds.offer()
    if flags is not None and flags & _DELETED:
        description.notes.append(Message("emlx-deleted"))
    if _PARTIAL.search(data[start:end]):
        description.notes.append(Message("emlx-partial"))
    return _named(description)


def unread_words(source: Source) -> Iterator[NamedWords]:
    """Yield the words of the mail that are not in its text."""
    data = source.head(message_parts.MAX_BYTES)
    size = _SIZE.match(data[:64])
    message: Any = message_from_bytes(data[size.end() if size else 0 :], policy=policy.default)
    return of_message(message)


def _named(description: Description) -> Description:
    """Use this reader's name, which `reread` needs."""
    description.reader = NAME
    return description


def _flags(data: bytes) -> int | None:
    """Return the state of the mail: 0 if the file has none, None if it cannot be read, so that it may be a draft. The
    library rejects entities."""
    data = data.lstrip()
    if not data:
        return 0
    binary = data.startswith(_BINARY)
    # the last 32 bytes of a binary one locate its parts, and a line end may follow them
    for tried in (data, data.removesuffix(b"\n")) if binary else (data.rstrip(),):
        with suppress(*_STATE_ERRORS):
            state = plistlib.loads(tried, fmt=plistlib.FMT_BINARY if binary else plistlib.FMT_XML)
            flags = state.get("flags", 0) if isinstance(state, dict) else None
            return flags if isinstance(flags, int) else None
    return None
