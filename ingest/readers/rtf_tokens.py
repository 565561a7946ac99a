"""Cuts RTF into its tokens (Rich Text Format 1.9.1): groups, control words, bytes, text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)


class Sort(Enum):
    """What a token is: the start or end of a group, a control word or sign, one byte in hexadecimal, text."""

    OPEN = auto()
    CLOSE = auto()
    WORD = auto()
    BYTE = auto()
    TEXT = auto()


Token = tuple[Sort, bytes, int | None]
"""The sort, the word or bytes, and the number behind a word."""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a document in order; what stands behind `\\bin` comes as one text. Line ends are no tokens."""
    at, end = 0, len(data)
    while at < end:
        found = _TOKEN.match(data, at)
        if found is None:
            return
        at = found.end()
        kind = found.lastindex
        if kind == 6:
            yield Sort.TEXT, found[6], None
        elif kind in (1, 2):
            word, number = found[1], None if found[2] is None else int(found[2])
            if word == b"bin" and number is not None:
                yield Sort.WORD, word, None
                yield Sort.TEXT, data[at : at + max(number, 0)], None
                at += max(number, 0)
            else:
                yield Sort.WORD, word, number
        elif kind == 3:
            yield Sort.BYTE, bytes([int(found[3], 16)]), None
        elif kind == 4:
            yield Sort.WORD, found[4], None
        elif kind == 5:
            yield (Sort.OPEN if found[5] == b"{" else Sort.CLOSE), b"", None
