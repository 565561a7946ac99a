"""Convert fields of one source to values: text, list, number, date, position.

Dates become ISO 8601 in their precision. Positions become [latitude, longitude] in decimal degrees (WGS 84).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from archive.record import Precision
from ingest.photo.metadata_fields import Fields, MetadataKey, ValueShape

_DATE = re.compile(r"(\d{4})(?:[-:/.](\d{1,2})(?:[-:/.](\d{1,2}))?)?(?![\d])")
_TIME = re.compile(r"[T ]{1,2}(\d{1,2}):([ \d]\d)(?::([ \d]\d)(\.\d{1,6})?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?(?=$|[^\d])")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_ZONE = re.compile(r"\s?(?:([Zz])|([+-])(\d{2})(?::?(\d{2}))?(?!\d))")
_IIM_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_IIM_TIME = re.compile(r"(\d{2}):?(\d{2}):?(\d{2})?(?:([+-])(\d{2})(?::?(\d{2}))?|[Zz]|[-+ ].{0,4})?")

Dated = tuple[str, str]  # ISO 8601 and its Precision


def parse(text: str, zone: str = "") -> Dated | None:
    """Return an XMP, EXIF or PNG date: `2021`, `2021-10`, `2021-10-20T21:01:01+07:00`, `2021:10:20 21:01:01`,
    `20211020`, `20/10/2021` if only one order of day and month is possible.

    `zone` (`+07:00`) is added if the text has none. None for blanks, zeros and other text. Impossible parts (month 13,
    31 February) are left out, with everything after them.
    """
    text = _respelled(text.strip())
    date = _DATE.match(text)
    if date is None:
        return _mail_date(text)
    dated = _day(int(date[1]), int(date[2] or 0), int(date[3] or 0))
    if dated is None or dated[1] != Precision.DAY:
        return dated
    time = _TIME.match(text, date.end())
    if time is None:
        return dated
    clock = _clock(int(time[1]), int(time[2]), time[3])
    if clock is None:
        return dated
    offset = _zone(_ZONE.match(text, time.end())) or _zone(_ZONE.fullmatch(zone.strip()))
    return f"{dated[0]}T{clock}{time[4] or ''}{offset}", Precision.SECOND.value


def _respelled(text: str) -> str:
    """Return dates in other orders, or without separators, in standard form."""
    if compact := _COMPACT.match(text):
        year, month, day, hour, minute, second = compact.groups()
        clock = f"T{hour}:{minute}:{second or '00'}" if hour else ""
        return f"{year}-{month}-{day}{clock}{text[compact.end() :]}"
    if (first := _DAY_FIRST.match(text)) and (int(first[1]) > 12 or first[1] == first[3] or first[2] == "."):
        return f"{first[4]}-{first[3]}-{first[1]}{text[first.end() :]}"
    return text


def _mail_date(text: str) -> Dated | None:
    """Read `Sat, 25 Oct 2025 09:30:00 +0700` (RFC 5322), which the PNG standard recommends."""
    try:
        return parsedate_to_datetime(text[:60]).isoformat(), Precision.SECOND.value
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def parse_iim(date: str, time: str = "") -> Dated | None:
    """Return an IIM date `CCYYMMDD` (months and days may be 00) and time `HHMMSS±HHMM`."""
    match = _IIM_DATE.match(date.strip())
    if match is None:
        return parse(date)
    dated = _day(int(match[1]), int(match[2]), int(match[3]))
    clock = _IIM_TIME.fullmatch(time.strip())
    if dated is None or dated[1] != Precision.DAY or clock is None:
        return dated
    hours = _clock(int(clock[1]), int(clock[2]), clock[3] or "00")
    if hours is None:
        return dated
    offset = f"{clock[4]}{clock[5]}:{clock[6] or '00'}" if clock[4] else "Z" if clock[0][-1:] in "Zz" else ""
    return f"{dated[0]}T{hours}{offset}", Precision.SECOND.value


def is_unset(iso: str) -> bool:
    """Return whether it is exactly the epoch of a clock, written by cameras whose clock was never set."""
    return iso.startswith(("1970-01-01T00:00:00", "1904-01-01T00:00:00"))


def _day(year: int, month: int, day: int) -> Dated | None:
    if year < 1:
        return None
    if not 1 <= month <= 12:
        return f"{year:04d}", Precision.YEAR.value
    if not 1 <= day <= monthrange(year, month)[1]:
        return f"{year:04d}-{month:02d}", Precision.MONTH.value
    return f"{year:04d}-{month:02d}-{day:02d}", Precision.DAY.value


def _clock(hour: int, minute: int, second: str | None) -> str | None:
    """Return a time, which may lack seconds: `10:30`."""
    if hour > 23 or minute > 59 or int(second or 0) > 60:
        return None
    return f"{hour:02d}:{minute:02d}" + (f":{int(second):02d}" if second else "")


def _zone(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    return "Z" if match[1] else f"{match[2]}{match[3]}:{match[4] or '00'}"


_XMP_POSITION = re.compile(r"(\d{1,3}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?(?:,(\d{1,2}(?:\.\d+)?))?\s?([NSEWnsew])")
_NUMBER = re.compile(r"[-+]?\d{1,9}(?:\.\d{0,20})?")
_COMMA_NUMBERS = re.compile(r"(\d{1,3}),(\d{1,5}),(\d{1,2}),(\d{1,5}),(\d{1,2}),(\d{1,5})")


def from_exif(source: Fields) -> list[float] | None:
    """Return the position in the GPS directory: tags 1 to 4. None without the letters for the hemisphere, unless there
    is a minus sign."""
    return _position(
        _degrees(_parts(source, "gps:2"), source.first("gps:1"), "NS"),
        _degrees(_parts(source, "gps:4"), source.first("gps:3"), "EW"),
    )


def from_xmp(source: Fields) -> list[float] | None:
    """Return a position written as `16,3.264N` or `16,3,15.8N` (ISO 16684-2), or as plain decimals by some programs,
    possibly with the letter in a separate property."""
    return _position(
        _written(source.first("exif:GPSLatitude"), source.first("exif:GPSLatitudeRef")),
        _written(source.first("exif:GPSLongitude"), source.first("exif:GPSLongitudeRef")),
    )


def altitude(source: Fields, name: str, reference: str) -> float | None:
    """Return metres above sea level, negative below, from EXIF's tags 6 and 5 or their copies in XMP (`1200/10`)."""
    number = next(iter(source.numbers.get(name, ())), None)
    if number is None:
        above, _, below = source.first(name).partition("/")
        number = _number(above)
        divisor = _number(below) if below else 1.0
        number = None if number is None or not divisor else number / divisor
    if number is None or not abs(number) < 100_000:  # including values that are not numbers
        return None
    low = source.first(reference)[:1] == "1" or next(iter(source.numbers.get(reference, ())), 0) in (1, 3)
    return round(-number if low and number > 0 else number, 3)


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text.strip()) else None


def _parts(source: Fields, name: str) -> Sequence[float]:
    """Return three rationals; one camera maker wrote them as text: `52,00000,50,00000,34,01180`."""
    numbers = source.numbers.get(name)
    if numbers:
        return numbers
    written = _COMMA_NUMBERS.fullmatch(source.first(name).replace(" ", ""))
    if written is None:
        return ()
    whole, parts = written.groups()[0::2], written.groups()[1::2]
    return [float(f"{number}.{part}") for number, part in zip(whole, parts, strict=True)]


def _degrees(parts: Sequence[float], reference: str, letters: str) -> float | None:
    """Return decimal degrees from degrees, minutes and seconds; missing seconds (0/0) count as 0."""
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
    if latitude == 0 and longitude == 0:  # written by cameras without a fix
        return None
    return [round(latitude, 7), round(longitude, 7)]


EDITORS = frozenset({"sidecar", "xmp", "iim"})  # filled in by people; others are also filled in by machines

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MetadataValue:
    """One value for a key: its origin, the precision of a date, and whether it is the field's complete value."""

    value: Any
    origin: str
    source: str
    field: str
    precision: str | None = None
    whole: bool = True


def found_in(source: Fields, names: Names, key: MetadataKey) -> Iterator[MetadataValue]:
    """Return the values of the fields with these names, in order, in the key's form."""
    if key.shape is ValueShape.LIST:
        return _lists(key, names, source)
    return _SHAPES[key.shape](names, source)


def _texts(names: Names, source: Fields) -> Iterator[MetadataValue]:
    """Return all values of all fields; language alternatives have their language in the origin."""
    for name in names:
        for said in source.fields.get(name, ()):
            language = f"[{said.language}]" if said.language else ""
            yield MetadataValue(said.value, source.origin(name) + language, source.name, name)


def _lists(key: MetadataKey, names: Names, source: Fields) -> Iterator[MetadataValue]:
    """Return one list per field, first the lists spread over several; translations of an item are not further items."""
    held = {name: values for name in names if (values := _items(name, source))}
    together = [name for name in key.united if name in held]
    if len(together) > 1 and source.is_xmp:
        united = list(dict.fromkeys(value for name in together for value in held[name]))
        yield MetadataValue(united, source.origin(*together), source.name, together[0])
    for name, values in held.items():
        parts = _cut(values[0], key, source) if len(values) == 1 else []
        yield MetadataValue(parts or values, source.origin(name), source.name, name, whole=not parts)


def _items(name: str, source: Fields) -> list[str]:
    return list(dict.fromkeys(said.value for said in source.fields.get(name, ()) if not said.variant))


def _cut(text: str, key: MetadataKey, source: Fields) -> list[str]:
    """Return the parts of a list that a program wrote as one text; none if it is one item. A comma alone proves nothing
    ("Hanoi, Vietnam"), except in PNG, whose keywords are not a list."""
    for mark in key.separators:
        if mark in text and (mark != "," or text.count(mark) > 1 or source.name == "png"):
            return list(dict.fromkeys(part for part in map(str.strip, text.split(mark)) if part))
    return []


def _dates(names: Names, source: Fields) -> Iterator[MetadataValue]:
    for name in names:
        day, _, clock = name.partition("+")
        rest = source.first(clock) if clock else ""
        for said in source.fields.get(day, ()):
            dated = parse_iim(said.value, rest) if source.name == "iim" else parse(said.value, rest)
            if dated is None or (source.name not in EDITORS and is_unset(dated[0])):
                continue
            used = (day, clock) if rest and dated[1] == "second" else (day,)
            whole = _digits(said.value) <= _digits(dated[0])
            yield MetadataValue(dated[0], source.origin(*used), source.name, day, dated[1], whole)


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _numbers(names: Names, source: Fields) -> Iterator[MetadataValue]:
    for name in names:
        said = source.fields.get(name)
        number = _whole(said[0].value) if said else next(iter(source.numbers.get(name, ())), None)
        if number is not None and number == number:
            yield MetadataValue(
                int(number) if number == int(number) else number, source.origin(name), source.name, name
            )


def _whole(text: str) -> float | None:
    try:
        number = float(text.strip())
    except ValueError:
        return None
    return number if abs(number) < 1e6 else None


def _positions(names: Names, source: Fields) -> Iterator[MetadataValue]:
    for name in names:
        position = from_exif(source) if source.name == "exif" else from_xmp(source)
        if position is not None:
            yield MetadataValue(position, source.origin(name), source.name, name)


def _altitudes(names: Names, source: Fields) -> Iterator[MetadataValue]:
    for name in names:
        metres = altitude(source, *name.split("+"))
        if metres is not None:
            yield MetadataValue(metres, source.origin(name), source.name, name)


def _cameras(names: Names, source: Fields) -> Iterator[MetadataValue]:
    """Return make and model as one name: most models begin with the make."""
    for name in names:
        make, model = (" ".join(source.first(part).split()) for part in name.split("+"))
        if make or model:
            first = make.split()[0] if make else ""
            whole = model if model.casefold().startswith(first.casefold()) and model else f"{make} {model}".strip()
            yield MetadataValue(whole, source.origin(name), source.name, name)


_SHAPES: dict[ValueShape, Callable[[Names, Fields], Iterator[MetadataValue]]] = {
    ValueShape.TEXT: _texts,
    ValueShape.DATE: _dates,
    ValueShape.NUMBER: _numbers,
    ValueShape.POSITION: _positions,
    ValueShape.ALTITUDE: _altitudes,
    ValueShape.CAMERA: _cameras,
}
