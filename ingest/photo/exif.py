"""Read EXIF (CIPA DC-008) within limits, with exifread, and with Pillow what exifread leaves out.

Directories are surveyed first, to estimate the cost of reading them. Texts may begin with a character code or be in
Windows fields.
"""

from __future__ import annotations

import io
import logging
import math
import re
import struct
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import exifread
from exifread.tags.fields import FieldType
from PIL import Image

from archive.messages import Message
from archive.pictures.containers import MAX_ENTRIES, TiffEntry, byte_order, entries, entry_bytes, read_at
from ingest.photo.camera_blocks import BLOCK_TAGS
from ingest.photo.metadata_fields import Fields, SourceValue
from ingest.photo.metadata_text import charset_of_values, clean_metadata_text, decode_metadata_text

EXIF_IFD, GPS_IFD, INTEROP_IFD, USER_COMMENT, COPYRIGHT = 34665, 34853, 40965, 37510, 33432
_LONGEST_COPYRIGHT = 10_000  # bytes
XP_TAGS = range(40091, 40096)  # XPTitle .. XPSubject: UTF-16LE as bytes
BUDGET = 50_000  # values that exifread may read one by one, about a tenth of a second
_EXIFREAD_MOST = 1000  # values; exifread drops those of longer tags
_DEEPEST = 3
_UTF8 = 129  # the text type added by EXIF 3.0


@dataclass(slots=True)
class Survey:
    """The cost of reading these directories in values (above BUDGET it is not done), whether a tag needs Pillow,
    whether one contains a block of another standard, where the type UTF-8 is in the bytes, and a copyright in two parts
    (the photographer's, a zero byte, the editor's). `comments`: the depth of each user comment, and its bytes; exifread
    leaves them out, and so does Pillow after an incomplete maker note."""

    cost: int = 0
    for_pillow: bool = False
    holds_blocks: bool = False
    utf8: list[int] = field(default_factory=list)
    copyright: bytes = b""
    comments: list[tuple[int, bytes]] = field(default_factory=list)


def survey_of(file: BinaryIO, order: str) -> Survey:
    """Visit every directory as often as exifread would, until the budget is spent."""
    survey = Survey()
    offset = struct.unpack(order + "I", read_at(file, 4, 4).ljust(4, b"\0"))[0]
    seen: set[int] = set()
    while offset and offset not in seen and survey.cost <= BUDGET:
        seen.add(offset)
        found, offset = entries(file, order, offset)
        _weigh(file, order, found, survey, depth=0)
    return survey


def _weigh(file: BinaryIO, order: str, found: Sequence[TiffEntry], survey: Survey, depth: int) -> None:
    survey.cost += 1 + len(found) if len(found) < MAX_ENTRIES else BUDGET + 1
    for entry in found:
        if survey.cost > BUDGET:
            return
        if entry.type == _UTF8:
            survey.utf8.append(entry.position + 2)
        if entry.tag in (EXIF_IFD, GPS_IFD, INTEROP_IFD) and depth < _DEEPEST:
            below, _ = entries(file, order, struct.unpack(order + "I", entry.value)[0])
            _weigh(file, order, below, survey, depth + 1)
        elif entry.tag == USER_COMMENT:
            survey.comments.append((depth, entry_bytes(file, order, entry)))
        else:
            _weigh_values(entry, survey)
            if entry.tag == COPYRIGHT and 4 < entry.values < _LONGEST_COPYRIGHT and not survey.copyright:
                text = entry_bytes(file, order, entry).rstrip(b"\0")
                survey.copyright = text if b"\0" in text else b""


def _weigh_values(entry: TiffEntry, survey: Survey) -> None:
    survey.holds_blocks = survey.holds_blocks or entry.tag in BLOCK_TAGS
    if entry.type in (2, _UTF8):
        survey.cost += entry.values // 64
    elif entry.values < _EXIFREAD_MOST:
        survey.cost += entry.values
    elif entry.tag in XP_TAGS:
        survey.for_pillow = True


_CODES = (b"ASCII", b"UNICODE", b"JIS")  # CIPA DC-008, 4.6.5, table 6
_SLIP = re.compile(rb"[a-z][A-Z]|[A-Za-z] [.,]")


def windows_text(data: bytes) -> str:
    """Return the text of a Windows field: UTF-16LE, although some programs use the other order, or UTF-8."""
    data = data[: len(data) // 2 * 2] if b"\0" in data[:8] else data
    if b"\0" not in data and (text := _plain_ascii(data)):
        return text
    return data.decode(_utf16(data), "replace").partition("\0")[0]


def _plain_ascii(data: bytes) -> str:
    """Return the text if all bytes are ASCII letters, spaces and marks, else empty."""
    words = data.decode("ascii", "ignore")
    return words if len(words) == len(data) and words.isprintable() else ""


def coded_text(data: bytes) -> str:
    """Return the text of UserComment and the like. They begin with eight bytes that name their character code, possibly
    swapped by programs that changed the byte order; the text often disagrees."""
    name, width = _code_of(data[:8])
    code, body = name or data[:8].upper(), data[8:]
    if width and not code.startswith(b"UNICODE"):
        body = min(_swapped(body, width), body, key=_slips)
    if code.startswith(b"UNICODE"):
        return _unicode(body)
    if code.startswith(b"JIS"):
        try:
            return body.decode("iso2022_jp" if b"\x1b" in body else "shift_jis")
        except UnicodeDecodeError:
            return decode_metadata_text(body)
    if not code.startswith(b"ASCII") and code.strip(b"\0 "):
        body = data  # without a character code, all of it is text
    if _is_wide(body.rstrip(b"\0 ")):
        return _unicode(body)
    return decode_metadata_text(body.lstrip(b"\0 ").partition(b"\0")[0])


def _code_of(field: bytes) -> tuple[bytes, int]:
    """Return the character code named by eight bytes, and the width of swapped pieces (0 if not swapped, or all are);
    empty for none."""
    for width in (0, 2, 4, 8):
        name = (_swapped(field, width) if width else field).upper().strip(b"\0 ")
        if found := next((code for code in _CODES if name.startswith(code)), b""):
            return found, width % 8
    return b"", 0


def _swapped(data: bytes, width: int) -> bytes:
    """Return the bytes with the order in each piece of `width` reversed; a remainder is unchanged."""
    whole = len(data) // width * width
    return b"".join(data[at : at + width][::-1] for at in range(0, whole, width)) + data[whole:]


def _slips(body: bytes) -> int:
    """Return how often a capital follows a lower-case letter, or a blank a stop, as in text with swapped bytes."""
    return len(_SLIP.findall(body))


def _is_wide(body: bytes) -> bool:
    """Return whether every other byte is zero, as in UTF-16 of Latin text; not for words separated by zeros."""
    even, odd = body[0::2].count(0), body[1::2].count(0)
    return max(even, odd) * 3 > len(body) and min(even, odd) * 8 < max(even, odd)


def _unicode(body: bytes) -> str:
    """Decode UTF-16 in either order, or UTF-8, which some programs write under that name."""
    try:
        text = body.rstrip(b"\0 ").decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and "\0" not in text and (text.isascii() or not _is_text(body.decode(_utf16(body), "replace"))):
        return text
    return body.decode(_utf16(body), "replace").partition("\0")[0]


def _is_text(text: str) -> bool:
    """Return whether the letters are of few scripts, unlike UTF-8 read as UTF-16."""
    return len({ord(char) >> 10 for char in text}) <= 2 and all(map(str.isprintable, text.split()))


def _utf16(body: bytes) -> str:
    """Decode UTF-16 of either order: in most text the high bytes are small and similar."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    even, odd = body[0::2], body[1::2]
    return "utf-16-be" if even.count(0) > odd.count(0) else "utf-16-le"


_TEXTS = frozenset({270, 315, COPYRIGHT, USER_COMMENT, *XP_TAGS})
_CODED = frozenset({str(USER_COMMENT), "gps:27", "gps:28"})  # begin with the name of their character code
# exifread's names of the directories, and the prefixes of their tags here.
_GROUPS = {"Image": "", "EXIF": "", "GPS": "gps:", "Interoperability": "interop:", "Thumbnail": "thumbnail:"}
# Offsets, blocks of other standards and of makers, and padding: they say nothing about the picture.
_SILENT = frozenset({
    273, 279, 288, 289, 324, 325, 330, 513, 514, 519, 520, 521, 700, 33723, 34377, EXIF_IFD, 34675, GPS_IFD, 37500,
    INTEROP_IFD, 50341, 59932, 59933,
})  # fmt: skip
_MOST_NUMBERS = 16
_MOST_BYTES = 200  # of a tag with unknown type or meaning that are taken for text
_LISTS = frozenset({315, 40093, 40094})  # Artist, XPAuthor, XPKeywords: separated by semicolons
_MOST_BLOCK = 1 << 20  # bytes of EXIF that are copied for correction

Values = dict[str, list[Any]]  # tag -> its values in its directories, the main one first

logging.getLogger("exifread").setLevel(logging.CRITICAL)  # it warns about every odd file; our notes do that


@dataclass(frozen=True, slots=True)
class Exif:
    """The content of an EXIF block, by tag number (`270`; `gps:2`, `interop:1`, `thumbnail:259` in those directories);
    what went wrong, as half a sentence; and whether it contains blocks of other standards, for `walk_tiff`."""

    fields: Fields
    problem: str | None = None
    holds_blocks: bool = False


def read_exif(file: BinaryIO) -> Exif:
    """Read an EXIF block or a TIFF file.

    A malicious block (crafted counts, overlapping directories) is left to Pillow, which reads lazily.
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
            problem = Message("exif-damaged")
    else:
        problem = Message("exif-too-many")
    if survey.for_pillow or problem:
        for name, values in _by_pillow(file).items():
            found.setdefault(name, values)
    if comments := [comment for _, comment in sorted(survey.comments, key=lambda one: one[0])]:
        found[str(USER_COMMENT)] = list(comments)
    if survey.copyright:  # exifread stops at the zero between photographer and editor
        found[str(COPYRIGHT)] = [survey.copyright]
    return Exif(_fields(found), problem, survey.holds_blocks)


def _mended(file: BinaryIO, survey: Survey) -> BinaryIO:
    """Relabel EXIF 3.0's type for UTF-8 text, unknown to exifread, as ASCII, so that it is decoded."""
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
        if group is None or not values or tag.tag in _SILENT:  # exifread returns none for too many values
            continue
        if tag.field_type == FieldType.UNDEFINED and len(values) > 1:  # a single one is a number
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
    """Return the original bytes of text that Pillow decoded as Latin-1, to be decoded correctly."""
    if isinstance(value, str) and not value.isascii():
        try:
            return value.encode("latin-1")
        except UnicodeEncodeError:
            return value
    return value


def _fields(found: Values) -> Fields:
    fields: dict[str, list[SourceValue]] = {}
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
        said = [SourceValue(part) for part in dict.fromkeys(map(clean_metadata_text, texts)) if part]
        if said:
            fields[name] = said
        elif isinstance(values[0], bytes) and len(values[0]) <= _MOST_NUMBERS:  # such as the order of colours
            numbers[name] = [float(byte) for byte in values[0]]
    return Fields("exif", fields, numbers)


def _charset(found: Values) -> str | None:
    """Return the encoding of the texts that are not UTF-8: one program wrote them all."""
    odd = [value for values in found.values() for value in values if isinstance(value, bytes) and not value.isascii()]
    return charset_of_values(odd) if odd else None


def _text(name: str, tag: int, value: Any, charset: str | None) -> str:
    """Return the text of a value, else empty: exifread returns bytes that are not UTF-8, or lists of bytes."""
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
        parts = [part.strip() for part in decode_metadata_text(data, charset).split("\0")[:2]]
        return "\n".join(part for part in parts if part)
    if tag not in _TEXTS and len(data) > _MOST_BYTES:
        return ""
    return decode_metadata_text(data.partition(b"\0")[0], charset)


def _numbers(value: Any) -> list[float]:
    """Return the numbers; nan for 0/0. Empty for other values, or too many to be useful."""
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
