"""Merge the sources of a photo into one description in their order of trust, each value with its origin.

Values that no key takes are kept within bounds. Default captions of cameras and programs, all seen in real files, are
not captions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import Any

from archive.media_types import PICTURES, suffix_pattern
from archive.record import GPS_OTHER, OTHER, Candidate, Description
from archive.text.patterns import lazy_regex
from ingest.photo.iim import LIMITS
from ingest.photo.metadata_fields import KEYS, SOURCES, Fields, MetadataKey, ValueShape
from ingest.photo.metadata_values import EDITORS, MetadataValue, Names, found_in

# Compared without case, white space run together. These stand in for a caption wherever they stand.
_NO_CAPTIONS = """
olympus digital camera | olympus imaging corp. | minolta digital camera | konica minolta digital camera | kodak
digital still camera | samsung digital camera | samsung camera pictures | pentax digital camera | digital still
camera | digital camera | digital image | dcf 1.0 | dsc | sony dsc | mvc-fd | my beautiful picture |
exif_jpeg_picture | exif jpeg picture | exif_jpeg_t422 | jpeg | exif | ascii | unicode | default caption
| untitled | unknown | undefined | null | (null) | none | nil | usercomment | user comments | user comment |
image description | imagedescription | binary comment | applemark | no comment | * | a camera phone image | type
your caption here | add caption here | enter caption here | optional image description |
digital stillcamera | minolta dsc | kodak camera | olympus camera | oznor | oznorwo | rhdr | mmexport | jpeg image |
exif image
"""
# And these where programs write by themselves; in a field that an editor fills they are what somebody typed.
_MACHINES_WORDS = """
default | test | image | picture | photo | camera | title | description | comment | caption | screenshot | gps |
scanned image | scan | cof | sdr | dav | edf | hdr | hdrpl | mde | btf | tby | nor | vsco | picasa | snapseed |
facetune | camera phone | dji | rpt | ptr | bty | vivo | cam | my picture | your picture | digital photo
"""


def _phrases(words: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in words.split("|"))


_KNOWN, _BY_MACHINE = _phrases(_NO_CAPTIONS), _phrases(_NO_CAPTIONS) | _phrases(_MACHINES_WORDS)

# What programs sign with, at the beginning of a text.
_SIGNATURES = lazy_regex(
    r"(?:created|processed|edited|scanned|optimi[sz]ed|compressed|encoded|generated|produced) "
    r"(?:with|by|using) "
    r"|(?:lead|u-lead|ulead) (?:technologies|systems)|creator: |lavc ?\d|file (?:written|source) by "
    r"|jpeg encoder |intel\(r\) (?:jpeg|ipp)|handmade software|acd systems|xv \d|gimp|ffmpeg"
    r"|adobe (?:photoshop|imageready|fireworks)"
    r"|<?kenox |(?:exif|image)magick|hw-|filter: ?\d"
    r"|<\?x(?:packet|ml)|kakadu|kdu[- ]|lurawave|lead ?tools|aware jpeg|openjpeg|jasper ?\d|\d[\d.]{0,9} \(r\d"
    r"|module: ?photo|mode: ?\w*;|type=\w|charset=|\{\"|jpegmini|quicktime"
    r"|\* ?canon|ashampoo|paint shop pro|photoscape|irfanview|xnview",
    re.IGNORECASE,
)
# A maker's name alone or with a model's, which has digits in it.
_MAKERS = lazy_regex(
    r"(?:acer|agfa\w*|apple|asus|benq|blackberry|canon|casio|concord|dji|fuji\w*|general imaging|google|gopro"
    r"|hasselblad|hewlett-packard|hp|htc|huawei|jenoptik|kodak|konica|kyocera|leica|lenovo|lg|medion|meizu|microsoft|minolta|mustek"
    r"|motorola|nikon|nokia|olympus|oneplus|oppo|panasonic|pentax|polaroid|praktica|premier|ricoh|rollei|samsung|samsung"
    r" techwin|sanyo|sigma|sony|sony ericsson|toshiba|traveler|vivitar|vivo|xiaomi|yakumo|zte)"
    r"(?: (?:corp\w*\.?|co\.?,? ltd\.?|inc\.?|imaging corp\.?|electronics|optical|digital camera|camera))?"
    r"(?: [\w./+-]{0,20}\d[\w./+-]{0,20})?",
    re.IGNORECASE,
)
# Makers whose names are words as well: a caption, unless the camera is of that maker.
_ALSO_WORDS = frozenset({"apple", "canon", "concord", "premier", "traveler", "blackberry", "sigma"})
_STEM = lazy_regex(
    r"(?:img|imag|image|dscn?|dscf|dsci|pict|p\d|mvi|vid|pano|screenshot|wp|dji|gopr|cimg|hpim|sany|sdc|pxl|mg|photo|foto"
    r"|scan|pic|picture|burst|mmexport)[_ -]?\d[\w.:()-]{2,40}",
    re.IGNORECASE,
)
_CODE = lazy_regex(r"\[\w{1,8}\](?::\[\w{1,8}\])?|xr:d:\S{1,80}|fbmd[0-9a-f]{4,}", re.IGNORECASE)
_FILE_NAME = lazy_regex(
    rf"(?:[\w .:()-]{{1,60}}[\\/]){{0,8}}[\w()-]{{1,60}}\.(?:{suffix_pattern(PICTURES)})",
    re.IGNORECASE,
)
_HASH = lazy_regex(r"(?:[0-9A-Fa-f]{16,}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})")
_BASE64 = lazy_regex(r"[A-Za-z0-9+/_-]{40,}={0,2}")
_NUMBER = lazy_regex(r"[\d .:,;/_#-]+")
_TAGGED = lazy_regex(r"<[^<>]{0,80}>")  # <KENOX S760  / Samsung S760>
_MARK = lazy_regex(r"\((?:c|r|p|tm)\)|[©®℗™]|&copy;|\bcopyrights?\b|\bcopr\b|^tm$")
_BESIDE_MARK = lazy_regex(r"\bby\b|[\W\d_]+")
_NO_NAMES = frozenset(
    {"photographer", "photographer name", "artist", "author", "owner", "owner name", "your name", "user", "default"}
    | {"null", "(null)", "none", "undefined", "n/a", "camera owner", "copyright holder"}
)
_SHAPES = (_NUMBER, _FILE_NAME, _HASH, _TAGGED, _MAKERS, _STEM, _CODE)


def is_boilerplate(text: str, by_machine: bool = False, camera: str = "") -> bool:
    """Return whether `text` is no caption.

    `by_machine`: it stands in a field that programs fill by themselves (EXIF, comments), where bare numbers, hashes,
    encoded data and file names are none either. `camera`: the camera's own name.
    """
    words = " ".join(text.split()).casefold()
    if words in (_BY_MACHINE if by_machine else _KNOWN) or not any(character.isalnum() for character in words):
        return True
    if not by_machine:
        return False
    if (words.isascii() and len(words) <= 2) or (camera and words == camera.casefold()):
        return True
    if words in _ALSO_WORDS and words not in camera.casefold():
        return False
    if len(words) < 120 and _SIGNATURES.match(words):
        return True
    return any(shape.fullmatch(text) for shape in _SHAPES) or _is_encoded(text)


def is_nobody(text: str, camera: str = "") -> bool:
    """Return whether a text in a field for people names nobody: a mark of copyright alone, "(C)", "© 2014", a word that
    stands in for a name, or the camera's own maker or name."""
    words = " ".join(text.split()).casefold()
    if words in _NO_NAMES or (_MARK.search(words) and not _BESIDE_MARK.sub("", _MARK.sub("", words))):
        return True
    return _MAKERS.fullmatch(words) is not None and words in camera.casefold()


def _is_encoded(text: str) -> bool:
    """Long words of letters and digits mixed as no language mixes them."""
    joined = "".join(text.split())
    if not _BASE64.fullmatch(joined) or max(map(len, text.split())) < 30:
        return False
    return any(c.isdigit() for c in joined) or (any(c.islower() for c in joined) and any(c.isupper() for c in joined))


MOST_FIELDS = 600  # a picture developed in Lightroom has 200 to 300
MOST_ITEMS = 100  # of one list
LONGEST = 2_000  # characters of one text
MOST_CHARACTERS = 60_000  # of all texts of one photo
_POSITION = lazy_regex(r"gps|latitude|longitude|altitude|geo(?:tag|hash|point|location)", re.IGNORECASE)
_PICTURE = lazy_regex(r"xmpGImg:image$|:image$|Thumbnail\w*/\w*:?image$|DepthData|\bData$")  # pictures in base64


def add_unused_values(sources: Sequence[Fields], used: set[str], description: Description) -> None:
    """Offer what no key has used (`source:field`), under OTHER and GPS_OTHER. It is never a value of the record."""
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
        elif known := [_plain(number) for number in numbers[:MOST_ITEMS] if number - number == 0]:  # not nan, inf
            yield name, known


@lru_cache(2_000)
def _key(name: str) -> str | None:
    """Under which key a field of that name is kept; None for pictures, which are kept nowhere."""
    if _PICTURE.search(name):
        return None
    return GPS_OTHER if _POSITION.search(name) else OTHER


def _once(offers: list[Candidate]) -> list[Candidate]:
    """Each offer once: two packets of one file often say the same."""
    return list({(offer.origin, str(offer.value)): offer for offer in offers}.values())


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else round(number, 10)


def reconcile_metadata(sources: Sequence[Fields], description: Description, iim_is_newer: bool = False) -> None:
    """Offer every value of every key of `keys.KEYS`, the one to use first; and what no key takes, as `keys` says.

    `sources` come in their order of trust. `iim_is_newer`: the IIM block was edited after the XMP was written (the
    digest beside it says so), so that it goes before embedded XMP, except where it only cuts the XMP off. A date's
    precision is offered under the same name with `_precision`; `created` is the same as `date_created`.
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
            if one not in found[:index]:  # two packets of one file often say the same
                _offer(key, one, description)
    add_unused_values(ranked, used, description)


def _said(sources: list[Fields]) -> set[str]:
    """The names of the keys that any source may say something for: mostly a few."""
    names: set[str] = set()
    for source in sources:
        keys = _KEYS_OF[source.name]
        for part in (*source.fields, *source.numbers):
            if part in keys:
                names.update(keys[part])
    return names


def _keys_of(source: str) -> dict[str, list[str]]:
    """For each field of a source the names of the keys that are taken from it."""
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
    """IIM moved before embedded XMP, but not before a sidecar."""
    return sorted(sources, key=lambda source: {"sidecar": 0, "iim": 1, "xmp": 2}.get(source.name, 3))


def _asked(key: MetadataKey, sources: list[Fields]) -> Iterator[tuple[Fields, Names]]:
    """The sources of a key in their order, each with the names of its fields. What XMP only copied from EXIF comes
    after EXIF, and before what has no standard behind it."""
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
    """The captions that are some. What a camera or program wrote instead is kept under a key of its own."""
    captions: list[MetadataValue] = []
    for one in found:
        by_machine = one.source not in EDITORS or one.field in key.copies
        if is_boilerplate(one.value, by_machine=by_machine, camera=camera):
            description.offer("boilerplate", one.value, one.origin)
        else:
            captions.append(one)
    return captions


def _without_nobody(found: list[MetadataValue], camera: str, description: Description) -> list[MetadataValue]:
    """The values that name somebody, of lists the items that do. Other words are kept under a key of their own."""
    named: list[MetadataValue] = []
    for one in found:
        items = one.value if isinstance(one.value, list) else [one.value]
        by_machine = one.source not in EDITORS
        kept = [item for item in items if not is_nobody(item, camera if by_machine else "")]
        for item in items:
            if item not in kept:
                description.offer("boilerplate", item, one.origin)
        if kept == items:
            named.append(one)
        elif kept:
            named.append(replace(one, value=kept))
    return named


def _undo_truncation(found: list[MetadataValue]) -> None:
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
