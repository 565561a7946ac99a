"""Reads EXIF (CIPA DC-008) with exifread, and with Pillow what exifread leaves out, within bounds."""

from __future__ import annotations

import io
import logging
import warnings
from dataclasses import dataclass
from typing import Any, BinaryIO

import exifread
from PIL import Image

from archive.pixels.reading import read_at
from archive.pixels.tiff import byte_order
from ingest.photo.exif_survey import BUDGET, EXIF_IFD, GPS_IFD, USER_COMMENT, XP_TAGS, Survey, survey_of
from ingest.photo.fields import Fields, Said
from ingest.photo.keys import KEYS
from ingest.photo.text import clean, decode

_WANTED = frozenset(part for key in KEYS for name in key.exif for part in name.split("+"))
_LISTS = frozenset({315, 40093, 40094})  # Artist, XPAuthor, XPKeywords: separated by semicolons
_MOST_BLOCK = 1 << 20  # bytes of EXIF that are copied to be mended

Values = dict[str, list[Any]]  # tag -> its values in the directories it stands in, the main one first

logging.getLogger("exifread").setLevel(logging.CRITICAL)  # it warns of every odd file; our notes do that


@dataclass(frozen=True, slots=True)
class Exif:
    """What an EXIF block says, under tag numbers (`270`) and for GPS tags `gps:2`; what went wrong, as half a sentence;
    and whether it holds blocks of other standards, for `walk_tiff`."""

    fields: Fields
    problem: str | None = None
    holds_blocks: bool = False


def read_exif(file: BinaryIO) -> Exif:
    """Reads an EXIF block or a TIFF file.

    A block that was made to cost (crafted counts, overlapping directories) is left to Pillow, which reads lazily.
    """
    order = byte_order(read_at(file, 0, 4))
    if order is None:
        return Exif(Fields("exif", {}))
    survey = survey_of(file, order)
    found: Values = {}
    problem = None
    if survey.cost <= BUDGET:
        try:
            found = _by_exifread(_mended(file, survey))
        except Exception:
            problem = "its EXIF is damaged"
    else:
        problem = "its EXIF claims more values than a camera writes"
    if survey.for_pillow or problem:
        for name, values in _by_pillow(file).items():
            found.setdefault(name, values)
    return Exif(_fields(found), problem, survey.holds_blocks)


def _mended(file: BinaryIO, survey: Survey) -> BinaryIO:
    """EXIF 3.0 has a type for UTF-8 text that exifread does not know: it is told that it is ASCII, and decodes it."""
    if not survey.utf8:
        return file
    block = bytearray(read_at(file, 0, _MOST_BLOCK))
    big = block[:2] == b"MM"
    for position in survey.utf8:
        if position + 2 <= len(block):
            block[position : position + 2] = b"\0\2" if big else b"\2\0"
    return io.BytesIO(bytes(block))


def _by_exifread(file: BinaryIO) -> Values:
    tags = exifread.process_file(file, details=False, extract_thumbnail=False)
    found: Values = {}
    for name, tag in tags.items():
        group = name.partition(" ")[0]
        if not tag.values:  # too many values for exifread: left for Pillow
            continue
        if group in ("Image", "EXIF") and str(tag.tag) in _WANTED:
            found.setdefault(str(tag.tag), []).append(tag.values)
        elif group == "GPS":
            found.setdefault(f"gps:{tag.tag}", []).append(tag.values)
    return found


def _by_pillow(file: BinaryIO) -> Values:
    found: Values = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            file.seek(0)
            exif = Image.Exif()
            exif.load_from_fp(file)
            for ifd in (exif, exif.get_ifd(EXIF_IFD)):
                for tag, value in ifd.items():
                    if str(tag) in _WANTED:
                        found.setdefault(str(tag), []).append(_undecoded(value))
            for tag, value in exif.get_ifd(GPS_IFD).items():
                found[f"gps:{tag}"] = [_undecoded(value)]
        except Exception:
            return found
    return found


def _undecoded(value: Any) -> Any:
    """Pillow decodes all text as Latin-1: its bytes, to be decoded as what they are."""
    if isinstance(value, str) and not value.isascii():
        try:
            return value.encode("latin-1")
        except UnicodeEncodeError:
            return value
    return value


def _fields(found: Values) -> Fields:
    fields: dict[str, list[Said]] = {}
    numbers: dict[str, list[float]] = {}
    for name, values in found.items():
        tag = int(name) if name.isdigit() else 0
        texts = [_text(tag, value) for value in values]
        parts = [clean(part) for text in texts for part in (text.split(";") if tag in _LISTS else [text])]
        said = [Said(part) for part in dict.fromkeys(parts) if part]
        if said:
            fields[name] = said
        elif not isinstance(values[0], str | bytes):
            numbers[name] = _numbers(values[0])
    return Fields("exif", fields, numbers)


def _text(tag: int, value: Any) -> str:
    """The text of a value that is one, else empty: exifread gives text, bytes that are not UTF-8, or lists of bytes."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple) and tag in (*XP_TAGS, 270, 315, 33432, USER_COMMENT):
        try:
            value = bytes(value)
        except (TypeError, ValueError):
            return ""
    if not isinstance(value, bytes | bytearray):
        return ""
    data = bytes(value)
    if tag in XP_TAGS:
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
