"""Read TNEF, in which Outlook wraps a mail (`winmail.dat`): the message, and its attachments as files.

Sources: [MS-OXTNEF] for the attributes, [MS-OXCDATA] 2.11 for the MAPI properties.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from archive.errors import Unreadable
from archive.messages import Message, join_messages
from archive.record import Description
from ingest.extract.embargo.unread_words import NamedWords, TooManyWords
from ingest.readers.base import members
from ingest.readers.base.byte_words import of_bytes
from ingest.readers.base.members import MemberShelf
from ingest.readers.base.source import VERSION, Source
from ingest.readers.mail.mapi import (
    BINARY,
    OBJECT,
    STRING8,
    UNICODE,
    Attached,
    MapiMessage,
    Properties,
    codec,
    message_text,
    offer_message,
    put_attached,
)
from ingest.readers.text.plain_text import cut

MESSAGE, ATTACHMENT = 1, 2  # levels
MOST_ATTRIBUTES, MOST_PROPERTIES, MOST_VALUES = 50_000, 2_000, 1_000

_HEAD = struct.Struct("<BII")
_NUMBERS = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x000A: 4, 0x000B: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8,
            0x0040: 8, 0x0048: 16}  # fmt: skip
_LONG = (STRING8, UNICODE, BINARY, OBJECT)
_SEVERAL = 0x1000
_NAMED = 0x8000


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute; `id` without its type."""

    level: int
    id: int
    data: bytes


@dataclass(slots=True)
class TnefStream:
    """The attributes of a stream in order; `whole` is False if it ends within one."""

    data: bytes
    whole: bool = True

    def attributes(self) -> Iterator[Attribute]:
        """Yield each complete attribute, at most MOST_ATTRIBUTES."""
        at, view = 6, memoryview(self.data)
        for _ in range(MOST_ATTRIBUTES):
            if at >= len(self.data):
                return
            if at + _HEAD.size > len(self.data):
                break
            level, tag, length = _HEAD.unpack_from(self.data, at)
            start = at + _HEAD.size
            if level not in (MESSAGE, ATTACHMENT) or start + length + 2 > len(self.data):
                break
            yield Attribute(level, tag & 0xFFFF, bytes(view[start : start + length]))
            at = start + length + 2  # after the checksum
        self.whole = False


@dataclass(slots=True)
class _Cursor:
    data: bytes
    at: int = 0

    def number(self) -> int:
        return int.from_bytes(self.take(4), "little")

    def take(self, count: int) -> bytes:
        if count < 0 or self.at + count > len(self.data):
            raise ValueError("it breaks off")
        self.at += count
        return self.data[self.at - count : self.at]

    def skip_to_four(self) -> None:
        self.at += -self.at % 4


def read_properties(data: bytes) -> Properties:
    """Return the complete properties, at most MOST_PROPERTIES."""
    found = Properties()
    cursor = _Cursor(data)
    try:
        for _ in range(min(cursor.number(), MOST_PROPERTIES)):
            tag = cursor.number()
            kind, number = tag & 0xFFFF, tag >> 16
            if number >= _NAMED:
                _skip_name(cursor)
            value = _value(cursor, kind)
            if number < _NAMED:
                found.values.setdefault(number, (kind, value))
    except ValueError:
        pass  # those before it count
    return found


def _skip_name(cursor: _Cursor) -> None:
    cursor.take(16)
    if cursor.number() == 0:
        cursor.take(4)
    else:
        cursor.take(cursor.number())
        cursor.skip_to_four()


def _value(cursor: _Cursor, kind: int) -> bytes:
    """Return the first value of a property; moves the cursor after all of them."""
    single = kind & ~_SEVERAL
    count = cursor.number() if kind & _SEVERAL or single in _LONG else 1
    if count > MOST_VALUES or (single not in _NUMBERS and single not in _LONG):
        raise ValueError("a property of no known kind")
    first = b""
    for n in range(count):
        value = cursor.take(cursor.number() if single in _LONG else _NUMBERS[single])
        cursor.skip_to_four()
        first = first if n else value
    return first


NAME = "tnef"
TYPE = "application/ms-tnef"
MAX_BYTES = 100 << 20
CUT = join_messages([Message("breaks-off"), Message("rest-here")])

# [MS-OXTNEF] 2.1.3.2: attributes without their types
_SUBJECT, _BODY, _SENT, _CODEPAGE, _MESSAGE = 0x8004, 0x800C, 0x8005, 0x9007, 0x9003
_BEGINS, _TITLE, _DATA, _OF_ATTACHMENT = 0x9002, 0x8010, 0x800F, 0x9005


def read_source(source: Source) -> Description:
    """Return subject, sender, day and text, with attachments as members. Raise Unreadable if it is too large."""
    description = Description(source.media_type, NAME, VERSION)
    data = source.head(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable(Message("mail-too-large", size=MAX_BYTES >> 20))
    stream = TnefStream(data)
    message = _gathered(stream)
    offer_message(message, NAME, description)
    shelf = MemberShelf(description, source.folder, later=source.later)
    for n, one in enumerate(message.attached, start=1):
        put_attached(one, n, message, shelf)
    description.text = cut(message_text(message, source).replace("\f", " ").strip("\n"), description)
    if not stream.whole:
        description.notes.append(CUT)
    if not description.text.strip():
        description.notes.append(Message("mail-without-words"))
    return description


def unread_words(source: Source) -> Iterator[NamedWords]:
    """Yield the words in all attributes but the files attached. Raise TooManyWords if not all of them can be told."""
    stream = TnefStream(source.head(MAX_BYTES))
    for one in stream.attributes():
        if (one.level, one.id) != (ATTACHMENT, _DATA):
            yield from of_bytes(one.data)
    if not stream.whole:
        raise TooManyWords


def _gathered(stream: TnefStream) -> MapiMessage:
    message = MapiMessage()
    for one in stream.attributes():
        if one.id == _CODEPAGE:
            message.codepage = codec(int.from_bytes(one.data[:4], "little"))
        elif one.level == ATTACHMENT:
            if one.id == _BEGINS or not message.attached:
                if len(message.attached) > members.MOST_FILES:
                    raise Unreadable(members.too_many())
                message.attached.append(Attached())
            _add(message.attached[-1], one.id, one.data)
        elif one.id == _SUBJECT:
            message.subject = one.data
        elif one.id == _BODY:
            message.body = one.data
        elif one.id == _SENT:
            message.sent = one.data
        elif one.id == _MESSAGE:
            message.more = read_properties(one.data)
    return message


def _add(attached: Attached, number: int, data: bytes) -> None:
    if number == _TITLE:
        attached.title = data
    elif number == _DATA:
        attached.data = data
    elif number == _OF_ATTACHMENT:
        attached.more = read_properties(data)
