"""The outer structures of a Word file of 97-2003 ([MS-DOC]): the FIB, the pieces of its text, tables by position."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

WORD, WORD_6 = 0xA5EC, 0xA5DC  # what the stream begins with (2.5.2)
WORD_97 = 0x00C1  # nFib
_COMPLEX, _ENCRYPTED, _TABLE_1 = 0x0004, 0x0100, 0x0200
_FC_LCB = 0x9A  # where the pairs of offset and size begin (2.5.6)
STYLES, NOTE_MARKS, NOTE_TEXTS, CHARACTERS, PARAGRAPHS, FONTS, CLX, END_MARKS, END_TEXTS = (
    1,
    2,
    3,
    12,
    13,
    15,
    33,
    46,
    47,
)
_PAGE = 512
MAX_PIECES = 200_000
MAX_PAGES = 8_000  # of 512 bytes with properties, of either sort; a book has some 2,000


class Damaged(Exception):
    """The structures of the file contradict each other."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text (2.9.177): its first character, where its bytes begin, bytes a character, the index of the
    changes that a fast save made to all of it."""

    start: int
    end: int
    at: int
    width: int
    change: int | None


@dataclass(slots=True)
class Run:
    """Bytes from `start` to `end` of the stream, and what changes their properties (2.6.1), those of a paragraph with
    the style in front."""

    start: int
    end: int
    changes: bytes


@dataclass(slots=True)
class WordFile:
    """The streams of a file, its counts of characters by part (2.5.4), its pieces."""

    main: bytes
    table: bytes
    counts: dict[str, int] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)
    changes: list[bytes] = field(default_factory=list)

    def block(self, number: int) -> bytes:
        """The structure that a pair of the FIB points to, empty for none. Raises Damaged when it is not there."""
        at, size = _numbers("<2I", self.main, _FC_LCB + 8 * number)
        if not size:
            return b""
        if at + size > len(self.table):
            raise Damaged
        return self.table[at : at + size]

    def positions(self, number: int, size: int) -> list[int]:
        """The positions of a PLC (2.2.2) whose data have `size` bytes each."""
        block = self.block(number)
        count = max(0, (len(block) - 4) // (4 + size))
        return list(_numbers(f"<{count + 1}I", block, 0)) if block else []

    def runs(self, number: int) -> list[Run]:
        """The runs of all pages of properties (2.9.33, 2.9.175), in the order of their bytes."""
        block = self.block(number)
        count = max(0, (len(block) - 4) // 8)
        pages = dict.fromkeys(n & 0x3FFFFF for n in _numbers(f"<{count}I", block, 4 * (count + 1))) if count else {}
        found: list[Run] = []
        for page in list(pages)[:MAX_PAGES]:
            found += _runs(self.main[page * _PAGE : (page + 1) * _PAGE], number == PARAGRAPHS)
        return sorted(found, key=lambda run: run.start)


def flags(main: bytes) -> tuple[int, int, bool, str]:
    """(what the stream begins with, nFib, whether it is encrypted, the name of its table stream). Raises Damaged."""
    first, version = _numbers("<2H", main, 0)
    if first not in (WORD, WORD_6):
        raise Damaged
    (bits,) = _numbers("<H", main, 0x0A)
    return first, version, bool(bits & _ENCRYPTED), "1Table" if bits & _TABLE_1 else "0Table"


def plain_text(main: bytes) -> tuple[bytes, int]:
    """The bytes of the text of a file by Word 6 or 95, and the number of their language; empty after a fast save."""
    start, end = _numbers("<2I", main, 0x18)
    bits, (language,) = _numbers("<H", main, 0x0A)[0], _numbers("<H", main, 0x06)
    return (b"" if bits & _COMPLEX else main[start:end]), language


def opened(main: bytes, table: bytes) -> WordFile:
    """The file with its counts and pieces. Raises Damaged."""
    file = WordFile(main, table)
    names = ("text", "notes", "margins", "macros", "comments", "ends", "boxes", "margin_boxes")
    file.counts = dict(zip(names, _numbers("<8I", main, 0x4C), strict=True))
    _read_pieces(file)
    if not file.pieces or max(file.counts.values()) > len(main):
        raise Damaged
    return file


def _numbers(shape: str, data: bytes, at: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(shape, data, at)
    except struct.error as error:
        raise Damaged from error


def _read_pieces(file: WordFile) -> None:
    """The piece table, and before it the changes that its pieces name (2.9.38)."""
    clx = file.block(CLX)
    at = 0
    while at < len(clx) and clx[at] == 1:
        (size,) = _numbers("<H", clx, at + 1)
        file.changes.append(clx[at + 3 : at + 3 + size])
        at += 3 + size
    if at >= len(clx) or clx[at] != 2:
        raise Damaged
    (size,) = _numbers("<I", clx, at + 1)
    count = (size - 4) // 12
    if not 0 < count <= MAX_PIECES:
        raise Damaged
    limits = _numbers(f"<{count + 1}I", clx, at + 5)
    for n in range(count):
        start, change = _numbers("<IH", clx, at + 5 + 4 * (count + 1) + 8 * n + 2)
        narrow = bool(start & 0x40000000)
        offset = (start & 0x3FFFFFFF) // 2 if narrow else start & 0x3FFFFFFF
        piece = Piece(limits[n], limits[n + 1], offset, 1 if narrow else 2, change >> 1 if change & 1 else None)
        if piece.end < piece.start or offset + (piece.end - piece.start) * piece.width > len(file.main):
            raise Damaged
        file.pieces.append(piece)


def _runs(page: bytes, of_paragraphs: bool) -> Iterator[Run]:
    """The runs of one page of properties."""
    if len(page) < _PAGE:
        return
    count, step = page[-1], 13 if of_paragraphs else 1
    if 4 * (count + 1) + step * count > _PAGE - 1:
        return
    limits = struct.unpack_from(f"<{count + 1}I", page)
    for n in range(count):
        at = 2 * page[4 * (count + 1) + step * n]
        changes = b""
        if at and of_paragraphs:
            size = 2 * page[at] - 1 if page[at] else 2 * page[min(at + 1, _PAGE - 1)]
            start = at + 1 if page[at] else at + 2
            changes = page[start : start + size]
        elif at:
            changes = page[at + 1 : at + 1 + page[at]]
        if limits[n] < limits[n + 1]:
            yield Run(limits[n], limits[n + 1], changes)
