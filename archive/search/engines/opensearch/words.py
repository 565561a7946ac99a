"""The terms and values of an index, with how many documents have each.

OpenSearch lists no terms of a text field. So each term stands once in an index of words beside that of the documents,
which finds those with a beginning and those one edit away. It never forgets a word: how many documents have one is
counted in the index of documents, and only words that one has are told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from archive.errors import IndexUnavailable
from archive.messages import Message
from archive.search.engines.opensearch.mapping import facet_field, text_field, word_of
from archive.search.engines.opensearch.queries import Expansion, weigh
from archive.search.engines.opensearch.server import Json, Server
from archive.search.query.plan import Fuzzy, Prefix
from archive.text import fold
from archive.text.fold import one_edit

Counted = list[tuple[str, int]]
"""(term or value, number of documents), those with most documents first, then in order of letters."""

MOST_WORDS = 50_000  # with one beginning that are counted, the first in order of letters
_PAGE = 10_000  # hits of one search
_COUNTED_AT_ONCE = 5_000


class Words:
    """The words of the documents in index `documents`, kept in index `words`."""

    def __init__(self, server: Server, documents: str, words: str) -> None:
        self._server = server
        self._documents = documents
        self._words = words

    def terms(self, field: str, prefix: str, limit: int) -> Counted:
        """Return terms that begin with `prefix`."""
        return self._commonest(text_field(field), self._found(_beginning(field, prefix), field), limit)

    def near(self, field: str, term: str, limit: int) -> Counted:
        """Return terms one edit away."""
        near = [other for other in self._found(_neighbours(field, term), field) if _is_near(term, other)]
        return self._commonest(text_field(field), near, limit)

    def values(self, column: str, prefix: str, limit: int) -> Counted:
        """Return values of a facet column with a word that begins with `prefix` when both are folded."""
        field = facet_field(column)
        said = self._found(_beginning(field, fold(prefix)), field)
        return self._commonest(field, list({entry.partition("\0")[2] for entry in said}), limit)

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Return numbers of documents."""
        return self._counts([(text_field(field), term) for term in terms])

    def expand(self, nodes: Sequence[Prefix | Fuzzy]) -> dict[Prefix | Fuzzy, Expansion]:
        """Return the terms that each of the nodes stands for, in a few requests for all of them."""
        nodes = list(dict.fromkeys(nodes))
        if not nodes:
            return {}
        meant = self._meant(nodes)
        pairs = dict.fromkeys((node.field, term) for node, terms in meant.items() for term in terms)
        fields = list(dict.fromkeys(field for field, _ in pairs))
        asked = [
            *((text_field(field), term) for field, term in pairs),
            *((text_field(field), None) for field in fields),
        ]
        told = self._counts(asked)
        counts = dict(zip(pairs, told, strict=False))
        sizes = dict(zip(fields, told[len(pairs) :], strict=True))
        return {
            node: weigh(_chosen(node, {term: counts[node.field, term] for term in terms}), sizes.get(node.field, 0))
            for node, terms in meant.items()
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
                words = [node.term, *(word for word in words if _is_near(node.term, word))]
            meant[node] = words
        return meant

    def _found(self, query: Json, field: str) -> list[str]:
        """All words, without their field, that the query finds; the first MOST_WORDS in order of letters."""
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

    def _commonest(self, path: str, words: Sequence[str], limit: int) -> Counted:
        return _ordered(zip(words, self._counts([(path, word) for word in words]), strict=True))[:limit]

    def _counts(self, asked: Sequence[tuple[str, str | None]]) -> list[int]:
        """How many documents have each (path, term); with None, how many have anything there."""
        counts: list[int] = []
        for start in range(0, len(asked), _COUNTED_AT_ONCE):
            some = asked[start : start + _COUNTED_AT_ONCE]
            filters = [
                {"term": {path: term}} if term is not None else {"exists": {"field": path}} for path, term in some
            ]
            body = {"size": 0, "track_total_hits": False, "aggs": {"n": {"filters": {"filters": filters}}}}
            told = self._server.ask("POST", f"/{self._documents}/_search", body)
            counts += [bucket["doc_count"] for bucket in told["aggregations"]["n"]["buckets"]]
        return counts


def _beginning(field: str, prefix: str) -> Json:
    return {"prefix": {"word": word_of(field, prefix)}}


def _neighbours(field: str, term: str) -> Json:
    """What may be one edit away. Lucene has no edits of an empty term."""
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


def _chosen(node: Prefix | Fuzzy, counts: dict[str, int]) -> Counted:
    """The terms that a node stands for: of those that documents have, the commonest; its own term in any case."""
    if isinstance(node, Prefix):
        return _ordered(counts.items())[: node.limit]
    own = counts.pop(node.term)
    others = _ordered(counts.items())
    return [(node.term, own), *others[: node.limit - 1]] if own else others[: node.limit]


def _ordered(counts: Iterable[tuple[str, int]]) -> Counted:
    return sorted(((word, count) for word, count in counts if count), key=lambda pair: (-pair[1], pair[0]))
