"""Makes values of the fields of one source: a text, a list, a date, a number, a position, as the key has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ingest.photo import dates, gps
from ingest.photo.fields import Fields
from ingest.photo.keys import Key, Shape

EDITORS = frozenset({"sidecar", "xmp", "iim"})  # what people fill in; all else is filled in by machines as well

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One value for a key: where from, for a date how exact, and whether it holds all that the field says."""

    value: Any
    origin: str
    source: str
    field: str
    precision: str | None = None
    whole: bool = True


def found_in(source: Fields, names: Names, key: Key) -> Iterator[Found]:
    """What the fields of these names say, in their order, in the shape that the key has."""
    if key.shape is Shape.LIST:
        return _lists(key, names, source)
    return _SHAPES[key.shape](names, source)


def _texts(names: Names, source: Fields) -> Iterator[Found]:
    """All values of all fields; a language alternative carries its language in its origin."""
    for name in names:
        for said in source.fields.get(name, ()):
            language = f"[{said.language}]" if said.language else ""
            yield Found(said.value, source.origin(name) + language, source.name, name)


def _lists(key: Key, names: Names, source: Fields) -> Iterator[Found]:
    """One list a field, and before them what is one list over several; translations of an item are no further items."""
    held = {name: values for name in names if (values := _items(name, source))}
    together = [name for name in key.united if name in held]
    if len(together) > 1 and source.is_xmp:
        united = list(dict.fromkeys(value for name in together for value in held[name]))
        yield Found(united, source.origin(*together), source.name, together[0])
    for name, values in held.items():
        parts = _cut(values[0], key, source) if len(values) == 1 else []
        yield Found(parts or values, source.origin(name), source.name, name, whole=not parts)


def _items(name: str, source: Fields) -> list[str]:
    return list(dict.fromkeys(said.value for said in source.fields.get(name, ()) if not said.variant))


def _cut(text: str, key: Key, source: Fields) -> list[str]:
    """The parts of a list that a program wrote as one text; none where it is one item. A comma alone proves nothing
    ("Hanoi, Vietnam"), but in PNG, whose keywords are no list."""
    for mark in key.separators:
        if mark in text and (mark != "," or text.count(mark) > 1 or source.name == "png"):
            return list(dict.fromkeys(part for part in map(str.strip, text.split(mark)) if part))
    return []


def _dates(names: Names, source: Fields) -> Iterator[Found]:
    for name in names:
        day, _, clock = name.partition("+")
        rest = source.first(clock) if clock else ""
        for said in source.fields.get(day, ()):
            dated = dates.parse_iim(said.value, rest) if source.name == "iim" else dates.parse(said.value, rest)
            if dated is None or (source.name not in EDITORS and dates.is_unset(dated[0])):
                continue
            used = (day, clock) if rest and dated[1] == "second" else (day,)
            whole = _digits(said.value) <= _digits(dated[0])
            yield Found(dated[0], source.origin(*used), source.name, day, dated[1], whole)


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _numbers(names: Names, source: Fields) -> Iterator[Found]:
    for name in names:
        said = source.fields.get(name)
        number = _whole(said[0].value) if said else next(iter(source.numbers.get(name, ())), None)
        if number is not None and number == number:
            yield Found(int(number) if number == int(number) else number, source.origin(name), source.name, name)


def _whole(text: str) -> float | None:
    try:
        number = float(text.strip())
    except ValueError:
        return None
    return number if abs(number) < 1e6 else None


def _positions(names: Names, source: Fields) -> Iterator[Found]:
    for name in names:
        position = gps.from_exif(source) if source.name == "exif" else gps.from_xmp(source)
        if position is not None:
            yield Found(position, source.origin(name), source.name, name)


def _altitudes(names: Names, source: Fields) -> Iterator[Found]:
    for name in names:
        metres = gps.altitude(source, *name.split("+"))
        if metres is not None:
            yield Found(metres, source.origin(name), source.name, name)


def _cameras(names: Names, source: Fields) -> Iterator[Found]:
    """Make and model as one name: most models begin with the make."""
    for name in names:
        make, model = (" ".join(source.first(part).split()) for part in name.split("+"))
        if make or model:
            first = make.split()[0] if make else ""
            whole = model if model.casefold().startswith(first.casefold()) and model else f"{make} {model}".strip()
            yield Found(whole, source.origin(name), source.name, name)


_SHAPES: dict[Shape, Callable[[Names, Fields], Iterator[Found]]] = {
    Shape.TEXT: _texts,
    Shape.DATE: _dates,
    Shape.NUMBER: _numbers,
    Shape.POSITION: _positions,
    Shape.ALTITUDE: _altitudes,
    Shape.CAMERA: _cameras,
}
