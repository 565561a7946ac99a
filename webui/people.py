"""Who is in a picture, for its page: each person once, with every place that captions give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.analysis import fold
from archive.record import Record
from archive.shown import GivenShown, people_of
from webui import labels
from webui.picture_words import caption_origin, position

_MOST = 60  # people on a page; the JSON has all
_SAYERS = 3  # of one person's being there


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the picture somebody is, in words, and who says so: the title of an article, or a part of the file."""

    words: str
    said_by: str


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in the picture. More than one spot means that captions put them in different places. `said_by`: who says
    that they are there, where not all say so whose captions disagree."""

    name: str
    title: str
    spots: tuple[Spot, ...]
    said_by: tuple[str, ...]


def people(record: Record, disagree: bool) -> list[Person]:
    """The people in the picture: those of the file first. `disagree`: whether captions do."""
    titles = {link.record: labels.shorten(link.title or link.record, 80) for link in record.articles if link.record}
    found: dict[str, list[tuple[GivenShown, str]]] = {}
    for given in people_of(record):
        by = titles.get(given.record or "") or caption_origin(given.origin)
        found.setdefault(" ".join(fold(given.shown.name).split()), []).append((given, by))
    everyone = {by for said in found.values() for _, by in said}
    return [_person(said, everyone if disagree else set()) for said in [*found.values()][:_MOST]]


def _person(said: Sequence[tuple[GivenShown, str]], everyone: set[str]) -> Person:
    spots: dict[str, Spot] = {}
    for given, by in said:
        if given.shown.position and given.shown.position not in spots:
            spots[given.shown.position] = Spot(position(given.shown.position), by)
    title = next((given.shown.title for given, _ in said if given.shown.title), None)
    sayers = tuple(dict.fromkeys(by for _, by in said))
    named = len(spots) < 2 and everyone.difference(sayers)  # with several spots each says who puts them there
    return Person(said[0][0].shown.name, title or "", tuple(spots.values()), sayers[:_SAYERS] if named else ())
