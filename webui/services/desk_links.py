"""The addresses of the desk."""

from __future__ import annotations

from urllib.parse import quote

from archive.record import Kind, Record

RECORDS = "/desk/records"
FIELDS = "/desk/fields"
ACCESS = "/desk/access"
CHANGES = "/desk/changes"
EVENTS = "/desk/events"
RELATIONS = "/desk/relations"


def record(record_id: str) -> str:
    """Return the address of the desk's page of a record."""
    return f"{RECORDS}/{quote(record_id, safe='')}"


def thumbnail(shown: Record) -> str | None:
    """Return the address of the thumbnail of a record at the desk: its own, or that of the first photo it names."""
    if shown.kind is Kind.PHOTO:
        return f"{record(shown.id)}/thumbnail"
    named = (link.record for link in shown.photos if link.record is not None and not link.doubtful)
    first = next(named, None)
    return f"{record(first)}/thumbnail" if first else None


def asset(record_id: str, n: int) -> str:
    """Return the address of the download of an original, held or not."""
    return f"{record(record_id)}/assets/{n}"


def change(n: int, *, behind: bool = False) -> str:
    """Return the address of the page of a change set. `behind`: the page warns that the index is behind, as long as it
    is."""
    return f"{CHANGES}/{n}{'?index=behind' if behind else ''}"


def event(key: str) -> str:
    """Return the address of the desk's page of an event."""
    return f"{EVENTS}/{quote(key, safe='')}"


def merge(record_id: str) -> str:
    """Return the address of the page that merges another record into this one."""
    return f"{record(record_id)}/merge"


def history(record_id: str) -> str:
    """Return the address of the page with the versions of a record."""
    return f"{record(record_id)}/history"


def split(record_id: str) -> str:
    """Return the address of the page that splits a file from a record."""
    return f"{record(record_id)}/split"


def relations(filters: str = "") -> str:
    """Return the address of the list of relations; `filters` is the query of that address."""
    return f"{RELATIONS}?{filters}" if filters else RELATIONS
