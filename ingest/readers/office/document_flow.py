"""The flow of an office document: paragraphs, tables, pictures or slides in order, and its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from archive.media_types import PHOTOS, has_suffix
from archive.messages import Message
from archive.record import PAGE_BREAK, Description
from archive.text.charset import clean_text
from ingest.extract import metadata_values
from ingest.extract.dates.dateline import is_date_line
from ingest.extract.title.header import marks_release
from ingest.readers.base.time_limit import TimeLimit
from ingest.readers.office import office_metadata
from ingest.readers.office.office_metadata import add_heading_title
from ingest.readers.text.plain_text import MAX_CHARACTERS, cut

LETTERHEAD_LINE = 90  # characters: a cell of such lines is part of a letterhead or form, and stays one block
LONGEST_CAPTION = 1_500
HEADINGS_IN = 14  # blocks from the top within which a heading may be the title
SECONDS = 8.0  # for the words; the rest is for opening the document and for extraction


@dataclass(slots=True)
class Paragraph:
    """One paragraph. `text` has its manual line ends; `level` is that of a heading, 1 for a title; `mark` is the list
    mark before it (`- `, `3. `); `caption`: in the caption style, or all in italics; `pictures`: names of the picture
    files in it, before its words; `notes`: the footnotes it refers to."""

    text: str = ""
    level: int = 0
    mark: str = ""
    caption: bool = False
    pictures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


Cell = list[Paragraph]


@dataclass(slots=True)
class Flow:
    """Receives a document's content from a reader, in order. `heading` is the first heading of the first level near the
    top; `full`, once the limit is reached, so that a reader may stop."""

    blocks: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    front: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    characters: int = 0
    limit: TimeLimit = field(default_factory=lambda: TimeLimit(SECONDS))
    _after_picture: bool = False
    _after_item: bool = False

    @property
    def full(self) -> bool:
        """Return whether the limit is reached, or the time is over."""
        return self.characters > MAX_CHARACTERS or self.late

    @property
    def late(self) -> bool:
        """Return whether the time for reading is over."""
        return self.limit.is_over

    def paragraph(self, one: Paragraph) -> None:
        """Add a paragraph: its pictures as a block of their names with the caption below, its words as another."""
        words = _lines(one.text)
        if one.pictures:
            self._add("\n".join(one.pictures))
            self._after_picture = True
        if words and self._after_picture and one.caption and len(words) <= LONGEST_CAPTION:
            self.blocks[-1] += f"\n{words}"
            self._after_picture = False
        elif words:
            if one.level == 1 and len(self.blocks) < HEADINGS_IN:
                self.headings.append(words.replace("\n", " "))
            if one.mark and self._after_item:
                self.blocks[-1] += f"\n{one.mark}{words}"
                self.characters += len(words)
            else:
                self._add(one.mark + words)
            self._after_picture = False
            self._after_item = bool(one.mark)
        for note in filter(None, map(_lines, one.notes)):
            self._add(note)

    def table(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Add a table: rows of cells separated by pipes; a layout table cell by cell."""
        if _is_layout(rows):
            for cell in _captioned(rows):
                self._cell(cell)
        else:
            self._add("\n".join(filter(None, map(_row, rows))))
            for note in (note for row in rows for cell in row for one in cell for note in one.notes):
                self._add(_lines(note))

    def margin(self, lines: Sequence[str]) -> None:
        """Add the lines of a header or footer as boilerplate, each once. Labels, numbers, days and embargoes go to the
        top of the text instead, where they count."""
        for line in (_lines(text) for lines_ in lines for text in lines_.split("\n")):
            if not line or line in self.furniture or line in self.front:
                continue
            (self.front if marks_release(line) or is_date_line(line) else self.furniture).append(line)

    def text(self) -> str:
        """Return all of it, cleaned, with blank lines between blocks."""
        told = [line for line in self.front if line not in self.blocks[:HEADINGS_IN]]
        return clean_text("\n\n".join(["\n".join(told), *self.blocks] if told else self.blocks)).replace("\f", "\n")

    def into(self, description: Description) -> None:
        """Put text and boilerplate into the description, add the first heading as title, and note what was left out."""
        late = self.late
        description.text = cut(self.text(), description)
        description.furniture = self.furniture
        if self.headings:
            add_heading_title(self.headings[0], description)
        if late:
            description.notes.append(
                Message("document-slow", characters=f"{self.characters:,}", seconds=f"{SECONDS:.0f}")
            )
        if not description.text.strip():
            description.notes.append(Message("pictures-only"))

    def _add(self, block: str) -> None:
        self._after_picture = self._after_item = False
        if block:
            self.blocks.append(block)
            self.characters += len(block)

    def _cell(self, cell: Cell) -> None:
        """Return a cell of short lines as one block, any other as its paragraphs."""
        plain = [_lines(one.text) for one in cell if one.text.strip()]
        lines = [line for text in plain for line in text.split("\n")]
        if (
            any(one.pictures or one.mark or one.level for one in cell)
            or max(map(len, lines), default=0) > LETTERHEAD_LINE
        ):
            for one in cell:
                self.paragraph(one)
        else:
            self._add("\n".join(lines))
            for note in (note for one in cell for note in one.notes):
                self._add(_lines(note))


def _lines(text: str) -> str:
    """Return the text with white space other than line ends collapsed."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def _is_layout(rows: Sequence[Sequence[Cell]]) -> bool:
    """Return whether the table has pictures, a single row or column, or several paragraphs in half of its cells."""
    cells = [cell for row in rows for cell in row]
    if len(rows) == 1 or any(one.pictures for cell in cells for one in cell) or all(len(row) <= 1 for row in rows):
        return True
    several = sum(sum(bool(one.text.strip()) for one in cell) > 1 for cell in cells)
    return several * 2 >= len(cells) and len(cells) <= 40


def _captioned(rows: Sequence[Sequence[Cell]]) -> Iterator[Cell]:
    """Return the cells in order; one with only pictures takes the words directly below, or beside it, as their
    caption."""
    taken: set[tuple[int, int]] = set()
    for n, row in enumerate(rows):
        for m, cell in enumerate(row):
            if (n, m) in taken:
                continue
            pictures = [name for one in cell for name in one.pictures]
            if not pictures:
                yield cell
                continue
            words = _words(cell)
            places = ((n + 1, m), (n, m + 1)) if len(rows) > 1 else ((n, m + 1),)
            for at in () if words else places:
                below = rows[at[0]][at[1]] if at[0] < len(rows) and at[1] < len(rows[at[0]]) else []
                if at not in taken and (words := _words(below)) and not any(one.pictures for one in below):
                    taken.add(at)
                    break
            yield [Paragraph(words, caption=True, pictures=pictures)]


def _words(cell: Cell) -> str:
    return " ".join(_lines(one.text).replace("\n", " ") for one in cell if one.text.strip())[:LONGEST_CAPTION]


def _row(cells: Sequence[Cell]) -> str:
    words = [" ".join(_lines(one.text).replace("\n", " ") for one in cell if one.text.strip()) for cell in cells]
    if not any(words):
        return ""
    return words[0] if len(words) == 1 else "| " + " | ".join(words) + " |"


_LONGEST_PROMPT = 150  # characters
_PROMPT = re.compile(
    r"(?:click|tap) to (?:edit|add) (?:the )?(?:master )?(?:sub)?(?:title|text|notes|outline)"
    r"|klik untuk (?:mengedit|menyunting|menambahkan) (?:gaya |master |judul|subjudul|teks)"
    r"|(?:bấm|nhấn|nhắp) (?:để|vào để|&) (?:sửa|chỉnh sửa|thêm) (?:kiểu |bản |tiêu đề|văn bản|phụ đề)",
    re.I,
)


def lines(text: str) -> str:
    """Return the paragraphs of a text frame, one per line, because they belong together."""
    found = (" ".join(line.split()) for line in clean_text(text).replace(PAGE_BREAK, "\n").split("\n"))
    return "\n".join(line for line in found if line)


def slide_text(text: str) -> str:
    """Return the paragraphs of a text on a slide, one per line; empty for a prompt, such as "Click to add title"."""
    words = lines(text)
    return "" if len(words) <= _LONGEST_PROMPT and _PROMPT.match(words) else words


def add_margins(texts: Iterable[str], pages: list[list[str]], description: Description) -> None:
    """Add what many slides show, such as a footer or master text, as `Flow.margin` does: as boilerplate, and what
    counts before the text at the end of the first page with words."""
    flow = Flow()
    flow.margin([slide_text(text) for text in texts])
    description.furniture = flow.furniture
    if pages and flow.front:
        next((page for page in pages if page), pages[0]).append("\n".join(flow.front))


def into(pages: Sequence[Sequence[str]], title: str, description: Description) -> None:
    """Add the blocks of each slide to the description, one page each, even without words, so that the fifth page is the
    fifth slide. Add the title of the first slide that has one."""
    text = cut(PAGE_BREAK.join("\n\n".join(blocks) for blocks in pages), description)
    description.text, description.pages = text, text.split(PAGE_BREAK)
    office_metadata.add_heading_title(" ".join(title.split()), description)
    if not text.strip():
        description.notes.append(Message("slides-of-pictures"))


def of_hidden(count: int) -> list[str]:
    """Return a note that hidden slides were left out, or none."""
    return [Message("hidden", what=Message("hidden-slides", count=count))] if count else []


def picture_name(given: Sequence[str], suffix: str) -> str | None:
    """Return the original name of a picture's file, if a program stored one with its type."""
    for words in given:
        name = metadata_values.one_line(words.replace("\\", "/").rpartition("/")[2], 200)
        path = PurePosixPath(name)
        if has_suffix(name, PHOTOS):
            return name if path.suffix.lower() == suffix.lower() else f"{path.stem}{suffix}"
    return None
