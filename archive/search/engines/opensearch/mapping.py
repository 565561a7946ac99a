"""The documents index and the words index: their fields, and Documents as JSON.

Terms are ready to store, so the only analyzer splits at control characters. Three of them have a meaning in a text of
terms:

    NEXT   ends a position
    SAME   separates terms of one position
    HOLE   stands at a position that has no term
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b

from archive.search.engines.engine import FACETS, Document, State
from archive.search.engines.opensearch.server import Json, ServerSettings
from archive.text import ENGINE_FIELDS, fold
from archive.text.terms import GAP

FORMAT = 2
"""Raised when the mapping, or what is written into its fields, changes; an index of another format is made anew."""

NEXT, SAME, HOLE = "\x1e", "\x1f", "\x01"
STEP = GAP - 1  # added by Lucene between two texts of a field
GROUPS = (("sequence",), ("version",), ("sequence", "version"), ("version", "sequence"))
"""The columns that a plan may collapse by, in each order."""

ID_BYTES = 32
MOST_BYTES = 32_766  # of a term, in Lucene
_TITLE_BYTES = 64  # enough to sort titles by
_SAID_AT_MOST = 200  # code points of a value, starting at one of its words, by which it is found
_LONGEST = MOST_BYTES // 4  # code points of a value; longer ones are not stored
_word = re.compile(r"\w+")
_controls = re.compile(f"[{NEXT}{SAME}{HOLE}]")

_KEYWORD: Json = {"type": "keyword", "norms": False, "ignore_above": _LONGEST}


def text_field(field: str) -> str:
    """Return the path of an engine field."""
    return f"terms.{field}"


def facet_field(column: str) -> str:
    """Return the path of a facet column."""
    return f"facets.{column}"


def group_field(columns: Sequence[str]) -> str:
    """Return the path of a document's group; a document without one has no value there. Raise ValueError for columns
    that are not in GROUPS."""
    if tuple(columns) not in GROUPS:
        raise ValueError(f"Answers are collapsed by {GROUPS} only, not by {columns}.")
    return f"groups.{'_'.join(columns)}"


def collapse_field(columns: Sequence[str]) -> str:
    """Return the path to collapse by, with a value for all documents: one without a group has its own id there."""
    return f"collapse.{'_'.join(columns)}"


def documents_index(settings: ServerSettings, state: State, writing: str) -> Json:
    """Return the definition of a documents index. `writing` is the alias used for writing: writing to a deleted alias
    creates no index."""
    terms = {
        "type": "text",
        "analyzer": "terms",
        "index_options": "positions",
        "similarity": "terms",
        "position_increment_gap": STEP,
    }
    number: Json = {"type": "integer"}
    keys = {"_".join(columns): _KEYWORD for columns in GROUPS}
    properties = {
        "id": _KEYWORD,
        "title": _KEYWORD,
        "first": number,
        "last": number,
        "came": {"type": "long"},
        "form": {"type": "keyword", "index": False, "doc_values": False},
        "terms": _object(dict.fromkeys(ENGINE_FIELDS, terms)),
        "facets": _object(dict.fromkeys(FACETS, _KEYWORD)),
        "groups": _object(keys),
        "collapse": _object(keys),
    }
    return {
        "settings": _settings(settings.shards) | {"analysis": _ANALYSIS, "similarity": _SIMILARITY},
        "mappings": {
            "dynamic": "strict",
            "_source": {"includes": ["form"]},
            "_meta": meta_of(state),
            "properties": properties,
        },
        "aliases": {writing: {}},
    }


def words_index(writing: str) -> Json:
    """Return the definition of a words index: each term of a field, and each word of a facet value, once."""
    return {
        "settings": _settings(1),
        "mappings": {
            "dynamic": "strict",
            "_source": {"enabled": False},
            "properties": {"word": {"type": "keyword", "norms": False}},
        },
        "aliases": {writing: {}},
    }


def copies(settings: ServerSettings) -> Json:
    """Return the settings of an index in use: as many replicas as the cluster has nodes for."""
    return {"index.auto_expand_replicas": f"0-{settings.replicas}"}


def _settings(shards: int) -> Json:
    """Return settings. An index is filled without replicas, since each would cost as much again. `copies` adds them."""
    return {
        "number_of_shards": shards,
        "number_of_replicas": 0,
        "refresh_interval": "-1",
        "gc_deletes": "1h",
    }


def _object(properties: Json) -> Json:
    return {"type": "object", "dynamic": "strict", "properties": properties}


_ANALYSIS: Json = {
    "tokenizer": {
        "positions": {"type": "char_group", "tokenize_on_chars": [NEXT], "max_token_length": 1_000_000},
    },
    "filter": {
        "holes": {"type": "stop", "stopwords": [HOLE]},
        "same": {"type": "pattern_capture", "preserve_original": False, "patterns": [f"([^{SAME}]+)"]},
    },
    "analyzer": {"terms": {"type": "custom", "tokenizer": "positions", "filter": ["holes", "same"]}},
}
_SIMILARITY: Json = {"terms": {"type": "BM25", "k1": 1.2, "b": 0.75, "discount_overlaps": False}}


def meta_of(state: State) -> Json:
    """Return the state as stored in the mapping of an index. Numbers are strings: some are too large for JSON."""
    return {
        "format": str(FORMAT),
        "revision": str(state.revision),
        "instant": state.instant,
        "analysis": str(state.analysis),
        "schema": str(state.schema),
        "authorities": state.authorities,
        "public_revision": str(state.public_revision),
    }


def state_of(meta: Mapping[str, str]) -> State:
    """Return the state stored in a mapping. Raise KeyError, ValueError or TypeError if there is none."""
    return State(
        revision=int(meta["revision"]),
        instant=str(meta["instant"]),
        analysis=int(meta["analysis"]),
        schema=int(meta["schema"]),
        authorities=str(meta["authorities"]),
        public_revision=int(meta["public_revision"]),
    )


def source_of(document: Document) -> Json:
    """Return a document as JSON. Raise ValueError if its id is too long."""
    if len(document.id.encode()) > ID_BYTES:
        raise ValueError(f"{document.id!r} is longer than the {ID_BYTES} bytes an id may have.")
    facets = {column: list(values) for column, values in document.facets.items() if values}
    groups = {"_".join(columns): key for columns in GROUPS if (key := _group(document, columns))}
    made: Json = {
        "id": document.id,
        "title": document.title.encode()[:_TITLE_BYTES].decode(errors="ignore"),
        "form": document.form,
        "terms": {field: said for field, pairs in document.terms.items() if (said := texts_of(pairs))},
        "facets": facets,
        "groups": groups,
        "collapse": {"_".join(columns): groups.get("_".join(columns), document.id) for columns in GROUPS},
    }
    if document.dates is not None:
        made["first"], made["last"] = document.dates
    if document.came:
        made["came"] = document.came
    return made


def _group(document: Document, columns: Sequence[str]) -> str:
    return next((f"{column}\0{document.facets[column][0]}" for column in columns if document.facets.get(column)), "")


def texts_of(pairs: Sequence[tuple[str, int]]) -> list[str]:
    """Return terms with their positions as texts. Lucene adds STEP positions between two texts, so gaps cost
    nothing."""
    texts: list[str] = []
    places: list[str] = []
    at = -1
    for term, position in sorted(pairs, key=lambda pair: pair[1]):
        if not term or _controls.search(term) or len(term) > _LONGEST:
            continue
        if position == at:
            places[-1] += SAME + term
            continue
        while position - at > STEP:
            texts.append(NEXT.join(places))
            places = []
            at += STEP
        places += [HOLE] * (position - at - 1) + [term]
        at = position
    return [*texts, NEXT.join(places)] if places else texts


def words_of(document: Document) -> Iterator[str]:
    """Yield the entries of a document for the words index, some more than once. Pairs of words are left out: their
    prefixes and neighbours are never needed."""
    for field, pairs in document.terms.items():
        if not field.endswith("_pairs"):
            yield from (word_of(field, term) for term, _ in pairs if len(term) <= _LONGEST // 2)
    for column, values in document.facets.items():
        for value in values:
            folded = fold(value)
            for begin in {match.start() for match in _word.finditer(folded)} or {0}:
                said = f"{word_of(facet_field(column), folded[begin : begin + _SAID_AT_MOST])}\0{value}"
                if len(said) <= _LONGEST:
                    yield said


def word_of(field: str, term: str) -> str:
    """Return the entry of a term in the words index; for a prefix of a term, that of the entry."""
    return f"{field}\0{term}"


def word_id(word: str) -> str:
    """Return the id of an entry."""
    return blake2b(word.encode(), digest_size=16).hexdigest()
