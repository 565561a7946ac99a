"""Build picture files byte by byte for the tests, with any segments, chunks, tags, datasets and packets."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from archive.record import Description
from ingest.photo.photo_reader import read_photo
from ingest.readers.base.source import Source

XMP_MARK = b"http://ns.adobe.com/xap/1.0/\0"
EXTENSION_MARK = b"http://ns.adobe.com/xmp/extension/\0"
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "xmpNote": "http://ns.adobe.com/xmp/note/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
}


def picture(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """Return a picture without flat areas: a glow, and a bright square in the upper left."""
    image = ImageOps.colorize(Image.radial_gradient("L"), (240, 200, 160), (20, 30, 60)).resize((width, height))
    ImageDraw.Draw(image).rectangle((width // 8, height // 8, width // 3, height // 3), fill=(250, 240, 90))
    return image.convert(mode)


@cache
def encoded(kind: str, width: int = 64, height: int = 48, mode: str = "RGB") -> bytes:
    """Return the picture as a file without metadata."""
    buffer = io.BytesIO()
    picture(width, height, mode).save(buffer, kind)
    return buffer.getvalue()


def segment(marker: int, payload: bytes) -> bytes:
    """One JPEG segment."""
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(payload) + 2) + payload


def jpeg(*segments: bytes, base: bytes | None = None) -> bytes:
    """Return a JPEG file with these segments right after its start."""
    whole = base or encoded("JPEG")
    return whole[:2] + b"".join(segments) + whole[2:]


def comment(text: bytes) -> bytes:
    """A JPEG comment."""
    return segment(0xFE, text)


def xmp_segment(packet: bytes) -> bytes:
    """An XMP packet as a JPEG segment."""
    return segment(0xE1, XMP_MARK + packet)


def exif_segment(block: bytes) -> bytes:
    """An EXIF block as a JPEG segment."""
    return segment(0xE1, b"Exif\0\0" + block)


def dataset(record: int, number: int, content: bytes, extended: bool = False) -> bytes:
    """Return an IIM dataset, optionally with an extended length."""
    length = struct.pack(">HI", 0x8004, len(content)) if extended else struct.pack(">H", len(content))
    return bytes([0x1C, record, number]) + length + content


UTF8 = dataset(1, 90, b"\x1b%G")


def resource(number: int, content: bytes, name: bytes = b"") -> bytes:
    """One Photoshop image resource."""
    counted = bytes([len(name)]) + name
    counted += b"\0" * (len(counted) % 2)
    return (
        b"8BIM"
        + struct.pack(">H", number)
        + counted
        + struct.pack(">I", len(content))
        + content
        + b"\0" * (len(content) % 2)
    )


def iim_segment(stream: bytes, digest: bytes | None = None) -> bytes:
    """Return IIM as Photoshop stores it in a JPEG, with the given digest."""
    content = resource(0x0404, stream)
    if digest is not None:
        content += resource(0x0425, digest)
    return segment(0xED, b"Photoshop 3.0\0" + content)


def md5(stream: bytes) -> bytes:
    """Return the digest of an IIM stream."""
    return hashlib.md5(stream, usedforsecurity=False).digest()


def packet(body: str, attributes: str = "") -> bytes:
    """Return an XMP packet with these properties as elements and attributes, under the usual prefixes."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces} {attributes}>{body}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def alternatives(name: str, **texts: str) -> str:
    """Return a language alternative; `x_default` means x-default."""
    items = "".join(f'<rdf:li xml:lang="{lang.replace("_", "-")}">{text}</rdf:li>' for lang, text in texts.items())
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def caption(text: str) -> bytes:
    """Return a packet with only a caption."""
    return packet(alternatives("dc:description", x_default=text))


Tag = tuple[int, int, int, bytes]  # tag, type, count, value


def ascii_tag(tag: int, text: bytes) -> Tag:
    """Return a text tag."""
    return tag, 2, len(text) + 1, text + b"\0"


def short_tag(tag: int, value: int) -> Tag:
    """Return a tag with a short, little-endian."""
    return tag, 3, 1, struct.pack("<H", value)


def rational_tag(tag: int, *values: tuple[int, int]) -> Tag:
    """Return a tag with rationals, little-endian."""
    return tag, 5, len(values), b"".join(struct.pack("<II", *value) for value in values)


def bytes_tag(tag: int, content: bytes, kind: int = 7) -> Tag:
    """Return a tag with bytes of type undefined or byte."""
    return tag, kind, len(content), content


def tiff(image: Sequence[Tag] = (), exif: Sequence[Tag] = (), gps: Sequence[Tag] = ()) -> bytes:
    """Return a little-endian TIFF structure with up to three directories."""
    out = bytearray(b"II*\0\x08\0\0\0")
    subs: Mapping[int, Sequence[Tag]] = {34665: exif, 34853: gps}
    tags = [*image, *((number, 4, 1, b"\0\0\0\0") for number, content in subs.items() if content)]
    places = _directory(out, tags)
    for number, content in subs.items():
        if content:
            struct.pack_into("<I", out, places[number], len(out))
            _directory(out, content)
    return bytes(out)


def _directory(out: bytearray, tags: Sequence[Tag]) -> dict[int, int]:
    """Write a directory and its values, and return the offset of each tag's value field."""
    start, places = len(out), {}
    out += struct.pack("<H", len(tags)) + bytes(12 * len(tags) + 4)
    for index, (tag, kind, count, value) in enumerate(sorted(tags)):
        place = start + 2 + 12 * index
        places[tag] = place + 8
        field = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack("<I", len(out))
        if len(value) > 4:
            out += value + b"\0" * (len(value) % 2)
        out[place : place + 12] = struct.pack("<HHI", tag, kind, count) + field
    return places


def chunk(kind: bytes, data: bytes) -> bytes:
    """One PNG chunk."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*chunks: bytes, after: bytes = b"") -> bytes:
    """Return a PNG file with these chunks after its header, and `after` between the picture and the end."""
    whole = encoded("PNG")
    return whole[:33] + b"".join(chunks) + whole[33:-12] + after + whole[-12:]


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a WebP file with these chunks after its picture."""
    picture_chunks = encoded("WEBP")[12:]
    body = (
        b"WEBP" + b"VP8X" + struct.pack("<I", 10) + bytes([0x0C, 0, 0, 0]) + b"\x3f\0\0" + b"\x2f\0\0" + picture_chunks
    )
    for kind, data in chunks:
        body += kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def read(folder: Path, data: bytes, filename: str = "photo.jpg", media_type: str = "image/jpeg") -> Description:
    """Return the reader's output for a file with these bytes."""
    path = folder / "original"
    path.write_bytes(data)
    return read_photo(Source(path, filename, media_type, folder))


def offers(description: Description, key: str) -> list[tuple[str, object]]:
    """Return all candidates for a key, as (origin, value)."""
    return [(offer.origin, offer.value) for offer in description.origins.get(key, ())]
