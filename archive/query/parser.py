"""The query language: words (all of them), "phrases", -without, OR, brackets, field:value, date:spans, beginnings*,
near~ words.

Words side by side bind more closely than OR: `ha noi OR hue` is (ha AND noi) OR hue.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from archive.errors import QueryError
from archive.query.fields import DATE_FIELDS, EXACT_FIELDS
from archive.query.hints import hints
from archive.query.lexer import Piece, Sign, pieces, readable
from archive.query.reading import MAX_WORDS, MIN_BEGINNING, MIN_NEAR, Reader, joined
from archive.query.tree import MAX_LENGTH, Between, Clause, Either, Every, Not, Query, Within

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "MAX_WORDS", "MIN_BEGINNING", "MIN_NEAR", "parse"]

MAX_DEPTH = 20  # brackets within brackets
_OPERATORS = (Sign.AND, Sign.OR, Sign.NOT)


def parse(text: str, today: date | None = None) -> Query:
    """The query that a text asks, whatever the text; `today` is what its days are counted from, and the day in UTC when
    it is not given. Raises QueryError, with the place, when it cannot be run."""
    today = today or datetime.now(UTC).date()
    if len(text) > MAX_LENGTH:
        over = len(text) - MAX_LENGTH
        message = f"A query may have {MAX_LENGTH} characters; leave out what stands here, or ask for a part of it."
        raise QueryError(message, MAX_LENGTH, over)
    warnings: list[str] = []
    read = readable(text)
    found = _balanced(pieces(read, warnings), warnings)
    if found and all(piece.sign in _OPERATORS for piece in found):
        found = [Piece(Sign.WORD, piece.text, piece.start, piece.end) for piece in found]
        warnings.append("There is nothing here for an operator to join; it was searched as a word.")
    else:
        warnings += hints(read, found)
    clause = _Parser(read, found, Reader(read, warnings, today), warnings).either()
    if clause is None and text.strip():
        warnings.append("There is no word to search for in this query; to see everything, leave the box empty.")
    return Query(text, clause, tuple(dict.fromkeys(warnings)), today)


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

    def __init__(self, text: str, found: Sequence[Piece], reader: Reader, warnings: list[str]) -> None:
        self._text = text
        self._pieces = found
        self._warnings = warnings
        self._reader = reader
        self._at = 0

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
        without, name = self._before()
        start = self._at
        clause = self._value(field) if name is None else self._named(name, field)
        if clause is None and without and self._at == start:
            self._warnings.append("NOT has nothing after it; it was left out.")
        return _without(clause) if without and clause is not None else clause

    def _before(self) -> tuple[bool, Piece | None]:
        """Whether the clause that follows is to be absent, and the field it asks of: of several, the last."""
        negations = 0
        name: Piece | None = None
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
            self._warnings.append("NOT and - say the same; several in a row were read as one.")
        return negations > 0, name

    def _value(self, field: str | None) -> Clause | None:
        """A word, a quotation or a bracket; None, and nothing taken, where there is no such thing."""
        match self._sign():
            case Sign.OPEN:
                self._at += 1
                clause = self.either(field)
                self._at += 1  # the closing bracket, which is always there
                return clause
            case Sign.WORD | Sign.QUOTED:
                rest = joined(self._pieces, self._at, field)
                clause, taken = self._reader.read(rest, field)
                self._at += taken
                return clause
            case _:
                return None

    def _named(self, name: Piece, around: str | None) -> Clause | None:
        """The value of a field: what stands next, or a bracket of such values. `around`: the field it stands in."""
        start, said = self._at, len(self._warnings)
        try:
            clause = self._value(name.text)
        except QueryError as error:
            if not self._headline(name):
                raise
            self._at = start
            del self._warnings[said:]
            self._warnings.append(f"“{self._typed(name)}:” was read as words. {error}")
            return self._reader.bare(self._typed(name), (name.start, name.end), around)
        if self._at == start:
            self._warnings.append(f"{self._typed(name)}: has nothing after it; it was searched as a word.")
            return self._reader.bare(self._typed(name), (name.start, name.end), around)
        if clause is None:
            self._warnings.append(f"{self._typed(name)}: has no word after it; it was left out.")
            return None
        return _placed(name.text, clause, (name.start, self._pieces[self._at - 1].end))

    def _headline(self, name: Piece) -> bool:
        """Whether a name may be no field but the end of a phrase with a colon (`Việt Nam: kinh tế`)."""
        loose = self._text[name.end : name.end + 1].isspace()
        return loose and self._text[name.start].isupper() and name.text in DATE_FIELDS | EXACT_FIELDS

    def _typed(self, name: Piece) -> str:
        return self._text[name.start : name.end - 1]


def _without(clause: Clause) -> Clause:
    return clause.clause if isinstance(clause, Not) else Not(clause)


def _placed(field: str, clause: Clause, span: tuple[int, int]) -> Clause:
    """A clause that asks of this field, unless it says itself what it asks of."""
    if field in DATE_FIELDS or isinstance(clause, Within | Between):
        return clause
    if isinstance(clause, Not):
        return Not(_placed(field, clause.clause, span))
    return Within(field, clause, span)
