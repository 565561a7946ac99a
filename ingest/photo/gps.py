"""Positions as EXIF and XMP write them become [latitude, longitude] in decimal degrees (WGS 84)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.photo.fields import Fields

_XMP_POSITION = re.compile(r"(\d{1,3}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?(?:,(\d{1,2}(?:\.\d+)?))?\s?([NSEWnsew])")
_NUMBER = re.compile(r"[-+]?\d{1,9}(?:\.\d{0,20})?")
_COMMA_NUMBERS = re.compile(r"(\d{1,3}),(\d{1,5}),(\d{1,2}),(\d{1,5}),(\d{1,2}),(\d{1,5})")


def from_exif(source: Fields) -> list[float] | None:
    """The position of the GPS directory: tags 1 to 4. None without the letters that say which half of the earth it is
    on, unless a minus sign does."""
    return _position(
        _degrees(_parts(source, "gps:2"), source.first("gps:1"), "NS"),
        _degrees(_parts(source, "gps:4"), source.first("gps:3"), "EW"),
    )


def from_xmp(source: Fields) -> list[float] | None:
    """A position written as `16,3.264N` or `16,3,15.8N` (ISO 16684-2), or as plain decimals by some programs, which
    may keep the letter in a property of its own."""
    return _position(
        _written(source.first("exif:GPSLatitude"), source.first("exif:GPSLatitudeRef")),
        _written(source.first("exif:GPSLongitude"), source.first("exif:GPSLongitudeRef")),
    )


def altitude(source: Fields, name: str, reference: str) -> float | None:
    """Metres above the sea, below it negative, from EXIF's tags 6 and 5 or from their copies in XMP (`1200/10`)."""
    number = next(iter(source.numbers.get(name, ())), None)
    if number is None:
        above, _, below = source.first(name).partition("/")
        number = _number(above)
        divisor = _number(below) if below else 1.0
        number = None if number is None or not divisor else number / divisor
    if number is None or not abs(number) < 100_000:  # also what is no number
        return None
    low = source.first(reference)[:1] == "1" or next(iter(source.numbers.get(reference, ())), 0) in (1, 3)
    return round(-number if low and number > 0 else number, 3)


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text.strip()) else None


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


def _degrees(parts: Sequence[float], reference: str, letters: str) -> float | None:
    """Decimal degrees of degrees, minutes and seconds; seconds that were left out (0/0) count as none."""
    letter = reference.strip()[:1].upper()
    if not parts or parts[0] != parts[0] or any(part < 0 for part in parts[1:]):
        return None
    value = sum(abs(part) / divisor for part, divisor in zip(parts, (1, 60, 3600), strict=False) if part == part)
    if parts[0] < 0:
        return -value
    if not letter or letter not in letters:
        return None
    return -value if letter == letters[1] else value


def _written(text: str, reference: str) -> float | None:
    match = _XMP_POSITION.fullmatch(text.strip())
    if match is not None:
        letter = match[4].upper()
        return _degrees([float(part) for part in match.groups()[:3] if part], letter, "NS" if letter in "NS" else "EW")
    value = _number(text)
    return -value if value is not None and value > 0 and reference.strip()[:1].upper() in ("S", "W") else value


def _position(latitude: float | None, longitude: float | None) -> list[float] | None:
    if latitude is None or longitude is None or not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    if latitude == 0 and longitude == 0:  # what a camera writes that has no fix
        return None
    return [round(latitude, 7), round(longitude, 7)]
