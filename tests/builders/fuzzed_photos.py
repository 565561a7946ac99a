"""Small pictures of every format with a caption in each metadata block, and ways to damage them."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache, partial

from PIL import Image

from tests.builders import raw_builders
from tests.builders.format_builders import heic
from tests.builders.photo_builders import (
    EXTENSION_MARK,
    UTF8,
    alternatives,
    ascii_tag,
    bytes_tag,
    chunk,
    comment,
    dataset,
    exif_segment,
    iim_segment,
    jpeg,
    md5,
    packet,
    picture,
    png,
    rational_tag,
    resource,
    riff,
    segment,
    short_tag,
    tiff,
    xmp_segment,
)

WORD = "dermaga"
"""A word in every caption of every seed."""
TEXT = f"Perahu di {WORD} baru."
RIGHTS = "Hak cipta 2025 Kantor Berita Teluk"
EXIF = tiff(
    [
        ascii_tag(270, TEXT.encode()),
        ascii_tag(315, b"Budi; An"),
        ascii_tag(271, b"Nikon"),
        ascii_tag(33432, RIGHTS.encode()),
        short_tag(274, 6),
    ],
    [
        ascii_tag(36867, b"2025:10:25 09:30:00"),
        bytes_tag(37510, b"ASCII\0\0\0words"),
        bytes_tag(37500, b"Nikon\0" * 20),
    ],
    [
        ascii_tag(1, b"S"),
        rational_tag(2, (6, 1), (10, 1), (30, 1)),
        ascii_tag(3, b"E"),
        rational_tag(4, (106, 1), (30, 1), (0, 1)),
    ],
)
IIM = UTF8 + b"".join(
    dataset(2, number, content)
    for number, content in (
        (120, TEXT.encode()),
        (80, b"Budi Santoso"),
        (116, RIGHTS.encode()),
        (110, b"ANTARA"),
        (55, b"20251025"),
    )
)
XMP = packet(
    alternatives("dc:description", x_default=TEXT) + alternatives("dc:rights", x_default=RIGHTS),
    'exif:GPSLatitude="6,10.5S" exif:GPSLongitude="106,30.2E"',
)


def _jpeg() -> bytes:
    stream = resource(0x0404, IIM) + resource(0x0425, md5(IIM))
    parts = [segment(0xED, b"Photoshop 3.0\0" + part) for part in (stream[:90], stream[90:])]
    extension = packet("<photoshop:Headline>Judul</photoshop:Headline>")
    guid = md5(extension).hex().upper().encode()
    main = packet(f'<dc:description xml:lang="id">{TEXT}</dc:description>', f'xmpNote:HasExtendedXMP="{guid.decode()}"')
    far = segment(0xE1, EXTENSION_MARK + guid + struct.pack(">II", len(extension), 0) + extension)
    return jpeg(exif_segment(EXIF), xmp_segment(main), far, *parts, comment(TEXT.encode()))


def _png() -> bytes:
    return png(
        chunk(b"eXIf", EXIF),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP),
        chunk(b"zTXt", b"Description\0\0" + zlib.compress(TEXT.encode())),
        chunk(b"tEXt", b"Author\0Budi"),
    )


def _saved(kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture().save(buffer, kind, **options)
    return buffer.getvalue()


def _tiff() -> bytes:
    info = {270: TEXT, 315: "Budi", 33432: RIGHTS, 700: XMP, 33723: IIM}
    return _saved("TIFF", tiffinfo=info)


def _mpo() -> bytes:
    exif = Image.Exif()
    exif[270], exif[33432] = TEXT, RIGHTS
    return _saved("MPO", save_all=True, append_images=[picture()], exif=exif)


def _gif() -> bytes:
    plain = _saved("GIF", comment=TEXT.encode())
    block = b"!\xff\x0bXMP DataXMP" + XMP + b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    return plain[:-1] + block + plain[-1:]


def _psd() -> bytes:
    resources = resource(0x0404, IIM) + resource(0x0424, XMP) + resource(0x0422, EXIF)
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 16, 16, 8, 3)
    blocks = struct.pack(">I", 0) + struct.pack(">I", len(resources)) + resources + struct.pack(">I", 0)
    return head + blocks + b"\0\0" + bytes(range(256)) * 3


def _dng() -> bytes:
    inside = _saved("JPEG")
    tags = [
        ascii_tag(270, TEXT.encode()),
        ascii_tag(33432, RIGHTS.encode()),
        bytes_tag(50706, b"\1\4\0\0", 1),
        bytes_tag(700, XMP, 1),
        short_tag(259, 7),
    ]
    sizes = [short_tag(256, 64), short_tag(257, 48), short_tag(258, 8), short_tag(262, 6)]
    strips = [(273, 4, 1, struct.pack("<I", 4096)), (279, 4, 1, struct.pack("<I", len(inside)))]
    return tiff([*tags, *sizes, *strips]).ljust(4096, b"\0") + inside


def _raw(kind: str) -> bytes:
    """Return a camera raw file, which has a different caption."""
    return bytes(getattr(raw_builders, kind)(_saved("JPEG")))


SEEDS: dict[str, Callable[[], bytes]] = {
    "jpg": _jpeg,
    "png": _png,
    "tif": _tiff,
    "webp": lambda: riff((b"EXIF", EXIF), (b"XMP ", XMP)),
    "avif": lambda: _saved("AVIF", exif=b"Exif\0\0" + EXIF, xmp=XMP),
    "xmp": lambda: XMP,
    "mpo": _mpo,
    "gif": _gif,
    "bmp": lambda: _saved("BMP"),
    "psd": _psd,
    "dng": _dng,
    "iim.jpg": lambda: jpeg(iim_segment(IIM)),
    "heic": lambda: heic(EXIF, XMP),
    **{kind: partial(_raw, kind) for kind in ("cr2", "cr3", "nef", "orf", "raf", "rw2")},
}


@cache
def seed(kind: str) -> bytes:
    """Return the undamaged file of this kind."""
    return SEEDS[kind]()


def _flip_bits(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 4, 16))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _fill(data: bytearray, chance: random.Random) -> None:
    start, count = chance.randrange(len(data)), chance.randrange(1, 64)
    data[start : start + count] = bytes([chance.choice((0, 0xFF, 0x7F, 0x80, chance.randrange(256)))]) * count


def _lie(data: bytearray, chance: random.Random) -> None:
    """Write 0, a large or the largest number at a random place, where a length may be."""
    for _ in range(chance.choice((1, 2, 6))):
        width = chance.choice((1, 2, 4))
        start = chance.randrange(min(len(data), chance.choice((64, 512, 1 << 20))))
        value = chance.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\1\0"))
        data[start : start + width] = value[:width]


def _cut_off(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def _cut_out(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.randrange(1, 400)]


def _double(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start:start] = data[start : start + chance.randrange(1, 800)] * chance.choice((1, 1, 30))


def _swap(data: bytearray, chance: random.Random) -> None:
    size = chance.randrange(1, max(2, min(400, len(data) // 2)))
    first, second = sorted(chance.randrange(max(1, len(data) - size)) for _ in range(2))
    if second - first >= size:
        one, other = data[first : first + size], data[second : second + size]
        data[first : first + size], data[second : second + size] = other, one


def _splice(data: bytearray, chance: random.Random) -> None:
    other = seed(chance.choice(sorted(SEEDS)))
    start = chance.randrange(len(data))
    data[start : start + chance.randrange(400)] = other[chance.randrange(len(other)) :][:2000]


DAMAGES = (_flip_bits, _fill, _lie, _cut_off, _cut_out, _double, _swap, _splice)


def damaged(kind: str, chance: random.Random) -> bytes:
    """Return the file of this kind with one or two kinds of damage."""
    data = bytearray(seed(kind))
    for _ in range(chance.choice((1, 1, 2))):
        chance.choice(DAMAGES)(data, chance)
        if not data:
            data += b"\0"
    return bytes(data)


def many(count: int, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Yield this many damaged files as (name, bytes), of all kinds in turn."""
    kinds = sorted(SEEDS)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        yield f"{number:05}.{kind}", damaged(kind, chance)
