"""Parse a query text into a tree.

The syntax has words (all must match), "phrases", -exclusion, OR, brackets, field:value, date:spans, prefixes* and
fuzzy~ words. Words side by side bind more closely than OR: `ha noi OR hue` is (ha AND noi) OR hue.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from archive.access import PUBLIC, Viewer, utc_now
from archive.errors import QueryError
from archive.messages import Message
from archive.search.query.dates import NoSuchDay, days_text, read_days
from archive.search.query.fields import ADDED, DATE_FIELDS, EXACT_FIELDS, exact_value, exact_values, named_value
from archive.search.query.lexer import OPERATORS, QueryPiece, Sign, lex_query, make_syntax_hints, normalise_query_text
from archive.search.query.term_forms import name_in_path
from archive.search.query.tree import (
    MAX_LENGTH,
    Between,
    Clause,
    Either,
    Every,
    FieldClause,
    FuzzyWord,
    Not,
    PrefixWord,
    Query,
    Quoted,
    Span,
    Word,
)
from archive.text import Token, TokenRole, is_unspaced_script, tokenize

MAX_WORDS = 64
MAX_WIDE = 16  # prefixes or fuzzy words: each stands for many
MAX_LOOSE = 60  # positions of slop, in all loose phrases together
MIN_BEGINNING = 3  # letters before a star
MIN_BEGUN_PART = 2  # letters or digits before a star in the last of several parts
MIN_NEAR = 4  # letters of a fuzzy word
_MOST_JOINED = 9  # runs of a date or value written in several words
_SCHEME = re.compile(r"[<(\['\u2018]?[a-zA-Z][a-zA-Z0-9+.-]{0,19}")
_LONGEST_SCHEME = 24
_LETTER = re.compile(r"[^\W_]")
_INNER_STAR = re.compile(r"(?<![0-9])\*|\*(?![0-9*])")
_NEAR = re.compile(r"~([0-9](?:\.[0-9]{1,9})?)?\W*\Z")


class _Core(NamedTuple):
    """A run from its first letter to its last, its parts, and the characters before and after."""

    text: str
    parts: tuple[Token, ...]
    before: str
    behind: str


def joined(found: Sequence[QueryPiece], at: int, field: str | None) -> Sequence[QueryPiece]:
    """Return the piece at this position, and those after it that may belong to its value: dates and names of kinds and
    languages may have several words."""
    if found[at].sign is not Sign.WORD or (field not in DATE_FIELDS and field not in EXACT_FIELDS):
        return found[at : at + 1]
    return list(takewhile(lambda piece: piece.sign is Sign.WORD, found[at : at + _MOST_JOINED]))


class QueryReader:
    """Read the words and quotations of one query text, and count its words."""

    def __init__(self, text: str, warnings: list[Message], today: date, viewer: Viewer) -> None:
        self._text = text
        self._viewer = viewer
        self._today = today
        self._warnings = warnings
        self._words = self._wide = self._loose = 0

    def read(self, found: Sequence[QueryPiece], field: str | None) -> tuple[Clause | None, int]:
        """Return the clause of the first of these pieces, None if it contains no word, and how many of them were used.
        Raise QueryError."""
        if field in DATE_FIELDS:
            return self._days(found, field)
        if field in EXACT_FIELDS:
            return self._exact(found, field or "")
        piece = found[0]
        return (self._quoted(piece) if piece.sign is Sign.QUOTED else self._word(piece)), 1

    def bare(self, typed: str, span: Span, field: str | None) -> Clause | None:
        """Return the clause of a field name used as a word, possibly within another field. Raise QueryError."""
        piece = QueryPiece(Sign.WORD, typed, *span)
        if field in DATE_FIELDS or field in EXACT_FIELDS:
            return self.read([piece], field)[0]
        self._count(len(_parts(typed)), piece)
        return Quoted(typed, span) if len(typed.split()) > 1 else self._plain(_core(typed), span)

    def _word(self, piece: QueryPiece) -> Clause | None:
        at = piece.text.rfind("~")
        near = _NEAR.match(piece.text, at) if at > 0 else None
        core = self._file(_core(piece.text[:at] if near else piece.text))
        self._count(len(core.parts), piece)
        if not core.parts:
            return None
        if core.before.endswith("*") or _INNER_STAR.search(core.text):
            raise QueryError(Message("star-misplaced"), *_place(piece))
        span = (piece.start, piece.end)
        last = core.parts[-1].folded
        if core.behind.startswith("*") and not is_unspaced_script(last):
            fewest = MIN_BEGINNING if len(core.parts) == 1 else MIN_BEGUN_PART
            if len(last) < fewest:
                raise QueryError(Message("star-too-short", fewest=fewest), *_place(piece))
            self._widen(piece)
            return self._plain(core, span, PrefixWord)
        if near:
            if near[1] not in (None, "1"):
                self._warnings.append(Message("tilde-number", typed=near[1]))
            if len(last) >= MIN_NEAR and not is_unspaced_script(last):
                self._widen(piece)
                return self._plain(core, span, FuzzyWord)
            self._warnings.append(Message("tilde-too-short", fewest=MIN_NEAR, word=core.text[:40]))
        return self._plain(core, span)

    def _file(self, core: _Core) -> _Core:
        """Return the same; for the path or address of a file, its name."""
        name = name_in_path(core.text) if not core.behind.startswith("*") else None
        if name is None:
            return core
        self._warnings.append(Message("path-read-as-name", typed=core.text[:80], name=name[:80]))
        return _core(name)

    def _plain(self, core: _Core, span: Span, made: Callable[[str, Span], Clause] = Word) -> Clause:
        """Return the clause of a run, in words that are read the same if typed again."""
        text = core.text
        if text in OPERATORS:
            return made(text.lower(), span) if made is Word else made(text, span)
        if text.isalnum():
            return made(text, span)
        again = lex_query(text, [], self._viewer)
        alone = [(p.sign, p.text) for p in again] == [(Sign.WORD, text)]
        if alone and _core(text).text == text and not _NEAR.match(text, max(0, text.rfind("~"))):
            return made(text, span)
        return Quoted(text, span)

    def _quoted(self, piece: QueryPiece) -> Clause | None:
        parts = _parts(piece.text)
        self._count(len(parts), piece)
        if not parts:
            self._warnings.append(Message("quotes-empty"))
            return None
        again = max(Counter(part.folded for part in parts).values()) - 1  # repeated words allow more arrangements
        self._loosen(piece.slop * (len(parts) - 1) * max(again, 1), piece)
        return Quoted(piece.text, (piece.start, piece.end), piece.slop)

    def _days(self, found: Sequence[QueryPiece], field: str | None) -> tuple[Between, int]:
        """Return the longest run of pieces that is a date; text in the form of a date, but invalid, has priority over
        other text."""
        wrong: list[QueryError] = []
        for taken in range(len(found), 0, -1):
            whole = self._join_pieces(found[:taken])
            try:
                (first, last), warning = read_days(whole.text, self._today)
            except QueryError as error:
                wrong.append(type(error)(error.message, *_place(whole)))
                continue
            if whole.text.isalpha() and any(isinstance(error, NoSuchDay) for error in wrong):
                break  # `tháng 10` is a month without its year, not this month
            if warning:
                self._warnings.append(warning)
            asked = ADDED if field == ADDED else "date"
            return Between(first, last, days_text(first, last), (whole.start, whole.end), asked), taken
        raise next((error for error in wrong if isinstance(error, NoSuchDay)), wrong[-1])

    def _exact(self, found: Sequence[QueryPiece], field: str) -> tuple[Clause, int]:
        for taken in range(len(found), 1, -1):
            whole = self._join_pieces(found[:taken])
            value = named_value(field, whole.text)
            if value is not None:
                self._count(1, whole)
                return Word(value, (whole.start, whole.end)), taken
        piece = found[0]
        value = exact_value(field, piece.text)
        if value is None:
            values = exact_values(field)
            message = Message("field-value-unknown", typed=piece.text[:40], field=field, name=field, values=values)
            raise QueryError(message, *_place(piece))
        self._count(1, piece)
        return Word(value, (piece.start, piece.end)), 1

    def _join_pieces(self, found: Sequence[QueryPiece]) -> QueryPiece:
        if len(found) == 1:
            return found[0]
        start, end = found[0].start, found[-1].end
        return replace(found[0], text=self._text[start:end], end=end)

    def _count(self, words: int, piece: QueryPiece) -> None:
        self._words += words
        if self._words > MAX_WORDS:
            raise QueryError(Message("query-too-many-words", most=MAX_WORDS), *_place(piece))

    def _widen(self, piece: QueryPiece) -> None:
        self._wide += 1
        if self._wide > MAX_WIDE:
            raise QueryError(Message("query-too-many-wildcards", most=MAX_WIDE), *_place(piece))

    def _loosen(self, places: int, piece: QueryPiece) -> None:
        self._loose += places
        if self._loose > MAX_LOOSE:
            raise QueryError(Message("query-phrases-too-loose", most=MAX_LOOSE), *_place(piece))


def _core(run: str) -> _Core:
    at = 0  # after the scheme of an address
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
    return [token for token in tokenize(text) if token.role is TokenRole.PART]


def _place(piece: QueryPiece) -> tuple[int, int]:
    return piece.start, piece.end - piece.start


MAX_DEPTH = 20  # nested brackets
_OPERATORS = (Sign.AND, Sign.OR, Sign.NOT)


def parse_query(text: str, today: date | None = None, viewer: Viewer = PUBLIC) -> Query:
    """Return the query for any text. `today` is the day for relative dates, by default the day in UTC. `viewer` is the
    user: some fields are for the archivist only. Raise QueryError, with the position, if it cannot be run."""
    today = today or utc_now().date()
    if len(text) > MAX_LENGTH:
        over = len(text) - MAX_LENGTH
        raise QueryError(Message("query-too-long", most=MAX_LENGTH), MAX_LENGTH, over)
    warnings: list[Message] = []
    read = normalise_query_text(text)
    found = _balance_brackets(lex_query(read, warnings, viewer), warnings)
    if found and all(piece.sign in _OPERATORS for piece in found):
        found = [QueryPiece(Sign.WORD, piece.text, piece.start, piece.end) for piece in found]
        warnings.append(Message("operators-alone"))
    else:
        warnings += make_syntax_hints(read, found)
    clause = _Parser(read, found, QueryReader(read, warnings, today, viewer), warnings).either()
    if clause is None and text.strip():
        warnings.append(Message("query-without-words"))
    return Query(text, clause, tuple(dict.fromkeys(warnings)), today, viewer)


def _balance_brackets(found: Sequence[QueryPiece], warnings: list[Message]) -> list[QueryPiece]:
    result: list[QueryPiece] = []
    depth = 0
    for piece in found:
        if piece.sign is Sign.OPEN:
            depth += 1
            if depth > MAX_DEPTH:
                raise QueryError(Message("brackets-too-deep", most=MAX_DEPTH), piece.start, piece.end - piece.start)
        elif piece.sign is Sign.CLOSE:
            if not depth:
                warnings.append(Message("bracket-unopened"))
                continue
            depth -= 1
        result.append(piece)
    if depth:
        warnings.append(Message("bracket-unclosed"))
        end = result[-1].end
        result += [QueryPiece(Sign.CLOSE, ")", end, end)] * depth
    return result


class _Parser:
    """Recursive descent over balanced pieces; its depth is limited by MAX_DEPTH."""

    def __init__(self, text: str, found: Sequence[QueryPiece], reader: QueryReader, warnings: list[Message]) -> None:
        self._text = text
        self._pieces = found
        self._warnings = warnings
        self._reader = reader
        self._at = 0

    def _sign(self) -> Sign | None:
        return self._pieces[self._at].sign if self._at < len(self._pieces) else None

    def either(self, field: str | None = None) -> Clause | None:
        """Return clauses joined by OR, up to a closing bracket or the end."""
        clauses = [self._every(field)]
        while self._sign() is Sign.OR:
            self._at += 1
            clauses.append(self._every(field))
        present = tuple(clause for clause in clauses if clause is not None)
        if len(present) < len(clauses) and len(clauses) > 1:
            self._warnings.append(Message("or-incomplete"))
        if len(present) < 2:
            return present[0] if present else None
        return Either(present)

    def _every(self, field: str | None) -> Clause | None:
        """Return adjacent clauses, up to OR, a closing bracket or the end."""
        clauses: list[Clause] = []
        while (sign := self._sign()) not in (None, Sign.OR, Sign.CLOSE):
            if sign is Sign.AND:
                self._at += 1
                continue
            clause = self._one(field)
            if clause is not None:
                clauses.append(clause)
        if len(clauses) < 2:
            return clauses[0] if clauses else None
        return Every(tuple(clauses))

    def _one(self, field: str | None) -> Clause | None:
        """Return one clause with its prefixes: NOT, a minus, a field name. None if it contains no word."""
        without, name = self._before()
        start = self._at
        clause = self._value(field) if name is None else self._named(name, field)
        if clause is None and without and self._at == start:
            self._warnings.append(Message("not-incomplete"))
        return _without(clause) if without and clause is not None else clause

    def _before(self) -> tuple[bool, QueryPiece | None]:
        """Return whether the next clause is excluded, and its field: the last of several."""
        negations = 0
        name: QueryPiece | None = None
        while (sign := self._sign()) in (Sign.NOT, Sign.MINUS, Sign.FIELD):
            piece = self._pieces[self._at]
            if sign is Sign.FIELD:
                name = piece
            elif name is not None and piece.start != name.end:
                break
            else:
                negations += 1
            self._at += 1
        if negations > 1:
            self._warnings.append(Message("not-repeated"))
        return negations > 0, name

    def _value(self, field: str | None) -> Clause | None:
        """Return a word, a quotation or a bracket; None, and consume nothing, if there is none."""
        match self._sign():
            case Sign.OPEN:
                self._at += 1
                clause = self.either(field)
                self._at += 1  # the closing bracket, which always exists
                return clause
            case Sign.WORD | Sign.QUOTED:
                rest = joined(self._pieces, self._at, field)
                clause, taken = self._reader.read(rest, field)
                self._at += taken
                return clause
            case _:
                return None

    def _named(self, name: QueryPiece, around: str | None) -> Clause | None:
        """Return the value of a field: the next clause, or a bracket of values. `around`: the enclosing field."""
        start, said = self._at, len(self._warnings)
        try:
            clause = self._value(name.text)
        except QueryError as error:
            if not self._headline(name):
                raise
            self._at = start
            del self._warnings[said:]
            self._warnings.append(Message("field-read-as-words", typed=self._typed(name), why=error.message))
            return self._reader.bare(self._typed(name), (name.start, name.end), around)
        if self._at == start:
            self._warnings.append(Message("field-without-value", typed=self._typed(name)))
            return self._reader.bare(self._typed(name), (name.start, name.end), around)
        if clause is None:
            self._warnings.append(Message("field-without-word", typed=self._typed(name)))
            return None
        return _placed(name.text, clause, (name.start, self._pieces[self._at - 1].end))

    def _headline(self, name: QueryPiece) -> bool:
        """Return whether a name may not be a field but the end of a phrase with a colon (`Việt Nam: kinh tế`)."""
        loose = self._text[name.end : name.end + 1].isspace()
        return loose and self._text[name.start].isupper() and name.text in DATE_FIELDS | EXACT_FIELDS

    def _typed(self, name: QueryPiece) -> str:
        return self._text[name.start : name.end - 1]


def _without(clause: Clause) -> Clause:
    return clause.clause if isinstance(clause, Not) else Not(clause)


def _placed(field: str, clause: Clause, span: tuple[int, int]) -> Clause:
    """Return a clause in this field, unless it has a field itself."""
    if field in DATE_FIELDS or isinstance(clause, FieldClause | Between):
        return clause
    if isinstance(clause, Not):
        return Not(_placed(field, clause.clause, span))
    return FieldClause(field, clause, span)
