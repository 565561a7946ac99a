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
from archive.search.engines.whoosh.segment_checksums import find_changed_file, note_checksums
from archive.search.engines.whoosh.term_expansion import beginning, expand_fuzzy_terms, list_commonest_terms
from archive.search.engines.whoosh.writer import commit, count_idle_merges
from archive.search.query.plan import Plan

CACHE_BYTES = 40 << 20  # decoded postings remembered by one engine
_TRIES = 50  # at reading a generation while commits go on
_PAUSE = 0.01  # seconds between two tries


class WhooshEngine:
    """See archive.search.engines.engine.Engine.

    Whoosh writes new segment files first and then renames a table of contents into place, and until that rename readers
    see the old generation. After a crash the old generation is whole, and the next commit removes the files that no
    generation names. Whoosh does not fsync: after a power cut an index may be unusable, or older than its State says;
    it is then made again.
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
        # A value has one number in all that is answered from.
        self._columns: dict[str, Column] = (
            self._below._columns if self._below else {name: Column(name) for name in FACETS}
        )
        commit = self._state.commit()
        if self._own().number < commit:
            raise make_unusable_error(folder, "it has not come as far as it says")

    @classmethod
    def create(cls, folder: Path, state: State) -> Self:
        """Return a new, empty index in `folder`. What stood there is replaced."""
        clear_folder(folder)
        FileIndex.create(MapStorage(str(folder)), schema(), INDEX_NAME)
        StateFile(folder).write(state)
        return cls(folder)

    @classmethod
    def open(cls, folder: Path, beside: Path | None = None) -> Self:
        """Return the index in `folder`, answered from together with the one `beside` it when that is named;
        IndexUnusable when there is none that can be read."""
        try:
            return cls(folder, beside)
        except IndexUnusable:
            raise
        except Exception as error:  # a damaged index fails in as many ways as it has bytes
            raise make_unusable_error(folder, f"{type(error).__name__}: {error}") from error

    def update(
        self,
        documents: Iterable[Document],
        gone: Collection[str],
        state: State,
        *,
        as_of: int = 0,  # noqa: ARG002 - only one writes
    ) -> None:
        """Write all changes in one commit, none for no changes. Raise ArchiveBusy when another process is writing."""
        if documents or gone:
            self._commit(documents, gone)
        if state != self._state.read():
            self._state.write(state, self._newest())

    def tidy(self, stop: Callable[[], bool] = never) -> bool:
        """Merge segments that small commits left, for when there is nothing else to do: a large merge takes minutes, in
        which only searching goes on; when `stop` says so it is dropped. Gives whether something was merged. ArchiveBusy
        as for `update`."""
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
        own = self._own()  # lets go of what has been merged away
        note_checksums(Path(self._storage.folder), [segment.id for segment, _ in own.segments])
        return done

    def search(self, plan: Plan) -> EngineResults:
        """Return the answers as of the last finished update."""
        state = self._state.read()  # first: an index may have come further than it says, and never less far
        return search(plan, self._current(), state)

    def count(self) -> int:
        """Return how many documents there are."""
        return sum(int(np.count_nonzero(live)) for _, live in self._current().segments)

    def ids(self) -> frozenset[str]:
        """Return the ids of all documents."""
        return frozenset(i.decode() for s, live in self._current().segments for i in s.ids[live].tolist())

    def forms(self, ids: Collection[str]) -> dict[str, str]:
        """Return the forms of those that are there."""
        return {
            segment.ids[doc].decode(): segment.forms[doc].decode()
            for segment, live in self._own().segments
            for doc in segment.find(ids)
            if live[doc]
        }

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return terms with this beginning that a document has which is there."""
        return list_commonest_terms(self._current().masked(), field, beginning(prefix), limit)

    def near(self, field: str, term: str, limit: int) -> list[tuple[str, int]]:
        """Return terms one edit away that a document has which is there."""
        return list_commonest_terms(self._current().masked(), field, expand_fuzzy_terms(term), limit)

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Return numbers of documents, those taken back not counted."""
        statistics = self._current().statistics
        return [statistics.documents(field, term) for term in terms]

    def values(self, column: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return values of a facet column with a word that begins so, which a document has that is there."""
        counts = self._current().values(self._columns[column])
        return self._columns[column].beginning(prefix, counts, limit)

    def state(self) -> State:
        """Return how far this index has come."""
        return self._state.read()

    def damaged_file(self, stop: Callable[[], bool] = never) -> str:
        """Return the name of a file that is not as it was written, empty if there is none or `stop` says so. What a
        commit removes meanwhile is none."""
        folder, segments = Path(self._storage.folder), [segment.id for segment, _ in self._own().segments]
        found = find_changed_file(folder, segments, stop)
        return found if found.partition(".")[0] in {segment.id for segment, _ in self._own().segments} else ""

    def close(self) -> None:
        """Let go of files and arrays."""
        with self._lock:
            self._generation = None
            self._joined.forget()
            self._cache.clear()
        if self._below is not None:
            self._below.close()

    def _current(self) -> Generation:
        """What is answered from: with an index beside, both as they were at one moment, in which that one did not
        change while this one was looked at."""
        if self._below is None:
            return self._own()
        while True:
            below, own = self._below._own(), self._own()
            if self._below._is_newest(below.number):
                break
        with self._lock:
            return self._joined.of(own, below)

    def _own(self) -> Generation:
        """The newest generation of this index; segments that are already open stay so."""
        with self._lock:
            return self._refreshed()

    def _refreshed(self) -> Generation:
        """Commits may go on meanwhile, and remove files of the generation that is being read: what is read, or fails,
        counts only when that generation is still the newest afterwards."""
        for _ in range(_TRIES):
            if self._generation is not None and self._is_newest(self._generation.number):
                return self._generation
            newest = self._newest()
            try:
                generation = self._read(newest)
            except Exception:  # missing files show in many ways
                if self._newest() == newest:
                    raise
            else:
                if self._newest() == newest:
                    self._adopt(generation)
                    return generation
            time.sleep(_PAUSE)
        raise make_unusable_error(Path(self._storage.folder), "it changed faster than it could be read")

    def _newest(self) -> int:
        """The number of the newest generation, -1 when there is none."""
        start, end = f"_{INDEX_NAME}_", ".toc"
        numbers = [n[len(start) : -len(end)] for n in self._storage.list() if n.startswith(start) and n.endswith(end)]
        return max((int(number) for number in numbers if number.isdecimal()), default=-1)

    def _is_newest(self, number: int) -> bool:
        """Whether this generation is the newest; asked before every search, so kept quick. A commit puts the table of
        contents with the next number in place before it takes this one's away."""
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
