"""Records of a PowerPoint 97-2003 presentation: their stream, and the position of the newest edit.

Source: [MS-PPT] 2.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.readers.office.office_art import HEAD, OPTIONS, art_text

EDIT, DIRECTORY, CHARS, BYTES = 0x0FF5, 0x1772, 0x0FA0, 0x0FA8
DEEPEST = 32
MOST_RECORDS = 500_000
MOST_EDITS = 1_000


class DamagedPpt(Exception):
    """A record is not where another says, or there are more than in any presentation."""


@dataclass(frozen=True, slots=True)
class PptRecord:
    """One record: its type, its instance, and the position of its content. Containers have version 15."""

    kind: int
    instance: int
    container: bool
    start: int
    end: int


class PptStream:
    """The stream `PowerPoint Document`, with a budget of records, so that no file takes forever."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._left = MOST_RECORDS

    def record(self, at: int, end: int | None = None) -> PptRecord:
        """Return the record at an offset. Raise Damaged."""
        end = len(self.data) if end is None else end
        self._left -= 1
        if self._left < 0 or at < 0 or at + 8 > end:
            raise DamagedPpt
        version, kind, length = HEAD.unpack_from(self.data, at)
        return PptRecord(kind, version >> 4, version & 15 == 15, at + 8, min(at + 8 + length, end))

    def children(self, parent: PptRecord) -> Iterator[PptRecord]:
        """Yield the direct records of a container."""
        at = parent.start
        while at + 8 <= parent.end:
            found = self.record(at, parent.end)
            yield found
            at = found.end

    def inside(self, parent: PptRecord, depth: int = 0) -> Iterator[PptRecord]:
        """Yield all records inside a container, in order. Raise Damaged if they are nested too deep."""
        if depth > DEEPEST:
            raise DamagedPpt
        for child in self.children(parent):
            yield child
            if child.container:
                yield from self.inside(child, depth + 1)

    def number(self, record: PptRecord, at: int) -> int:
        """Return the 32-bit number in a record's content. Raise Damaged."""
        if record.start + at + 4 > record.end:
            raise DamagedPpt
        return int.from_bytes(self.data[record.start + at : record.start + at + 4], "little")

    def text(self, record: PptRecord) -> str | None:
        """Return the characters of a text atom or of WordArt, None for any other record. 2.9.41, 2.9.42: UTF-16, or its
        low bytes."""
        content = self.data[record.start : record.end]
        if record.kind == CHARS:
            return content.decode("utf-16-le", "replace")
        if record.kind == OPTIONS:
            return art_text(content, record.instance)
        return content.decode("latin-1") if record.kind == BYTES else None


def directory(stream: PptStream, current: int) -> tuple[dict[int, int], int]:
    """Return (offsets by persist identifier, the newest edit's first, and the identifier of the document): 2.3.3 to
    2.3.6."""
    places: dict[int, int] = {}
    document: int | None = None
    seen: set[int] = set()
    while len(seen) < MOST_EDITS:
        seen.add(current)
        edit = stream.record(current)
        if edit.kind != EDIT:
            raise DamagedPpt
        document = stream.number(edit, 16) if document is None else document
        for identifier, offset in _entries(stream, stream.record(stream.number(edit, 12))):
            places.setdefault(identifier, offset)
        current = stream.number(edit, 8)
        if current == 0 or current in seen:
            break
    return places, document or 0


def _entries(stream: PptStream, directory: PptRecord) -> Iterator[tuple[int, int]]:
    if directory.kind != DIRECTORY:
        raise DamagedPpt
    at = 0
    while directory.start + at + 4 <= directory.end:
        head = stream.number(directory, at)
        for n in range(head >> 20):
            at += 4
            yield (head & 0xFFFFF) + n, stream.number(directory, at)
        at += 4
