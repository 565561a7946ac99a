"""Stamps: an embargo or a secrecy mark before or after other words, in capitals, in brackets or framed by signs."""

from __future__ import annotations

import re

from archive.text.embargo import embargo_words
from archive.text.patterns import lazy_regex
from ingest.extract.embargo.matcher import LONGEST, OrderKind, is_lifted, is_of_goods, read_words

_FIRST = lazy_regex(
    r"\W{0,8}(?:[\[(](?P<boxed>[^\[\]()]{3,60})[\])]\s{0,3}[-–—:|]?\s{0,3}"
    r"|(?P<said>[^-–—:|\[\]]{3,60}?)(?:\s[-–—|]{1,3}\s|[:!]{1,3}\s))"
)
_LAST = lazy_regex(r"(?:[\[(](?P<boxed>[^\[\]()]{3,60})[\])]|\s[-–—|]{1,3}\s(?P<said>[^-–—:|\[\]]{3,60}))\W{0,8}\Z")
_COLUMN = lazy_regex(r"\S(?:\t|\s{4})\s{0,80}(?P<said>[^\W\d_][^-–—:|\[\]]{2,30})\Z")
_LOUD = lazy_regex(r"\W{0,8}EMBARGO(?:ED)?\W{0,3}\s[^\W_]{0,30}[^\W\d_A-Z]")  # `EMBARGO Pier opens`
# `PORT-KUPANG/EMBARGO`, `Pier opens *embargo*`, `#embargo #port`
_TAGGED = lazy_regex(r"(?<!\S)#(?i:embargo(?:ed)?)(?!\w)|\*(?i:embargo(?:ed)?)\*|(?<=[A-Z])/EMBARGO(?:ED)?(?!\w)")
_FRAMES = "*=#~<>!|_-"


def is_stamped(line: str) -> bool:
    """Return whether a title has an order before or after it, in capitals or in brackets."""
    return stamp_of(line) is not None


def stamp_of(line: str) -> OrderKind | None:
    """Return the order that a line has before or after other words, in capitals or in brackets."""
    if not 0 < len(line) <= LONGEST or is_lifted(line):
        return None
    line = embargo_words.clean_line(line)
    column = _COLUMN.search(line.rstrip())  # beside the name of the office: `ỦY BAN NHÂN DÂN    MẬT`
    if column and column["said"].isupper() and read_words(column["said"]) is OrderKind.SECRET:
        return OrderKind.SECRET
    if is_tagged(line) or (_LOUD.match(line) and not line.isupper() and not is_of_goods(line)):
        return OrderKind.MARK
    kinds = (_stamp(found, line) for found in (_FIRST.match(line), _LAST.search(line)) if found)
    return next((kind for kind in kinds if kind is not None), None)


def is_tagged(line: str) -> bool:
    """Return whether a line has the word embargo as a tag, between stars or as the last part of a slug."""
    return len(line) <= LONGEST and _TAGGED.search(line) is not None and not is_of_goods(line)


def stamp_of_caption(line: str) -> OrderKind | None:
    """Return the order that the first line of a caption, of any length, has before other words; after them it counts
    only in capitals, because `Menteri bicara soal sanksi (embargo)` orders nothing."""
    start = line[:LONGEST]
    if is_lifted(start):
        return None
    start = embargo_words.clean_line(start)
    first = _FIRST.match(start)
    if first and (kind := _stamp(first, start)) is not None:
        return kind
    last = _LAST.search(start) if len(line) <= LONGEST else None
    return _stamp(last, start) if last and (last["boxed"] or last["said"]).isupper() else None


def is_framed(line: str) -> bool:
    """Return whether a line is an order in capitals framed by signs, unlike headings: `*** EMBARGO ***`."""
    line = line.strip()
    ends = line[:1] + line[-1:]
    framed = ends in ("[]", "()", "**", "!!", "##") or not (line[:2] + line[-2:]).strip(_FRAMES)
    return line.isupper() and framed and read_words(line) is not None


def _stamp(found: re.Match[str], line: str) -> OrderKind | None:
    words = (found["boxed"] or found["said"]).strip(" *_#!")
    rest = f"{line[: found.start()]} {line[found.end() :]}"
    if not any(map(str.isalpha, rest)) or not (found["boxed"] or words.isupper()):
        return None
    kind = read_words(words)
    if kind not in (OrderKind.SOFT, OrderKind.SECRET):
        return kind
    # An ambiguous word counts only in capitals beside lower case, and not as an exclamation: `RAHASIA! Resep bocor`.
    cried = found["said"] is not None and line[found.end("said") : found.end()].strip().strip("!") == ""
    return kind if words.isupper() and not rest.isupper() and not cried else None
