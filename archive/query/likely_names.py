"""Words of a query that seem to be a name, which papers in other languages print without its marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.analysis import Token
from archive.persons.bodies import SURNAMES
from archive.query import forms
from archive.query.tree import Clause, Word

_AFTER_SURNAME = 3  # words of a name


def pairs_of_names(clauses: Sequence[Clause], named: bool) -> Iterator[tuple[Token, Token]]:
    """Each two neighbours that seem to be of one name: both with a capital, or from a surname on; when they are those
    of a name card (`named`), all."""
    left = 0  # words that a name begun may still have
    for one, other in pairwise(clauses):
        first, second = _word(one), _word(other)
        if first is None or second is None:
            left = 0
            continue
        left = _AFTER_SURNAME if first.exact in SURNAMES else left - 1
        if named or left > 0 or (_capital(one) and _capital(other)):
            yield first, second


def _word(clause: Clause) -> Token | None:
    return forms.single(clause.text) if isinstance(clause, Word) else None


def _capital(clause: Clause) -> bool:
    """Whether a word is written as names are; with everything in capitals, capitals mean nothing."""
    text = clause.text if isinstance(clause, Word) else ""
    return text[:1].isupper() and (len(text) == 1 or not text.isupper())
