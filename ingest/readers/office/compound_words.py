"""The words in a compound file ([MS-CFB]) that no reader shows: notes, hidden and deleted words, properties, objects.

The streams of Word, Excel and PowerPoint keep what was hidden or is a note in the same letters as what is shown.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import olefile

from ingest.extract.embargo.unread_words import NamedWords, TooManyWords
from ingest.readers.base.byte_words import of_bytes
from ingest.readers.base.markup_words import SHEET_CODE
from ingest.readers.base.source import Source
from ingest.readers.inner_files import MOST_BYTES, MOST_EACH, MOST_FILES, inner_words

MOST_PROPERTIES = 500
_ERRORS = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, EOFError, struct.error)
_DRAWN = ("data", "pictures", "thumbnailpicture", "\1compobj", "\1ole", "\3objinfo", "\3epsprint", "\3meta")
_NATIVE = "\1ole10native"
_FILES = ("package", "contents", "package_stream", "embeddedodf")  # streams that are whole files
_PACKED = re.compile(rb"\x10\x00\x11\x10(.{4}).{4}", re.S)  # of PowerPoint: ExOleObjStg, compressed ([MS-PPT] 2.10.34)
_INFLATED = ("bodytext", "viewtext", "docinfo")  # storages of Hangul, whose streams are packed
_STARTS = (b"PK\3\4", olefile.MAGIC, b"%PDF", b"{\\rtf")
_SUMMARIES = ("\5summaryinformation", "\5documentsummaryinformation")
_SINCE = datetime(1601, 1, 1, tzinfo=UTC)


def unread_words(source: Source) -> Iterator[NamedWords]:
    """Yield the words in all streams but those of pictures, the properties by their names, and the words of the files
    inside."""
    try:
        with olefile.OleFileIO(str(source.path)) as container:
            yield from _in_streams(container, source)
    except _ERRORS:
        return


def _in_streams(container: Any, source: Source) -> Iterator[NamedWords]:
    left, inside = MOST_BYTES, 0
    for path in container.listdir():
        size, name = container.get_size(path), path[-1].casefold()
        if name in _DRAWN or size > source.size:
            continue
        left -= size
        if left < 0:
            raise TooManyWords
        data = container.openstream(path).read()
        if name in _SUMMARIES:
            yield from property_words(data)
        elif (found := _file_in(name, data)) is not None:
            inside += 1
            if inside > MOST_FILES:
                raise TooManyWords
            yield from inner_words(*found, source)
        elif path[0].casefold() in _INFLATED:
            yield from of_bytes(_inflated(data))
        else:
            for key, words in of_bytes(data):
                yield from ((key, part) for part in SHEET_CODE.split(words)) if "&" in words else [(key, words)]
            yield from _packed_objects(data, source) if name == "powerpoint document" else ()


def _file_in(name: str, data: bytes) -> tuple[str, bytes] | None:
    """The name and the bytes of a file that a stream is or has in it; None for any other stream."""
    if name == _NATIVE:
        return native_file(data)
    return ("object", data) if name in _FILES and data.startswith(_STARTS) else None


def native_file(data: bytes) -> tuple[str, bytes]:
    """Return the name and the bytes of a file in an object of OLE ([MS-OLEDS] 2.3.6), as far as they can be told."""
    parts = data[6:1_500].split(b"\0", 2)
    name = parts[0].decode("cp1252", "replace").replace("\\", "/").rpartition("/")[2]
    starts = [at for mark in _STARTS if (at := data.find(mark, 0, 4_000)) >= 0]
    if starts:
        return name, data[min(starts) :]
    return name, data[6 + len(parts[0]) :].lstrip(b"\0")


def _packed_objects(data: bytes, source: Source) -> Iterator[NamedWords]:
    for count, found in enumerate(_PACKED.finditer(data)):
        if count >= MOST_FILES:
            raise TooManyWords
        size = int.from_bytes(found[1], "little")
        if 4 < size <= len(data) - found.end() + 4:
            yield from inner_words("object", _inflated(data[found.end() : found.end() + size], 15), source)


def _inflated(data: bytes, bits: int = -15) -> bytes:
    try:
        unpacked = zlib.decompressobj(bits).decompress(data, MOST_EACH)
    except zlib.error:
        return data
    if len(unpacked) == MOST_EACH:
        raise TooManyWords
    return unpacked


def property_words(data: bytes) -> Iterator[NamedWords]:
    """Yield the properties of a stream by the names that a person gave them, others as `property` ([MS-OLEPS] 2.21)."""
    count = int.from_bytes(data[24:28], "little")
    for n in range(min(count, 2)):
        (at,) = struct.unpack_from("<I", data, 28 + 20 * n + 16)
        size, number = struct.unpack_from("<II", data, at)
        if MOST_PROPERTIES < number < len(data):
            raise TooManyWords
        places = [struct.unpack_from("<II", data, at + 8 + 8 * one) for one in range(min(number, MOST_PROPERTIES))]
        section = data[at : at + size]
        page = next((struct.unpack_from("<H", section, place + 4)[0] for key, place in places if key == 1), 1252)
        names = next((_names(section, place, page) for key, place in places if key == 0), {})
        for key, place in places:
            if key > 1 and (words := _value(section, place, page)):
                yield names.get(key, "property"), words


def _names(section: bytes, at: int, page: int) -> dict[int, str]:
    (count,) = struct.unpack_from("<I", section, at)
    names, at = {}, at + 4
    for _ in range(min(count, MOST_PROPERTIES)):
        key, length = struct.unpack_from("<II", section, at)
        size = 2 * length if page == 1200 else length
        names[key] = _text(section[at + 8 : at + 8 + size], page)
        at += 8 + size + (-size % 4 if page == 1200 else 0)
    return names


def _value(section: bytes, at: int, page: int) -> str:
    kind, length = struct.unpack_from("<II", section, at)
    if kind == 30:
        return _text(section[at + 8 : at + 8 + length], page)
    if kind == 31:
        return _text(section[at + 8 : at + 8 + 2 * length], 1200)
    if kind == 64 and (ticks := int.from_bytes(section[at + 4 : at + 12], "little")) > 10**16:  # longer than a span
        return (_SINCE + timedelta(microseconds=ticks // 10)).isoformat()
    return ("no", "yes")[section[at + 4] != 0] if kind == 11 else ""


def _text(data: bytes, page: int) -> str:
    codec = {1200: "utf-16-le", 65001: "utf-8"}.get(page, f"cp{page}")
    try:
        return data.decode(codec, "replace").split("\0")[0]
    except LookupError:
        return data.decode("cp1252", "replace").split("\0")[0]
