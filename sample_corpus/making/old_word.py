"""Writes the smallest Word files of 97 ([MS-DOC]) that other readers open too: text, fonts, styles, tables, notes."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from making.compound import compound

_TEXT_AT = 0x600
_PAGE = 512
NORMAL, HEADING, CAPTION = 0, 1, 2
BOLD, ITALIC, HIDDEN, DELETED, SPECIAL = (
    struct.pack("<HB", number, 1) for number in (0x0835, 0x0836, 0x083C, 0x0800, 0x0855)
)
IN_TABLE, ROW_END = struct.pack("<HB", 0x2416, 1), struct.pack("<HBHB", 0x2416, 1, 0x2417, 1)
_STYLES = ((0, "Normal"), (1, "heading 1"), (34, "caption"))


@dataclass
class Run:
    """Characters in a font, by its number (None: that of the style), with changes to how they look."""

    text: str
    font: int | None = None
    changes: bytes = b""

    @property
    def all_changes(self) -> bytes:
        """The changes with those of the font."""
        if self.font is None:
            return self.changes
        return b"".join(struct.pack("<HH", number, self.font) for number in (0x4A4F, 0x4A51)) + self.changes


@dataclass
class Par:
    """A paragraph: its runs, the mark that ends it, its style, changes to it."""

    runs: Sequence[Run]
    end: str = "\r"
    style: int = NORMAL
    changes: bytes = b""

    @property
    def pieces(self) -> list[Run]:
        """Its runs with the mark."""
        return [*self.runs, Run(self.end)]

    @property
    def text(self) -> str:
        """Its characters, the mark too."""
        return "".join(run.text for run in self.pieces)


@dataclass
class OldWord:
    """What a file is made of. `wide`: all text in UTF-16; `fast`: each paragraph is a piece of its own, the last one
    first, every other one in UTF-16; `bits` are added to the flags of the FIB."""

    body: Sequence[Par]
    header: Sequence[Par] = ()
    notes: Sequence[Par] = ()
    fonts: Sequence[str] = ("Times New Roman",)
    normal_font: int = 0
    summary: Mapping[int, str | datetime] = field(default_factory=dict)
    wide: bool = False
    fast: bool = False
    bits: int = 0


def par(text: str, font: int | None = None, style: int = NORMAL, changes: bytes = b"") -> Par:
    """A paragraph of one run."""
    return Par([Run(text, font, changes)], style=style)


def row(*cells: str) -> list[Par]:
    """A row of a table."""
    return [*(Par([Run(cell)], "\x07", changes=IN_TABLE) for cell in cells), Par([], "\x07", changes=ROW_END)]


def document(word: OldWord) -> bytes:
    """The bytes of the file."""
    streams = {"WordDocument": b"", "1Table": b""}
    streams["WordDocument"], streams["1Table"] = parts(word)
    if word.summary:
        streams["\x05SummaryInformation"] = _summary(word.summary)
    return compound(streams)


def parts(word: OldWord) -> tuple[bytes, bytes]:
    """The main stream and the table stream."""
    story = [*word.body, *word.notes, *word.header]
    story += [par("")] if word.notes or word.header else []
    stored, pieces = _store(story, word)
    text, characters, paragraphs = _laid_out(stored)
    main = bytearray(bytes(_TEXT_AT) + text)
    table = bytearray()
    pairs: dict[int, tuple[int, int]] = {}

    def add(number: int, block: bytes) -> None:
        pairs[number] = (len(table), len(block))
        table.extend(block)

    add(1, _sheet(word.normal_font))
    add(15, _fonts(word.fonts))
    for number, pages in ((12, _pages(characters, 1)), (13, _pages(paragraphs, 13))):
        main.extend(bytes(-len(main) % _PAGE))
        first = len(main) // _PAGE
        main.extend(b"".join(page for _, _, page in pages))
        limits = [start for start, _, _ in pages] + [pages[-1][1]]
        numbers = range(first, first + len(pages))
        add(number, struct.pack(f"<{len(limits)}I{len(pages)}I", *limits, *numbers))
    add(33, b"\2" + struct.pack("<I", len(pieces)) + pieces)
    counts = [sum(len(one.text) for one in part) for part in (word.body, word.notes, word.header)]
    if word.notes:
        body = "".join(one.text for one in word.body)
        marks = [n for n, char in enumerate(body) if char == "\2"]
        limits = [0]
        for note in word.notes:
            limits.append(limits[-1] + len(note.text))
        add(2, struct.pack(f"<{len(marks) + 1}I{len(marks)}H", *marks, counts[0] + 1, *[1] * len(marks)))
        add(3, struct.pack(f"<{len(limits) + 1}I", *limits, limits[-1] + 1))
    if word.header:
        add(11, struct.pack("<14I", *[0] * 8, *[counts[2]] * 6))
    return _with_fib(main, word, counts, pairs), bytes(table)


def _with_fib(main: bytearray, word: OldWord, counts: Sequence[int], pairs: Mapping[int, tuple[int, int]]) -> bytes:
    struct.pack_into("<HHHHHHHI", main, 0, 0xA5EC, 0xC1, 0, 0x0409, 0, 0x1200 | 4 * word.fast | word.bits, 0xBF, 0)
    struct.pack_into("<II", main, 0x18, _TEXT_AT, len(main))
    struct.pack_into("<H", main, 0x20, 14)
    struct.pack_into("<HI", main, 0x3E, 22, len(main))
    struct.pack_into("<3I", main, 0x4C, *counts)
    struct.pack_into("<H", main, 0x98, 93)
    for number, (at, size) in pairs.items():
        struct.pack_into("<II", main, 0x9A + 8 * number, at, size)
    return bytes(main)


def _store(story: Sequence[Par], word: OldWord) -> tuple[list[tuple[Par, int]], bytes]:
    """The paragraphs in the order of their bytes, each with the bytes of its characters; the piece table."""
    widths = [2 if word.wide or (word.fast and n % 2) else 1 for n in range(len(story))]
    order = range(len(story))[:: -1 if word.fast else 1]
    at, places = _TEXT_AT, {}
    for n in order:
        places[n] = at
        at += len(story[n].text) * widths[n]
    limits, descriptors = [0], b""
    for n, one in enumerate(story):
        limits.append(limits[-1] + len(one.text))
        start = places[n] if widths[n] == 2 else places[n] * 2 | 0x40000000
        descriptors += struct.pack("<HIH", 0, start, 0)
    return [(story[n], widths[n]) for n in order], struct.pack(f"<{len(limits)}I", *limits) + descriptors


Laid = list[tuple[int, int, bytes]]


def _laid_out(stored: Sequence[tuple[Par, int]]) -> tuple[bytes, Laid, Laid]:
    """The bytes of the text; its runs, and its paragraphs, as (first byte, last one and one, changes)."""
    text, characters, paragraphs = b"", [], []
    for one, width in stored:
        start = _TEXT_AT + len(text)
        for run in one.pieces:
            data = run.text.encode("utf-16-le") if width == 2 else _narrow(run.text)
            if data:
                first = _TEXT_AT + len(text)
                characters.append((first, first + len(data), run.all_changes))
            text += data
        paragraphs.append((start, _TEXT_AT + len(text), struct.pack("<H", one.style) + one.changes))
    return text, characters, paragraphs


def _narrow(text: str) -> bytes:
    return b"".join(
        char.encode("cp1252") if ord(char) > 0xFF or ord(char) < 0x80 else bytes([ord(char)]) for char in text
    )


def _pages(runs: Laid, step: int) -> Laid:
    """Runs in pages of 512 bytes, each (first byte, last one and one, page)."""
    pages: Laid = []
    held: Laid = []

    def close() -> None:
        if held:
            pages.append((held[0][0], held[-1][1], _page(held, step)))
            held.clear()

    for one in runs:
        used = sum(4 + step + 2 + len(changes) + 2 for _, _, changes in [*held, one])
        if used > _PAGE - 8:
            close()
        held.append(one)
    close()
    return pages


def _page(runs: Laid, step: int) -> bytes:
    page = bytearray(_PAGE)
    struct.pack_into(f"<{len(runs) + 1}I", page, 0, *[start for start, _, _ in runs], runs[-1][1])
    end = _PAGE - 2
    for n, (_, _, changes) in enumerate(runs):
        if not changes:
            continue
        if step == 1:
            record = bytes([len(changes)]) + changes
        elif len(changes) % 2:
            record = bytes([(len(changes) + 1) // 2]) + changes
        else:
            record = bytes([0, len(changes) // 2]) + changes
        end -= len(record) + len(record) % 2
        page[end : end + len(record)] = record
        page[4 * (len(runs) + 1) + step * n] = end // 2
    page[-1] = len(runs)
    return bytes(page)


def _sheet(font: int) -> bytes:
    block = struct.pack("<H9H", 18, len(_STYLES), 10, 1, 91, 15, 0, font, font, font)
    for number, (built_in, name) in enumerate(_STYLES):
        parent = 0xFFF if number == 0 else 0
        named = struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0\0"
        changes = struct.pack("<HHH", 2, number, 0)  # of the paragraph: its style; of the characters: none
        base = struct.pack("<5H", built_in, 1 | parent << 4, 2 | number << 4, 10 + len(named) + len(changes), 0)
        block += struct.pack("<H", len(base + named + changes)) + base + named + changes
    return block


def _fonts(names: Sequence[str]) -> bytes:
    block = struct.pack("<HH", len(names), 0)
    for name in names:
        record = bytes([6]) + struct.pack("<HBB", 400, 0, 0) + bytes(34) + name.encode("utf-16-le") + b"\0\0"
        block += bytes([len(record)]) + record
    return block


def _summary(values: Mapping[int, str | datetime]) -> bytes:
    """The stream of the summary information ([MS-OLEPS] 2.21, 2.25.1); code page 1252."""
    told, at = [(1, struct.pack("<IhH", 2, 1252, 0))], 8 + 8 * (len(values) + 1)
    for number, value in values.items():
        if isinstance(value, datetime):
            ticks = int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
            told.append((number, struct.pack("<IQ", 0x40, ticks)))
        else:
            data = value.encode("cp1252") + b"\0"
            told.append((number, struct.pack("<II", 0x1E, len(data)) + data + bytes(-len(data) % 4)))
    index = b""
    for number, data in told:
        index += struct.pack("<II", number, at)
        at += len(data)
    section = struct.pack("<II", at, len(told)) + index + b"".join(data for _, data in told)
    code = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
    return struct.pack("<HHI16sI", 0xFFFE, 0, 0x20005, bytes(16), 1) + code + struct.pack("<I", 48) + section
