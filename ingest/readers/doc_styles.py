"""What a Word file of 97-2003 says of its characters and paragraphs: fonts, styles, and changes to both."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingest.readers.doc_file import FONTS, STYLES, WordFile

# [MS-DOC] 2.6.1 to 2.6.3: the numbers of the changes that count here
_FONT_ASCII, _FONT_OTHER, _STYLE = 0x4A4F, 0x4A51, 0x4A30
_DELETED, _ITALIC, _HIDDEN, _SPECIAL = 0x0800, 0x0836, 0x083C, 0x0855
_IN_TABLE, _ROW_END, _OUTLINE, _LIST = 0x2416, 0x2417, 0x2640, 0x460B
_WIDE = (0xD608, 0xD606)  # those whose size has two bytes
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TITLE, _CAPTION = 62, 34  # built-in styles (2.9.260)
MAX_STYLES = 5_000
MAX_CHAIN = 12


@dataclass(frozen=True, slots=True)
class Look:
    """What counts of how characters look. `font` is the number of one."""

    font: int | None = None
    italic: bool = False
    hidden: bool = False
    deleted: bool = False
    special: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """What counts of a paragraph: its style, the level of a heading, its place in a table and in a list."""

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
    """The fonts and styles of a file. `plain` is the font of text that says nothing of one."""

    fonts: list[str] = field(default_factory=list)
    styles: dict[int, _Style] = field(default_factory=dict)
    plain: int | None = None

    def font(self, number: int | None) -> str | None:
        """The name of a font."""
        return self.fonts[number] if number is not None and number < len(self.fonts) else None

    def caption(self, style: int) -> bool:
        """Whether a style is the one for captions."""
        return style in self.styles and self.styles[style].built_in == _CAPTION

    def look(self, changes: bytes, style: int) -> Look:
        """How characters with these changes look in a paragraph of this style."""
        look = Look(self.plain)
        for one in self._chain(style):
            look = _looking(look, one.characters)
        for number, operand in sprms(changes):
            if number == _STYLE and len(operand) >= 2:
                for one in self._chain(int.from_bytes(operand[:2], "little")):
                    look = _looking(look, one.characters)
        return _looking(look, changes)

    def shape(self, changes: bytes) -> Shape:
        """What a paragraph is whose changes have its style in front."""
        style = int.from_bytes(changes[:2], "little")
        shape = Shape(style)
        for one in self._chain(style):
            shape = _shaped(shape, one.paragraph)
            if 1 <= one.built_in <= 9:
                shape = replace(shape, level=one.built_in)
            elif one.built_in == _TITLE:
                shape = replace(shape, level=1)
        return _shaped(shape, changes[2:])

    def _chain(self, style: int) -> list[_Style]:
        """A style after those that it rests on."""
        found: list[_Style] = []
        while style in self.styles and len(found) < MAX_CHAIN:
            found.append(self.styles[style])
            style = self.styles[style].base
        return found[::-1]


def sheet(file: WordFile) -> Sheet:
    """The fonts and styles of a file."""
    found = Sheet(list(_fonts(file.block(FONTS))))
    block = file.block(STYLES)
    if len(block) < 20:
        return found
    header, count, base = struct.unpack_from("<3H", block)
    if header >= 18:
        found.plain = struct.unpack_from("<H", block, 2 + 16)[0]  # of what is neither ASCII nor East Asian
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
    """The single changes: number and operand (2.2.5)."""
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


def _looking(look: Look, changes: bytes) -> Look:
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


def _shaped(shape: Shape, changes: bytes) -> Shape:
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
    """One style (2.9.258): what it is of, what it rests on, its changes to paragraphs and characters."""
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
