"""Structures of a Word 97-2003 file ([MS-DOC]): FIB, pieces of text, fonts, styles, and their changes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

WORD, WORD_6 = 0xA5EC, 0xA5DC  # the beginning of the stream (2.5.2)
WORD_6_EAST = (0xA697, 0xA698, 0xA699)  # Word 6 and 95 of East Asia
WORD_97 = 0x00C1  # nFib
_COMPLEX, _ENCRYPTED, _TABLE_1, _WIDE_95 = 0x0004, 0x0100, 0x0200, 0x1000
_MACINTOSH = 0x0100
_OLD_CLX = 0x160  # of Word 6 and 95: the position of a fast save's pieces
_FC_LCB = 0x9A  # the position of the pairs of offset and size (2.5.6)
STYLES, NOTE_MARKS, NOTE_TEXTS, CHARACTERS, PARAGRAPHS, FONTS, CLX, END_MARKS, END_TEXTS, DRAWINGS = (
    1,
    2,
    3,
    12,
    13,
    15,
    33,
    46,
    47,
    50,
)
_PAGE = 512
MAX_PIECES = 200_000
MAX_PAGES = 8_000  # of 512 bytes with properties, of either kind; a book has some 2,000


class DamagedDoc(Exception):
    """The structures of the file contradict each other."""


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of text (2.9.177): its first character, the position of its bytes, bytes per character, the index of the
    changes that a fast save made to all of it."""

    start: int
    end: int
    at: int
    width: int
    change: int | None


@dataclass(slots=True)
class PropertyRun:
    """Bytes from `start` to `end` of the stream, and the changes of their properties (2.6.1), for a paragraph with the
    style first."""

    start: int
    end: int
    changes: bytes


@dataclass(slots=True)
class WordFile:
    """The streams of a file, its character counts by part (2.5.4), its pieces."""

    main: bytes
    table: bytes
    counts: dict[str, int] = field(default_factory=dict)
    pieces: list[TextPiece] = field(default_factory=list)
    changes: list[bytes] = field(default_factory=list)

    def block(self, number: int) -> bytes:
        """Return the structure that a pair of the FIB points to, empty for none. Raise Damaged if it is missing."""
        at, size = _numbers("<2I", self.main, _FC_LCB + 8 * number)
        if not size:
            return b""
        if at + size > len(self.table):
            raise DamagedDoc
        return self.table[at : at + size]

    def positions(self, number: int, size: int) -> list[int]:
        """Return the positions of a PLC (2.2.2) whose data have `size` bytes each."""
        block = self.block(number)
        count = max(0, (len(block) - 4) // (4 + size))
        return list(_numbers(f"<{count + 1}I", block, 0)) if block else []

    def runs(self, number: int) -> list[PropertyRun]:
        """Return the runs of all pages of properties (2.9.33, 2.9.175), in the order of their bytes."""
        block = self.block(number)
        count = max(0, (len(block) - 4) // 8)
        pages = dict.fromkeys(n & 0x3FFFFF for n in _numbers(f"<{count}I", block, 4 * (count + 1))) if count else {}
        found: list[PropertyRun] = []
        for page in list(pages)[:MAX_PAGES]:
            found += _property_runs(self.main[page * _PAGE : (page + 1) * _PAGE], number == PARAGRAPHS)
        return sorted(found, key=lambda run: run.start)


def flags(main: bytes) -> tuple[int, int, bool, str]:
    """Return (the beginning of the stream, nFib, whether it is encrypted, the name of its table stream). Raise
    Damaged."""
    first, version = _numbers("<2H", main, 0)
    if first not in (WORD, WORD_6, *WORD_6_EAST):
        raise DamagedDoc
    (bits,) = _numbers("<H", main, 0x0A)
    return first, version, bool(bits & _ENCRYPTED), "1Table" if bits & _TABLE_1 else "0Table"


def is_by_macintosh(main: bytes) -> bool:
    """Return whether a Word 6 or 95 file was saved on a Macintosh, in its character set (2.5.2, envr and chs)."""
    environment, charset = _numbers("<BxH", main, 0x12)
    return bool(environment & 1) or charset == _MACINTOSH


def plain_text(main: bytes) -> tuple[bytes, int]:
    """Return the raw text of a Word 6 or 95 file, and the bytes per character. After a fast save it is in pieces. East
    Asian Word 95 writes UTF-16. Raise Damaged."""
    start, end = _numbers("<2I", main, 0x18)
    (bits,) = _numbers("<H", main, 0x0A)
    width = 2 if bits & _WIDE_95 else 1
    if not bits & _COMPLEX:
        return main[start:end], width
    at, size = _numbers("<2I", main, _OLD_CLX)
    _, places = _piece_table(main[at : at + size])
    if sum(max(0, last - first) for first, last, _, _ in places) * width > len(main):
        raise DamagedDoc
    pieces = (main[offset : offset + (last - first) * width] for first, last, offset, _ in places if last > first)
    return b"".join(pieces), width


def opened(main: bytes, table: bytes) -> WordFile:
    """Return the file with its counts and pieces. Raise Damaged."""
    file = WordFile(main, table)
    names = ("text", "notes", "margins", "macros", "comments", "ends", "boxes", "margin_boxes")
    file.counts = dict(zip(names, _numbers("<8I", main, 0x4C), strict=True))
    _read_pieces(file)
    if not file.pieces or max(file.counts.values()) > len(main):
        raise DamagedDoc
    return file


def _numbers(shape: str, data: bytes, at: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(shape, data, at)
    except struct.error as error:
        raise DamagedDoc from error


def _read_pieces(file: WordFile) -> None:
    """The piece table, and the changes that its pieces name."""
    file.changes, places = _piece_table(file.block(CLX))
    for first, last, start, change in places:
        narrow = bool(start & 0x40000000)
        offset = (start & 0x3FFFFFFF) // 2 if narrow else start & 0x3FFFFFFF
        piece = TextPiece(first, last, offset, 1 if narrow else 2, change >> 1 if change & 1 else None)
        if piece.end < piece.start or offset + (piece.end - piece.start) * piece.width > len(file.main):
            raise DamagedDoc
        file.pieces.append(piece)


def _piece_table(clx: bytes) -> tuple[list[bytes], list[tuple[int, int, int, int]]]:
    """Return the changes, and for each piece its first character, its end, its position and its change, unprocessed
    (2.9.38)."""
    at, changes = 0, []
    while at < len(clx) and clx[at] == 1:
        (size,) = _numbers("<H", clx, at + 1)
        changes.append(clx[at + 3 : at + 3 + size])
        at += 3 + size
    if at >= len(clx) or clx[at] != 2:
        raise DamagedDoc
    (size,) = _numbers("<I", clx, at + 1)
    count = (size - 4) // 12
    if not 0 < count <= MAX_PIECES:
        raise DamagedDoc
    limits = _numbers(f"<{count + 1}I", clx, at + 5)
    places = at + 5 + 4 * (count + 1) + 2
    pieces = []
    for n in range(count):
        place, change = _numbers("<IH", clx, places + 8 * n)
        pieces.append((limits[n], limits[n + 1], place, change))
    return changes, pieces


def _property_runs(page: bytes, of_paragraphs: bool) -> Iterator[PropertyRun]:
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
            yield PropertyRun(limits[n], limits[n + 1], changes)


# [MS-DOC] 2.6.1 to 2.6.3: the numbers of relevant changes
_FONT_ASCII, _FONT_OTHER, _STYLE = 0x4A4F, 0x4A51, 0x4A30
_DELETED, _ITALIC, _HIDDEN, _SPECIAL = 0x0800, 0x0836, 0x083C, 0x0855
_IN_TABLE, _ROW_END, _OUTLINE, _LIST = 0x2416, 0x2417, 0x2640, 0x460B
_WIDE = (0xD608, 0xD606)  # those with a two-byte size
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TITLE, _CAPTION = 62, 34  # built-in styles (2.9.260)
MAX_STYLES = 5_000
MAX_CHAIN = 12


@dataclass(frozen=True, slots=True)
class CharacterFormat:
    """Relevant character formatting. `font` is a font number."""

    font: int | None = None
    italic: bool = False
    hidden: bool = False
    deleted: bool = False
    special: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """Relevant paragraph formatting: its style, heading level, and place in a table and list."""

    style: int = 0
    level: int = 0
    in_table: bool = False
    row_end: bool = False
    listed: bool = False


@dataclass(slots=True)
class _Style:
    built_in: int
    base: int
    characters: bytes
    paragraph: bytes


@dataclass(slots=True)
class Sheet:
    """The fonts and styles of a file. `plain` is the default font."""

    fonts: list[str] = field(default_factory=list)
    styles: dict[int, _Style] = field(default_factory=dict)
    plain: int | None = None

    def font(self, number: int | None) -> str | None:
        """Return the name of a font."""
        return self.fonts[number] if number is not None and number < len(self.fonts) else None

    def caption(self, style: int) -> bool:
        """Return whether a style is that of captions."""
        return style in self.styles and self.styles[style].built_in == _CAPTION

    def look(self, changes: bytes, style: int) -> CharacterFormat:
        """Return the format of characters with these changes in a paragraph of this style."""
        look = CharacterFormat(self.plain)
        for one in self._style_chain(style):
            look = _looking(look, one.characters)
        for number, operand in sprms(changes):
            if number == _STYLE and len(operand) >= 2:
                for one in self._style_chain(int.from_bytes(operand[:2], "little")):
                    look = _looking(look, one.characters)
        return _looking(look, changes)

    def shape(self, changes: bytes) -> ParagraphFormat:
        """Return the format of a paragraph whose changes begin with its style."""
        style = int.from_bytes(changes[:2], "little")
        shape = ParagraphFormat(style)
        for one in self._style_chain(style):
            shape = _shaped(shape, one.paragraph)
            if 1 <= one.built_in <= 9:
                shape = replace(shape, level=one.built_in)
            elif one.built_in == _TITLE:
                shape = replace(shape, level=1)
        return _shaped(shape, changes[2:])

    def _style_chain(self, style: int) -> list[_Style]:
        found: list[_Style] = []
        while style in self.styles and len(found) < MAX_CHAIN:
            found.append(self.styles[style])
            style = self.styles[style].base
        return found[::-1]


def sheet(file: WordFile) -> Sheet:
    """Return the fonts and styles of a file."""
    found = Sheet(list(_fonts(file.block(FONTS))))
    block = file.block(STYLES)
    if len(block) < 20:
        return found
    header, count, base = struct.unpack_from("<3H", block)
    if header >= 18:
        found.plain = struct.unpack_from("<H", block, 2 + 16)[0]  # for text that is neither ASCII nor East Asian
    at = 2 + header
    for number in range(min(count, MAX_STYLES)):
        if at + 2 > len(block):
            break
        size = int.from_bytes(block[at : at + 2], "little")
        if size and (style := _style(block[at + 2 : at + 2 + size], base)) is not None:
            found.styles[number] = style
        at += 2 + size
    return found


def sprms(changes: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the individual changes: number and operand (2.2.5)."""
    at = 0
    while at + 2 <= len(changes):
        number = int.from_bytes(changes[at : at + 2], "little")
        at += 2
        if number in _WIDE:
            size = int.from_bytes(changes[at : at + 2], "little") + 1
        elif number >> 13 == 6:
            size = (changes[at] if at < len(changes) else 0) + 1
        else:
            size = _SIZES[number >> 13]
        yield number, changes[at : at + size]
        at += size


def _looking(look: CharacterFormat, changes: bytes) -> CharacterFormat:
    ascii_font = other_font = None
    told: dict[str, bool] = {}
    for number, operand in sprms(changes):
        if number == _FONT_ASCII:
            ascii_font = int.from_bytes(operand[:2], "little")
        elif number == _FONT_OTHER:
            other_font = int.from_bytes(operand[:2], "little")
        elif number in _SWITCHES and operand:
            told[_SWITCHES[number]] = bool(operand[0] & 1)
    font = other_font if other_font is not None else ascii_font
    return replace(look, font=look.font if font is None else font, **told)


_SWITCHES = {_ITALIC: "italic", _HIDDEN: "hidden", _DELETED: "deleted", _SPECIAL: "special"}


def _shaped(shape: ParagraphFormat, changes: bytes) -> ParagraphFormat:
    for number, operand in sprms(changes):
        if not operand:
            continue
        if number == _IN_TABLE:
            shape = replace(shape, in_table=bool(operand[0]))
        elif number == _ROW_END:
            shape = replace(shape, row_end=bool(operand[0]))
        elif number == _OUTLINE:
            shape = replace(shape, level=operand[0] + 1 if operand[0] < 9 else 0)
        elif number == _LIST:
            shape = replace(shape, listed=any(operand[:2]))
    return shape


def _fonts(block: bytes) -> Iterator[str]:
    """The names of the fonts (2.9.286, 2.9.81)."""
    count = int.from_bytes(block[:2], "little")
    at = 4
    for _ in range(count):
        if at >= len(block):
            return
        size = block[at]
        name = block[at + 1 + 39 : at + 1 + size].decode("utf-16-le", "replace")
        yield name.split("\0")[0]
        at += 1 + size


def _style(data: bytes, base: int) -> _Style | None:
    """Return one style (2.9.258): its kind, its base, its changes to paragraphs and characters."""
    if len(data) < max(base, 10) + 2:
        return None
    first, second, third = struct.unpack_from("<3H", data)
    kind, parent, count = second & 15, second >> 4, third & 15
    at = base + 2 + 2 * (int.from_bytes(data[base : base + 2], "little") + 1)
    parts = []
    for _ in range(count):
        at += at % 2
        size = int.from_bytes(data[at : at + 2], "little")
        parts.append(data[at + 2 : at + 2 + size])
        at += 2 + size
    parts += [b"", b""]
    if kind == 1:
        return _Style(first & 0x0FFF, parent, parts[1], parts[0][2:])
    return _Style(first & 0x0FFF, parent, parts[0] if kind == 2 else b"", b"")
