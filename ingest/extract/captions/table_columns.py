"""Caption tables in text: rows of cells split by tab or pipe, below headings in Indonesian, Vietnamese or English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.record import Mention
from archive.text.orthography import collapse, word_set
from ingest.extract.captions.caption_marks import unwrap_line
from ingest.extract.captions.credit_lines import is_credit_line, split_credit
from ingest.extract.captions.picture_names import images, is_code, picture_names, read_emphasised_words
from ingest.extract.captions.row_embargo import Order, RowEmbargoes, is_embargo_heading

FILE, CAPTION, CREDIT, DATE, LANGUAGE = "file", "caption", "credit", "date", "language"

# In the form of `_folded`. Unambiguous headings come first.
_SURE = word_set(
    "filename|file name|file names|name of file|nama file|nama berkas|nama fail|nama foto|nama file foto|berkas foto"
    "|file foto|ten file|ten tep|ten tap tin|ten anh|ten file anh|ten tep anh|file anh|tep anh|image file|photo file"
    "|image name|photo name|image filename|photo filename|picture file|nama gambar|ten hinh|original filename"
    "|sourcefile",
    "|",
)
_PHOTOGRAPHER = word_set(
    "fotografer|pewarta|pewarta foto|juru foto|pemotret|photographer|photographers|photo by|byline|by line|by|oleh"
    "|foto oleh|difoto oleh|tac gia|tac gia anh|nguoi chup|nguoi chup anh|nhiep anh gia|phong vien anh|phong vien"
    "|photographer name|nama fotografer|ten tac gia|creator|iptc by line|xmp creator",
    "|",
)
_SORTS = {
    FILE: _SURE
    | word_set(
        "file|files|berkas|tep|tap tin|image|images|photo|photos|picture|foto|gambar|anh|hinh|hinh anh|kode foto",
        "|",
    ),
    CAPTION: word_set(
        "caption|captions|photo caption|image caption|caption foto|keterangan|keterangan foto|keterangan gambar|ket"
        "|ket foto|takarir|takarir foto|teks|teks foto|deskripsi|deskripsi foto|uraian|description|photo description"
        "|image description|descriptions|chu thich|chu thich anh|loi chu thich|mo ta|mo ta anh|noi dung|noi dung anh"
        "|dien giai|thuyet minh|loi chu|cutline|cutlines|caption text|text|iptc caption abstract|caption abstract"
        "|imagedescription",
        "|",
    ),
    CREDIT: _PHOTOGRAPHER
    | word_set(
        "credit|credits|photo credit|photo credits|image credit|credit line|kredit|kredit foto|nguon anh|iptc credit",
        "|",
    ),
    LANGUAGE: word_set(
        "language|languages|lang|language code|caption language|bahasa|kode bahasa|bahasa caption|bahasa keterangan"
        "|ngon ngu|ma ngon ngu|tieng|iptc language",
        "|",
    ),
    DATE: word_set(
        "date|date taken|photo date|date of photo|date created|capture date|shoot date|shooting date|taken|taken on"
        "|when|tanggal|tgl|tanggal foto|tanggal pengambilan|tanggal pemotretan|tanggal pengambilan foto|waktu|ngay"
        "|ngay chup|ngay chup anh|ngay thang|ngay thang nam|thoi gian|thoi gian chup"
        "|datecreated|created|created on|iptc datecreated|datetimeoriginal|image date|shot on",
        "|",
    ),
}
# Who owns the picture, in columns beside or instead of the photographer's; the later ones only if there is no other.
_BODY = word_set(
    "source|sources|photo source|image source|sumber|sumber foto|nguon|agency|agencies|photo agency|news agency"
    "|kantor berita|agensi|hang|hang tin|hang thong tan|thong tan xa|don vi|co quan|lembaga|instansi|iptc source",
    "|",
)
# Beside the photographer's they name the client; alone they may be the place of a meeting.
_OFFICE = word_set(
    "kantor|nama kantor|asal kantor|perusahaan|media|nama media|media asal|organisasi|institusi|asal instansi"
    "|nama instansi|nama lembaga|biro|unit|unit kerja|satuan kerja|satker|dinas|surat kabar|afiliasi|agency name"
    "|office|bureau|company|organisation|organization|employer|affiliation|outlet|media outlet|newspaper|publication"
    "|studio|to chuc|toa soan|bao|ten co quan|co quan bao chi|co quan cong tac|noi cong tac|phong ban|cong ty|van phong"
    "|don vi cong tac|co quan chu quan|noi lam viec|instansi asal|lembaga asal|asal lembaga|asal media|tempat kerja"
    "|hang anh|ban",
    "|",
)
_AUTHOR = word_set("author|authors|penulis", "|")
_OWNER = word_set(
    "copyright|copyrights|copyright holder|copyright notice|hak cipta|pemegang hak cipta|ban quyen|chu so huu"
    "|iptc copyright notice|rights",
    "|",
)
_TONGUES = {  # how a heading names the language of its column
    "en": word_set("en|eng|english|inggris|bahasa inggris|tieng anh|anh", "|"),
    "id": word_set("id|ind|ina|indonesia|indonesian|bahasa|bahasa indonesia|tieng indonesia", "|"),
    "vi": word_set("vi|vie|vn|vietnam|vietnamese|bahasa vietnam|tieng viet|viet", "|"),
}
_OF_WORDS = {  # the language of a heading itself, which distinguishes two columns if nothing better does
    "id": word_set("keterangan|keterangan foto|keterangan gambar|ket|takarir|teks foto|deskripsi|uraian", "|"),
    "vi": word_set("chu thich|chu thich anh|loi chu thich|mo ta|noi dung|dien giai|thuyet minh", "|"),
    "en": word_set("caption|captions|photo caption|description|photo description", "|"),
}
_CREDITS = _PHOTOGRAPHER | _BODY | _AUTHOR | _OWNER
_NO_MARK = str.maketrans({"đ": "d", "Đ": "d"})


@dataclass(slots=True)
class Columns:
    """Which columns have file names, captions (with the language named or suggested by their heading), credits
    (photographer first), and the date and language of the row. `unused`: columns with known headings that are only used
    as text."""

    file: int
    captions: list[int] = field(default_factory=list)
    languages: dict[int, str] = field(default_factory=dict)
    suggested: dict[int, str] = field(default_factory=dict)
    credits: list[int] = field(default_factory=list)
    date: int | None = None
    tongue: int | None = None
    unused: list[int] = field(default_factory=list)


def columns_of(row: Sequence[str], is_name: Callable[[int], bool], holds: Callable[[int], bool]) -> Columns | None:
    """Return the columns for a row of headings; None if it is not one: it must name the file, and the caption, credit,
    date or an embargo. `is_name`: whether a column looks like file names, called if headings leave it open. `holds`:
    whether a cell of a column holds its row."""
    sorts = [_sort(cell) for cell in row]
    files = [n for n, (sort, _, _) in enumerate(sorts) if sort == FILE]
    is_head = any(sort in (CAPTION, CREDIT, DATE) or word in _CREDITS for sort, word, _ in sorts)
    if not files or not (is_head or _is_embargoed(row, holds)):
        return None
    sure = [n for n in files if sorts[n][1] in _SURE]
    chosen = next((n for n in [*sure, *files] if is_name(n)), (sure or files)[0])
    return _columns_beside(chosen, sorts, [n for n in files if n != chosen and not is_name(n)])


def columns_beside_embargo(
    row: Sequence[str], is_picture: Callable[[int], bool], holds: Callable[[int], bool]
) -> Columns | None:
    """Return the columns for a row of headings with an embargo and no known heading for the file: the file is the first
    column of picture names, see `is_picture`. None if there is none."""
    if any(picture_names(cell) for cell in row) or not _is_embargoed(row, holds):
        return None
    sorts = [_sort(cell) for cell in row]
    unknown = [n for n, (sort, _, _) in enumerate(sorts) if sort is None and not is_embargo_heading(row[n])]
    chosen = next((n for n in unknown if is_picture(n)), None)
    return _columns_beside(chosen, sorts, []) if chosen is not None else None


def _is_embargoed(row: Sequence[str], holds: Callable[[int], bool]) -> bool:
    return any(is_embargo_heading(cell) or (cell != "" and holds(n)) for n, cell in enumerate(row))


def _columns_beside(chosen: int, sorts: Sequence[tuple[str | None, str, str | None]], spare: list[int]) -> Columns:
    """Return the columns beside that of the file. `spare`: others whose headings name a file but contain none."""
    found = Columns(chosen)
    for n, (sort, word, tongue) in enumerate(sorts):
        if sort == CAPTION:
            found.captions.append(n)
            if tongue:
                found.languages[n] = tongue
            if suggested := _in(_OF_WORDS, word):
                found.suggested[n] = suggested
        elif sort == DATE and found.date is None:
            found.date = n
        elif sort == LANGUAGE and found.tongue is None:
            found.tongue = n
    found.credits = _credits([word for _, word, _ in sorts], sorts, spare)
    told = {chosen, *found.captions, *found.credits, found.date, found.tongue}
    known = [n for n, (sort, word, _) in enumerate(sorts) if sort or word in _CREDITS]
    found.unused = [n for n in known if n not in told]
    return found


def is_body(cell: str) -> bool:
    """Return whether a heading is for the owner of a picture, beside the photographer."""
    return len(cell) < 60 and _folded(cell) in _BODY | _OFFICE


def is_photographer(cell: str) -> bool:
    """Return whether a heading is only for the photographer."""
    return len(cell) < 60 and _folded(cell) in _PHOTOGRAPHER


def _credits(words: Sequence[str], sorts: Sequence[tuple[str | None, str, str | None]], spare: list[int]) -> list[int]:
    """Return the columns that together say who made a picture and for whom, the photographer first. `spare`: columns
    under "Foto" and the like without file names: the photographer."""
    first = [n for n, word in enumerate(words) if word in _PHOTOGRAPHER]
    lines = [n for n, (sort, _, _) in enumerate(sorts) if sort == CREDIT and n not in first]
    bodies = [n for n, word in enumerate(words) if word in _BODY]
    if not first and not lines:
        first = spare[:1] or [n for n, word in enumerate(words) if word in _AUTHOR][:1]
    if first or lines:
        bodies += [n for n, word in enumerate(words) if word in _OFFICE]
    return first + lines + bodies or [n for n, word in enumerate(words) if word in _OWNER]


def _sort(cell: str) -> tuple[str | None, str, str | None]:
    """Return the meaning of a heading, its folded words, and the language it names (`Caption (EN)`)."""
    if len(cell) > 80:
        return None, "", None
    word = _folded(cell)
    if sort := _in(_SORTS, word):
        return sort, word, None
    parts = re.split(r"[(\[/]| - ", cell, maxsplit=1) if len(word.split()) > 1 else []
    if len(parts) < 2:
        parts = cell.replace("_", " ").rsplit(maxsplit=1)
    if len(parts) == 2:
        words, tag = map(_folded, parts)
        sort, tongue = _in(_SORTS, words), _in(_TONGUES, tag)
        if sort and (tongue or any(mark in cell for mark in "([") or _in(_SORTS, tag)):
            return sort, words, tongue  # otherwise "Tanggal (dd/mm/yyyy)" or "Tên tệp / File name"
    return None, word, None


def _in(sorts: Mapping[str, Container[str]], word: str) -> str | None:
    return next((sort for sort, words in sorts.items() if word in words), None)


def _folded(cell: str) -> str:
    """Return lower case, without accents, marks and underscores; `FileName` is `filename`."""
    plain = unicodedata.normalize("NFKD", cell.translate(_NO_MARK).casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


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
class CaptionTable:
    """The result for a block that is a table: mentions; cells that are neither (`rest`); rows without a photo."""

    photos: list[Mention] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def table_lines(lines: list[str]) -> tuple[int, int]:
    """Return (first, end) of the lines of a block that may be table rows: two or more consecutive ones, or all; else
    (0, 0)."""
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
    """Return whether a block is only the heading row of a table: two or more cells, two of them heading words."""
    if not lines or len(lines) > 2 or len(lines[0]) > 300 or (len(lines) == 2 and not _RULE.match(lines[1])):
        return False
    sorts = [_sort_of(cell) for cell in _cells(lines[0], "\t" if "\t" in lines[0] else "|")]
    return len(sorts) > 1 and len(set(filter(None, sorts))) > 1


def is_row(head: str, lines: list[str]) -> bool:
    """Return whether a block has rows of the table with that heading row, one of them with a photo's name."""
    separator = "\t" if "\t" in head else "|"
    width = len(_cells(head, separator))
    rows = [_cells(line, separator) for line in lines[:50]]
    return all(2 <= len(row) <= width for row in rows) and any(picture_names(cell) for row in rows for cell in row)


def read_table(lines: list[str], head: list[str]) -> CaptionTable | None:
    """Return the photos of a table of at least one row of two or more cells; None if the lines are not such a table.

    `head`: its heading row if that is in a separate block, else empty.
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
        return None  # a row with only names
    table = CaptionTable(rest=[collapse(" ".join(rows[0]))] if has_head and not head else [])
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
    """Return the names of photos in a cell; `coded`: a heading says that files are listed, possibly without suffix."""
    return picture_names(cell) or ([cell] if coded and is_code(cell) else [])


def _cells(line: str, separator: str) -> list[str]:
    """Return the cells without Markdown around all of their words; an image becomes its file name."""
    if separator == "|":
        line = line.strip().removeprefix("|").removesuffix("|")
    return [_plain(cell.strip()) for cell in line.split(separator)]


def _unsaid(line: str, separator: str) -> list[str]:
    """Return what images in the cells of a row say besides their names."""
    found = [image for cell in line.split(separator) if "![" in cell for image in images(cell.strip())[0]]
    return [words for image in found for words in (image.alt, image.title, image.target) if words]


def _plain(cell: str) -> str:
    if "![" in cell:
        found, _ = images(cell)
        return found[0].filename if len(found) == 1 else cell
    if cell[:1] in '*_`"<[':
        return read_emphasised_words([cell], strong=True) or unwrap_line(cell)
    return cell


def joined_credit(cells: Sequence[str]) -> str:
    """Return photographer and agency as one credit (`Lâm Khánh/TTXVN`), without repetitions, and without an address if
    there is a name."""
    said = [split_credit(cell)[1] or cell for cell in cells if any(map(str.isalnum, cell))]
    said = [one for one in said if "://" not in one] or said[:1]
    parts: list[str] = []
    for n, one in enumerate(said):
        more = [m for m, other in enumerate(said) if m != n and holds_words(other, one)]
        if not any(m < n or not holds_words(one, said[m]) for m in more):
            parts.append(one)
    return "/".join(parts)


def holds_words(words: str, part: str) -> bool:
    """Return whether the words of `part` occur in `words`, in order, with anything between them."""
    return f" {_bare(part)} " in f" {_bare(words)} "


def _bare(words: str) -> str:
    return " ".join(re.split(r"[\W_]+", words.casefold()))


def _sort_of(cell: str) -> str | None:
    """Return the meaning of a heading cell, with or without the word for a photo (`Người chụp ảnh`), or None."""
    word = collapse(cell.strip("*_` :.").casefold()) if len(cell) < 60 else ""
    shorter = word.removesuffix(" ảnh").removesuffix(" foto").removesuffix(" gambar").removeprefix("photo ")
    shorter = shorter.removeprefix("image ")
    sort = next((sort for form in (word, shorter) for sort, words in _HEADS.items() if form in words), None)
    return sort or ("credit" if is_photographer(cell) else None)


def _is_head(row: list[str]) -> bool:
    return any(map(_sort_of, row))


def _columns(head: list[str], file_column: int) -> dict[str, int]:
    """Return which column has the caption, which the credit, and which the agency beside it, by the heading words."""
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


def _hold(table: CaptionTable, count: int, order: Order | None) -> None:
    """Put the last so many photos, those of one row, under the embargo of that row."""
    if order is not None:
        table.photos[-count:] = [replace(photo, embargo=order) for photo in table.photos[-count:]]


def _add(table: CaptionTable, names: list[str], row: list[str], file_column: int, columns: dict[str, int]) -> None:
    """Add one row's photos. Without heading words the longest cell is the caption."""
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
