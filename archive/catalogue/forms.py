"""The forms of a file name by which copies of one picture know each other: no type, no copy marks, its digits."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from archive.catalogue.paths import name_key
from archive.catalogue.runs import other_numbers, telling_runs
from archive.media_types import PICTURES, suffix_pattern, usual_suffix

LONGEST = 1_000  # characters of a name that are looked at; file systems take 255
_TAIL = 64  # no mark is longer
_MOST_MARKS = 8
_MOST_COUNTING = 2  # `photo-7-1` is a copy of `photo-7`

_TYPE = re.compile(r"\.(?=[0-9]*[a-z])[a-z0-9]{2,5}\Z")
_PICTURE = re.compile(rf"\.(?:{suffix_pattern(PICTURES)})\Z")
_QUERY = re.compile(r"(\.[a-z0-9]{2,5})[?#].*\Z", re.DOTALL)

# Marks of a copy of the same picture: how large, how often copied, how worked on.
_SIZES = "scaled|rotated|large|medium|small|thumb|thumbnail|preview|full|fullsize|web|hires|hi-res|lowres|low-res"
_WORKED = "original|orig|edited|edit|cropped|crop|resized|resize|compressed|optimized|min|final"
_COPY = r"(?:copy|copie|salin|salinan|bản sao|sao chép)(?:[ _-]*(?:\d{1,2}|\(\d{1,3}\)))?"
_FREE = re.compile(
    rf"(?:[ _-]{{1,3}}\(?\d{{2,5}} ?[x×] ?\d{{2,5}}(?:px)?\)?|[ _-]\d{{3,4}}px|@\d(?:\.\d)?x"
    r"|\.(?:mp|night|portrait)|[ _-]e1\d{9,12}"
    rf"|[ _-]{{1,3}}(?:{_SIZES}|{_WORKED})|[ _-]{{1,3}}\(?{_COPY}\)?)\Z"
)
_FRONT = re.compile(r"(?:copy of|salinan(?: dari)?|bản sao(?: của)?) |(?:thumb|thumbnail|small|medium|large)_")
# An agency before the code that it gives its pictures (`AFP 000_36AB7XU`); not before a word or a camera's counter.
_AGENCY = re.compile(
    r"\[?(?:afp|ap|apimages|getty(?: ?images)?|reuters|rtr|epa(?:-efe)?|antara(?: ?foto)?|ttxvn|vna|xinhua)\]?"
    r"(?:[ _:-]{1,3}|(?=\d{8}))"
)
_CODE = re.compile(r"[0-9a-z]+(?:[_-][0-9a-z]+)*")
_MIXED = re.compile(r"(?:[a-z]+[0-9]|[0-9]+[a-z])[0-9a-z]{3,}")

# Marks that tell copies apart, and as often tell pictures apart: they count only where the other name has none.
_NUMBER = re.compile(r"(?:(?:(?<![ _-])[ _-]++)?\((\d{1,3})\)|[ _-](\d))\Z")
_STAMP = re.compile(
    r"[-_.]([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{8,40}"
    r"|1\d{9,24})\Z"
)
_DATED = re.compile(r"(?:(?<!\d)\d{1,4}([-_. ])\d{1,2}\1\d{1,2}|(?<!\d)(?:19|20)\d\d[-_. ]\d{1,2})\Z")

_TIMED = re.compile(r"(?:(?<!\d)\d{1,4}[-_. :h]\d{1,2}(?:[-_. :m]\d{1,4})?|\d{8}[-_ ]?\d{6})\Z")

_LOST = re.compile(r"[\W_]+")
_GAP = re.compile(r"(?<!\d) | (?!\d)")


class _Bare(dict[int, int | str | None]):
    """What is left of a character of NFKD without accents, each worked out once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = left = None if unicodedata.combining(chr(code)) else code
        return left


_BARE = _Bare({ord("đ"): "d", ord("ø"): "o", ord("ł"): "l", ord("æ"): "ae", ord("œ"): "oe", ord("ı"): "i"})

# Names that cameras, telephones and programs give again and again, as `fold` leaves them.
_PLACEHOLDER = re.compile(
    r"(?:(?:foto|photo|image|imagen|img|picture|pic|gambar|anh|hinh|hinh ?anh|unnamed|untitled|unknown|download|unduhan"
    r"|tai xuong|scan|screenshot|capture|default|thumbnail|cover|banner|header|hero|featured image|slide|file|noname"
    r"|no name|tanpa judul|khong ten|attachment|lampiran) ?)?\d{0,3}"
)
_CAMERA = re.compile(r"(?:[a-z]{1,3} )?(?:[a-z]{1,5} ?)?\d{3,5}|\d{3} ?\d{4}|[a-z]{1,2}\d{6,7}")


@dataclass(frozen=True, slots=True)
class Forms:
    """What the catalogue finds names by. `stem`: the name unquoted, in lower case, without its type, accents and
    separators (but for those between two numbers). `base`: that without marks of copies (`-1`, `(1)`, `-1024x683`).
    `digits`: its longest run of six or more digits that is no date and no time; empty when it has none."""

    stem: str
    base: str
    digits: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A name taken apart. `stem`: without its type; `core`: that without marks of copies; `words`: the core as `fold`
    leaves it; `tight`, `base`: stem and core as `Forms` has them; `marks`: the numbers, hashes and times that were
    taken off, the innermost first; `type`: one word for all that mean the same, empty when it has none; `numbers`: its
    other numbers, dates and times apart."""

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
        """Whether it says nothing of the picture (`foto`, `image1`, `unnamed`)."""
        return _PLACEHOLDER.fullmatch(self.words) is not None

    @property
    def camera(self) -> bool:
        """Whether it is a camera's counter (`DSC_0412`, `W-HAI_1275`), which comes round."""
        return _CAMERA.fullmatch(self.words) is not None

    @property
    def timed(self) -> bool:
        """Whether it ends in a day or an hour (`... at 08.53.41`), which several pictures share."""
        return _TIMED.search(self.core[-_TAIL:]) is not None


def forms_of(filename: str) -> Forms:
    """The forms of the last part of a file name."""
    shape = shape_of(name_key(filename))
    return Forms(shape.tight, shape.base, shape.digits)


def fold(text: str) -> str:
    """A name in lower case without accents, its words parted by single blanks whatever parted them."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).translate(_BARE)
    return _LOST.sub(" ", plain).strip()


def tighten(words: str) -> str:
    """Words parted by single blanks as one; only two numbers stay apart: `a1 2` is not `a 12`."""
    return _GAP.sub("", words)


@lru_cache(maxsize=4096)
def shape_of(key: str) -> Shape:
    """The name with that `name_key`, taken apart."""
    plain = key[:LONGEST]
    if "%" in plain:
        plain = name_key(unquote(unquote(plain)))  # twice: an address within an address writes %2520
    plain = _QUERY.sub(r"\1", plain)
    stem, type_ = _untyped(plain)
    core, marks = _unmarked(stem)
    digits = max(telling_runs(stem), key=len, default="")
    words = fold(core) or core
    tight = tighten(fold(stem) or stem)
    return Shape(key, stem, type_, tight, core, words, tighten(words), marks, digits, other_numbers(stem, digits))


def _untyped(name: str) -> tuple[str, str]:
    found = _TYPE.search(name[-6:])
    if found is None or len(found[0]) >= len(name):
        return name, ""
    stem, type_ = name[: -len(found[0])], found[0][1:]
    while _PICTURE.search(found[0]) and (found := _PICTURE.search(stem[-6:])) and len(found[0]) < len(stem):
        stem = stem[: -len(found[0])]  # `photo.jpg.webp`
    return stem, usual_suffix(type_)


def _unmarked(stem: str) -> tuple[str, tuple[str, ...]]:
    """(the stem without marks, its marks that count, the innermost first)."""
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
    """Whether an agency gives such a code to one picture only: no words, no day, no counter."""
    if not _CODE.fullmatch(name) or _CAMERA.fullmatch(fold(name)):
        return False
    parts = name.replace("-", "_").split("_")
    return bool(telling_runs(name)) or any(sum(map(str.isdigit, part)) > 2 and _MIXED.match(part) for part in parts)


def _counting(core: str) -> re.Match[str] | None:
    tail = core[-_TAIL:]
    if _DATED.search(tail):
        return None
    if found := _NUMBER.search(tail):
        return found
    found = _STAMP.search(tail)
    if found and _PLACEHOLDER.fullmatch(fold(core[: -len(found[0])])):
        return None  # of `photo-1761364123456` the number is all there is
    return found


def _mark_of(found: re.Match[str]) -> str:
    said = next(group for group in found.groups() if group is not None)
    return str(int(said)) if len(said) < 4 else said
