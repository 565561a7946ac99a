"""The words in sound and film beside the usual tags: chapters, notes of cues, broadcast chunks, XMP.

Sound, pictures and tables of samples are skipped; all else is searched, whatever program wrote it. Sources: ID3v2.2 to
2.4, RIFF, EBU Tech 3285 (`bext`), ISO/IEC 14496-12, QuickTime File Format, RFC 9639 (FLAC), RFC 8794 and 9559
(Matroska).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, Literal

from archive.pictures.containers import boxes
from ingest.extract.embargo.unread_words import NamedWords, TooManyWords
from ingest.readers.base.byte_words import of_bytes
from ingest.readers.base.markup_words import of_markup
from ingest.readers.base.source import Source

MOST = 8 << 20  # bytes of one file
MOST_PARTS = 20_000
_PART = 1 << 20  # bytes of one part
_END = 64 << 10  # bytes at the end of a file, where older tags are
_LAST = 512  # bytes at the end that contain the name of the last of these tags
_DESCRIBED = 64 << 10  # bytes of a picture that contain its description
_MARKUP = (b"<?xpacket", b"<x:xmpmeta", b"<?xml", b"<rdf:RDF")
_PLAYED = frozenset((b"data", b"movi", b"idx1", b"JUNK", b"PAD ", b"FLLR"))  # of RIFF; and padding
_BOXES = frozenset((b"moov", b"udta", b"trak", b"mdia", b"minf", b"meta", b"ilst", b"moof", b"traf", b"edts", b"dinf"))
_SKIPPED = frozenset(
    b"mdat idat free skip wide covr"  # played, padding, and pictures
    b" stts stsc stsz stz2 stco co64 ctts cslg stss sdtp sbgp sgpd saiz saio senc trun sidx mfra".split()  # of samples
)
_FLAC_SKIPPED = frozenset((0, 1, 3))  # kinds of blocks: of the stream, padding, places to seek
_PICTURE_FRAMES = frozenset((b"APIC", b"PIC"))
_MATROSKA = b"\x1aE\xdf\xa3"
_MASTERS = frozenset(
    bytes.fromhex(kind)
    for kind in (
        "18538067",  # Segment
        "1549A966",  # Info
        "1654AE6B AE",  # Tracks, their entries
        "1043A770 45B9 B6 80",  # Chapters, Edition, Atom, Display
        "1254C367 7373 67C8",  # Tags, Tag, SimpleTag
        "1941A469 61A7",  # Attachments, AttachedFile
    )
    for kind in kind.split()
)
_MATROSKA_SKIPPED = frozenset(
    bytes.fromhex(kind)
    for kind in ("1F43B675", "EC", "1C53BB6B", "114D9B74", "465C")  # Cluster, Void, Cues, SeekHead, data of a file
)
_TAG_NAME, _TAG_VALUE = b"\x45\xa3", b"\x44\x87"
_DEEPEST = 8


def unread_words(source: Source) -> Iterator[NamedWords]:
    """Yield the words in all parts of a file that are not skipped. Raises TooManyWords if these are too large."""
    left = MOST
    with source.path.open("rb") as file:
        if file.read(4) == _MATROSKA:
            yield from _elements(file, 0, source.size)
            return
        for part in _parts(file, source.size):
            left -= len(part)
            if left < 0:
                raise TooManyWords
            yield from of_part(part)


def of_part(part: bytes) -> Iterator[NamedWords]:
    """Yield the words in a part, also as markup if it contains a packet of XMP or XML."""
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
        end = 10 + _synchsafe(head[6:10])
        return chain(_frames(file, head[3], head[5], end), _ends(file, size, end))
    return chain([_read(file, 0, min(size, _END))], _ends(file, size, 0))


def _synchsafe(number: bytes) -> int:
    """A number of seven bits a byte."""
    return sum((byte & 127) << shift for byte, shift in zip(number, (21, 14, 7, 0), strict=False))


def _frames(file: BinaryIO, version: int, flags: int, end: int) -> Iterator[bytes]:
    """Yield the frames of an ID3v2 tag; of a picture what comes before its data."""
    name, size = (3, 3) if version == 2 else (4, 4)
    head_size = name + size + (0 if version == 2 else 2)
    at = 10
    if flags & 64 and version > 2:  # an extended header; its size includes itself since 2.4
        extended = _read(file, at, 4)
        at += _synchsafe(extended) if version == 4 else 4 + int.from_bytes(extended, "big")
    for _ in range(MOST_PARTS):
        head = _read(file, at, head_size)
        if at + head_size > end or not head[:name].strip(b"\0"):
            return
        number = head[name : name + size]
        length = _synchsafe(number) if version == 4 else int.from_bytes(number, "big")
        start, rest = at + head_size, min(length, end - at - head_size)
        is_picture = head[:name] in _PICTURE_FRAMES
        yield head[:name] + (_read(file, start, min(rest, _DESCRIBED)) if is_picture else _part(file, start, rest))
        at += head_size + length
    raise TooManyWords


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


def _part(file: BinaryIO, at: int, size: int) -> bytes:
    if size > _PART:
        raise TooManyWords
    return _read(file, at, size)


def _chunks(file: BinaryIO, at: int, end: int, order: Literal["little", "big"]) -> Iterator[bytes]:
    """Yield the chunks of RIFF: a name, a size, content of an even number of bytes."""
    for _ in range(MOST_PARTS):
        head = _read(file, at, 12)
        if len(head) < 8 or at >= end:
            return
        size = int.from_bytes(head[4:8], order)
        kind = head[8:12] if head[:4] == b"LIST" else head[:4]
        if kind in (b"hdrl", b"strl"):
            at += 12
            continue
        if kind not in _PLAYED:
            yield _part(file, at + 8, min(size, end - at - 8))
        at += 8 + size + (size & 1)
    raise TooManyWords


def _boxes(file: BinaryIO, start: int, end: int, depth: int = 0) -> Iterator[bytes]:
    """Yield the boxes of ISO base media and QuickTime that have no boxes in them."""
    for kind, inner, stop in boxes(file, start, end):
        if kind in _BOXES and depth < _DEEPEST:
            is_full = kind == b"meta" and _read(file, inner + 4, 4) != b"hdlr"  # QuickTime has no version there
            yield from _boxes(file, inner + 4 if is_full else inner, stop, depth + 1)
        elif kind == b"----":
            yield _freeform(_part(file, inner, stop - inner))
        elif kind not in _SKIPPED:
            yield _part(file, inner, stop - inner)


def _freeform(box: bytes) -> bytes:
    """The name of a field and its value, without what is between them."""
    _, _, said = box.partition(b"name")
    name, _, value = said[4:].partition(b"data")
    return name[:-4] + b"\0" + value[8:]


def _flac(file: BinaryIO) -> Iterator[bytes]:
    """Yield the metadata blocks of FLAC; of a picture what comes before its data."""
    at = 4
    for _ in range(MOST_PARTS):
        head = _read(file, at, 4)
        if len(head) < 4:
            return
        size, kind = int.from_bytes(head[1:], "big"), head[0] & 127
        if kind == 6:
            yield _read(file, at + 4, min(size, _DESCRIBED))
        elif kind not in _FLAC_SKIPPED:
            named = 4 if kind == 2 else 0  # of an application
            yield _part(file, at + 4 + named, size - named)
        at += 4 + size
        if head[0] & 128:
            return
    raise TooManyWords


def _elements(file: BinaryIO, at: int, end: int, depth: int = 0) -> Iterator[NamedWords]:
    """Yield the words in the elements of Matroska, those of a tag under its name."""
    name = ""
    for _ in range(MOST_PARTS):
        head = _read(file, at, 12)
        if at >= end or len(head) < 2:
            return
        width = 9 - head[0].bit_length()
        kind, number = head[:width], head[width : width + 9 - head[width].bit_length()] if width < len(head) else b""
        if width > 4 or not number:
            return
        size = int.from_bytes(number, "big") & ((1 << 7 * len(number)) - 1)
        start = at + width + len(number)
        is_unknown = size == (1 << 7 * len(number)) - 1  # of a stream: up to the end of what is around it
        at = end if is_unknown else min(start + size, end)
        if kind in _MASTERS and depth < _DEEPEST:
            yield from _elements(file, start, at, depth + 1)
        elif kind == _TAG_NAME:
            name = _part(file, start, at - start).decode("utf-8", "replace")
        elif kind == _TAG_VALUE:
            yield name or "tag", _part(file, start, at - start).decode("utf-8", "replace")
        elif kind not in _MATROSKA_SKIPPED:
            yield from of_bytes(_part(file, start, at - start))
    raise TooManyWords
