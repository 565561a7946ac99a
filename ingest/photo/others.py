"""Keeps what a photo's sources say that no key takes: every value with its origin, within bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from archive.record import GPS_OTHER, OTHER, Description, Offer
from ingest.photo.fields import Fields

MOST_FIELDS = 600  # a picture developed in Lightroom has 200 to 300
MOST_ITEMS = 100  # of one list
LONGEST = 2_000  # characters of one text
MOST_CHARACTERS = 60_000  # of all texts of one photo
_POSITION = re.compile(r"gps|latitude|longitude|altitude|geo(?:tag|hash|point|location)", re.IGNORECASE)
_PICTURE = re.compile(r"xmpGImg:image$|:image$|Thumbnail\w*/\w*:?image$|DepthData|\bData$")  # pictures in base64


def offer_others(sources: Sequence[Fields], used: set[str], description: Description) -> None:
    """Offers what no key has used (`source:field`), under OTHER and GPS_OTHER. It is never a value of the record."""
    offers: dict[str | None, list[Offer]] = {OTHER: [], GPS_OTHER: [], None: []}
    left, fields = MOST_CHARACTERS, MOST_FIELDS
    for source in sources:
        prefix = f"{source.name}:"
        for name, value in chain(_texts(source), _numbers(source)):
            origin = prefix + name
            if origin in used:
                continue
            left -= len(value) if isinstance(value, str) else 20 if isinstance(value, int | float) else len(str(value))
            fields -= 1
            if left < 0 or fields < 0:
                break
            offers[_key(name)].append(Offer(origin, value))
    repeated = len({source.name for source in sources}) < len(sources)
    for key in (OTHER, GPS_OTHER):
        if offers[key]:
            description.origins[key] = _once(offers[key]) if repeated else offers[key]


def _texts(source: Fields) -> Iterator[tuple[str, Any]]:
    for name, said in source.fields.items():
        if len(said) == 1:
            yield name, said[0].value[:LONGEST]
        else:
            yield name, [one.value[:LONGEST] for one in said[:MOST_ITEMS]]


def _numbers(source: Fields) -> Iterator[tuple[str, Any]]:
    for name, numbers in source.numbers.items():
        if len(numbers) == 1 and numbers[0] - numbers[0] == 0:
            yield name, _plain(numbers[0])
        elif known := [_plain(number) for number in numbers[:MOST_ITEMS] if number - number == 0]:  # not nan, inf
            yield name, known


@lru_cache(2_000)
def _key(name: str) -> str | None:
    """Under which key a field of that name is kept; None for pictures, which are kept nowhere."""
    if _PICTURE.search(name):
        return None
    return GPS_OTHER if _POSITION.search(name) else OTHER


def _once(offers: list[Offer]) -> list[Offer]:
    """Each offer once: two packets of one file often say the same."""
    return list({(offer.origin, str(offer.value)): offer for offer in offers}.values())


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else round(number, 10)
