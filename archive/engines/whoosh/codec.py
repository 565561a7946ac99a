"""How postings lie on disk: one block a term, of plain integers, that is read and unpacked in one go.

Whoosh's own codec pickles postings in blocks of 128 and counts statistics for its query classes, which are not used
here. This one keeps its columns; its postings take a sixth of the room. Integers are in the byte order of the machine:
an index is made again rather than carried to another.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Codec

from archive.engines.whoosh.lexicon import Lexicon, LexiconWriter

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
    """The bytes of a block. `docs` ascend; `positions` is empty for a field that has none."""
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


def pack_one(doc: int, position: int) -> bytes:
    """The same for a term that occurs once, as most do."""
    width = 0 if position < 1 << 8 else 1 if position < 1 << 16 else 2
    head = bytes((_ABSENT << 2 | width << 4,)) + doc.to_bytes(4, "little")
    return head + position.to_bytes(1 << width, sys.byteorder)


def pack_few(docs: Sequence[int], freqs: Sequence[int], positions: array[int]) -> bytes:
    """The same for a few documents: quicker than by arrays of numpy, and most terms are such."""
    first, deltas = _few([after - before for before, after in pairwise(docs)])
    second, counts = _few(freqs) if max(freqs) > 1 else (_ABSENT, b"")
    third, places = _few(positions) if positions else (_ABSENT, b"")
    if len(deltas) + len(counts) >= _COMPRESS_FROM:
        return pack(np.array(docs), np.array(freqs), np.array(positions, np.uint32))
    how = first | second << 2 | third << 4
    return bytes((how,)) + docs[0].to_bytes(4, "little") + deltas + counts + places


def unpack_few(data: bytes, count: int) -> tuple[list[int], list[int], array[int]]:
    """The documents of a block, how often each has the term, and all positions: the inverse of `pack_few`."""
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
    """The first document of a block."""
    return int.from_bytes(data[1:_HEAD], "little")


def moved(data: bytes, by: int) -> bytes:
    """A block whose documents are all numbered higher by that much."""
    first = first_document(data) + by
    return data[:1] + first.to_bytes(4, "little") + data[_HEAD:]


def unpack(data: bytes, count: int) -> tuple[npt.NDArray[np.int64], Numbers]:
    """The documents of a block, `count` of them, ascending, and how often each has the term."""
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
    """All positions of a block, document by document."""
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
        """What writes the terms and postings of a segment."""
        return _FieldWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> Lexicon:
        """What reads them."""
        names = [segment.make_filename(extension) for extension in (self.TERMS_EXT, self.POSTS_EXT)]
        return Lexicon(*(Path(storage.folder, name) for name in names))
