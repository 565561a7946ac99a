"""Read mailboxes (mbox, RFC 4155): each message becomes a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from archive.errors import Unreadable
from archive.messages import Message
from archive.record import Description
from ingest.readers.base import members
from ingest.readers.base.members import MemberShelf
from ingest.readers.base.source import VERSION, Source
from ingest.readers.containers.zip_archive import note_count

NAME = "mbox"
TYPE = "application/mbox"
LONGEST_LINE = 1 << 20  # bytes read together

_PARTS = re.compile(rb"From \S{1,200} .{0,100}\d\d:\d\d")
_HEADER = re.compile(rb"[!-9;-~]{1,76}:")
_QUOTED = re.compile(rb">+From ")


def read_source(source: Source) -> Description:
    """Return all messages in it as members, in order, and a note with their number. Raise Unreadable if there are too
    many."""
    description = Description(source.media_type, NAME, VERSION)
    shelf = MemberShelf(description, source.folder)
    with source.path.open("rb") as file:
        box = _Box(file)
        while box.more:
            if shelf.count >= members.MOST_FILES:
                raise Unreadable(Message("too-many-mails", most=f"{members.MOST_FILES:,}"))
            lines = box.message()
            shelf.put(f"mail-{shelf.count + 1:05}.eml", lines)
            for _ in lines:
                pass  # the rest of one that is too large, before the next
    note_count(description)
    return description


class _Box:
    """A mailbox, read message by message."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._line = file.readline(LONGEST_LINE)
        while self._line and not self._line.startswith(b"From "):
            self._line = file.readline(LONGEST_LINE)
        self._next = file.readline(LONGEST_LINE)

    @property
    def more(self) -> bool:
        """Return whether a message begins here."""
        return bool(self._line)

    def message(self) -> Iterator[bytes]:
        """Yield the lines of the message that begins here, without the line that separates it from the previous one.
        Later ones are available once it was read; the rest of an unfinished one is skipped."""
        line, self._line = self._next, b""
        blank, begun = False, False
        while line:
            after = self._file.readline(LONGEST_LINE)
            if blank and _PARTS.match(line) and _HEADER.match(after):
                self._line, self._next = line, after
                return
            if begun or line.strip():
                begun = True
                yield line[1:] if _QUOTED.match(line) else line
            blank = not line.strip(b"\r\n")
            line = after
