"""Write one commit: additions and deletions become a new generation of segments.

Small commits must be visible at once, so they merge only small segments. Larger merges wait for idle time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import LENGTHS_COLUMN
from whoosh.index import FileIndex, LockError

from archive.errors import ArchiveBusy
from archive.messages import Message
from archive.search.engines.engine import Document
from archive.search.engines.whoosh.codec import Codec
from archive.search.engines.whoosh.fields import COLUMN_TYPES, ID_BYTES, INDEX_NAME, MapStorage, facet_field
from archive.search.engines.whoosh.posting_pool import PostingPool, Stopped, never
from archive.search.engines.whoosh.segment import LENGTHS, Segment
from archive.text import DocumentTerms

FAN = 4  # segments of similar size that are merged
QUICK = 100  # documents that a small commit may rewrite
BULK = 4  # how many times its own documents a larger commit may rewrite; the rest waits for idle time
LARGE = 1_000  # documents; such a commit merges nothing below MOST segments: idle time merges all together
MOST = 48  # segments; more are not left to idle time


def count_segments_to_merge(sizes: Sequence[int], new: int) -> int:
    """Return how many of the smallest segments are merged into the one that a commit of `new` documents writes. `sizes`
    are ascending."""
    if new >= LARGE and len(sizes) < MOST:
        return 0
    limit = math.inf if len(sizes) >= MOST else max(QUICK, BULK * new)
    taken, total = 0, new
    while True:
        alike = taken
        while alike < len(sizes) and sizes[alike] < FAN ** (_tier(total) + 1):
            alike += 1
        size = total + sum(sizes[taken:alike])
        if alike - taken + 1 < FAN or size > limit:
            return taken
        taken, total = alike, size


def count_idle_merges(sizes: Sequence[int]) -> int:
    """Return how many of the smallest segments are worth merging, or 0: a segment is rewritten only for at least a
    third more documents. `sizes` are ascending."""
    for count in range(len(sizes), 1, -1):
        if sum(sizes[: count - 1]) * (FAN - 1) >= sizes[count - 1]:
            return count
    return 0


def _tier(size: int) -> int:
    tier = 0
    while size >= FAN ** (tier + 1):
        tier += 1
    return tier


def write_columns(writer: Any, count: int, columns: Mapping[str, Any], lengths: Mapping[str, Any]) -> None:
    """Write columns of `count` documents, and their lengths as bytes by field, after those already written."""
    for name, values in columns.items():
        _append(writer, name, writer.schema[name].column_type, values)
    for field, values in lengths.items():
        _append(writer, f"_{field}_len", LENGTHS_COLUMN, values)
        writer.perdocwriter._fieldlengths[field] += int(LENGTHS[values].sum())
    writer.perdocwriter._doccount += count
    writer.docnum += count
    writer._added = True


def _append(writer: Any, name: str, column: Any, values: Any) -> None:
    """Append to a column of the writer from its next document; zeros are its defaults."""
    documents = writer.perdocwriter
    if not documents._has_column(name):
        documents._create_column(name, column)
    made = documents._get_column(name)
    if len(values):
        made.fill(writer.docnum)
        made._dbfile.write(values.tobytes())
        made._count = writer.docnum + len(values)


MAX_HELD = 1_000_000  # words held in memory, about 200 MB with their arrays, before a segment is written


Opener = Callable[[Any], Segment]
"""Gives the Segment of an entry of Whoosh's table of contents."""


def commit(
    storage: MapStorage,
    opener: Opener,
    documents: Iterable[Document],
    gone: Collection[str],
    stop: Callable[[], bool] | None = None,
) -> bool:
    """Write one generation after the newest. It becomes visible only at the end. Raise ArchiveBusy if another one is
    being written. With `stop`, called all the time, segments are merged and nothing else changes; return False if none
    need to be, or if `stop` ended it."""
    index = FileIndex(storage, indexname=INDEX_NAME)
    try:
        writer = index.writer(codec=Codec(), compound=False)
    except LockError as error:
        raise ArchiveBusy(Message("index-busy")) from error
    try:
        _clear_half_written(storage)
        writing = _Writing(writer, opener)
        if stop is None:
            writing.put(documents, gone)
        elif not writing.can_merge():
            writer.cancel()
            return False
    except BaseException:
        writer.cancel()
        raise
    return _finished(writer, writing, stop or never)


def _clear_half_written(storage: MapStorage) -> None:
    """Remove tables of contents that a killed commit had not renamed yet, which Whoosh does not recognise, and those it
    had not removed yet. Call it under the writer's lock."""
    tables = [name for name in storage.list() if name.startswith(f"_{INDEX_NAME}_") and ".toc" in name]
    numbered = sorted((int(name[len(INDEX_NAME) + 2 : -len(".toc")]), name) for name in tables if name.endswith(".toc"))
    for name in (*(name for name in tables if ".toc." in name), *(name for _, name in numbered[:-1])):
        storage.delete_file(name)


def _finished(writer: Any, writing: _Writing, stop: Callable[[], bool]) -> bool:
    writer.pool.stop = stop
    try:
        writer.commit(mergetype=writing.merge)
    except Stopped:
        writer.cancel()
        return False
    return True


class _Writing:
    """A Whoosh writer with our pool, which writes a segment whenever the pool is full."""

    def __init__(self, writer: Any, opener: Opener) -> None:
        self._writer = writer
        self._opener = opener
        self._idle = True
        # Only now the newest generation is certain: the writer holds the lock.
        self._segments = [(entry, opener(entry)) for entry in writer.segments]
        self._added: dict[str, tuple[Any, int]] = {}  # ids added in this commit: their segment and number there
        self._gone: list[str] = []  # ids that earlier segments may contain
        self._columns: list[tuple[bytes | int, ...]] = []  # for the documents in the pool
        self._written: list[Any] = []
        writer.pool = self._pool = PostingPool()

    def put(self, documents: Iterable[Document], gone: Collection[str]) -> None:
        """Write one update."""
        self._idle = False
        for doc_id in gone:
            self._delete(doc_id)
        for document in documents:
            self._add(document)

    def can_merge(self) -> bool:
        """Return whether idle time should merge segments."""
        return count_idle_merges(sorted(map(_live, self._writer.segments))) > 0

    def _delete(self, doc_id: str) -> None:
        """Delete a document, whether from an earlier commit or this one."""
        self._gone.append(doc_id)
        if doc_id in self._added:
            entry, doc = self._added.pop(doc_id)
            entry.delete_document(doc)

    def _delete_earlier(self) -> None:
        for entry, segment in self._segments:
            for doc in segment.find(self._gone):
                entry.delete_document(doc)

    def _add(self, document: Document) -> None:
        """Add a document, replacing the one with its id."""
        if len(document.id.encode()) > ID_BYTES:
            raise ValueError(f"{document.id!r} is longer than the {ID_BYTES} bytes an id may have.")
        self._delete(document.id)
        terms = DocumentTerms.of(document.terms)
        if self._pool.size >= MAX_HELD or not self._pool.takes(terms):
            self._next_segment()
        self._added[document.id] = (self._writer.newsegment, len(self._pool))
        values = {facet_field(column): values for column, values in document.facets.items()}
        self._pool.add(terms, values | {"id": [document.id]})
        texts = (document.id.encode(), document.title.encode(), document.form.encode())
        self._columns.append((*texts, *(document.dates or (0, 0)), document.came))

    def _write_new(self) -> None:
        """Write the columns of new documents, and convert them to postings."""
        if self._columns:
            count = len(self._pool)
            values = zip(*self._columns, strict=True)
            columns = {name: np.array(v, COLUMN_TYPES[name]) for name, v in zip(COLUMN_TYPES, values, strict=True)}
            lengths = {field: np.searchsorted(LENGTHS[:-1], sizes) for field, sizes in self._pool.group().items()}
            write_columns(self._writer, count, columns, {f: sizes.astype(np.uint8) for f, sizes in lengths.items()})
            self._columns = []

    def _next_segment(self) -> None:
        writer = self._writer
        self._write_new()
        self._written.append(writer._finalize_segment())
        writer.docnum = writer.docbase
        writer.newsegment = writer.codec.new_segment(writer.storage, writer.indexname)
        writer.pool = self._pool = PostingPool()
        writer.perdocwriter = writer.codec.per_document_writer(writer.storage, writer.newsegment)
        writer.fieldwriter = writer.codec.field_writer(writer.storage, writer.newsegment)

    def merge(self, writer: Any, entries: Sequence[Any]) -> list[Any]:
        """Merge as many of the smallest segments as are due into the new one. Return the others."""
        self._write_new()
        self._delete_earlier()
        ordered = sorted((entry for entry in (*entries, *self._written) if _live(entry)), key=_live)
        sizes = [_live(entry) for entry in ordered]
        taken = (
            count_idle_merges(sizes)
            if self._idle
            else count_segments_to_merge(sizes, max(writer.docnum, len(self._added)))
        )
        held = {entry.segment_id(): segment for entry, segment in self._segments}
        for entry in ordered[:taken]:
            self._take_in(entry, held.get(entry.segment_id()) or self._opener(entry))
        return ordered[taken:]

    def _take_in(self, entry: Any, segment: Segment) -> None:
        """Append the columns of a segment's live documents; its postings follow."""
        live = np.ones(segment.size, np.bool_)
        live[list(entry.deleted_docs())] = False
        kept = np.flatnonzero(live)
        numbers = np.full(segment.size, -1, np.int64)
        numbers[kept] = np.arange(self._writer.docnum, self._writer.docnum + len(kept))
        columns = {name: segment.columns[name][kept] for name in COLUMN_TYPES}
        lengths = {field: values[kept] for field, values in segment.lengths.items()}
        write_columns(self._writer, len(kept), columns, lengths)
        self._pool.add_segment(segment.lexicon, numbers)


def _live(entry: Any) -> int:
    return int(entry.doc_count_all()) - int(entry.deleted_count())
