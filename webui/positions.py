"""Where a photo was taken (GPS), kept from pages and JSON unless the archive's settings say that everyone may know."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from archive.record import Offer, Record

# The key `gps`, every tag of the EXIF GPS block under whatever name it is kept (`exif:GPSAltitude`), the positions
# within places of the IPTC Extension, and what other programs call them.
_TELLS = re.compile(r"gps|latitude|longitude|altitude|geo(?:tag|hash|point|location|:lat|:long)", re.IGNORECASE)
_TAG = re.compile(r"[\w:./+\[\] -]{1,120}")


def without_positions(record: Record) -> Record:
    """The record without anything that tells where on the globe its picture was taken. Places in words stay."""
    return replace(
        record,
        values={key: _plain(value) for key, value in record.values.items() if not _TELLS.search(key)},
        origins={key: _offers(offers) for key, offers in record.origins.items() if not _TELLS.search(key)},
    )


def has_position(record: Record) -> bool:
    """Whether there is something for `without_positions` to take out."""
    kept = without_positions(record)
    return kept.values != record.values or kept.origins != record.origins


def _offers(offers: list[Offer]) -> list[Offer]:
    return [replace(offer, value=_plain(offer.value)) for offer in offers if not _TELLS.search(offer.origin)]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if not _TELLS.search(str(key))}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value if not _is_tag(item)]
    return value


def _is_tag(item: Any) -> bool:
    """Whether it is a tag with its value, as {"tag": "exif:GPSLatitude", "value": ...} or ["GPSLatitude", ...]."""
    parts = item.values() if isinstance(item, dict) else item if isinstance(item, list | tuple) else ()
    names = [part for part in parts if isinstance(part, str) and _TAG.fullmatch(part)]
    return any(" " not in name and _TELLS.search(name) for name in names[:4])
