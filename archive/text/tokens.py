"""Split texts into words with positions: the only tokenizer, for texts, queries and snippets.

A word is a run of letters, digits and marks. Joined words (`W-HAI_1275.jpg`, `123/SP/HM/X/2025`, `Jum'at`) become
neighbouring parts, so each part matches, and a run of parts matches as a phrase. If people also write the parts as one
word (`PBB` for P.B.B., `10000` for 10.000, `email`, `jumat`), that form is at the position of the first part. Scripts
without spaces become pairs of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from archive.text.fold import MAX_WORD, exact_form, folded_form


class TokenRole(IntEnum):
    """The role of a token: a part (every query word is a phrase of parts), the parts written as one word, or a piece of
    a part that is also searchable but not required by queries (`1275` in IMG1275)."""

    PART = 0
    JOINED = 1
    PIECE = 2


class Token(NamedTuple):
    """A word in its two forms; `position` counts parts from 0; [start, end) are code points of the text."""

    exact: str
    folded: str
    position: int
    start: int
    end: int
    role: TokenRole


_M = "".join(map(chr, (c for c in range(0x300, 0x11800) if unicodedata.category(chr(c))[0] == "M")))
_WORD = rf"(?:[^\W_]+[{re.escape(_M)}\u00ad\u200c\u200d\u2060]*)+"
_JOINT = r"(?:[-\u2010-\u2013\u2212'\u2019\u02bc\uff07._/\\@&+]|(?<=[0-9]),(?=[0-9]))"
CHUNK = re.compile(rf"{_WORD}(?:{_JOINT}{_WORD})*")
PARTS = re.compile(_WORD)  # words, with marks that are letters in some scripts
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_LETTERS_DIGITS = re.compile(r"[^\W\d_]+([0-9]{3,})")
_APOSTROPHES = frozenset("'\u2019\u02bc\uff07")
_HYPHENS = frozenset("-\u2010\u2011")
_PREFIX_LETTERS = 3  # `e-mail`, `co-op`: a first part this short is often written together with the second
_REMEMBERED: dict[str, tuple[Token, ...]] = {}
_MAX_REMEMBERED = 100_000
_MAX_REMEMBERED_LENGTH = 50


def tokenize(text: str) -> Iterator[Token]:
    """Yield the words of a text in order; two tokens may share a position. Linear in the length of the text."""
    position = 0
    for match in CHUNK.finditer(text):
        start, width = match.start(), 0
        for exact, folded, at, begin, end, role in _analyse(match.group()):
            yield Token(exact, folded, position + at, start + begin, start + end, role)
            width = max(width, at + 1)
        position += width


def is_unspaced_script(term: str) -> bool:
    """Return whether a term is in a script without spaces, so that it is a position in a run and not a word."""
    return not term.isascii() and _UNSPACED.match(term) is not None


def _analyse(chunk: str) -> Iterable[Token]:
    """Yield the tokens of a chunk, with positions relative to it. Short chunks are cached; those of a long one, which
    may be a book without a blank, are never all in memory."""
    if len(chunk) > _MAX_REMEMBERED_LENGTH:
        return _split(chunk)
    known = _REMEMBERED.get(chunk)
    if known is None:
        if len(_REMEMBERED) >= _MAX_REMEMBERED:
            _REMEMBERED.clear()
        known = _REMEMBERED[chunk] = tuple(_split(chunk))
    return known


def _split(chunk: str) -> Iterator[Token]:
    if chunk.isalpha() and (chunk.isascii() or not _UNSPACED.search(chunk)):  # most are one part, and one token
        yield from _word(chunk, 0, 0)
        return
    spans = _acronyms(chunk, [match.span() for match in PARTS.finditer(chunk)])
    joined = _joined(chunk, spans)
    position = 0
    for start, end in spans:
        width = 0
        for token in _part(chunk[start:end], position, start):
            yield token
            width = token.position + 1 - position
            if joined:
                exact = exact_form(joined)
                yield Token(exact, folded_form(exact), 0, 0, len(chunk), TokenRole.JOINED)
                joined = None
        position += width


def _acronyms(chunk: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join runs of single letters with dots between (P.B.B.) into one part."""
    merged: list[tuple[int, int]] = []
    single = False  # whether the last of `merged` consists of single letters
    for start, end in spans:
        part = _composed(chunk[start:end])
        letter = len(part) == 1 and part.isalpha() and not _UNSPACED.match(part)
        if letter and single and chunk[start - 1] == ".":
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
        single = letter
    return merged


def _part(part: str, position: int, start: int) -> Iterator[Token]:
    """Yield the tokens of one part: itself, or the pairs of a script without spaces, and its searchable pieces."""
    if part.isascii():
        yield from _word(part, position, start)
        return
    at = 0
    for run in _UNSPACED.finditer(part):
        if word := part[at : run.start()]:
            tokens = [*_word(word, position, start + at)]
            yield from tokens
            position += bool(tokens)
        yield from _pairs(run.group(), position, start + run.start())
        position += max(1, len(run.group()) - 1)
        at = run.end()
    if at < len(part):
        yield from _word(part[at:], position, start + at)


def _word(word: str, position: int, start: int) -> Iterator[Token]:
    exact = exact_form(word.replace(".", ""))
    folded = folded_form(exact)
    if not folded:
        return
    end = start + len(word)
    yield Token(exact, folded, position, start, end, TokenRole.PART)
    if digits := _LETTERS_DIGITS.fullmatch(exact):
        yield Token(digits[1], digits[1], position, end - len(digits[1]), end, TokenRole.PIECE)


def _composed(part: str) -> str:
    """Return a part in NFC, so that a letter with its marks is one character; cut like words."""
    return unicodedata.normalize("NFC", part[: 4 * MAX_WORD])


def _pairs(run: str, position: int, start: int) -> Iterator[Token]:
    """Return neighbouring characters in pairs; the last one also alone, so that a single character matches as a
    prefix."""
    for i in range(max(1, len(run) - 1)):
        exact, folded = _forms(run[i : i + 2])
        yield Token(exact, folded, position + i, start + i, start + min(i + 2, len(run)), TokenRole.PART)
    if len(run) > 1:
        exact, folded = _forms(run[-1])
        end = start + len(run)
        yield Token(exact, folded, position + len(run) - 2, end - 1, end, TokenRole.PIECE)


@lru_cache(_MAX_REMEMBERED)
def _forms(characters: str) -> tuple[str, str]:
    exact = exact_form(characters)
    return exact, folded_form(exact) or exact


def _joined(chunk: str, spans: list[tuple[int, int]]) -> str | None:
    """Return the whole chunk as one word, if people write it so."""
    if len(spans) < 2:
        return None
    parts = [_composed(chunk[start:end]) for start, end in spans]
    joints = {chunk[end:start] for (_, end), (start, _) in pairwise(spans)}
    if len(joints) != 1:
        return None
    joint = joints.pop()
    if joint in {".", ","} and all(p.isdecimal() for p in parts):
        grouped = len(parts[0]) <= 3 and all(len(p) == 3 for p in parts[1:])
        return "".join(parts) if grouped else None
    if joint in _APOSTROPHES and len(parts) == 2:
        return "".join(parts)
    if joint in _HYPHENS and len(parts) == 2 and all(p.isalpha() for p in parts) and len(parts[0]) <= _PREFIX_LETTERS:
        return "".join(parts) if parts[0].casefold() != parts[1].casefold() else None
    return None
