"""Positions as EXIF and XMP write them become [latitude, longitude] in decimal degrees (WGS 84)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.photo.fields import Fields

_XMP_POSITION = re.compile(r"(\d{1,3}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?(?:,(\d{1,2}(?:\.\d+)?))?\s?([NSEWnsew])")
_NUMBER = re.compile(r"-?\d{1,3}(?:\.\d+)?")
_COMMA_NUMBERS = re.compile(r"(\d{1,3}),(\d{1,5}),(\d{1,2}),(\d{1,5}),(\d{1,2}),(\d{1,5})")


def from_exif(source: Fields) -> list[float] | None:
    """The position of the GPS directory: tags 1 to 4."""
    return _position(
        _degrees(_parts(source, "gps:2"), source.first("gps:1")),
        _degrees(_parts(source, "gps:4"), source.first("gps:3")),
    )


def from_xmp(latitude: str, longitude: str) -> list[float] | None:
    """A position written as `16,3.264N` or `16,3,15.8N` (ISO 16684-2), or as plain decimals by some programs."""
    return _position(_written(latitude), _written(longitude))


def _parts(source: Fields, name: str) -> Sequence[float]:
    """Three rationals; one camera maker wrote them as text: `52,00000,50,00000,34,01180`."""
    numbers = source.numbers.get(name)
    if numbers:
        return numbers
    written = _COMMA_NUMBERS.fullmatch(source.first(name).replace(" ", ""))
    if written is None:
        return ()
    whole, parts = written.groups()[0::2], written.groups()[1::2]
    return [float(f"{number}.{part}") for number, part in zip(whole, parts, strict=True)]


def _degrees(parts: Sequence[float], reference: str) -> float | None:
    if not parts or any(part != part or part < 0 for part in parts):
        return None
    value = sum(part / divisor for part, divisor in zip(parts, (1, 60, 3600), strict=False))
    return -value if reference[:1].upper() in ("S", "W") else value


def _written(text: str) -> float | None:
    match = _XMP_POSITION.fullmatch(text.strip())
    if match is not None:
        return _degrees([float(part) for part in match.groups()[:3] if part], match[4])
    return float(text) if _NUMBER.fullmatch(text.strip()) else None


def _position(latitude: float | None, longitude: float | None) -> list[float] | None:
    if latitude is None or longitude is None or not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    if latitude == 0 and longitude == 0:  # what a camera writes that has no fix
        return None
    return [round(latitude, 7), round(longitude, 7)]
