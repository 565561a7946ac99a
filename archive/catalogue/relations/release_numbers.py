"""Compare release numbers of texts, and find the language in which the issuing office writes first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from archive.text.terms import whole_number

_LABELS = frozenset(["so", "no", "nomor", "nomer", "number", "nr", "ref", "reference", "release"])
_TONGUES = frozenset(["en", "eng", "id", "ind", "ina", "vi", "vie", "viet"])
_CODE = re.compile(r"(?<![\w/.@-])[\w&]{1,12}(?:[/-][\w.&]{1,16}){1,8}(?![\w/@])")
_ROMAN = re.compile(r"x?(?:ix|iv|v?i{0,3})\Z")  # a month
_INDONESIAN = frozenset(
    [
        "sp",
        "siaran",
        "hm",
        "hms",
        "humas",
        "hum",
        "setneg",
        "setkab",
        "kemlu",
        "hk",
        "pers",
        "rilis",
        "siarpers",
        "kom",
        "ksp",
        "kpp",
    ]
)
_VIETNAMESE = frozenset(
    [
        "tb",
        "bng",
        "cp",
        "ttg",
        "qd",
        "nq",
        "ct",
        "vpcp",
        "ubnd",
        "bct",
        "btc",
        "tcbc",
        "bc",
        "hd",
        "ttbc",
        "btttt",
        "bgddt",
        "byt",
        "ttxvn",
    ]
)
_ENGLISH = frozenset(["pr", "sg", "sm", "ip", "res", "dc", "oc", "mex"])
_MOST = 40  # numbers named in a text; more are ignored


def own_numbers(identifiers: Any) -> list[str]:
    """Return a text's release numbers normalised for comparison: without label (`Số`), trailing language mark, and
    separators."""
    given: Iterable[Any] = identifiers if isinstance(identifiers, list) else [identifiers]
    found = (number_key(item) for item in given if isinstance(item, str))
    return list(dict.fromkeys(filter(None, found)))


def number_key(text: str) -> str:
    """Return a release number normalised for comparison, or ""."""
    parts = whole_number(text[:200]).split("/")
    while parts and parts[0] in _LABELS:
        parts = parts[1:]
    while len(parts) > 2 and parts[-1] in _TONGUES:
        parts = parts[:-1]
    return "/".join(parts) if any(any(map(str.isdigit, part)) for part in parts) else ""


def telling(number: str) -> bool:
    """Return whether a number identifies one release: three parts with letters and digits (`45/tb/bng`), or five
    digits. `12/2025` may be a month."""
    parts = number.split("/")
    if len(parts) == 1:
        return sum(map(str.isdigit, number)) >= 5
    return len(parts) >= 3 and any(part.isalpha() for part in parts) and any(map(str.isdigit, number))


def one_series(number: str, other: str) -> bool:
    """Return whether two numbers belong to one series: same offices and kinds, regardless of count and day. Another
    count in one series is another text. A text may have a number in the series of each language."""
    return _series(number) == _series(other)


def _series(number: str) -> frozenset[str]:
    named = ("".join(filter(str.isalpha, part)) for part in number.split("/"))
    return frozenset(part for part in named if part and not _ROMAN.fullmatch(part))


def named_numbers(text: str) -> list[str]:
    """Return the identifying numbers in a text."""
    found: dict[str, None] = {}
    for match in _CODE.finditer(text):
        if any(map(str.isdigit, match[0])) and telling(key := number_key(match[0])):
            found[key] = None
            if len(found) == _MOST:
                break
    return list(found)


def home_language(numbers: Iterable[str]) -> str:
    """Return the language of the office that issues such numbers, or ""."""
    for parts in (number.split("/") for number in numbers):
        for code, words in (("id", _INDONESIAN), ("vi", _VIETNAMESE), ("en", _ENGLISH)):
            if any(part in words for part in parts):
                return code
        if len(parts) > 3 and any(part and _ROMAN.match(part) for part in parts[1:]):
            return "id"  # the month in Roman numerals before the year
    return ""
