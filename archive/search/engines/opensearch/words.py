"""The terms and values of an index, with their numbers of documents.

OpenSearch cannot list the terms of a text field. So each term is stored once in a separate words index, which finds
terms by prefix and one edit away. It never removes a word: documents are counted in the documents index, and only words
that occur are returned.

Each count takes a search, and a prefix may have thousands of words. So first, the term vectors of an artificial
document with all of these words return, in one request, how many documents have each, or had it until they were
deleted. Only words that can be among the most frequent are counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from archive.errors import IndexUnavailable
from archive.messages import Message
from archive.search.engines.opensearch.mapping import NEXT, facet_field, text_field, word_of
from archive.search.engines.opensearch.queries import Expansion, weigh
from archive.search.engines.opensearch.server import Json, Server
from archive.search.query.plan import Fuzzy, Prefix
from archive.text import fold
from archive.text.fold import one_edit

Counted = list[tuple[str, int]]
"""(term or value, number of documents), those with most documents first, then in order of letters."""

MOST_WORDS = 50_000  # with one prefix that are counted, the first in alphabetical order
_PAGE = 10_000  # hits of one search
_COUNTED_AT_ONCE = 1_000  # searches of one request


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request for the `limit` most frequent of some terms or values, all of the field or column with this path."""

    path: str
    words: Sequence[str]
    limit: int


class Words:
    """The words of the documents in index `documents`, stored in index `words`."""

    def __init__(self, server: Server, documents: str, words: str) -> None:
        self._server = server
        self._documents = documents
        self._words = words

    def terms(self, field: str, prefix: str, limit: int) -> Counted:
        """Return terms with this `prefix`."""
        words = self._found(_beginning(field, prefix), field)
        return self._commonest([_Asked(text_field(field), words, limit)])[0]

    def near(self, field: str, term: str, limit: int) -> Counted:
        """Return terms one edit away."""
        near = [other for other in self._found(_neighbours(field, term), field) if _is_near(term, other)]
        return self._commonest([_Asked(text_field(field), near, limit)])[0]

    def values(self, column: str, prefix: str, limit: int) -> Counted:
        """Return values of a facet column with a word that begins with `prefix`, both folded."""
        field = facet_field(column)
        said = self._found(_beginning(field, fold(prefix)), field)
        values = list({entry.partition("\0")[2] for entry in said})
        return self._commonest([_Asked(field, values, limit)])[0]

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Return numbers of documents."""
        return self._counts([(text_field(field), term) for term in terms])

    def expand(self, nodes: Sequence[Prefix | Fuzzy]) -> dict[Prefix | Fuzzy, Expansion]:
        """Return the terms for each of the nodes, in a few requests for all of them: the most frequent ones that occur,
        and the original term of a Fuzzy in any case."""
        nodes = list(dict.fromkeys(nodes))
        if not nodes:
            return {}
        own = [node for node in nodes if isinstance(node, Fuzzy)]
        fields = list(dict.fromkeys(node.field for node in nodes))
        asked = [
            *((text_field(node.field), node.term) for node in own),
            *((text_field(field), None) for field in fields),
        ]
        told = self._counts(asked)
        first: dict[Prefix | Fuzzy, Counted] = {
            node: [(node.term, number)] for node, number in zip(own, told, strict=False) if number
        }
        sizes = dict(zip(fields, told[len(own) :], strict=True))
        others = self._commonest(
            [
                _Asked(text_field(node.field), words, node.limit - len(first.get(node, ())))
                for node, words in self._meant(nodes).items()
            ]
        )
        return {
            node: weigh([*first.get(node, ()), *counted], sizes[node.field])
            for node, counted in zip(nodes, others, strict=True)
        }

    def _meant(self, nodes: Sequence[Prefix | Fuzzy]) -> dict[Prefix | Fuzzy, list[str]]:
        queries = [
            _neighbours(node.field, node.term) if isinstance(node, Fuzzy) else _beginning(node.field, node.prefix)
            for node in nodes
        ]
        lines = [line for query in queries for line in ({}, _asked(query))]
        data = "".join(json.dumps(line) + "\n" for line in lines).encode()
        told = self._server.send("POST", f"/{self._words}/_msearch", data, "application/x-ndjson")
        meant: dict[Prefix | Fuzzy, list[str]] = {}
        for node, query, answer in zip(nodes, queries, told["responses"], strict=True):
            words = _entries(answer, node.field)
            if len(words) == _PAGE:
                words = self._found(query, node.field)
            if isinstance(node, Fuzzy):
                words = [word for word in words if _is_near(node.term, word)]
            meant[node] = words
        return meant

    def _found(self, query: Json, field: str) -> list[str]:
        """Return all words, without their field, that the query finds; the first MOST_WORDS in alphabetical order."""
        found: list[str] = []
        body = _asked(query)
        while len(found) < MOST_WORDS:
            told = self._server.ask("POST", f"/{self._words}/_search", body)
            page = _entries(told, field)
            found += page
            if len(page) < _PAGE:
                break
            body["search_after"] = [word_of(field, page[-1])]
        return found

    def _commonest(self, asked: Sequence[_Asked]) -> list[Counted]:
        """Return the most frequent words for each request, in a few requests for all. Words are counted in order of
        their bounds until none of the rest can be among them."""
        bounds = self._bounds((one.path, word) for one in asked for word in one.words)
        left = [_ordered((word, bounds.get((one.path, word), 0)) for word in one.words) for one in asked]
        found: list[Counted] = [[] for _ in asked]
        while due := [n for n, one in enumerate(asked) if _may_change(found[n], left[n], one.limit)]:
            some = {n: left[n][: asked[n].limit] for n in due}
            pairs = [(asked[n].path, word) for n, words in some.items() for word, _ in words]
            counts = iter(self._counts(pairs))
            for n, words in some.items():
                counted = [(word, next(counts)) for word, _ in words]
                found[n] = _ordered([*found[n], *counted])[: asked[n].limit]
                left[n] = left[n][len(words) :]
        return found

    def _bounds(self, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """Return an upper bound of the documents for each (path, word): those that have it, and those deleted recently
        that had it."""
        by_path: dict[str, list[str]] = {}
        for path, word in pairs:
            by_path.setdefault(path, []).append(word)
        if not by_path:
            return {}
        asked = {
            "_index": self._documents,
            "doc": _document(by_path),
            "fields": [*by_path],
            "term_statistics": True,
            "field_statistics": False,
            "positions": False,
            "offsets": False,
            "payloads": False,
        }
        body = {"docs": [asked | {"routing": routing} for routing in self._routings]}
        bounds: dict[tuple[str, str], int] = {}
        for vectors in self._server.ask("POST", "/_mtermvectors", body)["docs"]:
            if "error" in vectors:  # of one shard
                raise IndexUnavailable(Message("search-server-gone", error=vectors["error"].get("reason")))
            for path, said in vectors["term_vectors"].items():
                for word, about in said["terms"].items():
                    bounds[path, word] = bounds.get((path, word), 0) + about.get("doc_freq", 0)
        return bounds

    @cached_property
    def _routings(self) -> list[str]:
        """Return, for each shard of the documents, a routing that leads there: term vectors are computed by one
        shard."""
        target = f"/{self._documents}/_search_shards"
        number, routings = len(self._server.ask("GET", target)["shards"]), dict[int, str]()
        for routing in map(str, count()):
            [[copy, *_]] = self._server.ask("GET", target, routing=routing)["shards"]
            routings.setdefault(copy["shard"], routing)
            if len(routings) == number:
                break
        return list(routings.values())

    def _counts(self, asked: Sequence[tuple[str, str | None]]) -> list[int]:
        """Return how many documents have each (path, term); with None, how many have anything there."""
        counts: list[int] = []
        for start in range(0, len(asked), _COUNTED_AT_ONCE):
            lines = [line for one in asked[start : start + _COUNTED_AT_ONCE] for line in ({}, _counted(*one))]
            data = "".join(json.dumps(line) + "\n" for line in lines).encode()
            kept = "responses.error,responses.timed_out,responses._shards.failed,responses.hits.total.value"
            target = f"/{self._documents}/_msearch"
            told = self._server.send("POST", target, data, "application/x-ndjson", filter_path=kept)
            counts += map(_total, told["responses"])
        return counts


def _beginning(field: str, prefix: str) -> Json:
    return {"prefix": {"word": word_of(field, prefix)}}


def _neighbours(field: str, term: str) -> Json:
    """Return what may be one edit away. Lucene has no edits for an empty term."""
    if not term:
        return {"wildcard": {"word": word_of(field, "?")}}
    asked = {"value": word_of(field, term), "fuzziness": 1, "prefix_length": len(word_of(field, ""))}
    return {"fuzzy": {"word": asked | {"transpositions": True, "rewrite": "constant_score"}}}


def _is_near(term: str, other: str) -> bool:
    return other != term and one_edit(term, other)


def _asked(query: Json) -> Json:
    return {
        "query": {"constant_score": {"filter": query}},
        "size": _PAGE,
        "sort": [{"word": "asc"}],
        "docvalue_fields": ["word"],
        "_source": False,
        "track_total_hits": False,
    }


def _entries(told: Json, field: str) -> list[str]:
    if "error" in told:  # one of several searches
        raise IndexUnavailable(Message("search-server-gone", error=told["error"].get("reason")))
    cut = len(word_of(field, ""))
    return [str(hit["fields"]["word"][0])[cut:] for hit in told["hits"]["hits"]]


def _ordered(counts: Iterable[tuple[str, int]]) -> Counted:
    return sorted(((word, count) for word, count in counts if count), key=_order)


def _order(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _may_change(found: Counted, left: Counted, limit: int) -> bool:
    """Return whether one of the remaining words, given with their bounds, may belong among those found."""
    if not left or limit < 1:
        return False
    return len(found) < limit or _order(left[0]) < _order(found[-1])


def _document(by_path: Mapping[str, Sequence[str]]) -> Json:
    """Return a document with these words."""
    made: Json = {}
    for path, words in by_path.items():
        group, _, field = path.partition(".")
        made.setdefault(group, {})[field] = NEXT.join(words) if path == text_field(field) else words
    return made


def _counted(path: str, term: str | None) -> Json:
    query = {"term": {path: term}} if term is not None else {"exists": {"field": path}}
    return {"query": query, "size": 0, "track_total_hits": True}


def _total(told: Json) -> int:
    if "error" in told:  # one of several searches
        raise IndexUnavailable(Message("search-server-gone", error=told["error"].get("reason")))
    if told["_shards"]["failed"] or told["timed_out"]:
        raise IndexUnavailable(Message("search-server-gone", error="a part of the index did not answer"))
    return int(told["hits"]["total"]["value"])
