"""Pack the postings of terms into blocks of plain integers, each as wide as its largest needs, and unpack them.

A block: a byte with its format, the first document (4 bytes), then differences between document numbers and
frequencies, then positions. The byte holds two bits for the width of each (3: absent; frequencies are then all 1) and
one that says whether the first part, then preceded by its length, is compressed. Positions are not: it would save a
third, but decompression took most of the time of a phrase of common words. A reader unpacks one block; a writer packs
and unpacks those of many terms at once.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from archive.text.vocabulary import Ints, list_ranges, running_sum

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[Any]

_WIDTHS = (np.uint8, np.uint16, np.uint32)
_ABSENT = 3
_COMPRESSED = 64
_HEAD = 5
_COMPRESS_FROM = 200  # bytes; below it, nothing is gained


def unpack(data: bytes, count: int) -> tuple[Ints, Numbers]:
    """Return the `count` documents of a block, ascending, and the frequency of the term in each."""
    how, body = data[0], _first_part(data)
    docs = np.empty(count, np.int64)
    docs[0] = int.from_bytes(data[1:_HEAD], sys.byteorder)
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
    return np.frombuffer(data, _WIDTHS[width], offset=start)


def _first_part(data: bytes) -> bytes:
    if not data[0] & _COMPRESSED:
        return data[_HEAD:]
    length = int.from_bytes(data[_HEAD : _HEAD + 4], "little")
    return zlib.decompress(data[_HEAD + 4 : _HEAD + 4 + length])


class PostingArrays(NamedTuple):
    """Postings of many terms, one term after the other: the number of documents of each term; these, ascending, and the
    frequency in each; the number of positions of each term, 0 for whole values; these, document by document."""

    counts: Ints
    docs: Ints
    freqs: Ints
    places: Ints
    positions: Ints

    @classmethod
    def join(cls, parts: Iterable[PostingArrays]) -> PostingArrays:
        """Return the postings of all terms of these parts, concatenated."""
        return cls(*map(np.concatenate, zip(*parts, strict=True)))

    def split(self, sizes: Sequence[int]) -> Iterator[PostingArrays]:
        """Yield the postings of successive groups of terms of these sizes."""
        first, ends, places = 0, running_sum(self.counts), running_sum(self.places)
        for size in sizes:
            last = first + size
            yield self.part(slice(first, last), slice(ends[first], ends[last]), slice(places[first], places[last]))
            first = last

    def part(self, terms: slice, docs: slice, positions: slice) -> PostingArrays:
        """Return the postings of these terms, with these documents and positions."""
        return PostingArrays(
            self.counts[terms], self.docs[docs], self.freqs[docs], self.places[terms], self.positions[positions]
        )


def pack_blocks(postings: PostingArrays) -> tuple[bytes, Ints]:
    """Return the blocks of these terms, concatenated, and the length of each."""
    counts, docs, freqs, places, positions = postings
    begins = running_sum(counts)[:-1]
    following = np.ones(len(docs), np.bool_)
    following[begins] = False
    deltas = np.diff(docs, prepend=0)
    deltas[begins] = 0
    first = _width(np.maximum.reduceat(deltas, begins))
    most = np.maximum.reduceat(freqs, begins)
    second = np.where(most > 1, _width(most), _ABSENT)
    third = np.full(len(counts), _ABSENT)
    placed = np.flatnonzero(places)
    if len(placed):
        third[placed] = _width(np.maximum.reduceat(positions, running_sum(places[placed])[:-1]))
    often = np.where(second == _ABSENT, 0, counts)
    sizes = ((counts - 1) << first) + (often << second)
    lengths = _HEAD + sizes + (places << third)
    starts = running_sum(lengths)
    data = np.zeros(int(starts[-1]), np.uint8)
    data[starts[:-1]] = first | second << 2 | third << 4
    _write(data, starts[:-1] + 1, np.ones_like(counts), np.full(len(counts), 2), docs[begins])
    _write(data, starts[:-1] + _HEAD, counts - 1, first, deltas[following])
    _write(data, starts[:-1] + _HEAD + ((counts - 1) << first), often, second, freqs[np.repeat(often > 0, counts)])
    _write(data, starts[:-1] + _HEAD + sizes, places, third, positions)
    return _replaced(data, starts, _compressed(data, starts[:-1], sizes))


def _width(largest: Ints) -> Ints:
    """Return the code of the width needed for numbers up to this one."""
    return (largest >= 1 << 8).astype(np.int64) + (largest >= 1 << 16)


def _write(data: Bytes, starts: Ints, counts: Ints, widths: Ints, numbers: Ints) -> None:
    """Write so many numbers at each of these positions."""
    owner = np.repeat(widths, counts)
    for code in range(_ABSENT):
        chosen = widths == code
        if chosen.any():
            own = numbers[owner == code]
            at = list_ranges(np.zeros_like(starts[chosen]), counts[chosen])
            at <<= code
            at += np.repeat(starts[chosen], counts[chosen])
            letters = own.astype(_WIDTHS[code]).view(np.uint8).reshape(-1, 1 << code)
            for byte in range(1 << code):
                data[at + byte] = letters[:, byte]


def _compressed(data: Bytes, starts: Ints, sizes: Ints) -> Iterable[tuple[int, bytes, int]]:
    """Yield the compressed heads and first parts of long blocks: number, new bytes, former length."""
    for number in np.flatnonzero(sizes >= _COMPRESS_FROM).tolist():
        start, end = int(starts[number]), int(starts[number] + _HEAD + sizes[number])
        body = zlib.compress(data[start + _HEAD : end].tobytes(), 1)
        head = bytes((int(data[start]) | _COMPRESSED,)) + data[start + 1 : start + _HEAD].tobytes()
        yield number, head + len(body).to_bytes(4, "little") + body, end - start


def unpack_blocks(data: bytes, lengths: Ints, counts: Ints) -> PostingArrays:
    """Return the postings of concatenated blocks with these lengths: the inverse of `pack_blocks`."""
    raw = np.frombuffer(data, np.uint8)
    starts = running_sum(lengths)
    plain, lengths = _replaced(raw, starts, _inflated(raw, starts[:-1]))
    raw = np.frombuffer(plain, np.uint8)
    starts = running_sum(lengths)[:-1]
    how = raw[starts].astype(np.int64)
    first, second, third = how & 3, how >> 2 & 3, how >> 4 & 3
    docs = np.empty(int(counts.sum()), np.int64)
    begins = running_sum(counts)[:-1]
    following = np.ones(len(docs), np.bool_)
    following[begins] = False
    heads = _read(raw, starts + 1, np.ones_like(counts), np.full(len(counts), 2))
    docs[following] = _read(raw, starts + _HEAD, counts - 1, first)
    docs[begins] = 0
    np.cumsum(docs, out=docs)
    docs += np.repeat(heads - docs[begins], counts)
    freqs = np.ones(len(docs), np.int64)
    often = np.where(second == _ABSENT, 0, counts)
    starts = starts + _HEAD + ((counts - 1) << first)
    freqs[np.repeat(often > 0, counts)] = _read(raw, starts, often, second)
    places = np.where(third == _ABSENT, 0, np.add.reduceat(freqs, begins))
    return PostingArrays(counts, docs, freqs, places, _read(raw, starts + (often << second), places, third))


def _read(data: Bytes, starts: Ints, counts: Ints, widths: Ints) -> Ints:
    """Return so many numbers from each of these positions."""
    owner = np.repeat(widths, counts)
    numbers = np.zeros(len(owner), np.int64)
    for code in range(_ABSENT):
        chosen = widths == code
        if chosen.any():
            at = list_ranges(np.zeros_like(starts[chosen]), counts[chosen])
            at <<= code
            at += np.repeat(starts[chosen], counts[chosen])
            letters = np.empty((len(at), 1 << code), np.uint8)
            for byte in range(1 << code):
                letters[:, byte] = data[at + byte]
            numbers[owner == code] = letters.view(_WIDTHS[code])[:, 0]
    return numbers


def _inflated(data: Bytes, starts: Ints) -> Iterable[tuple[int, bytes, int]]:
    """Yield the decompressed heads and first parts of compressed blocks: number, new bytes, former length."""
    for number in np.flatnonzero(data[starts] & _COMPRESSED).tolist():
        start = int(starts[number])
        length = int.from_bytes(data[start + _HEAD : start + _HEAD + 4].tobytes(), "little")
        end = start + _HEAD + 4 + length
        head = bytes((int(data[start]) & ~_COMPRESSED,)) + data[start + 1 : start + _HEAD].tobytes()
        yield number, head + zlib.decompress(data[start + _HEAD + 4 : end].tobytes()), end - start


def _replaced(data: Bytes, starts: Ints, changes: Iterable[tuple[int, bytes, int]]) -> tuple[bytes, Ints]:
    """Return blocks and their lengths with replaced beginnings: by block number, the new one and the length of the
    old."""
    lengths = np.diff(starts)
    parts: list[bytes] = []
    at = 0
    for number, beginning, length in changes:
        parts += (data[at : starts[number]].tobytes(), beginning)
        at = int(starts[number]) + length
        lengths[number] += len(beginning) - length
    return b"".join([*parts, data[at:].tobytes()]), lengths
