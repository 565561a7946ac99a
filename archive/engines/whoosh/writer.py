"""One commit: documents and deletions to a new generation of segments, merging small ones as it goes."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from whoosh.index import FileIndex, LockError
from whoosh.reading import SegmentReader

from archive.engines.base import Document, State
from archive.engines.whoosh.codec import Codec
from archive.engines.whoosh.fields import ID_BYTES, INDEX_NAME, STATE_ID, TITLE_BYTES, MapStorage, facet_field, padded
from archive.engines.whoosh.pool import Pool
from archive.engines.whoosh.segment import Segment
from archive.errors import ArchiveBusy

MAX_POSTINGS = 800_000  # held in memory, about 150 MB, before a segment is written


Opener = Callable[[Any], Segment]
"""Gives the Segment of an entry of Whoosh's table of contents."""


def commit(
    storage: MapStorage, opener: Opener, documents: Iterable[Document], gone: Collection[str], state: State
) -> None:
    """Write one generation after the newest. Nothing of it shows before its end. Raises ArchiveBusy when another is
    being written."""
    index = FileIndex(storage, indexname=INDEX_NAME)
    try:
        writer = index.writer(codec=Codec(), compound=False)
    except LockError as error:
        raise ArchiveBusy("The index is being written by another process: wait for it, then try again.") from error
    try:
        writing = _Writing(writer, opener)
        for doc_id in (*gone, STATE_ID):
            writing.delete(doc_id)
        for document in documents:
            writing.add(document)
        writing.add_state(state)
    except BaseException:
        writer.cancel()
        raise
    writer.commit(mergetype=writing.merge)


class _Writing:
    """A Whoosh writer with a pool of ours, which writes a segment whenever the pool is full."""

    def __init__(self, writer: Any, opener: Opener) -> None:
        self._writer = writer
        # Only now is it certain which generation is the newest: the writer holds the lock.
        self._segments = [(entry, opener(entry)) for entry in writer.segments]
        self._added: dict[str, tuple[Any, int]] = {}  # ids given in this commit: their segment and number there
        self._written: list[Any] = []
        writer.pool = self._pool = Pool()

    def delete(self, doc_id: str) -> None:
        """Take a document out, whether it came with an earlier commit or with this one."""
        for entry, segment in self._segments:
            for doc in segment.find(doc_id):
                entry.delete_document(int(doc))
        if doc_id in self._added:
            entry, doc = self._added.pop(doc_id)
            entry.delete_document(doc)

    def add(self, document: Document) -> None:
        """Put a document in, in place of the one with its id."""
        self.delete(document.id)
        if self._pool.size >= MAX_POSTINGS:
            self._next_segment()
        self._added[document.id] = (self._writer.newsegment, self._writer.docnum)
        self._writer.add_document(**_fields(document))

    def add_state(self, state: State) -> None:
        """Put in the document that says how far this generation has come."""
        self._writer.add_document(id=[STATE_ID], state=json.dumps(asdict(state)))

    def _next_segment(self) -> None:
        writer = self._writer
        self._written.append(writer._finalize_segment())
        writer.docnum = writer.docbase
        writer.newsegment = writer.codec.new_segment(writer.storage, writer.indexname)
        writer.pool = self._pool = Pool()
        writer.perdocwriter = writer.codec.per_document_writer(writer.storage, writer.newsegment)
        writer.fieldwriter = writer.codec.field_writer(writer.storage, writer.newsegment)

    def merge(self, writer: Any, entries: Sequence[Any]) -> list[Any]:
        """Take every segment into the new one that is no larger than what is written anyway: so sizes at least double
        from one to the next, there are never many, and a document is rarely written again. Gives the others."""
        kept: list[Any] = []
        for entry in sorted([*entries, *self._written], key=_live):
            if kept or _live(entry) > writer.docnum:
                kept.append(entry)
            elif _live(entry):
                self._take_in(writer, entry)
        return kept

    def _take_in(self, writer: Any, entry: Any) -> None:
        numbers = np.arange(writer.docnum, writer.docnum + entry.doc_count_all())
        reader = SegmentReader(writer.storage, writer.schema, entry)
        new_numbers = writer.write_per_doc(set(writer.schema.names()), reader)
        reader.close()
        if new_numbers is not None:  # some were deleted
            numbers[:] = -1
            numbers[list(new_numbers)] = list(new_numbers.values())
        self._pool.add_segment(entry.codec().terms_reader(writer.storage, entry), numbers)


def _live(entry: Any) -> int:
    return int(entry.doc_count_all()) - int(entry.deleted_count())


def _fields(document: Document) -> dict[str, Any]:
    if len(document.id.encode()) > ID_BYTES:
        raise ValueError(f"{document.id!r} is longer than the {ID_BYTES} bytes an id may have.")
    fields: dict[str, Any] = {name: terms for name, terms in document.terms.items() if terms}
    fields |= {facet_field(column): values for column, values in document.facets.items() if values}
    fields["id"] = [document.id]
    fields["title"] = padded(document.title, TITLE_BYTES)
    if document.dates is not None:
        fields["first"], fields["last"] = document.dates
    return fields
