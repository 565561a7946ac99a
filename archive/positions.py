"""Geographic positions in the values of a record: found, and removed for viewers who must not see them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from archive.record import OTHER, Candidate, Record
from archive.text.patterns import lazy_regex

# The key `gps`, every tag of the EXIF GPS block under any name (`exif:GPSAltitude`), the positions within places of the
# IPTC Extension, and the names other programs use for them.
_TELLS = lazy_regex(
    r"gps|latitude|longitude|altitude|coordinates?\b|lat_?(?:lon|lng)|geo_?(?:tag|hash|point|location|uri|rss|:lat|:lon|:alt)"
    r"|\bgeo:|[:/](?:lat|lon|lng|olc|plus_?code|what3words)\b",
    re.IGNORECASE,
)
MACHINE_TAG = re.compile(r"\s*geo:(?:lat|lon|lng|alt)\w*\s*=", re.IGNORECASE)  # a keyword with a position
_TAG = lazy_regex(r"[\w:./+\[\] -]{1,120}")
# Two adjacent numbers of degrees, a geo URI (RFC 5870), degrees with minutes and hemisphere, or two such values. The
# aperture of a lens (`f/2.8E`) and the primaries of a profile (0.3127, 0.329) do not count.
_POSITION = lazy_regex(
    r"""(?<![\w.])(?=[-+]?\d{2}|[-+]?\d\.\d{3,17}\s?[,;/]?\s?[-+]?\d{2})
        [-+]?\d{1,3}\.\d{3,17}\s?[,;/]?\s?[-+]?\d{1,3}\.\d{3,17}(?![\w.])
    | \bgeo:[-+]?\d
    | (?<![\w.])\d{1,3}(?:\s?(?:[°,'’′]|deg)\s?\d{1,2}){1,2}(?:[.,]\d{1,17})?["”″'’′]{0,2}\s?[NSEW](?!\w)
    | (?<![\w.])\d{1,3}\.\d{1,17}°?\s?[NS][\s,;/]{0,3}\d{1,3}\.\d{1,17}°?\s?[EW](?!\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST = 2000  # characters of a value that are searched for a position


def without_positions(record: Record) -> Record:
    """Return the record without anything that reveals the coordinates of its picture. Place names stay."""
    return replace(
        record,
        values={key: _plain(value) for key, value in record.values.items() if not _TELLS.search(key)},
        origins={key: _offers(key, offers) for key, offers in record.origins.items() if not _TELLS.search(key)},
    )


def has_position(record: Record) -> bool:
    """Return whether `without_positions` has anything to remove."""
    kept = without_positions(record)
    return kept.values != record.values or kept.origins != record.origins


def _offers(key: str, offers: list[Candidate]) -> list[Candidate]:
    """Check unmapped fields by their content as well, because their names may be anything."""
    kept = [replace(offer, value=_plain(offer.value)) for offer in offers if not _TELLS.search(offer.origin)]
    return [offer for offer in kept if not _says_position(offer.value)] if key == OTHER else kept


def _says_position(value: Any) -> bool:
    items = value if isinstance(value, list | tuple) else [value]
    return any(isinstance(item, str) and _POSITION.search(item[:_LONGEST]) for item in items)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if not _TELLS.search(str(key))}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value if not _is_tag(item)]
    return value


def _is_tag(item: Any) -> bool:
    """Return whether it is a tag with its value, such as {"tag": "exif:GPSLatitude", "value": ...}, ["GPSLatitude",
    ...], or the keyword `geo:lat=10.17`."""
    if isinstance(item, str):
        return MACHINE_TAG.match(item) is not None
    parts = item.values() if isinstance(item, dict) else item if isinstance(item, list | tuple) else ()
    names = [part for part in parts if isinstance(part, str) and _TAG.fullmatch(part)]
    return any(" " not in name and _TELLS.search(name) for name in names[:4])
