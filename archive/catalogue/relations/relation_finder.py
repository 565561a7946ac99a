"""Find relations between texts at the end of each batch, and write those that changed.

A text is found by its clues (`profile_store.py`). `rules.py` has one rule per kind of relation. The result depends only
on the content of the catalogue, never on the order of arrival.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from archive.catalogue.relations.matches import RelationMatch, Rule
from archive.catalogue.relations.profile_store import ProfileSet, concerned_by, members_of, most_of, store_profiles
from archive.catalogue.relations.relations import NEARLY, delete_relation, relate
from archive.catalogue.relations.rules import annexes, corrections, match_translation, nearly_same, occasion
from archive.catalogue.relations.text_profile import Profile
from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.tables import refused_relations, relations

OF_TWO: tuple[Callable[[ProfileSet, Profile, Profile], RelationMatch | None], ...] = (match_translation, occasion)
OF_ONE: tuple[Callable[[ProfileSet, Profile], list[RelationMatch]], ...] = (annexes, corrections)
_FROM_EITHER_END = frozenset({"translation-of", "prepared-text-of", "transcript-of", NEARLY})
_OURS = frozenset(rule.value for rule in Rule)
Key = tuple[str, str, str]


def update_relations(batch: Batch) -> None:
    """Find the relations of records that this batch added or changed, and of all that depend on these. Call it after
    names, values and versions are written, and before groups are."""
    changed = batch.worded | batch.photos
    if not changed:
        return
    asked = changed | _concerned(batch.conn, store_profiles(batch.conn, changed), changed)
    world = ProfileSet.around(batch.conn, sorted(asked))
    known = {(row.subject, row.type, row.object): row for row in _related(batch.conn, asked)}
    decided = _decided(batch.conn, asked, known)
    now = {_key(found): found for found in _found(world, asked) if not _settled(found, decided)}
    tied = {frozenset(key[::2]) for key in (*now, *(key for key, row in known.items() if row.origin not in _OURS))}
    for found in nearly_same(batch.conn, sorted(asked)):
        if frozenset((found.subject, found.object)) not in tied and not _settled(found, decided):
            now[_key(found)] = found
    for key, row in known.items():
        ends = (row.subject, row.object) if row.type in _FROM_EITHER_END else (row.subject,)
        if row.origin in _OURS and key not in now and not asked.isdisjoint(ends):
            delete_relation(batch, *key)
    for (subject, type_, other), found in sorted(now.items()):
        relate(batch, subject, type_, other, found.rule.value, found.certainty)


def _concerned(conn: Connection, touched: Iterable[str], changed: set[str]) -> set[str]:
    """Return unchanged records whose relations may change, because they share a clue with a changed record. If too many
    share a clue now, too many did before."""
    wanted = {concerned for clue in touched for concerned in concerned_by(clue)}
    found: set[str] = set()
    for clue, members in members_of(conn, wanted, len(changed)).items():
        others = set(members) - changed
        if len(others) <= most_of(clue):
            found |= others
    return found


def _found(world: ProfileSet, asked: Collection[str]) -> Iterator[RelationMatch]:
    for record in sorted(asked):
        profile = world.profiles.get(record)
        if profile is None:
            continue
        for rule in OF_ONE:
            yield from rule(world, profile)
        for other in world.sharing(record):
            if other.record in asked and other.record < record:
                continue  # found from its end
            yield from filter(None, (rule(world, profile, other) for rule in OF_TWO))


def _related(conn: Connection, ids: Iterable[str]) -> Iterator[Row[Any]]:
    for chunk in in_chunks(sorted(ids)):
        yield from conn.execute(
            select(relations).where(or_(relations.c.subject.in_(chunk), relations.c.object.in_(chunk)))
        )


def _decided(conn: Connection, ids: Iterable[str], known: dict[Key, Row[Any]]) -> set[tuple[frozenset[str], str]]:
    """Return the pairs that have a relation of that type by the archivist or by an earlier rule."""
    found = {(frozenset(key[::2]), row.type) for key, row in known.items() if row.origin not in _OURS}
    for chunk in in_chunks(sorted(ids)):
        which = or_(refused_relations.c.one.in_(chunk), refused_relations.c.other.in_(chunk))
        rows = conn.execute(select(refused_relations).where(which))
        found.update((frozenset((row.one, row.other)), row.type) for row in rows)
    return found


def _settled(found: RelationMatch, decided: set[tuple[frozenset[str], str]]) -> bool:
    return (frozenset((found.subject, found.object)), found.type) in decided


def _key(found: RelationMatch) -> Key:
    return found.subject, found.type, found.object
