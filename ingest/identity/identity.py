"""Decide which record a file belongs to: new, a new version, a duplicate or part of another.

The rules compare names, bytes and pictures. They query the catalogue, and the disks on which known files should be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from archive.catalogue import COMPANIONS, NamedFile, PhotoFile, printable, sort_of
from archive.catalogue import Writer as Transaction
from archive.catalogue.receipts.file_paths import LEFT_OUT
from archive.messages import Message, join_messages
from archive.record import ARCHIVIST, Candidate, Description, Kind, Outcome, Role
from archive.text.dates.instants import same_time
from ingest.files.file_reading import FileInProgress
from ingest.files.roots import NameState, RootPath, Roots
from ingest.identity.camera_pairs import Exposure, NeighbourPhoto, pair

LOOKS_DIFFERENT = 10  # of 64 bits of two difference hashes; recompressed copies differ in fewer


@dataclass(frozen=True, slots=True)
class IdentityFacts:
    """What is known from the catalogue and the disks when a file arrives.

    `name_sha256` and `name_record` are what its name referred to so far (None: a new name), `name_role` the role of
    those bytes in their record, and `name_of` the photo they were the camera's other file of. `bytes_record` is the
    record that has the new bytes already, and `bytes_at` where; `bytes_name_gone`: no file is there any more.
    `present_sha256` is the newest original of the name's record. `old_bytes_elsewhere`: another name still has the
    earlier bytes of this name, or is where that record's newest ones are. `old_values` are the values of the record's
    file, and `old_created` when its photo was taken, by file, sidecars and archivist. `joined`: the bytes were a
    separate original until a merge. `exposure` is that of the new file, `beside` are photos with its stem in its
    folder.
    """

    name_sha256: str | None = None
    name_record: str | None = None
    bytes_record: str | None = None
    bytes_at: str | None = None
    bytes_name_gone: bool = False
    present_sha256: str | None = None
    old_bytes_elsewhere: bool = False
    old_values: Mapping[str, Any] | None = None
    old_created: Sequence[str] = ()
    name_role: Role | None = None
    name_of: str = ""
    joined: bool = False
    exposure: Exposure | None = None
    beside: Sequence[NeighbourPhoto] = ()


@dataclass(frozen=True, slots=True)
class IdentityDecision:
    """The outcome, the record (None: a new one), the reason, and a record to relate a new one to, of which it may be an
    edited `copy`."""

    outcome: Outcome
    record: str | None
    reason: str
    namesake: str | None = None
    moved: bool = False
    copy: bool = False


def decide(sha256: str, values: Mapping[str, Any], facts: IdentityFacts) -> IdentityDecision:
    """Return the decision about a file with these bytes and this description, by the rules in docs/design.md."""
    if facts.name_record is not None and facts.name_sha256 == sha256:
        return IdentityDecision(Outcome.UNCHANGED, facts.name_record, Message("same-bytes-here"))
    if facts.bytes_record is not None and (
        facts.bytes_record != facts.name_record or facts.present_sha256 == sha256  # the record has moved to them before
    ):
        return _known_bytes(facts.bytes_record, facts)
    if facts.name_record is None or facts.name_role is Role.SIDECAR:
        return _new(facts)
    if facts.old_bytes_elsewhere:
        reason = Message("name-reused")
        return IdentityDecision(Outcome.ADDED, None, reason, namesake=facts.name_record, copy=True)
    if (different := _another_picture(values, facts)) is not None:
        reason = Message("another-photo", why=different)
        return _paired(facts) or IdentityDecision(Outcome.ADDED, None, reason, namesake=facts.name_record)
    if facts.joined:
        merged = join_messages([Message("merged-file-changed"), Message("earlier-kept")])
        return IdentityDecision(Outcome.ATTACHED, facts.name_record, merged)
    if facts.name_role is Role.ATTACHMENT:
        changed = join_messages([Message("camera-file-changed", name=facts.name_of), Message("earlier-kept")])
        return IdentityDecision(Outcome.ATTACHED, facts.name_record, changed)
    return IdentityDecision(Outcome.NEW_VERSION, facts.name_record, Message("new-version"))


def _new(facts: IdentityFacts) -> IdentityDecision:
    """Return the decision for new bytes: the camera's other file of a photo beside it, or a separate record."""
    found = pair(facts.exposure, facts.beside) if facts.exposure else None
    if found is None:
        return IdentityDecision(Outcome.ADDED, None, Message("new"))
    if found.apart:
        reason = join_messages([Message("new"), Message("no-camera-file", why=found.reason)])
        return IdentityDecision(Outcome.ADDED, None, reason, namesake=found.record)
    return IdentityDecision(Outcome.ATTACHED, found.record, found.reason)


def _paired(facts: IdentityFacts) -> IdentityDecision | None:
    """Return the decision for the camera's other file of a different photo than its name meant before."""
    near = [one for one in facts.beside if one.record != facts.name_record]
    found = pair(facts.exposure, near) if facts.exposure else None
    if found is None or found.apart:
        return None
    return IdentityDecision(Outcome.ATTACHED, found.record, Message("another-photo-paired", what=found.reason))


def _known_bytes(record: str, facts: IdentityFacts) -> IdentityDecision:
    if facts.bytes_name_gone:
        reason = Message("moved", path=facts.bytes_at)
        return IdentityDecision(Outcome.DUPLICATE, record, reason, moved=True)
    same = join_messages([Message("same-bytes", path=facts.bytes_at), Message("kept-once")])
    return IdentityDecision(Outcome.DUPLICATE, record, same)


def _another_picture(new: Mapping[str, Any], facts: IdentityFacts) -> str | None:
    """Return why two photographs with one name differ, or None. Camera counters restart, so DSC_0001 recurs."""
    old = facts.old_values or {}
    camera = facts.name_role is Role.ATTACHMENT and not facts.joined
    if camera and new.get("kind") != "photo":
        return Message("no-photo")
    if new.get("kind") != "photo" or old.get("kind") != "photo":
        return None
    if camera and facts.exposure and sort_of(facts.exposure.media_type) is None:
        return Message("not-written-by-cameras", type=facts.exposure.media_type, name=facts.name_of)
    taken = new.get("created")
    if taken and facts.old_created and not any(same_time(str(taken), before) for before in facts.old_created):
        return Message("made-otherwise", taken=taken, before=facts.old_created[0])
    here, there = new.get("difference_hash"), old.get("difference_hash")
    if here and there:
        bits = (int(str(here), 16) ^ int(str(there), 16)).bit_count()
        if bits > LOOKS_DIFFERENT:
            return Message("looks-different", bits=bits)
    return None


def other_names(w: Transaction, sha256: str, place: RootPath) -> list[NamedFile]:
    """Return the other names with these bytes, as far as the catalogue knows."""
    here = (place.root, place.path, place.member)
    held = [name for name in w.names_of(sha256) if name.live and name.outcome not in LEFT_OUT]
    return [name for name in held if (name.root, name.path, name.member) != here]


def gather_facts(w: Transaction, roots: Roots, taken: FileInProgress) -> tuple[IdentityFacts, list[NamedFile]]:
    """Return the facts about a file that was read, and the other names last seen with the same bytes."""
    assert taken.incoming is not None
    assert taken.description is not None
    place, sha256, said = roots.place(taken.found.file, taken.member), taken.incoming.sha256, taken.description
    others = other_names(w, sha256, place)
    before = w.name(place.root, place.path, place.member)
    if before is not None and (before.record is None or (not before.live and before.sha256 == sha256 and others)):
        before = None  # it was rejected, or has moved away and its bytes return from there
    states = [roots.now(name, taken.found.path, taken.within) for name in others]
    facts = IdentityFacts(
        bytes_record=_record_of(w, sha256, before, others),
        bytes_at=_describe_place(roots, others, states),
        bytes_name_gone=bool(others) and all(state is NameState.GONE for state in states),
    )
    if said.values.get("kind") == Kind.PHOTO:
        facts = replace(facts, exposure=Exposure.of(said), beside=_beside(w, place, said.media_type))
    return (facts if before is None else _with_name(w, roots, taken, facts, before)), others


def _beside(w: Transaction, place: RootPath, media_type: str) -> list[NeighbourPhoto]:
    """Return the photos' files with the same name but another suffix, of other camera file kinds."""
    sort, found = sort_of(media_type), []
    own = PurePath(place.member or place.path).name
    for photo in w.standing(place.root, place.path, place.member) if sort else []:
        if photo.filename != own and sort_of(photo.media_type) not in (None, sort):
            types = frozenset(w.types_of(photo.record))
            found.append(NeighbourPhoto(photo.filename, photo.record, _exposure(w, photo), types))
    return found


def _exposure(w: Transaction, photo: PhotoFile) -> Exposure:
    said = w.said_by(photo.record, photo.sha256) if photo.role is Role.ATTACHMENT else None
    if said is None:
        known = w.known(photo.record)
        said = Description(photo.media_type, "", 0, dict(known.values), dict(known.origins))
    return Exposure.of(said)


def _record_of(w: Transaction, sha256: str, before: NamedFile | None, others: Sequence[NamedFile]) -> str | None:
    """Return the record with these bytes: the name's own first, then one that has another name."""
    records = w.records_of(sha256)
    wanted = [before.record if before else None, *(name.record for name in others), *records]
    return next((record for record in wanted if record in records), None)


def _describe_place(roots: Roots, others: Sequence[NamedFile], states: Sequence[NameState]) -> str:
    for wanted in (NameState.THERE, NameState.AWAY, NameState.GONE):
        for name, state in zip(others, states, strict=True):
            if state is wanted:
                return roots.shown(name)
    if others:
        return Message("bytes-were-there", path=roots.shown(others[0]))
    return Message("earlier-version")


def _with_name(
    w: Transaction, roots: Roots, taken: FileInProgress, facts: IdentityFacts, before: NamedFile
) -> IdentityFacts:
    assert before.record is not None
    place, known = roots.place(taken.found.file, taken.member), w.known(before.record)
    role = w.role_of(before.record, before.sha256)
    other = w.said_by(before.record, before.sha256) if role is Role.ATTACHMENT else None
    present = w.present(before.record, before.sha256) if other else w.newest(before.record)
    twins = other_names(w, before.sha256, place)
    if present is not None and present != before.sha256:
        twins += [name for name in other_names(w, present, place) if name.record == before.record]
    still = (NameState.THERE, NameState.AWAY)
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


def _original_at(w: Transaction, place: RootPath, record: str) -> str:
    """Return the name of a record's original, in the folder of a place if it is there too."""
    here = [photo for photo in w.standing(place.root, place.path, place.member) if photo.record == record]
    names = [photo.filename for photo in here if photo.role is Role.ORIGINAL]
    names += [PurePath(name.member or name.path).name for name in w.names_of(w.newest(record) or "")]
    return printable(names[0]) if names else Message("its-record")


def _created(origins: Mapping[str, Sequence[Candidate]]) -> tuple[str, ...]:
    """Return when its photo was taken: the first value in each of its files, and the archivist's."""
    offers = origins.get("created", [])
    first: dict[str, str] = {}
    for offer in offers:
        whose = offer.origin.partition(":")[0] if offer.origin.startswith((ARCHIVIST, *COMPANIONS)) else ""
        first.setdefault(whose, str(offer.value))
    return tuple(first.values())
