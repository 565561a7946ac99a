"""One segment of an index as arrays: its postings, positions, lengths and columns. Segments never change."""

from __future__ import annotations

import threading
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.reading import TermNotFound
from whoosh.util.numeric import byte_to_length

from archive.engines.whoosh.cache import Cache
from archive.engines.whoosh.codec import Block, read_block, unpack
from archive.engines.whoosh.fields import ID_BYTES, TITLE_BYTES, MapStorage, facet_field

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

LENGTHS = np.array([byte_to_length(b) or 0 for b in range(256)], dtype=np.float64)
"""What each value of a length column stands for, in terms."""

POSITION_BITS = 32
MAX_VALUES = 1000  # of one facet column in one document


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents of a term, ascending, and how often each has it."""

    docs: Ints
    freqs: Floats


NO_POSTINGS = Postings(np.empty(0, np.int64), np.empty(0))


class Segment:
    """A segment's files, read under a lock, since a file has one place it reads from; arrays are shared freely.

    Its maps are closed when the last search that uses them lets go of it. Raises FileNotFoundError when the segment
    has been merged away in the meantime.
    """

    def __init__(self, storage: MapStorage, segment: Any, cache: Cache) -> None:
        self.id: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self.field_lengths: dict[str, int] = dict(segment._fieldlengths)
        self._segment = segment
        self._storage = storage
        self._cache = cache
        self._lock = threading.Lock()
        self._terms = segment.codec().terms_reader(storage, segment)
        weakref.finalize(self, self._terms.close)  # Whoosh's readers hold on to themselves
        self._facets: dict[str, tuple[list[str], Ints, Ints]] = {}
        # All columns are read now, for a later commit may remove their files.
        self.ids: npt.NDArray[np.bytes_] = self._column("id", np.dtype(f"S{ID_BYTES}"))
        self.titles: npt.NDArray[np.bytes_] = self._column("title", np.dtype(f"S{TITLE_BYTES}"))
        self.first: Ints = self._column("first", np.dtype(">i4")).astype(np.int64)
        self.last: Ints = self._column("last", np.dtype(">i4")).astype(np.int64)
        self.lengths: dict[str, npt.NDArray[np.uint8]] = {
            field: self._column(f"_{field}_len", np.dtype("u1")) for field in self.field_lengths
        }
        self.field_holders = {field: int(np.count_nonzero(column)) for field, column in self.lengths.items()}

    def frequency(self, field: str, term: str) -> int:
        """How many documents of this segment have the term, deleted ones counted."""
        return self._cache.get((self.id, "df", field, term), lambda: (self._frequency(field, term), 0))

    def _frequency(self, field: str, term: str) -> int:
        with self._lock:
            try:
                return int(self._terms.term_info(field, term.encode()).doc_frequency())
            except (TermNotFound, KeyError):
                return 0

    def postings(self, field: str, term: str) -> Postings:
        """The documents that have the term."""
        if not self.frequency(field, term):
            return NO_POSTINGS

        def make() -> tuple[Postings, int]:
            block = self._block(field, term)
            return Postings(block.docs, block.freqs), block.docs.nbytes + block.freqs.nbytes

        return self._cache.get((self.id, "docs", field, term), make)

    def places(self, field: str, term: str) -> Ints:
        """Every occurrence as one number, document << 32 | position, ascending, each once."""
        if not self.frequency(field, term):
            return NO_POSTINGS.docs

        def make() -> tuple[Ints, int]:
            block = self._block(field, term)
            places = (np.repeat(block.docs, block.freqs.astype(np.int64)) << POSITION_BITS) | block.positions
            if not (places[1:] > places[:-1]).all():  # given out of order, or twice at one place
                places = np.unique(places)
            return places, places.nbytes

        return self._cache.get((self.id, "places", field, term), make)

    def _block(self, field: str, term: str) -> Block:
        with self._lock:
            data = read_block(self._terms._postfile, self._terms.term_info(field, term.encode()))
        return unpack(data)

    def terms_from(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """(term, number of documents) of the terms that begin with `prefix`, in order of term; no more than `most`."""
        start = prefix.encode()
        found: list[tuple[str, int]] = []
        with self._lock:
            for (name, term), info in self._terms.items_from(field, start):
                if name != field or not term.startswith(start) or len(found) >= most:
                    break
                found.append((term.decode(), int(info.doc_frequency())))
        return found

    def find(self, doc_id: str) -> Ints:
        """The documents that have this id, deleted ones among them."""
        if not self._frequency("id", doc_id):
            return NO_POSTINGS.docs
        return self._block("id", doc_id).docs

    def facet(self, column: str) -> tuple[list[str], Ints, Ints]:
        """The values of a facet column, and two arrays of equal length: the number of a value, a document with it."""
        if column not in self._facets:
            field = facet_field(column)
            values = [term for term, _ in self.terms_from(field, "", most=self.size * MAX_VALUES)]
            docs = [self.postings(field, value).docs for value in values]
            numbers = np.repeat(np.arange(len(values)), [len(d) for d in docs])
            self._facets[column] = (values, numbers, np.concatenate(docs) if docs else NO_POSTINGS.docs)
        return self._facets[column]

    def _column(self, name: str, dtype: np.dtype[Any]) -> npt.NDArray[Any]:
        """A column as Whoosh writes it: fixed widths, the defaults (zero) at the end left out."""
        path = Path(self._storage.folder, self._segment.codec().column_filename(self._segment, name))
        held = np.fromfile(path, dtype=dtype) if path.exists() else np.empty(0, dtype)
        column = np.zeros(self.size, dtype=dtype)
        column[: len(held)] = held
        return column

    def stored(self, doc: int) -> dict[str, Any]:
        """The stored fields of a document."""
        reader = self._segment.codec().per_document_reader(self._storage, self._segment)
        try:
            return dict(reader.stored_fields(doc))
        finally:
            reader.close()
