"""Where a photo's file name stands in a run of frames: `W-HAI_1275.jpg` is number 1275 of prefix `W-HAI_`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.catalogue.paths import name_key

LONGEST = 120  # characters of a name that are looked at: what is longer is a sentence
_TYPE = re.compile(r"\.(?=[0-9]*[a-z])[a-z0-9]{2,5}\Z")
_SIZE = re.compile(r"[ _-]?\(?\d{2,5}x\d{2,5}\)?\Z|[ _-]scaled\Z|@\dx\Z")
_COPY_OF_FRAME = re.compile(r"(?<=\d{3})[ _]?(?:\(\d{1,2}\)|-\d{1,2})\Z")
_DATED = re.compile(r"(?<!\d)(?:19|20)\d\d-\d{1,2}\Z")
_NUMBER = re.compile(r"(?P<number>\d{1,9})(?P<after>\)|[ _-]{0,3}[^\W\d]{1,12}(?: ?[^\W\d]{1,12})?)?\Z")
_MOMENT = re.compile(
    r"(?<!\d)(?:19|20)\d\d([-_. ]?)[01]\d\1[0-3]\d(?:[-_. t]*(?:at )?[0-2]\d([-_.]?)[0-5]\d\2[0-5]\d)?\d{0,3}\Z"
)


@dataclass(frozen=True, slots=True)
class Place:
    """`prefix` as `name_key` folds it, the number, and how many digits it was written with."""

    prefix: str
    number: int
    digits: int


def place_of(filename: str) -> Place | None:
    """The last run of digits of a name and what stands before it, marks of copies and of editing (`-1`, `(1)`,
    `-1024x683`, `_edit`) left off; None for a name without a number, and where the number is a day or a moment
    (`20251025_101500`)."""
    stem = _TYPE.sub("", name_key(filename))
    if not stem or len(stem) > LONGEST:
        return None
    while (shorter := _SIZE.sub("", stem)) != stem:
        stem = shorter
    if not _DATED.search(stem):
        stem = _COPY_OF_FRAME.sub("", stem)
    found = _NUMBER.search(stem)
    if found is None:
        return None
    start, number = found.start("number"), found["number"]
    if (start and stem[start - 1].isdecimal()) or _MOMENT.search(stem[: found.end("number")]):
        return None  # more digits than a counter has, or a clock
    return Place(stem[:start], int(number), len(number))


def written_prefix(filename: str, place: Place) -> str:
    """The prefix as the file name has it, without what parts it from the number: `W-HAI`."""
    last = " ".join(filename.replace("!/", "/").rsplit("/", 1)[-1].split())
    said = last[: len(place.prefix)]
    return (said if name_key(said) == name_key(place.prefix) else place.prefix).rstrip(" _-.(#")
