"""Reads EXIF (CIPA DC-008) with exifread, and with Pillow what exifread leaves out, within bounds."""

from __future__ import annotations

import io
import logging
import struct
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import exifread
from PIL import Image

from ingest.photo.blocks import read_at
from ingest.photo.blocks_tiff import Entry, byte_order, entries
from ingest.photo.fields import Fields, Said
from ingest.photo.keys import KEYS
from ingest.photo.text import clean, decode

EXIF_IFD, GPS_IFD, INTEROP_IFD, USER_COMMENT = 34665, 34853, 40965, 37510
_XP_TAGS = range(40091, 40096)  # XPTitle .. XPSubject: UTF-16LE as bytes
_WANTED = frozenset(part for key in KEYS for name in key.exif for part in name.split("+"))
_LISTS = frozenset({315, 40093, 40094})  # Artist, XPAuthor, XPKeywords: separated by semicolons
_EXIFREAD_MOST = 1000  # values; exifread drops those of longer tags
_BUDGET = 50_000  # values that exifread may be made to read one by one, about a tenth of a second
_MOST_BLOCK = 1 << 20  # bytes of EXIF that are copied to be mended

logging.getLogger("exifread").setLevel(logging.CRITICAL)  # it warns of every odd file; our notes do that


@dataclass(slots=True)
class _Survey:
    """What reading these directories would cost, and which tags need another reader than exifread."""

    cost: int = 0
    for_pillow: bool = False
    utf8: list[int] = field(default_factory=list)  # where the type of a tag of the newer type UTF-8 stands


def read_exif(file: BinaryIO) -> tuple[Fields, str | None]:
    """What an EXIF block (or a TIFF file) says, under tag numbers (`270`), GPS tags as `gps:2`; and what went wrong.

    A block that was made to cost (crafted counts, overlapping directories) is left to Pillow, which reads lazily.
    """
    order = byte_order(read_at(file, 0, 4))
    if order is None:
        return Fields("exif", {}), None
    survey = _Survey()
    _visit(file, order, survey)
    found: dict[str, Any] = {}
    problem = None
    if survey.cost <= _BUDGET:
        try:
            found = _by_exifread(_mended(file, survey))
        except Exception as error:
            problem = f"its EXIF is damaged ({type(error).__name__})"
    else:
        problem = "its EXIF claims more values than a camera writes"
    if survey.for_pillow or problem:
        for name, value in _by_pillow(file).items():
            found.setdefault(name, value)
    return _source(found), problem


def _visit(file: BinaryIO, order: str, survey: _Survey) -> None:
    """Looks at every directory as often as exifread would."""
    offset = struct.unpack(order + "I", read_at(file, 4, 4).ljust(4, b"\0"))[0]
    seen: set[int] = set()
    while offset and offset not in seen and survey.cost <= _BUDGET:
        seen.add(offset)
        found, offset = entries(file, order, offset)
        _weigh(file, order, found, survey, depth=0)


def _weigh(file: BinaryIO, order: str, found: Sequence[Entry], survey: _Survey, depth: int) -> None:
    survey.cost += 1 + len(found)
    for entry in found:
        if survey.cost > _BUDGET:
            return
        if entry.type == 129:
            survey.utf8.append(entry.position + 2)
        if entry.tag == USER_COMMENT or (entry.tag in _XP_TAGS and entry.count >= _EXIFREAD_MOST):
            survey.for_pillow = True
        elif entry.tag in (EXIF_IFD, GPS_IFD, INTEROP_IFD) and depth < 3:
            below, _ = entries(file, order, struct.unpack(order + "I", entry.value)[0])
            _weigh(file, order, below, survey, depth + 1)
        elif entry.type in (2, 129):
            survey.cost += entry.count // 64
        elif entry.count < _EXIFREAD_MOST:
            survey.cost += entry.count


def _mended(file: BinaryIO, survey: _Survey) -> BinaryIO:
    """EXIF 3.0 has a type for UTF-8 text that exifread does not know: it is told that it is ASCII, and decodes it."""
    if not survey.utf8:
        return file
    block = bytearray(read_at(file, 0, _MOST_BLOCK))
    big = block[:2] == b"MM"
    for position in survey.utf8:
        if position + 2 <= len(block):
            block[position : position + 2] = b"\0\2" if big else b"\2\0"
    return io.BytesIO(bytes(block))


def _by_exifread(file: BinaryIO) -> dict[str, Any]:
    tags = exifread.process_file(file, details=False, extract_thumbnail=False)
    found: dict[str, Any] = {}
    for name, tag in tags.items():
        group = name.partition(" ")[0]
        if not tag.values:  # too many values for exifread: left for Pillow
            continue
        if group in ("Image", "EXIF") and str(tag.tag) in _WANTED:
            found.setdefault(str(tag.tag), tag.values)
        elif group == "GPS":
            found.setdefault(f"gps:{tag.tag}", tag.values)
    return found


def _by_pillow(file: BinaryIO) -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exif = Image.Exif()
            exif.load(b"Exif\0\0" + read_at(file, 0, _MOST_BLOCK))
            found = {str(tag): value for ifd in (exif.get_ifd(EXIF_IFD), exif) for tag, value in ifd.items()}
            found = {name: value for name, value in found.items() if name in _WANTED}
            found.update({f"gps:{tag}": value for tag, value in exif.get_ifd(GPS_IFD).items()})
        except Exception:
            return {}
    return {name: _undecoded(value) for name, value in found.items()}


def _undecoded(value: Any) -> Any:
    """Pillow decodes all text as Latin-1: its bytes, to be decoded as what they are."""
    if isinstance(value, str) and not value.isascii():
        try:
            return value.encode("latin-1")
        except UnicodeEncodeError:
            return value
    return value


def _source(found: dict[str, Any]) -> Fields:
    fields: dict[str, list[Said]] = {}
    numbers: dict[str, list[float]] = {}
    for name, value in found.items():
        tag = int(name) if name.isdigit() else 0
        text = _text(tag, value)
        parts = [clean(part) for part in (text.split(";") if tag in _LISTS else [text])]
        said = [Said(part) for part in parts if part]
        if said:
            fields[name] = said
        elif not isinstance(value, str | bytes):
            numbers[name] = _numbers(value)
    return Fields("exif", fields, numbers)


def _text(tag: int, value: Any) -> str:
    """The text of a value that is one, else empty: exifread gives text, bytes that are not UTF-8, or lists of bytes."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple) and tag in (*_XP_TAGS, 270, 315, 33432, USER_COMMENT):
        try:
            value = bytes(value)
        except (TypeError, ValueError):
            return ""
    if not isinstance(value, bytes | bytearray):
        return ""
    data = bytes(value)
    if tag in _XP_TAGS:
        return data.decode("utf-16-le", "replace").partition("\0")[0]
    return _user_comment(data) if tag == USER_COMMENT else decode(data.partition(b"\0")[0])


def _user_comment(data: bytes) -> str:
    """UserComment starts with eight bytes that name its character code; what is in it often disagrees."""
    code, body = data[:8], data[8:]
    if code.startswith(b"UNICODE"):
        return body.decode(_utf16(body), "replace")
    if code.startswith(b"JIS"):
        try:
            return body.decode("iso2022_jp" if b"\x1b" in body else "shift_jis")
        except UnicodeDecodeError:
            return decode(body)
    if not code.startswith(b"ASCII") and code.strip(b"\0 "):
        body = data  # no character code at all: all of it is text
    return decode(body.strip(b"\0 "))


def _utf16(body: bytes) -> str:
    """UTF-16 of either order: in most text the high bytes are small and alike."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    even, odd = body[0::2], body[1::2]
    return "utf-16-be" if even.count(0) > odd.count(0) else "utf-16-le"


def _numbers(value: Any) -> list[float]:
    items = value if isinstance(value, list | tuple) else [value]
    result: list[float] = []
    for item in items[:16]:
        try:
            result.append(float(item[0] if isinstance(item, tuple) else item))
        except (TypeError, ValueError, ZeroDivisionError, OverflowError, IndexError):
            return []
    return result
