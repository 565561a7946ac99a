"""The date of a record in lists, facets and `date:` queries: its issue date, else that of its event or file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from archive.record import ARCHIVIST, Kind, Record

FIRST_PHOTO = "1826"  # the year of the oldest surviving photograph
ANNOUNCED = 400  # days by which a text may announce an event in advance
FILE_DATE = "file_date"  # the day on which a file without a date was made or saved
_OF_NAMES = ("file name", "folder")  # origins of a date
_LITTLE = 0.3  # up to this confidence, the day of a later version is doubtful too


class Basis(StrEnum):
    """What a listed date refers to. DOUBTFUL: there is none, because the record's own date is implausible."""

    ISSUED = "issued"
    CREATED = "created"
    CAPTION = "caption"
    EVENT = "event"
    FILE = "file"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class ListedDate:
    """A date (ISO 8601, an interval for a range) with its precision, and what it refers to; all None if undated."""

    date: str | None = None
    precision: str | None = None
    basis: Basis | None = None


def listed_date(record: Record) -> ListedDate:
    """Return the date by which a record is listed.

    A year or month only from the name of a file or folder is replaced by the day of an event within it. A day after the
    ingest, or before 1826 for a photo, is doubtful, and no list uses it. The archivist's dates are never doubtful, nor
    is the day on which an embargo ends.
    """
    event = record.values.get("event_date")
    if record.date is not None and not (str(event or "").startswith(record.date) and _is_of_name(record)):
        if _is_doubtful(record, record.date):
            return ListedDate(basis=Basis.DOUBTFUL)
        return ListedDate(record.date, record.date_precision, _basis(record))
    if isinstance(event, str) and event and not _begins_days_after(event, record.added_at, ANNOUNCED):
        return ListedDate(event, str(record.values.get("event_date_precision") or "day"), Basis.EVENT)
    made = record.values.get(FILE_DATE)
    if isinstance(made, str) and made and not _begins_days_after(made, record.added_at, 1):
        return ListedDate(made, "day", Basis.FILE)
    return ListedDate()


def _is_of_name(record: Record) -> bool:
    if len(record.date or "") >= len("2025-10-25"):
        return False
    return any(offer.origin in _OF_NAMES for offer in (record.origins.get("date") or ())[:1])


def _basis(record: Record) -> Basis:
    if record.values.get("date") is not None:
        return Basis.ISSUED
    return Basis.CREATED if record.values.get("created") else Basis.CAPTION


def _is_doubtful(record: Record, day: str) -> bool:
    is_photo = record.kind is Kind.PHOTO
    if is_photo and day[:4] < FIRST_PHOTO:
        return not _is_archivists(record)
    if not _begins_days_after(day, record.added_at, 1):  # the previous day has not ended everywhere
        return False
    embargo = record.values.get("embargo")
    until = embargo.get("until") if isinstance(embargo, Mapping) else None
    if _is_archivists(record) or (until and day <= str(until)[:10]):
        return False
    offers = record.origins.get("date") or ()
    of_first = record.version == 1 or is_photo  # a later version arrived later, and its ingest is not known here
    return of_first or any((offer.confidence or 1.0) <= _LITTLE for offer in offers[:1])


def _is_archivists(record: Record) -> bool:
    offers = record.origins.get("date" if record.values.get("date") is not None else "created") or ()
    return any(offer.origin == ARCHIVIST for offer in offers[:1])


def _begins_days_after(day: str, instant: str, days: int) -> bool:
    first = f"{day}-01-01"[:10]
    if first <= instant[:10]:  # usual, and fast to check for ISO days
        return False
    try:
        return date.fromisoformat(first) > date.fromisoformat(instant[:10]) + timedelta(days=days)
    except ValueError:
        return False
