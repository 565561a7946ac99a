"""Whether a line is nothing but the file name of a photo, or a row of such names."""

from __future__ import annotations

import re

from archive.media_types import BY_SUFFIX, PICTURES, suffix_pattern
from ingest.enrich.words import word_set

LONGEST = 255  # what file systems allow for one name

SUFFIX = rf"\.(?:{suffix_pattern(PICTURES)})"
_ENDS = re.compile(rf"{SUFFIX}\Z", re.IGNORECASE)
_OTHER = re.compile(rf"[^/\\\s]{{1,200}}\.(?:{suffix_pattern(BY_SUFFIX.keys() - PICTURES)})\Z", re.IGNORECASE)
_INNER = re.compile(rf"{SUFFIX}(?=[\s,;)&])", re.IGNORECASE)
_FIRST_END = re.compile(rf"{SUFFIX}(?![\w.])", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[/\\:*?<>|\x00-\x1f]")  # no system that photographers use allows these in a name
_PATTERN = re.compile(r"##|[xX]{4}|\{[^}]{0,40}\}|%0?\d?[ds]\b|\[\w-\w\]|\$\w|YYYY")
_SENTENCE = re.compile(r"[^\W\d_A-Z]{4}[.!;] +[^\W\d_]")  # a sentence ends inside the line
# The last word looks like a camera's own name, IMG_1275; after a word of place or time (`di G20`, `at 08.53.41`) only
# one that can be nothing else.
_CODE = re.compile(r"\A(?:(?=\D*\d)(?=[^a-z]*[a-z])|[^_]*_)")
_STRICT_CODE = re.compile(r"\A(?=[^_]*_)(?=\D*\d)|[a-z]{1,4}-?(?!(?:19|20)\d\d\Z)\d{4,}\Z")
_SPLIT = re.compile(
    r"[,;]\s*(?:dan|and|và)\s+|,\s*|\s+[/–—-]\s+|;\s*|\s*\|\s*|\t+|\s{2,}|\s+[&+·•]\s+|\s+(?:dan|and|và)\s+",
    re.IGNORECASE,
)

_COPIES = ("copy of ", "salinan ", "bản sao ", "copia de ")
_ASKING = {"how", "why", "who", "mengapa", "kenapa", "bagaimana", "siapa", "apakah"}
_ASKING_TWO = (
    "tại sao", "vì sao", "làm sao", "how to", "cara membuka", "cara mengubah", "cách mở", "cách lưu", "apa itu",
    "ai đã ", "what is", "nama berkas ", "nama file ", "tên tệp ", "tên file ", "the file ",
    "file name ", "berkas itu ",
)  # fmt: skip
_ADDRESSING = {"you", "your", "should", "don't", "cannot", "anda", "kamu", "jangan", "hãy", "đừng"}
_NAMING = word_set(
    "file files berkas bernama nama dinamai named called name tệp tên format sebagai menjadi thành into adalah ialah "
    "yaitu yakni lihat see xem unduh download tải berakhiran ending"
)
_LEADING = _NAMING | word_set(
    "foto photo picture image gambar ảnh hình tin as to ke from dari từ of in di pada behind balik sau the a an with "
    "dengan dan and và or atau hoặc for untuk cho at about tentang về use using by oleh on is was are là than that "
    "của lewat melalui trong"
)
_PLACING = word_set("to ke from dari từ of in di pada at for untuk cho dengan with dan and và on của trong")
_PHOTO = {"foto", "photo", "picture", "image", "gambar", "ảnh", "hình"}
_PLAIN = _PHOTO | {"file", "berkas", "logo", "nama", "name", "pictures", "photos", "images", "test", "contoh"}


def is_picture_name(line: str) -> bool:
    """Whether `line`, without blanks around it, is one photo's file name.

    Names may hold spaces, commas, brackets, digits and accents. Not names: patterns (`*.jpg`), bare suffixes, paths and
    addresses, other attachments, headings and sentences that only end in a name.
    """
    if len(line) > LONGEST or len(line) < 5:
        return False
    end = _ENDS.search(line[-7:])
    if end is None:
        return False
    stem = line[: len(line) - (end.end() - end.start())]
    if _FORBIDDEN.search(line) or _INNER.search(line) or _PATTERN.search(stem):
        return False
    if stem[:1] in {".", " "} or stem[-1:] in {"", " ", ".", ",", ";"} or not any(map(str.isalnum, stem)):
        return False
    return " " not in stem.strip() or not _reads_as_prose(stem)


def _reads_as_prose(stem: str) -> bool:
    """Whether a line of several words that ends in a picture suffix is a heading or a sentence all the same."""
    lower = stem.casefold()
    if lower.startswith(_COPIES):
        return False
    words = lower.split()
    if words[0] in _ASKING or lower.startswith(_ASKING_TWO) or not _ADDRESSING.isdisjoint(words):
        return True
    if _SENTENCE.search(stem):
        return True
    before, last = words[-2], words[-1]
    if before in _NAMING:
        return True
    if len(words) == 2 and before in _PHOTO:
        return False
    code = _STRICT_CODE if before in _PLACING else _CODE
    pointed_at = code.match(last) is not None or last in _PLAIN
    return before in _LEADING and pointed_at


def is_attachment(line: str) -> bool:
    """Whether the line is the name of a file that is no picture (`jadwal.pdf`)."""
    return len(line) <= LONGEST and _OTHER.match(line) is not None


def leading_name(line: str) -> tuple[str, str] | None:
    """(the file name that the line begins with, the rest); None where the line does not begin with one."""
    end = _FIRST_END.search(line[: LONGEST + 6])
    if end is None or not is_picture_name(line[: end.end()]):
        return None
    return line[: end.end()], line[end.end() :]


def picture_names(line: str) -> list[str]:
    """The names on a line that holds nothing else (one, or several with commas, bars or blanks between), else []."""
    if is_picture_name(line):
        return [line]
    if not _ENDS.search(line[-7:]) or len(line) > 20 * LONGEST:
        return []
    for parts in (_SPLIT.split(line), line.split()):
        if len(parts) > 1 and all(map(is_picture_name, parts)):
            return parts
    return []
