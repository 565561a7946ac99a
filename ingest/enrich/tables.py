"""Tables of captions: rows of cells by tab or pipe, under heading words in Indonesian, Vietnamese or English."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.record import Mention
from ingest.enrich.credit import split_credit
from ingest.enrich.filenames import picture_names
from ingest.enrich.words import collapse, word_set

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


def read_table(lines: list[str]) -> Table | None:
    """The photos of a table of at least one row of two cells or more; None when the lines are no such table."""
    separator = "\t" if all("\t" in line for line in lines) else "|"
    if separator == "|" and not all("|" in line for line in lines):
        return None
    rows = [_cells(line, separator) for line in lines]
    named = [[bool(picture_names(cell)) for cell in row] for row in rows]
    width = max(map(len, rows))
    if width < 2 or not any(map(any, named)):
        return None
    column = max(range(width), key=lambda n: sum(marks[n] for marks in named if n < len(marks)))
    has_head = len(rows) > 1 and not any(named[0]) and _is_head(rows[0])
    if all(all(marks) for marks in named):
        return None  # a row of names and nothing else
    table = Table(rest=[collapse(" ".join(rows[0]))] if has_head else [])
    columns = _columns(rows[0], column) if has_head else {}
    for line, row in zip(lines[has_head:], rows[has_head:], strict=True):
        names = picture_names(row[column]) if column < len(row) else []
        if names:
            _add(table, row, column, columns)
        elif not _RULE.match(line):
            table.lines.append(line)
    return table


def _cells(line: str, separator: str) -> list[str]:
    if separator == "|":
        line = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip() for cell in line.split(separator)]


def _head_word(cell: str) -> str:
    return collapse(cell.strip("*_` :.").casefold())


def _is_head(row: list[str]) -> bool:
    return any(_head_word(cell) in words for cell in row for words in _HEADS.values())


def _columns(head: list[str], file_column: int) -> dict[str, int]:
    """Which column holds the caption and which the credit, by the heading words."""
    found: dict[str, int] = {}
    for sort in ("caption", "credit"):
        for n, cell in enumerate(head):
            if n != file_column and _head_word(cell) in _HEADS[sort] and sort not in found:
                found[sort] = n
    return found


def _add(table: Table, row: list[str], file_column: int, columns: dict[str, int]) -> None:
    """One row's photos. Without heading words the longest cell is the caption."""
    others = [n for n, cell in enumerate(row) if n != file_column and cell]
    caption_column = columns.get("caption")
    if caption_column is None:
        free = [n for n in others if n != columns.get("credit") and not row[n].isdigit()]
        caption_column = max(free, key=lambda n: len(row[n]), default=-1)
    words = row[caption_column] if 0 <= caption_column < len(row) else ""
    caption, credit, raw = split_credit(words)
    credit_column = columns.get("credit", -1)
    cell = row[credit_column] if 0 <= credit_column < len(row) else ""
    if cell:
        credit = split_credit(cell)[1] or cell
        raw = collapse(f"{raw} {cell}")
    for name in picture_names(row[file_column]):
        table.photos.append(Mention(name, caption, credit, raw or None))
    left = [row[n] for n in others if n not in (caption_column, credit_column)]
    if left:
        table.rest.append(collapse(" ".join(left)))
