"""Looks over the directories of an EXIF block before anyone reads them: what that would cost, and who should do it."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from archive.pixels.reading import read_at
from archive.pixels.tiff import MAX_ENTRIES, Entry, content, entries
from ingest.photo.blocks_tiff import BLOCK_TAGS

EXIF_IFD, GPS_IFD, INTEROP_IFD, USER_COMMENT, COPYRIGHT = 34665, 34853, 40965, 37510, 33432
_LONGEST_COPYRIGHT = 10_000  # bytes
XP_TAGS = range(40091, 40096)  # XPTitle .. XPSubject: UTF-16LE as bytes
BUDGET = 50_000  # values that exifread may be made to read one by one, about a tenth of a second
_EXIFREAD_MOST = 1000  # values; exifread drops those of longer tags
_DEEPEST = 3
_UTF8 = 129  # the type that EXIF 3.0 added for text


@dataclass(slots=True)
class Survey:
    """What reading these directories would cost in values (beyond BUDGET it is not to be done), whether a tag needs
    Pillow, whether one holds a block of another standard, where the type UTF-8 stands in the bytes, and the copyright
    where it is of two parts (the photographer's, a zero byte, the editor's). `comments`: how deep each user comment
    stands, and its bytes; exifread leaves it out, and Pillow after a maker's note that the file does not hold whole."""

    cost: int = 0
    for_pillow: bool = False
    holds_blocks: bool = False
    utf8: list[int] = field(default_factory=list)
    copyright: bytes = b""
    comments: list[tuple[int, bytes]] = field(default_factory=list)


def survey_of(file: BinaryIO, order: str) -> Survey:
    """Looks at every directory as often as exifread would, until the budget is spent."""
    survey = Survey()
    offset = struct.unpack(order + "I", read_at(file, 4, 4).ljust(4, b"\0"))[0]
    seen: set[int] = set()
    while offset and offset not in seen and survey.cost <= BUDGET:
        seen.add(offset)
        found, offset = entries(file, order, offset)
        _weigh(file, order, found, survey, depth=0)
    return survey


def _weigh(file: BinaryIO, order: str, found: Sequence[Entry], survey: Survey, depth: int) -> None:
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
            survey.comments.append((depth, content(file, order, entry)))
        else:
            _weigh_values(entry, survey)
            if entry.tag == COPYRIGHT and 4 < entry.values < _LONGEST_COPYRIGHT and not survey.copyright:
                text = content(file, order, entry).rstrip(b"\0")
                survey.copyright = text if b"\0" in text else b""


def _weigh_values(entry: Entry, survey: Survey) -> None:
    survey.holds_blocks = survey.holds_blocks or entry.tag in BLOCK_TAGS
    if entry.type in (2, _UTF8):
        survey.cost += entry.values // 64
    elif entry.values < _EXIFREAD_MOST:
        survey.cost += entry.values
    elif entry.tag in XP_TAGS:
        survey.for_pillow = True
