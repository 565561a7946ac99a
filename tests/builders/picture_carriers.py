"""Pictures with the same words in each place for metadata: (format, place) -> a maker of them."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from PIL import TiffImagePlugin

from tests.builders import box_builders, format_builders, raw_builders
from tests.builders.photo_builders import (
    UTF8,
    ascii_tag,
    bytes_tag,
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

Maker = Callable[[str], bytes]


_RIGHTS = "<dc:rights><rdf:Alt><rdf:li>{}</rdf:li></rdf:Alt></dc:rights>"


def _rights(words: str) -> bytes:
    return packet(_RIGHTS.format(escape(words)))


def _jpeg(make: Callable[[str], bytes]) -> Maker:
    return lambda words: jpeg(make(words))


def _xmp(make: Maker) -> Maker:
    return lambda words: jpeg(xmp_segment(make(words)))


def _iim(number: int, record: int = 2) -> Maker:
    return lambda words: jpeg(iim_segment(UTF8 + dataset(record, number, words.encode())))


def _tiff(tag: int, *, big: bool = False) -> Maker:
    def make(words: str) -> bytes:
        info = TiffImagePlugin.ImageFileDirectory_v2()
        info[tag] = words
        out = io.BytesIO()
        picture().save(out, "TIFF", tiffinfo=info, big_tiff=big)
        return out.getvalue()

    return make


def _pages(words: str) -> bytes:
    """A TIFF of two pages, of which the second has a description."""
    page = raw_builders.strips(bytes(64 * 48 * 3), 64, 48, 1, 2)
    return raw_builders.tiff_file([page, page | {270: (2, words.encode())}])


def _webp(kind: bytes, make: Maker) -> Maker:
    return lambda words: riff((kind, make(words)))


def _plain_text(words: str) -> bytes:
    whole = format_builders.gif(picture().convert("P"), comment=b"x")
    said = words.encode()
    block = b"\x21\x01\x0c" + struct.pack("<4H4B", 0, 0, 64, 8, 8, 8, 1, 0) + bytes([len(said)]) + said + b"\0"
    at = whole.index(b"\x21\xfe")
    return whole[:at] + block + whole[at:]


def _behind(words: str) -> bytes:
    whole = format_builders.gif(picture().convert("P"))
    return whole[:-1] + b"\x21\xfe" + bytes([len(words.encode())]) + words.encode() + b"\0;"


def _layers(words: str) -> bytes:
    return _with_layers(_layer(words), 1, b"")


def _many_layers(words: str) -> bytes:
    """A Photoshop document whose last layer has this name, behind more than a megabyte of others and before pixels."""
    return _with_layers(b"".join(_layer("Port", 400_000) for _ in range(4)) + _layer(words), 5, bytes(2 << 20))


def _text_behind_layers(words: str) -> bytes:
    block = b"8BIMTxt2" + struct.pack(">I", len(words.encode())) + words.encode()
    return _with_layers(_layer("Port"), 1, bytes(2 << 20), block + bytes(-len(block) % 4))


def _deep_layers(words: str) -> bytes:
    """A document of 16 bits a channel, which has its layers in a block."""
    info = struct.pack(">h", 1) + _layer(words) + bytes(2 << 20)
    return _with_layers(b"", 0, b"", b"8BIMLr16" + struct.pack(">I", len(info)) + info)


def _layer(words: str, more: int = 0) -> bytes:
    """The record of a layer of this name ([Adobe] Layer records, `luni`)."""
    name = struct.pack(">I", len(words)) + words.encode("utf-16-be")
    name += bytes(-len(name) % 4)
    extra = bytes(8) + b"\1x\0\0" + b"8BIMluni" + struct.pack(">I", len(name)) + name + bytes(more)
    return (
        struct.pack(">4iH", 0, 0, 0, 0, 0) + b"8BIMnorm" + bytes([255, 0, 0, 0]) + struct.pack(">I", len(extra)) + extra
    )


def _with_layers(records: bytes, count: int, pixels: bytes, behind: bytes = b"") -> bytes:
    whole = format_builders.psd(picture())
    info = struct.pack(">h", count) + records + pixels if count else b""
    info += bytes(len(info) % 2)
    section = struct.pack(">I", len(info)) + info + bytes(4) + behind
    at = 26 + 4 + 4
    return whole[:at] + struct.pack(">I", len(section)) + section + whole[at + 4 :]


def _long_comment(words: str) -> bytes:
    return format_builders.gif(picture().convert("P"), comment=b"Port " * 20_000 + b"\n" + words.encode())


def _bytes_in_tiff(words: str) -> bytes:
    page = raw_builders.strips(bytes(64 * 48 * 3), 64, 48, 1, 2)
    return raw_builders.tiff_file([page | {65_001: (7, words.encode())}])


def _dng(tag: int) -> Maker:
    def make(words: str) -> bytes:
        preview = encoded("JPEG", 800, 600)
        raw = raw_builders.strips(raw_builders.lossless(), 4000, 3000, 7, 32803) | {33421: (3, [2, 2])}
        first = raw_builders.strips(bytes(64 * 48 * 3), 64, 48, 1, 2) | raw_builders.about("Leica")
        first |= {50706: (1, b"\1\4\0\0"), 330: (4, [raw, raw_builders.strips(preview, 800, 600, 7, 6)])}
        return raw_builders.tiff_file([first | {tag: (1 if tag == 700 else 2, _value(tag, words))}])

    return make


def _value(tag: int, words: str) -> bytes:
    return _rights(words) if tag == 700 else words.encode()


def _text_box(words: str) -> bytes:
    """A JPEG 2000 with a comment in its codestream."""
    said = struct.pack(">H", 1) + words.encode("latin-1")
    whole = encoded("JPEG2000")
    at = whole.index(b"\xff\x52")
    block = b"\xff\x64" + struct.pack(">H", len(said) + 2) + said
    made = whole[:at] + block + whole[at:]
    start = made.index(b"jp2c") - 4
    return made[:start] + struct.pack(">I", 0) + made[start + 4 :]


PICTURE_CARRIERS: Mapping[tuple[str, str], Maker] = {
    ("jpg", "Photoshop's comment for the web"): _jpeg(
        lambda words: segment(
            0xEC, b"Ducky" + struct.pack(">HHI", 2, 4 + 2 * len(words), len(words)) + words.encode("utf-16-be")
        )
    ),
    ("jpg", "address of Photoshop"): _jpeg(
        lambda words: segment(0xED, b"Photoshop 3.0\0" + resource(1035, words.encode()))
    ),
    ("jpg", "caption of Photoshop"): _jpeg(
        lambda words: segment(0xED, b"Photoshop 3.0\0" + resource(1008, bytes([len(words)]) + words.encode()))
    ),
    ("jpg", "name of a slice"): _jpeg(
        lambda words: segment(
            0xED,
            b"Photoshop 3.0\0" + resource(1050, bytes(20) + struct.pack(">I", len(words)) + words.encode("utf-16-be")),
        )
    ),
    ("jpg", "layer comps of Photoshop"): _jpeg(
        lambda words: segment(0xED, b"Photoshop 3.0\0" + resource(1065, words.encode("utf-16-be")))
    ),
    ("jpg", "unknown segment"): _jpeg(lambda words: segment(0xE7, b"NOTE\0" + words.encode())),
    ("jpg", "second comment"): lambda words: jpeg(comment(b"Port"), comment(words.encode())),
    ("jpg", "edit status"): _iim(7),
    ("jpg", "special instructions"): _iim(40),
    ("jpg", "object cycle"): _iim(131),
    ("jpg", "own dataset"): _iim(230),
    ("jpg", "envelope product"): _iim(50, 1),
    ("jpg", "own XMP"): _xmp(lambda words: packet(f'<x:Hold xmlns:x="urn:port">{escape(words)}</x:Hold>')),
    ("jpg", "own XMP attribute"): _xmp(lambda words: packet("", f'xmlns:x="urn:port" x:Note="{escape(words)}"')),
    ("jpg", "history of edits"): _xmp(
        lambda words: packet(
            '<xmpMM:History xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"><rdf:Seq><rdf:li rdf:parseType="Resource">'
            f'<s:parameters xmlns:s="urn:s">{escape(words)}</s:parameters></rdf:li></rdf:Seq></xmpMM:History>'
        )
    ),
    ("jpg", "region of a picture"): _xmp(
        lambda words: packet(
            '<m:Regions xmlns:m="http://www.metadataworkinggroup.com/schemas/regions/" rdf:parseType="Resource">'
            '<m:RegionList><rdf:Bag><rdf:li rdf:parseType="Resource">'
            f"<m:Description>{escape(words)}</m:Description></rdf:li></rdf:Bag></m:RegionList></m:Regions>"
        )
    ),
    ("jpg", "relation"): _xmp(
        lambda words: packet(f"<dc:relation><rdf:Bag><rdf:li>{escape(words)}</rdf:li></rdf:Bag></dc:relation>")
    ),
    ("jpg", "EXIF comment"): _jpeg(
        lambda words: exif_segment(tiff(exif=[bytes_tag(0x9286, b"ASCII\0\0\0" + words.encode())]))
    ),
    ("jpg", "EXIF in wide letters"): _jpeg(
        lambda words: exif_segment(tiff([bytes_tag(0x9C9C, words.encode("utf-16-le") + b"\0\0", 1)]))
    ),
    ("jpg", "EXIF page name"): _jpeg(lambda words: exif_segment(tiff([ascii_tag(285, words.encode())]))),
    ("jpg", "EXIF own tag"): _jpeg(lambda words: exif_segment(tiff([ascii_tag(0xC7B0, words.encode())]))),
    ("jpg", "EXIF document name"): _jpeg(lambda words: exif_segment(tiff([ascii_tag(269, words.encode())]))),
    ("jpg", "EXIF area"): _jpeg(
        lambda words: exif_segment(tiff(gps=[bytes_tag(28, b"ASCII\0\0\0" + words.encode())]))
    ),
    ("png", "packed text"): lambda words: png(chunk(b"zTXt", b"Note\0\0" + zlib.compress(words.encode("latin-1")))),
    ("png", "packed international text"): lambda words: png(
        chunk(b"iTXt", b"Note\0\1\0en\0\0" + zlib.compress(words.encode()))
    ),
    ("png", "translated keyword"): lambda words: png(chunk(b"iTXt", b"Note\0\0\0en\0" + words.encode() + b"\0Port")),
    ("png", "text behind the picture"): lambda words: png(after=chunk(b"tEXt", b"Note\0" + words.encode("latin-1"))),
    ("png", "keyword"): lambda words: png(chunk(b"tEXt", words[:79].encode("latin-1") + b"\0Port")),
    ("gif", "comment"): lambda words: format_builders.gif(picture().convert("P"), comment=words.encode()),
    ("gif", "comment behind the picture"): _behind,
    ("gif", "end of a long comment"): _long_comment,
    ("gif", "text"): _plain_text,
    ("webp", "XMP"): _webp(b"XMP ", _rights),
    ("webp", "EXIF"): _webp(b"EXIF", lambda words: tiff([ascii_tag(0x10E, words.encode())])),
    ("webp", "unknown part"): _webp(b"NOTE", str.encode),
    ("tif", "description"): _tiff(270),
    ("tif", "page name"): _tiff(285),
    ("tif", "document name"): _tiff(269),
    ("tif", "name of inks"): _tiff(333),
    ("tif", "target printer"): _tiff(337),
    ("tif", "own tag"): _tiff(65000),
    ("tif", "own tag of bytes"): _bytes_in_tiff,
    ("tif", "description of a second page"): _pages,
    ("tif", "description in a BigTIFF"): _tiff(270, big=True),
    ("heic", "XMP"): lambda words: format_builders.heic(xmp=_rights(words)),
    ("heic", "EXIF"): lambda words: format_builders.heic(exif=tiff([ascii_tag(0x10E, words.encode())])),
    ("avif", "XMP"): lambda words: box_builders.heif(b"av01", b"avif", xmp=_rights(words)),
    ("jp2", "XMP"): lambda words: box_builders.jp2(box_builders.box(b"uuid", box_builders.XMP_UUID, _rights(words))),
    ("jp2", "XML"): lambda words: box_builders.jp2(
        box_builders.box(b"xml ", f"<a><n>{escape(words)}</n></a>".encode())
    ),
    ("jp2", "comment of the codestream"): _text_box,
    ("jp2", "label"): lambda words: box_builders.jp2(box_builders.box(b"lbl ", words.encode())),
    ("jxl", "XMP"): lambda words: box_builders.jxl(box_builders.box(b"xml ", _rights(words))),
    ("jxl", "EXIF"): lambda words: box_builders.jxl(
        box_builders.box(b"Exif", bytes(4), tiff([ascii_tag(0x10E, words.encode())]))
    ),
    ("psd", "instructions"): lambda words: format_builders.psd(
        picture(), resource(0x0404, UTF8 + dataset(2, 40, words.encode()))
    ),
    ("psd", "XMP"): lambda words: format_builders.psd(picture(), resource(0x0424, _rights(words))),
    ("psd", "name of a layer"): _layers,
    ("psd", "name of a layer behind many"): _many_layers,
    ("psd", "text behind the layers"): _text_behind_layers,
    ("psd", "name of a layer of 16 bits"): _deep_layers,
    ("dng", "XMP"): _dng(700),
    ("dng", "page name"): _dng(285),
    ("dng", "name of the original"): _dng(50827),
    ("svg", "metadata"): lambda words: (
        f'<svg xmlns="http://www.w3.org/2000/svg"><metadata><a>{escape(words)}</a></metadata><text>Port</text></svg>'
    ).encode(),
}  # fmt: skip

PICTURE_NAMED: Mapping[tuple[str, str], Maker] = {
    ("jpg", "release date"): lambda day: jpeg(iim_segment(dataset(2, 30, day[:10].replace("-", "").encode()))),
    ("jpg", "release date and time"): lambda day: jpeg(
        iim_segment(dataset(2, 30, day[:10].replace("-", "").encode()) + dataset(2, 35, b"100000+0000"))
    ),
    ("jpg", "own embargo"): _xmp(lambda day: packet(f'<x:EmbargoUntil xmlns:x="urn:port">{day}</x:EmbargoUntil>')),
    ("png", "embargo"): lambda day: png(chunk(b"tEXt", b"Embargo\0" + day.encode())),
    ("png", "release date"): lambda day: png(chunk(b"iTXt", b"Release Date\0\0\0\0\0" + day.encode())),
}
