"""Number terms, and pieces of text between blanks, so that texts are analysed as arrays.

A text is split at white space. Words contain none, so its tokens are those of its pieces in order. Most pieces were
seen before: only new ones are tokenized, and a text is an array of piece numbers.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archive.text.languages import Language, stem_term
from archive.text.tokens import CHUNK, Token, TokenRole, tokenize

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MAX_PIECES = 300_000  # or terms, about 120 MB: a larger vocabulary is replaced by an empty one
_MAX_REMEMBERED_LENGTH = 100  # code points of a piece; longer ones rarely recur
_PAIR_BITS = 32
_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class PieceTable:
    """The pieces of a vocabulary as arrays. By piece: its first token, its number of tokens and of positions. By token:
    the numbers of its two forms, its position in the piece, whether it is a PART."""

    begins: Ints
    counts: Ints
    widths: Ints
    exact: Ints
    folded: Ints
    offsets: Ints
    parts: Bools


class Vocabulary:
    """Numbers of terms and of pieces, from 0. Thread-safe."""

    def __init__(self) -> None:
        self.terms: list[bytes] = []
        self.has_blanks = False  # in a term, or an empty term; the tokenizer makes none
        self._numbers: dict[str, int] = {}
        self._pieces = _Pieces(self)
        self._lock = threading.RLock()
        self._begins, self._widths = array("i", [0]), array("i")
        self._exact, self._folded, self._offsets, self._parts = array("i"), array("i"), array("i"), array("b")
        self._stems: dict[str, Ints] = {}
        self._table: PieceTable | None = None

    def is_full(self, most: int | None = None) -> bool:
        """Return whether it should be replaced to limit memory: it has more than `most` pieces or terms (MAX_PIECES),
        or four times as many tokens, as long pieces have."""
        held = max(len(self._pieces), len(self._widths), len(self.terms), len(self._exact) // 4)
        return held > (MAX_PIECES if most is None else most)

    def split(self, text: str) -> array[int]:
        """Return the numbers of the pieces of a text."""
        return array("i", map(self._pieces.__getitem__, text.split()))

    def piece(self, tokens: Iterable[Token], width: int | None = None) -> int:
        """Return the number of a new piece with these tokens. It takes `width` positions, or as many as they do."""
        last = -1
        with self._lock:
            for exact, folded, position, _, _, role in tokens:
                number = self._number(exact)
                self._exact.append(number)
                self._folded.append(number if folded == exact else self._number(folded))
                self._offsets.append(position)
                self._parts.append(role is TokenRole.PART)
                last = max(last, position)
            self._begins.append(len(self._exact))
            self._widths.append(last + 1 if width is None else width)
            return len(self._widths) - 1

    def table(self) -> PieceTable:
        """Return the data of all pieces numbered so far."""
        with self._lock:
            if self._table is None or len(self._table.widths) < len(self._widths):
                begins = np.array(self._begins)
                self._table = PieceTable(
                    begins[:-1],
                    np.diff(begins),
                    np.array(self._widths),
                    np.array(self._exact),
                    np.array(self._folded),
                    np.array(self._offsets),
                    np.array(self._parts, np.bool_),
                )
            return self._table

    def number(self, term: str) -> int:
        """Return the number of a term."""
        with self._lock:
            return self._number(term)

    def stems(self, exact: Ints, entry: Language) -> Ints:
        """Return the numbers of the stems of words given by their exact forms."""
        with self._lock:
            known = self._stems.get(entry.tag, np.empty(0, np.int32))
            if len(known) < len(self.terms):
                known = np.append(known, np.full(len(self.terms) - len(known), _UNKNOWN, np.int32))
                self._stems[entry.tag] = known
            for word in set(exact[known[exact] == _UNKNOWN].tolist()):
                known[word] = self._number(stem_term(self.terms[word].decode(), entry) or "")
            return known[exact]

    def words(self, numbers: Ints) -> list[bytes]:
        """Return the terms with these numbers, including pairs, in UTF-8."""
        terms = self.terms
        if not len(numbers) or int(numbers.max()) >> _PAIR_BITS == 0:
            return [*map(terms.__getitem__, numbers.tolist())]
        first, second = (numbers >> _PAIR_BITS) - 1, numbers & ((1 << _PAIR_BITS) - 1)
        ends = [*map(terms.__getitem__, second.tolist())]
        words = [*map(b"_".join, zip(map(terms.__getitem__, first.tolist()), ends, strict=True))]
        for place in np.flatnonzero(first < 0).tolist():
            words[place] = ends[place]
        return words

    def _number(self, term: str) -> int:
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self.terms)
            self.terms.append(term.encode())
            self.has_blanks |= term.split() != [term]
        return number


def running_sum(counts: Ints) -> Ints:
    """Return where each item begins if they are concatenated, and where the last ends."""
    ends = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=ends[1:])
    return ends


def list_ranges(starts: Ints, counts: Ints) -> Ints:
    """Return the concatenated numbers of ranges: `counts` from each of `starts`."""
    ends = np.cumsum(counts)
    numbers: Ints = np.repeat(starts - ends + counts, counts)
    numbers += np.arange(len(numbers))
    return numbers


def number_pairs(first: Ints, second: Ints) -> Ints:
    """Return numbers for the terms of pairs of neighbours, which a vocabulary does not store: most occur once."""
    numbers: Ints = (first.astype(np.int64) + 1) << _PAIR_BITS | second
    return numbers


class _Pieces(dict[str, int]):
    """The number of each piece. Missing ones are tokenized."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def __missing__(self, piece: str) -> int:
        if len(piece) > _MAX_REMEMBERED_LENGTH:
            return self._new(piece)
        chunks = CHUNK.findall(piece)
        plain = chunks[0] if len(chunks) == 1 else piece  # without the comma after it
        plain = plain.lower() if plain.isascii() else plain  # which has the same terms
        number = self[piece] = self[plain] if plain != piece else self._new(piece)
        return number

    def _new(self, piece: str) -> int:
        return self._vocabulary.piece(tokenize(piece))


_current = Vocabulary()


def current_vocabulary() -> Vocabulary:
    """Return the vocabulary for present analysis."""
    global _current
    if _current.is_full():
        _current = Vocabulary()
    return _current
