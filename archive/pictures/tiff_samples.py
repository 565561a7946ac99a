"""Decode TIFF samples that Pillow reads wrongly or not at all: floats, wide integers, odd channels.

Sources: TIFF 6.0, and for the float predictor Adobe Photoshop TIFF Technical Note 3.
"""

from __future__ import annotations

import io
import math
import struct
from typing import Any, BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, TiffImagePlugin

from archive.pictures.containers import (
    TiffEntry,
    byte_order,
    entry_bytes,
    entry_number,
    entry_numbers,
    is_tiff,
    iter_main_directories,
    read_at,
)
from archive.pictures.formats import MOST_PIXELS

_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC = 256, 257, 258, 259, 262
_STRIPS, _SAMPLES, _ROWS, _STRIP_LENGTHS, _PLANAR, _PREDICTOR = 273, 277, 278, 279, 284, 317
_TILE_WIDTH, _TILE_HEIGHT, _TILES, _TILE_LENGTHS, _EXTRA, _FORMAT = 322, 323, 324, 325, 338, 339
_ORIENTATION, _PROFILE = 274, 34675
_COLOURS = {0: ("L", 1), 1: ("L", 1), 2: ("RGB", 3), 5: ("CMYK", 4), 8: ("LAB", 3)}  # photometric -> mode, channels
_PACKINGS = frozenset({1, 5, 8, 32773, 32946})  # none, LZW, Deflate, PackBits, Deflate by its old number
_WHITE_IS_ZERO, _CIELAB, _SEPARATE, _SIGNED, _FLOAT = 0, 8, 2, 2, 3
_ASSOCIATED, _UNASSOCIATED = 1, 2
_MOST_PIECES = 1 << 16
_MOST_CHANNELS = 16
_MOST_BYTES = 384 << 20  # of one strip or tile

Samples = NDArray[Any]


class Layout(NamedTuple):
    """The layout of the samples in a TIFF file: `pieces` are strips or tiles as (offset, length), each `across` x
    `down`."""

    order: str
    width: int
    height: int
    bits: int
    format: int
    samples: int
    photometric: int
    compression: int
    predictor: int
    separate: bool
    alpha: int
    across: int
    down: int
    pieces: list[tuple[int, int]]
    orientation: int
    profile: bytes | None

    @property
    def dtype(self) -> np.dtype[Any]:
        """Return the type of a stored sample."""
        return np.dtype(f"{self.order}{'f' if self.format == _FLOAT else 'u'}{self.bits // 8}")


def deep_layout(file: BinaryIO) -> Layout | None:
    """Return the layout of a TIFF file to be decoded here, None for files that Pillow decodes correctly."""
    order = byte_order(head) if is_tiff(head := read_at(file, 0, 4)) else None
    if order is None:
        return None
    tags = {entry.tag: entry for entry in reversed(next(iter_main_directories(file, order), []))}
    bits = set(entry_numbers(file, order, tags.get(_BITS), _MOST_CHANNELS))
    formats = set(entry_numbers(file, order, tags.get(_FORMAT), _MOST_CHANNELS)) or {1}
    if len(bits) != 1 or len(formats) != 1:
        return None
    layout = _layout(file, order, tags, bits.pop(), formats.pop())
    return layout if _readable(layout) and not _known(layout) else None


def decode_deep(file: BinaryIO, layout: Layout, lenient: bool = False) -> Image.Image:
    """Return the picture in eight bits, not yet in sRGB nor upright. `lenient`: what there is of a file that ends
    early. Raise OSError or ValueError if its data is damaged."""
    mode, colours = _COLOURS[layout.photometric]
    kept = colours + (layout.alpha != 0 and mode != "LAB" and layout.samples > colours)
    canvas = np.full((layout.height, layout.width, kept), 255, np.uint8)
    columns = math.ceil(layout.width / layout.across)
    per_plane = columns * math.ceil(layout.height / layout.down)
    for index, (place, length) in enumerate(layout.pieces[: per_plane * (layout.samples if layout.separate else 1)]):
        plane, at = divmod(index, per_plane)
        if plane >= kept:
            break
        top, left = at // columns * layout.down, at % columns * layout.across
        try:
            file.seek(place)
            piece = _piece(file.read(min(length, _MOST_BYTES)), layout, min(layout.down, layout.height - top))
        except (OSError, ValueError):
            if lenient:
                continue
            raise
        piece = _eight_bits(piece[: layout.height - top, : layout.width - left], layout)
        target = canvas[top : top + piece.shape[0], left : left + piece.shape[1]]
        if layout.separate:
            target[..., plane] = piece[..., 0]
        else:
            target[...] = piece[..., :kept]
    return _image(canvas, mode, layout.alpha if kept > colours else 0)


def _layout(file: BinaryIO, order: str, tags: dict[int, TiffEntry], bits: int, sample_format: int) -> Layout:
    def one(tag: int, default: int = 0) -> int:
        return entry_number(file, order, tags.get(tag)) or default

    def many(tag: int) -> list[int]:
        return entry_numbers(file, order, tags.get(tag), _MOST_PIECES)

    width, height, tiled = one(_WIDTH), one(_HEIGHT), _TILES in tags
    places, lengths = (many(_TILES), many(_TILE_LENGTHS)) if tiled else (many(_STRIPS), many(_STRIP_LENGTHS))
    extra = entry_numbers(file, order, tags.get(_EXTRA), 1)
    profile = tags.get(_PROFILE)
    return Layout(
        order, width, height, bits, sample_format, one(_SAMPLES, 1),
        one(_PHOTOMETRIC), one(_COMPRESSION, 1), one(_PREDICTOR, 1), one(_PLANAR, 1) == _SEPARATE,
        extra[0] if extra and extra[0] in (_ASSOCIATED, _UNASSOCIATED) else 0,
        one(_TILE_WIDTH) if tiled else width, one(_TILE_HEIGHT) if tiled else min(one(_ROWS, height), height),
        list(zip(places, lengths, strict=False)), one(_ORIENTATION, 1),
        entry_bytes(file, order, profile) if profile else None,
    )  # fmt: skip


def _readable(layout: Layout) -> bool:
    colours = _COLOURS.get(layout.photometric, ("", _MOST_CHANNELS))[1]
    widths = (16, 32, 64) if layout.format == _FLOAT else (8, 10, 12, 14, 16, 32)
    sizes = layout.width * layout.height, layout.across * layout.down
    return (
        colours <= layout.samples <= _MOST_CHANNELS
        and layout.bits in widths
        and layout.format in (1, _SIGNED, _FLOAT)
        and layout.compression in _PACKINGS
        and layout.predictor in ((1, 2, 3) if layout.bits % 8 == 0 else (1,))
        and all(0 < pixels <= MOST_PIXELS for pixels in sizes)
        and layout.across * layout.down * layout.samples * layout.bits // 8 <= _MOST_BYTES
        and len(layout.pieces) > 0
    )


def _known(layout: Layout) -> bool:
    """Return whether Pillow reads it correctly: 8-bit samples except ink with extra channels, and 16-bit integers in
    Pillow's own channel order."""
    colours = _COLOURS[layout.photometric][1]
    if layout.bits == 8:
        return layout.samples <= colours + (layout.photometric != 5)
    if layout.format == _FLOAT:
        return layout.bits == 32 and layout.samples == 1 and layout.photometric == 1
    if layout.bits != 16 or layout.photometric in (_WHITE_IS_ZERO, _CIELAB) or layout.format == _SIGNED:
        return False
    extra = layout.samples - colours
    return not (layout.separate and layout.samples > 1) and extra <= (layout.photometric == 2)


def _piece(data: bytes, layout: Layout, rows: int) -> Samples:
    """Return the samples of one strip or tile, as rows x columns x channels. Tiles are always complete."""
    channels = 1 if layout.separate else layout.samples
    rows = layout.down if layout.across != layout.width else rows
    row = -(-layout.across * channels * layout.bits // 8)
    raw = np.frombuffer(_unpacked(data, layout.compression, row, rows), np.uint8)
    if raw.size < row * rows:
        raise OSError("image file is truncated")
    raw = raw[: row * rows]
    if layout.bits % 8:  # rows are padded to whole bytes; only the highest eight bits of each sample are kept
        single = np.unpackbits(raw.reshape(rows, row), axis=1)[:, : layout.across * channels * layout.bits]
        return np.packbits(single.reshape(rows, layout.across, channels, layout.bits)[..., :8], axis=3)[..., 0]
    if layout.predictor == 3 and layout.format == _FLOAT:
        summed = np.cumsum(raw.reshape(rows, -1, channels), axis=1, dtype=np.uint8)
        planes = summed.reshape(rows, layout.bits // 8, -1)  # the highest bytes of all samples come first
        raw = np.ascontiguousarray(planes.transpose(0, 2, 1)).reshape(-1)
        return raw.view(layout.dtype.newbyteorder(">")).reshape(rows, layout.across, channels)
    samples = raw.view(layout.dtype).reshape(rows, layout.across, channels)
    if layout.predictor == 2 and layout.format != _FLOAT:
        return np.cumsum(samples, axis=1, dtype=layout.dtype.newbyteorder("="))
    return samples


def _unpacked(data: bytes, compression: int, row: int, rows: int) -> bytes:
    """Return the unpacked bytes of a strip, using libtiff: it gets them as an 8-bit grey picture."""
    if compression == 1:
        return data
    tags = [(_WIDTH, row), (_HEIGHT, rows), (_BITS, 8), (_COMPRESSION, compression), (_PHOTOMETRIC, 1)]
    tags += [(_STRIPS, 134), (_SAMPLES, 1), (_ROWS, rows), (_STRIP_LENGTHS, len(data))]
    directory = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    file = struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + directory + bytes(4)
    with TiffImagePlugin.TiffImageFile(io.BytesIO(file.ljust(134, b"\0") + data)) as image:
        return image.tobytes()


def _eight_bits(samples: Samples, layout: Layout) -> NDArray[np.uint8]:
    """Return the highest byte of integers; for floats, 0 to 1 as 0 to 255. White becomes 255."""
    if layout.format == _FLOAT:
        scaled = np.nan_to_num(samples.astype(np.float32), nan=0.0, posinf=1.0, neginf=0.0)
        eight = (np.clip(scaled, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
    else:
        eight = (samples >> (8 * samples.itemsize - 8)).astype(np.uint8)
        if layout.format == _SIGNED and layout.photometric != _CIELAB:
            eight ^= 0x80
    if layout.photometric == _WHITE_IS_ZERO:
        eight[..., 0] ^= 0xFF
    return eight


def _image(canvas: NDArray[np.uint8], mode: str, alpha: int) -> Image.Image:
    size = (canvas.shape[1], canvas.shape[0])
    if mode == "CMYK" and alpha == _UNASSOCIATED:  # no ink is white
        canvas = (canvas[..., :4] * (canvas[..., 4:] / np.float32(255)) + np.float32(0.5)).astype(np.uint8)
    if mode == "CMYK":
        return Image.frombytes(mode, size, np.ascontiguousarray(canvas[..., :4]))
    if mode == "LAB":  # a and b are signed: Pillow converts them on unpacking
        return Image.frombytes("LAB", size, canvas, "raw", "LAB")
    if alpha == 0:
        return Image.frombytes(mode, size, np.ascontiguousarray(canvas))
    if mode == "L":
        canvas = canvas[..., [0, 0, 0, 1]]
    image = Image.frombytes("RGBa" if alpha == _ASSOCIATED else "RGBA", size, np.ascontiguousarray(canvas))
    return image.convert("RGBA")
