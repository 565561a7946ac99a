"""The Engine protocol on two indexes of an OpenSearch cluster: documents, and words (see `words`).

A cluster has no transactions, so an update is not atomic: after its writer was killed, only some of its documents may
be there. These guarantees hold instead:

- the state is written last, after all documents can be found, and so is never ahead of them;
- the same update, or a later one of the same documents, completes an unfinished one;
- `forms` includes all documents that were sent, even those that no search finds yet, so that removals based on it also
  remove what a killed writer left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from archive.errors import IndexUnavailable, IndexUnusable
from archive.messages import Message
from archive.search.engines.engine import Document, EngineResults, State
from archive.search.engines.opensearch.mapping import FORMAT, documents_index, meta_of, state_of, words_index
from archive.search.engines.opensearch.queries import open_nodes
from archive.search.engines.opensearch.results import WINDOW, PlanSearch, search
from archive.search.engines.opensearch.server import EXISTS, Json, RequestRefused, Server
from archive.search.engines.opensearch.words import Words
from archive.search.engines.opensearch.writer import MOST_KNOWN, BulkWriter, GatheredUpdate, word_operations
from archive.search.query.plan import Plan

_NO_INDEX = "index_not_found_exception"
_IDS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """The place of an index: a cluster, and its name there."""

    server: Server
    name: str

    @property
    def words(self) -> str:
        """Return the name of its words index."""
        return f"{self.name}-words"

    def delete(self) -> None:
        """Delete the index, if there is one."""
        self.server.ask("DELETE", f"/{self.name},{self.words}", ignore_unavailable="true")

    def __str__(self) -> str:
        return f"{self.name} ({', '.join(self.server.settings.urls)})"


def writing_alias(index: str) -> str:
    """Return the alias used for writing. Writing to a deleted alias creates no index."""
    return f"{index}-write"


class OpenSearchEngine:
    """See archive.search.engines.engine.Engine. It takes an IndexPlace where others take a folder.

    Scores and `frequencies` are computed over all shards. Deleted documents count in scores until Lucene merges them
    away.
    """

    name = "opensearch"
    joins = False
    atomic = False
    many_writers = True

    def __init__(self, place: IndexPlace) -> None:
        self._place = place
        self._server = place.server
        self._words = Words(place.server, place.name, place.words)
        self._known: set[str] = set()  # words sent so far

    @classmethod
    def create(cls, place: IndexPlace, state: State) -> Self:
        """Return a new, empty index at this place. An existing one is replaced."""
        place.server.check_version()
        settings = place.server.settings
        made = {
            place.name: documents_index(settings, state, writing_alias(place.name)),
            place.words: words_index(writing_alias(place.words)),
        }
        place.delete()
        for index, definition in made.items():
            try:
                place.server.ask("PUT", f"/{index}", definition)
            except RequestRefused as error:
                if error.kind != EXISTS:
                    raise
        return cls(place)

    @classmethod
    def open(cls, place: IndexPlace, beside: IndexPlace | None = None) -> Self:
        """Return the index at this place. Raise IndexUnusable if there is none that can be used, IndexUnavailable while
        there may be one that cannot be reached, ValueError for an index `beside` it."""
        if beside is not None:
            raise ValueError("OpenSearch answers from one index at a time.")
        place.server.check_version()
        engine = cls(place)
        if engine._meta().get("format") != str(FORMAT):
            raise _unusable(place, "it was made by another version")
        try:
            place.server.ask("GET", f"/{place.words}/_mapping")
        except RequestRefused as error:
            raise _unusable(place, f"its words are missing: {error.why}") from error
        return engine

    def update(self, documents: Iterable[Document], gone: Collection[str], state: State, *, as_of: int = 0) -> None:
        """Write all changes, words first, and the state last, once all of them can be found. Documents of a later
        revision are kept."""
        if documents or gone:
            update = GatheredUpdate(documents, gone, self._known, as_of)
            try:
                self._write(update)
            finally:
                update.close()
        if state != self.state():
            self._server.ask("PUT", f"/{self._place.name}/_mapping", {"_meta": meta_of(state)})

    def _write(self, update: GatheredUpdate) -> None:
        self._sent(self._place.words, word_operations(sorted(update.words)))
        if len(self._known) + len(update.words) > MOST_KNOWN:
            self._known.clear()
        self._known |= update.words
        self._sent(self._place.name, update.operations())
        for index in (self._place.words, self._place.name):
            self._checked(self._server.ask("POST", f"/{index}/_refresh"))

    def _sent(self, index: str, operations: Iterable[tuple[str, ...]]) -> None:
        try:
            BulkWriter(self._server, writing_alias(index)).send(operations)
        except RequestRefused as error:
            raise self._wrong(error) from error

    def tidy(self, stop: Callable[[], bool]) -> bool:  # noqa: ARG002 - others ask it
        """Return that there is nothing to do: the cluster merges automatically."""
        return False

    def search(self, plan: Plan) -> EngineResults:
        """Return the results as of the last finished update."""
        state = self.state()  # first: the index may be ahead of its state, never behind it
        expansions = self._words.expand([*open_nodes(plan.node)])
        return PlanSearch(plan, expansions, self._server, self._place.name).results(state)

    def count(self) -> int:
        """Return the number of documents."""
        told = self._search({"size": 0, "track_total_hits": True})
        return int(told["hits"]["total"]["value"])

    def ids(self) -> frozenset[str]:
        """Return the ids of all documents."""
        found: set[str] = set()
        body: Json = {"size": WINDOW, "sort": [{"id": "asc"}], "_source": False, "track_total_hits": False}
        while hits := self._search(body)["hits"]["hits"]:
            found.update(hit["_id"] for hit in hits)
            body["search_after"] = hits[-1]["sort"]
        return frozenset(found)

    def forms(self, ids: Collection[str]) -> dict[str, str]:
        """Return the forms of documents that were sent, whether searches find them yet or not."""
        forms: dict[str, str] = {}
        listed = [*ids]
        for start in range(0, len(listed), _IDS_AT_ONCE):
            asked = {"ids": listed[start : start + _IDS_AT_ONCE]}
            for found in self._asked("POST", "_mget", asked)["docs"]:
                if "error" in found:  # within a successful answer
                    raise self._wrong(RequestRefused(200, found["error"]["type"], found["error"]["reason"]))
                if found["found"]:
                    forms[found["_id"]] = found["_source"]["form"]
        return forms

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return terms with this prefix and their numbers of documents; none for fields of pairs."""
        return self._words.terms(field, prefix, limit)

    def near(self, field: str, term: str, limit: int) -> list[tuple[str, int]]:
        """Return terms one edit away and their numbers of documents; none for fields of pairs."""
        return self._words.near(field, term, limit)

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Return numbers of documents."""
        return self._words.frequencies(field, terms)

    def values(self, column: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return values of a facet column with a word that has this prefix, and their numbers of documents."""
        return self._words.values(column, prefix, limit)

    def state(self) -> State:
        """Return the state of this index."""
        try:
            return state_of(self._meta())
        except (KeyError, ValueError, TypeError) as error:
            raise _unusable(self._place, "it does not say how far it has come") from error

    def damaged_file(self, stop: Callable[[], bool] = lambda: False) -> str:  # noqa: ARG002 - others ask it
        """Return that there is none: the cluster checks its own files, and never answers from a damaged one."""
        return ""

    def close(self) -> None:
        """Clear caches. Connections belong to the server."""
        self._known.clear()

    def _meta(self) -> dict[str, str]:
        told = self._asked("GET", "_mapping")
        mappings = [index["mappings"] for index in told.values() if isinstance(index, dict)]
        meta = mappings[0].get("_meta") if len(mappings) == 1 else None
        return meta if isinstance(meta, dict) else {}

    def _search(self, body: Json) -> Json:
        try:
            return search(self._server, f"/{self._place.name}/_search", body)
        except RequestRefused as error:
            raise self._wrong(error) from error

    def _asked(self, method: str, what: str, body: object = None) -> Json:
        try:
            return self._server.ask(method, f"/{self._place.name}/{what}", body)
        except RequestRefused as error:
            raise self._wrong(error) from error

    def _wrong(self, error: RequestRefused) -> IndexUnavailable:
        """Return the error for a refusal: that there is no index if it is gone, else the refusal."""
        return _unusable(self._place, "there is none") if error.kind == _NO_INDEX else error

    @staticmethod
    def _checked(told: Json) -> None:
        """Raise IndexUnavailable if a shard failed."""
        failed = int(told["_shards"]["failed"])
        if failed:
            raise IndexUnavailable(Message("search-server-gone", error=f"{failed} shards failed"))


def _unusable(place: IndexPlace, why: str) -> IndexUnusable:
    return IndexUnusable(Message("index-broken", folder=place, why=why))
