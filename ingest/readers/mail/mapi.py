"""A mail as stored by Outlook: MAPI properties of the message and of what is attached, for TNEF and MSG.

Sources: [MS-OXCDATA] 2.11 for the types of properties, [MS-OXPROPS] for their numbers.
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from email.utils import format_datetime

from archive.record import Description
from archive.text.charset import clean_text
from archive.text.windows_languages import USUAL_CODE_PAGE, ansi_code_page
from ingest.extract.embargo.sources import add_status_embargo
from ingest.extract.embargo.unread_words import NamedWords
from ingest.readers.base import members
from ingest.readers.base.byte_words import of_bytes, of_lines
from ingest.readers.base.markup_words import of_markup
from ingest.readers.base.members import MemberShelf
from ingest.readers.base.source import Source
from ingest.readers.mail import eml
from ingest.readers.mail.unread_words import of_headers
from ingest.readers.office import rtf
from ingest.readers.web import html

STRING8, UNICODE, BINARY, OBJECT = 0x001E, 0x001F, 0x0102, 0x000D
SUBJECT, BODY, HTML, RTF, SENDER, SENT, DELIVERED, ID = 0x37, 0x1000, 0x1013, 0x1009, 0x0C1A, 0x39, 0x0E06, 0x1035
ADDRESS, SMTP_ADDRESS, HEADERS, SENSITIVITY, CLASS = 0x0C1F, 0x5D01, 0x7D, 0x36, 0x1A
CODEPAGE, LOCALE, INTERNET_CODEPAGE = 0x3FFD, 0x3FF1, 0x3FDE
LONG_NAME, NAME, DATA = 0x3707, 0x3704, 0x3701
SENSITIVE = {1: "Personal", 2: "Private", 3: "Company Confidential"}  # RFC 4021, 2.1.55
DEFERRED = 0x0F
_NO_WORDS = frozenset((HEADERS, DATA, SENDER, ADDRESS, SMTP_ADDRESS, ID, CLASS))
_NUMBERS = frozenset((2, 3, 4, 5, 6, 7, 10, 11, 13, 20, 64, 72))  # types of a fixed length
_ENCRYPTED = ("IPM.NOTE.SMIME", "IPM.NOTE.SECURE")  # classes of mails
_IID = 16  # bytes before an embedded message
_DTR = struct.Struct("<3H")
_SINCE = datetime(1601, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Properties:
    """MAPI properties by number, each with its type and first value."""

    values: dict[int, tuple[int, bytes]] = field(default_factory=dict)

    def bytes_of(self, number: int) -> bytes:
        """Return the raw value, or empty."""
        return self.values.get(number, (0, b""))[1]

    def text(self, number: int, codepage: str) -> str:
        """Return the value as text, or empty; `codepage` is that of single-byte texts."""
        kind, data = self.values.get(number, (0, b""))
        if kind == UNICODE:
            return data.decode("utf-16-le", "replace").split("\0")[0]
        return data.decode(codepage, "replace").split("\0")[0] if kind == STRING8 else ""

    def number(self, number: int) -> int:
        """Return the value as a number, or 0."""
        return int.from_bytes(self.bytes_of(number)[:8], "little")


@dataclass(slots=True)
class Attached:
    """A file: its name and content as attributes of TNEF, and its properties."""

    title: bytes = b""
    data: bytes = b""
    more: Properties = field(default_factory=Properties)


@dataclass(slots=True)
class MapiMessage:
    """A message; `subject`, `body` and `sent` as attributes of TNEF."""

    codepage: str = "cp1252"
    subject: bytes = b""
    body: bytes = b""
    sent: bytes = b""
    more: Properties = field(default_factory=Properties)
    attached: list[Attached] = field(default_factory=list)

    def plain(self, data: bytes) -> str:
        """Return the text in bytes of the message's code page, up to its end."""
        return clean_text(data.decode(self.codepage, "replace").split("\0")[0])

    def text(self, number: int) -> str:
        """Return a property as clean text."""
        return clean_text(self.more.text(number, self.codepage))


def codec(*numbers: int) -> str:
    """Return the name of the first known code page among these, or the usual one."""
    for number in filter(None, numbers):
        with suppress(LookupError):
            return codecs.lookup(f"cp{number}".replace("cp65001", "utf-8")).name
    return USUAL_CODE_PAGE


def message_codec(more: Properties) -> str:
    """Return the code page of single-byte texts in a message: the one it names, that of its language, or that in which
    it was sent."""
    pages = (more.number(CODEPAGE), ansi_code_page(more.number(LOCALE)), more.number(INTERNET_CODEPAGE))
    return codec(*pages)


def is_encrypted(message: MapiMessage) -> bool:
    """Return whether a message can only be read by its recipient."""
    return message.text(CLASS).upper() in _ENCRYPTED


def offer_message(message: MapiMessage, reader: str, description: Description) -> None:
    """Add subject, sender, day and identifier; `reader` begins the origins (`tnef:subject`). Embargoes in its headers
    and its sensitivity count as in a mail."""
    subject = message.text(SUBJECT) or message.plain(message.subject)
    eml.add_mail_subject(subject, f"{reader}:subject", description)
    eml.add_mail_sender(message.text(SENDER), sender_address(message), f"{reader}:sender", description)
    if (sent := _sent(message)) is not None:
        description.offer("date", sent.date().isoformat(), f"{reader}:sent", 0.8)
        description.offer("date_precision", "day", f"{reader}:sent")
    if headers := message.text(HEADERS):
        eml.add_mail_embargoes(message_from_string(headers, policy=policy.default), reader, description)
    add_status_embargo(description, SENSITIVE.get(message.more.number(SENSITIVITY), ""), f"{reader}:sensitivity")
    description.offer("message_id", message.text(ID).strip("<> "), f"{reader}:message-id")


def unread_words(message: MapiMessage) -> Iterator[NamedWords]:
    """Yield the words of all properties: categories, flags, votes, headers, the other bodies, when it is to be sent."""
    headers = message_from_string(message.text(HEADERS), policy=policy.default)
    yield from of_headers(headers)
    if (moment := _moment(message.more.number(DEFERRED))) is not None:
        yield "deferred delivery", moment.isoformat()
    for number, (kind, data) in message.more.values.items():
        if number in _NO_WORDS:
            continue
        if number == HTML:
            yield from of_markup(data if kind == BINARY else message.text(HTML).encode(), is_html=True)
        elif kind in (UNICODE, STRING8):
            yield from of_lines(message.text(number))
        elif kind not in _NUMBERS:
            yield from of_bytes(rtf.unpack(data) if number == RTF else data)


def sender_address(message: MapiMessage) -> str:
    """Return the internet address of a message's sender, or empty."""
    return next((words for number in (SMTP_ADDRESS, ADDRESS) if "@" in (words := message.text(number))), "")


def sent_header(message: MapiMessage) -> str:
    """Return when a message was sent, in the form of a mail header, or empty."""
    sent = _sent(message)
    return format_datetime(sent) if sent else ""


def _moment(ticks: int) -> datetime | None:
    try:
        return _SINCE + timedelta(microseconds=ticks // 10) if ticks else None
    except OverflowError:
        return None


def _sent(message: MapiMessage) -> datetime | None:
    """Return when it was sent, or received; by its sender's clock if known."""
    try:
        if len(message.sent) >= _DTR.size:
            year, month, day = _DTR.unpack_from(message.sent)
            return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
    return _moment(message.more.number(SENT) or message.more.number(DELIVERED))


def put_attached(attached: Attached, n: int, message: MapiMessage, shelf: MemberShelf) -> None:
    """Store one file; an embedded TNEF message becomes TNEF again."""
    name, data = attached_name(attached, message), attached.data or attached.more.bytes_of(DATA)
    kind, inner = attached.more.values.get(DATA, (0, b""))
    if kind == OBJECT:
        data = inner[_IID:]
        name = f"{name or f'message-{n}'}.dat"
    if data:
        shelf.put(name or f"part-{n}.bin", [data])


def attached_name(attached: Attached, message: MapiMessage) -> str:
    """Return a file's name inside its message, or empty."""
    more, page = attached.more, message.codepage
    told = more.text(LONG_NAME, page) or more.text(NAME, page) or message.plain(attached.title)
    return members.inner_file_name(told)


def message_text(message: MapiMessage, source: Source) -> str:
    """Return the body as written; else as a page, else as packed by Outlook."""
    more = message.more
    plain = message.text(BODY) or message.plain(message.body)
    if plain.strip():
        return plain
    page = more.text(HTML, message.codepage).encode("utf-8", "replace") or more.bytes_of(HTML)
    if page.strip():
        return _read_as(page, "text/html", source)
    packed = rtf.unpack(more.bytes_of(RTF))
    return _read_as(packed, rtf.TYPE, source) if packed else ""


def _read_as(data: bytes, media_type: str, source: Source) -> str:
    path = source.folder / "body"
    path.write_bytes(data)
    inner = Source(path, source.filename, media_type, source.folder, source.relpath)
    found = html.read_source(inner) if media_type == "text/html" else rtf.read_source(inner)
    path.unlink()
    return found.text
