"""Turn values of a record into terms of engine fields.

A content (title, caption, text, names, other, filename) is analysed in several forms, and each form has its own engine
field, `title_exact`, `title_text`, `title_pairs`, `title_stem`. So lengths, frequencies and prefixes are those of one
form. Positions are the same in all forms of a content. Values with their own query field (`creator:`, `number:`) are
also in a field such as `creator_text`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple, Self

import numpy as np

from archive.text.languages import Language, language
from archive.text.tokens import Token, TokenRole, tokenize
from archive.text.vocabulary import Ints, Vocabulary, current_vocabulary, list_ranges, number_pairs, running_sum

VERSION = 3
"""Raised when the same values give other terms; an index of another version is rebuilt."""

GAP = 100
"""How many positions lie between two values of one content, so that no phrase crosses from one to the next."""

CONTENT_OF = {
    "title": "title",
    "caption": "caption",
    "text": "text",
    "creator": "names",
    "credit": "names",
    "person": "names",
    "place": "names",
    "speaker": "names",
    "source": "names",
    "keyword": "other",
    "furniture": "other",
    "number": "other",
    "subject": "other",
    "filename": "filename",
}
"""The fields of a TextValue and the content each belongs to."""

SCOPES = ("creator", "credit", "person", "shown", "place", "speaker", "source", "number", "subject")
"""Fields of a TextValue that have an engine field of their own besides their content's."""

SCOPE_OF = {"agency": "credit", "shown": "shown", "subject address": "subject"}
"""Fields of a TextValue that stand in the field of a scope and in no content, which has these words already, or should
not have them: an agency under a name that is not printed is found when a credit is asked for, and not by any word."""

OWN_FILE = "own file"
"""The field of a TextValue that is the name of a file of the record itself. It stands in WHOLE alone."""

CONTENTS = ("title", "caption", "text", "names", "other", "filename")
STEMMED = frozenset({"title", "caption", "text", "other"})
FORMS = ("exact", "text", "pairs", "stem")
MARKED = "_"
"""A term of the `exact` fields: a value there is written with marks. No word holds an underscore, so none is taken for
it."""
FOREIGN = 4
"""Of so many words one has marks in a value of another language that is written with them; fewer are names."""
WHOLE = "number_exact"
"""The engine field in which an identifier stands as one term, see `whole_number`, and a file name as two, see
`file_terms`."""

ENGINE_FIELDS = (
    *(f"{content}_{form}" for content in CONTENTS for form in FORMS if form != "stem" or content in STEMMED),
    *(f"{scope}_text" for scope in SCOPES),
    WHOLE,
)
"""Every field an engine needs, for the terms of documents and of plans."""


@dataclass(frozen=True, slots=True)
class TextValue:
    """One value of a record: `field` is a key of CONTENT_OF or SCOPE_OF, or OWN_FILE; `language` a BCP 47 tag, or
    None."""

    field: str
    text: str
    language: str | None = None


class DocumentTerms(Mapping[str, list[tuple[str, int]]]):
    """The terms of a document: by engine field its (term, position) pairs. These are computed on demand; until then
    each value is an array of piece numbers, which `locate_terms` turns into arrays for many documents."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.values_of: dict[str, list[tuple[Language, array[int]]]] = {}
        self.size = 0  # pieces
        self._pairs: dict[str, list[tuple[str, int]]] = {}

    @classmethod
    def of(cls, terms: Mapping[str, Iterable[tuple[str, int]]]) -> Self:
        """Return existing terms."""
        if isinstance(terms, cls):
            return terms
        made = cls(current_vocabulary())
        for field, given in terms.items():
            pairs = sorted(given, key=itemgetter(1))
            pieces = [made.vocabulary.piece([Token(term, term, at, 0, 0, TokenRole.PART)], 0) for term, at in pairs]
            made.add(field, language(None), array("i", pieces))
        return made

    def add(self, stream: str, entry: Language, pieces: array[int]) -> None:
        """Add a value to a stream: a content, or an engine field with only one form."""
        self.values_of.setdefault(stream, []).append((entry, pieces))
        self.size += len(pieces)

    def __getitem__(self, field: str) -> list[tuple[str, int]]:
        if field not in self._pairs:
            located = self._located[field]
            words = map(bytes.decode, self.vocabulary.words(located.terms))
            self._pairs[field] = list(zip(words, located.positions.tolist(), strict=True))
        return self._pairs[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._located)

    def __len__(self) -> int:
        return len(self._located)

    @cached_property
    def _located(self) -> dict[str, LocatedTerms]:
        return dict(locate_terms([self]))


def document_terms(values: Iterable[TextValue], vocabulary: Vocabulary | None = None) -> DocumentTerms:
    """Return, for each engine field, its (term, position) pairs. A field without terms is absent. Raise KeyError for
    unknown fields. What documents share stays in memory, unless a separate `vocabulary` is given."""
    vocabulary = vocabulary or current_vocabulary()
    terms = DocumentTerms(vocabulary)
    for value in values:
        if value.field == OWN_FILE:
            for term in file_terms(value.text):
                terms.add(WHOLE, language(None), _one_piece(vocabulary, term))
            continue
        scope = SCOPE_OF.get(value.field)
        content = None if scope else CONTENT_OF[value.field]
        pieces, entry = vocabulary.split(value.text), language(value.language)
        if content is not None:
            terms.add(content, entry, pieces)
        if scope or value.field in SCOPES:
            terms.add(f"{scope or value.field}_text", entry, pieces)
        if value.field == "number" and (whole := whole_number(value.text)):
            terms.add(WHOLE, entry, _one_piece(vocabulary, whole))
    return terms


def _one_piece(vocabulary: Vocabulary, term: str) -> array[int]:
    return array("i", [vocabulary.piece([Token(term, term, 0, 0, 0, TokenRole.PART)], 1)])


class LocatedTerms(NamedTuple):
    """Occurrences of terms in one engine field of several documents, by document: the number of each term in a
    vocabulary, the index of its document among them, and its position there."""

    terms: Ints
    docs: Ints
    positions: Ints


def locate_terms(documents: Sequence[DocumentTerms]) -> Iterator[tuple[str, LocatedTerms]]:
    """Yield each engine field in which these documents, all of one vocabulary, have terms, and these."""
    streams: dict[str, list[_Value]] = {}
    for doc, document in enumerate(documents):
        for stream, given in document.values_of.items():
            streams.setdefault(stream, []).extend((doc, entry, pieces) for entry, pieces in given)
    for stream, values in streams.items():
        tokens = _Tokens(documents[0].vocabulary, values)
        forms = tokens.forms(stream) if stream in CONTENTS else {stream: tokens.folded()}
        yield from ((field, located) for field, located in forms.items() if len(located.terms))


_Value = tuple[int, Language, "array[int]"]
"""The place of its document, its language and its pieces."""


class _Tokens:
    """The tokens of all values of a stream as arrays."""

    def __init__(self, vocabulary: Vocabulary, values: Sequence[_Value]) -> None:
        self._vocabulary, self._table = vocabulary, vocabulary.table()
        docs = np.array([doc for doc, _, _ in values])
        self._entries = [entry for _, entry, _ in values]
        sizes = np.array([len(pieces) for _, _, pieces in values])
        pieces = np.frombuffer(b"".join(pieces for _, _, pieces in values), np.int32)
        ends = running_sum(self._table.widths[pieces])
        bounds = running_sum(sizes)
        starts = ends[:-1] + np.repeat(_bases(docs, ends[bounds[1:]] - ends[bounds[:-1]]) - ends[bounds[:-1]], sizes)
        counts = self._table.counts[pieces]
        self._tokens = list_ranges(self._table.begins[pieces], counts)
        self._values = np.repeat(np.repeat(np.arange(len(values)), sizes), counts)
        self._docs = docs[self._values]
        self._positions = np.repeat(starts, counts) + self._table.offsets[self._tokens]

    def folded(self) -> LocatedTerms:
        """Return the folded forms."""
        return LocatedTerms(self._table.folded[self._tokens], self._docs, self._positions)

    def forms(self, content: str) -> dict[str, LocatedTerms]:
        """Return the engine fields of a content."""
        stemmed = content in STEMMED
        return {
            f"{content}_text": self.folded(),
            f"{content}_exact": self._exact(),
            f"{content}_pairs": self._pairs(self._of_values([e.pairs or content != "text" for e in self._entries])),
            f"{content}_stem": self._stems(self._of_values([stemmed and e.stemmer is not None for e in self._entries])),
        }

    def _of_values(self, chosen: Sequence[bool]) -> Ints:
        """Return the indexes of the parts of some values."""
        return np.flatnonzero(self._table.parts[self._tokens] & np.array(chosen)[self._values])

    def _exact(self) -> LocatedTerms:
        """Return all words of a value with accents, so that exact phrases match. A value without accents adds nothing
        to its folded form."""
        exact, size = self._table.exact[self._tokens], len(self._entries)
        marked = np.bincount(self._values[exact != self._table.folded[self._tokens]], minlength=size)
        written = np.array([entry.pairs for entry in self._entries])
        written |= marked * FOREIGN >= np.bincount(self._values, minlength=size)
        chosen = np.flatnonzero((marked > 0)[self._values])
        first = np.searchsorted(self._values[chosen], np.flatnonzero(written & (marked > 0)))
        docs, positions = self._docs[chosen], self._positions[chosen]
        return LocatedTerms(
            np.insert(exact[chosen], first, self._vocabulary.number(MARKED)),
            np.insert(docs, first, docs[first]),
            np.insert(positions, first, positions[first]),
        )

    def _pairs(self, parts: Ints) -> LocatedTerms:
        """Return adjacent parts of a value as one term each, with the position of the first."""
        folded, values = self._table.folded[self._tokens[parts]], self._values[parts]
        first = np.flatnonzero(values[1:] == values[:-1])
        numbers = number_pairs(folded[first], folded[first + 1])
        return LocatedTerms(numbers, self._docs[parts[first]], self._positions[parts[first]])

    def _stems(self, parts: Ints) -> LocatedTerms:
        exact = self._table.exact[self._tokens[parts]]
        entries = {entry.tag: entry for entry in self._entries if entry.stemmer is not None}
        stems = exact.copy()
        for tag, entry in entries.items():
            own = np.array([other.tag == tag for other in self._entries])[self._values[parts]]
            stems[own] = self._vocabulary.stems(exact[own], entry)
        return LocatedTerms(stems, self._docs[parts], self._positions[parts])


def _bases(docs: Ints, widths: Ints) -> Ints:
    """Return the position at which each value begins in its document. Values of a document follow each other."""
    before = running_sum(np.where(widths > 0, widths + GAP - 1, 0))[:-1]
    first = np.searchsorted(docs, docs)
    return before - before[first]


def pair_term(first: str, second: str) -> str:
    """Return the term of two folded neighbours in the `pairs` fields. Words contain no underscore, so it is
    unambiguous."""
    return f"{first}_{second}"


def file_terms(name: str) -> tuple[str, str]:
    """Return the two terms of a file name in the field WHOLE: with and without its suffix. They begin with characters
    that identifiers never contain."""
    return f"={whole_number(name)}", f"~{whole_number(name.rpartition('.')[0] or name)}"


def whole_number(text: str) -> str:
    """Return an identifier as one term, regardless of separators: `123/SP/HM/X/2025`, `123-sp-hm-x-2025` are equal."""
    return "/".join(token.folded for token in tokenize(text) if token.role is TokenRole.PART)[:200]
