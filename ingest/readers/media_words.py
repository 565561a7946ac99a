"""The words in sound and film beside the tags that everybody reads: chapters, notes of cues, broadcast chunks, XMP.

What is played is skipped. All else is looked through, whatever program wrote it. Sources: ID3v2.2 to 2.4, RIFF, EBU
Tech 3285 (`bext`), ISO/IEC 14496-12, QuickTime File Format, RFC 9639 (FLAC), RFC 9559 (Matroska).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, Literal

from ingest.extract.embargo.unread_words import NamedWords
from ingest.readers.base.byte_words import of_bytes
from ingest.readers.base.markup_words import of_markup
from ingest.readers.base.source import Source

MOST = 8 << 20  # bytes of one file
MOST_PARTS = 20_000
_PART = 1 << 20  # bytes of one part
_END = 64 << 10  # bytes at the end of a file, where older tags stand
_LAST = 512  # bytes in which the last of these tells its name
_MARKUP = (b"<?xpacket", b"<x:xmpmeta", b"<?xml", b"<rdf:RDF")
_PLAYED = (b"data", b"mdat", b"movi", b"free", b"skip", b"wide", b"idat", b"JUNK")  # and room for tags to come
_BOXES = (b"moov", b"udta", b"trak", b"mdia", b"minf", b"meta", b"ilst", b"moof", b"traf", b"edts", b"dinf")
_TABLES = (
    b"stts",
    b"stsc",
    b"stsz",
    b"stco",
    b"co64",
    b"ctts",
    b"stss",
    b"trun",
    b"sidx",
    b"covr",
    b"stbl",
)  # of samples
_CLUSTER = b"\x1f\x43\xb6\x75"
_CLUSTERS = (_CLUSTER, b"\xec", b"\x1c\x53\xbb\x6b")  # room, and places to seek
_MASTERS = tuple(
    bytes.fromhex(kind)
    for kind in [
        "18538067",
        "1549A966",
        "1254C367",
        "7373",
        "67C8",
        "1043A770",
        "45B9",
        "B6",
        "80",
        "1654AE6B",
        "AE",
        "1941A469",
        "61A7",
    ]
)
_AT_THE_END = _MASTERS[1:3]
_MATROSKA = b"\x1aE\xdf\xa3"
_TAG_NAME, _TAG_VALUE = b"\x45\xa3", b"\x44\x87"
_DEEPEST = 8


def unread_words(source: Source) -> Iterator[NamedWords]:
    """Yield the words in all parts of a file but those that are played."""
    left = MOST
    with source.path.open("rb") as file:
        if file.read(4) == _MATROSKA:
            yield from _of_matroska(file, source.size)
            return
        for part in _parts(file, source.size):
            yield from of_part(part[:_PART])
            left -= len(part)
            if left < 0:
                return


def of_part(part: bytes) -> Iterator[NamedWords]:
    """Yield the words in a part, as those of markup where a packet of XMP or XML stands in it."""
    places = [at for mark in _MARKUP if (at := part.find(mark)) >= 0]
    if places:
        end = part.rfind(b">")
        yield from of_markup(part[min(places) : end + 1])
    yield from of_bytes(part)


def _parts(file: BinaryIO, size: int) -> Iterator[bytes]:
    head = _read(file, 0, 16)
    if head[:4] in (b"RIFF", b"RIFX", b"RF64", b"FORM"):
        return _chunks(file, 12, size, "little" if head[:4] in (b"RIFF", b"RF64") else "big")
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"skip", b"free"):
        return _boxes(file, 0, size, 0)
    if head[:4] == b"fLaC":
        return _flac(file)
    if head[:3] == b"ID3":
        tag = 10 + sum((byte & 127) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=False))
        return chain([_read(file, 0, tag)], _ends(file, size, tag))
    return chain([_read(file, 0, min(size, _END))], _ends(file, size, 0))


def _ends(file: BinaryIO, size: int, behind: int) -> Iterator[bytes]:
    """The older tags at the end of a sound: APEv2, Lyrics3, ID3v1."""
    start = max(behind, size - _LAST)
    last = _read(file, start, size - start)
    if (at := last.rfind(b"APETAGEX")) >= 0:
        length = int.from_bytes(last[at + 12 : at + 16], "little")
        yield _read(file, max(behind, start + at + 32 - length), length)
    elif (at := last.find(b"LYRICS")) >= 0:
        yield _read(file, max(behind, size - _END), _END)
    if last[-128:].startswith(b"TAG"):
        yield last[-125:]


def _read(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(min(max(size, 0), _PART))


def _chunks(file: BinaryIO, at: int, end: int, order: Literal["little", "big"]) -> Iterator[bytes]:
    """Those of RIFF: a name, a size, content of an even number of bytes."""
    for _ in range(MOST_PARTS):
        head = _read(file, at, 12)
        if len(head) < 8 or at >= end:
            return
        size = int.from_bytes(head[4:8], order)
        if head[:4] == b"LIST" and head[8:12] in (b"hdrl", b"strl"):
            at += 12
            continue
        if head[:4] not in _PLAYED and not (head[:4] == b"LIST" and head[8:12] in _PLAYED):
            yield _read(file, at + 8, size)
        at += 8 + size + (size & 1)


def _boxes(file: BinaryIO, at: int, end: int, depth: int) -> Iterator[bytes]:
    for _ in range(MOST_PARTS):
        head = _read(file, at, 16)
        if len(head) < 8 or at >= end:
            return
        size, kind, start = int.from_bytes(head[:4], "big"), head[4:8], 8
        if size == 1:
            size, start = int.from_bytes(head[8:16], "big"), 16
        elif size == 0:
            size = end - at
        if size < start:
            return
        inner = at + start + (4 if kind == b"meta" and head[12:16] != b"hdlr" else 0)
        if kind in _BOXES and depth < _DEEPEST:
            yield from _boxes(file, inner, min(at + size, end), depth + 1)
        elif kind == b"----":
            yield _freeform(_read(file, at + start, size - start))
        elif kind not in _PLAYED and kind not in _TABLES:
            yield _read(file, at + start, min(size, end - at) - start)
        at += size


def _freeform(box: bytes) -> bytes:
    """The name of a field and its value, without what stands between them."""
    _, _, said = box.partition(b"name")
    name, _, value = said[4:].partition(b"data")
    return name[:-4] + b"\0" + value[8:]


def _flac(file: BinaryIO) -> Iterator[bytes]:
    at = 4
    for _ in range(MOST_PARTS):
        head = _read(file, at, 4)
        if len(head) < 4:
            return
        size = int.from_bytes(head[1:], "big")
        if head[0] & 127 not in (0, 1, 3):  # what is played, room, places to seek
            named = 4 if head[0] & 127 == 2 else 0  # of an application
            yield _read(file, at + 4 + named, size - named)
        at += 4 + size
        if head[0] & 128:
            return


def _elements(data: bytes, at: int, end: int, depth: int = 0) -> Iterator[NamedWords]:
    """The words in the elements of Matroska (RFC 8794, 4): those of a tag under its name."""
    name = ""
    while at + 2 <= end:
        width = 9 - data[at].bit_length()
        kind, at = data[at : at + width], at + width
        if width > 4 or at >= end:
            return
        width = 9 - data[at].bit_length()
        size = int.from_bytes(data[at : at + width], "big") & ((1 << 7 * width) - 1)
        at += width
        start, at = at, min(at + size, end)
        if kind in _MASTERS and depth < _DEEPEST:
            yield from _elements(data, start, at, depth + 1)
        elif kind == _TAG_NAME:
            name = data[start:at].decode("utf-8", "replace")
        elif kind == _TAG_VALUE:
            yield name or "tag", data[start:at].decode("utf-8", "replace")
        elif kind not in _CLUSTERS:
            yield from of_bytes(data[start:at])


def _of_matroska(file: BinaryIO, size: int) -> Iterator[NamedWords]:
    """What stands before the first cluster of sound and pictures, and what stands at the end."""
    head = _read(file, 0, size)
    yield from _elements(head, 0, len(head))
    if size > len(head):
        last = _read(file, size - _END, _END)
        places = [at for kind in _AT_THE_END if (at := last.find(kind)) >= 0]
        if places:
            yield from _elements(last, min(places), len(last))
