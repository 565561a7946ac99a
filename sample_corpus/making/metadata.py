"""Writes what a press photograph says of itself: IPTC-IIM, XMP and EXIF, byte by byte after their standards."""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

ASCII, SHORT, LONG, RATIONAL, UNDEFINED, BYTE = 2, 3, 4, 5, 7, 1  # field types, TIFF 6.0 section 2
Entry = tuple[int, int, int, bytes]  # tag, type, count, value


@dataclass(frozen=True)
class Photo:
    """One row of photos.toml."""

    name: str
    scene: str
    title: str
    headline: str
    caption: str
    language: str
    creator: str
    credit: str
    city: str
    country: str
    country_code: str
    created: str  # ISO 8601 with seconds and offset
    keywords: list[str]
    persons: list[str] = field(default_factory=list)
    captions: dict[str, str] = field(default_factory=dict)  # the caption in further languages
    creator_title: str = ""
    source: str = "Sekretariat Koridor Maritim"
    copyright: str = ""
    usage_terms: str = ""
    instructions: str = ""
    location: str = ""
    event: str = ""
    gps: list[float] = field(default_factory=list)  # degrees north and east
    orientation: int = 1
    iim_encoding: str = "utf-8"
    blocks: list[str] = field(default_factory=lambda: ["exif", "xmp", "iim"])


def _dataset(record: int, number: int, value: bytes) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(value)) + value


def _cut(text: str, encoding: str, limit: int) -> bytes:
    """IIM counts bytes; a letter is not cut in two."""
    while len(text.encode(encoding)) > limit:
        text = text[:-1]
    return text.encode(encoding)


def iim(photo: Photo) -> bytes:
    """The datasets of IPTC-IIM 4.2; 1:90 announces UTF-8 and is left out for an old encoding."""
    day, clock = photo.created.split("T")
    stamp = clock[:8].replace(":", "") + clock[8:].replace(":", "")
    rows: list[tuple[int, str, int]] = [(5, photo.title, 64), (40, photo.instructions, 256)]
    rows += [(25, word, 64) for word in photo.keywords]
    rows += [(55, day.replace("-", ""), 8), (60, stamp, 11), (80, photo.creator, 32), (85, photo.creator_title, 32)]
    rows += [(90, photo.city, 32), (92, photo.location, 32), (100, photo.country_code, 3), (101, photo.country, 64)]
    rows += [(105, photo.headline, 256), (110, photo.credit, 32), (115, photo.source, 32)]
    rows += [(116, photo.copyright, 128), (120, photo.caption, 2000)]
    data = _dataset(1, 0, b"\x00\x04")
    if photo.iim_encoding == "utf-8":
        data += _dataset(1, 90, b"\x1b%G")
    data += _dataset(2, 0, b"\x00\x04")
    return data + b"".join(_dataset(2, n, _cut(text, photo.iim_encoding, limit)) for n, text, limit in rows if text)


def photoshop(block: bytes) -> bytes:
    """Image resources: the IIM block (0x0404) and its MD5 (0x0425)."""
    parts = b""
    for number, value in ((0x0404, block), (0x0425, hashlib.md5(block, usedforsecurity=False).digest())):
        parts += b"8BIM" + struct.pack(">HHI", number, 0, len(value)) + value + b"\0" * (len(value) % 2)
    return parts


def _list(tag: str, kind: str, items: list[str]) -> str:
    inner = "".join(f"<rdf:li>{escape(item)}</rdf:li>" for item in items if item)
    return f"<{tag}><rdf:{kind}>{inner}</rdf:{kind}></{tag}>\n" if inner else ""


def _alternatives(tag: str, texts: dict[str, str]) -> str:
    inner = "".join(f'<rdf:li xml:lang="{lang}">{escape(text)}</rdf:li>' for lang, text in texts.items() if text)
    return f"<{tag}><rdf:Alt>{inner}</rdf:Alt></{tag}>\n" if inner else ""


def xmp(photo: Photo) -> bytes:
    """An XMP packet (ISO 16684-1) with the IPTC Core and Extension properties."""
    captions = {"x-default": photo.caption, photo.language: photo.caption, **photo.captions}
    plain = {
        "photoshop:Headline": photo.headline,
        "photoshop:Credit": photo.credit,
        "photoshop:Source": photo.source,
        "photoshop:City": photo.city,
        "photoshop:Country": photo.country,
        "photoshop:DateCreated": photo.created,
        "photoshop:AuthorsPosition": photo.creator_title,
        "photoshop:Instructions": photo.instructions,
        "Iptc4xmpCore:CountryCode": photo.country_code,
        "Iptc4xmpCore:Location": photo.location,
    }
    body = "".join(f"<{tag}>{escape(text)}</{tag}>\n" for tag, text in plain.items() if text)
    body += _alternatives("dc:description", captions) + _alternatives("dc:title", {"x-default": photo.title})
    body += _alternatives("dc:rights", {"x-default": photo.copyright})
    body += _alternatives("xmpRights:UsageTerms", {"x-default": photo.usage_terms})
    body += _alternatives("Iptc4xmpExt:Event", {"x-default": photo.event})
    body += _list("dc:creator", "Seq", [photo.creator]) + _list("dc:subject", "Bag", photo.keywords)
    body += _list("Iptc4xmpExt:PersonInImage", "Bag", photo.persons)
    return (_OPEN + body + _CLOSE).encode()


_OPEN = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
"""
_CLOSE = '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'


def ascii_entry(tag: int, text: str) -> Entry:
    """Text closed by a NUL; UTF-8, as cameras and agencies write it."""
    value = text.encode() + b"\0"
    return tag, ASCII, len(value), value


def short(tag: int, *numbers: int) -> Entry:
    """Numbers of 16 bits."""
    return tag, SHORT, len(numbers), struct.pack(f">{len(numbers)}H", *numbers)


def long(tag: int, *numbers: int) -> Entry:
    """Numbers of 32 bits."""
    return tag, LONG, len(numbers), struct.pack(f">{len(numbers)}I", *numbers)


def rational(tag: int, *pairs: tuple[int, int]) -> Entry:
    """Fractions."""
    return tag, RATIONAL, len(pairs), b"".join(struct.pack(">II", *pair) for pair in pairs)


def directory(entries: list[Entry], offset: int) -> bytes:
    """An image file directory that stands at `offset`, the values that do not fit in their entries behind it."""
    entries = sorted(entries)
    head, tail = struct.pack(">H", len(entries)), b""
    behind = offset + 2 + 12 * len(entries) + 4
    for tag, kind, count, value in entries:
        if len(value) <= 4:
            head += struct.pack(">HHI", tag, kind, count) + value.ljust(4, b"\0")
        else:
            head += struct.pack(">HHII", tag, kind, count, behind + len(tail))
            tail += value + b"\0" * (len(value) % 2)
    return head + b"\0\0\0\0" + tail


def _degrees(value: float) -> tuple[tuple[int, int], ...]:
    whole, minutes = divmod(abs(value) * 60, 60)
    return (int(whole), 1), (int(minutes), 1), (round((minutes % 1) * 6000), 100)


def _camera(photo: Photo, size: tuple[int, int]) -> tuple[list[Entry], list[Entry], list[Entry]]:
    """The entries of IFD0, of the Exif IFD and of the GPS IFD (Exif 2.32)."""
    width, height = size
    stamp = photo.created[:19].replace("-", ":").replace("T", " ")
    first = [
        ascii_entry(270, photo.caption),
        ascii_entry(271, "Lensa Laut"),
        ascii_entry(272, "LL-45"),
        short(274, photo.orientation),
    ]
    first += [
        rational(282, (300, 1)),
        rational(283, (300, 1)),
        short(296, 2),
        ascii_entry(306, stamp),
        ascii_entry(315, photo.creator),
    ]
    first += [short(531, 1)] + ([ascii_entry(33432, photo.copyright)] if photo.copyright else [])
    exif = [rational(33434, (1, 250)), rational(33437, (56, 10)), short(34855, 400), (36864, UNDEFINED, 4, b"0232")]
    exif += [
        ascii_entry(36867, stamp),
        ascii_entry(36881, photo.created[19:]),
        rational(37386, (50, 1)),
        (37121, UNDEFINED, 4, b"\1\2\3\0"),
    ]
    exif += [(40960, UNDEFINED, 4, b"0100"), short(40961, 1), short(40962, width), short(40963, height)]
    gps: list[Entry] = []
    if photo.gps:
        north, east = photo.gps
        gps = [(0, BYTE, 4, b"\x02\x03\0\0"), ascii_entry(1, "N" if north >= 0 else "S"), rational(2, *_degrees(north))]
        gps += [ascii_entry(3, "E" if east >= 0 else "W"), rational(4, *_degrees(east))]
    return first, exif, gps


def tiff(photo: Photo, size: tuple[int, int], more: list[Entry], strip: bytes = b"") -> bytes:
    """A TIFF structure, big-endian: `more` joins IFD0; `strip` is the picture, for a whole TIFF file."""
    first, exif, gps = _camera(photo, size)
    first = (
        first
        + more
        + [long(34665, 0)]
        + ([long(34853, 0)] if gps else [])
        + ([long(273, 0), long(279, len(strip))] if strip else [])
    )
    exif_at = 8 + len(directory(first, 8))
    gps_at = exif_at + len(directory(exif, exif_at))
    strip_at = gps_at + (len(directory(gps, gps_at)) if gps else 0)
    places = {34665: exif_at, 34853: gps_at, 273: strip_at}
    first = [long(entry[0], places[entry[0]]) if entry[0] in places else entry for entry in first]
    blocks = directory(first, 8) + directory(exif, exif_at) + (directory(gps, gps_at) if gps else b"")
    return b"MM\0\x2a\0\0\0\x08" + blocks + strip


def into_jpeg(picture: bytes, size: tuple[int, int], photo: Photo) -> bytes:
    """The JPEG with its metadata in APP1 and APP13 behind the JFIF header."""
    segments = b""
    if "exif" in photo.blocks:
        segments += _segment(0xE1, b"Exif\0\0" + tiff(photo, size, []))
    if "xmp" in photo.blocks:
        segments += _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(photo))
    if "iim" in photo.blocks:
        segments += _segment(0xED, b"Photoshop 3.0\0" + photoshop(iim(photo)))
    header = 4 + struct.unpack(">H", picture[4:6])[0]
    return picture[:header] + segments + picture[header:]


def _segment(marker: int, value: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(value) + 2) + value


def png_chunk(kind: bytes, value: bytes) -> bytes:
    """A chunk of a PNG (RFC 2083 3.2)."""
    return struct.pack(">I", len(value)) + kind + value + struct.pack(">I", zlib.crc32(kind + value))


def into_png(picture: bytes, photo: Photo) -> bytes:
    """The PNG with XMP in iTXt, behind its header."""
    packet = png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp(photo))
    header = 8 + 25
    return picture[:header] + packet + picture[header:]
