"""File names as stored: any bytes, as text that can be printed and converted back.

Also the forms by which copies of a picture are recognised (without suffix, without copy marks, digits only), and the
frame number: `W-HAI_1275.jpg` is number 1275 of prefix `W-HAI_`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import unquote

from archive.media_types import PICTURES, suffix_pattern, usual_suffix
from archive.text.patterns import lazy_regex

_AMBIGUOUS = lazy_regex(r"\\(?=x[0-9a-f]{2})")
_UNDECODED = lazy_regex("[\udc80-\udcff]")
_SURROGATE = lazy_regex("[\ud800-\udfff]")
_ESCAPE = lazy_regex(r"\\x([0-9a-f]{2})")
INSIDE = "!/"  # between the name of a file and that of a file inside it


def printable(path: str) -> str:
    """Return a path from `os.fsdecode` as text that can be printed, stored and sent: a byte that is not UTF-8 becomes
    `\\xe9`. Other paths stay unchanged, except for a backslash that would look like such an escape (`\\x5c`)."""
    if "\\" not in path and path.isprintable():
        return path
    path = _AMBIGUOUS.sub(r"\\x5c", path)
    path = _UNDECODED.sub(lambda match: f"\\x{ord(match[0]) - 0xDC00:02x}", path)
    return replace_lone_surrogates(path)


def restore_path(text: str) -> str:
    """Return the inverse of `printable`: the path for system calls."""
    return _ESCAPE.sub(_unescape, text) if "\\" in text else text


def _unescape(match: re.Match[str]) -> str:
    byte = int(match[1], 16)
    return chr(byte) if byte < 0x80 else chr(0xDC00 + byte)


def replace_lone_surrogates(text: str) -> str:
    """Return the text with U+FFFD for every lone surrogate, which neither SQLite nor UTF-8 can represent."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def shown(path: str, member: str = "") -> str:
    """Return the printable display name: `folder/a.zip!/b.txt`."""
    return printable(f"{path}{INSIDE}{member}" if member else path)


def name_key(filename: str) -> str:
    """Return a key that is equal for two spellings of one file name: the last part, NFC, ignoring case and runs of
    spaces."""
    last = printable(filename.rsplit("/", 1)[-1])
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", last).casefold())
    return " ".join(folded.split())


def folder_of(path: str, member: str = "") -> tuple[str, ...]:
    """Return the folders of a name, outermost first; a container counts as a folder (`a.zip!`)."""
    whole = f"{path}{INSIDE}{member}" if member else path
    return tuple(part for part in whole.split("/")[:-1] if part not in ("", "."))


SHORTEST = 6
_RUN = lazy_regex(r"[0-9]{6,}")
_DIGITS = lazy_regex(r"[0-9]+")
_YEARS = range(1900, 2100)


def find_distinctive_digits(name: str) -> list[str]:
    """Return the runs of six or more digits, without leading zeros, that are not a date, a time, a timestamp
    (`20251025085341`), a Unix time (`1761364123456`, unless there is nothing else) or a counter (`000412`)."""
    runs: list[str] = []
    stamps: list[str] = []
    dated = False
    for found in _RUN.findall(name):
        run = found.lstrip("0")
        if _is_moment(found) or (dated and _is_time(found[:6])):
            dated = True
        elif len(run) >= SHORTEST and len(set(run)) > 1:
            (stamps if _is_stamp(run) else runs).append(run)
    return runs or stamps


def other_numbers(name: str, digits: str) -> frozenset[str]:
    """Return the numbers in a name except that run, and except dates and timestamps."""
    found = (run.lstrip("0") for run in _DIGITS.findall(name) if len(run) < SHORTEST or not _is_moment(run))
    return frozenset(run for run in found if run and run != digits)


def _is_moment(run: str) -> bool:
    if len(run) == 6:
        return _is_date(run) or _is_time(run) or _is_month(run)
    if len(run) == 8:
        return _is_date(run)
    if len(run) == 12 and _is_date(run[:6]) and _is_time(run[6:]):
        return True
    return 10 <= len(run) <= 17 and _is_date(run[:8]) and _is_time(f"{run[8:14]:0<6}")


def _is_date(run: str) -> bool:
    if len(run) == 8:
        orders = [(run[:4], run[4:6], run[6:]), (run[4:], run[2:4], run[:2]), (run[4:], run[:2], run[2:4])]
    else:
        orders = [("20" + run[:2], run[2:4], run[4:]), ("20" + run[4:], run[2:4], run[:2])]
        orders.append(("20" + run[4:], run[:2], run[2:4]))
    return any(_is_day(int(year), int(month), int(day)) for year, month, day in orders)


def _is_day(year: int, month: int, day: int) -> bool:
    if year not in _YEARS:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_month(run: str) -> bool:
    return any(int(year) in _YEARS and 1 <= int(m) <= 12 for year, m in ((run[:4], run[4:]), (run[2:], run[:2])))


def _is_time(run: str) -> bool:
    return int(run[:2]) < 24 and int(run[2:4]) < 60 and int(run[4:6] or 0) < 60


def _is_stamp(run: str) -> bool:
    """Return whether it is a Unix time from 2001 to 2033, in seconds, milliseconds or microseconds."""
    return len(run) in (10, 13, 16) and run[0] == "1"


LONGEST_NAME = 1_000  # characters of a name that are read; file systems allow 255
_TAIL = 64  # longer than any mark
_MOST_MARKS = 8
_MOST_COUNTING = 2  # `photo-7-1` is a copy of `photo-7`

_TYPE = lazy_regex(r"\.(?=[0-9]*[a-z])[a-z0-9]{2,5}\Z")
_PICTURE = lazy_regex(rf"\.(?:{suffix_pattern(PICTURES)})\Z")
_QUERY = lazy_regex(r"(\.[a-z0-9]{2,5})[?#].*\Z", re.DOTALL)

# Marks of a copy of the same picture: its size, copy number or processing.
_SIZES = "scaled|rotated|large|medium|small|thumb|thumbnail|preview|full|fullsize|web|hires|hi-res|lowres|low-res"
_WORKED = "original|orig|edited|edit|cropped|crop|resized|resize|compressed|optimized|min|final"
_COPY = r"(?:copy|copie|salin|salinan|bản sao|sao chép)(?:[ _-]*(?:\d{1,2}|\(\d{1,3}\)))?"
_FREE = lazy_regex(
    rf"(?:[ _-]{{1,3}}\(?\d{{2,5}} ?[x×] ?\d{{2,5}}(?:px)?\)?|[ _-]\d{{3,4}}px|@\d(?:\.\d)?x"
    r"|\.(?:mp|night|portrait)|[ _-]e1\d{9,12}"
    rf"|[ _-]{{1,3}}(?:{_SIZES}|{_WORKED})|[ _-]{{1,3}}\(?{_COPY}\)?)\Z"
)
_FRONT = lazy_regex(r"(?:copy of|salinan(?: dari)?|bản sao(?: của)?) |(?:thumb|thumbnail|small|medium|large)_")
# An agency before the code of a picture (`AFP 000_36AB7XU`); not before a word or a camera's counter.
_AGENCY = lazy_regex(
    r"\[?(?:afp|ap|apimages|getty(?: ?images)?|reuters|rtr|epa(?:-efe)?|antara(?: ?foto)?|ttxvn|vna|xinhua)\]?"
    r"(?:[ _:-]{1,3}|(?=\d{8}))"
)
_CODE = lazy_regex(r"[0-9a-z]+(?:[_-][0-9a-z]+)*")
_MIXED = lazy_regex(r"(?:[a-z]+[0-9]|[0-9]+[a-z])[0-9a-z]{3,}")

# Marks that may distinguish copies or different pictures: they count only if the other name has none.
_COPY_NUMBER = lazy_regex(r"(?:(?:(?<![ _-])[ _-]++)?\((\d{1,3})\)|[ _-](\d))\Z")
_STAMP = lazy_regex(
    r"[-_.]([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{8,40}"
    r"|1\d{9,24})\Z"
)
_ENDS_IN_DAY = lazy_regex(r"(?:(?<!\d)\d{1,4}([-_. ])\d{1,2}\1\d{1,2}|(?<!\d)(?:19|20)\d\d[-_. ]\d{1,2})\Z")

_TIMED = lazy_regex(r"(?:(?<!\d)\d{1,4}[-_. :h]\d{1,2}(?:[-_. :m]\d{1,4})?|\d{8}[-_ ]?\d{6})\Z")

_LOST = lazy_regex(r"[\W_]+")
_GAP = lazy_regex(r"(?<!\d) | (?!\d)")


class _Bare(dict[int, int | str | None]):
    """What is left of an NFKD character without accents, each computed once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = left = None if unicodedata.combining(chr(code)) else code
        return left


_BARE = _Bare({ord("đ"): "d", ord("ø"): "o", ord("ł"): "l", ord("æ"): "ae", ord("œ"): "oe", ord("ı"): "i"})

# Names that cameras, phones and programs reuse, in the form returned by `fold`.
_PLACEHOLDER = lazy_regex(
    r"(?:(?:foto|photo|image|imagen|img|picture|pic|gambar|anh|hinh|hinh ?anh|unnamed|untitled|unknown|download|unduhan"
    r"|tai xuong|scan|screenshot|capture|default|thumbnail|cover|banner|header|hero|featured image|slide|file|noname"
    r"|no name|tanpa judul|khong ten|attachment|lampiran) ?)?\d{0,3}"
)
_CAMERA = lazy_regex(r"(?:[a-z]{1,3} )?(?:[a-z]{1,5} ?)?\d{3,5}|\d{3} ?\d{4}|[a-z]{1,2}\d{6,7}")


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms by which the catalogue finds names. `stem`: the name unquoted, in lower case, without its type, accents
    and separators (except between two numbers). `base`: the stem without marks of copies (`-1`, `(1)`, `-1024x683`).
    `digits`: its longest run of six or more digits that is not a date or time, or empty."""

    stem: str
    base: str
    digits: str


@dataclass(frozen=True, slots=True)
class NameShape:
    """A name split into parts. `stem`: without its type; `core`: the stem without marks of copies; `words`: the core as
    returned by `fold`; `tight`, `base`: stem and core as in `Forms`; `marks`: the removed numbers, hashes and times,
    innermost first; `type`: one word for all equivalent suffixes, or empty; `numbers`: its other numbers, without dates
    and times."""

    key: str
    stem: str
    type: str
    tight: str
    core: str
    words: str
    base: str
    marks: tuple[str, ...]
    digits: str
    numbers: frozenset[str]

    @property
    def placeholder(self) -> bool:
        """Return whether the name says nothing about the picture (`foto`, `image1`, `unnamed`)."""
        return _PLACEHOLDER.fullmatch(self.words) is not None

    @property
    def camera(self) -> bool:
        """Return whether the name is a camera's counter (`DSC_0412`, `W-HAI_1275`), which repeats."""
        return _CAMERA.fullmatch(self.words) is not None

    @property
    def timed(self) -> bool:
        """Return whether the name ends in a day or time (`... at 08.53.41`), which several pictures may share."""
        return _TIMED.search(self.core[-_TAIL:]) is not None


def forms_of(filename: str) -> Forms:
    """Return the forms of the last part of a file name."""
    shape = shape_of(name_key(filename))
    return Forms(shape.tight, shape.base, shape.digits)


def fold(text: str) -> str:
    """Return a name in lower case without accents, its words separated by single blanks."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).translate(_BARE)
    return _LOST.sub(" ", plain).strip()


def join_spaced_words(words: str) -> str:
    """Return blank-separated words as one. Only numbers are kept apart: `a1 2` is not `a 12`."""
    return _GAP.sub("", words)


@lru_cache(maxsize=4096)
def shape_of(key: str) -> NameShape:
    """Return the name with that `name_key`, split into parts."""
    plain = key[:LONGEST_NAME]
    if "%" in plain:
        plain = name_key(unquote(unquote(plain)))  # twice: an address within an address contains %2520
    plain = _QUERY.sub(r"\1", plain)
    stem, type_ = _untyped(plain)
    core, marks = _split_marks(stem)
    digits = max(find_distinctive_digits(stem), key=len, default="")
    words = fold(core) or core
    tight = join_spaced_words(fold(stem) or stem)
    return NameShape(
        key, stem, type_, tight, core, words, join_spaced_words(words), marks, digits, other_numbers(stem, digits)
    )


def _untyped(name: str) -> tuple[str, str]:
    found = _TYPE.search(name[-6:])
    if found is None or len(found[0]) >= len(name):
        return name, ""
    stem, type_ = name[: -len(found[0])], found[0][1:]
    while _PICTURE.search(found[0]) and (found := _PICTURE.search(stem[-6:])) and len(found[0]) < len(stem):
        stem = stem[: -len(found[0])]  # `photo.jpg.webp`
    return stem, usual_suffix(type_)


def _split_marks(stem: str) -> tuple[str, tuple[str, ...]]:
    core = stem
    if front := _FRONT.match(core):
        core = core[front.end() :] or core
    if agency := _AGENCY.match(core):
        code, marks = _without_marks(core[agency.end() :])
        if _is_code(code):
            return code, marks
    return _without_marks(core)


def _without_marks(core: str) -> tuple[str, tuple[str, ...]]:
    marks = tuple[str, ...]()
    for _ in range(_MOST_MARKS):
        free = _FREE.search(core[-_TAIL:])
        found = free or (_counting(core) if len(marks) < _MOST_COUNTING else None)
        if found is None or not any(map(str.isalnum, core[: -len(found[0])])):
            break
        if free is None:
            marks = (_mark_of(found), *marks)
        core = core[: -len(found[0])]
    return core, marks


def _is_code(name: str) -> bool:
    """Return whether an agency uses such a code for one picture only: no words, no day, no counter."""
    if not _CODE.fullmatch(name) or _CAMERA.fullmatch(fold(name)):
        return False
    parts = name.replace("-", "_").split("_")
    return bool(find_distinctive_digits(name)) or any(
        sum(map(str.isdigit, part)) > 2 and _MIXED.match(part) for part in parts
    )


def _counting(core: str) -> re.Match[str] | None:
    tail = core[-_TAIL:]
    if _ENDS_IN_DAY.search(tail):
        return None
    if found := _COPY_NUMBER.search(tail):
        return found
    found = _STAMP.search(tail)
    if found and _PLACEHOLDER.fullmatch(fold(core[: -len(found[0])])):
        return None  # in `photo-1761364123456` there is nothing else
    return found


def _mark_of(found: re.Match[str]) -> str:
    said = next(group for group in found.groups() if group is not None)
    return str(int(said)) if len(said) < 4 else said


LONGEST_NUMBERED = 120  # characters of a name that are read: longer ones are sentences
_SIZE = lazy_regex(r"[ _-]?\(?\d{2,5}x\d{2,5}\)?\Z|[ _-]scaled\Z|@\dx\Z")
_COPY_OF_FRAME = lazy_regex(r"(?<=\d{3})[ _]?(?:\(\d{1,2}\)|-\d{1,2})\Z")
_ENDS_IN_DATE = lazy_regex(r"(?<!\d)(?:19|20)\d\d-\d{1,2}\Z")
_RUNNING_NUMBER = lazy_regex(r"(?P<number>\d{1,9})(?P<after>\)|[ _-]{0,3}[^\W\d]{1,12}(?: ?[^\W\d]{1,12})?)?\Z")
_MOMENT = lazy_regex(
    r"(?<!\d)(?:19|20)\d\d([-_. ]?)[01]\d\1[0-3]\d(?:[-_. t]*(?:at )?[0-2]\d([-_.]?)[0-5]\d\2[0-5]\d)?\d{0,3}\Z"
)


@dataclass(frozen=True, slots=True)
class NumberedName:
    """A prefix as folded by `name_key`, a number, and its digits as written."""

    prefix: str
    number: int
    digits: int


def place_of(filename: str) -> NumberedName | None:
    """Return the last run of digits of a name and what precedes it, without marks of copies and of editing (`-1`,
    `(1)`, `-1024x683`, `_edit`); None for a name without a number, and if the number is a day or a timestamp
    (`20251025_101500`)."""
    stem = _TYPE.sub("", name_key(filename))
    if not stem or len(stem) > LONGEST_NUMBERED:
        return None
    while (shorter := _SIZE.sub("", stem)) != stem:
        stem = shorter
    if not _ENDS_IN_DATE.search(stem):
        stem = _COPY_OF_FRAME.sub("", stem)
    found = _RUNNING_NUMBER.search(stem)
    if found is None:
        return None
    start, number = found.start("number"), found["number"]
    if (start and stem[start - 1].isdecimal()) or _MOMENT.search(stem[: found.end("number")]):
        return None  # more digits than a counter has, or a timestamp
    return NumberedName(stem[:start], int(number), len(number))


def written_prefix(filename: str, place: NumberedName) -> str:
    """Return the prefix as in the file name, without the separator before the number: `W-HAI`."""
    last = " ".join(filename.replace(INSIDE, "/").rsplit("/", 1)[-1].split())
    said = last[: len(place.prefix)]
    return (said if name_key(said) == name_key(place.prefix) else place.prefix).rstrip(" _-.(#")
