"""One segment of an index as arrays: postings, positions, lengths and columns. Segments never change.

Decoded postings are cached within a budget of bytes.
"""

from __future__ import annotations

import mmap
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from whoosh.util.numeric import byte_to_length

from archive.search.engines.whoosh.blocks import unpack, unpack_positions
from archive.search.engines.whoosh.codec import FieldTerms, Lexicon
from archive.search.engines.whoosh.facets import Column, Facet
from archive.search.engines.whoosh.fields import COLUMN_TYPES, MapStorage, facet_field

T = TypeVar("T")

_OVERHEAD = 200  # bytes that an entry costs besides its arrays


class Cache:
    """Keep the most recently used values, up to `budget` bytes. Thread-safe."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._held = 0
        self._lock = threading.Lock()
        self._entries: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], tuple[T, int]]) -> T:
        """Return the value of `key`; if it is not cached, `make` returns it and its size in bytes."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
                found: T = entry[0]
                return found
        value, size = make()
        self._put(key, value, size + _OVERHEAD)
        return value

    def _put(self, key: Hashable, value: Any, size: int) -> None:
        if size > self._budget:
            return
        with self._lock:
            if key in self._entries:
                return
            self._entries[key] = (value, size)
            self._held += size
            while self._held > self._budget:
                _, (_, freed) = self._entries.popitem(last=False)
                self._held -= freed

    def forget(self, keep: Callable[[Any], bool]) -> None:
        """Drop the entries whose key `keep` rejects."""
        with self._lock:
            for key in [key for key in self._entries if not keep(key)]:
                self._held -= self._entries.pop(key)[1]

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._entries.clear()
            self._held = 0


Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

LENGTHS = np.array([byte_to_length(b) or 0 for b in range(256)], dtype=np.float64)
"""What each value of a length column stands for, in terms."""

NOWHERE: Ints = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents of a term, ascending, and its frequency in each."""

    docs: Ints
    freqs: npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Places:
    """All positions of a term, and where those of each of its documents begin; a last entry for the end."""

    positions: npt.NDArray[Any]
    begins: Ints


NO_POSTINGS = Postings(NOWHERE, np.empty(0, np.uint8))


class Segment:
    """A segment's files. All arrays may be shared by threads. Raise FileNotFoundError if the segment has been merged
    away; its maps are closed when the last search that uses them is done."""

    def __init__(self, storage: MapStorage, segment: Any, cache: Cache) -> None:
        self.id: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self.field_lengths: dict[str, int] = dict(segment._fieldlengths)
        self._segment = segment
        self._storage = storage
        self._cache = cache
        self.lexicon: Lexicon = segment.codec().terms_reader(storage, segment)
        self._facets: dict[str, Facet] = {}
        # All columns are mapped now, because a later commit may remove their files.
        self.columns = {name: self._column(name, kind) for name, kind in COLUMN_TYPES.items()}
        self.ids: npt.NDArray[np.bytes_] = self.columns["id"]
        self.titles: npt.NDArray[np.bytes_] = self.columns["title"]
        self.forms: npt.NDArray[np.bytes_] = self.columns["form"]
        first, last = self.columns["first"], self.columns["last"]
        self.first: npt.NDArray[np.int32] = first.astype(np.int32)
        self.last: npt.NDArray[np.int32] = last.astype(np.int32)
        self.came: npt.NDArray[Any] = self.columns["came"]  # big-endian as on disk, since it is only read for sorting
        self.lengths: dict[str, npt.NDArray[np.uint8]] = {
            field: self._column(f"_{field}_len", np.dtype("u1")) for field in self.field_lengths
        }
        self._totals: dict[str, tuple[int, int]] = {}

    def terms(self, field: str) -> FieldTerms | None:
        """Return the terms of a field, or None if it has none."""
        return self.lexicon.fields.get(field)

    def frequency(self, field: str, term: str, live: Bools | None = None) -> int:
        """Return how many documents of this segment have the term, only `live` ones if given."""
        terms = self.lexicon.fields.get(field)
        if terms is None:
            return 0
        number = terms.find(term.encode())
        if number < 0:
            return 0
        if live is None:
            return int(terms.documents[number])
        return int(np.count_nonzero(live[self.postings_of(field, number).docs]))

    def totals(self, field: str, live: Bools | None = None) -> tuple[int, int]:
        """Return how many documents have the field, and the total number of its terms, as its lengths are stored:
        independent of how documents are split into segments."""
        if live is None and field in self._totals:
            return self._totals[field]
        lengths = self.lengths.get(field)
        if lengths is None:
            return 0, 0
        often = np.bincount(lengths if live is None else lengths[live], minlength=len(LENGTHS))
        found = int(often[1:].sum()), int(often @ LENGTHS)
        if live is None:
            self._totals[field] = found
        return found

    def _number(self, terms: FieldTerms, field: str, term: str) -> int:
        return self._cache.get((self.id, "number", field, term), lambda: (terms.find(term.encode()), 0))

    def postings(self, field: str, term: str) -> Postings:
        """Return the documents with the term."""
        terms = self.lexicon.fields.get(field)
        if terms is None:
            return NO_POSTINGS
        number = self._number(terms, field, term)
        return self.postings_of(field, number) if number >= 0 else NO_POSTINGS

    def postings_of(self, field: str, number: int) -> Postings:
        """Return the documents with the term of this number."""
        terms = self.lexicon.fields[field]

        def make() -> tuple[Postings, int]:
            postings = Postings(*unpack(self.lexicon.block(terms, number), int(terms.documents[number])))
            return postings, postings.docs.nbytes + postings.freqs.nbytes

        return self._cache.get((self.id, "docs", field, number), make)

    def places(self, field: str, term: str) -> Places:
        """Return the positions of an existing term in its documents."""
        terms = self.lexicon.fields[field]
        number = self._number(terms, field, term)

        def make() -> tuple[Places, int]:
            positions = unpack_positions(self.lexicon.block(terms, number), int(terms.documents[number]))
            freqs = self.postings_of(field, number).freqs
            begins = np.zeros(len(freqs) + 1, np.int64)
            np.cumsum(freqs, out=begins[1:])
            return Places(positions, begins), positions.nbytes + begins.nbytes

        return self._cache.get((self.id, "places", field, number), make)

    def remember(self, key: Hashable, make: Callable[[], tuple[Ints, Floats]]) -> tuple[Ints, Floats]:
        """Return the result of `make`, arrays of only this segment, cached while there is space."""

        def made() -> tuple[tuple[Ints, Floats], int]:
            docs, numbers = make()
            return (docs, numbers), docs.nbytes + numbers.nbytes

        return self._cache.get((self.id, key), made)

    def find(self, ids: Collection[str]) -> list[int]:
        """Return the documents with these ids, including deleted ones."""
        terms = self.lexicon.fields.get("id")
        if terms is None:
            return []
        numbers = terms.find_all([doc_id.encode() for doc_id in ids]).tolist()
        blocks = ((self.lexicon.block(terms, number), int(terms.documents[number])) for number in numbers)
        return [doc for block, count in blocks for doc in unpack(block, count)[0].tolist()]

    def facet(self, column: Column) -> Facet:
        """Return the values of a facet column of each document."""
        found = self._facets.get(column.name)
        if found is None:
            terms = self.lexicon.fields.get(facet_field(column.name))
            blocks = [] if terms is None else [self.lexicon.block(terms, i) for i in range(terms.count)]
            values = [] if terms is None else [terms.term(i).decode() for i in range(terms.count)]
            counts = [] if terms is None else terms.documents.tolist()
            docs = [unpack(block, count)[0] for block, count in zip(blocks, counts, strict=True)]
            found = self._facets[column.name] = Facet.of(column.numbers(values), docs, self.size)
        return found

    def _column(self, name: str, dtype: np.dtype[Any]) -> npt.NDArray[Any]:
        """Return a column as Whoosh writes it: fixed widths, without the default values (zero) at the end."""
        path = Path(self._storage.folder, self._segment.codec().column_filename(self._segment, name))
        held = _mapped(path, dtype)
        if len(held) == self.size:
            return held
        column = np.zeros(self.size, dtype=dtype)
        column[: len(held)] = held
        return column


def _mapped(path: Path, dtype: np.dtype[Any]) -> npt.NDArray[Any]:
    if not path.exists() or not path.stat().st_size:
        return np.empty(0, dtype)
    with path.open("rb") as file:
        if path.stat().st_size < mmap.PAGESIZE:
            return np.frombuffer(file.read(), dtype)
        return np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), dtype)
