"""The headings of caption tables, in Indonesian, Vietnamese and English: which column holds what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.enrich.words import word_set

FILE, CAPTION, CREDIT, DATE, LANGUAGE = "file", "caption", "credit", "date", "language"

# As `_folded` leaves them. Of the file's headings those that can mean nothing else come first.
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
# Whose the picture is, in columns beside or in place of the photographer's; the later ones only where no other says.
_BODY = word_set(
    "source|sources|photo source|image source|sumber|sumber foto|nguon|agency|agencies|photo agency|news agency"
    "|kantor berita|agensi|hang|hang tin|hang thong tan|thong tan xa|don vi|co quan|lembaga|instansi|iptc source",
    "|",
)
# Beside the photographer's they say for whom; alone they may be where a meeting was.
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
_OF_WORDS = {  # the language of a heading itself, which tells two columns apart where nothing better does
    "id": word_set("keterangan|keterangan foto|keterangan gambar|ket|takarir|teks foto|deskripsi|uraian", "|"),
    "vi": word_set("chu thich|chu thich anh|loi chu thich|mo ta|noi dung|dien giai|thuyet minh", "|"),
    "en": word_set("caption|captions|photo caption|description|photo description", "|"),
}
_CREDITS = _PHOTOGRAPHER | _BODY | _AUTHOR | _OWNER
_NO_MARK = str.maketrans({"đ": "d", "Đ": "d"})


@dataclass(slots=True)
class Columns:
    """Where the file names, the captions (with the language their heading says or suggests), the credits (photographer
    first), the date and the language of the row stand. `unused`: columns whose headings are known and which are told by
    nothing but the text."""

    file: int
    captions: list[int] = field(default_factory=list)
    languages: dict[int, str] = field(default_factory=dict)
    suggested: dict[int, str] = field(default_factory=dict)
    credits: list[int] = field(default_factory=list)
    date: int | None = None
    tongue: int | None = None
    unused: list[int] = field(default_factory=list)


def columns_of(row: Sequence[str], is_name: Callable[[int], bool]) -> Columns | None:
    """What a row of headings says of its columns; None when it is no such row: it names the file, and the caption, the
    credit or the date. `is_name`: whether a column looks like one of file names, asked where headings leave it open."""
    sorts = [_sort(cell) for cell in row]
    files = [n for n, (sort, _, _) in enumerate(sorts) if sort == FILE]
    if not files or not any(sort in (CAPTION, CREDIT, DATE) or word in _CREDITS for sort, word, _ in sorts):
        return None
    sure = [n for n in files if sorts[n][1] in _SURE]
    chosen = next((n for n in [*sure, *files] if is_name(n)), (sure or files)[0])
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
    spare = [n for n in files if n != chosen and not is_name(n)]
    found.credits = _credits([word for _, word, _ in sorts], sorts, spare)
    told = {chosen, *found.captions, *found.credits, found.date, found.tongue}
    known = [n for n, (sort, word, _) in enumerate(sorts) if sort or word in _CREDITS]
    found.unused = [n for n in known if n not in told]
    return found


def is_body(cell: str) -> bool:
    """Whether a heading stands over whose a picture is, beside the photographer's."""
    return len(cell) < 60 and _folded(cell) in _BODY | _OFFICE


def is_photographer(cell: str) -> bool:
    """Whether a heading stands over who took a picture, and nothing else."""
    return len(cell) < 60 and _folded(cell) in _PHOTOGRAPHER


def _credits(words: Sequence[str], sorts: Sequence[tuple[str | None, str, str | None]], spare: list[int]) -> list[int]:
    """The columns that say together who made a picture and for whom, the photographer's first. `spare`: columns under
    "Foto" and the like that hold no file names: who took it."""
    first = [n for n, word in enumerate(words) if word in _PHOTOGRAPHER]
    lines = [n for n, (sort, _, _) in enumerate(sorts) if sort == CREDIT and n not in first]
    bodies = [n for n, word in enumerate(words) if word in _BODY]
    if not first and not lines:
        first = spare[:1] or [n for n, word in enumerate(words) if word in _AUTHOR][:1]
    if first or lines:
        bodies += [n for n, word in enumerate(words) if word in _OFFICE]
    return first + lines + bodies or [n for n, word in enumerate(words) if word in _OWNER]


def _sort(cell: str) -> tuple[str | None, str, str | None]:
    """What a heading stands over, its folded words, and the language it names (`Caption (EN)`)."""
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
            return sort, words, tongue  # else "Tanggal (dd/mm/yyyy)" or "Tên tệp / File name"
    return None, word, None


def _in(sorts: Mapping[str, Container[str]], word: str) -> str | None:
    return next((sort for sort, words in sorts.items() if word in words), None)


def _folded(cell: str) -> str:
    """Lower case, without accents, marks and underscores; `FileName` is `filename`."""
    plain = unicodedata.normalize("NFKD", cell.translate(_NO_MARK).casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())
