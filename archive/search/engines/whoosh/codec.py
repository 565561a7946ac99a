"""Terms and postings of a segment on disk.

Terms are sorted in one file that is mapped into memory and searched by bisection. Each has the number of its documents
and the offset of its postings. So a prefix is a range, and all terms can be processed as arrays. The postings of a term
are one block of plain integers that is unpacked at once. They take a sixth of the space of Whoosh's own codec, which
pickles blocks of 128. Integers have the byte order of the machine: an index is rebuilt, never moved to another one.
"""

from __future__ import annotations

import json
import mmap
import os
import weakref
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Codec

from archive.search.engines.whoosh.blocks import PostingArrays, pack_blocks, unpack_blocks
from archive.search.engines.whoosh.term_postings import TermPostings
from archive.text.vocabulary import Ints, running_sum

_ALIGNED = 8
_TAIL = 8  # bytes at the end of the file with the length of the preceding table of fields
_DISTANCE = 32  # terms between two that are kept in memory
_AT_ONCE = 200_000  # postings packed together, so that small fields do not need a pass each
_ABOVE = b"\xff"  # sorts after anything in UTF-8


class LexiconWriter:
    """Write terms in order of field and term."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._fields: dict[str, list[int]] = {}
        self._field: str | None = None
        self._begin()

    def _begin(self) -> None:
        self._start = self._file.tell()
        self._lengths: list[Ints] = []
        self._documents: list[Ints] = []
        self._extents: list[Ints] = []

    def add(self, field: str, terms: Sequence[bytes], documents: Ints, starts: Ints) -> None:
        """Add terms, their numbers of documents, and the offsets of their blocks in the postings file."""
        if field != self._field:
            self._finish(int(starts[0]))
            self._field = field
        self._file.write(b"".join(terms))
        self._lengths.append(np.fromiter(map(len, terms), np.int64, len(terms)))
        self._documents.append(documents)
        self._extents.append(starts)

    def _finish(self, end: int) -> None:
        if self._field is not None:
            ends = np.cumsum(np.concatenate(self._lengths))
            self._file.write(bytes(-self._file.tell() % _ALIGNED))
            self._fields[self._field] = [len(ends), self._start, self._file.tell()]
            self._file.write(np.append(np.concatenate(self._extents), end).astype(np.uint64).tobytes())
            self._file.write(ends.astype(np.uint32).tobytes())
            self._file.write(np.concatenate(self._documents).astype(np.uint32).tobytes())
        self._file.write(bytes(-self._file.tell() % _ALIGNED))
        self._begin()

    def close(self, end: int) -> None:
        """Write the rest. `end` is where the last block of postings ends."""
        self._finish(end)
        table = json.dumps(self._fields).encode()
        self._file.write(table + len(table).to_bytes(_TAIL, "little"))
        self._file.close()


class FieldTerms:
    """The terms of one field. A term's number is its position in their order."""

    def __init__(self, data: mmap.mmap, count: int, start: int, tables: int) -> None:
        self._data = data
        self._start = start
        self.count = count
        self.extents: npt.NDArray[np.uint64] = np.frombuffer(data, np.uint64, count + 1, tables)
        self._extents = memoryview(data)[tables : tables + 8 * (count + 1)].cast("Q")
        tables += 8 * (count + 1)
        ends = memoryview(data)[tables : tables + 4 * count]
        self._ends = ends.cast("I")
        self.ends: npt.NDArray[np.uint32] = np.frombuffer(ends, np.uint32)
        self.documents: npt.NDArray[np.uint32] = np.frombuffer(data, np.uint32, count, tables + 4 * count)
        self.letters: npt.NDArray[np.uint8] = np.frombuffer(data, np.uint8, self._ends[-1], start)

    @cached_property
    def lengths(self) -> npt.NDArray[np.int16]:
        """Return the length of each term in bytes, limited to the largest value that can be stored."""
        lengths = np.diff(self.ends, prepend=np.uint32(0))
        return np.minimum(lengths, np.iinfo(np.int16).max).astype(np.int16)

    @cached_property
    def _marks(self) -> list[bytes]:
        """Return every n-th term, between which others are found in few steps."""
        return [self.term(number) for number in range(0, self.count, _DISTANCE)]

    def term(self, number: int) -> bytes:
        """Return the term with that number, UTF-8."""
        before = self._ends[number - 1] if number else 0
        return self._data[self._start + before : self._start + self._ends[number]]

    def list_terms(self, first: int, last: int) -> list[bytes]:
        """Return the terms from number `first` up to `last`, exclusive."""
        ends = [self._start + end for end in (self._ends[first - 1] if first else 0, *self._ends[first:last])]
        return [self._data[start:end] for start, end in pairwise(ends)]

    def find(self, term: bytes) -> int:
        """Return the number of a term, or -1."""
        mark = bisect_left(self._marks, term)
        if mark < len(self._marks) and self._marks[mark] == term:
            return mark * _DISTANCE
        lowest, highest = self._between(mark)
        letters = (self._start + (self._ends[at - 1] if at else 0) for at in (lowest, highest))
        if self._data.find(term, *letters) < 0:  # the usual case, detected fast
            return -1
        at = bisect_left(range(self.count), term, lowest, highest, key=self.term)
        return at if at < highest and self.term(at) == term else -1

    def find_all(self, terms: Sequence[bytes]) -> Ints:
        """Return the numbers of those of these terms that exist."""
        if self._equally_long is None:
            return np.array([number for term in terms if (number := self.find(term)) >= 0], np.int64)
        wanted = np.array([term for term in terms if len(term) == self._ends[0]], self._equally_long.dtype)
        places: Ints = np.minimum(np.searchsorted(self._equally_long, wanted), self.count - 1)
        found: Ints = places[self._equally_long[places] == wanted]
        return found

    @cached_property
    def _equally_long(self) -> npt.NDArray[np.bytes_] | None:
        """Return all terms as an array if they have equal length, like ids."""
        length = self._ends[0]
        if not length or len(self.letters) != length * self.count or (self.lengths != length).any():
            return None
        return self.letters.view(f"S{length}")

    def beginning(self, prefix: bytes) -> range:
        """Return the numbers of the terms with this `prefix`."""
        return range(self._count_before(prefix), self._count_before(prefix + _ABOVE))

    def after(self, term: bytes) -> int:
        """Return how many terms sort before or are equal to that one."""
        return self._count_before(term + b"\0")

    def _count_before(self, term: bytes) -> int:
        lowest, highest = self._between(bisect_left(self._marks, term))
        return bisect_left(range(self.count), term, lowest, highest, key=self.term)

    def _between(self, mark: int) -> tuple[int, int]:
        """Return the numbers between the mark before this one and it."""
        return max(0, (mark - 1) * _DISTANCE), min(mark * _DISTANCE, self.count)

    def extent(self, number: int) -> tuple[int, int]:
        """Return where the block of a term begins and ends in the postings file."""
        return self._extents[number], self._extents[number + 1]


class Lexicon:
    """All terms of a segment and the bytes of their postings. Thread-safe: nothing changes, and the files are closed
    when the last reader is done. Terms are mapped; postings are read, because touched pages of a map count as memory of
    the process."""

    def __init__(self, terms: Path, postings: Path) -> None:
        data = _mapped(terms)
        tail = int.from_bytes(data[-_TAIL:], "little")
        table = json.loads(data[-_TAIL - tail : -_TAIL])
        self.fields = {field: FieldTerms(data, *place) for field, place in table.items()}
        self._postings = os.open(postings, os.O_RDONLY)
        self.size = os.fstat(self._postings).st_size
        weakref.finalize(self, os.close, self._postings)

    def block(self, field: FieldTerms, number: int) -> bytes:
        """Return the packed postings of a term."""
        start, end = field.extent(number)
        return os.pread(self._postings, end - start, start)

    def postings(self, field: FieldTerms, first: int, last: int) -> TermPostings:
        """Return the terms from number `first` up to `last`, exclusive, and their postings."""
        extents = field.extents[first : last + 1].astype(np.int64)
        data = os.pread(self._postings, int(extents[-1] - extents[0]), int(extents[0]))
        counts = field.documents[first:last].astype(np.int64)
        return TermPostings(field.list_terms(first, last), unpack_blocks(data, np.diff(extents), counts))

    def all_postings(self) -> dict[str, TermPostings]:
        """Return all terms and their postings by field, for a segment that is not large."""
        fields = sorted(self.fields.items(), key=lambda item: int(item[1].extents[0]))
        lengths = [np.diff(terms.extents.astype(np.int64)) for _, terms in fields]
        counts = [terms.documents.astype(np.int64) for _, terms in fields]
        arrays = unpack_blocks(os.pread(self._postings, self.size, 0), np.concatenate(lengths), np.concatenate(counts))
        parts = zip(fields, arrays.split([terms.count for _, terms in fields]), strict=True)
        return {field: TermPostings(terms.list_terms(0, terms.count), part) for (field, terms), part in parts}

    def close(self) -> None:
        """Do nothing. Whoosh's readers call it."""


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


class _FieldWriter:
    """Receives the postings of the pool from Whoosh's segment writer."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._terms = LexiconWriter(segment.create_file(storage, Codec.TERMS_EXT))
        self._postings = segment.create_file(storage, Codec.POSTS_EXT)
        self.is_closed = False

    def add_postings(self, _schema: Any, _lengths: Any, parts: Iterable[tuple[str, TermPostings]]) -> None:
        """Write the postings of a pool."""
        held: list[tuple[str, TermPostings]] = []
        size = 0
        for field, part in parts:
            if len(part.terms):
                held.append((field, part))
                size += len(part.postings.docs)
            if size >= _AT_ONCE:
                self._write(held)
                held, size = [], 0
        if held:
            self._write(held)

    def _write(self, parts: Sequence[tuple[str, TermPostings]]) -> None:
        data, lengths = pack_blocks(PostingArrays.join(part.postings for _, part in parts))
        starts = self._postings.tell() + running_sum(lengths)
        first = 0
        for field, part in parts:
            last = first + len(part.terms)
            self._terms.add(field, part.terms, part.postings.counts, starts[first:last])
            first = last
        self._postings.write(data)

    def close(self) -> None:
        """Finish both files."""
        self._terms.close(self._postings.tell())
        self._postings.close()
        self.is_closed = True


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec except for terms and postings, which only this engine reads."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        """Return the writer for terms and postings of a segment."""
        return _FieldWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> Lexicon:
        """Return their reader."""
        names = [segment.make_filename(extension) for extension in (self.TERMS_EXT, self.POSTS_EXT)]
        return Lexicon(*(Path(storage.folder, name) for name in names))
