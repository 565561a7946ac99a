"""What is known when a file arrives: asked of the catalogue, and of the disks where its names say that files are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from archive.catalogue import COMPANIONS, Name, Standing, printable, sort_of
from archive.catalogue import Writer as Transaction
from archive.record import ARCHIVIST, Description, Kind, Offer, Role
from ingest.identity import Facts
from ingest.pairing import Beside, Exposure
from ingest.reading import Taken
from ingest.roots import Now, Place, Roots


def other_names(w: Transaction, sha256: str, place: Place) -> list[Name]:
    """The other names that hold these bytes, as far as the catalogue knows."""
    here = (place.root, place.path, place.member)
    return [name for name in w.names_of(sha256) if name.live and (name.root, name.path, name.member) != here]


def gather(w: Transaction, roots: Roots, taken: Taken) -> tuple[Facts, list[Name]]:
    """The facts for a file that was read, and the other names that were last seen to hold the same bytes."""
    assert taken.incoming is not None
    assert taken.description is not None
    place, sha256, said = roots.place(taken.found.file, taken.member), taken.incoming.sha256, taken.description
    others = other_names(w, sha256, place)
    before = w.name(place.root, place.path, place.member)
    if before is not None and (before.record is None or (not before.live and before.sha256 == sha256 and others)):
        before = None  # it was rejected, or has moved away and its bytes come back from there
    states = [roots.now(name, taken.found.path, taken.within) for name in others]
    facts = Facts(
        bytes_record=_record_of(w, sha256, before, others),
        bytes_at=_at(roots, others, states),
        bytes_name_gone=bool(others) and all(state is Now.GONE for state in states),
    )
    if said.values.get("kind") == Kind.PHOTO:
        facts = replace(facts, exposure=Exposure.of(said), beside=_beside(w, place, said.media_type))
    return (facts if before is None else _with_name(w, roots, taken, facts, before)), others


def _beside(w: Transaction, place: Place, media_type: str) -> list[Beside]:
    """The photos' files called the same but for the suffix, of other sorts that a camera writes of one frame."""
    sort, found = sort_of(media_type), []
    own = PurePath(place.member or place.path).name
    for photo in w.standing(place.root, place.path, place.member) if sort else []:
        if photo.filename != own and sort_of(photo.media_type) not in (None, sort):
            types = frozenset(w.types_of(photo.record))
            found.append(Beside(photo.filename, photo.record, _exposure(w, photo), types))
    return found


def _exposure(w: Transaction, photo: Standing) -> Exposure:
    said = w.said_by(photo.record, photo.sha256) if photo.role is Role.ATTACHMENT else None
    if said is None:
        known = w.known(photo.record)
        said = Description(photo.media_type, "", 0, dict(known.values), dict(known.origins))
    return Exposure.of(said)


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


def _with_name(w: Transaction, roots: Roots, taken: Taken, facts: Facts, before: Name) -> Facts:
    assert before.record is not None
    place, known = roots.place(taken.found.file, taken.member), w.known(before.record)
    role = w.role_of(before.record, before.sha256)
    other = w.said_by(before.record, before.sha256) if role is Role.ATTACHMENT else None
    present = w.present(before.record, before.sha256) if other else w.newest(before.record)
    twins = other_names(w, before.sha256, place)
    if present is not None and present != before.sha256:
        twins += [name for name in other_names(w, present, place) if name.record == before.record]
    still = (Now.THERE, Now.AWAY)
    return replace(
        facts,
        name_sha256=before.sha256,
        name_record=before.record,
        present_sha256=present,
        old_bytes_elsewhere=any(roots.now(name, taken.found.path, taken.within) in still for name in twins),
        old_values=other.values if other else known.values,
        old_created=_created(other.origins if other else known.origins),
        name_role=role,
        joined=role is Role.ATTACHMENT and w.is_joined(before.record, before.sha256),
        name_of=_original_at(w, place, before.record) if other else "",
    )


def _original_at(w: Transaction, place: Place, record: str) -> str:
    """What the original of a record is called, in the folder of a place if it is there too."""
    here = [photo for photo in w.standing(place.root, place.path, place.member) if photo.record == record]
    names = [photo.filename for photo in here if photo.role is Role.ORIGINAL]
    names += [PurePath(name.member or name.path).name for name in w.names_of(w.newest(record) or "")]
    return printable(names[0]) if names else "its record"


def _created(origins: Mapping[str, Sequence[Offer]]) -> tuple[str, ...]:
    """When its photo was made: what each file of it said first, and what the archivist says over it."""
    offers = origins.get("created", [])
    first: dict[str, str] = {}
    for offer in offers:
        whose = offer.origin.partition(":")[0] if offer.origin.startswith((ARCHIVIST, *COMPANIONS)) else ""
        first.setdefault(whose, str(offer.value))
    return tuple(first.values())
