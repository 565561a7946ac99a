"""Puts what the sources of a photo say into one description, in their order of trust, each value with its origin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.record import Description
from ingest.photo import dates, gps
from ingest.photo.fields import Fields
from ingest.photo.iim import LIMITS
from ingest.photo.junk import is_boilerplate
from ingest.photo.keys import KEYS, Key, Shape


@dataclass(frozen=True, slots=True)
class Found:
    """One value for a key: where from, and for a date how exact."""

    value: Any
    origin: str
    source: str
    field: str
    precision: str | None = None


def reconcile(sources: Sequence[Fields], description: Description, iim_is_newer: bool = False) -> None:
    """Offers every value of every key of `keys.KEYS`, the one to use first.

    `sources` come in their order of trust. `iim_is_newer`: the IIM block was edited after the XMP was written (the
    digest beside it says so), so that it goes before embedded XMP, except where it only cuts the XMP off.
    A date's precision is offered under the same name with `_precision`; `created` is the same as `date_created`.
    """
    ranked = _iim_first(sources) if iim_is_newer else list(sources)
    camera = ""
    for key in sorted(KEYS, key=lambda key: key.shape is not Shape.CAMERA):
        found = [one for source in _order(key, ranked) for one in _SHAPES[key.shape](key, source)]
        if iim_is_newer:
            _undo_truncation(found)
        if key.name == "caption":
            found = _without_boilerplate(found, camera, description)
        if key.shape is Shape.CAMERA and found:
            camera = str(found[0].value)
        for index, one in enumerate(found):
            if one not in found[:index]:  # two packets of one file often say the same
                _offer(key, one, description)


def _offer(key: Key, found: Found, description: Description) -> None:
    for name in (key.name, "created") if key.name == "date_created" else (key.name,):
        description.offer(name, found.value, found.origin)
        description.offer(f"{name}_precision", found.precision, found.origin)


def _iim_first(sources: Sequence[Fields]) -> list[Fields]:
    """IIM moved before embedded XMP, but not before a sidecar."""
    return sorted(sources, key=lambda source: {"iim": 0, "xmp": 1}.get(source.name, 2))


def _order(key: Key, sources: list[Fields]) -> list[Fields]:
    return sorted(sources, key=lambda source: source.name != "exif") if key.exif_first else sources


def _texts(key: Key, source: Fields) -> Iterator[Found]:
    """All values of all fields; a language alternative carries its language in its origin."""
    for name in key.fields(source.name):
        for said in source.fields.get(name, ()):
            language = f"[{said.language}]" if said.language else ""
            yield Found(said.value, source.origin(name) + language, source.name, name)


def _lists(key: Key, source: Fields) -> Iterator[Found]:
    """One list a field; translations of an item are no further items."""
    for name in key.fields(source.name):
        values = list(dict.fromkeys(said.value for said in source.fields.get(name, ()) if not said.variant))
        if values:
            yield Found(values, source.origin(name), source.name, name)


def _dates(key: Key, source: Fields) -> Iterator[Found]:
    for name in key.fields(source.name):
        day, _, clock = name.partition("+")
        rest = source.first(clock) if clock else ""
        for said in source.fields.get(day, ()):
            dated = dates.parse_iim(said.value, rest) if source.name == "iim" else dates.parse(said.value, rest)
            if dated is not None:
                names = (day, clock) if rest and dated[1] == "second" else (day,)
                yield Found(dated[0], source.origin(*names), source.name, day, dated[1])


def _numbers(key: Key, source: Fields) -> Iterator[Found]:
    for name in key.fields(source.name):
        said = source.fields.get(name)
        number = _whole(said[0].value) if said else next(iter(source.numbers.get(name, ())), None)
        if number is not None:
            yield Found(int(number) if number == int(number) else number, source.origin(name), source.name, name)


def _whole(text: str) -> float | None:
    try:
        number = float(text.strip())
    except ValueError:
        return None
    return number if abs(number) < 1e6 else None


def _positions(key: Key, source: Fields) -> Iterator[Found]:
    for name in key.fields(source.name):
        if source.name == "exif":
            position = gps.from_exif(source)
        else:
            latitude, longitude = name.split("+")
            position = gps.from_xmp(source.first(latitude), source.first(longitude))
        if position is not None:
            yield Found(position, source.origin(name), source.name, name)


def _cameras(key: Key, source: Fields) -> Iterator[Found]:
    """Make and model as one name: most models begin with the make."""
    for name in key.fields(source.name):
        make, model = (" ".join(source.first(part).split()) for part in name.split("+"))
        if make or model:
            first = make.split()[0] if make else ""
            whole = model if model.casefold().startswith(first.casefold()) and model else f"{make} {model}".strip()
            yield Found(whole, source.origin(name), source.name, name)


_SHAPES: dict[Shape, Callable[[Key, Fields], Iterator[Found]]] = {
    Shape.TEXT: _texts,
    Shape.LIST: _lists,
    Shape.DATE: _dates,
    Shape.NUMBER: _numbers,
    Shape.POSITION: _positions,
    Shape.CAMERA: _cameras,
}


def _without_boilerplate(found: list[Found], camera: str, description: Description) -> list[Found]:
    """The captions that are some. What a camera or program wrote instead is kept under a key of its own."""
    captions: list[Found] = []
    for one in found:
        if is_boilerplate(one.value, by_machine=one.source not in ("xmp", "iim"), camera=camera):
            description.offer("boilerplate", one.value, one.origin)
        else:
            captions.append(one)
    return captions


def _undo_truncation(found: list[Found]) -> None:
    """Where the first value is an IIM text that its byte limit cut off an XMP text, the XMP text comes first."""
    if not found or found[0].source != "iim":
        return
    for index, one in enumerate(found):
        if one.source == "xmp" and _is_cut(found[0].value, one.value, LIMITS.get(found[0].field, 0)):
            found.insert(0, found.pop(index))
            return


def _is_cut(short: Any, whole: Any, limit: int) -> bool:
    if isinstance(short, list) and isinstance(whole, list):
        pairs = list(zip(short, whole, strict=False))
        return len(short) == len(whole) and short != whole and all(a == b or _is_cut(a, b, limit) for a, b in pairs)
    if not isinstance(short, str) or not isinstance(whole, str) or not limit:
        return False
    short, whole = " ".join(short.split()), " ".join(whole.split())
    if len(short) >= len(whole) or not whole.startswith(short):
        return False
    at_limit = max(len(short.encode()), len(short)) >= limit - 4 or len(short) >= limit - 4
    return at_limit or (short[-1:].isalnum() and whole[len(short)].isalnum())
