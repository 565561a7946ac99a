"""Persons in a picture and their positions, from its captions: `X (kanan)`, `từ trái sang: X, Y`, `X, left, and Y,
right`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from archive.authority.persons.name_parser import FoundName, NameReading
from archive.authority.persons.picture_positions import MOST, listed, position, starts_of
from archive.record import Kind, Record
from archive.text.patterns import lazy_regex

LONGEST = 4000  # characters of a caption that are read

_ASIDE = lazy_regex(r"[(\[]([^()\[\]]{1,70})[)\]]|,\s*([^,()\[\].;:]{1,40})(?=[,.;)]|\Z)")
_AFTER = lazy_regex(
    r",?\s(?:pictured|seen|shown)\s((?:far |second |third )?(?:left|right|cent(?:er|re)))(?!\w)", re.IGNORECASE
)
_ON = r"(?:(?:far|extreme) )?(?:left|right|cent(?:er|re))"
_AT = lazy_regex(
    rf"\s(?:at|on|at the|on the) (?:{_ON})(?=[,.;)]|\s(?:and|with|dan)\s|\Z)|"
    r"\s(?:di|đứng|ở|ngồi) (?:sebelah |posisi |bên |phía )?(?:kiri|kanan|tengah|trái|phải|giữa)"
    r"(?=[,.;)]|\s(?:dan|và|bersama|cùng)\s|\Z)",
    re.IGNORECASE,
)
_FIRST = lazy_regex(
    rf"(?:(?<=[.;:,]\s)|(?<=\sand\s)|\A|(?<=\n))"
    rf"(?:(?:pictured |seen )?(?:at|on the|on|in the) (?P<en>{_ON})(?:,| is| are|:)\s|"
    r"(?P<vi>bên (?:trái|phải)|ngoài cùng bên (?:trái|phải)|(?:ở |đứng |ngồi )?giữa) là\s|"
    r"(?:di )?(?:sebelah |paling )?(?P<id>kiri|kanan|tengah) (?:adalah|ialah)\s)",
    re.IGNORECASE,
)
_JOINT = lazy_regex(r"(?:\s?/\s?|\s(?:dan|and|và|serta|&)\s(?:the |his |her )?)\Z")
_ALL = lazy_regex(r"\b(?:keduanya|both|cả hai)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DepictedPerson:
    """A person in a picture. `position` is in English in any language of the caption (`left`, `second from right`, `far
    left`, `centre`, `front`, `standing`, `third from left` in a list, `pictured`); `title` is the office or honorific
    before the name, as printed. [start, end) are code points of the caption."""

    name: str
    position: str | None
    title: str | None = None
    start: int = 0
    end: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the keys as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class PersonStatement:
    """A person shown, with its source: `origin` as in the record's origins, or `article` with the id of the article or
    caption table in `record`; for IPTC persons, position is None and offsets are 0."""

    shown: DepictedPerson
    origin: str
    record: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the person's keys with `origin` and `record`."""
        return self.shown.to_json() | {"origin": self.origin, "record": self.record}


def find_positioned_persons(caption: str, language: str | None = None) -> list[DepictedPerson]:
    """Return the people whose position a caption gives, in the order of the words. Indonesian, Vietnamese and English
    words are recognised in any `language`. Pure; linear in the caption's length."""
    del language  # captions mix languages, and no position word of one language means something else in another
    caption = caption[:LONGEST]
    lists = starts_of(caption)
    taken = [match.start() for match in lists]
    marks = [(at, end, place) for at, end, place in _asides(caption) if not _holds(taken, at, end)]
    leads = [
        (match.end(), place)
        for match in _FIRST.finditer(caption)
        if (place := position(match["en"] or match["vi"] or match["id"]))
    ]
    if not marks and not lists and not leads:
        return []
    reading = NameReading(caption)
    found: dict[int, DepictedPerson] = {}
    for match in lists:
        for name, place in listed(reading, caption, match):
            found.setdefault(name.start, _shown(name, place))
    for start, place in leads:
        if (name_after := reading.within(start, min(len(caption), start + 120))) is not None:
            found.setdefault(name_after.start, _shown(name_after, place))
    doubtful: list[int] = []
    things = False
    for offset, end, place in marks:
        names = _marked(reading, caption, offset, _ALL.search(caption, offset, end) is not None)
        things |= not names and reading.follows_thing(offset)
        doubtful += [name.start for name in names if name.title is None and " " not in name.name]
        for name in names:
            found[name.start] = _shown(name, place)
    kept = [found[start] for start in sorted(found) if not (things and start in doubtful)]
    return kept[:MOST]


def _marked(reading: NameReading, caption: str, offset: int, both: bool) -> list[FoundName]:
    """Return the persons that a position after `offset` refers to: the name before it, also the one before that in `X/Y
    (kiri)` and, for `both`, in `X and Y (both left)`."""
    name = reading.before(offset)
    if name is None:
        return []
    words_before = caption[max(0, name.begin - 12) : name.begin]
    joint = _JOINT.search(words_before)
    if joint is None or not (both or "/" in joint.group()):
        return [name]
    other = reading.before(name.begin - len(words_before) + joint.start())
    return [other, name] if other is not None else [name]


def _shown(name: FoundName, place: str) -> DepictedPerson:
    return DepictedPerson(name.name, place, name.title, name.start, name.end)


def _holds(starts: list[int], start: int, end: int) -> bool:
    """Return whether one of the sorted `starts` is in [start, end)."""
    n = bisect_left(starts, start)
    return n < len(starts) and starts[n] < end


def _asides(caption: str) -> Iterator[tuple[int, int, str]]:
    """Return (start, end, position) of all positions in brackets, between commas, or after `pictured`."""
    at = 0
    while match := _ASIDE.search(caption, at):
        place = position(match[1] or match[2], strict=match[2] is not None)
        if place is not None:
            yield match.start(), match.end(), place
        at = match.end() if match[1] is not None or place is not None else match.start() + 1
    for after in chain(_AFTER.finditer(caption), _AT.finditer(caption)):
        place = position(after[1] if after.re is _AFTER else after.group(), strict=True)
        if place is not None:
            yield after.start(), after.end(), place


def people_of(record: Record) -> list[PersonStatement]:
    """Return the people in a photo, as its viewer sees the record: IPTC persons, then those of its captions and of
    captions in articles; each name of one origin once. Empty for other records."""
    if record.kind is not Kind.PHOTO:
        return []
    found = [
        PersonStatement(DepictedPerson(name, None), origin) for name, origin in _candidate_texts(record, "persons")
    ]
    for words, origin in _candidate_texts(record, "caption"):
        found += [PersonStatement(shown, origin) for shown in find_positioned_persons(words)]
    for link in record.articles:
        if link.mention.caption:
            found += [
                PersonStatement(shown, "article", link.record)
                for shown in find_positioned_persons(link.mention.caption)
            ]
    kept: dict[tuple[str, str, str | None], PersonStatement] = {}
    for given in found:
        kept.setdefault((given.shown.name.casefold(), given.origin, given.record), given)
    return list(kept.values())


def _candidate_texts(record: Record, key: str) -> Iterator[tuple[str, str]]:
    offers = record.origins.get(key, ())
    used = record.values.get(key)
    pairs = [(used, offers[0].origin if offers else key)] if used else []
    seen: set[str] = set()
    for value, origin in [*pairs, *((offer.value, offer.origin) for offer in offers)]:
        for words in value if isinstance(value, list | tuple) else (value,):
            if isinstance(words, str) and words.strip() and words not in seen:
                seen.add(words)
                yield words.strip(), origin
