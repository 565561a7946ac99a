"""Malicious picture files that waste their reader's time or memory, or mislead it, each named after its attack."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Sequence

from PIL import Image

from tests.builders.fuzzed_photos import EXIF, IIM, TEXT, XMP
from tests.builders.photo_builders import (
    ascii_tag,
    chunk,
    comment,
    dataset,
    encoded,
    exif_segment,
    iim_segment,
    jpeg,
    packet,
    picture,
    png,
    resource,
    riff,
    segment,
    tiff,
    xmp_segment,
)

MOST = 0xFFFFFFFF
Entry = tuple[int, int, int, int]  # tag, type, count, value or offset


def ifds(*directories: tuple[Sequence[Entry], int], tail: bytes = b"") -> bytes:
    """Return a little-endian TIFF structure of consecutive directories, each with the offset of the next one."""
    out = b"II*\0\x08\0\0\0"
    for entries, following in directories:
        out += struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
        out += struct.pack("<I", following)
    return out + tail


def _counts() -> bytes:
    tags = (256, 270, 271, 274, 306, 315, 700, 33432, 33723, 34665, 34853, 37510, 40092)
    return jpeg(exif_segment(ifds(([(tag, kind, MOST, 8) for tag in tags for kind in (2, 4, 5, 7)], MOST))))


def _pointer_loop(tag: int) -> bytes:
    """Return a directory whose pointer in this tag leads back to itself."""
    return jpeg(exif_segment(ifds(([(270, 2, 4, 0x41414141), (tag, 4, 1, 8)], 8))))


def _mutual_loop() -> bytes:
    one = [(34665, 4, 1, 26), (330, 4, 1, 26)]
    return jpeg(exif_segment(ifds((one[:1], 26), (one, 8)) + bytes(64)))


def _tree_of_subs() -> bytes:
    """Return sixteen directories, each with sixteen entries that all point to the next one: 16^16 paths."""
    out, size = b"II*\0\x08\0\0\0", 2 + 16 * 12 + 4
    for number in range(16):
        following = 8 + (number + 1) * size
        entries = b"".join(struct.pack("<HHII", tag, 4, 1, following) for tag in [34665, 34853, 330, 40965] * 4)
        out += struct.pack("<H", 16) + entries + struct.pack("<I", following)
    return jpeg(exif_segment(out))


def _chain(count: int) -> bytes:
    return ifds(*[([(270, 2, 4, 0x41414141)], 8 + 18 * (number + 1)) for number in range(count)])


def _one_value_for_all() -> bytes:
    """Return 65,000 tags that share one value of a megabyte."""
    place = 8 + 2 + 65_000 * 12 + 4
    return ifds(([(tag, 7, 1 << 20, place) for tag in range(65_000)], 0), tail=b"a" * (1 << 20))


def _wide(compression: int, **more: int) -> bytes:
    """Return a TIFF that claims four billion strips or tiles of an enormous picture."""
    entries = {256: 0x7FFFFFFF, 257: 1, 258: 8, 259: compression, 262: 1, 278: 1, 273: 8, 279: MOST}
    entries.update({int(tag[1:]): value for tag, value in more.items()})
    counts = {273: MOST, 279: MOST, 324: MOST, 325: MOST}
    return ifds(([(tag, 4, counts.get(tag, 1), value) for tag, value in sorted(entries.items())], 0))


def _deflated_tiff(side: int) -> bytes:
    """Return a square picture of this side that is all zeros, packed into a few kilobytes."""
    data = zlib.compress(bytes(side * side), 9)
    place = 8 + 2 + 9 * 12 + 4
    known = {256: side, 257: side, 258: 8, 259: 8, 262: 1, 273: place, 277: 1, 278: side, 279: len(data)}
    return ifds(([(tag, 4, 1, value) for tag, value in known.items()], 0), tail=data)


def _xml(body: str, before: str = "") -> bytes:
    return before.encode() + packet(body)


def _laughs() -> str:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY a0 "ha">{lines}]>'


def _in_xmp(data: bytes) -> bytes:
    """Return a WebP file with a packet of any length, because its blocks are not limited to 64 kB."""
    return riff((b"XMP ", data))


def _nested(depth: int) -> bytes:
    return packet("<dc:x><rdf:Seq><rdf:li>" * depth + "</rdf:li></rdf:Seq></dc:x>" * depth)


def _attributes(count: int) -> bytes:
    return packet("", " ".join(f'dc:a{n}="x"' for n in range(count)))


def _bytes_png(width: int, height: int, rows: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    text = chunk(b"tEXt", b"Description\0" + TEXT.encode())
    return b"\x89PNG\r\n\x1a\n" + head + text + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def _claims(width: int, height: int) -> bytes:
    """Return a JPEG whose frame header claims this size."""
    whole = bytearray(jpeg(exif_segment(EXIF)))
    place = whole.rindex(b"\xff\xc0") + 5
    struct.pack_into(">HH", whole, place, height, width)
    return bytes(whole)


def _scans(side: int, times: int) -> bytes:
    """Return a progressive JPEG that repeats its last scan many times."""
    buffer = io.BytesIO()
    picture(side, side).save(buffer, "JPEG", progressive=True)
    whole = buffer.getvalue()
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * times + whole[-2:]


def _mpf(count: int, offset: int) -> bytes:
    index = ifds(([(45056, 7, 4, 0x30303130), (45057, 4, 1, count), (45058, 7, (16 * count) & MOST, offset)], 0))
    return jpeg(exif_segment(EXIF), segment(0xE2, b"MPF\0" + index))


def _overlapping() -> bytes:
    """Return Photoshop resources whose lengths overlap and exceed the end."""
    inner = resource(0x0404, IIM)
    lying = b"8BIM\x04\x04\0\0" + struct.pack(">I", MOST) + inner
    parts = [lying, inner[:30], b"8BIM\x04\x25\xff" + inner, inner]
    return jpeg(*[segment(0xED, b"Photoshop 3.0\0" + part) for part in parts], iim_segment(IIM))


def _datasets() -> bytes:
    stream = dataset(2, 25, b"") * 200_000 + dataset(2, 120, b"x", extended=True) * 10_000
    parts = [stream[start : start + 60_000] for start in range(0, len(stream), 60_000)]
    return jpeg(*[segment(0xED, b"Photoshop 3.0\0" + resource(0x0404, part)) for part in parts])


def _profiles() -> bytes:
    """Return a JPEG with 255 pieces of a colour profile whose header claims 2^32-1 tags."""
    profile = struct.pack(">I", MOST) + b"lcms" + bytes(28) + b"acsp" + bytes(88) + struct.pack(">I", MOST)
    pieces = [b"ICC_PROFILE\0" + bytes([n, 255]) + profile * 200 for n in range(1, 256)]
    return jpeg(exif_segment(EXIF), *[segment(0xE2, piece) for piece in pieces])


def _box(kind: bytes, content: bytes, size: int | None = None) -> bytes:
    return struct.pack(">I", len(content) + 8 if size is None else size) + kind + content


def _heif(*boxes: bytes, brand: bytes = b"avif") -> bytes:
    return _box(b"ftyp", brand + b"\0\0\0\0" + b"mif1" + brand) + _box(b"meta", bytes(4) + b"".join(boxes))


def _places() -> bytes:
    """Return items whose extents all cover the same bytes."""
    item = struct.pack(">HHH", 1, 0, 2000) + struct.pack(">II", 0, 1 << 20) * 2000
    items = b"".join(struct.pack(">HHBB", 2, n, 0, 0) + b"Exif\0" for n in range(1, 500))
    info = _box(b"iinf", bytes(4) + struct.pack(">H", 499) + b"".join(_box(b"infe", b"\2\0\0\0" + i) for i in [items]))
    return _heif(info, _box(b"iloc", bytes(4) + b"\x44\0" + struct.pack(">H", 500) + item * 500)).ljust(1 << 20, b"a")


def _boxes_in_boxes() -> bytes:
    inner = b""
    for _ in range(20_000):
        inner = _box(b"meta", bytes(4) + inner)
    return _box(b"ftyp", b"avif\0\0\0\0mif1avif") + inner


def _avif_claims() -> bytes:
    whole = bytearray(encoded("AVIF"))
    place = whole.index(b"ispe") + 8
    struct.pack_into(">II", whole, place, 65_535, 65_535)
    return bytes(whole)


def _gif_claims() -> bytes:
    return (
        b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0xF0, 0, 0) + bytes(6) + b"," + bytes(4) + b"\xff" * 4 + b"\0"
    )


def _frames(kind: str, count: int) -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("L", (8, 8), n % 256) for n in range(count)]
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def _bmp_claims() -> bytes:
    head = struct.pack("<IiiHHIIiiII", 40, 0x7FFFFFFF, -0x80000000, 1, 32, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", MOST, 0, 0, 54) + head


def _psd_claims() -> bytes:
    head = b"8BPS" + struct.pack(">H6xHIIHH", 2, 56, 300_000, 300_000, 32, 3)
    return head + struct.pack(">II", 0, MOST) + resource(0x0404, IIM) + b"8BIM\4\4\0\0" + struct.pack(">I", MOST)


CRAFTED: dict[str, Callable[[], bytes]] = {
    "exif-counts.jpg": _counts,
    "exif-loop-next.jpg": lambda: jpeg(exif_segment(ifds(([(270, 2, 4, 0x41414141)], 8)))),
    "exif-loop-exif.jpg": lambda: _pointer_loop(34665),
    "exif-loop-gps.jpg": lambda: _pointer_loop(34853),
    "exif-loop-interop.jpg": lambda: _pointer_loop(40965),
    "exif-loop-sub.jpg": lambda: _pointer_loop(330),
    "exif-loop-maker.jpg": lambda: _pointer_loop(37500),
    "exif-loop-mutual.jpg": _mutual_loop,
    "exif-tree.jpg": _tree_of_subs,
    "exif-chain.jpg": lambda: jpeg(exif_segment(_chain(3_000))),
    "ifds-10000.tif": lambda: _chain(10_000),
    "ifds-10000.dng": lambda: _chain(10_000),
    "shared-value.tif": _one_value_for_all,
    "huge-tag.tif": lambda: tiff([ascii_tag(270, TEXT.encode()), ascii_tag(315, b"a" * (20 << 20))]),
    "strips.tif": lambda: _wide(1),
    "strips-lzw.tif": lambda: _wide(5),
    "strips-fax.tif": lambda: _wide(4, t256=60_000, t257=60_000, t258=1),
    "tiles.tif": lambda: _wide(8, t322=1, t323=1, t324=8, t325=MOST),
    "deflated-170mpx.tif": lambda: _deflated_tiff(13_000),
    "deflated-80mpx.tif": lambda: _deflated_tiff(8_900),
    "laughs.xmp": lambda: _xml(f"<dc:description>&a11;{TEXT}</dc:description>", _laughs()),
    "laughs.jpg": lambda: jpeg(
        xmp_segment(_xml("<dc:description>&a11;</dc:description>", _laughs())), iim_segment(IIM)
    ),
    "quadratic.xmp": lambda: _xml(
        f"<dc:title>{'&b;' * 50_000}</dc:title>", f'<!DOCTYPE x [<!ENTITY b "{"b" * 50_000}">]>'
    ),
    "outside.xmp": lambda: _xml(
        "<dc:description>&c;</dc:description>", '<!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/passwd">]>'
    ),
    "attributes.xmp": lambda: _attributes(100_000),
    "attributes.webp": lambda: _in_xmp(_attributes(100_000)),
    "nested.xmp": lambda: _nested(100_000),
    "nested.webp": lambda: _in_xmp(_nested(100_000)),
    "items.webp": lambda: _in_xmp(
        packet(f"<dc:subject><rdf:Bag>{'<rdf:li>a</rdf:li>' * 300_000}</rdf:Bag></dc:subject>")
    ),
    "long.xmp": lambda: packet(f"<dc:description>{'kata ' * 4_000_000}</dc:description>"),
    "spaces.xmp": lambda: packet("<a/>", " ".join(f'xmlns:n{n}="http://a/{n}"' for n in range(50_000))),
    "escapes.xmp": lambda: packet(f"<dc:description>{'&amp;amp;' * 200_000}</dc:description>"),
    "index-count.mpo": lambda: _mpf(0x10000001, 8),
    "index-offset.mpo": lambda: _mpf(2, MOST),
    "overlapping-app13.jpg": _overlapping,
    "datasets.jpg": _datasets,
    "profiles.jpg": _profiles,
    "profile-bomb.png": lambda: png(chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(100 << 20), 9))),
    "text-bombs.png": lambda: png(
        *[chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100 << 20), 1))] * 20,
        chunk(b"tEXt", b"Description\0" + TEXT.encode()),
    ),
    "xmp-bomb.png": lambda: png(
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(b" " * (100 << 20) + XMP, 9))
    ),
    "texts-100000.png": lambda: png(*[chunk(b"tEXt", b"Comment\0a")] * 100_000),
    "900-megapixels.png": lambda: _bytes_png(30_000, 30_000, bytes(1 << 20)),
    "largest.png": lambda: _bytes_png(0x7FFFFFFF, 0x7FFFFFFF, b"\0"),
    "85-megapixels.png": lambda: _bytes_png(9_200, 9_200, bytes(9_201 * 9_200)),
    "65535.jpg": lambda: _claims(65_535, 65_535),
    "nothing.jpg": lambda: _claims(0, 0),
    "scans.jpg": lambda: _scans(2_000, 400),
    "segments.jpg": lambda: b"\xff\xd8" + segment(0xFE, b"") * 500_000 + encoded("JPEG")[2:],
    "comments.jpg": lambda: jpeg(*[comment(b"kata " * 13_000)] * 200),
    "packets.jpg": lambda: jpeg(*[xmp_segment(packet(f"<dc:title>{n}</dc:title>")) for n in range(2_000)]),
    "canvas.webp": lambda: riff().replace(b"\x3f\0\0\x2f\0\0", b"\xff\x3f\0\xff\x3f\0", 1),
    "chunks.webp": lambda: riff(*[(b"EXIF", b"")] * 40_000),
    "frames.webp": lambda: _frames("WEBP", 500),
    "claims.avif": _avif_claims,
    "places.avif": _places,
    "boxes.avif": _boxes_in_boxes,
    "endless-box.avif": lambda: (
        _box(b"ftyp", b"avif\0\0\0\0mif1avif") + _box(b"meta", bytes(64), 0) + _box(b"free", b"", 1)
    ),
    "places.heic": lambda: _places().replace(b"avif", b"heic"),
    "claims.gif": _gif_claims,
    "frames.gif": lambda: _frames("GIF", 3_000),
    "claims.bmp": _bmp_claims,
    "claims.psd": _psd_claims,
}
