"""Tells camera raw files apart by their content: by marks of their own, or by what their TIFF directories hold."""

from __future__ import annotations

from typing import BinaryIO

from archive.media_types import CR2, CR3, DNG, RAW, TYPES
from archive.pixels.reading import read_at
from archive.pixels.tiff import Entry, byte_order, is_tiff, number, text, tree

_MARKS = tuple((one.bytes, row.name) for row in TYPES if row.camera == RAW for one in row.magic)
_MAKERS = tuple((maker, row.name) for row in TYPES for maker in row.makers)
MAKE_TAG, DNG_VERSION_TAG = 271, 50706
_COMPRESSION_TAG, _PHOTOMETRIC_TAG = 259, 262
_MOSAIC = frozenset({32803, 34892})  # PhotometricInterpretation: colour filter array, linear raw (DNG 1.7)
# Compression of Sony, Samsung (three), Nikon, Kodak and Pentax
_PACKED = frozenset({32767, 32769, 32770, 32772, 34713, 65000, 65535})


def raw_type(file: BinaryIO) -> str | None:
    """The media type of a camera raw file; None for all others, and for raw files that are nothing but TIFF with a
    maker of no name here."""
    head = read_at(file, 0, 16)
    for mark, found in _MARKS:
        if head.startswith(mark):
            return found
    if head[4:12] == b"ftypcrx ":
        return CR3
    if not is_tiff(head):
        return None
    if head[8:11] == b"CR\2":
        return CR2
    return _by_directories(file, byte_order(head) or "<")


def holds_raw(file: BinaryIO) -> bool:
    """Whether a TIFF file of any maker holds what a sensor saw, so that its pictures are only previews of that."""
    order = byte_order(read_at(file, 0, 4))
    return order is not None and any(_is_raw(file, order, one) for one in tree(file, order))


def _by_directories(file: BinaryIO, order: str) -> str | None:
    found = tree(file, order)
    if not found:
        return None
    if DNG_VERSION_TAG in found[0]:
        return DNG
    make = text(file, order, found[0].get(MAKE_TAG)).upper()
    by_maker = next((kind for name, kind in _MAKERS if make.startswith(name)), None)
    if by_maker is None or not any(_is_raw(file, order, one) for one in found):
        return None
    return by_maker


def _is_raw(file: BinaryIO, order: str, directory: dict[int, Entry]) -> bool:
    photometric = number(file, order, directory.get(_PHOTOMETRIC_TAG))
    return photometric in _MOSAIC or number(file, order, directory.get(_COMPRESSION_TAG)) in _PACKED
