"""Which record a file is: the rules by which names, bytes and pictures tell old from new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.record import Outcome

LOOKS_DIFFERENT = 10  # of 64 bits of two difference hashes; recompressed copies differ by fewer


@dataclass(frozen=True, slots=True)
class Facts:
    """What the catalogue knows when a file arrives.

    `name_sha256` and `name_record` are what its name pointed to so far (None: a new name). `bytes_record` is the record
    that has these bytes already. `bytes_name_gone` is a name under which they were known and where no file is any more.
    `old_bytes_elsewhere` tells that another live name still has the bytes this name had before. `old_values` describe
    the record the name pointed to.
    """

    name_sha256: str | None = None
    name_record: str | None = None
    bytes_record: str | None = None
    bytes_name: str | None = None
    bytes_name_gone: bool = False
    old_bytes_elsewhere: bool = False
    old_values: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome, the record it concerns (None: make a new one), the reason, and a record to relate a new one to."""

    outcome: Outcome
    record: str | None
    reason: str
    namesake: str | None = None
    moved: bool = False


def decide(sha256: str, values: Mapping[str, Any], facts: Facts) -> Decision:
    """What becomes of a file with these bytes and this description, by the rules of ARCHITECTURE.md, "Identity"."""
    if facts.name_record is not None and facts.name_sha256 == sha256:
        return Decision(Outcome.UNCHANGED, facts.name_record, "same bytes as before under this name")
    if facts.bytes_record is not None and facts.bytes_record != facts.name_record:
        return _known_bytes(facts.bytes_record, facts)
    if facts.name_record is None:
        return Decision(Outcome.ADDED, None, "new")
    if facts.old_bytes_elsewhere:
        reason = "new bytes at a known name, and the earlier bytes live on under another name: a record of its own"
        return Decision(Outcome.ADDED, None, reason, namesake=facts.name_record)
    if facts.old_values is not None and (different := _another_picture(values, facts.old_values)):
        reason = f"another photograph at a known name ({different}): a record of its own"
        return Decision(Outcome.ADDED, None, reason, namesake=facts.name_record)
    return Decision(Outcome.NEW_VERSION, facts.name_record, "new bytes at a known name: a new version of its record")


def _known_bytes(record: str, facts: Facts) -> Decision:
    if facts.bytes_name_gone:
        reason = f"moved: these bytes were at {facts.bytes_name}, where no file is any more"
        return Decision(Outcome.DUPLICATE, record, reason, moved=True)
    return Decision(Outcome.DUPLICATE, record, f"same bytes as {facts.bytes_name}; kept once, known by both names")


def _another_picture(new: Mapping[str, Any], old: Mapping[str, Any]) -> str | None:
    """Why two photographs under one name are two photographs, or None. Cameras count round: DSC_0001 comes often."""
    if new.get("kind") != "photo" or old.get("kind") != "photo":
        return None
    taken, before = new.get("created"), old.get("created")
    if taken and before and taken != before:
        return f"made {taken}, not {before}"
    here, there = new.get("difference_hash"), old.get("difference_hash")
    if here and there:
        bits = (int(str(here), 16) ^ int(str(there), 16)).bit_count()
        if bits > LOOKS_DIFFERENT:
            return f"it looks different, {bits} of 64 bits"
    return None
