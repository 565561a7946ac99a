"""The archivist's word on relations and mentions, and the same taken back: what the commands and the desk do.

Each is one act in one transaction; what was said already is not said again. The index is left to the caller.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.access import ARCHIVIST
from archive.archive import Archive
from archive.catalogue import INVERSE, Decision, Naming, name_key
from archive.errors import Undecidable, UnknownRecord

_ANY = "`press-archive search --held --json` gives the ids."
_PHOTOS = "`press-archive search --held filename:NAME` gives the ids of photos."
Triple = tuple[str, str, str]
"""`(subject, type, object)`: that the subject is that of the object, by any of its names from either end."""


def known(archive: Archive, record: str) -> str:
    """The id, when there is such a record. Raises UnknownRecord."""
    if archive.catalogue.get(record, ARCHIVIST) is None:
        raise UnknownRecord(f"There is no record {record}; {_ANY}")
    return record


def stands(archive: Archive, said: Triple) -> bool:
    """Whether that relation is there. Raises UnknownRecord."""
    subject, type_, other = said
    found = archive.catalogue.get(known(archive, subject), ARCHIVIST)
    return found is not None and any((one.type, one.record) == (type_, other) for one in found.relations)


def was_refused(archive: Archive, said: Triple) -> bool:
    """Whether the archivist's last word on that relation is that it does not hold."""
    act = decided_of(archive, said)
    return act is not None and act.what == "refused"


def relate(archive: Archive, said: Triple, agent: str, *, holds: bool = True) -> None:
    """The archivist says that a relation holds, or that it does not. Raises UnknownRecord; Undecidable when there is no
    such relation, or a record would have one with itself."""
    for record in said[::2]:
        known(archive, record)
    with archive.catalogue.write(agent) as writer:
        try:
            (writer.decide_relation if holds else writer.refuse_relation)(*said)
        except ValueError as error:
            raise Undecidable(f"{error}.") from None


def naming(archive: Archive, article: str, n: int) -> Naming:
    """The n-th mention of an article. UnknownRecord says what there is instead."""
    if archive.catalogue.get(article, ARCHIVIST) is None:
        raise UnknownRecord(f"There is no record {article}; `press-archive mentions` gives the ids of articles.")
    namings = archive.catalogue.namings(article)
    for one in namings:
        if one.n == n:
            return one
    there = f"N goes from 0 to {len(namings) - 1}" if namings else "it names none"
    raise UnknownRecord(f"{article} names no photo number {n}: {there}; `press-archive mentions` lists them.")


def mean(archive: Archive, mention: Naming, photo: str, agent: str) -> None:
    """The archivist says which photo a mention means. Raises Undecidable when that is none."""
    with archive.catalogue.write(agent) as writer:
        try:
            writer.decide_mention(mention.article, mention.n, photo)
        except ValueError as error:
            raise Undecidable(f"{error}: {_PHOTOS}") from None


def rule_out(archive: Archive, mention: Naming, photos: tuple[str, ...], agent: str) -> None:
    """The archivist says which photos a mention does not mean. Raises Undecidable when one of them is none."""
    with archive.catalogue.write(agent) as writer:
        try:
            writer.refuse_photos(mention.article, mention.n, photos)
        except ValueError as error:
            raise Undecidable(f"{error}: {_PHOTOS}") from None


def take_back(archive: Archive, n: int, agent: str) -> None:
    """Puts back what was before act `n`. Nothing is done where it was taken back already. Raises UnknownRecord when
    there is no such act, CannotUndo when something else was decided since."""
    with archive.catalogue.write(agent) as writer:
        try:
            writer.take_back(n)
        except KeyError:
            raise UnknownRecord(f"There is no decision number {n}.") from None


def decided_of(archive: Archive, said: Triple) -> Decision | None:
    """The act that stands about a relation, from whichever end it was said."""
    ends, names = {said[0], said[2]}, {said[1], *(one for one, other in INVERSE.items() if other == said[1])}
    acts = archive.catalogue.decisions(ends)
    return next((one for one in acts if one.type in names and {one.record, one.other} == ends), None)


def decided_on(archive: Archive, mention: Naming) -> Decision | None:
    """The act that stands about a mention; after a new version of its article the only one about that name."""
    return among(archive.catalogue.decisions([mention.article]), mention)


def among(acts: Iterable[Decision], mention: Naming) -> Decision | None:
    """That of these acts which is about a mention."""
    key = name_key(mention.mention.filename)
    of_article = (one for one in acts if one.record == mention.article and one.mention is not None)
    named = [one for one in of_article if name_key(one.filename) == key]
    return next((one for one in named if one.mention == mention.n), named[0] if len(named) == 1 else None)
