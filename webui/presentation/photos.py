"""Values computed for a photo on pages and in JSON: credits, flags, people with positions, copies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from archive.authority.authorities import Authorities
from archive.authority.credits import Credit, GivenCredit, collect_flags, credits_of
from archive.captions.depicted_persons import PersonStatement, people_of
from archive.record import Kind, Record
from archive.storage.renditions import Name
from archive.text import fold
from webui.i18n import labels
from webui.i18n.field_names import caption_origin, position
from webui.identity.identity import viewer
from webui.services import links
from webui.services.services import services

_MOST = 60  # people on a page; the JSON has all
_SAYERS = 3  # sources named for one person's presence
SIDES: dict[Name, int] = {"thumbnail": 400, "medium": 800, "preview": 1600}
"""How many pixels the longer side of a rendition has at most."""


@dataclass(frozen=True, slots=True)
class PicturePosition:
    """A person's position in the picture, in words, and its source: the title of an article, or a part of the file."""

    words: str
    said_by: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person in the picture. More than one spot means that captions give different positions. `said_by`: who names
    them, if captions disagree and not all name them."""

    name: str
    title: str
    spots: tuple[PicturePosition, ...]
    said_by: tuple[str, ...]


def people(record: Record, disagree: bool) -> list[Person]:
    """Return the people in the picture, those named in the file first. `disagree`: whether captions disagree."""
    titles = {link.record: labels.shorten(link.title or link.record, 80) for link in record.articles if link.record}
    found: dict[str, list[tuple[PersonStatement, str]]] = {}
    for given in people_of(record):
        by = titles.get(given.record or "") or caption_origin(given.origin)
        found.setdefault(" ".join(fold(given.shown.name).split()), []).append((given, by))
    everyone = {by for said in found.values() for _, by in said}
    return [_person(said, everyone if disagree else set()) for said in [*found.values()][:_MOST]]


def _person(said: Sequence[tuple[PersonStatement, str]], everyone: set[str]) -> Person:
    spots: dict[str, PicturePosition] = {}
    for given, by in said:
        if given.shown.position and given.shown.position not in spots:
            spots[given.shown.position] = PicturePosition(position(given.shown.position), by)
    title = next((given.shown.title for given, _ in said if given.shown.title), None)
    sayers = tuple(dict.fromkeys(by for _, by in said))
    named = len(spots) < 2 and everyone.difference(sayers)  # each of several spots names its own source
    return Person(said[0][0].shown.name, title or "", tuple(spots.values()), sayers[:_SAYERS] if named else ())


ALSO_AS = "also-as"
_MOST_TWINS = 24
_MOST_CREDITED = 300  # articles and tables whose credits are read for a response; the index reads all


@dataclass(frozen=True, slots=True)
class PictureCopy:
    """Another record of the same picture, and how sure that is (0 to 1)."""

    id: str
    title: str
    filename: str
    url: str
    thumbnail: str
    width: int | None
    height: int | None
    size: int
    certainty: float
    origin: str

    @property
    def pixels(self) -> str:
        """Return `6000 × 4000`, or "" if unknown."""
        return f"{self.width} × {self.height}" if self.width and self.height else ""


def credit_lines(record: Record, cards: Authorities | None = None) -> list[GivenCredit]:
    """Return the credits of a photo, that of its file first, interpreted with the archive's authorities. Outside a
    request, pass these as `cards`."""
    if record.kind is not Kind.PHOTO:
        return []
    if len(record.articles) > _MOST_CREDITED:
        record = replace(record, articles=record.articles[:_MOST_CREDITED])
    return credits_of(record, services().authorities() if cards is None else cards)


def credit_line(record: Record, given: Sequence[GivenCredit]) -> Credit | None:
    """Return the credit to show under the picture, with each name once: the first credit. If it names no photographer,
    the creators are added. If it names no agency, the agency of the source is added, else the one that everyone gives
    with these photographers."""
    if not given or given[0].record is not None:
        return given[0].credit if given else None
    first, own = given[0].credit, [one for one in given if one.record is None]
    made = _credits_in(own, record.values.get("creator"))
    photographers = [*first.photographers] if first not in made else []
    photographers = photographers or [name for credit in made for name in credit.photographers]
    agencies = [*first.agencies]
    if not (agencies or first.via):
        told = [*made, *_credits_in(own, record.values.get("source"))]
        agencies = [name for credit in told for name in credit.agencies]
    if not (agencies or first.via) and first.photographers:
        agencies = _elsewhere(given, photographers)
        first = replace(first, words="/".join([first.words, *agencies]))
    if not (agencies or first.via or first.photographers) and photographers:
        agencies = [first.words]  # "Istimewa" next to the photographer's name
    who = _once([*photographers, *agencies])
    return replace(
        first,
        photographers=tuple(name for name in who if name in photographers),
        agencies=tuple(name for name in who if name not in photographers),
    )


def _elsewhere(given: Iterable[GivenCredit], photographers: Sequence[str]) -> list[str]:
    """Return the agency that articles and tables give with these photographers, if they all agree."""
    ours = {fold(name) for name in photographers}
    credits_ = [one.credit for one in given if ours.intersection(map(fold, one.credit.photographers))]
    agencies = _once(name for credit in credits_ for name in credit.agencies)
    return agencies if len(agencies) == 1 else []


def _credits_in(own: Iterable[GivenCredit], value: object) -> list[Credit]:
    words = {item.strip().casefold() for item in (value if isinstance(value, list) else [value]) if _text(item)}
    return [one.credit for one in own if one.credit.words.strip().casefold() in words]


def _text(item: object) -> TypeGuard[str]:
    return isinstance(item, str) and bool(item.strip())


def _once(names: Iterable[str]) -> list[str]:
    """Return the names without duplicates that differ only in case or diacritics."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(" ".join(fold(name).split()), name)
    return [*kept.values()]


def flags(record: Record, given: Iterable[GivenCredit]) -> list[str]:
    """Return the flags in the credits, each once."""
    return [flag for flag, _ in collect_flags(record, given)]


def upright_size(record: Record) -> tuple[int, int] | None:
    """Return width and height in pixels of the picture as displayed. None if unknown, or if the file shown is not the
    one that was measured."""
    sides = [record.values.get(key) for key in ("width", "height")]
    width, height = (side if isinstance(side, int) and 0 < side < 1_000_000 else 0 for side in sides)
    if not (width and height) or record.picture.sha256 != record.original.sha256:
        return None
    turned = record.values.get("orientation") in (5, 6, 7, 8)  # EXIF tag 274: rotated by 90 degrees
    return (height, width) if turned else (width, height)


def preview_size(record: Record) -> tuple[int, int] | None:
    """Return width and height of the preview, to reserve its space while it loads. None in the same cases as
    `upright_size`."""
    size = upright_size(record)
    return None if size is None else scaled_size(size, SIDES["preview"])


def preview_set(record: Record) -> str | None:
    """Return the addresses of the medium rendition and of the preview with their widths, as in the attribute srcset, so
    that a phone gets the smaller one. None if they are the same, and in the same cases as `upright_size`."""
    size = upright_size(record)
    if size is None or max(size) <= SIDES["medium"]:
        return None
    medium, large = (scaled_size(size, SIDES[name]) for name in ("medium", "preview"))
    return f"{links.iiif_picture(record.id, medium)} {medium[0]}w, {links.record(record.id)}/preview {large[0]}w"


def scaled_size(size: tuple[int, int], most: int) -> tuple[int, int]:
    """Return width and height of a rendition of at most `most` pixels per side. It is never enlarged."""
    scale = min(1.0, most / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def twins(record: Record) -> list[PictureCopy]:
    """Return the public records of the same picture in another size, compression or crop."""
    found = []
    for relation in [relation for relation in record.relations if relation.type == ALSO_AS][:_MOST_TWINS]:
        other = services().catalogue.get(relation.record, viewer())
        if other is not None:
            found.append(_twin(other, relation.certainty, relation.origin))
    return found


def _twin(other: Record, certainty: float, origin: str) -> PictureCopy:
    return PictureCopy(
        id=other.id,
        title=other.title,
        filename=other.filename,
        url=links.record(other.id),
        thumbnail=f"{links.record(other.id)}/thumbnail",
        width=_whole(other.values.get("width")),
        height=_whole(other.values.get("height")),
        size=other.original.size,
        certainty=certainty,
        origin=origin,
    )


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
