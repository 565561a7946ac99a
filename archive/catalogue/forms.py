"""The forms of a file name by which copies of one picture know each other: no type, no copy marks, its digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from archive.catalogue.paths import name_key

_TYPE = re.compile(r"\.[a-z0-9]{2,5}\Z")
_COPY = re.compile(r"(?:[ _-]*\(\d{1,3}\)|[ _-]+copy|[ _-]+\d{2,5}x\d{2,5}|-scaled|-\d{1,2})\Z")
_RUN = re.compile(r"\d{6,}")


@dataclass(frozen=True, slots=True)
class Forms:
    """`stem`: the name unquoted, NFC, folded, without its type. `base`: that without marks of copies (`-1`, `(1)`,
    `-1024x683`). `digits`: its longest run of six or more digits; empty when it has none."""

    stem: str
    base: str
    digits: str


def forms_of(filename: str) -> Forms:
    """The forms of the last part of a file name."""
    stem = _TYPE.sub("", name_key(unquote(filename)))
    base = stem
    while (shorter := _COPY.sub("", base)) and shorter != base:
        base = shorter
    return Forms(stem, base, max(_RUN.findall(stem), key=len, default=""))
