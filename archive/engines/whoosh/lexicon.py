"""The terms of a segment in order, in one file that is mapped into memory and searched by halving.

For each field: all terms one after the other, where each ends, how many documents have it, and where its postings lie.
Whoosh's own table is a hash of one record a term, made and read in Python; here a beginning is a range, and what is
asked of all terms is asked of arrays.
"""

from __future__ import annotations

import json
import mmap
import os
import weakref
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_ALIGNED = 8
_TAIL = 8  # bytes at the end of the file that say how long the table of fields before them is
_DISTANCE = 32  # terms between two that are held in memory
_AT_ONCE = 256  # terms whose postings are read together where all are
_ABOVE = b"\xff"  # sorts after all that follows in UTF-8


class LexiconWriter:
    """Takes terms in order of field and term."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._fields: dict[str, list[int]] = {}
        self._field: str | None = None
        self._begin()

    def _begin(self) -> None:
        self._start = self._file.tell()
        self._length = 0
        self._ends, self._documents, self._extents = array("I"), array("I"), array("Q")

    def add(self, field: str, term: bytes, documents: int, start: int) -> None:
        """One term, and the place in the file of postings where its block begins."""
        if field != self._field:
            self._finish(start)
            self._field = field
        self._file.write(term)
        self._length += len(term)
        self._ends.append(self._length)
        self._documents.append(documents)
        self._extents.append(start)

    def _finish(self, end: int) -> None:
        if self._field is not None:
            self._extents.append(end)
            self._file.write(bytes(-self._file.tell() % _ALIGNED))
            self._fields[self._field] = [len(self._ends), self._start, self._file.tell()]
            for numbers in (self._extents, self._ends, self._documents):
                self._file.write(numbers.tobytes())
        self._file.write(bytes(-self._file.tell() % _ALIGNED))
        self._begin()

    def close(self, end: int) -> None:
        """Write what is left. `end` is where the last block of postings ends."""
        self._finish(end)
        table = json.dumps(self._fields).encode()
        self._file.write(table + len(table).to_bytes(_TAIL, "little"))
        self._file.close()


class FieldTerms:
    """The terms of one field. A term's number is its place in their order."""

    def __init__(self, data: mmap.mmap, count: int, start: int, tables: int) -> None:
        self._data = data
        self._start = start
        self.count = count
        self._extents = memoryview(data)[tables : tables + 8 * (count + 1)].cast("Q")
        tables += 8 * (count + 1)
        ends = memoryview(data)[tables : tables + 4 * count]
        self._ends = ends.cast("I")
        self.ends: npt.NDArray[np.uint32] = np.frombuffer(ends, np.uint32)
        self.documents: npt.NDArray[np.uint32] = np.frombuffer(data, np.uint32, count, tables + 4 * count)
        self.letters: npt.NDArray[np.uint8] = np.frombuffer(data, np.uint8, self._ends[-1], start)

    @cached_property
    def lengths(self) -> npt.NDArray[np.int16]:
        """How many bytes each term has; more than can be said count as the most that can."""
        lengths = np.diff(self.ends, prepend=np.uint32(0))
        return np.minimum(lengths, np.iinfo(np.int16).max).astype(np.int16)

    @cached_property
    def _marks(self) -> list[bytes]:
        """Some terms at even distances, between which any other is found with few steps."""
        return [self.term(number) for number in range(0, self.count, _DISTANCE)]

    def term(self, number: int) -> bytes:
        """The term of that number, UTF-8."""
        before = self._ends[number - 1] if number else 0
        return self._data[self._start + before : self._start + self._ends[number]]

    def find(self, term: bytes) -> int:
        """The number of a term, -1 when it is not there."""
        at = self._at(term)
        return at if at < self.count and self.term(at) == term else -1

    def beginning(self, prefix: bytes) -> range:
        """The numbers of the terms that begin with `prefix`."""
        return range(self._at(prefix), self._at(prefix + _ABOVE))

    def _at(self, term: bytes) -> int:
        """How many terms sort before this one."""
        mark = bisect_left(self._marks, term)
        lowest, highest = max(0, (mark - 1) * _DISTANCE), min(mark * _DISTANCE, self.count)
        return bisect_left(range(self.count), term, lowest, highest, key=self.term)

    def extent(self, number: int) -> tuple[int, int]:
        """Where the block of a term begins and ends in the file of postings."""
        return self._extents[number], self._extents[number + 1]


class Lexicon:
    """All terms of a segment and the bytes of their postings. Safe to use from several threads: nothing changes, and
    the files are closed when the last reader lets go of them. Terms are mapped; postings are read, for pages of a map
    that were once touched count as memory of the process."""

    def __init__(self, terms: Path, postings: Path) -> None:
        data = _mapped(terms)
        tail = int.from_bytes(data[-_TAIL:], "little")
        table = json.loads(data[-_TAIL - tail : -_TAIL])
        self.fields = {field: FieldTerms(data, *place) for field, place in table.items()}
        self._postings = os.open(postings, os.O_RDONLY)
        weakref.finalize(self, os.close, self._postings)

    def block(self, field: FieldTerms, number: int) -> bytes:
        """The packed postings of a term."""
        start, end = field.extent(number)
        return os.pread(self._postings, end - start, start)

    def blocks(self) -> Iterator[tuple[tuple[str, bytes], int, bytes]]:
        """Every (field, term), its number of documents and its packed postings, in order."""
        for name in sorted(self.fields):
            field = self.fields[name]
            for first in range(0, field.count, _AT_ONCE):
                last = min(first + _AT_ONCE, field.count)
                start, end = field.extent(first)[0], field.extent(last - 1)[1]
                data = os.pread(self._postings, end - start, start)
                for number, documents in enumerate(field.documents[first:last].tolist(), first):
                    at, until = field.extent(number)
                    yield (name, field.term(number)), documents, data[at - start : until - start]

    def close(self) -> None:
        """Nothing to do: see above. Whoosh's readers ask for it."""


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
