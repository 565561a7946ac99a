"""Orders to hold stamped on a title or set off by signs: `EMBARGO - Inflasi turun`, `[HOLD] Inflasi`, `* EMBARGO *`."""

from __future__ import annotations

import re

from ingest.enrich.embargo import is_lifted
from ingest.enrich.flags import is_flag
from ingest.enrich.withheld import is_secret, is_withheld
from ingest.enrich.words import fold

_LONGEST, _LONGEST_LINE = 60, 300  # characters
_FIRST = re.compile(
    r"\W*(?:[\[(](?P<boxed>[^\[\]()]{3,60})[\])]\s*[-–—:|]?\s*|(?P<said>[^-–—:|\[\]]{3,60}?)\s*(?:\s[-–—|]+\s|:\s))"
)
_LAST = re.compile(r"(?:[\[(](?P<boxed>[^\[\]()]{3,60})[\])]|\s[-–—|]+\s(?P<said>[^-–—:|\[\]]{3,60}))\W*\Z")
_HOLD = re.compile(r"\W*(?:on hold|hold|ditahan|unreleased|unpublished|belum (?:boleh )?tayang)\W*")
_FRAMED = re.compile(r"\s*(?:[*=#~<>!|_-]{2,}.*[*=#~<>!|_-]{2,}|[*=#!]+.*[*=#!]+|\[.*\]|\(.*\))\s*")


def is_stamped(line: str) -> bool:
    """Whether a title has an order to hold before or behind it, in capitals or in brackets."""
    if len(line) > _LONGEST_LINE or is_lifted(line):
        return False
    return any(_is_stamp(found, line) for found in (_FIRST.match(line), _LAST.search(line)) if found)


def is_mark(line: str) -> bool:
    """Whether a line is nothing but the mark of an embargo, in capitals."""
    return line.isupper() and is_flag(line)


def is_framed(line: str) -> bool:
    """Whether such a mark is set off by signs, as no heading is: `*** EMBARGO ***`."""
    return is_mark(line) and _FRAMED.fullmatch(line) is not None


def _is_stamp(found: re.Match[str], line: str) -> bool:
    words = (found["boxed"] or found["said"]).strip(" *_#!")
    rest = f"{line[: found.start()]} {line[found.end() :]}"
    if not any(map(str.isalpha, rest)) or not (found["boxed"] or words.isupper()):
        return False
    holds = _HOLD.fullmatch(fold(words)) is not None
    if not holds and not is_flag(words) and not is_withheld(words):
        return False
    # A word with another sense counts in capitals beside small letters alone.
    return not (holds or is_secret(words)) or (words.isupper() and not rest.isupper())
