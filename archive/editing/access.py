"""Who may see a record, by the archivist's word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from archive.access import instant
from archive.archive import Archive
from archive.catalogue import Access
from archive.errors import NotEditable
from archive.record import Status

HELD_BY_HAND = "held by the archivist"


def moment(text: str) -> str:
    """An ISO 8601 instant with its offset, as the catalogue writes it. Raises NotEditable."""
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is not None:
            return instant(found)
    except (ValueError, OverflowError):
        pass
    raise NotEditable("give day, time and offset, like 2026-05-03T10:00+07:00")


def decide(archive: Archive, ids: Sequence[str], status: Status, until: str | None, agent: str) -> None:
    """Releases these records, holds them back (`until` an instant, else until decided) or withdraws them. What is taken
    back is out of every public answer when this returns."""
    reason = HELD_BY_HAND if status is Status.HELD else None
    with archive.catalogue.write(agent) as writer:
        for record in ids:
            writer.set_status(record, Access(status, until, reason))
