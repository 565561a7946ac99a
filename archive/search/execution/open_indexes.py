"""The two indexes, opened on first use and shared by all threads until new ones replace them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

from archive.access import IndexName, Viewer, index_for, instant, utc_now
from archive.catalogue import Catalogue
from archive.errors import IndexBehind, IndexUnusable, PressArchiveError
from archive.messages import Message
from archive.search.engines.engine import Engine, IndexReader, State, within
from archive.search.execution.hidden_records import MAX_HIDDEN, HidingReader, find_hidden
from archive.search.index import index_sync
from archive.search.index.generations import Generation, current
from archive.search.query.plan import Everything, Plan
from archive.storage.archive import Archive

T = TypeVar("T")
_EXPECTED_ERRORS = (PressArchiveError, KeyboardInterrupt, SystemExit, GeneratorExit)
SEARCH_SECONDS = 30.0  # time limit of servers for a search
_REMEMBERED = 2_000  # small cached results of one index


class Indexes:
    """The indexes of an archive, for any number of threads."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._open: dict[IndexName, _SharedIndex] = {}
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def of(self, viewer: Viewer) -> Iterator[OpenedIndex]:
        """Yield the index for this viewer. It is looked up every time, since another one may have replaced it. For the
        public, everything hidden since its last update is excluded. Raise IndexUnusable while there is none,
        IndexUnavailable while its server does not answer, and IndexBehind while too much is hidden."""
        with within(SEARCH_SECONDS), self._shared(index_for(viewer)) as shared:
            yield shared.whole if viewer.sees_held else shared.without_hidden(self._archive.catalogue)

    @contextlib.contextmanager
    def _shared(self, name: IndexName) -> Iterator[_SharedIndex]:
        generation = current(self._archive)
        if generation is None:
            raise IndexUnusable(Message("index-not-yet"))
        with self._lock:
            opened = self._open.get(name)
            if opened is None or opened.generation != generation:
                fresh = _SharedIndex(generation, name, index_sync.open_index(generation, name))
                if opened is not None:
                    opened.retire()
                opened = self._open[name] = fresh
            opened.users += 1
        try:
            yield opened
        except BaseException as error:  # tantivy's panics are not Exceptions
            if not isinstance(error, _EXPECTED_ERRORS):
                generation.mark_suspect()
            raise
        finally:
            with self._lock:
                opened.users -= 1
                opened.close_if_done()

    def close(self) -> None:
        """Release the indexes. Running searches finish."""
        with self._lock:
            for opened in self._open.values():
                opened.retire()
            self._open.clear()


class OpenedIndex:
    """An open index, and data cached from it."""

    def __init__(self, name: IndexName, engine: IndexReader) -> None:
        self._name = name
        self.engine = engine
        self._remembered: tuple[State | int | None, dict[Any, Any]] = (None, {})

    def languages(self) -> tuple[str, ...]:
        """Return the languages of its records."""
        return self.remember("languages", self._languages)

    def _languages(self) -> tuple[str, ...]:
        return tuple(value for value, _ in self.values("language", 100))

    def values(self, column: str, most: int) -> tuple[tuple[str, int], ...]:
        """Return the values of a facet column with their numbers of records, most frequent first."""
        return self.engine.search(Plan(Everything(), limit=0, facets=(column,), facet_size=most)).facets[column]

    def remember(self, key: Any, make: Callable[[], T]) -> T:
        """Return the result of `make` for this key, cached until the index changes. The public index changes only with
        the public revision, so ingesting held records does not slow down answers."""
        said = self.engine.state()
        state = said.public_revision if self._name == "public" else said
        if self._remembered[0] != state or len(self._remembered[1]) > _REMEMBERED:
            self._remembered = (state, {})
        known = self._remembered[1]
        if key not in known:
            known[key] = make()
        return cast(T, known[key])


class _SharedIndex:
    """An open index, closed when it is retired and unused."""

    def __init__(self, generation: Generation, name: IndexName, engine: Engine) -> None:
        self.generation = generation
        self.whole = OpenedIndex(name, engine)
        self.users = 0
        self._name = name
        self._engine = engine
        self._retired = False
        # The revisions of index and catalogue between which records were hidden, and the index without these records.
        self._narrowed: tuple[tuple[int, int], OpenedIndex] | None = None

    def without_hidden(self, catalogue: Catalogue) -> OpenedIndex:
        """Return the index without what was hidden since its last update. Raise IndexBehind."""
        state = self._engine.state()
        reached, was_set_back = state.revision, state.instant > instant(utc_now())
        revision, public_revision = catalogue.revisions()
        if reached == revision and not was_set_back:
            return self.whole
        if reached > revision:  # the catalogue is older than the one that the index was built from
            raise IndexBehind(Message("index-lags"))
        between = (reached, revision)
        known = self._narrowed
        if known is not None and known[0] == between and not was_set_back:
            return known[1]
        hidden, is_all = find_hidden(catalogue, self._engine)
        if len(hidden) > MAX_HIDDEN:
            raise IndexBehind(Message("index-lags"))
        narrowed = self.whole
        if hidden:
            narrowed = OpenedIndex(self._name, HidingReader(self._engine, hidden, public_revision))
        if is_all and not was_set_back:
            self._narrowed = (between, narrowed)
        return narrowed

    def retire(self) -> None:
        """Close it as soon as it is unused."""
        self._retired = True
        self.close_if_done()

    def close_if_done(self) -> None:
        """Close it if it is retired and unused."""
        if self._retired and self.users == 0:
            self._engine.close()
