"""Terms and postings of a segment on disk.

Terms are sorted in one file that is mapped into memory and searched by bisection. For each there is the number of its
documents and the place of its postings. So a prefix is a range, and all terms can be processed as arrays. The postings
of a term are one block of plain integers that is unpacked in one go. They take a sixth of the room of Whoosh's own
codec, which pickles blocks of 128. Integers have the byte order of the machine: an index is rebuilt, never carried to
another.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
import weakref
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Codec

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
        """Add one term, and where its block begins in the file of postings."""
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
        """Return how many bytes each term has; more than can be said count as the most that can."""
        lengths = np.diff(self.ends, prepend=np.uint32(0))
        return np.minimum(lengths, np.iinfo(np.int16).max).astype(np.int16)

    @cached_property
    def _marks(self) -> list[bytes]:
        """Some terms at even distances, between which any other is found with few steps."""
        return [self.term(number) for number in range(0, self.count, _DISTANCE)]

    def term(self, number: int) -> bytes:
        """Return the term of that number, UTF-8."""
        before = self._ends[number - 1] if number else 0
        return self._data[self._start + before : self._start + self._ends[number]]

    def find(self, term: bytes) -> int:
        """Return the number of a term, -1 when it is not there."""
        at = self._count_before(term)
        return at if at < self.count and self.term(at) == term else -1

    def beginning(self, prefix: bytes) -> range:
        """Return the numbers of the terms that begin with `prefix`."""
        return range(self._count_before(prefix), self._count_before(prefix + _ABOVE))

    def _count_before(self, term: bytes) -> int:
        mark = bisect_left(self._marks, term)
        lowest, highest = max(0, (mark - 1) * _DISTANCE), min(mark * _DISTANCE, self.count)
        return bisect_left(range(self.count), term, lowest, highest, key=self.term)

    def extent(self, number: int) -> tuple[int, int]:
        """Return where the block of a term begins and ends in the file of postings."""
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
        """Return the packed postings of a term."""
        start, end = field.extent(number)
        return os.pread(self._postings, end - start, start)

    def blocks(self) -> Iterator[tuple[tuple[str, bytes], int, bytes]]:
        """Yield every (field, term), its number of documents and its packed postings, in order."""
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
        """Do nothing. Whoosh's readers call it."""


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


# A block: a byte that says how it is packed, the first document (4 bytes), then differences between document numbers
# and frequencies, then positions, each as wide as its largest number needs. The byte holds two bits for the width of
# each (3: absent; frequencies are then all 1) and one each that says whether the first part, whose length then stands
# before it, and the positions are compressed. Positions no longer are: it saved a third of them, and undoing it was the
# most of what a phrase of common words took.
_WIDTHS = (np.uint8, np.uint16, np.uint32)
_CODES = "BHI"  # the same for arrays of Python's own
_ABSENT = 3
_COMPRESSED, _COMPRESSED_POSITIONS = 64, 128
_HEAD = 5
_COMPRESS_FROM = 200  # bytes; less than this gains nothing

Numbers = npt.NDArray[Any]


def pack(docs: Numbers, freqs: Numbers, positions: Numbers) -> bytes:
    """Return the bytes of a block. `docs` ascend; `positions` is empty for a field that has none."""
    first = int(docs[0])
    width, body = _narrow(np.diff(docs)) if len(docs) > 1 else (0, b"")
    second, third, places = _ABSENT, _ABSENT, b""
    if int(freqs.max()) > 1:
        second, more = _narrow(freqs)
        body += more
    if len(positions):
        third, places = _narrow(positions)
    how = width | second << 2 | third << 4
    if len(body) >= _COMPRESS_FROM:
        how |= _COMPRESSED
        body = zlib.compress(body, 1)
        body = len(body).to_bytes(4, "little") + body
    return bytes((how,)) + first.to_bytes(4, "little") + body + places


def pack_single_posting(doc: int, position: int) -> bytes:
    """Return the same for a term that occurs once, as most do."""
    width = 0 if position < 1 << 8 else 1 if position < 1 << 16 else 2
    head = bytes((_ABSENT << 2 | width << 4,)) + doc.to_bytes(4, "little")
    return head + position.to_bytes(1 << width, sys.byteorder)


def pack_few(docs: Sequence[int], freqs: Sequence[int], positions: array[int]) -> bytes:
    """Return the same for a few documents: quicker than by arrays of numpy, and most terms are such."""
    first, deltas = _few([after - before for before, after in pairwise(docs)])
    second, counts = _few(freqs) if max(freqs) > 1 else (_ABSENT, b"")
    third, places = _few(positions) if positions else (_ABSENT, b"")
    if len(deltas) + len(counts) >= _COMPRESS_FROM:
        return pack(np.array(docs), np.array(freqs), np.array(positions, np.uint32))
    how = first | second << 2 | third << 4
    return bytes((how,)) + docs[0].to_bytes(4, "little") + deltas + counts + places


def unpack_few(data: bytes, count: int) -> tuple[list[int], list[int], array[int]]:
    """Return the documents of a block, how often each has the term, and all positions: the inverse of `pack_few`."""
    how = data[0]
    if how & (_COMPRESSED | _COMPRESSED_POSITIONS):
        docs, freqs = unpack(data, count)
        return docs.tolist(), freqs.tolist(), array("I", unpack_positions(data, count).tolist())
    at = _HEAD + ((count - 1) << (how & 3))
    found = list(accumulate(array(_CODES[how & 3], data[_HEAD:at]), initial=first_document(data)))
    second, third, often = how >> 2 & 3, how >> 4 & 3, [1] * count
    if second != _ABSENT:
        start, at = at, at + (count << second)
        often = list(array(_CODES[second], data[start:at]))
    return found, often, array(_CODES[third], data[at:]) if third != _ABSENT else array("I")


def _few(numbers: Sequence[int] | array[int]) -> tuple[int, bytes]:
    largest = max(numbers, default=0)
    width = 0 if largest < 1 << 8 else 1 if largest < 1 << 16 else 2
    return width, array(_CODES[width], numbers).tobytes()


def _narrow(numbers: Numbers) -> tuple[int, bytes]:
    largest = int(numbers.max())
    width = 0 if largest < 1 << 8 else 1 if largest < 1 << 16 else 2
    return width, numbers.astype(_WIDTHS[width]).tobytes()


def first_document(data: bytes) -> int:
    """Return the first document of a block."""
    return int.from_bytes(data[1:_HEAD], "little")


def moved(data: bytes, by: int) -> bytes:
    """Return a block whose documents are all numbered higher by that much."""
    first = first_document(data) + by
    return data[:1] + first.to_bytes(4, "little") + data[_HEAD:]


def unpack(data: bytes, count: int) -> tuple[npt.NDArray[np.int64], Numbers]:
    """Return the documents of a block, `count` of them, ascending, and how often each has the term."""
    how, body = data[0], _first_part(data)
    docs = np.empty(count, np.int64)
    docs[0] = first_document(data)
    used = (count - 1) << (how & 3)
    docs[1:] = np.frombuffer(body[:used], _WIDTHS[how & 3])
    second = how >> 2 & 3
    if second == _ABSENT:
        return np.cumsum(docs, out=docs), np.ones(count, np.uint8)
    freqs = np.frombuffer(body[used : used + (count << second)], _WIDTHS[second])
    return np.cumsum(docs, out=docs), freqs


def unpack_positions(data: bytes, count: int) -> Numbers:
    """Return all positions of a block, document by document."""
    how = data[0]
    width = how >> 4 & 3
    if width == _ABSENT:
        return np.empty(0, np.uint8)
    if how & _COMPRESSED:
        start = _HEAD + 4 + int.from_bytes(data[_HEAD : _HEAD + 4], "little")
    else:
        start = _HEAD + ((count - 1) << (how & 3)) + (count << (how >> 2 & 3) if how >> 2 & 3 != _ABSENT else 0)
    places = zlib.decompress(data[start:]) if how & _COMPRESSED_POSITIONS else data[start:]
    return np.frombuffer(places, _WIDTHS[width])


def _first_part(data: bytes) -> bytes:
    if not data[0] & _COMPRESSED:
        return data[_HEAD:]
    length = int.from_bytes(data[_HEAD : _HEAD + 4], "little")
    return zlib.decompress(data[_HEAD + 4 : _HEAD + 4 + length])


class _FieldWriter:
    """What Whoosh's segment writer hands the postings of its pool to."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._terms = LexiconWriter(segment.create_file(storage, Codec.TERMS_EXT))
        self._postings = segment.create_file(storage, Codec.POSTS_EXT)
        self.is_closed = False

    def add_postings(self, _schema: Any, _lengths: Any, blocks: Iterable[Any]) -> None:
        """Write the blocks of a pool, which come in order."""
        start = self._postings.tell()
        for (field, term), documents, data in blocks:
            self._terms.add(field, term, documents, start)
            self._postings.write(data)
            start += len(data)

    def close(self) -> None:
        """Finish both files."""
        self._terms.close(self._postings.tell())
        self._postings.close()
        self.is_closed = True


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec but for terms and postings, which only this engine reads."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        """Return what writes the terms and postings of a segment."""
        return _FieldWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> Lexicon:
        """Return what reads them."""
        names = [segment.make_filename(extension) for extension in (self.TERMS_EXT, self.POSTS_EXT)]
        return Lexicon(*(Path(storage.folder, name) for name in names))
