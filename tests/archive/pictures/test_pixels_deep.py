"""TIFF, PSD, PNG, GIF and HEIC variants that other readers show in wrong colours, or not at all."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from archive.errors import Unreadable
from archive.pictures.thumbnails import small, thumbnail
from tests.builders.photo_builders import chunk

Pixels = npt.NDArray[Any]
SIZE = (96, 64)
PATCHES = {(16, 16): (230, 30, 20), (80, 16): (20, 200, 60), (16, 48): (30, 40, 210), (80, 48): (255, 255, 255)}


def picture() -> Pixels:
    pixels = np.empty((SIZE[1], SIZE[0], 3), np.uint8)
    pixels[:32, :48], pixels[:32, 48:] = PATCHES[16, 16], PATCHES[80, 16]
    pixels[32:, :48], pixels[32:, 48:] = PATCHES[16, 48], PATCHES[80, 48]
    return pixels


def grey() -> Pixels:
    return np.asarray(Image.fromarray(picture()).convert("L"))[..., None]


def tiff(pixels: Pixels, photometric: int, order: str = "<", rows: int = 20, **more: int) -> bytes:
    """Return a TIFF of these samples with `rows` per strip. `more`: packing, predictor, planar, extra, bits,
    orientation."""
    packing, separate = more.get("packing", 1), more.get("planar", 1) == 2
    bits = more.get("bits", pixels.dtype.itemsize * 8)
    kind = {"u": 1, "i": 2, "f": 3}[pixels.dtype.kind]
    planes = [pixels[..., band : band + 1] for band in range(pixels.shape[2])] if separate else [pixels]
    strips = [
        packed(plane[top : top + rows], order, packing, more.get("predictor", 1), bits)
        for plane in planes
        for top in range(0, pixels.shape[0], rows)
    ]
    places = np.cumsum([8, *map(len, strips)])
    tags: dict[int, tuple[int, list[int]]] = {
        256: (4, [pixels.shape[1]]), 257: (4, [pixels.shape[0]]), 258: (3, [bits] * pixels.shape[2]),
        259: (3, [packing]), 262: (3, [photometric]), 273: (4, [int(at) for at in places[:-1]]),
        274: (3, [more.get("orientation", 1)]), 277: (3, [pixels.shape[2]]), 278: (4, [rows]),
        279: (4, [len(strip) for strip in strips]), 284: (3, [more.get("planar", 1)]),
        317: (3, [more.get("predictor", 1)]), 339: (3, [kind] * pixels.shape[2]),
    }  # fmt: skip
    if "extra" in more:
        tags[338] = (3, [more["extra"]])
    body = b"".join(strips)
    body += bytes(len(body) % 2)
    directory, values = b"", b""
    start = 8 + len(body) + 2 + 12 * len(tags) + 4
    for tag in sorted(tags):
        form, numbers = tags[tag]
        data = struct.pack(f"{order}{len(numbers)}{'H' if form == 3 else 'I'}", *numbers)
        if len(data) > 4:
            values, data = values + data, struct.pack(order + "I", start + len(values))
        directory += struct.pack(order + "HHI", tag, form, len(numbers)) + data.ljust(4, b"\0")
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8 + len(body))
    return head + body + struct.pack(order + "H", len(tags)) + directory + bytes(4) + values


def packed(piece: Pixels, order: str, packing: int, predictor: int, bits: int) -> bytes:
    if bits == 12:
        wide = np.unpackbits(piece.astype(">u2").view(np.uint8).reshape(*piece.shape, 2), axis=3)[..., :12]
        return np.packbits(wide.reshape(piece.shape[0], -1), axis=1).tobytes()
    if predictor == 2:
        piece = np.diff(piece, axis=1, prepend=np.zeros_like(piece[:, :1]))
    data = np.ascontiguousarray(piece, piece.dtype.newbyteorder(">" if order == ">" else "<")).tobytes()
    if predictor == 3:
        rows, columns, bands = piece.shape
        high_first = np.ascontiguousarray(piece, piece.dtype.newbyteorder(">")).view(np.uint8)
        planes = high_first.reshape(rows, columns * bands, -1).transpose(0, 2, 1).reshape(rows, -1, bands)
        data = np.diff(planes, axis=1, prepend=np.zeros_like(planes[:, :1])).tobytes()
    return zlib.compress(data) if packing == 8 else data


WIDE = picture().astype(np.uint16) * 257
FLOAT = (picture() / 255).astype(np.float32)
ALPHA = np.full((*picture().shape[:2], 1), 65535, np.uint16)
INK = np.concatenate([255 - picture(), np.zeros_like(grey())], axis=2)
COLOURED = {
    "16 bits in planes": tiff(WIDE, 2, planar=2),
    "16 bits in planes, big-endian, deflated": tiff(WIDE, 2, ">", planar=2, packing=8, predictor=2),
    "32 bits": tiff(picture().astype(np.uint32) * 0x01010101, 2),
    "12 bits": tiff(WIDE, 2, bits=12),
    "floats": tiff(FLOAT, 2),
    "floats with a predictor": tiff(FLOAT, 2, ">", packing=8, predictor=3),
    "half floats": tiff(FLOAT.astype(np.float16), 2),
    "long floats": tiff(FLOAT.astype(np.float64), 2, ">"),
    "ink and a selection": tiff(np.concatenate([INK, INK[..., :1]], axis=2), 5, extra=0),
    "ink and transparency": tiff(np.concatenate([INK, np.full_like(grey(), 255)], axis=2), 5, extra=2),
    "deep colours and a selection": tiff(np.concatenate([WIDE, ALPHA, ALPHA], axis=2), 2, extra=0),
}
GREY = {
    "16 bits, white is zero": tiff(65535 - grey().astype(np.uint16) * 257, 0),
    "16 bits": tiff(grey().astype(np.uint16) * 257, 1),
    "16 bits and transparency": tiff(np.concatenate([grey().astype(np.uint16) * 257, ALPHA], axis=2), 1, extra=2),
    "32 bits": tiff(grey().astype(np.uint32) * 0x01010101, 1, ">"),
    "signed": tiff((grey().astype(np.int32) * 257 - 32768).astype(np.int16), 1),
    "floats": tiff((grey() / 255).astype(np.float32), 1),
}


def shown(data: bytes, folder: Path, size: int = 48) -> Image.Image:
    path = folder / "picture"
    path.write_bytes(data)
    return Image.open(folder / thumbnail(str(path), str(folder), size))


def near(image: Image.Image, x: int, y: int, colour: Sequence[int], by: int = 8) -> bool:
    return bool(np.allclose(np.asarray(image, int)[y, x], colour, atol=by))


def assert_alike(image: Image.Image, expected: Pixels) -> None:
    assert image.size == (48, 32)
    for x, y in PATCHES:
        wanted = expected[y, x] if expected.shape[2] == 3 else [expected[y, x, 0]] * 3
        assert near(image, x // 2, y // 2, wanted), f"{image.getpixel((x // 2, y // 2))} instead of {wanted}"


@pytest.mark.parametrize("name", COLOURED)
def test_colours_of_every_kind_of_samples_are_shown_as_they_are(name: str, tmp_path: Path) -> None:
    assert_alike(shown(COLOURED[name], tmp_path), picture())


@pytest.mark.parametrize("name", GREY)
def test_greys_of_every_kind_of_samples_are_shown_as_they_are(name: str, tmp_path: Path) -> None:
    assert_alike(shown(GREY[name], tmp_path), grey())


def test_edges_of_a_grey_png_of_sixteen_bits_make_it_no_darker(tmp_path: Path) -> None:
    bars = np.full((90, 120), 30000, np.uint16)
    bars[:, ::7] = bars[:, 1::7] = bars[:, 2::7] = 65535
    file = io.BytesIO()
    Image.fromarray(bars).save(file, "PNG")
    got = np.asarray(shown(file.getvalue(), tmp_path, 100)).mean()
    assert abs(got - bars.mean() / 257) < 4


def test_deep_colours_are_turned_upright(tmp_path: Path) -> None:
    turned = shown(tiff(WIDE, 2, planar=2, orientation=6), tmp_path)
    assert turned.size == (32, 48)
    assert near(turned, 24, 8, PATCHES[16, 16])


def test_of_deep_colours_with_a_damaged_strip_the_others_are_shown(tmp_path: Path) -> None:
    data = bytearray(tiff(FLOAT, 2, packing=8))
    data[12:40] = bytes(28)
    path = tmp_path / "damaged.tif"
    path.write_bytes(data)
    picture = small(path, 48)
    assert picture.problem
    assert near(picture.image, 8, 24, PATCHES[16, 48])


def test_damaged_deep_colours_are_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "damaged.tif"
    data = bytearray(tiff(FLOAT, 2, packing=8))
    data[8 : struct.unpack("<I", data[4:8])[0]] = bytes(struct.unpack("<I", data[4:8])[0] - 8)
    path.write_bytes(data)
    with pytest.raises(Unreadable):
        small(path, 48)


def document(channels: int, layers: bytes) -> bytes:
    """Return a Photoshop document with the colours, extra channels that are black in their upper half, and these
    layers."""
    mask = np.full((64, 96), 255, np.uint8)
    mask[:32] = 0
    planes = [*(picture()[..., band].tobytes() for band in range(3)), *[mask.tobytes()] * (channels - 3)]
    coded = [b"".join(b"\x5f" + plane[row * 96 :][:96] for row in range(64)) for plane in planes]
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, channels, 64, 96, 8, 3)
    counts = struct.pack(">H", 97) * 64 * channels
    return head + bytes(8) + struct.pack(">I", len(layers)) + layers + b"\0\1" + counts + b"".join(coded)


@pytest.mark.parametrize("channels", [4, 5, 6])
def test_selections_saved_in_a_photoshop_document_hide_nothing(channels: int, tmp_path: Path) -> None:
    assert_alike(shown(document(channels, b""), tmp_path), picture())
    one_layer = struct.pack(">Ih", 4, 1) + bytes(6)
    assert_alike(shown(document(channels, one_layer), tmp_path), picture())


@pytest.mark.parametrize("channels", [4, 5])
def test_transparency_of_a_photoshop_document_is_shown_white(channels: int, tmp_path: Path) -> None:
    half = picture()
    half[:32] = 255
    merged = struct.pack(">Ih", 4, -1) + bytes(6)
    assert_alike(shown(document(channels, merged), tmp_path), half)
    deep = bytes(8) + b"8BIMLr16" + struct.pack(">Ih", 4, -1) + bytes(2)
    assert_alike(shown(document(channels, deep), tmp_path), half)


def png(*chunks: bytes) -> bytes:
    rows = b"".join(b"\0" + row.tobytes() for row in np.full((8, 8, 3), 100, np.uint8))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("chunks", "value"),
    [
        ([], 100),
        ([chunk(b"gAMA", struct.pack(">I", 45455))], 100),
        ([chunk(b"gAMA", struct.pack(">I", 100000))], 168),  # linear light, as renderers write it
        ([chunk(b"gAMA", struct.pack(">I", 55556))], 119),  # old Macintoshes
        ([chunk(b"sRGB", b"\0"), chunk(b"gAMA", struct.pack(">I", 100000))], 100),
        ([chunk(b"gAMA", struct.pack(">I", 0))], 100),
        ([chunk(b"gAMA", struct.pack(">I", 1))], 100),
    ],
)
def test_a_png_is_as_bright_as_its_gamma_says(chunks: list[bytes], value: int, tmp_path: Path) -> None:
    assert near(shown(png(*chunks), tmp_path), 4, 4, [value] * 3, 3)


def test_where_the_first_frame_of_a_gif_is_not_there_is_white(tmp_path: Path) -> None:
    file = io.BytesIO()
    Image.new("P", (40, 20), 0).save(file, "GIF")
    data = bytearray(file.getvalue())
    data[6:10] = struct.pack("<HH", 80, 40)  # the canvas that the frame is drawn on
    picture = shown(bytes(data), tmp_path, 80)
    assert picture.size == (80, 40)
    assert near(picture, 10, 10, (0, 0, 0))
    assert near(picture, 70, 30, (255, 255, 255))


TWO_IN_ONE = base64.b64decode(  # a HEIC with a red picture followed by a blue one
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAYRtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9j"
    "AAAAAERAAAIAAQAAAAABqAABAAAAAAAAABwAAgAAAAABxAABAAAAAAAAAB0AAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAA"
    "ABVpbmZlAgAAAAACAABodmMxAAAAAA5waXRtAAAAAAABAAAA3WlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNg"
    "AAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAH"
    "RAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAABBwaXhpAAAAAAMICAgAAAAeaXBtYQAAAAAAAAACAAEE"
    "gQIDBAACBIECAwQAAABBbWRhdAAAABgoAa8TgOUzwJ//7QKP/4BM8PvP1rVD1PgAAAAZKAGvE4DmqHDT//6eFFf+hDq/2EktJ5v3wA=="
)


def test_of_a_heic_with_several_pictures_the_primary_one_is_shown_small(tmp_path: Path) -> None:
    picture = shown(TWO_IN_ONE, tmp_path, 32)
    assert picture.size == (32, 32)
    assert near(picture, 16, 16, (200, 40, 30), 12)
