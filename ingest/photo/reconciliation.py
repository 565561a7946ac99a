"""Merge the sources of a photo into one description in their order of trust, each value with its origin.

Unmapped values are kept within limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import Any

from archive.record import GPS_OTHER, OTHER, Candidate, Description
from archive.subject_codes import KEY as SUBJECTS
from archive.subject_codes import photo_subjects
from archive.text.patterns import lazy_regex
from ingest.photo.default_captions import is_default_caption, names_nobody
from ingest.photo.iim import LIMITS
from ingest.photo.metadata_fields import KEYS, SOURCES, Fields, MetadataKey, ValueShape
from ingest.photo.metadata_values import EDITORS, MetadataValue, Names, found_in

MOST_FIELDS = 600  # a picture developed in Lightroom has 200 to 300
MOST_ITEMS = 100  # in one list
LONGEST = 2_000  # characters of one text
MOST_CHARACTERS = 60_000  # of all texts of one photo
_POSITION = lazy_regex(r"gps|latitude|longitude|altitude|geo(?:tag|hash|point|location)", re.IGNORECASE)
_PICTURE = lazy_regex(  # pictures in base64
    r"xmpGImg:image$|:image$|Thumbnail\w{0,60}/\w{0,60}:?image$|DepthData|\bData$"
)


def add_unused_values(sources: Sequence[Fields], used: set[str], description: Description) -> None:
    """Add unmapped fields as candidates (`source:field`), under OTHER and GPS_OTHER. They are never values of the
    record."""
    offers: dict[str | None, list[Candidate]] = {OTHER: [], GPS_OTHER: [], None: []}
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
            offers[_key(name)].append(Candidate(origin, value))
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
        elif known := [_plain(number) for number in numbers[:MOST_ITEMS] if number - number == 0]:  # not nan, not inf
            yield name, known


@lru_cache(2_000)
def _key(name: str) -> str | None:
    """Return the key under which a field of that name is kept; None for pictures, which are not."""
    if _PICTURE.search(name):
        return None
    return GPS_OTHER if _POSITION.search(name) else OTHER


def _once(offers: list[Candidate]) -> list[Candidate]:
    """Return each candidate once: two packets of one file often repeat each other."""
    return list({(offer.origin, str(offer.value)): offer for offer in offers}.values())


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else round(number, 10)


def reconcile_metadata(sources: Sequence[Fields], description: Description, iim_is_newer: bool = False) -> None:
    """Add the candidates for every key of `keys.KEYS`, the one to use first; and unmapped fields, as described in
    `keys`.

    `sources` are in order of trust. `iim_is_newer`: the IIM block was edited after the XMP was written (as its digest
    shows), so it comes before embedded XMP, except where it only truncates the XMP. A date's precision is added under
    the same name with `_precision`; `created` equals `date_created`.
    """
    ranked = _iim_first(sources) if iim_is_newer else list(sources)
    camera = ""
    used: set[str] = set()
    said = _said(ranked)
    for key in _CAMERA_FIRST:
        if key.name not in said:
            continue
        found = [one for source, names in _asked(key, ranked) for one in found_in(source, names, key)]
        if not found:
            continue
        used.update(f"{one.source}:{one.field}" for one in found if one.whole)
        if iim_is_newer:
            _undo_truncation(found)
        if key.name == "caption":
            found = _without_boilerplate(found, key, camera, description)
        elif key.name in _OF_PEOPLE:
            found = _without_nobody(found, camera, description)
        if key.shape is ValueShape.CAMERA and found:
            camera = str(found[0].value)
        for index, one in enumerate(found):
            if one not in found[:index]:  # two packets of one file often repeat each other
                _offer(key, one, description)
    add_unused_values(ranked, used, description)
    for origin, subjects in photo_subjects(description.origins.get(OTHER, ())).items():
        description.offer(SUBJECTS, subjects, origin)


def _said(sources: list[Fields]) -> set[str]:
    """Return the keys for which any source may have a value: usually a few."""
    names: set[str] = set()
    for source in sources:
        keys = _KEYS_OF[source.name]
        for part in (*source.fields, *source.numbers):
            if part in keys:
                names.update(keys[part])
    return names


def _keys_of(source: str) -> dict[str, list[str]]:
    """Return, for each field of a source, the keys that are read from it."""
    keys: dict[str, list[str]] = {}
    for key in KEYS:
        names = (*key.fields(source), *(key.copies if source in ("xmp", "sidecar") else ()))
        for part in (part for name in names for part in name.split("+")):
            keys.setdefault("gps:2" if part == "gps" else part, []).append(key.name)
    return keys


def _offer(key: MetadataKey, found: MetadataValue, description: Description) -> None:
    for name in (key.name, "created") if key.name == "date_created" else (key.name,):
        description.offer(name, found.value, found.origin)
        description.offer(f"{name}_precision", found.precision, found.origin)


def _iim_first(sources: Sequence[Fields]) -> list[Fields]:
    """Return IIM moved before embedded XMP, but not before a sidecar."""
    return sorted(sources, key=lambda source: {"sidecar": 0, "iim": 1, "xmp": 2}.get(source.name, 3))


def _asked(key: MetadataKey, sources: list[Fields]) -> Iterator[tuple[Fields, Names]]:
    """Return the sources of a key in order, each with the names of its fields. XMP copies of EXIF come after EXIF, and
    before what has no standard."""
    names = _NAMES[key.name]
    if key.exif_first:
        sources = sorted(sources, key=lambda source: source.name != "exif")
    if not key.copies:
        return ((source, names[source.name]) for source in sources if source.name in names)
    return chain(
        ((source, names[source.name]) for source in sources if source.name in names and source.name not in _LATE),
        ((source, key.copies) for source in sources if source.is_xmp),
        ((source, names[source.name]) for source in sources if source.name in names and source.name in _LATE),
    )


_NAMES = {key.name: {source: names for source in SOURCES if (names := key.fields(source))} for key in KEYS}
_KEYS_OF = {source: _keys_of(source) for source in SOURCES}
_LATE = ("png", "jpeg")
_OF_PEOPLE = frozenset({"creator", "persons", "caption_writer", "credit"})
_CAMERA_FIRST = sorted(KEYS, key=lambda key: key.shape is not ValueShape.CAMERA)


def _without_boilerplate(
    found: list[MetadataValue], key: MetadataKey, camera: str, description: Description
) -> list[MetadataValue]:
    """Return the real captions. Text written by a camera or program is kept under a separate key."""
    captions: list[MetadataValue] = []
    for one in found:
        by_machine = one.source not in EDITORS or one.field in key.copies
        if is_default_caption(one.value, by_machine=by_machine, camera=camera):
            description.offer("boilerplate", one.value, one.origin)
        else:
            captions.append(one)
    return captions


def _without_nobody(found: list[MetadataValue], camera: str, description: Description) -> list[MetadataValue]:
    """Return the values that name somebody, for lists such items. Other words are kept under a separate key."""
    named: list[MetadataValue] = []
    for one in found:
        items = one.value if isinstance(one.value, list) else [one.value]
        by_machine = one.source not in EDITORS
        kept = [item for item in items if not names_nobody(item, camera if by_machine else "")]
        for item in items:
            if item not in kept:
                description.offer("boilerplate", item, one.origin)
        if kept == items:
            named.append(one)
        elif kept:
            named.append(replace(one, value=kept))
    return named


def _undo_truncation(found: list[MetadataValue]) -> None:
    """If the first value is an IIM text that is an XMP text truncated by its byte limit, move the XMP text first."""
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
