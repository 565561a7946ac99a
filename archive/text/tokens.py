"""Split texts into words with positions: the only tokenizer, for texts, queries and snippets.

A word is a run of letters, digits and marks. Joined words (`W-HAI_1275.jpg`, `123/SP/HM/X/2025`, `Jum'at`) give their
parts as neighbours, so each part matches, and a run of parts matches as a phrase. Where people also write the parts as
one (`PBB` for P.B.B., `10000` for 10.000, `email`, `jumat`), that form stands at the position of the first part.
Scripts without spaces give pairs of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

from archive.text.fold import MAX_WORD, exact_form, folded_form


class TokenRole(IntEnum):
    """What a token is to the text: a part (every query word is a phrase of parts), the parts written in one, or a piece
    of a part that should find as well and that no query needs (`1275` in IMG1275)."""

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
_PARTS = re.compile(_WORD)
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_LETTERS_DIGITS = re.compile(r"[^\W\d_]+([0-9]{3,})")
_APOSTROPHES = frozenset("'\u2019\u02bc\uff07")
_HYPHENS = frozenset("-\u2010\u2011")
_PREFIX_LETTERS = 3  # `e-mail`, `co-op`: a first part this short is often written in one with the second
_REMEMBERED: dict[str, tuple[tuple[Token, ...], int]] = {}
_MAX_REMEMBERED = 100_000
_MAX_REMEMBERED_LENGTH = 50


def tokenize(text: str) -> Iterator[Token]:
    """Yield the words of a text in order; two tokens may share a position. Linear in the length of the text."""
    position = 0
    for match in CHUNK.finditer(text):
        tokens, parts = _analyse(match.group())
        start = match.start()
        for token in tokens:
            yield Token(token[0], token[1], position + token[2], start + token[3], start + token[4], token[5])
        position += parts


def is_unspaced_script(term: str) -> bool:
    """Return whether a term is of a script that is written without spaces, so that it stands for a place in a run, no
    word."""
    return not term.isascii() and _UNSPACED.match(term) is not None


def _analyse(chunk: str) -> tuple[tuple[Token, ...], int]:
    """The tokens of a chunk, counted from its own beginning, and how many positions it takes. Remembered."""
    known = _REMEMBERED.get(chunk)
    if known is None:
        known = _split(chunk)
        if len(chunk) <= _MAX_REMEMBERED_LENGTH:
            if len(_REMEMBERED) >= _MAX_REMEMBERED:
                _REMEMBERED.clear()
            _REMEMBERED[chunk] = known
    return known


def _split(chunk: str) -> tuple[tuple[Token, ...], int]:
    if chunk.isalpha() and (chunk.isascii() or not _UNSPACED.search(chunk)):  # most are one part, and one token
        made = _part(chunk, 0, 0)
        return tuple(made), len(made[:1])
    spans = [match.span() for match in _PARTS.finditer(chunk)]
    spans = _acronyms(chunk, spans)
    tokens: list[Token] = []
    position = 0
    for start, end in spans:
        made = _part(chunk[start:end], position, start)
        tokens.extend(made)
        position = made[-1].position + 1 if made else position
    joined = _joined(chunk, spans)
    if joined and tokens:
        exact = exact_form(joined)
        tokens.insert(1, Token(exact, folded_form(exact), 0, 0, len(chunk), TokenRole.JOINED))
    return tuple(tokens), position


def _acronyms(chunk: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs of single letters with dots between (P.B.B.) become one part."""
    merged: list[tuple[int, int]] = []
    single = False  # whether the last of `merged` is made of single letters
    for start, end in spans:
        part = _composed(chunk[start:end])
        letter = len(part) == 1 and part.isalpha() and not _UNSPACED.match(part)
        if letter and single and chunk[start - 1] == ".":
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
        single = letter
    return merged


def _part(part: str, position: int, start: int) -> list[Token]:
    """The tokens of one part: itself, or the pairs of a script without spaces, and the pieces that should find."""
    if part.isascii() or not _UNSPACED.search(part):
        exact = exact_form(part.replace(".", ""))
        folded = folded_form(exact)
        if not folded:
            return []
        tokens = [Token(exact, folded, position, start, start + len(part), TokenRole.PART)]
        digits = _LETTERS_DIGITS.fullmatch(exact)
        if digits:
            at = start + len(part) - len(digits[1])
            tokens.append(Token(digits[1], digits[1], position, at, start + len(part), TokenRole.PIECE))
        return tokens
    tokens = []
    at = 0
    for run in _UNSPACED.finditer(part):
        if at < run.start():
            tokens += _part(part[at : run.start()], _next(tokens, position), start + at)
        tokens += _pairs(run.group(), _next(tokens, position), start + run.start())
        at = run.end()
    if at < len(part):
        tokens += _part(part[at:], _next(tokens, position), start + at)
    return tokens


def _composed(part: str) -> str:
    """A part in NFC, so that a letter with its marks is one character; cut, as words are."""
    return unicodedata.normalize("NFC", part[: 4 * MAX_WORD])


def _next(tokens: list[Token], position: int) -> int:
    return tokens[-1].position + 1 if tokens else position


def _pairs(run: str, position: int, start: int) -> list[Token]:
    """Neighbouring characters two by two; the last one alone too, so that one character finds by its beginning."""
    tokens = []
    for i in range(max(1, len(run) - 1)):
        exact = exact_form(run[i : i + 2])
        end = start + min(i + 2, len(run))
        tokens.append(Token(exact, folded_form(exact) or exact, position + i, start + i, end, TokenRole.PART))
    if len(run) > 1:
        last = exact_form(run[-1])
        end = start + len(run)
        tokens.append(Token(last, folded_form(last) or last, position + len(run) - 2, end - 1, end, TokenRole.PIECE))
    return tokens


def _joined(chunk: str, spans: list[tuple[int, int]]) -> str | None:
    """The whole chunk written in one, where people write it so."""
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
