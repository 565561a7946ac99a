"""What is known when a file arrives: asked of the catalogue, and of the disks where its names say that files are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from archive.catalogue import ARCHIVIST, Known, Name
from archive.catalogue import Writer as Transaction
from ingest.identity import Facts
from ingest.roots import Now, Place, Roots


def other_names(w: Transaction, sha256: str, place: Place) -> list[Name]:
    """The other names that hold these bytes, as far as the catalogue knows."""
    return [name for name in w.names_of(sha256) if name.live and (name.root, name.path) != (place.root, place.path)]


def gather(w: Transaction, roots: Roots, file: Path, sha256: str) -> tuple[Facts, list[Name]]:
    """The facts for a file with these bytes, and the other names that were last seen to hold the same."""
    place = roots.place(file)
    others = other_names(w, sha256, place)
    before = w.name(place.root, place.path)
    if before is not None and (before.record is None or (not before.live and before.sha256 == sha256 and others)):
        before = None  # it was rejected, or has moved away and its bytes come back from there
    states = [roots.now(name, file) for name in others]
    here = _record_of(w, sha256, before, others)
    facts = Facts(
        bytes_record=here,
        bytes_at=_at(roots, others, states),
        bytes_name_gone=bool(others) and all(state is Now.GONE for state in states),
    )
    return (facts if before is None else _with_name(w, roots, file, facts, before)), others


def _record_of(w: Transaction, sha256: str, before: Name | None, others: Sequence[Name]) -> str | None:
    """The record that has these bytes: the name's own before one that another name shows before any."""
    records = w.records_of(sha256)
    wanted = [before.record if before else None, *(name.record for name in others), *records]
    return next((record for record in wanted if record in records), None)


def _at(roots: Roots, others: Sequence[Name], states: Sequence[Now]) -> str:
    """Where bytes are, in words; the surest place there is."""
    for wanted in (Now.THERE, Now.AWAY, Now.GONE):
        for name, state in zip(others, states, strict=True):
            if state is wanted:
                return roots.shown(name)
    return f"{roots.shown(others[0])} had when it was last read" if others else "an earlier version of that record"


def _with_name(w: Transaction, roots: Roots, file: Path, facts: Facts, before: Name) -> Facts:
    assert before.record is not None
    place, known, present = roots.place(file), w.known(before.record), w.newest(before.record)
    twins = other_names(w, before.sha256, place)
    if present is not None and present != before.sha256:
        twins += [name for name in other_names(w, present, place) if name.record == before.record]
    still = (Now.THERE, Now.AWAY)
    return Facts(
        name_sha256=before.sha256,
        name_record=before.record,
        bytes_record=facts.bytes_record,
        bytes_at=facts.bytes_at,
        bytes_name_gone=facts.bytes_name_gone,
        present_sha256=present,
        old_bytes_elsewhere=any(roots.now(name, file) in still for name in twins),
        old_values=known.values,
        old_created=_created(known),
    )


def _created(known: Known) -> tuple[str, ...]:
    """When its photo was made: what the file said, and what the archivist says over it."""
    offers = known.origins.get("created", [])
    count = 2 if offers and offers[0].origin == ARCHIVIST else 1
    return tuple(str(offer.value) for offer in offers[:count])
