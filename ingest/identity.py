"""Which record a file is: the rules by which names, bytes and pictures tell old from new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.catalogue import sort_of
from archive.catalogue.moments import same_time
from archive.record import Outcome, Role
from ingest.pairing import Beside, Exposure, pair

LOOKS_DIFFERENT = 10  # of 64 bits of two difference hashes; recompressed copies differ by fewer


@dataclass(frozen=True, slots=True)
class Facts:
    """What the catalogue and the disks know when a file arrives.

    `name_sha256` and `name_record` are what its name pointed to so far (None: a new name). `bytes_record` is the record
    that has these bytes already, and `bytes_at` says where. `bytes_name_gone`: no file is any more where they were
    known. `present_sha256` is the newest original of the name's record. `old_bytes_elsewhere` tells that another name
    still has the bytes this name had before, or is where that record's newest ones are. `old_values` are what the
    record's file said of itself; `old_created` when its photo was made, by the file, its sidecars and the archivist.
    `name_role` is what the bytes that the name had are to its record, and `name_of` the file they were the camera's
    other one of; `joined`: they were a record's of their own until that was merged. `exposure` is what the file tells
    of its taking, `beside` the photos of its stem in its folder.
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
    beside: Sequence[Beside] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome, the record it concerns (None: make a new one), the reason, and a record to relate a new one to, of
    which it may be an edited `copy`."""

    outcome: Outcome
    record: str | None
    reason: str
    namesake: str | None = None
    moved: bool = False
    copy: bool = False


def decide(sha256: str, values: Mapping[str, Any], facts: Facts) -> Decision:
    """What becomes of a file with these bytes and this description, by the rules of ARCHITECTURE.md, "Identity"."""
    if facts.name_record is not None and facts.name_sha256 == sha256:
        return Decision(Outcome.UNCHANGED, facts.name_record, "same bytes as before under this name")
    if facts.bytes_record is not None and (
        facts.bytes_record != facts.name_record or facts.present_sha256 == sha256  # the record has come to them before
    ):
        return _known_bytes(facts.bytes_record, facts)
    if facts.name_record is None or facts.name_role is Role.SIDECAR:
        return _new(facts)
    if facts.old_bytes_elsewhere:
        reason = "new bytes at a known name, and the earlier bytes live on under another name: a record of its own"
        return Decision(Outcome.ADDED, None, reason, namesake=facts.name_record, copy=True)
    if (different := _another_picture(values, facts)) is not None:
        reason = f"another photograph at a known name ({different}): a record of its own"
        return _paired(facts) or Decision(Outcome.ADDED, None, reason, namesake=facts.name_record)
    if facts.joined:
        reason = "new bytes of a file that was merged into its record; the earlier ones are kept"
        return Decision(Outcome.ATTACHED, facts.name_record, reason)
    if facts.name_role is Role.ATTACHMENT:
        reason = f"new bytes of the camera's other file of {facts.name_of}; the earlier ones are kept"
        return Decision(Outcome.ATTACHED, facts.name_record, reason)
    return Decision(Outcome.NEW_VERSION, facts.name_record, "new bytes at a known name: a new version of its record")


def _new(facts: Facts) -> Decision:
    """A file that is new: the camera's other file of a photo beside it, or a record of its own."""
    found = pair(facts.exposure, facts.beside) if facts.exposure else None
    if found is None:
        return Decision(Outcome.ADDED, None, "new")
    if found.apart:
        return Decision(Outcome.ADDED, None, f"new; {found.reason}: a record of its own", namesake=found.record)
    return Decision(Outcome.ATTACHED, found.record, found.reason)


def _paired(facts: Facts) -> Decision | None:
    """The camera's other file of another photo than the one that its name meant before."""
    near = [one for one in facts.beside if one.record != facts.name_record]
    found = pair(facts.exposure, near) if facts.exposure else None
    if found is None or found.apart:
        return None
    return Decision(Outcome.ATTACHED, found.record, f"another photograph at a known name: {found.reason}")


def _known_bytes(record: str, facts: Facts) -> Decision:
    if facts.bytes_name_gone:
        reason = f"moved: these bytes were at {facts.bytes_at}, where no file is any more"
        return Decision(Outcome.DUPLICATE, record, reason, moved=True)
    return Decision(Outcome.DUPLICATE, record, f"same bytes as {facts.bytes_at}; kept once, known by both names")


def _another_picture(new: Mapping[str, Any], facts: Facts) -> str | None:
    """Why two photographs under one name are two photographs, or None. Cameras count round: DSC_0001 comes often."""
    old = facts.old_values or {}
    camera = facts.name_role is Role.ATTACHMENT and not facts.joined
    if camera and new.get("kind") != "photo":
        return "it is no photo"
    if new.get("kind") != "photo" or old.get("kind") != "photo":
        return None
    if camera and facts.exposure and sort_of(facts.exposure.media_type) is None:
        return f"{facts.exposure.media_type} is what no camera writes beside {facts.name_of}"
    taken = new.get("created")
    if taken and facts.old_created and not any(same_time(str(taken), before) for before in facts.old_created):
        return f"made {taken}, not {facts.old_created[0]}"
    here, there = new.get("difference_hash"), old.get("difference_hash")
    if here and there:
        bits = (int(str(here), 16) ^ int(str(there), 16)).bit_count()
        if bits > LOOKS_DIFFERENT:
            return f"it looks different, {bits} of 64 bits"
    return None
