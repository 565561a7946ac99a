"""Tables of captions: rows of cells by tab or pipe, under heading words in Indonesian, Vietnamese or English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from archive.record import Mention
from ingest.enrich.codes import is_code
from ingest.enrich.credit import is_credit_line, split_credit
from ingest.enrich.filenames import picture_names
from ingest.enrich.markdown import emphasised, images
from ingest.enrich.marks import unwrapped
from ingest.enrich.words import collapse, word_set
from ingest.readers.headings import is_body, is_photographer
from ingest.readers.row_embargo import Order, RowEmbargoes

_RULE = re.compile(r"[|\s:+=-]+\Z")
_HEADS: dict[str, frozenset[str]] = {
    "file": word_set(
        "file|files|filename|file name|name|photo|photos|image|picture|foto|gambar|nama file|nama berkas|"
        "berkas|nama|nama foto|ảnh|hình|hình ảnh|tên tệp|tên file|tệp|tên ảnh|tập tin|"
        "file ảnh|file foto|photo file|image file",
        "|",
    ),
    "caption": word_set(
        "caption|captions|description|text|title|keterangan|keterangan foto|keterangan gambar|teks|teks foto|takarir|"
        "deskripsi|judul|uraian|chú thích|chú thích ảnh|mô tả|nội dung|diễn giải|lời chú thích",
        "|",
    ),
    "credit": word_set(
        "credit|credits|photographer|photo credit|photo by|by|byline|author|copyright|kredit|kredit foto|fotografer|"
        "pewarta foto|pewarta|sumber|sumber foto|oleh|pemotret|hak cipta|tác giả|người chụp|nhiếp ảnh gia|nguồn|"
        "nguồn ảnh|nguồn ảnh/tác giả|source|phóng viên|bản quyền",
        "|",
    ),
}


@dataclass(slots=True)
class Table:
    """What a block that is a table says of photos: mentions; cells that are neither (`rest`); rows of no photo."""

    photos: list[Mention] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def table_lines(lines: list[str]) -> tuple[int, int]:
    """(first, end) of the lines of a block that may be rows of a table: two or more in a row, or all; else (0, 0)."""
    for separator in "\t|":
        rows = [separator in line for line in lines]
        if all(rows):
            return 0, len(lines)
        if not any(rows):
            continue
        first = rows.index(True)
        end = next((n for n in range(first, len(rows)) if not rows[n]), len(rows))
        if end - first > 1 and (_is_head(_cells(lines[first], separator)) or len(_cells(lines[first], separator)) > 2):
            return first, end
    return 0, 0


def is_head_row(lines: list[str]) -> bool:
    """Whether a block is the heading row of a table and nothing else: two cells or more, two of them heading words."""
    if not lines or len(lines) > 2 or len(lines[0]) > 300 or (len(lines) == 2 and not _RULE.match(lines[1])):
        return False
    sorts = [_sort_of(cell) for cell in _cells(lines[0], "\t" if "\t" in lines[0] else "|")]
    return len(sorts) > 1 and len(set(filter(None, sorts))) > 1


def is_row(head: str, lines: list[str]) -> bool:
    """Whether a block holds rows of the table of that heading row, one of them with a photo's name."""
    separator = "\t" if "\t" in head else "|"
    width = len(_cells(head, separator))
    rows = [_cells(line, separator) for line in lines[:50]]
    return all(2 <= len(row) <= width for row in rows) and any(picture_names(cell) for row in rows for cell in row)


def read_table(lines: list[str], head: list[str]) -> Table | None:
    """The photos of a table of at least one row of two cells or more; None when the lines are no such table.

    `head`: its heading row where that stands in a block of its own, else empty.
    """
    separator = "\t" if all("\t" in line for line in lines) else "|"
    if separator == "|" and not all("|" in line for line in lines):
        return None
    rows = [_cells(line, separator) for line in [*head[:1], *lines]]
    coded = len(rows) > 1 and any(_sort_of(cell) == "file" for cell in rows[0])
    named = [[bool(_names(cell, coded)) for cell in row] for row in rows]
    width = max(map(len, rows))
    if width < 2 or not any(map(any, named)):
        return None
    column = max(range(width), key=lambda n: sum(marks[n] for marks in named if n < len(marks)))
    has_head = len(rows) > 1 and not any(named[0]) and _is_head(rows[0])
    if all(all(marks) for marks in named):
        return None  # a row of names and nothing else
    table = Table(rest=[collapse(" ".join(rows[0]))] if has_head and not head else [])
    columns = _columns(rows[0], column) if has_head else {}
    lines = [*head[:1], *lines]
    embargoes, headings = RowEmbargoes(), rows[0] if has_head else []
    for line, row in zip(lines[has_head:], rows[has_head:], strict=True):
        names = _names(row[column], coded) if column < len(row) else []
        if names:
            _add(table, names, row, column, columns)
            _hold(table, len(names), embargoes.of(headings, row))
            table.rest += _unsaid(line, separator)
        elif not _RULE.match(line):
            table.lines.append(line)
    return table


def _names(cell: str, coded: bool) -> list[str]:
    """The names of photos in a cell; `coded`: a heading says that files are listed, which may lack their type."""
    return picture_names(cell) or ([cell] if coded and is_code(cell) else [])


def _cells(line: str, separator: str) -> list[str]:
    """The cells without Markdown around all of their words; an image is its file's name."""
    if separator == "|":
        line = line.strip().removeprefix("|").removesuffix("|")
    return [_plain(cell.strip()) for cell in line.split(separator)]


def _unsaid(line: str, separator: str) -> list[str]:
    """What the images in the cells of a row say besides their names."""
    found = [image for cell in line.split(separator) if "![" in cell for image in images(cell.strip())[0]]
    return [words for image in found for words in (image.alt, image.title, image.target) if words]


def _plain(cell: str) -> str:
    if "![" in cell:
        found, _ = images(cell)
        return found[0].filename if len(found) == 1 else cell
    if cell[:1] in '*_`"<[':
        return emphasised([cell], strong=True) or unwrapped(cell)
    return cell


def joined_credit(cells: Sequence[str]) -> str:
    """Photographer and agency as one credit (`Lâm Khánh/TTXVN`); what another column says too is said once, and an
    address is none where a name stands."""
    said = [split_credit(cell)[1] or cell for cell in cells if any(map(str.isalnum, cell))]
    said = [one for one in said if "://" not in one] or said[:1]
    parts: list[str] = []
    for n, one in enumerate(said):
        more = [m for m, other in enumerate(said) if m != n and holds_words(other, one)]
        if not any(m < n or not holds_words(one, said[m]) for m in more):
            parts.append(one)
    return "/".join(parts)


def holds_words(words: str, part: str) -> bool:
    """Whether the words of `part` stand in `words`, whatever is between them."""
    return f" {_bare(part)} " in f" {_bare(words)} "


def _bare(words: str) -> str:
    return " ".join(re.split(r"[\W_]+", words.casefold()))


def _head_word(cell: str) -> str:
    return collapse(cell.strip("*_` :.").casefold())


def _sort_of(cell: str) -> str | None:
    """What a heading cell stands over, with or without the word for a photo (`Người chụp ảnh`); else None."""
    word = _head_word(cell) if len(cell) < 60 else ""
    shorter = word.removesuffix(" ảnh").removesuffix(" foto").removesuffix(" gambar").removeprefix("photo ")
    shorter = shorter.removeprefix("image ")
    sort = next((sort for form in (word, shorter) for sort, words in _HEADS.items() if form in words), None)
    return sort or ("credit" if is_photographer(cell) else None)


def _is_head(row: list[str]) -> bool:
    return any(map(_sort_of, row))


def _columns(head: list[str], file_column: int) -> dict[str, int]:
    """Which column holds the caption, which the credit, and which the agency beside it, by the heading words."""
    found: dict[str, int] = {}
    others = [(n, cell, _sort_of(cell)) for n, cell in enumerate(head) if n != file_column]
    for n, _, sort in others:
        if sort in ("caption", "credit"):
            found.setdefault(sort, n)
    if "credit" not in found:
        return found
    made = next((n for n, cell, _ in others if is_photographer(cell)), found["credit"])
    agency = next((n for n, cell, _ in others if n not in (made, found.get("caption")) and is_body(cell)), None)
    return found | {"credit": made} | ({} if agency is None else {"agency": agency})


def _hold(table: Table, count: int, order: Order | None) -> None:
    """The last so many photos, those of one row, are under the embargo that their row names."""
    if order is not None:
        table.photos[-count:] = [replace(photo, embargo=order) for photo in table.photos[-count:]]


def _add(table: Table, names: list[str], row: list[str], file_column: int, columns: dict[str, int]) -> None:
    """One row's photos. Without heading words the longest cell is the caption."""
    others = [n for n, cell in enumerate(row) if n != file_column and cell]
    caption_column = columns.get("caption")
    credit_column = columns.get("credit", -1)
    if not columns:
        credit_column = next((n for n in others if is_credit_line(row[n])), -1)
    if caption_column is None:
        free = [n for n in others if n != credit_column and not row[n].isdigit()]
        caption_column = max(free, key=lambda n: len(row[n]), default=-1)
    words = row[caption_column] if 0 <= caption_column < len(row) else ""
    caption, credit, raw = split_credit(words)
    agency_column = columns.get("agency", -1)
    cells = [row[n] for n in (credit_column, agency_column) if 0 <= n < len(row) and row[n]]
    if cells:
        credit = joined_credit(cells)
        raw = collapse(" ".join([raw, *cells]))
    for name in names:
        table.photos.append(Mention(name, caption, credit, raw or None))
    left = [row[n] for n in others if n not in (caption_column, credit_column, agency_column)]
    if left:
        table.rest.append(collapse(" ".join(left)))
