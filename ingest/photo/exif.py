"""Reads EXIF (CIPA DC-008) with exifread, and with Pillow what exifread leaves out, within bounds."""

from __future__ import annotations

import io
import logging
import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import exifread
from exifread.tags.fields import FieldType
from PIL import Image

from archive.pixels.reading import read_at
from archive.pixels.tiff import byte_order
from ingest.photo.exif_survey import (
    BUDGET,
    COPYRIGHT,
    EXIF_IFD,
    GPS_IFD,
    INTEROP_IFD,
    USER_COMMENT,
    XP_TAGS,
    Survey,
    survey_of,
)
from ingest.photo.exif_texts import coded_text, windows_text
from ingest.photo.fields import Fields, Said
from ingest.photo.text import charset_of, clean, decode

_TEXTS = frozenset({270, 315, COPYRIGHT, USER_COMMENT, *XP_TAGS})
_CODED = frozenset({str(USER_COMMENT), "gps:27", "gps:28"})  # begin with the name of their character code
# How exifread calls the directories, and how the names of their tags begin here.
_GROUPS = {"Image": "", "EXIF": "", "GPS": "gps:", "Interoperability": "interop:", "Thumbnail": "thumbnail:"}
# Where something is, blocks of other standards and of makers, and padding: they say nothing of the picture.
_SILENT = frozenset({
    273, 279, 288, 289, 324, 325, 330, 513, 514, 519, 520, 521, 700, 33723, 34377, EXIF_IFD, 34675, GPS_IFD, 37500,
    INTEROP_IFD, 50341, 59932, 59933,
})  # fmt: skip
_MOST_NUMBERS = 16
_MOST_BYTES = 200  # of a tag without a type, or whose meaning is not known, that are taken for text
_LISTS = frozenset({315, 40093, 40094})  # Artist, XPAuthor, XPKeywords: separated by semicolons
_MOST_BLOCK = 1 << 20  # bytes of EXIF that are copied to be mended

Values = dict[str, list[Any]]  # tag -> its values in the directories it stands in, the main one first

logging.getLogger("exifread").setLevel(logging.CRITICAL)  # it warns of every odd file; our notes do that


@dataclass(frozen=True, slots=True)
class Exif:
    """What an EXIF block says, under tag numbers (`270`; `gps:2`, `interop:1`, `thumbnail:259` in those directories);
    what went wrong, as half a sentence; and whether it holds blocks of other standards, for `walk_tiff`."""

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
    if comments := [comment for _, comment in sorted(survey.comments, key=lambda one: one[0])]:
        found[str(USER_COMMENT)] = list(comments)
    if survey.copyright:  # exifread stops at the zero between photographer and editor
        found[str(COPYRIGHT)] = [survey.copyright]
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
        values, group = tag.values, _GROUPS.get(name.partition(" ")[0])
        if group is None or not values or tag.tag in _SILENT:  # of too many values exifread gives none
            continue
        if tag.field_type == FieldType.UNDEFINED and len(values) > 1:  # one alone is a number
            values = bytes(values)
        found.setdefault(f"{group}{tag.tag}", []).append(values)
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
                    if tag not in _SILENT:
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
    charset = _charset(found)
    for name, values in found.items():
        tag = int(name) if name.isdigit() else 0
        if tag not in _TEXTS and not isinstance(values[0], str | bytes):
            numbers[name] = _numbers(values[0])
            continue
        texts = [value if isinstance(value, str) else _text(name, tag, value, charset) for value in values]
        if tag in _LISTS:
            texts = [part for text in texts for part in text.split(";")]
        said = [Said(part) for part in dict.fromkeys(map(clean, texts)) if part]
        if said:
            fields[name] = said
        elif isinstance(values[0], bytes) and len(values[0]) <= _MOST_NUMBERS:  # such as the order of colours
            numbers[name] = [float(byte) for byte in values[0]]
    return Fields("exif", fields, numbers)


def _charset(found: Values) -> str | None:
    """What the texts that are no UTF-8 are written in: one program wrote them all."""
    odd = [value for values in found.values() for value in values if isinstance(value, bytes) and not value.isascii()]
    return charset_of(odd) if odd else None


def _text(name: str, tag: int, value: Any, charset: str | None) -> str:
    """The text of a value that is one, else empty: exifread gives bytes that are not UTF-8, or lists of bytes."""
    if isinstance(value, list | tuple) and tag in _TEXTS:
        try:
            value = bytes(value)
        except (TypeError, ValueError):
            return ""
    if not isinstance(value, bytes | bytearray):
        return ""
    data = bytes(value)
    if tag in XP_TAGS:
        return windows_text(data)
    if name in _CODED:
        return coded_text(data)
    if tag == COPYRIGHT:
        parts = [part.strip() for part in decode(data, charset).split("\0")[:2]]
        return "\n".join(part for part in parts if part)
    if tag not in _TEXTS and len(data) > _MOST_BYTES:
        return ""
    return decode(data.partition(b"\0")[0], charset)


def _numbers(value: Any) -> list[float]:
    """The numbers; nan stands for 0/0. Empty for what is none, or too many to tell anything."""
    items = value if isinstance(value, list | tuple) else [value]
    try:
        return [float(item) for item in items[:_MOST_NUMBERS]]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return _odd_numbers(items[:_MOST_NUMBERS])


def _odd_numbers(items: Sequence[Any]) -> list[float]:
    result: list[float] = []
    for item in items:
        try:
            result.append(float(item[0] if isinstance(item, tuple) else item))
        except ZeroDivisionError:
            result.append(math.nan)
        except (TypeError, ValueError, OverflowError, IndexError):
            return []
    return result
