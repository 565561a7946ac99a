"""The Engine protocol on a Whoosh index."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from whoosh.index import TOC, FileIndex

from archive.errors import IndexUnusable
from archive.search.engines.engine import FACETS, Document, EngineResults, State
from archive.search.engines.index_state import StateFile, clear_folder, make_unusable_error
from archive.search.engines.whoosh.facets import Column
from archive.search.engines.whoosh.fields import INDEX_NAME, MapStorage, schema
from archive.search.engines.whoosh.generation import Generation, GenerationMerger
from archive.search.engines.whoosh.posting_pool import never
from archive.search.engines.whoosh.ranking import search
from archive.search.engines.whoosh.segment import Cache, Segment
from archive.search.engines.whoosh.segment_checksums import (
    find_changed_contents,
    find_changed_file,
    note_checksums,
    note_contents,
)
from archive.search.engines.whoosh.term_expansion import beginning, expand_fuzzy_terms, list_commonest_terms
from archive.search.engines.whoosh.writer import commit, count_idle_merges
from archive.search.query.plan import Plan

CACHE_BYTES = 40 << 20  # decoded postings cached by one engine
_TRIES = 50  # attempts to read a generation during commits
_PAUSE = 0.01  # seconds between two attempts


class WhooshEngine:
    """See archive.search.engines.engine.Engine.

    Whoosh writes new segment files first and then renames a table of contents into place; until then readers see the
    old generation. After a crash the old generation is intact, and the next commit removes files not in any generation.
    Whoosh does not fsync: after a power cut an index may be unusable, or older than its State says; it is then rebuilt.
    """

    name = "whoosh"
    joins = True
    atomic = True
    many_writers = False

    def __init__(self, folder: Path, beside: Path | None = None) -> None:
        self._storage = MapStorage(str(folder))
        self._state = StateFile(folder)
        self._cache = Cache(CACHE_BYTES)
        self._lock = threading.Lock()
        self._generation: Generation | None = None
        self._below = WhooshEngine(beside) if beside is not None else None
        self._joined = GenerationMerger()
        # A value has one number in all indexes that are read together.
        self._columns: dict[str, Column] = (
            self._below._columns if self._below else {name: Column(name) for name in FACETS}
        )
        commit = self._state.commit()
        if self._own().number < commit:
            raise make_unusable_error(folder, "it has not come as far as it says")

    @classmethod
    def create(cls, folder: Path, state: State) -> Self:
        """Return a new, empty index in `folder`. An existing one is replaced."""
        clear_folder(folder)
        FileIndex.create(MapStorage(str(folder)), schema(), INDEX_NAME)
        StateFile(folder).write(state)
        made = cls(folder)
        note_contents(folder, TOC._filename(INDEX_NAME, made._newest()))
        return made

    @classmethod
    def open(cls, folder: Path, beside: Path | None = None) -> Self:
        """Return the index in `folder`, read together with the one `beside` it if given. Raise IndexUnusable if there
        is none that can be read."""
        try:
            return cls(folder, beside)
        except IndexUnusable:
            raise
        except Exception as error:  # a damaged index can fail in countless ways
            raise make_unusable_error(folder, f"{type(error).__name__}: {error}") from error

    def update(
        self,
        documents: Iterable[Document],
        gone: Collection[str],
        state: State,
        *,
        as_of: int = 0,  # noqa: ARG002 - only one writes
    ) -> None:
        """Write all changes in one commit, none for no changes. Raise ArchiveBusy if another process is writing."""
        if documents or gone:
            self._commit(documents, gone)
        if state != self._state.read():
            self._state.write(state, self._newest())

    def tidy(self, stop: Callable[[], bool] = never) -> bool:
        """Merge segments left by small commits, in idle time: a large merge takes minutes, during which only searches
        run; it is dropped when `stop` returns true. Return whether something was merged. Raise ArchiveBusy as `update`
        does."""
        sizes = sorted(int(np.count_nonzero(live)) for _, live in self._own().segments)
        return count_idle_merges(sizes) > 0 and self._commit((), (), stop)

    def _commit(
        self,
        documents: Iterable[Document],
        gone: Collection[str],
        stop: Callable[[], bool] | None = None,
    ) -> bool:
        held = {segment.id: segment for segment, _ in self._own().segments}

        def opener(entry: Any) -> Segment:
            return held.get(entry.segment_id()) or Segment(self._storage, entry, self._cache)

        done = commit(self._storage, opener, documents, gone, stop)
        held.clear()
        own = self._own()  # releases merged segments
        folder = Path(self._storage.folder)
        note_checksums(folder, [segment.id for segment, _ in own.segments])
        note_contents(folder, TOC._filename(INDEX_NAME, own.number))
        return done

    def search(self, plan: Plan) -> EngineResults:
        """Return the results as of the last finished update."""
        state = self._state.read()  # first: the index may be ahead of its state, never behind it
        return search(plan, self._current(), state)

    def count(self) -> int:
        """Return the number of documents."""
        return sum(int(np.count_nonzero(live)) for _, live in self._current().segments)

    def ids(self) -> frozenset[str]:
        """Return the ids of all documents."""
        return frozenset(i.decode() for s, live in self._current().segments for i in s.ids[live].tolist())

    def forms(self, ids: Collection[str]) -> dict[str, str]:
        """Return the forms of those that exist."""
        return {
            segment.ids[doc].decode(): segment.forms[doc].decode()
            for segment, live in self._own().segments
            for doc in segment.find(ids)
            if live[doc]
        }

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return terms with this prefix that a present document has."""
        return list_commonest_terms(self._current().masked(), field, beginning(prefix), limit)

    def near(self, field: str, term: str, limit: int) -> list[tuple[str, int]]:
        """Return terms one edit away that a present document has."""
        return list_commonest_terms(self._current().masked(), field, expand_fuzzy_terms(term), limit)

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Return numbers of documents, without deleted ones."""
        statistics = self._current().statistics
        return [statistics.documents(field, term) for term in terms]

    def values(self, column: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return values of a facet column with a word that has this prefix, which a present document has."""
        counts = self._current().values(self._columns[column])
        return self._columns[column].beginning(prefix, counts, limit)

    def state(self) -> State:
        """Return the state of this index."""
        return self._state.read()

    def damaged_file(self, stop: Callable[[], bool] = never) -> str:
        """Return the name of a damaged file, empty if there is none or `stop` returns true. Files removed by a commit
        meanwhile do not count."""
        folder, own = Path(self._storage.folder), self._own()
        contents = find_changed_contents(folder, TOC._filename(INDEX_NAME, own.number))
        if contents and self._is_newest(own.number):
            return contents
        segments = [segment.id for segment, _ in own.segments]
        found = find_changed_file(folder, segments, stop)
        return found if found.partition(".")[0] in {segment.id for segment, _ in self._own().segments} else ""

    def close(self) -> None:
        """Release files and arrays."""
        with self._lock:
            self._generation = None
            self._joined.forget()
            self._cache.clear()
        if self._below is not None:
            self._below.close()

    def _current(self) -> Generation:
        """Return the generation to read: with an index beside, both as of one moment, at which the other one did not
        change while this one was read."""
        if self._below is None:
            return self._own()
        while True:
            below, own = self._below._own(), self._own()
            if self._below._is_newest(below.number):
                break
        with self._lock:
            return self._joined.of(own, below)

    def _own(self) -> Generation:
        """Return the newest generation of this index, reusing open segments."""
        with self._lock:
            return self._refreshed()

    def _refreshed(self) -> Generation:
        """Return the newest generation. Commits may go on meanwhile and remove files being read, so a result or an
        error counts only if that generation is still the newest afterwards."""
        for _ in range(_TRIES):
            if self._generation is not None and self._is_newest(self._generation.number):
                return self._generation
            newest = self._newest()
            try:
                generation = self._read(newest)
            except Exception:  # missing files cause many kinds of errors
                if self._newest() == newest:
                    raise
            else:
                if self._newest() == newest:
                    self._adopt(generation)
                    return generation
            time.sleep(_PAUSE)
        raise make_unusable_error(Path(self._storage.folder), "it changed faster than it could be read")

    def _newest(self) -> int:
        """Return the number of the newest generation, or -1."""
        start, end = f"_{INDEX_NAME}_", ".toc"
        numbers = [n[len(start) : -len(end)] for n in self._storage.list() if n.startswith(start) and n.endswith(end)]
        return max((int(number) for number in numbers if number.isdecimal()), default=-1)

    def _is_newest(self, number: int) -> bool:
        """Return whether this generation is the newest; called before every search, so it must be fast. A commit
        creates the next table of contents before it removes this one."""
        here, next_one = (TOC._filename(INDEX_NAME, n) for n in (number, number + 1))
        return bool(self._storage.file_exists(here) and not self._storage.file_exists(next_one))

    def _read(self, number: int) -> Generation:
        if number < 0:
            raise make_unusable_error(Path(self._storage.folder), "there is no index here")
        toc = TOC.read(self._storage, INDEX_NAME, gen=number)
        held = {segment.id: segment for segment, _ in self._generation.segments} if self._generation else {}
        segments = []
        for entry in toc.segments:
            segment = held.get(entry.segment_id()) or Segment(self._storage, entry, self._cache)
            live = np.ones(segment.size, dtype=np.bool_)
            live[list(entry.deleted_docs())] = False
            segments.append((segment, live))
        return Generation(number, segments, self._columns)

    def _adopt(self, generation: Generation) -> None:
        kept = {segment.id for segment, _ in generation.segments}
        merged = self._generation is not None and any(s.id not in kept for s, _ in self._generation.segments)
        self._generation = generation
        if merged:
            self._cache.forget(lambda key: key[0] in kept)
