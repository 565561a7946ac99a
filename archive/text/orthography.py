"""Small questions shared by several rules: does a sentence end here, is this a name, is it in capitals?"""

from __future__ import annotations

import re
import unicodedata
from functools import cache


def word_set(words: str, between: str | None = None) -> frozenset[str]:
    """Return the words of a text (separated by blanks, or by `between`) as a set."""
    return frozenset(words.split(between))


# Invisible characters: byte order mark, zero-width blanks and joiners, direction marks, soft hyphen.
INVISIBLE = "\ufeff\u200b\u2060\u200e\u200f\u00ad"

PHOTO_WORD = r"(?:foto|photo|photograph|picture|image|gambar|ảnh|hình(?: ảnh)?)"

_SPACED = re.compile(r"\s*[^\W\d_](?: [^\W\d_]){2,}(?: {2,}[^\W\d_](?: [^\W\d_])+)*\s*")
_ENDING = re.compile(r"[.!?…。][\"'”’»)\]*_]*\Z")
_DANGLING = word_set(
    "a an the of in on at to as is are was were by for from with and or see named called file files that than into "
    "di ke dari dan atau yang bernama berkas yaitu yakni adalah ialah sebagai pada untuk dengan oleh lihat "
    "dalam berupa "
    "của là và hoặc tên tệp tin xem từ với cho ở tại như về thành trong"
)
_LINKING = word_set(
    "is are was were has have had and or which that who adalah ialah merupakan dan atau yang telah tidak dapat "
    "là được và hoặc đã có không mà"
)


def collapse(text: str) -> str:
    """Return the words of `text` separated by single blanks."""
    return " ".join(text.split())


def unspaced(line: str) -> str:
    """Return a letter-spaced line (`S I A R A N P E R S`) as words; other lines unchanged."""
    if _SPACED.fullmatch(line) is None:
        return line
    return " ".join(word.replace(" ", "") for word in re.split(r" {2,}", line.strip()))


def ends_sentence(line: str) -> bool:
    """Return whether the line ends in a full stop, question mark or the like, ignoring quotes and brackets after it."""
    return _ENDING.search(line[-8:].rstrip()) is not None


def starts_low(line: str) -> bool:
    """Return whether the line continues a sentence: it begins with a lower-case letter or a comma."""
    return line[:1].islower() or line[:1] in {",", ";", ")", "."}


def ends_unfinished(line: str) -> bool:
    """Return whether the last word of the line requires another one (`bernama`, `the`, `của`)."""
    last = line.split()[-1:] or [""]
    return last[0].casefold() in _DANGLING


def links(line: str) -> bool:
    """Return whether the line continues after a subject (`adalah berkas ...`, `is the file ...`, `là tệp ...`)."""
    first = line.split()[:1] or [""]
    return first[0] in _LINKING


def in_capitals(line: str) -> bool:
    """Return whether every letter of the line is a capital, and there are at least four."""
    return line.isupper() and sum(map(str.isalpha, line[:200])) >= 4


def word_count(line: str) -> int:
    """Return the number of words on the line."""
    return len(line.split())


def fold(text: str) -> str:
    """Return the text in lower case without accents (đ is d), keeping positions: spans of one are spans of both."""
    if text.isascii():
        return text.lower()
    return "".join(map(_base, text))


@cache
def _base(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter


def with_or_without_marks(pattern: str) -> str:
    """Return the regular expression with Vietnamese letters also matched without accents (`cáo` is `c[áa]o`)."""
    parts = re.split(r"(\[[^\]]*\])", pattern)  # character classes are unchanged
    parts[::2] = ["".join(f"[{c}{bare(c)}]" if bare(c) != c else c for c in part) for part in parts[::2]]
    return "".join(parts)


def bare(text: str) -> str:
    """Return the text without accents, with its capitals."""
    return "".join(c if c.isascii() or not c.isalpha() else fold(c) for c in text)
