"""Read TNEF, in which Outlook wraps a mail (`winmail.dat`): the message, and its attachments as files.

Sources: [MS-OXTNEF] for the attributes, [MS-OXCDATA] 2.11 for the MAPI properties.
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from archive.errors import Unreadable
from archive.messages import Message, join_messages
from archive.record import Description
from archive.text.charset import clean_text, decode_text
from ingest.readers.base import members
from ingest.readers.base.members import MemberShelf
from ingest.readers.base.source import VERSION, Source
from ingest.readers.mail import eml
from ingest.readers.office import rtf
from ingest.readers.text.plain_text import cut
from ingest.readers.web import html

MESSAGE, ATTACHMENT = 1, 2  # levels
MOST_ATTRIBUTES, MOST_PROPERTIES, MOST_VALUES = 50_000, 2_000, 1_000

_HEAD = struct.Struct("<BII")
_NUMBERS = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x000A: 4, 0x000B: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8,
            0x0040: 8, 0x0048: 16}  # fmt: skip
STRING8, UNICODE, BINARY, OBJECT = 0x001E, 0x001F, 0x0102, 0x000D
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
    """The attributes of a stream in their order; `whole` is False once it broke off in the middle of one."""

    data: bytes
    whole: bool = True

    def attributes(self) -> Iterator[Attribute]:
        """Yield each attribute that is there in full, at most MOST_ATTRIBUTES."""
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
            at = start + length + 2  # behind the checksum
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


@dataclass(frozen=True, slots=True)
class Properties:
    """MAPI properties by their number; of each its type and its first value."""

    values: dict[int, tuple[int, bytes]] = field(default_factory=dict)

    def bytes_of(self, number: int) -> bytes:
        """Return the value as it stands, empty where there is none."""
        return self.values.get(number, (0, b""))[1]

    def text(self, number: int, codepage: str) -> str:
        """Return the value as text, empty where there is none; `codepage` is that of texts of one byte a letter."""
        kind, data = self.values.get(number, (0, b""))
        if kind == UNICODE:
            return data.decode("utf-16-le", "replace").split("\0")[0]
        return data.decode(codepage, "replace").split("\0")[0] if kind == STRING8 else ""

    @classmethod
    def read(cls, data: bytes) -> Properties:
        """Return those that are there in full, at most MOST_PROPERTIES."""
        found = cls()
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
            pass  # what stood before it counts
        return found


def _skip_name(cursor: _Cursor) -> None:
    cursor.take(16)
    if cursor.number() == 0:
        cursor.take(4)
    else:
        cursor.take(cursor.number())
        cursor.skip_to_four()


def _value(cursor: _Cursor, kind: int) -> bytes:
    """The first value of a property; the cursor stands behind all of them."""
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
# [MS-OXPROPS]
_P_SUBJECT, _P_BODY, _P_HTML, _P_RTF, _P_SENDER, _P_SENT, _P_ID = 0x37, 0x1000, 0x1013, 0x1009, 0x0C1A, 0x39, 0x1035
_P_LONG_NAME, _P_NAME, _P_DATA = 0x3707, 0x3704, 0x3701
_IID = 16  # bytes before a message within the message
_DTR = struct.Struct("<3H")
_SINCE = datetime(1601, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class _Attached:
    title: bytes = b""
    data: bytes = b""
    more: Properties = field(default_factory=Properties)


@dataclass(slots=True)
class _Message:
    """What the attributes say, gathered."""

    codepage: str = "cp1252"
    subject: bytes = b""
    body: bytes = b""
    sent: bytes = b""
    more: Properties = field(default_factory=Properties)
    attached: list[_Attached] = field(default_factory=list)


def read_source(source: Source) -> Description:
    """Return subject, sender, day and text; what is attached as members. Raise Unreadable when it is too large, or
    holds too much."""
    description = Description(source.media_type, NAME, VERSION)
    data = source.head(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable(Message("mail-too-large", size=MAX_BYTES >> 20))
    stream = TnefStream(data)
    message = _gathered(stream)
    _offer(message, description)
    shelf = MemberShelf(description, source.folder, later=source.later)
    for n, one in enumerate(message.attached, start=1):
        _put(one, n, message.codepage, shelf)
    description.text = cut(_text(message, source).replace("\f", " ").strip("\n"), description)
    if not stream.whole:
        description.notes.append(CUT)
    if not description.text.strip():
        description.notes.append(Message("mail-without-words"))
    return description


def _gathered(stream: TnefStream) -> _Message:
    message = _Message()
    for one in stream.attributes():
        if one.id == _CODEPAGE:
            message.codepage = _codepage(one.data)
        elif one.level == ATTACHMENT:
            if one.id == _BEGINS or not message.attached:
                if len(message.attached) > members.MOST_FILES:
                    raise Unreadable(members.too_many())
                message.attached.append(_Attached())
            _add(message.attached[-1], one.id, one.data)
        elif one.id == _SUBJECT:
            message.subject = one.data
        elif one.id == _BODY:
            message.body = one.data
        elif one.id == _SENT:
            message.sent = one.data
        elif one.id == _MESSAGE:
            message.more = Properties.read(one.data)
    return message


def _add(attached: _Attached, number: int, data: bytes) -> None:
    if number == _TITLE:
        attached.title = data
    elif number == _DATA:
        attached.data = data
    elif number == _OF_ATTACHMENT:
        attached.more = Properties.read(data)


def _codepage(data: bytes) -> str:
    name = f"cp{int.from_bytes(data[:4], 'little')}".replace("cp65001", "utf-8")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _plain(data: bytes, codepage: str) -> str:
    return clean_text(data.decode(codepage, "replace").split("\0")[0])


def _offer(message: _Message, description: Description) -> None:
    more, page = message.more, message.codepage
    subject = more.text(_P_SUBJECT, page) or _plain(message.subject, page)
    eml.add_mail_subject(clean_text(subject), "tnef:subject", description)
    eml.add_mail_sender(clean_text(more.text(_P_SENDER, page)), "", "tnef:sender", description)
    if (sent := _day(message)) is not None:
        description.offer("date", sent, "tnef:sent", 0.8)
        description.offer("date_precision", "day", "tnef:sent")
    description.offer("message_id", clean_text(more.text(_P_ID, page)).strip("<> "), "tnef:message-id")


def _day(message: _Message) -> str | None:
    """The day on which it was sent, as its sender's clock showed it where that is told."""
    try:
        if len(message.sent) >= _DTR.size:
            year, month, day = _DTR.unpack_from(message.sent)
            return datetime(year, month, day, tzinfo=UTC).date().isoformat()
        ticks = int.from_bytes(message.more.bytes_of(_P_SENT)[:8], "little")
        return (_SINCE + timedelta(microseconds=ticks // 10)).date().isoformat() if ticks else None
    except (ValueError, OverflowError):
        return None


def _put(attached: _Attached, n: int, codepage: str, shelf: MemberShelf) -> None:
    """One file onto the shelf; a message within the message is again TNEF."""
    more = attached.more
    names = (more.text(_P_LONG_NAME, codepage), more.text(_P_NAME, codepage), _plain(attached.title, codepage))
    told = next(filter(None, names), "")
    name = members.inner_path(told.replace("/", "_").replace("\\", "_").replace(":", "_"))
    data = attached.data or more.bytes_of(_P_DATA)
    inner = more.values.get(_P_DATA, (0, b""))
    if inner[0] == OBJECT:
        data = inner[1][_IID:]
        name = f"{name or f'message-{n}'}.dat"
    if data:
        shelf.put(name or f"part-{n}.bin", [data])


def _text(message: _Message, source: Source) -> str:
    """The body as it was written; else as a page, else as it is packed for Outlook."""
    more = message.more
    plain = more.text(_P_BODY, message.codepage) or message.body.decode(message.codepage, "replace").split("\0")[0]
    if plain.strip():
        return clean_text(plain)
    page = more.text(_P_HTML, message.codepage) or decode_text(more.bytes_of(_P_HTML)).text
    if page.strip():
        return _read_as(page.encode("utf-8", "replace"), "text/html", source).text
    packed = rtf.unpack(more.bytes_of(_P_RTF))
    return _read_as(packed, rtf.TYPE, source).text if packed else ""


def _read_as(data: bytes, media_type: str, source: Source) -> Description:
    path = source.folder / "body"
    path.write_bytes(data)
    inner = Source(path, source.filename, media_type, source.folder, source.relpath)
    found = html.read_source(inner) if media_type == "text/html" else rtf.read_source(inner)
    path.unlink()
    return found
