"""The day from which the years of a rule count, and the day on which they end."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Any

from sqlalchemy import Connection, func, select

from archive.access import instant
from archive.catalogue.records.record_reads import candidates_in
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import mentions, records
from archive.listed_date import listed_date
from archive.record import Kind, Link, Mention, Record, Status
from archive.text.dates.date_finder import last_day

_OLDEST = 1000  # the first possible year of a record: an earlier one is a mistake
_ROWS = select(
    *(records.c[name] for name in ("id", "kind", "version", "added_at", "facts", "origins", "reader")),
    *(records.c[name] for name in ("reader_version", "status", "release_at", "hold_reason", "hold_messages")),
).where(records.c.id.in_(EACH))
_CAPTION_DAYS = select(mentions.c.photo, func.max(mentions.c.date).label("day"))
_CAPTION_DAYS = _CAPTION_DAYS.where(mentions.c.photo.in_(EACH), mentions.c.date.is_not(None)).group_by(mentions.c.photo)


@dataclass(frozen=True, slots=True)
class CountedDay:
    """The day from which years count. `is_accession`: it is the day of ingest, because the record has no plausible
    date."""

    day: date
    is_accession: bool


def rows_of(conn: Connection, ids: Collection[str]) -> list[Any]:
    """Return the rows of these records that `counted_days` reads."""
    return list(select_by_ids(conn, _ROWS, ids))


def counted_days(conn: Connection, rows: Collection[Any], zone: tzinfo) -> dict[str, CountedDay]:
    """Return, by id, the last day that the date of each record may mean. A record without a date, or with a doubtful or
    impossible one, counts from the day of ingest in the archive's time zone."""
    bare = [row.id for row in rows if row.kind == Kind.PHOTO and not {"date", "created"} & row.facts.keys()]
    told = {row.photo: row.day for row in select_by_ids(conn, _CAPTION_DAYS, bare)}
    return {row.id: _counted_day(row, told.get(row.id), zone) for row in rows}


def local_day(moment: str, zone: tzinfo) -> date:
    """Return the day of an instant in the archive's time zone."""
    return datetime.fromisoformat(moment).astimezone(zone).date()


def _counted_day(row: Any, caption_day: str | None, zone: tzinfo) -> CountedDay:
    articles = (Link(Mention("", date=caption_day), None),) if caption_day else ()
    origins = candidates_in(row.origins)
    about = (row.id, Kind(row.kind), Status.RELEASED, row.version, 0, row.added_at, row.facts, origins, ())
    listed = listed_date(Record(*about, row.reader, row.reader_version, articles=articles))
    try:
        day = last_day(str(listed.date)[:21]) if listed.date else None
    except ValueError:
        day = None
    if day is None or day.year < _OLDEST:
        return CountedDay(local_day(row.added_at, zone), True)
    return CountedDay(day, False)


def years_later(day: date, years: int) -> date | None:
    """Return the same day so many years later, 1 March for a missing 29 February; None beyond the calendar."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1) if day.year + years <= date.max.year else None


def closure_end(day: date, years: int, zone: tzinfo) -> str | None:
    """Return the instant at which that day begins so many years later, in the archive's time zone; None beyond the
    calendar."""
    end = years_later(day, years)
    try:
        return max(instant(datetime.combine(end, time(fold=fold), zone)) for fold in (0, 1)) if end else None
    except (OverflowError, ValueError):
        return None
