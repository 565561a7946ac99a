"""How postings lie on disk: one block a term, of plain integers, that is read and unpacked in one go.

Whoosh's own codec pickles postings in blocks of 128 and counts statistics for its query classes, which are not used
here. This one keeps its files, its term index and its columns; its postings take a sixth of the room. Integers are in
the byte order of the machine: an index is made again rather than carried to another.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.system import pack_ushort

# A block: a byte that says how it is packed, the number of documents (4 bytes), then differences between document
# numbers, frequencies and positions, each as wide as its largest number needs. The byte holds two bits for the width of
# each (3: absent; frequencies are then all 1) and one that says whether what follows the head is compressed.
_WIDTHS = ("B", "H", "I")
_ABSENT = 3
_COMPRESSED = 64
_HEAD = 5
_COMPRESS_FROM = 200  # bytes; less than this gains nothing


class Block(NamedTuple):
    """The postings of a term: documents ascending, how often each has it, and all positions one after the other."""

    docs: npt.NDArray[np.int64]
    freqs: npt.NDArray[np.float64]
    positions: npt.NDArray[np.int64]


def pack(docs: array[int], freqs: array[int], positions: array[int]) -> bytes:
    """The bytes of a block. `docs` ascend; `positions` is empty for a field that has none."""
    deltas = array("I", docs)
    for i in range(len(docs) - 1, 0, -1):
        deltas[i] -= docs[i - 1]
    first, body = _narrow(deltas)
    second, third = _ABSENT, _ABSENT
    if max(freqs) > 1:
        second, more = _narrow(freqs)
        body += more
    if positions:
        third, more = _narrow(positions)
        body += more
    how = first | second << 2 | third << 4
    if len(body) >= _COMPRESS_FROM:
        how |= _COMPRESSED
        body = zlib.compress(body, 1)
    return bytes((how,)) + len(docs).to_bytes(4, "little") + body


def _narrow(numbers: array[int]) -> tuple[int, bytes]:
    largest = max(numbers)
    width = 0 if largest < 1 << 8 else 1 if largest < 1 << 16 else 2
    return width, array(_WIDTHS[width], numbers).tobytes()


def unpack(data: bytes) -> Block:
    """The inverse of `pack`."""
    how, count = data[0], int.from_bytes(data[1:_HEAD], "little")
    body = zlib.decompress(data[_HEAD:]) if how & _COMPRESSED else data[_HEAD:]
    deltas, body = _take(body, how & 3, count)
    freqs = np.ones(count)
    if how >> 2 & 3 != _ABSENT:
        numbers, body = _take(body, how >> 2 & 3, count)
        freqs = numbers.astype(np.float64)
    positions = np.empty(0, np.int64)
    if how >> 4 & 3 != _ABSENT:
        positions = np.frombuffer(body, _WIDTHS[how >> 4 & 3]).astype(np.int64)
    return Block(np.cumsum(deltas, dtype=np.int64), freqs, positions)


def read_block(dbfile: Any, info: Any) -> bytes:
    """The bytes of the block that a W3TermInfo points at. Whoosh 2.7.4 gives the length in a tuple."""
    start, length = info.extent()
    data: bytes = dbfile.get(start, length[0] if isinstance(length, tuple) else length)
    return data


def _take(body: bytes, width: int, count: int) -> tuple[npt.NDArray[Any], bytes]:
    size = count << width
    return np.frombuffer(body[:size], _WIDTHS[width]), body[size:]


class _FieldWriter(W3FieldWriter):  # type: ignore[misc]
    def add_postings(self, _schema: Any, _lengths: Any, terms: Iterable[Any]) -> None:
        """Write the TermPostings of a pool, which come in order."""
        for (field, term), docs, freqs, positions in terms:
            data = pack(docs, freqs, positions)
            info = W3TermInfo()
            info._df = len(docs)
            info.set_extent(self._postfile.tell(), len(data))
            self._postfile.write(data)
            number = self._fieldmap.setdefault(field, len(self._fieldmap))
            self._tindex.add(pack_ushort(number) + term, info.to_bytes())


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec but for the postings, which only this engine reads."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> W3FieldWriter:
        """What writes the terms and postings of a segment."""
        return _FieldWriter(self, storage, segment)
