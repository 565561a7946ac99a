"""Read Outlook stores (PST, OST): each mail in them becomes a mail in its folder ([MS-PST]).

The library (libpff) is the extra `pst`. Without it a store is rejected, so that its mails can be read later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message as MailPart
from typing import Any

from archive.errors import Unreadable
from archive.messages import Message, join_messages, message_of
from archive.record import Description, Outcome
from ingest.extract.embargo.unread_words import NamedWords, add_unread_embargoes
from ingest.readers.base import members
from ingest.readers.base.members import MemberShelf, MemberTooLarge
from ingest.readers.base.source import VERSION, Source
from ingest.readers.containers.zip_archive import note_count
from ingest.readers.mail import composed_mail, eml, mapi
from ingest.readers.mail.attached_messages import attached_message, load_functions
from ingest.readers.mail.mapi import Attached, MapiMessage, Properties

try:
    import pypff
except ImportError:  # the extra pst is not installed
    pypff = None

_FUNCTIONS = load_functions(pypff.__file__) if pypff is not None else None
NAME = "pst"
MAILS = ("IPM.NOTE", "IPM.POST", "IPM.SCHEDULE.MEETING", "REPORT.")  # prefixes of the class of a mail
STICKY_NOTE = "IPM.STICKYNOTE"
DEEPEST_FOLDERS, MOST_FOLDERS = 50, 10_000
MOST_ITEMS = 20 * members.MOST_FILES  # a store has many items that are not mails
MOST_PROPERTIES = 2_000
MOST_ATTACHED = 70 << 20  # bytes of a mail's attachments together; a larger mail exceeds the limit of a file inside
ERRORS = (OSError, ValueError, OverflowError, RuntimeError, AttributeError)  # raised by the library for damage
_METHOD, _MAIL_INSIDE, _OBJECT_INSIDE = 0x3705, 5, 6  # kinds of attachments ([MS-OXCMSG] 2.2.2.9)
_TITLE = 0x3001  # the name of an attached mail
_MAILS_FOLDER, _DELETED_FOLDER = 0x35E0, 0x35E3  # of the store: entry ids, whose last four bytes identify a folder


def read_source(source: Source) -> Description:
    """Return the mails in it as members, in their folders, and notes that count what was left out. Raise Unreadable if
    it is damaged, too large, or the library is not installed."""
    if pypff is None:
        raise Unreadable(Message("pst-package-missing", file=source.filename))
    description = Description(source.media_type, NAME, VERSION)
    try:
        with source.path.open("rb") as file:
            store = pypff.file()
            store.open_file_object(file)
            try:
                walk = _Walk(store, source, MemberShelf(description, source.folder, later=source.later))
                walk.read()
            finally:
                store.close()
    except ERRORS as error:
        raise Unreadable(Message("damaged-pst", file=source.filename)) from error
    note_count(description)
    add_unread_embargoes(walk.noted, description)
    for code in ("pst-no-mails", "pst-deleted"):
        if count := walk.left[code]:
            description.notes.append(Message(code, count=count))
    return description


@dataclass
class _Walk:
    """One pass through a store, folder by folder. `noted`: the words of sticky notes, which say something about the
    mails."""

    store: Any
    source: Source
    shelf: MemberShelf
    left: Counter[str] = field(default_factory=Counter)
    noted: list[NamedWords] = field(default_factory=list)

    def read(self) -> None:
        """Store every mail except those in the folder of deleted ones."""
        top, deleted = _folders_of_store(self.store)
        try:
            root = self.store.get_root_folder()
        except MemoryError as error:  # raised by the library if it is not a folder
            raise ValueError from error
        seen: set[int] = set()
        waiting = [(root, "", 0, False)]
        while waiting:
            folder, path, depth, gone = waiting.pop()
            if folder is None or folder.identifier in seen or depth > DEEPEST_FOLDERS:
                continue
            seen.add(folder.identifier)
            if len(seen) > MOST_FOLDERS:
                raise Unreadable(members.too_many())
            gone = gone or folder.identifier == deleted
            if depth and folder.identifier != top:
                path = f"{path}{_folder_name(folder)}/"
            try:
                mails = folder.number_of_sub_messages
                below = [folder.get_sub_folder(number) for number in range(folder.number_of_sub_folders)]
            except ERRORS:
                if not depth:
                    raise
                all_mails = f"{path}mails"
                self.shelf.refuse(all_mails, Message("pst-folder-damaged", file=self.source.filename))
                continue
            for number in range(mails):
                self._item(folder, number, path, gone)
            waiting += [(one, path, depth + 1, gone) for one in reversed(below)]

    def _item(self, folder: Any, number: int, path: str, gone: bool) -> None:
        name = f"{path}item-{number + 1}.eml"
        try:
            item = folder.get_sub_message(number)
            name = f"{path}mail-{item.identifier:x}.eml"
            message = _message(item)
            kind = message.text(mapi.CLASS).upper()
            if not kind.startswith(MAILS):
                self.left["pst-no-mails"] += 1
                if kind.startswith(STICKY_NOTE) and not gone:
                    self.noted += mapi.unread_words(message)
            elif gone:
                self.left["pst-deleted"] += 1
            elif mapi.is_encrypted(message):
                self.shelf.refuse(name, eml.ENCRYPTED, Outcome.ENCRYPTED)
            else:
                self._put(name, item, message)
        except ERRORS:
            self.shelf.refuse(name, Message("pst-mail-damaged", file=self.source.filename))
        if sum(self.left.values()) > MOST_ITEMS:
            raise Unreadable(members.too_many())

    def _put(self, name: str, item: Any, message: MapiMessage) -> None:
        if self.shelf.count >= members.MOST_FILES:
            raise Unreadable(Message("too-many-mails", most=f"{members.MOST_FILES:,}"))
        try:
            mail = self._mail(name.removesuffix(".eml"), item, message, _Room(MOST_ATTACHED, members.MOST_FILES))
        except MemberTooLarge as error:
            self.shelf.refuse(name, message_of(error))
        else:
            self.shelf.put(name, [composed_mail.as_bytes(mail)])

    def _mail(self, name: str, item: Any, message: MapiMessage, room: _Room, depth: int = 0) -> MailPart:
        """Return a message with its attachments; what cannot be extracted is reported as `name` with its number. Raise
        MemberTooLarge."""
        attached: list[MailPart] = []
        noted: list[NamedWords] = []
        for n, (file, content) in enumerate(_attached(item), start=1):
            part, method = f"{name}-{n}", file.more.number(_METHOD)
            room.take(0, files=1)
            if method == _MAIL_INSIDE:
                if (inner := self._mail_inside(part, content, room, depth + 1, noted)) is not None:
                    attached.append(composed_mail.mail_part(inner, _mail_name(file, message)))
            elif method == _OBJECT_INSIDE:
                self.shelf.refuse(part, Message("object-inside"), Outcome.SKIPPED)
            else:
                room.take(content.size)
                if data := _bytes(content):
                    attached.append(composed_mail.file_part(mapi.attached_name(file, message) or f"part-{n}.bin", data))
        return composed_mail.compose(message, self.source, attached, noted)

    def _mail_inside(
        self, name: str, content: Any, room: _Room, depth: int, noted: list[NamedWords]
    ) -> MailPart | None:
        """Return the attached mail; None for one reported as left out. The words of another item are added to
        `noted`."""
        try:
            if depth > composed_mail.DEEPEST:
                deep = Message("nested-too-deep", most=composed_mail.DEEPEST)
                self.shelf.refuse(name, join_messages([deep, Message("pst-mail-inside")]))
            elif (item := attached_message(content, _FUNCTIONS)) is None:
                self.shelf.refuse(name, Message("pst-mail-inside"))
            else:
                message = _message(item)
                room.take(sum(len(data) for _, data in message.more.values.values()))
                if mapi.is_encrypted(message):
                    self.shelf.refuse(name, eml.ENCRYPTED, Outcome.ENCRYPTED)
                elif message.text(mapi.CLASS).upper().startswith(MAILS):
                    return self._mail(name, item, message, room, depth)
                else:
                    noted += mapi.unread_words(message)
                    self.shelf.refuse(name, Message("pst-item-inside"), Outcome.SKIPPED)
        except ERRORS:
            self.shelf.refuse(name, Message("pst-mail-damaged", file=self.source.filename))
        return None


@dataclass
class _Room:
    """How much may still be attached to a mail and the mails in it, together."""

    bytes: int
    files: int

    def take(self, size: int, files: int = 0) -> None:
        """Count an attachment. Raise MemberTooLarge."""
        self.bytes -= size
        self.files -= files
        if self.bytes < 0:
            raise MemberTooLarge(Message("member-too-large", size=members.MOST_EACH >> 20))
        if self.files < 0:
            many = Message("too-many-files-inside", most=f"{members.MOST_FILES:,}")
            raise MemberTooLarge(join_messages([many, Message("save-mail-attachments")]))


def _folders_of_store(store: Any) -> tuple[int, int]:
    """Return the numbers of the folder with all mails, and of that with deleted ones; 0 if unknown."""
    found = _properties(store.get_message_store())
    top, deleted = (int.from_bytes(found.bytes_of(key)[-4:], "little") for key in (_MAILS_FOLDER, _DELETED_FOLDER))
    return top, deleted


def _folder_name(folder: Any) -> str:
    try:
        told = folder.name or ""
    except ERRORS:
        told = ""
    return members.inner_file_name(told) or f"{folder.identifier:x}"


def _message(item: Any) -> MapiMessage:
    more = _properties(item)
    kind, subject = more.values.get(mapi.SUBJECT, (0, b""))
    if kind == mapi.UNICODE and subject[:2] == b"\1\0":  # the length of a prefix such as "Re: " (2.5.3.1.1.1)
        more.values[mapi.SUBJECT] = (kind, subject[4:])
    elif kind == mapi.STRING8 and subject[:1] == b"\1":
        more.values[mapi.SUBJECT] = (kind, subject[2:])
    return MapiMessage(mapi.message_codec(more), more=more)


def _properties(item: Any) -> Properties:
    found = Properties()
    if item is None or not item.number_of_record_sets:
        return found
    entries = item.get_record_set(0)
    for number in range(min(entries.number_of_entries, MOST_PROPERTIES)):
        entry = entries.get_entry(number)
        if entry.entry_type is not None and entry.entry_type != mapi.DATA and (data := _data(entry)) is not None:
            found.values.setdefault(entry.entry_type, (entry.value_type, data))
    return found


def _data(entry: Any) -> bytes | None:
    """Return the value of a property; None if it cannot be read, because others can be."""
    try:
        data: bytes | None = entry.data
    except ERRORS:
        return None
    return data


def _attached(item: Any) -> Iterator[tuple[Attached, Any]]:
    """Return an attachment: its properties, and the object to read its bytes from."""
    for number in range(min(item.number_of_attachments, members.MOST_FILES)):
        content = item.get_attachment(number)
        yield Attached(more=_properties(content)), content


def _mail_name(attached: Attached, message: MapiMessage) -> str:
    """Return the file name for an attached mail."""
    return f"{members.inner_file_name(attached.more.text(_TITLE, message.codepage)) or 'mail'}.eml"


def _bytes(content: Any) -> bytes:
    left, pieces = content.size, []
    while left > 0 and (piece := content.read_buffer(min(left, members.CHUNK))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
