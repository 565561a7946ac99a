"""One word or quotation of a query to its clause: what it holds of words, a beginning, a near word, a date, a value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from archive.analysis import Role, Token, tokenize, unspaced
from archive.errors import QueryError
from archive.query.dates import NoSuchDay, days_text, read_days
from archive.query.fields import DATE_FIELDS, EXACT_FIELDS
from archive.query.file_names import name_in_path
from archive.query.lexer import OPERATORS, Piece, Sign, pieces
from archive.query.tree import Almost, Beginning, Between, Clause, Quoted, Span, Word
from archive.query.values import exact_value, exact_values, named_value

MAX_WORDS = 64
MAX_WIDE = 16  # words that are only begun or may be off by a letter: each stands for many
MAX_LOOSE = 60  # places, of all words that may stand apart in quotation marks together
MIN_BEGINNING = 3  # letters before a star
MIN_BEGUN_PART = 2  # letters or digits before one, of a word that has parts before that
MIN_NEAR = 4  # letters of a word that may be off by one
_MOST_JOINED = 9  # runs of a date or a value that is written in several words
_SCHEME = re.compile(r"[<(\['\u2018]?[a-zA-Z][a-zA-Z0-9+.-]{0,19}")
_LONGEST_SCHEME = 24
_LETTER = re.compile(r"[^\W_]")
_INNER_STAR = re.compile(r"(?<![0-9])\*|\*(?![0-9*])")
_NEAR = re.compile(r"~([0-9](?:\.[0-9]{1,9})?)?\W*\Z")


class _Core(NamedTuple):
    """A run from its first letter to its last, its parts, and what stands before and behind."""

    text: str
    parts: tuple[Token, ...]
    before: str
    behind: str


def joined(found: Sequence[Piece], at: int, field: str | None) -> Sequence[Piece]:
    """The piece at this place, and those after it that may belong to its value: dates and the names of kinds and
    languages are written in several words."""
    if found[at].sign is not Sign.WORD or (field not in DATE_FIELDS and field not in EXACT_FIELDS):
        return found[at : at + 1]
    return list(takewhile(lambda piece: piece.sign is Sign.WORD, found[at : at + _MOST_JOINED]))


class Reader:
    """Reads the words and quotations of one query text, and counts its words."""

    def __init__(self, text: str, warnings: list[str], today: date) -> None:
        self._text = text
        self._today = today
        self._warnings = warnings
        self._words = self._wide = self._loose = 0

    def read(self, found: Sequence[Piece], field: str | None) -> tuple[Clause | None, int]:
        """The clause of the first of these pieces, None when it holds no word, and how many of them it took. Raises
        QueryError."""
        if field in DATE_FIELDS:
            return self._days(found)
        if field in EXACT_FIELDS:
            return self._exact(found, field or "")
        piece = found[0]
        return (self._quoted(piece) if piece.sign is Sign.QUOTED else self._word(piece)), 1

    def bare(self, typed: str, span: Span, field: str | None) -> Clause | None:
        """A field name that stands for itself, perhaps within another field. Raises QueryError."""
        piece = Piece(Sign.WORD, typed, *span)
        if field in DATE_FIELDS or field in EXACT_FIELDS:
            return self.read([piece], field)[0]
        self._count(len(_parts(typed)), piece)
        return Quoted(typed, span) if len(typed.split()) > 1 else self._plain(_core(typed), span)

    def _word(self, piece: Piece) -> Clause | None:
        at = piece.text.rfind("~")
        near = _NEAR.match(piece.text, at) if at > 0 else None
        core = self._file(_core(piece.text[:at] if near else piece.text))
        self._count(len(core.parts), piece)
        if not core.parts:
            return None
        if core.before.endswith("*") or _INNER_STAR.search(core.text):
            message = "A * can only stand at the end of a word: write the beginning of the word, such as presid*."
            raise QueryError(message, *_place(piece))
        span = (piece.start, piece.end)
        last = core.parts[-1].folded
        if core.behind.startswith("*") and not unspaced(last):
            fewest = MIN_BEGINNING if len(core.parts) == 1 else MIN_BEGUN_PART
            if len(last) < fewest:
                raise QueryError(f"A * needs at least {fewest} letters before it.", *_place(piece))
            self._widen(piece)
            return self._plain(core, span, Beginning)
        if near:
            if near[1] not in (None, "1"):
                self._warnings.append(f"~ stands for one letter that may differ; “~{near[1]}” was read as ~.")
            if len(last) >= MIN_NEAR and not unspaced(last):
                self._widen(piece)
                return self._plain(core, span, Almost)
            self._warnings.append(
                f"~ needs a word of at least {MIN_NEAR} letters; “{core.text[:40]}” was searched as it is."
            )
        return self._plain(core, span)

    def _file(self, core: _Core) -> _Core:
        """The same; of the path or address of a file, its name."""
        name = name_in_path(core.text) if not core.behind.startswith("*") else None
        if name is None:
            return core
        self._warnings.append(f"Of “{core.text[:80]}” the name of the file was searched, {name[:80]}.")
        return _core(name)

    def _plain(self, core: _Core, span: Span, made: Callable[[str, Span], Clause] = Word) -> Clause:
        """The clause of a run, in words that are read as the same when they are typed again."""
        text = core.text
        if text in OPERATORS:
            return made(text.lower(), span) if made is Word else made(text, span)
        if text.isalnum():
            return made(text, span)
        again = pieces(text, [])
        alone = [(p.sign, p.text) for p in again] == [(Sign.WORD, text)]
        if alone and _core(text).text == text and not _NEAR.match(text, max(0, text.rfind("~"))):
            return made(text, span)
        return Quoted(text, span)

    def _quoted(self, piece: Piece) -> Clause | None:
        parts = _parts(piece.text)
        self._count(len(parts), piece)
        if not parts:
            self._warnings.append("A pair of quotation marks holds no word; it was left out.")
            return None
        again = max(Counter(part.folded for part in parts).values()) - 1  # a word often said may stand in more ways
        self._loosen(piece.slop * (len(parts) - 1) * max(again, 1), piece)
        return Quoted(piece.text, (piece.start, piece.end), piece.slop)

    def _days(self, found: Sequence[Piece]) -> tuple[Between, int]:
        """The longest run of pieces that is a date; what is written as one and is none goes before what is none."""
        wrong: list[QueryError] = []
        for taken in range(len(found), 0, -1):
            whole = self._whole(found[:taken])
            try:
                (first, last), warning = read_days(whole.text, self._today)
            except QueryError as error:
                wrong.append(type(error)(str(error), *_place(whole)))
                continue
            if whole.text.isalpha() and any(isinstance(error, NoSuchDay) for error in wrong):
                break  # `tháng 10` is a month without its year, and not this month
            if warning:
                self._warnings.append(warning)
            return Between(first, last, days_text(first, last), (whole.start, whole.end)), taken
        raise next((error for error in wrong if isinstance(error, NoSuchDay)), wrong[-1])

    def _exact(self, found: Sequence[Piece], field: str) -> tuple[Clause, int]:
        for taken in range(len(found), 1, -1):
            whole = self._whole(found[:taken])
            value = named_value(field, whole.text)
            if value is not None:
                self._count(1, whole)
                return Word(value, (whole.start, whole.end)), taken
        piece = found[0]
        value = exact_value(field, piece.text)
        if value is None:
            message = f"“{piece.text[:40]}” is no {field}: write {field}: and {exact_values(field)}."
            raise QueryError(message, *_place(piece))
        self._count(1, piece)
        return Word(value, (piece.start, piece.end)), 1

    def _whole(self, found: Sequence[Piece]) -> Piece:
        """Pieces that stand side by side as one."""
        if len(found) == 1:
            return found[0]
        start, end = found[0].start, found[-1].end
        return replace(found[0], text=self._text[start:end], end=end)

    def _count(self, words: int, piece: Piece) -> None:
        self._words += words
        if self._words > MAX_WORDS:
            message = (
                f"This query has more than {MAX_WORDS} words (in Chinese, Japanese and Thai each character is one);"
                " leave some out."
            )
            raise QueryError(message, *_place(piece))

    def _widen(self, piece: Piece) -> None:
        self._wide += 1
        if self._wide > MAX_WIDE:
            message = f"This query has more than {MAX_WIDE} words with a * or a ~; leave some out, or write them whole."
            raise QueryError(message, *_place(piece))

    def _loosen(self, places: int, piece: Piece) -> None:
        self._loose += places
        if self._loose > MAX_LOOSE:
            message = (
                f"The words in quotation marks may stand apart in too many ways (more than {MAX_LOOSE} places in all);"
                " make the number behind ~ smaller, or quote fewer words."
            )
            raise QueryError(message, *_place(piece))


def _core(run: str) -> _Core:
    at = 0  # behind the scheme of an address, which is found by what it is the address of
    while (sign := run.find("://", at, at + _LONGEST_SCHEME)) > 0 and _SCHEME.fullmatch(run, at, sign):
        if not _LETTER.search(run, sign):
            break
        at = sign + 3
    run = run[at:]
    parts = _parts(run)
    if not parts:
        return _Core("", (), run, "")
    start, end = parts[0].start, parts[-1].end
    if run[end : end + 1] == ")" and run.count("(", start, end) > run.count(")", start, end):
        end += 1
    return _Core(run[start:end], tuple(parts), run[:start], run[end:])


def _parts(text: str) -> list[Token]:
    return [token for token in tokenize(text) if token.role is Role.PART]


def _place(piece: Piece) -> tuple[int, int]:
    return piece.start, piece.end - piece.start
