"""The words in bytes of any format: runs of letters in UTF-8 and UTF-16, as the Unix command `strings` finds them.

A format whose layout is known is read by its own rules. This is for the parts for which nobody wrote rules: an order
counts there as well, and the worst that may come of it is a line that nobody finds an order in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.extract.embargo.unread_words import NamedWords

WORDS = "words"  # the name of a run without one
NEAR = 32  # bytes between a name and its value
_LEAST, _SHORT, _LONGEST = 4, 8, 2_000  # characters of a run
_VIETNAMESE = rb"[\xc3-\xc6\xcc\xcd][\x80-\xbf]|\xe1[\xb8-\xbb][\x80-\xbf]|\xe2\x80[\x90-\xbf]"
_NARROW = re.compile(rb"(?:[\x20-\x7e]|" + _VIETNAMESE + rb"){%d,%d}" % (_LEAST, _LONGEST))
_PLAIN, _MARKED, _SIGNS = rb"[\x20-\x7e\xa0-\xff]", rb"[\xa0-\xf9]", rb"[\x13\x14\x18\x19\x1c\x1d\x26]"
_LATIN, _COMBINING = rb"[\x02\x03\x10\x11\x28\x29\x68\x69\xa0\xa1\xaf\xb0]", rb"[\x00\x01\x03\x09\x23]"
_PLANES = ((b"\0", _PLAIN), (b"\x01", _LATIN), (b"\x03", _COMBINING), (b"\x1e", _MARKED), (b"\x20", _SIGNS))


def _wide(*, big: bool) -> re.Pattern[bytes]:
    """The letters of English, Indonesian and Vietnamese in UTF-16."""
    letters = b"|".join(high + low if big else low + high for high, low in _PLANES)
    return re.compile(rb"(?:" + letters + rb"){%d,%d}" % (_LEAST, _LONGEST))


_WIDE, _WIDE_BIG = _wide(big=False), _wide(big=True)
_PAIR = re.compile(r"\W{0,3}([^\W\d][\w .:-]{1,40}?)\s{0,2}[=:]\s{0,2}(?=\S)")
_IS_NAME = re.compile(r"[^\W\d][\w .:/-]{1,40}")
_IS_VALUE = re.compile(r"\d{4}|(?:yes|true|ya|1|x)\b", re.I)


def of_bytes(data: bytes, *, big: bool = False) -> Iterator[NamedWords]:
    """Yield the runs of letters in bytes. `NAME=value` has its name, and so has a day behind a run that may be one.
    `big`: look for UTF-16 of both byte orders."""
    kinds = [(_NARROW, "utf-8"), (_WIDE, "utf-16-le"), *([(_WIDE_BIG, "utf-16-be")] if big else [])]
    for pattern, encoding in kinds:
        if encoding != "utf-8" and b"\0" not in data:
            return
        yield from _with_names(pattern.finditer(data), encoding)


def _with_names(runs: Iterator[re.Match[bytes]], encoding: str) -> Iterator[NamedWords]:
    """The runs; a name right before a value that may be a day is given with it, and not by itself."""
    before, end = "", 0
    for found in runs:
        words = found[0].decode(encoding, "replace").strip()
        if not _has_words(words):
            continue
        is_value = before and found.start() - end <= NEAR and _IS_VALUE.match(words) and _IS_NAME.fullmatch(before)
        if before and not is_value:
            yield from _named(before)
        if is_value:
            yield before, words
            before = ""
        elif len(words) > _LEAST or not before:  # four letters are the name of a part
            before, end = words, found.end()
    if before:
        yield from _named(before)


def of_lines(text: str) -> Iterator[NamedWords]:
    """Yield the lines of a text, those of `Name: value` also by their names."""
    for line in text.splitlines():
        if line := line.strip():
            yield from _named(line)


def _named(words: str) -> Iterator[NamedWords]:
    yield WORDS, words
    if pair := _PAIR.match(words):
        yield pair[1], words[pair.end() :]


def _has_words(words: str) -> bool:
    """Whether a run may be words, and not what numbers look like as letters: they make short runs."""
    if len(words) < _SHORT and not words[:-1].replace(" ", "").isalpha() and _IS_VALUE.match(words) is None:
        return False
    return len(words) >= _LEAST and sum(map(str.isalnum, words)) * 2 > len(words)
