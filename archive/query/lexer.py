"""A query text to its signs: words, quotations, brackets, field names and operators, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from archive.query.fields import field_name

QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02'
OPERATORS = ("AND", "OR", "NOT")

_SIGN = re.compile(rf"\s*(?:([(])|([)])|([{QUOTES}])|([^\s(){QUOTES}]+))")
_CLOSING = re.compile(f"[{QUOTES}]")
_SLOP = re.compile(r"~([0-9]{1,2})(?![^\s()])")
_FIELD = re.compile(r"([^\W\d_][\w-]*):", re.UNICODE)
_MAX_SLOP = 20


class Sign(Enum):
    """What a piece of the text is."""

    WORD = auto()
    QUOTED = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    MINUS = auto()
    AND = auto()
    OR = auto()
    NOT = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A sign, its text (of a quotation, what stands inside; of a field, its name) and its place."""

    sign: Sign
    text: str
    start: int
    end: int
    slop: int = 0


def pieces(text: str, warnings: list[str]) -> list[Piece]:
    """The signs of a text in order; slips are read kindly and said in `warnings`. Linear in the length of the text."""
    found: list[Piece] = []
    at = 0
    while match := _SIGN.match(text, at):
        start = match.start(match.lastindex or 0)
        at = match.end()
        if match[1]:
            found.append(Piece(Sign.OPEN, "(", start, at))
        elif match[2]:
            found.append(Piece(Sign.CLOSE, ")", start, at))
        elif match[3]:
            at = _quotation(text, start, found, warnings)
        else:
            at = _word(text, start, at, found, warnings)
    return found


def _quotation(text: str, start: int, found: list[Piece], warnings: list[str]) -> int:
    """Add a quotation that opens at `start`; where to go on."""
    closing = _CLOSING.search(text, start + 1)
    if closing is None:
        warnings.append("A quotation mark is not closed; everything after it was read as one phrase.")
        found.append(Piece(Sign.QUOTED, text[start + 1 :].strip(), start, len(text)))
        return len(text)
    inside = text[start + 1 : closing.start()].strip()
    slop = _SLOP.match(text, closing.end())
    end = slop.end() if slop else closing.end()
    found.append(Piece(Sign.QUOTED, inside, start, end, min(int(slop[1]), _MAX_SLOP) if slop else 0))
    return end


def _word(text: str, start: int, end: int, found: list[Piece], warnings: list[str]) -> int:
    """Add what a run without spaces holds; where to go on."""
    run = text[start:end]
    if run in OPERATORS:
        found.append(Piece(Sign[run], run, start, end))
        return end
    if run.startswith("-"):
        start += len(run) - len(run.lstrip("-"))
        if start < end or text[end : end + 1] in ("(", *QUOTES):
            found.append(Piece(Sign.MINUS, "-", start - 1, start))
        if start == end:
            return end
        run = text[start:end]
    field = _FIELD.match(run)
    if field:
        name = field_name(field[1])
        after = start + field.end()
        if name is not None and text[after:].strip():
            found.append(Piece(Sign.FIELD, name, start, after))
            return after
        if name is None and after < end:
            warnings.append(f"There is no field “{field[1][:40]}”; “{run[:80]}” was searched as text.")
    found.append(Piece(Sign.WORD, run, start, end))
    return end
