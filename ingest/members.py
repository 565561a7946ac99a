"""What is written of files inside others: who may see them, what is an annex of what, and what is gone."""

from __future__ import annotations

from archive.catalogue import Access
from archive.catalogue import Writer as Transaction
from archive.catalogue.paths import name_key
from archive.record import Outcome, Status
from ingest.embargo.sources import OF_NAMES
from ingest.holding import LOCKED, LOCKED_INSIDE, access_for, stricter
from ingest.readers.members import PACKED
from ingest.reading import Taken
from ingest.roots import Place
from ingest.within import INSIDE, inner_name

ANNEX = "annex-of"
BY = "rule:attachment"  # the origin of the relation between a mail and its attachment


def is_packed(taken: Taken) -> bool:
    """Whether it is a mere container (ZIP, TAR) with files inside, and nothing to read itself."""
    return taken.inner is not None and taken.inner.description.reader in PACKED


def access_within(taken: Taken, default: Status) -> Access:
    """What a record of this file becomes: held also while what it came in is held by its own words, as the attachment
    of a mail under embargo; and where it, or a file in it, needs a password, until someone decides."""
    assert taken.description is not None
    access = access_for(taken.description, default)
    if taken.outcome is Outcome.ENCRYPTED:
        access = stricter(access, LOCKED)
    elif taken.locked_inside:
        access = stricter(access, LOCKED_INSIDE)
    for around in taken.within.descriptions if taken.within else []:
        access = stricter(access, access_for(around, default))
    return access


def access_of_name(taken: Taken, default: Status) -> Access:
    """Return who may see the name of a copy. It is held when its folders, its file name or what it came in say so. An
    embargo in its bytes alone does not count again, because who may see these is known of their record."""
    assert taken.description is not None
    offers = [one for one in taken.description.origins.get("embargo", []) if one.value.get("enforced") is not False]
    is_named = any(one.origin in OF_NAMES for one in offers)
    access = access_for(taken.description, default) if is_named or default is Status.HELD else Access()
    for around in taken.within.descriptions if taken.within else []:
        access = stricter(access, access_for(around, default))
    return access


def settle_members(w: Transaction, place: Place, record: str, taken: Taken) -> None:
    """Once all files inside a file are written: names that are not in it any more are given up, and what came with a
    document, and is no picture shown in its place in the text, is an annex of it."""
    known = taken.inner.names if taken.inner else frozenset()
    below = inner_name(place.member, "")
    for name in w.members_of(place.root, place.path):
        if not name.member.startswith(below):
            continue
        here, deeper, _ = name.member[len(below) :].partition(INSIDE)
        if below + here not in known:
            w.mark_gone(name.root, name.path, name.member)
        elif not deeper and name.record not in (None, record) and _came_with(taken, name.member):
            w.relate(str(name.record), ANNEX, record, BY)


def _came_with(taken: Taken, member: str) -> bool:
    if taken.inner is None or is_packed(taken):
        return False
    shown = {name_key(mention.filename) for mention in taken.inner.description.mentions}
    return name_key(member) not in shown
