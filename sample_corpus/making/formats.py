"""Writes the photographs of the corpus that are no JPEG, PNG, TIFF or WebP: HEIC, AVIF, Photoshop, GIF, BMP and DNG."""

from __future__ import annotations

import io
import struct
from pathlib import Path

from PIL import Image, ImageOps

from making import metadata as meta
from making.heic import into_heic

SOURCES = Path(__file__).parent / "sources"


def heic(picture: Image.Image, photo: meta.Photo) -> bytes:
    """The lighthouse as it was encoded once (there is no encoder to make it again with), with its metadata."""
    del picture
    source = (SOURCES / photo.name).read_bytes()
    return into_heic(source, meta.tiff(photo, (960, 640), []), meta.xmp(photo))


def avif(picture: Image.Image, photo: meta.Photo) -> bytes:
    """An AVIF with EXIF and XMP."""
    out, scaled = io.BytesIO(), small(picture, 960)
    scaled.save(out, "AVIF", quality=45, speed=6, exif=meta.tiff(photo, scaled.size, []), xmp=meta.xmp(photo))
    return out.getvalue()


def psd(picture: Image.Image, photo: meta.Photo) -> bytes:
    """A Photoshop document without layers: image resources, and the composite as it is, plane by plane."""
    scaled = small(picture, 150)
    packet = meta.xmp(photo)
    resources = meta.photoshop(meta.iim(photo))
    resources += b"8BIM" + struct.pack(">HHI", 0x0424, 0, len(packet)) + packet + b"\0" * (len(packet) % 2)
    header = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, scaled.height, scaled.width, 8, 3)
    planes = b"".join(band.tobytes() for band in scaled.split())
    return header + bytes(4) + struct.pack(">I", len(resources)) + resources + bytes(4) + b"\0\0" + planes


def gif(picture: Image.Image, photo: meta.Photo) -> bytes:
    """A GIF of two frames; the caption is its comment, and XMP stands in an application extension."""
    out, first = io.BytesIO(), small(picture, 240).quantize(32)
    second = ImageOps.posterize(small(picture, 240), 2).quantize(32)
    first.save(out, "GIF", save_all=True, append_images=[second], duration=500, comment=photo.caption.encode())
    data = out.getvalue()
    start = 13 + 3 * 2 ** ((data[10] & 7) + 1)
    trailer = b"\1" + bytes(range(255, -1, -1)) + b"\0"  # leads a reader of sub-blocks out of the packet
    return data[:start] + b"\x21\xff\x0bXMP DataXMP" + meta.xmp(photo) + trailer + data[start:]


def bmp(picture: Image.Image, photo: meta.Photo) -> bytes:
    """A BMP, which has no room for metadata."""
    del photo
    out = io.BytesIO()
    small(picture, 240).quantize(16).save(out, "BMP")
    return out.getvalue()


def dng(picture: Image.Image, photo: meta.Photo) -> bytes:
    """A raw file (DNG 1.4): a JPEG preview, and below it what a sensor of 96 x 64 would have seen of the scene."""
    out, preview = io.BytesIO(), small(picture, 720)
    preview.save(out, "JPEG", quality=60, optimize=True)
    packet = meta.xmp(photo)
    more = [meta.long(254, 1), meta.long(256, preview.width), meta.long(257, preview.height)]
    more += [meta.short(258, 8, 8, 8), meta.short(259, 7), meta.short(262, 6), meta.short(277, 3)]
    more += [meta.long(278, preview.height), (700, meta.BYTE, len(packet), packet)]
    more += [(50706, meta.BYTE, 4, b"\1\4\0\0"), meta.ascii_entry(50708, "Lensa Laut LL-45")]
    length = len(meta.tiff(photo, preview.size, [*more, meta.long(330, 0)], out.getvalue()))
    pad = b"\0" * (length % 2)
    whole = meta.tiff(photo, preview.size, [*more, meta.long(330, length + len(pad))], out.getvalue()) + pad
    return whole + _sensor(picture, len(whole))


def _sensor(picture: Image.Image, offset: int) -> bytes:
    """A directory that stands at `offset`, and the mosaic of red, green and blue that it tells of."""
    small = picture.resize((96, 64), Image.Resampling.BOX)
    red, green, blue = (band.tobytes() for band in small.split())
    rows = []
    for at in range(0, 96 * 64, 96):
        even = at // 96 % 2 == 0
        one, other = (red, green) if even else (green, blue)
        rows.append(b"".join(bytes([one[at + x], other[at + x + 1]]) for x in range(0, 96, 2)))
    mosaic = b"".join(rows)
    entries = [meta.long(254, 0), meta.long(256, 96), meta.long(257, 64), meta.short(258, 8), meta.short(259, 1)]
    entries += [meta.short(262, 32803), meta.long(273, 0), meta.short(277, 1), meta.long(278, 64)]
    entries += [meta.long(279, len(mosaic)), meta.short(33421, 2, 2), (33422, meta.BYTE, 4, b"\0\1\1\2")]
    length = len(meta.directory(entries, offset))
    entries[6] = meta.long(273, offset + length)
    return meta.directory(entries, offset) + mosaic


def small(picture: Image.Image, width: int) -> Image.Image:
    """The scene seen from the other side, so that it is not the picture of another file again."""
    height = round(width * picture.height / picture.width)
    return ImageOps.mirror(picture.resize((width, height), Image.Resampling.LANCZOS))
