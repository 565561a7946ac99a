"""The query language: words (all of them), "phrases", -without, OR, brackets, field:value, date:spans, beginnings*.

Words side by side bind more closely than OR: `ha noi OR hue` is (ha AND noi) OR hue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.analysis import Role, Token, tokenize, unspaced
from archive.errors import QueryError
from archive.query.dates import read_days
from archive.query.fields import EXACT_FIELDS, exact_value, exact_values
from archive.query.lexer import Piece, Sign, pieces
from archive.query.tree import Beginning, Between, Clause, Either, Every, Not, Query, Quoted, Within, Word

MAX_LENGTH = 1_000  # code points
MAX_WORDS = 64
MAX_DEPTH = 20  # brackets within brackets
MIN_BEGINNING = 3  # letters before a star
_INNER_STAR = re.compile(r"(?:^|\w)\*+\w")
_OPERATORS = (Sign.AND, Sign.OR, Sign.NOT)


def parse(text: str) -> Query:
    """The query that a text asks, whatever the text. Raises QueryError, with the place, when it cannot be run."""
    if len(text) > MAX_LENGTH:
        over = len(text) - MAX_LENGTH
        raise QueryError(f"This query is {over} characters too long ({MAX_LENGTH} are allowed).", MAX_LENGTH, over)
    warnings: list[str] = []
    found = _balanced(pieces(text, warnings), warnings)
    if found and all(piece.sign in _OPERATORS for piece in found):
        found = [Piece(Sign.WORD, piece.text, piece.start, piece.end) for piece in found]
    clause = _Parser(found, warnings).either()
    if clause is None and text.strip():
        warnings.append("There is no word to search for in this query.")
    return Query(text, clause, tuple(dict.fromkeys(warnings)))


def _balanced(found: Sequence[Piece], warnings: list[str]) -> list[Piece]:
    """The same with each bracket in a pair, and none too deep."""
    result: list[Piece] = []
    depth = 0
    for piece in found:
        if piece.sign is Sign.OPEN:
            depth += 1
            if depth > MAX_DEPTH:
                message = f"Brackets stand more than {MAX_DEPTH} deep here; leave some out."
                raise QueryError(message, piece.start, piece.end - piece.start)
        elif piece.sign is Sign.CLOSE:
            if not depth:
                warnings.append("A closing bracket has no opening one; it was left out.")
                continue
            depth -= 1
        result.append(piece)
    if depth:
        warnings.append("A bracket is not closed; it was closed at the end.")
        end = result[-1].end
        result += [Piece(Sign.CLOSE, ")", end, end)] * depth
    return result


class _Parser:
    """Recursive descent over balanced pieces; how deep it goes is bounded by MAX_DEPTH."""

    def __init__(self, found: Sequence[Piece], warnings: list[str]) -> None:
        self._pieces = found
        self._warnings = warnings
        self._at = 0
        self._words = 0

    def _sign(self) -> Sign | None:
        return self._pieces[self._at].sign if self._at < len(self._pieces) else None

    def either(self, field: str | None = None) -> Clause | None:
        """Clauses with OR between them, up to a closing bracket or the end."""
        clauses = [self._every(field)]
        while self._sign() is Sign.OR:
            self._at += 1
            clauses.append(self._every(field))
        present = tuple(clause for clause in clauses if clause is not None)
        if len(present) < len(clauses) and len(clauses) > 1:
            self._warnings.append("OR needs something on both sides; it was left out where there is nothing.")
        if len(present) < 2:
            return present[0] if present else None
        return Either(present)

    def _every(self, field: str | None) -> Clause | None:
        """Clauses side by side, up to OR, a closing bracket or the end."""
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
        """One clause with what stands before it: NOT, a minus, a field name. None when it holds no word."""
        without = False
        while self._sign() in (Sign.NOT, Sign.MINUS):
            without = True
            self._at += 1
        if self._sign() in (None, Sign.AND, Sign.OR, Sign.CLOSE):
            if without:
                self._warnings.append("NOT has nothing after it; it was left out.")
            return None
        piece = self._pieces[self._at]
        self._at += 1
        match piece.sign:
            case Sign.FIELD:
                clause = self._within(piece)
            case Sign.OPEN:
                clause = self.either(field)
                self._at += 1  # the closing bracket, which is always there
            case Sign.QUOTED:
                clause = self._quoted(piece, field)
            case _:
                clause = self._word(piece, field)
        return Not(clause) if without and clause is not None else clause

    def _within(self, name: Piece) -> Clause | None:
        """The value of a field: what stands next, or a bracket of such values."""
        field = name.text
        if self._sign() in (None, Sign.CLOSE, *_OPERATORS, Sign.MINUS):
            self._warnings.append(f"{field}: has nothing after it; it was left out.")
            return None
        while self._sign() is Sign.FIELD:  # title:caption:x asks of the last one
            field = self._pieces[self._at].text
            self._at += 1
        if self._sign() is None:
            return None
        start = self._at
        if self._sign() is Sign.OPEN:
            self._at += 1
            inner = self.either(field)
            self._at += 1
        else:
            inner = self._one(field)
        if inner is None or field == "date" or isinstance(inner, Within):
            return inner
        return Within(field, inner, (name.start, self._pieces[max(start, self._at - 1)].end))

    def _word(self, piece: Piece, field: str | None) -> Clause | None:
        span = (piece.start, piece.end)
        if field == "date":
            return self._days(piece)
        if field in EXACT_FIELDS:
            return self._exact(piece, field or "")
        stem = piece.text.rstrip("*") if piece.text.endswith("*") else piece.text
        parts = self._parts(stem, piece)
        if _INNER_STAR.search(stem):
            message = "A * can only stand at the end of a word: write the beginning of the word, such as presid*."
            raise QueryError(message, *_place(piece))
        if not parts:
            return None
        if stem == piece.text or parts[-1].end < len(stem) or unspaced(parts[-1].folded):
            return Word(stem, span)
        if len(parts[-1].folded) < MIN_BEGINNING:
            raise QueryError(f"A * needs at least {MIN_BEGINNING} letters before it.", *_place(piece))
        return Beginning(stem, span)

    def _quoted(self, piece: Piece, field: str | None) -> Clause | None:
        if field == "date":
            return self._days(piece)
        if field in EXACT_FIELDS:
            return self._exact(piece, field or "")
        if not self._parts(piece.text, piece):
            self._warnings.append("A pair of quotation marks holds no word; it was left out.")
            return None
        return Quoted(piece.text, (piece.start, piece.end), piece.slop)

    def _days(self, piece: Piece) -> Between:
        try:
            (first, last), warning = read_days(piece.text)
        except QueryError as error:
            raise QueryError(str(error), *_place(piece)) from None
        if warning:
            self._warnings.append(warning)
        return Between(first, last, piece.text, (piece.start, piece.end))

    def _exact(self, piece: Piece, field: str) -> Clause:
        value = exact_value(field, piece.text)
        if value is None:
            message = f"“{piece.text[:40]}” is no {field}: write {field}: and {exact_values(field)}."
            raise QueryError(message, *_place(piece))
        self._count(1, piece)
        return Word(value, (piece.start, piece.end))

    def _parts(self, text: str, piece: Piece) -> list[Token]:
        parts = [token for token in tokenize(text) if token.role is Role.PART]
        self._count(len(parts), piece)
        return parts

    def _count(self, words: int, piece: Piece) -> None:
        self._words += words
        if self._words > MAX_WORDS:
            raise QueryError(f"This query has more than {MAX_WORDS} words; leave some out.", *_place(piece))


def _place(piece: Piece) -> tuple[int, int]:
    return piece.start, piece.end - piece.start
