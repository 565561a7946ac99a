"""Read mails of Apple Mail (EMLX): the size of the message, the message, a property list with its state."""

from __future__ import annotations

import plistlib
import re
from xml.parsers.expat import ExpatError

from archive.errors import Unreadable
from archive.messages import Message
from archive.record import Description
from ingest.readers.base.news_values import NewsRestrictions
from ingest.readers.base.source import Source
from ingest.readers.mail import eml, message_parts

NAME = "emlx"
LONGEST_STATE = 1 << 20  # bytes
_SIZE = re.compile(rb"\s{0,20}(\d{1,12})[ \t]*\r?\n")
_DELETED, _DRAFT = 1 << 1, 1 << 6  # bits of "flags"
_PARTIAL = re.compile(rb"^X-Apple-Content-Length:", re.I | re.M)  # of a part whose bytes lie in another file


def read_source(source: Source) -> Description:
    """Return the same as of the mail by itself; a draft is held. Raise Unreadable when the message is not whole, and
    what the reader of mails raises."""
    data = source.head(message_parts.MAX_BYTES + LONGEST_STATE)
    size = _SIZE.match(data[:64])
    if size is None:
        return _named(eml.read_source(source))
    start = size.end()
    end = start + int(size[1])
    if end > len(data):
        raise Unreadable(Message("emlx-cut-off", file=source.filename))
    if not data[end:].lstrip().startswith((b"<", b"bplist")):
        end = len(data)  # the size is wrong: no word of the message is left out
    path = source.folder / "message.eml"
    path.write_bytes(data[start:end])
    description = eml.read_source(Source(path, source.filename, source.media_type, source.folder, source.relpath,
                                         passwords=source.passwords, later=source.later))  # fmt: skip
    path.unlink()
    flags = _flags(data[end : end + LONGEST_STATE])
    if flags & _DRAFT:
        holds = NewsRestrictions(description)
        holds.known(None, "draft", "emlx:flags")
        holds.offer()
    if flags & _DELETED:
        description.notes.append(Message("emlx-deleted"))
    if _PARTIAL.search(data[start:end]):
        description.notes.append(Message("emlx-partial"))
    return _named(description)


def _named(description: Description) -> Description:
    """As of this reader, by which `reread` goes."""
    description.reader = NAME
    return description


def _flags(data: bytes) -> int:
    """The state of the mail; 0 where none can be read. Entities are refused by the library."""
    try:
        state = plistlib.loads(data.strip(), fmt=plistlib.FMT_XML)
    except (
        plistlib.InvalidFileException,
        ExpatError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OverflowError,
    ):
        return 0
    flags = state.get("flags") if isinstance(state, dict) else 0
    return flags if isinstance(flags, int) else 0
