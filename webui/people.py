"""Who is in a picture, for its page: each person once, with every place that captions give them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.analysis import fold
from archive.record import Record
from archive.shown import GivenShown, people_of
from webui import labels
from webui.picture_words import position

_MOST = 60  # people on a page; the JSON has all


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the picture somebody is, in words, and who says so: the title of an article, or nothing for the file."""

    words: str
    said_by: str


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in the picture. More than one spot means that captions put them in different places."""

    name: str
    title: str
    spots: tuple[Spot, ...]


def people(record: Record) -> list[Person]:
    """The people in the picture: those of the file first."""
    titles = {link.record: labels.shorten(link.title or link.record, 80) for link in record.articles if link.record}
    found: dict[str, list[GivenShown]] = {}
    for given in people_of(record):
        found.setdefault(" ".join(fold(given.shown.name).split()), []).append(given)
    return [_person(said, titles) for said in [*found.values()][:_MOST]]


def _person(said: Iterable[GivenShown], titles: dict[str, str]) -> Person:
    everyone = list(said)
    spots: dict[str, Spot] = {}
    for given in everyone:
        if given.shown.position and given.shown.position not in spots:
            by = titles.get(given.record or "", "")
            spots[given.shown.position] = Spot(position(given.shown.position), by)
    title = next((given.shown.title for given in everyone if given.shown.title), None)
    return Person(everyone[0].shown.name, title or "", tuple(spots.values()))
