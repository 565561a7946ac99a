"""What is the same in every language of a text: its figures and its proper names."""

from __future__ import annotations

import re

from archive.analysis import fold

READ = 8_000  # characters of a text that are read for them
KEPT = 0.75  # of a text's paragraphs: what comes after is who to ask and who signed
_FEW = 2  # paragraphs of which all are read
_MOST_NUMBERS, _MOST_NAMES = 60, 80
_NUMBER = re.compile(r"(?<![\w/+.-])\d[\d.,]{0,14}(?!\w|[/-]\w)")
_CONTACT = re.compile(
    r"(?:tele(?:pon|phone)|telp?\b|phone|fax|faks|hotline|điện thoại|đt:|e-?mail|www\.|https?:|@)", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_MONTHS = frozenset(["april", "september", "november"])  # that Indonesian and English write alike
_NAME = re.compile(r"(?<![^\W\d_])(?![a-z])[^\W\d_][^\W\d_'’-]{2,30}")  # few words begin with a capital
# A part of each, and sooner found.
_OF_CONTACT = frozenset(["tel", "phone", "fax", "faks", "hotline", "điện", "đt:", "mail", "www", "http", "@"])


def facts_of(text: str, day: str) -> tuple[frozenset[str], frozenset[str]]:
    """The figures and the names in a text. `day`: its own (ISO 8601), whose figures all texts of that day have."""
    read = "\n\n".join(_telling(text[:READ].split("\n\n")))
    plain = {part.lstrip("0") for part in day[:10].split("-")}
    numbers = dict.fromkeys(filter(None, (_figure(match[0]) for match in _NUMBER.finditer(read))))
    kept = [number for number in numbers if number not in plain and not _YEAR.match(number)]
    names = dict.fromkeys(fold(match[0]) for match in _NAME.finditer(read) if _is_name(read, match))
    return frozenset(kept[:_MOST_NUMBERS]), frozenset([*names][:_MOST_NAMES]) - _MONTHS


def _telling(paragraphs: list[str]) -> list[str]:
    whole = [paragraph for paragraph in paragraphs if paragraph.strip()]
    kept = whole[: max(_FEW, round(KEPT * len(whole)))]
    return [_without_contacts(paragraph) if _may_have_contacts(paragraph) else paragraph for paragraph in kept]


def _may_have_contacts(paragraph: str) -> bool:
    small = paragraph.casefold()
    return any(part in small for part in _OF_CONTACT)


def _without_contacts(paragraph: str) -> str:
    return "\n".join(line for line in paragraph.split("\n") if not _CONTACT.search(line))


def _figure(number: str) -> str:
    """Its digits, which are the same in `12.500` and `12,500`; empty for one digit, and for what begins
    with a zero, as telephone numbers do."""
    digits = "".join(filter(str.isdigit, number))
    if digits.startswith("0") and number[1:2] not in (".", ","):
        return ""
    digits = digits.lstrip("0")
    return digits if 2 <= len(digits) <= 12 else ""


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether a word is written with a capital within a sentence."""
    if not match[0][0].isupper():
        return False
    before = text[max(0, match.start() - 3) : match.start()].rstrip(" \"'“”‘’(")
    return bool(before) and before[-1] not in ".!?:…\n–—-"
