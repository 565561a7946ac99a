"""Build HEIC, Photoshop and GIF files, and colour profiles, for the tests."""

from __future__ import annotations

import base64
import importlib
import io
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageCms

_CORPUS = Path(__file__).parents[2] / "sample_corpus"
# The corners of raw_builders, 320 x 240, encoded once with x265.
_CORNERS = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ACJpbG9jAAAAAERAAAEAAQAAAAABZgABAAAAAAAAAdIAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRt"
    "AAAAAAABAAAAwmlwcnAAAACkaXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAPPAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMA"
    "AAMAPLoCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwA8oAoIDxZbqSSmubgIaDAgAAADAyAAAAMAIWIAAQAHRAHBcrBiQAAAABRpc3Bl"
    "AAAAAAAAAUAAAADwAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAgMAAAHabWRhdAAAAc4oAa8TII/BMxi3TUKH"
    "DT//2gUf/wCZ4fk9zJkmegnhDTdn1u9Wrd9dfZg7tC+5K2ZnR4e/AbXyWuF3BKWkg8tzB8X+ak8xyYW/61n+J1Cc5mJz/zC4mNqi"
    "gpWNZK3DBJWl2ALxIquoJPPPF0Emn1jbfor4ZoJ4PAKtLCy2IftvYUtNMakU3LN3MXI4Llw22jbwJr5HuijhW3Gd8wKlzf3YL/VQ"
    "EQyY9vh+bLQdnACDpCl///9glh9yUr9tx0aBQ/KHdeq6ncQzIZHHBM+LwykzqSvbhqA9Ni+fdM7xRjznx0Ll2F/cX4JeeBws+/iO"
    "yr1xw9fcx1V/cKn5Z5QSHM03Na+QeHrR4zLy9+NcMi+wAAR0AA3AAIoAKCCdiB+1uRWEK2nNmfUPl5me1PuqCGj/R801QdJsyw/U"
    "+e7wiroKoRpL1TJpIAAAAwAjYNWjIAAItJK12Gj1TUqd+aMSTs3FqjDQCgBArNAAhkTNVVLO1N8+CH6yCk8OvhiwMsNfWZ18jh3P"
    "+23WVXyY4AAf/EkKRfz/x0ZmkF1EYarkbAz41fOnAmJR+3FZz+UHYGIwF/MkcsFNF+iwPrXAsWEVXxkBrh+IAAADAYoAAT4ABTw="
)


def heic(exif: bytes = b"", xmp: bytes = b"", turn: int = 1) -> bytes:
    """Return the corners as a HEIC file with the orientation `turn`, an EXIF block and a packet."""
    sys.path.insert(0, str(_CORPUS))
    try:
        making = importlib.import_module("making.heic")
    finally:
        sys.path.remove(str(_CORPUS))
    return bytes(making.into_heic(_CORNERS, exif, xmp, turn))


PSD_MODES = {"1": 0, "L": 1, "P": 2, "RGB": 3, "CMYK": 4, "LAB": 9}


def psd(image: Image.Image, resources: bytes = b"", depth: int = 8, version: int = 1, packed: bool = True) -> bytes:
    """Return a Photoshop document without layers: its composite, as PackBits or uncompressed."""
    width, height = image.size
    bands = image.split() if image.mode != "P" else (image,)
    header = b"8BPS" + struct.pack(">H6xHIIHH", version, len(bands), height, width, depth, PSD_MODES[image.mode])
    colours = b""
    if image.mode == "P":
        palette = bytes(image.getpalette() or ()).ljust(768, b"\0")
        colours = palette[0::3] + palette[1::3] + palette[2::3]
    planes = [_plane(band, image.mode, depth) for band in bands]
    rows = [
        plane[at : at + len(plane) // height] for plane in planes for at in range(0, len(plane), len(plane) // height)
    ]
    data = struct.pack(">H", int(packed))
    if packed:
        coded = [_packbits(row) for row in rows]
        data += b"".join(struct.pack(">I" if version == 2 else ">H", len(row)) for row in coded) + b"".join(coded)
    else:
        data += b"".join(rows)
    sections = struct.pack(">I", len(colours)) + colours + struct.pack(">I", len(resources)) + resources
    return header + sections + bytes(8 if version == 2 else 4) + data


def _plane(band: Image.Image, mode: str, depth: int) -> bytes:
    data = band.tobytes()
    if mode == "CMYK":
        data = bytes(255 - value for value in data)
    return data if depth == 8 else bytes(byte for value in data for byte in (value, value))


def _packbits(row: bytes) -> bytes:
    """Return a row as literal runs: PackBits without compression (TIFF 6.0 section 9)."""
    parts = [row[at : at + 128] for at in range(0, len(row), 128)]
    return b"".join(bytes([len(part) - 1]) + part for part in parts)


def psd_thumbnail(jpeg: bytes, width: int, height: int) -> bytes:
    """The content of resource 0x040C."""
    return struct.pack(">6IHH", 1, width, height, width * 3, width * height * 3, len(jpeg), 24, 1) + jpeg


def gif(image: Image.Image, comment: bytes = b"", xmp: bytes = b"", frames: Sequence[Image.Image] = ()) -> bytes:
    """Return a GIF with a comment and an XMP packet before its first frame."""
    buffer = io.BytesIO()
    if frames:
        image.save(buffer, "GIF", save_all=True, append_images=list(frames))
    else:
        image.save(buffer, "GIF")
    data = buffer.getvalue()
    start = 13 + (3 * 2 ** ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    parts = [comment[at : at + 255] for at in range(0, len(comment), 255)]
    said = b"\x21\xfe" + b"".join(bytes([len(part)]) + part for part in parts) + b"\0" if comment else b""
    trailer = b"\1" + bytes(range(255, -1, -1)) + b"\0"
    if xmp:
        said += b"\x21\xff\x0bXMP DataXMP" + xmp + trailer
    return b"GIF89a" + data[6:start] + said + data[start:]


P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
ADOBE = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))


def profile(primaries: Sequence[Sequence[float]]) -> bytes:
    """Return the profile of a colour space with these primaries (red, green, blue as XYZ under D50) and the sRGB
    curve."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for name, values in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True):
        entry = data.index(name)
        place = int.from_bytes(data[entry + 4 : entry + 8], "big")
        data[place + 8 : place + 20] = struct.pack(">3i", *(round(value * 65536) for value in values))
    return bytes(data)
