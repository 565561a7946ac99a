"""Walk the text of a Word 97-2003 file: characters and fonts become paragraphs, tables and notes."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from archive.messages import Message
from archive.record import Description
from archive.text import vietnamese
from ingest.readers.office import doc_structure, office_art
from ingest.readers.office.doc_structure import CharacterFormat, ParagraphFormat
from ingest.readers.office.document_flow import Cell, Flow, Paragraph
from ingest.readers.office.rtf_parser import CP1252

# [MS-DOC] 2.4.1 and 2.8.25: the marks in a text
_MARK = re.compile("[\x00-\x08\x0b-\x1f]")
_PARAGRAPH, _CELL, _BEGIN, _SEPARATE, _END, _PICTURE = "\r", "\x07", "\x13", "\x14", "\x15", "\x01"
_SIGNS = {"\x1e": "-", "\x0b": "\n"}
_BREAKS = ("\x0c", "\x0e")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


@dataclass(frozen=True, slots=True)
class DocSegment:
    """Contiguous characters with one format: the position of the first in the document and in the stream, the bytes per
    character, and the format changes."""

    text: str
    first: int
    byte: int
    width: int
    changes: bytes


@dataclass(slots=True)
class _DocParagraph:
    """A paragraph and the table around it, in progress. `codes`: for each open field, whether its code is being
    read."""

    runs: list[tuple[str, str | None]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    codes: list[bool] = field(default_factory=list)
    words: bool = False
    upright: bool = False
    cell: Cell = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)


class DocReading:
    """Read the parts of a file's text."""

    def __init__(self, file: doc_structure.WordFile, flow: Flow) -> None:
        self.file, self.flow = file, flow
        self.sheet = doc_structure.sheet(file)
        self.characters = file.runs(doc_structure.CHARACTERS)
        self.paragraphs = file.runs(doc_structure.PARAGRAPHS)
        self.starts = [run.start for run in self.characters]
        self.paragraph_starts = [run.start for run in self.paragraphs]
        self.piece_starts = [piece.start for piece in file.pieces]
        self.pictures = 0
        self.notes: dict[int, str] = {}
        self.look: Callable[[bytes, int], CharacterFormat] = lru_cache(4096)(self.sheet.look)
        self.shape: Callable[[bytes], ParagraphFormat] = lru_cache(4096)(self.sheet.shape)

    def run(self, description: Description) -> None:
        """Add all parts to the flow. Text boxes and WordArt have no position here: their words come with the
        headers."""
        limits, at = {}, 0
        for name, count in self.file.counts.items():
            limits[name] = (at, at + count)
            at += count
        self.notes = dict(self._notes_by_place(limits))
        for part in ("margins", "boxes"):
            margin = Flow()
            self._story(*limits[part], margin)
            self.flow.margin([line for block in margin.blocks for line in block.split("\n")])
        with suppress(doc_structure.DamagedDoc):
            self.flow.margin(list(office_art.drawn_texts(self.file.block(doc_structure.DRAWINGS))))
        self._story(*limits["text"], self.flow)
        if self.pictures:
            description.notes.append(Message("pictures-inside", count=self.pictures))

    def _notes_by_place(self, parts: dict[str, tuple[int, int]]) -> Iterator[tuple[int, str]]:
        count = 0
        for part, marks, texts in (
            ("notes", doc_structure.NOTE_MARKS, doc_structure.NOTE_TEXTS),
            ("ends", doc_structure.END_MARKS, doc_structure.END_TEXTS),
        ):
            places, limits = self.file.positions(marks, 2), self.file.positions(texts, 0)
            base, end = parts[part]
            for n, place in enumerate(places[:-1]):
                if self.flow.late:
                    return
                if n + 1 < len(limits) and base + limits[n + 1] <= end:
                    note = Flow()
                    self._story(base + limits[n], base + limits[n + 1], note)
                    count += 1
                    yield place, f"[{count}] {' '.join(' '.join(note.blocks).split())}"

    def _segments(self, start: int, end: int) -> Iterator[DocSegment]:
        """Yield the text between two characters, split where pieces and runs end."""
        first = max(0, bisect_right(self.piece_starts, start) - 1)
        for piece in islice(self.file.pieces, first, None):
            if piece.start >= end:
                return
            low, high = max(start, piece.start), min(end, piece.end)
            while low < high:
                byte = piece.at + (low - piece.start) * piece.width
                n = bisect_right(self.starts, byte) - 1
                inside = n >= 0 and self.characters[n].end > byte
                stop = self.characters[n].end if inside else self.starts[n + 1] if n + 1 < len(self.starts) else None
                until = high if stop is None else min(high, low + max(1, -(-(stop - byte) // piece.width)))
                data = self.file.main[byte : byte + (until - low) * piece.width]
                changes = self.characters[n].changes if inside else b""
                if piece.change is not None and piece.change < len(self.file.changes):
                    changes += self.file.changes[piece.change]
                yield DocSegment(_text(data, piece.width), low, byte, piece.width, changes)
                low = until

    def _story(self, start: int, end: int, into: Flow) -> None:
        """Add the paragraphs and tables between two characters."""
        opened = _DocParagraph()
        style: tuple[int, ParagraphFormat] = (
            -1,
            ParagraphFormat(),
        )  # the format of the paragraph that ends at or before this byte
        for segment in self._segments(start, end):
            if into.full or self.flow.late:
                break
            at = 0
            while at < len(segment.text):
                byte = segment.byte + at * segment.width
                if byte >= style[0] or not at:
                    style = self._shape_at(byte)
                found = _MARK.search(segment.text, at)
                stop = found.start() if found else len(segment.text)
                stop = min(stop, at + max(1, -(-(style[0] - byte) // segment.width)))
                look = self.look(segment.changes, style[1].style)
                if stop > at:
                    _say(segment.text[at:stop], look, self.sheet.font(look.font), opened)
                    at = stop
                elif found:
                    self._mark(found[0], segment.first + at, (look, style[1]), (opened, into))
                    at += 1
        _paragraph(opened, ParagraphFormat(), self.sheet, into)
        _close_table(opened, into)

    def _shape_at(self, byte: int) -> tuple[int, ParagraphFormat]:
        """Return where the paragraph with a byte ends, and its format."""
        n = bisect_right(self.paragraph_starts, byte) - 1
        if n >= 0 and self.paragraphs[n].end > byte:
            return self.paragraphs[n].end, self.shape(self.paragraphs[n].changes)
        after = self.paragraph_starts[n + 1] if n + 1 < len(self.paragraph_starts) else 1 << 62
        return after, ParagraphFormat()

    def _mark(
        self, mark: str, place: int, known: tuple[CharacterFormat, ParagraphFormat], target: tuple[_DocParagraph, Flow]
    ) -> None:
        (look, shape), (opened, into) = known, target
        if mark == _BEGIN:
            opened.codes.append(True)
        elif mark == _SEPARATE and opened.codes:
            opened.codes[-1] = False
        elif mark == _END and opened.codes:
            opened.codes.pop()
        elif look.hidden or look.deleted:
            pass
        elif mark in _SIGNS:
            _say(_SIGNS[mark], look, self.sheet.font(look.font), opened)
        elif mark == "\x02":
            if place in self.notes and into is self.flow:
                opened.notes.append(self.notes[place])
        elif mark == _PICTURE:
            self.pictures += look.special and not any(opened.codes)
        elif mark == _CELL:
            _cell(opened, shape, self.sheet)
        elif mark == _PARAGRAPH and shape.in_table:
            opened.cell.append(_taken(opened, shape, self.sheet))
        elif mark == _PARAGRAPH or mark in _BREAKS:
            _paragraph(opened, shape, self.sheet, into)


def _text(data: bytes, width: int) -> str:
    """Return one character for each counted by the file; surrogate pairs are joined later."""
    if width == 1:
        return data.decode("latin-1").translate(CP1252)
    return "".join(map(chr, struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])))


def _say(text: str, look: CharacterFormat, font: str | None, opened: _DocParagraph) -> None:
    if look.hidden or look.deleted or look.special or any(opened.codes):
        return  # special characters stand for a symbol or a drawing
    opened.runs.append((text, font))
    if text.strip():
        opened.words = True
        opened.upright |= not look.italic


def _taken(opened: _DocParagraph, shape: ParagraphFormat, sheet: doc_structure.Sheet) -> Paragraph:
    """Return the open paragraph, and a new one."""
    text = _PAIR.sub(
        lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), vietnamese.joined(opened.runs)
    )
    caption = sheet.caption(shape.style) or (opened.words and not opened.upright)
    one = Paragraph(text, shape.level, "- " if shape.listed and not shape.level else "", caption, notes=opened.notes)
    opened.runs, opened.notes, opened.words, opened.upright = [], [], False, False
    return one


def _paragraph(opened: _DocParagraph, shape: ParagraphFormat, sheet: doc_structure.Sheet, into: Flow) -> None:
    _close_table(opened, into)
    into.paragraph(_taken(opened, shape, sheet))


def _cell(opened: _DocParagraph, shape: ParagraphFormat, sheet: doc_structure.Sheet) -> None:
    """Handle the end of a cell or row ([MS-DOC] 2.4.3)."""
    one = _taken(opened, shape, sheet)
    if shape.row_end and not one.text and not opened.cell:
        if opened.row:
            opened.rows.append(opened.row)
        opened.row = []
        return
    opened.row.append([*opened.cell, one])
    opened.cell = []


def _close_table(opened: _DocParagraph, into: Flow) -> None:
    if opened.cell:
        opened.row.append(opened.cell)
    if opened.row:
        opened.rows.append(opened.row)
    if opened.rows:
        into.table(opened.rows)
    opened.cell, opened.row, opened.rows = [], [], []
