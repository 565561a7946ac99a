"""Walks the marker segments of a JPEG file (ITU-T T.81 annex B) up to the first scan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from archive.pixels.reading import MAX_BLOCK, MAX_PARTS, read_at
from ingest.photo.blocks import FILE_ENDS, Blocks, packet_start, tiff_start
from ingest.photo.xmp import is_xmp

SOI = b"\xff\xd8"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_XMP_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"  # + GUID (32), full length (4), offset (4), data
_PHOTOSHOP = (b"Photoshop 3.0\0", b"Adobe_Photoshop2.5:")
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF markers; these three are tables
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # TEM, RSTn, SOI: markers without a length
_RESOURCE, _MARK_ENDS = b"8BIM", 24  # bytes in which a damaged mark ends
_PACKET_BEGINS, _PACKET_ENDS = b"<?xpacket begin", b"<?xpacket end"
_HEAD, _SEARCHED = 2_000, 1 << 20  # bytes of a segment, or of the file, that are looked through for XMP
_RESYNC = 1 << 16  # bytes of garbage between segments that are skipped


@dataclass(slots=True)
class _Collected:
    """What is put together from several segments."""

    blocks: Blocks = field(default_factory=Blocks)
    resources: list[bytes] = field(default_factory=list)
    extensions: dict[bytes, dict[int, bytes]] = field(default_factory=dict)  # GUID -> offset -> data
    lost: bool = False  # a length was wrong: what came after it stood elsewhere than it said


def walk_jpeg(file: BinaryIO) -> Blocks:
    """The metadata blocks of a JPEG file, read up to the start of its first scan. Never raises on bad bytes."""
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
                blocks.problem = "its segments are damaged"
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
            blocks.problem, collected.lost = "its segments are damaged", True
            break
        if marker >= 0xE0 or marker in _FRAMES:
            payload = file.read(length - 2)
            if len(payload) < length - 2:
                blocks.problem, collected.lost = FILE_ENDS, True
            _take(marker, payload, collected)
        position += 2 + length
    _finish(collected)
    if collected.lost:
        blocks.xmp += [packet for packet in _packets(read_at(file, 0, _SEARCHED)) if packet not in blocks.xmp]
    return blocks


def _packets(data: bytes) -> Iterator[bytes]:
    """The whole XMP packets that stand anywhere in these bytes."""
    end = 0
    while (start := data.find(_PACKET_BEGINS, end)) >= 0 and (end := data.find(_PACKET_ENDS, start)) >= 0:
        yield data[start:end]


def _next_marker(file: BinaryIO, position: int) -> int:
    """Where the next segment may begin after garbage at `position`; -1 when there is none near."""
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
        (blocks.xmp if is_xmp(payload[:_HEAD]) else blocks.comments).append(payload)
    elif marker in _FRAMES and len(payload) >= 5 and blocks.size is None:
        height, width = int.from_bytes(payload[1:3], "big"), int.from_bytes(payload[3:5], "big")
        blocks.size = (width, height) if width and height else None
    elif 0xE0 <= marker <= 0xEF and (packet := packet_start(payload)):  # under another number than is its own
        blocks.xmp.append(packet)


def _take_app1(payload: bytes, collected: _Collected) -> None:
    """EXIF, XMP, or a part of XMP that did not fit. The mark that tells which may be damaged, or not there at all."""
    blocks = collected.blocks
    if payload.startswith(_XMP):
        blocks.xmp.append(payload[len(_XMP) :])
    elif payload.startswith(_XMP_EXTENSION):
        _take_extension(payload[len(_XMP_EXTENSION) :], collected)
    elif block := tiff_start(payload):
        blocks.exif = blocks.exif or block
    elif packet := packet_start(payload):
        blocks.xmp.append(packet)
    elif is_xmp(payload[:_HEAD]):  # in UTF-16
        blocks.xmp.append(payload)


def _take_app13(payload: bytes, collected: _Collected) -> None:
    """Photoshop's resources, which may go on in the next segment; or bare IIM of programs that left them out."""
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


def _take_extension(payload: bytes, collected: _Collected) -> None:
    if len(payload) > 40:
        parts = collected.extensions.setdefault(payload[:32], {})
        parts.setdefault(int.from_bytes(payload[36:40], "big"), payload[40:])


def _finish(collected: _Collected) -> None:
    collected.blocks.resources = b"".join(collected.resources)[:MAX_BLOCK]
    for parts in collected.extensions.values():
        joined = bytearray()
        for offset in sorted(parts):
            if offset != len(joined):  # a part is missing: what comes before it can still be read
                break
            joined += parts[offset]
        if joined:
            collected.blocks.extended.append(bytes(joined[:MAX_BLOCK]))
