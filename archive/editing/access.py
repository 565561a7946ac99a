"""Who may see a record, by the archivist's word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from archive.access import instant
from archive.archive import Archive
from archive.catalogue import Access
from archive.editing.writing import alone, login
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


def decide(
    archive: Archive, ids: Sequence[str], status: Status, until: str | None, agent: str, *, earlier: bool = False
) -> int | None:
    """Releases these records, holds them back (`until` an instant, else until decided) or withdraws them, as one change
    set; gives its number, None when all were so before. What was replaced while the public did not see it stays closed,
    unless `earlier` says that it comes out too. The index is left to the caller."""
    reason = HELD_BY_HAND if status is Status.HELD else None
    with alone(archive, len(ids)), archive.catalogue.write(agent) as writer:
        return writer.decide_access(ids, Access(status, until, reason), login(), earlier=earlier)
