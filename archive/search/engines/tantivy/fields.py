"""The schema of a tantivy index, and how a Document is added to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

import numpy as np
import tantivy

from archive.search.engines.engine import FACETS, Document
from archive.search.engines.tantivy.writer import NOTHING, TOKENIZER, PreparedDocument, PreparedTerms
from archive.text import ENGINE_FIELDS, DocumentTerms, fold
from archive.text.terms import LocatedTerms, locate_terms
from archive.text.vocabulary import Vocabulary, running_sum

ID_BYTES = 32
ID_PARTS = ("id0", "id1", "id2", "id3")
"""Columns of eight bytes of an id each: tantivy reads numbers of many hits at once, and texts one stored document at a
time."""

FORM = "form"
"""The column of forms, as numbers; 0 for none."""

_TITLE_BYTES = 64  # enough to sort titles by
_NEVER = 99_999_999  # after all days
_UNDATED_DAY = 0
_LAST_SECOND = 0xFFFFFFFF  # in the year 2106

NEWEST, OLDEST, BY_TITLE, LAST_CAME, FIRST_CAME = SORTED = ("newest", "oldest", "by_title", "last_came", "first_came")
"""Columns of texts that sort as the order they are named for, ties by newest date and id; each ends in the id, behind
eight digits: of a day, or the hexadecimal ones of a second."""

GROUPS = ("sequence", "version")
"""The facet columns that a plan may collapse by: their values are kept as numbers too, which are read quickly."""

_SPARSE = 4  # times as many positions as terms, plus this many, up to which a text is used
_AT_ONCE = 50_000  # pieces of text whose terms are processed together
_SAID_AT_MOST = 200  # code points of a value, starting at one of its words, by which it is found
_PAIRS = "_pairs"  # suffix of fields of pairs
_word = re.compile(r"\w+")


def facet_field(column: str) -> str:
    """Return the field and column with the values of a facet."""
    return f"facet_{column}"


def group_field(column: str) -> str:
    """Return the field and column with the group of a document in one of GROUPS, 0 for none."""
    return f"group_{column}"


def get_facet_field(column: str) -> str:
    """Return the field whose terms begin with the folded words of the values of a facet, and end with the values
    themselves."""
    return f"said_{column}"


def schema() -> tantivy.Schema:
    """Return the fields of an index. "raw" is the tokenizer that does nothing: terms are ready to store."""
    builder = tantivy.SchemaBuilder()
    for name in ENGINE_FIELDS:
        builder.add_text_field(name, tokenizer_name=TOKENIZER, index_option="position")
    for column in FACETS:
        builder.add_text_field(facet_field(column), fast=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field(get_facet_field(column), tokenizer_name="raw", index_option="basic")
    for column in GROUPS:
        builder.add_unsigned_field(group_field(column), indexed=True, fast=True)
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    for name in SORTED:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("first", "last", "came"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ID_PARTS:
        builder.add_unsigned_field(name, fast=True)
    builder.add_unsigned_field(FORM, fast=True)
    return builder.build()


def prepare(documents: Iterable[Document]) -> Iterator[tuple[PreparedDocument, set[str]]]:
    """Yield each Document in the form to be written. The first of a batch has the new words of the whole batch that may
    have neighbours one edit away: all but pairs of words. Raise ValueError if an id is too long."""
    vocabulary, met = None, np.empty(0, np.bool_)
    for batch in _batches(documents):
        if vocabulary is not batch[0][1].vocabulary:
            vocabulary, met = batch[0][1].vocabulary, np.empty(0, np.bool_)
        written: list[_Written] = [([], []) for _ in batch]
        words: set[str] = set()
        for name, located in locate_terms([terms for _, terms in batch]):
            if not name.endswith(_PAIRS):
                met = np.append(met, np.zeros(len(vocabulary.terms) - len(met), np.bool_))
                new = located.terms[~met[located.terms]]
                met[new] = True
                words.update(map(bytes.decode, vocabulary.words(np.unique(new))))
            for doc, terms in _written_terms(located, len(batch), vocabulary):
                if isinstance(terms, str):
                    written[doc][0].append((name, terms))
                else:
                    written[doc][1].append((name, *terms))
        for (document, _), (texts, located_terms) in zip(batch, written, strict=True):
            yield _prepared(document, texts, located_terms), words
            words = set()


_Written = tuple[list[tuple[str, str]], list[PreparedTerms]]


def _written_terms(
    located: LocatedTerms, count: int, vocabulary: Vocabulary
) -> Iterator[tuple[int, str | tuple[list[str], list[int]]]]:
    """Yield each document that has terms, with these: as a text with one word per position, which costs a tenth; if
    several are at one position or far apart, as lists of terms and positions."""
    terms, docs, positions = located
    bounds = np.searchsorted(docs, np.arange(count + 1))
    having = np.flatnonzero(np.diff(bounds))
    sizes = positions[bounds[having + 1] - 1] + 1
    shared = np.zeros(count, np.bool_)
    shared[docs[1:][(np.diff(positions) <= 0) & (docs[1:] == docs[:-1])]] = True
    spread = ~shared[having] & (not vocabulary.has_blanks) & (sizes <= _SPARSE + _SPARSE * np.diff(bounds)[having])
    starts = np.full(count, -1)
    starts[having[spread]] = running_sum(sizes[spread])[:-1]
    chosen = starts[docs] >= 0
    slots = np.full(int(sizes[spread].sum()), vocabulary.number(NOTHING))
    slots[starts[docs[chosen]] + positions[chosen]] = terms[chosen]
    words = vocabulary.words(slots)
    for doc, size in zip(having.tolist(), sizes.tolist(), strict=True):
        start = int(starts[doc])
        if start >= 0:
            yield doc, b" ".join(words[start : start + size]).decode()
        else:
            own = slice(bounds[doc], bounds[doc + 1])
            yield doc, ([*map(bytes.decode, vocabulary.words(terms[own]))], positions[own].tolist())


def _batches(documents: Iterable[Document]) -> Iterator[list[tuple[Document, DocumentTerms]]]:
    """Yield batches of documents whose terms are numbered by one vocabulary."""
    held: list[tuple[Document, DocumentTerms]] = []
    size = 0
    for document in documents:
        terms = DocumentTerms.of(document.terms)
        if held and (size + terms.size > _AT_ONCE or terms.vocabulary is not held[0][1].vocabulary):
            yield held
            held, size = [], 0
        held.append((document, terms))
        size += terms.size
    if held:
        yield held


def _prepared(
    document: Document, texts_of_terms: list[tuple[str, str]], terms: list[PreparedTerms]
) -> PreparedDocument:
    _checked(document.id)
    first, last = document.dates or (_UNDATED_DAY, _UNDATED_DAY)
    came = min(document.came, _LAST_SECOND)
    newest = f"{_NEVER - first:08}{document.id}"
    title = document.title.encode()[:_TITLE_BYTES].decode(errors="ignore")
    texts = [
        ("id", document.id),
        (NEWEST, newest),
        (OLDEST, f"{first or _NEVER:08}{document.id}"),
        (BY_TITLE, f"{title}\0{newest}"),
        (LAST_CAME, f"{_LAST_SECOND - came:08x}{document.id}"),
        (FIRST_CAME, f"{came or _LAST_SECOND:08x}{document.id}"),
        *texts_of_terms,
    ]
    numbers = [("first", first), ("last", last), ("came", came), (FORM, int(document.form or "0", 16))]
    numbers += [*zip(ID_PARTS, id_parts(document.id), strict=True)]
    for column, values in document.facets.items():
        for value in dict.fromkeys(values):
            texts.append((facet_field(column), value))
            texts += [(get_facet_field(column), said) for said in _said(value)]
    for column in GROUPS:
        numbers.append((group_field(column), _group(document.facets.get(column, ()))))
    return {"id": document.id, "texts": texts, "numbers": numbers, "terms": terms}


def id_parts(doc_id: str) -> list[int]:
    """Return the ID_PARTS of an id, which sort like the id."""
    padded = doc_id.encode().ljust(ID_BYTES, b"\0")[:ID_BYTES]
    return [int.from_bytes(padded[at : at + 8], "big") for at in range(0, ID_BYTES, 8)]


def id_of(parts: tuple[int, ...]) -> str:
    """Return the id for these ID_PARTS."""
    return b"".join(part.to_bytes(8, "big") for part in parts).rstrip(b"\0").decode()


def ids_at(searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress]) -> list[str]:
    """Return the ids of hits."""
    parts = [searcher.fast_field_values(name, addresses) for name in ID_PARTS]
    return [id_of(tuple(int(part or 0) for part in four)) for four in zip(*parts, strict=True)]


def id_in(order: str) -> str:
    """Return the id at the end of a value of a column of SORTED."""
    return order.rpartition("\0")[2][8:]


def value_in(said: str) -> str:
    """Return the value at the end of a term of a `get_facet_field`."""
    return said.partition("\0")[2]


def _said(value: str) -> Iterator[str]:
    folded = fold(value)
    for begin in {match.start() for match in _word.finditer(folded)} or {0}:
        yield f"{folded[begin : begin + _SAID_AT_MOST]}\0{value}"


def _group(values: Sequence[str]) -> int:
    """Return a hash of the value, practically without collisions."""
    return int.from_bytes(blake2b(values[0].encode(), digest_size=8).digest()) or 1 if values else 0


def _checked(doc_id: str) -> None:
    if len(doc_id.encode()) > ID_BYTES:
        raise ValueError(f"{doc_id!r} is longer than the {ID_BYTES} bytes an id may have.")
