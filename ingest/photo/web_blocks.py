"""Walk the metadata blocks of JPEG, PNG, GIF and WebP. Blocks are returned as bytes; nothing is decoded.

Sources: ITU-T T.81 annex B, W3C PNG (third edition), GIF89a, RFC 9649. Compressed texts in PNG are limited.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import SEEK_END
from typing import BinaryIO

from archive.media_types import CLASSIC_TIFF
from archive.messages import Message
from archive.pictures.containers import MAX_BLOCK, MAX_PARTS, read_at
from ingest.photo.metadata_text import decode_metadata_text
from ingest.photo.xmp import is_xmp

XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")  # XMP part 3, 1.1.4: of boxes that hold a packet
_MARKS = 24  # bytes within which the signature of an EXIF block, even damaged, ends
_PACKETS = (b"<?xpacket begin", b"<x:xmpmeta", b"<x:xapmeta", b"<rdf:RDF")
FILE_ENDS = Message("picture-cut")


@dataclass(slots=True)
class Blocks:
    """The metadata blocks of one file, in file order.

    `exif` is a TIFF structure (starts with II or MM), `more_exif` further ones with other tags. `xmp` are XMP packets,
    `extended` the extended parts of XMP, which belong to them and come after them. `resources` are Photoshop image
    resources (8BIM ...), `iim` bare IPTC-IIM streams found outside of them. `texts` are PNG text chunks as (keyword,
    text); `comments` those of JPEG, GIF and JPEG 2000. `crw` is what a CRW file says by its own tags.
    `others` are parts that no rule here reads; they do not make a file one that has metadata.
    `cut` says that a block is longer than what is in it here, or that there are or may have been more.
    `size` is (width, height) as the file's own header says; `problem` what stopped the walk, as half a sentence.
    """

    exif: bytes = b""
    more_exif: list[bytes] = field(default_factory=list)
    xmp: list[bytes] = field(default_factory=list)
    extended: list[bytes] = field(default_factory=list)
    resources: bytes = b""
    iim: list[bytes] = field(default_factory=list)
    crw: dict[str, str] = field(default_factory=dict)
    texts: list[tuple[str, str]] = field(default_factory=list)
    comments: list[bytes] = field(default_factory=list)
    others: list[bytes] = field(default_factory=list)
    size: tuple[int, int] | None = None
    problem: str | None = None
    cut: bool = False

    def read(self, file: BinaryIO, offset: int, length: int) -> bytes:
        """Return the bytes of a block of this length, up to MAX_BLOCK."""
        data = read_at(file, offset, length)
        self.cut |= len(data) < length
        return data

    @property
    def empty(self) -> bool:
        """Return whether nothing was found that a description can be made from."""
        blocks = (self.exif, self.more_exif, self.xmp, self.extended, self.resources, self.iim)
        return not any((*blocks, self.texts, self.comments, self.crw))


def tiff_start(block: bytes) -> bytes:
    """Return an EXIF block from its TIFF header on, without any signature before it; empty if there is none."""
    if block[:4] == b"Exif":
        block = block[6:]
    if block[:2] in (b"II", b"MM"):
        return block
    places = [at for mark in CLASSIC_TIFF if (at := block.find(mark, 0, _MARKS)) >= 0]
    return block[min(places) :] if places else b""


def packet_start(block: bytes) -> bytes:
    """Return an XMP packet from its beginning, without anything before it; empty if there is none."""
    places = [at for mark in _PACKETS if (at := block.find(mark)) >= 0]
    return block[min(places) :] if places else b""


_EXTENSION, _IMAGE, _END = 0x21, 0x2C, 0x3B
_COMMENT, _APPLICATION = 0xFE, 0xFF
_GIF_XMP = b"XMP DataXMP"
_MAX_SUB_BLOCKS = 500_000  # of at most 255 bytes each
_XMP_TRAILER = 257  # bytes that lead a sub-block reader out of a packet (XMP part 3, 1.1.2)


def walk_gif(file: BinaryIO) -> Blocks:
    """Return comments, XMP and the size of a GIF file. Never raises on invalid bytes."""
    blocks = Blocks()
    file.seek(6)
    screen = file.read(7)
    if len(screen) < 7:
        blocks.problem, blocks.cut = FILE_ENDS, True
        return blocks
    width, height = int.from_bytes(screen[:2], "little"), int.from_bytes(screen[2:4], "little")
    blocks.size = (width, height) if width and height else None
    _skip_colours(file, screen[4])
    left = _MAX_SUB_BLOCKS
    for _ in range(MAX_PARTS):
        mark = file.read(1)
        if mark == bytes([_EXTENSION]):
            left -= _take_gif_extension(file, blocks, left)
        elif mark == bytes([_IMAGE]):
            _skip_colours(file, file.read(9)[8:9].ljust(1, b"\0")[0])
            file.read(1)  # LZW minimum code size
            left -= _sub_blocks(file, left, blocks)[1]
        else:
            if mark != bytes([_END]):
                blocks.problem = FILE_ENDS if not mark else Message("blocks-damaged")
                blocks.cut |= blocks.problem != FILE_ENDS
            break
        if left <= 0:
            blocks.cut = True
            break
    else:
        blocks.cut = True
    return blocks


def _skip_colours(file: BinaryIO, flags: int) -> None:
    if flags & 0x80:
        file.seek(3 * 2 ** ((flags & 7) + 1), 1)


def _take_gif_extension(file: BinaryIO, blocks: Blocks, most: int) -> int:
    """Keep a comment or a packet; return its number of sub-blocks."""
    label = file.read(1)[:1]
    start = file.tell()
    joined, count = _sub_blocks(file, most, blocks, MAX_BLOCK)
    blocks.cut |= len(joined) >= MAX_BLOCK
    if label == bytes([_COMMENT]) and joined:
        blocks.comments.append(joined)
    elif label == bytes([_APPLICATION]) and joined.startswith(_GIF_XMP):
        end = file.tell()
        file.seek(start + 1 + len(_GIF_XMP))  # the packet is not split into sub-blocks: it is read directly
        blocks.xmp.append(file.read(end - file.tell())[:-_XMP_TRAILER])
        file.seek(end)
    elif label in (b"\1", bytes([_APPLICATION])):  # a text that is drawn, or of a program
        blocks.others.append(joined)
    return count


def _sub_blocks(file: BinaryIO, most: int, blocks: Blocks, kept: int = 0) -> tuple[bytes, int]:
    """Return the sub-blocks up to the empty one, joined to at most `kept` bytes and a sub-block, and their number."""
    joined = bytearray()
    for count in range(1, most + 1):
        size = file.read(1)
        if not size or not size[0]:
            blocks.cut |= not size
            return bytes(joined), count
        part = file.read(size[0])
        if len(joined) < kept:
            joined += part
    return bytes(joined), most


SOI = b"\xff\xd8"
_JPEG_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_XMP_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"  # + GUID (32), full length (4), offset (4), data
_PHOTOSHOP = (b"Photoshop 3.0\0", b"Adobe_Photoshop2.5:")
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF markers; these three are tables
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # TEM, RSTn, SOI: markers without a length
_FOR_DRAWING = (b"JFIF", b"JFXX", b"ICC_PROFILE", b"MPF\0", b"Adobe", b"urn:iso:std:iso:ts:21496")
_RESOURCE, _MARK_ENDS = b"8BIM", 24  # bytes in which a damaged mark ends
_PACKET_BEGINS, _PACKET_ENDS = b"<?xpacket begin", b"<?xpacket end"
_JPEG_HEAD, _SEARCHED = 2_000, 1 << 20  # bytes of a segment, or of the file, that are searched for XMP
_RESYNC = 1 << 16  # bytes of garbage skipped between segments


@dataclass(slots=True)
class _Collected:
    """Data assembled from several segments."""

    blocks: Blocks = field(default_factory=Blocks)
    resources: list[bytes] = field(default_factory=list)
    extensions: dict[bytes, dict[int, bytes]] = field(default_factory=dict)  # GUID -> offset -> data
    lost: bool = False  # a length was wrong: the next part was elsewhere


def walk_jpeg(file: BinaryIO) -> Blocks:
    """Return the metadata blocks of a JPEG file, read up to the start of its first scan. Never raises on invalid
    bytes."""
    collected = _Collected()
    blocks = collected.blocks
    position = 2
    for _ in range(MAX_PARTS):
        file.seek(position)
        head = file.read(4)
        if len(head) < 2:
            blocks.problem = FILE_ENDS
            break
        if head[0] != 0xFF:
            position, collected.lost = _next_marker(file, position), True
            if position < 0:
                blocks.problem = Message("segments-damaged")
                break
            continue
        marker = head[1]
        if marker == 0xFF or marker in _BARE:
            position += 1 if marker == 0xFF else 2
            continue
        if marker in (0xDA, 0xD9):
            break
        length = int.from_bytes(head[2:4], "big")
        if len(head) < 4 or length < 2:
            blocks.problem, collected.lost = Message("segments-damaged"), True
            break
        if marker >= 0xE0 or marker in _FRAMES:
            payload = file.read(length - 2)
            if len(payload) < length - 2:
                blocks.problem, blocks.cut, collected.lost = FILE_ENDS, True, True
            _take(marker, payload, collected)
        position += 2 + length
    else:
        blocks.cut = True
    _finish(collected)
    if collected.lost:
        blocks.xmp += [packet for packet in _find_xmp_packets(read_at(file, 0, _SEARCHED)) if packet not in blocks.xmp]
    return blocks


def _find_xmp_packets(data: bytes) -> Iterator[bytes]:
    end = 0
    while (start := data.find(_PACKET_BEGINS, end)) >= 0 and (end := data.find(_PACKET_ENDS, start)) >= 0:
        yield data[start:end]


def _next_marker(file: BinaryIO, position: int) -> int:
    """Return where the next segment may begin after garbage at `position`; -1 if there is none near."""
    garbage = read_at(file, position, _RESYNC)
    found = garbage.find(b"\xff")
    return position + found if found >= 0 else -1


def _take(marker: int, payload: bytes, collected: _Collected) -> None:
    blocks = collected.blocks
    if marker == 0xE1:
        _take_app1(payload, collected)
    elif marker == 0xED:
        _take_app13(payload, collected)
    elif marker == 0xFE:
        (blocks.xmp if is_xmp(payload[:_JPEG_HEAD]) else blocks.comments).append(payload)
    elif marker in _FRAMES and len(payload) >= 5 and blocks.size is None:
        height, width = int.from_bytes(payload[1:3], "big"), int.from_bytes(payload[3:5], "big")
        blocks.size = (width, height) if width and height else None
    elif 0xE0 <= marker <= 0xEF and (packet := packet_start(payload)):  # in a segment with another number
        blocks.xmp.append(packet)
    elif 0xE0 <= marker <= 0xEF and not payload.startswith(_FOR_DRAWING):
        blocks.others.append(payload)


def _take_app1(payload: bytes, collected: _Collected) -> None:
    """Take EXIF, XMP, or a part of XMP that did not fit. The signature that identifies them may be damaged or
    missing."""
    blocks = collected.blocks
    if payload.startswith(_JPEG_XMP):
        blocks.xmp.append(payload[len(_JPEG_XMP) :])
    elif payload.startswith(_XMP_EXTENSION):
        _take_jpeg_extension(payload[len(_XMP_EXTENSION) :], collected)
    elif block := tiff_start(payload):
        blocks.exif = blocks.exif or block
    elif packet := packet_start(payload):
        blocks.xmp.append(packet)
    elif is_xmp(payload[:_JPEG_HEAD]):  # in UTF-16
        blocks.xmp.append(payload)
    else:
        blocks.others.append(payload)


def _take_app13(payload: bytes, collected: _Collected) -> None:
    """Take Photoshop's resources, which may continue in the next segment; or bare IIM of programs that omit them."""
    for mark in _PHOTOSHOP:
        if payload.startswith(mark):
            collected.resources.append(payload[len(mark) :])
            return
    at = payload.find(_RESOURCE, 0, _MARK_ENDS)
    if at >= 0:
        collected.resources.append(payload[at:])
    elif payload[:1] == b"\x1c":
        collected.blocks.iim.append(payload)
    elif packet := packet_start(payload):
        collected.blocks.xmp.append(packet)
    else:
        collected.blocks.others.append(payload)


def _take_jpeg_extension(payload: bytes, collected: _Collected) -> None:
    if len(payload) > 40:
        parts = collected.extensions.setdefault(payload[:32], {})
        parts.setdefault(int.from_bytes(payload[36:40], "big"), payload[40:])


def _finish(collected: _Collected) -> None:
    collected.blocks.resources = b"".join(collected.resources)
    for parts in collected.extensions.values():
        joined = bytearray()
        for offset in sorted(parts):
            if offset != len(joined):  # a part is missing: what precedes it can still be read
                break
            joined += parts[offset]
        if joined:
            collected.blocks.extended.append(bytes(joined))


_XMP_KEYWORD = "XML:com.adobe.xmp"
_PNG_HEAD = 1_000  # bytes of a text that are searched for XMP
_RAW_PROFILE = "raw profile type "  # ImageMagick stores EXIF, IPTC and XMP as hexadecimal text
_PNG_PICTURE = frozenset(  # chunks without words (PNG 3, 11), and of animations
    b"PLTE IDAT tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT tIME acTL fcTL fdAT".split()
)
_TEXT_BUDGET = 32 << 20  # bytes of all unpacked texts of one file together


def walk_png(file: BinaryIO) -> Blocks:
    """Return the metadata blocks of a PNG file, including chunks after the picture. Never raises on invalid bytes."""
    blocks = Blocks()
    budget = _TEXT_BUDGET
    position = 8  # after the signature
    for _ in range(MAX_PARTS):
        file.seek(position)
        head = file.read(8)
        if len(head) < 8:
            blocks.problem, blocks.cut = FILE_ENDS, True
            break
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if kind == b"IEND":
            break
        if kind not in _PNG_PICTURE:
            data = blocks.read(file, position + 8, length)
            if kind == b"IHDR":
                blocks.size = _size(data)
            elif kind == b"eXIf":
                blocks.exif = blocks.exif or tiff_start(data)
            elif kind not in (b"tEXt", b"zTXt", b"iTXt"):
                blocks.others.append(data)
            elif budget > 0:
                budget -= _take_text(kind, data, blocks, budget)
            else:
                blocks.cut = True
        position += 12 + length
    else:
        blocks.cut = True
    return blocks


def _size(header: bytes) -> tuple[int, int] | None:
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    return (width, height) if width and height else None


def _take_text(kind: bytes, data: bytes, blocks: Blocks, budget: int) -> int:
    """Keep one text chunk; return its size in bytes."""
    keyword, _, rest = data.partition(b"\0")
    if kind == b"zTXt":
        rest = _unpack(rest[1:], budget)
    elif kind == b"iTXt":
        packed, rest = rest[:1], rest[2:]
        translated, _, rest = rest.partition(b"\0")[2].partition(b"\0")  # behind the language tag
        blocks.others += [translated] if b" " in translated else []
        if packed == b"\1":
            rest = _unpack(rest, budget)
    blocks.cut |= kind != b"tEXt" and len(rest) >= min(budget, MAX_BLOCK)
    name = decode_metadata_text(keyword).strip()
    if name == _XMP_KEYWORD or (b"<" in rest[:_PNG_HEAD] and is_xmp(rest[:_PNG_HEAD])):
        blocks.xmp.append(rest)
    elif name.lower().startswith(_RAW_PROFILE):
        _take_profile(name[len(_RAW_PROFILE) :].strip().lower(), rest, blocks)
    elif name:
        blocks.texts.append((name, decode_metadata_text(rest)))
        blocks.others += [keyword] if b" " in keyword else []
    return len(rest) + 1


def _unpack(data: bytes, budget: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, max(1, min(budget, MAX_BLOCK)))
    except zlib.error:
        return b""


def _take_profile(name: str, text: bytes, blocks: Blocks) -> None:
    """Read a profile, written as newline, name, newline, length, newline, hexadecimal digits in lines."""
    lines = text.strip().split(b"\n", 2)
    if len(lines) < 3:
        return
    try:
        profile = bytes.fromhex("".join(lines[2].decode("ascii").split()))
    except ValueError:
        return
    if name in ("exif", "app1") and tiff_start(profile):
        blocks.exif = blocks.exif or tiff_start(profile)
    elif name in ("xmp", "app1"):
        blocks.xmp.append(packet_start(profile) or profile)
    elif name in ("iptc", "8bim"):
        if profile[:1] == b"\x1c":
            blocks.iim.append(profile)
        else:
            blocks.resources += profile.rpartition(b"Photoshop 3.0\0")[2]


def walk_webp(file: BinaryIO) -> Blocks:
    """Return the metadata blocks of a WebP file. Never raises on invalid bytes."""
    blocks = Blocks()
    blocks.cut = 8 + int.from_bytes(read_at(file, 4, 4), "little") > file.seek(0, SEEK_END)  # its last parts are lost
    position = 12  # RIFF, size, WEBP
    for _ in range(MAX_PARTS):
        file.seek(position)
        head = file.read(8)
        if len(head) < 8:
            break
        kind, length = head[:4], int.from_bytes(head[4:], "little")
        if kind == b"EXIF":
            blocks.exif = blocks.exif or tiff_start(blocks.read(file, position + 8, length))
        elif kind[:3] == b"XMP":  # one well-known program ended the name with NUL instead of a space
            blocks.xmp.append(blocks.read(file, position + 8, length))
        elif kind[:3] not in (b"VP8", b"ALP", b"ANI", b"ANM", b"ICC"):
            blocks.others.append(blocks.read(file, position + 8, length))
        elif kind == b"VP8X":
            canvas = file.read(10)
            blocks.size = (int.from_bytes(canvas[4:7], "little") + 1, int.from_bytes(canvas[7:10], "little") + 1)
        position += 8 + length + (length & 1)
    else:
        blocks.cut = True
    return blocks
