"""The Engine protocol on a Whoosh index."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

import numpy as np
from whoosh.index import TOC, EmptyIndexError, FileIndex, LockError

from archive.engines.base import Document, EngineResults, State
from archive.engines.whoosh.cache import Cache
from archive.engines.whoosh.codec import Codec
from archive.engines.whoosh.fields import STATE_ID, TITLE_BYTES, MapStorage, facet_field, padded, schema
from archive.engines.whoosh.matching import MAX_SCANNED, Statistics
from archive.engines.whoosh.ranking import Generation, search
from archive.engines.whoosh.segment import Segment
from archive.errors import ArchiveBusy, IndexUnusable
from archive.query.plan import Plan

INDEX_NAME = "MAIN"
CACHE_BYTES = 48 << 20  # decoded postings remembered by one engine
WRITER_MB = 128  # postings gathered in memory before they are sorted to disk
_TRIES = 20  # at reading a generation while commits go on
_PAUSE = 0.01  # seconds between two tries


class WhooshEngine:
    """See archive.engines.base.Engine.

    The State is kept in a document of the index that every update replaces, so documents and state come with one and
    the same commit: Whoosh writes new segment files first and then renames a table of contents into place, and until
    that rename readers see the old generation. After a crash the old generation is whole, and the next commit removes
    the files that no generation names. Whoosh does not fsync: after a power cut an index may be unusable; it is then
    made again.
    """

    name = "whoosh"

    def __init__(self, folder: Path) -> None:
        self._storage = MapStorage(str(folder))
        self._cache = Cache(CACHE_BYTES)
        self._lock = threading.Lock()
        self._generation: Generation | None = None
        self._current()

    @classmethod
    def create(cls, folder: Path, state: State) -> Self:
        """A new, empty index in `folder`. What stood there is replaced."""
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        FileIndex.create(MapStorage(str(folder)), schema(), INDEX_NAME)
        _commit(MapStorage(str(folder)), [], [], (), state)
        return cls(folder)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The index in `folder`; IndexUnusable when there is none that can be read."""
        try:
            return cls(folder)
        except IndexUnusable:
            raise
        except Exception as error:  # a damaged index fails in as many ways as it has bytes
            raise _unusable(folder, f"{type(error).__name__}: {error}") from error

    def update(self, documents: Iterable[Document], gone: Collection[str], state: State) -> None:
        """One commit with all of it. ArchiveBusy when another process is writing."""
        with self._lock:
            segments = [segment for segment, _ in self._refreshed().segments]
            _commit(self._storage, segments, documents, gone, state)
            self._refreshed()

    def search(self, plan: Plan) -> EngineResults:
        """The answers as of the last finished update."""
        return search(plan, self._current())

    def count(self) -> int:
        """How many documents there are."""
        return sum(int(np.count_nonzero(live)) for _, live in self._current().segments)

    def ids(self) -> frozenset[str]:
        """The ids of all documents."""
        return frozenset(i.decode() for s, live in self._current().segments for i in s.ids[live].tolist())

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Terms with this beginning and their numbers of documents, deleted ones counted until they are merged away."""
        counts: Counter[str] = Counter()
        for segment, _ in self._current().segments:
            counts.update(dict(segment.terms_from(field, prefix, MAX_SCANNED)))
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def state(self) -> State:
        """How far this index has come."""
        return self._current().state

    def close(self) -> None:
        """Let go of files and arrays."""
        with self._lock:
            self._generation = None
            self._cache.clear()

    def _current(self) -> Generation:
        with self._lock:
            return self._refreshed()

    def _refreshed(self) -> Generation:
        """The newest generation; segments that are already open stay so. Commits may go on meanwhile: a generation
        counts as read when it is still the newest after all its files have been."""
        for attempt in range(_TRIES):
            newest = TOC._latest_generation(self._storage, INDEX_NAME)
            if self._generation is not None and self._generation.number == newest:
                return self._generation
            try:
                generation = self._read(newest)
            except (FileNotFoundError, EmptyIndexError):
                if attempt == _TRIES - 1:
                    raise
            else:
                if TOC._latest_generation(self._storage, INDEX_NAME) == newest:
                    self._adopt(generation)
                    return generation
            time.sleep(_PAUSE)
        raise _unusable(Path(self._storage.folder), "it changed faster than it could be read")

    def _read(self, number: int) -> Generation:
        if number < 0:
            raise _unusable(Path(self._storage.folder), "there is no index here")
        toc = TOC.read(self._storage, INDEX_NAME, gen=number)
        held = {segment.id: segment for segment, _ in self._generation.segments} if self._generation else {}
        segments = []
        state = None
        for entry in toc.segments:
            segment = held.get(entry.segment_id()) or Segment(self._storage, entry, self._cache)
            live = np.ones(segment.size, dtype=np.bool_)
            live[list(entry.deleted_docs())] = False
            for doc in segment.find(STATE_ID):
                if live[doc]:
                    state = State(**json.loads(segment.stored(int(doc))["state"]))
                    live[doc] = False
            segments.append((segment, live))
        if state is None:
            raise _unusable(Path(self._storage.folder), "it does not say how far it has come")
        return Generation(number, tuple(segments), Statistics([s for s, _ in segments]), state)

    def _adopt(self, generation: Generation) -> None:
        self._generation = generation
        kept = {segment.id for segment, _ in generation.segments}
        self._cache.forget(lambda key: key[0] in kept)


def _commit(
    storage: MapStorage, segments: list[Segment], documents: Iterable[Document], gone: Collection[str], state: State
) -> None:
    """Write one generation: `segments` are those of the last one, in its order."""
    index = FileIndex(storage, indexname=INDEX_NAME)
    try:
        writer = index.writer(codec=Codec(), compound=False, limitmb=WRITER_MB)
    except LockError as error:
        raise ArchiveBusy("The index is being written by another process: wait for it, then try again.") from error
    try:
        added: dict[str, int] = {}
        for doc_id in (*gone, STATE_ID):
            _delete(writer, segments, doc_id)
        for document in documents:
            _delete(writer, segments, document.id)
            if document.id in added:
                writer.newsegment.delete_document(added[document.id])
            added[document.id] = writer.docnum
            writer.add_document(**_fields(document))
        writer.add_document(id=[STATE_ID], state=json.dumps(asdict(state)))
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _delete(writer: Any, segments: list[Segment], doc_id: str) -> None:
    base = 0
    for segment in segments:
        for doc in segment.find(doc_id):
            writer.delete_document(base + int(doc))
        base += segment.size


def _fields(document: Document) -> dict[str, Any]:
    fields: dict[str, Any] = {name: terms for name, terms in document.terms.items() if terms}
    fields |= {facet_field(column): values for column, values in document.facets.items() if values}
    fields["id"] = [document.id]
    fields["title"] = padded(document.title, TITLE_BYTES)
    if document.dates is not None:
        fields["first"], fields["last"] = document.dates
    return fields


def _unusable(folder: Path, why: str) -> IndexUnusable:
    return IndexUnusable(f"The index in {folder} cannot be used ({why}): run press-archive index rebuild.")
