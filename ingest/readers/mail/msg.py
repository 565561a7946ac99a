"""Read mails saved by Outlook (MSG): the message, and its attachments as files ([MS-OXMSG])."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.message import Message as MailPart
from typing import Any

import olefile

from archive.errors import Encrypted, Unreadable
from archive.messages import Message
from archive.record import Description, Outcome
from ingest.extract.embargo.unread_words import NamedWords
from ingest.readers.base import members
from ingest.readers.base.members import MemberShelf
from ingest.readers.base.source import VERSION, Source
from ingest.readers.mail import composed_mail, eml, mapi
from ingest.readers.mail.mapi import DATA, Attached, MapiMessage, Properties
from ingest.readers.office.doc import OLE_ERRORS
from ingest.readers.text.plain_text import cut

NAME = "msg"
MAX_BYTES = 100 << 20  # of all streams: those of a crafted file may share sectors
MOST_PROPERTIES = 2_000
_STREAM = re.compile(r"__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})\Z", re.I)
_SEVERAL = re.compile(r"__substg1\.0_[0-9A-F]{4}10(1[EF])-[0-9A-F]{8}\Z", re.I)
_ATTACHED = re.compile(r"__attach_version1\.0_#[0-9A-F]{8}\Z", re.I)
_PROPERTIES = "__properties_version1.0"
_INSIDE = "__substg1.0_3701000D"  # 2.2.2.1: an attached message or object of another program


class DamagedMsg(Exception):
    """The file contains no message, or far too much."""


def read_source(source: Source) -> Description:
    """Return subject, sender, day and text, with attachments as members, attached mails as EML. Raise Encrypted, and
    Unreadable if it is damaged or too large."""
    description = Description(source.media_type, NAME, VERSION)
    try:
        with olefile.OleFileIO(str(source.path)) as container:
            storage = _Storage(container, source.size)
            message = storage.message(())
            _read(message, storage, source, description)
    except (DamagedMsg, *OLE_ERRORS) as error:
        raise Unreadable(Message("damaged-mail", file=source.filename)) from error
    return description


def _read(message: MapiMessage, storage: _Storage, source: Source, description: Description) -> None:
    if mapi.is_encrypted(message):
        raise Encrypted(eml.ENCRYPTED)
    mapi.offer_message(message, NAME, description)
    shelf = MemberShelf(description, source.folder, later=source.later)
    for n, (path, one) in enumerate(storage.attached(()), start=1):
        name = mapi.attached_name(one, message)
        if not storage.has((*path, _INSIDE, _PROPERTIES)):
            if storage.has((*path, _INSIDE)):
                placed = f"part-{n}"
                shelf.refuse(name or placed, Message("object-inside"), Outcome.SKIPPED)
            mapi.put_attached(one, n, message, shelf)
            continue
        mail = storage.mail((*path, _INSIDE), source)
        shelf.put(f"{name.removesuffix('.msg') or f'message-{n}'}.eml", [composed_mail.as_bytes(mail)])
    description.text = cut(mapi.message_text(message, source).replace("\f", " ").strip("\n"), description)
    if not description.text.strip():
        description.notes.append(Message("mail-without-words"))


def unread_words(source: Source) -> Iterator[NamedWords]:
    """Yield the words of all properties of a message, also of messages within it, and the names of what is attached."""
    try:
        with olefile.OleFileIO(str(source.path)) as container:
            storage = _Storage(container, source.size)
            yield from _words(storage, ())
    except (DamagedMsg, *OLE_ERRORS):
        return


def _words(storage: _Storage, path: tuple[str, ...]) -> Iterator[NamedWords]:
    message = storage.message(path)
    yield from mapi.unread_words(message)
    yield from storage.several(path)
    for at, one in storage.attached(path):
        yield "attachment", mapi.attached_name(one, message)
        inside = (*at, _INSIDE)
        if storage.has((*inside, _PROPERTIES)) and len(inside) <= 2 * composed_mail.DEEPEST:
            yield from _words(storage, inside)


class _Storage:
    """The storages of a file, read up to a limit of bytes."""

    def __init__(self, container: Any, size: int) -> None:
        self._container = container
        self._left, self._size = MAX_BYTES, size
        self._inside: dict[tuple[str, ...], list[str]] = {}
        for *path, name in container.listdir(streams=True, storages=True):
            self._inside.setdefault(_key(path), []).append(name)

    def has(self, path: tuple[str, ...]) -> bool:
        """Return whether there is such a stream or storage."""
        return bool(self._container.exists(list(path)))

    def message(self, path: tuple[str, ...]) -> MapiMessage:
        """Return the message in a storage, without attachments. Raise DamagedMsg."""
        if not self.has((*path, _PROPERTIES)):
            raise DamagedMsg
        more = self._properties(path, 24 if path else 32)
        return MapiMessage(mapi.message_codec(more), more=more)

    def attached(self, path: tuple[str, ...]) -> list[tuple[tuple[str, ...], Attached]]:
        """Return the attachments of a message, with their storages. Raise Unreadable if it is too much."""
        names = [name for name in self._inside.get(_key(path), []) if _ATTACHED.match(name)]
        if len(names) > members.MOST_FILES:
            raise Unreadable(members.too_many())
        return [((*path, name), Attached(more=self._properties((*path, name), 8))) for name in sorted(names)]

    def several(self, path: tuple[str, ...]) -> Iterator[NamedWords]:
        """Yield the texts of properties that have several, such as categories (2.1.4.2)."""
        for name in self._inside.get(_key(path), [])[: 2 * MOST_PROPERTIES]:
            if told := _SEVERAL.match(name):
                codec = "utf-16-le" if told[1].upper() == "1F" else "cp1252"
                yield "category", self._bytes((*path, name)).decode(codec, "replace").strip("\0")

    def mail(self, path: tuple[str, ...], source: Source) -> MailPart:
        """Return an attached message as a mail. Raise DamagedMsg if they are nested too deep."""
        if len(path) > 2 * composed_mail.DEEPEST:
            raise DamagedMsg
        message, attached = self.message(path), []
        for n, (at, one) in enumerate(self.attached(path), start=1):
            name = mapi.attached_name(one, message)
            if self.has((*at, _INSIDE, _PROPERTIES)):
                attached.append(composed_mail.mail_part(self.mail((*at, _INSIDE), source)))
            elif data := one.more.bytes_of(DATA):
                attached.append(composed_mail.file_part(name or f"part-{n}.bin", data))
        return composed_mail.compose(message, source, attached)

    def _properties(self, path: tuple[str, ...], header: int) -> Properties:
        """Return properties in separate streams, and fixed-length ones after the header of a stream (2.4.1, 2.4.2)."""
        found = Properties()
        for name in self._inside.get(_key(path), [])[: 2 * MOST_PROPERTIES]:
            if (told := _STREAM.match(name)) and (kind := int(told[2], 16)) in _LONG:
                found.values.setdefault(int(told[1], 16), (kind, self._bytes((*path, name))))
        fixed = self._bytes((*path, _PROPERTIES)) if self.has((*path, _PROPERTIES)) else b""
        for at in range(header, min(len(fixed) - 15, header + 16 * MOST_PROPERTIES), 16):
            tag = int.from_bytes(fixed[at : at + 4], "little")
            if tag & 0xFFFF not in _LONG:
                found.values.setdefault(tag >> 16, (tag & 0xFFFF, fixed[at + 8 : at + 8 + _EIGHT.get(tag & 0xFFFF, 4)]))
        return found

    def _bytes(self, path: tuple[str, ...]) -> bytes:
        size = self._container.get_size(list(path))
        if size > self._size:
            return b""  # a stream larger than the file is damaged; the others are read
        self._left -= size
        if self._left < 0:
            raise DamagedMsg
        return bytes(self._container.openstream(list(path)).read())


_LONG = (mapi.STRING8, mapi.UNICODE, mapi.BINARY)
_EIGHT = {0x14: 8, 0x40: 8}  # bytes of a long integer and of a time


def _key(path: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.upper() for name in path)
