"""Edit values of many records. A preview computes the same changes without writing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from archive.catalogue.records.description_merge import refresh_made_title
from archive.catalogue.records.record_reads import candidates_in
from archive.catalogue.records.record_writes import kind_of, make_description_columns
from archive.catalogue.relations.relations import linked
from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.column_types import plain
from archive.catalogue.schema.tables import mentions, names, records
from archive.record import ARCHIVIST, Candidate, Description, Kind

_ROWS = select(
    *(records.c[name] for name in ("id", "media_type", "reader", "reader_version", "status", "facts", "origins"))
)
_WRITE = update(records).where(records.c.id == bindparam("of"))
_WRITTEN = ("kind", "genre", "facts", "origins")


@dataclass(frozen=True, slots=True)
class ValueEdit:
    """An edit of one key: set `value` above all others (`accepted`: the origin it was accepted from), or set `exactly`
    these values, the one in use first. An empty `exactly` reverts to the files."""

    value: Any = None
    accepted: str | None = None
    exactly: Sequence[Any] | None = None

    def after(self, said: Sequence[Any]) -> list[Any]:
        """Return the archivist's values after the edit; `said` are those before it."""
        if self.exactly is not None:
            return list(self.exactly)
        return [self.value, *(value for value in said if value != self.value)]


CLEAR = ValueEdit(exactly=())


@dataclass(frozen=True, slots=True)
class DescribedRecord:
    """The values of a record: those in use and all candidates, by key."""

    id: str
    values: Mapping[str, Any]
    origins: Mapping[str, Sequence[Candidate]]


Plan = Callable[[DescribedRecord], Mapping[str, ValueEdit]]
"""What is wanted of a record, by key."""


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one key: value in use and origin before and after, and the archivist's values before (`said`) and
    after (`says`), the one in use first."""

    key: str
    before: Any
    before_origin: str | None
    after: Any
    after_origin: str | None
    said: Sequence[Any]
    says: Sequence[Any]
    accepted: str | None = None


@dataclass(frozen=True, slots=True)
class RecordRevision:
    """The changes of one record, empty if nothing changes. `title` is empty if it has none."""

    id: str
    title: str
    changes: tuple[Change, ...]

    @property
    def overwrites(self) -> bool:
        """Return whether an earlier value of the archivist is replaced or removed."""
        return any(change.said and change.said[:1] != change.says[:1] for change in self.changes)

    @property
    def only_origin(self) -> bool:
        """Return whether only the origin changes: the same values become the archivist's."""
        return bool(self.changes) and all(change.before == change.after for change in self.changes)


def worked_out(conn: Connection, ids: Iterable[str], plan: Plan) -> Iterator[RecordRevision]:
    """Yield the changes that an edit would make to these records; missing records are left out."""
    for _, _, revised in _worked_out(conn, ids, plan):
        yield revised


def revise_values(batch: Batch, ids: Iterable[str], plan: Plan, **detail: Any) -> Iterator[RecordRevision]:
    """Write the archivist's values of these records, and yield the revision of each; `detail` is stored in the events.

    The index and the mentions are updated at the end.
    """
    changed: list[str] = []
    for row, now, revised in _worked_out(batch.conn, ids, plan):
        if revised.changes:
            columns = make_description_columns(now)
            batch.conn.execute(_WRITE, {"of": row.id} | {name: columns[name] for name in _WRITTEN})
            for change in revised.changes:
                batch.event("metadata modification", row.id, **_told(change) | detail)
            changed.append(row.id)
            batch.edited.add(row.id)
        yield revised
    _follow(batch, changed)


def _worked_out(
    conn: Connection, ids: Iterable[str], plan: Plan
) -> Iterator[tuple[Row[Any], Description, RecordRevision]]:
    for chunk in in_chunks(ids):
        rows = {row.id: row for row in conn.execute(_ROWS.where(records.c.id.in_(chunk)))}
        for row in (rows[id_] for id_ in dict.fromkeys(chunk) if id_ in rows):
            offers = candidates_in(row.origins)
            yield row, *_one(row, offers, plan(DescribedRecord(row.id, row.facts, offers)))


def _one(
    row: Row[Any], had: Mapping[str, list[Candidate]], wanted: Mapping[str, ValueEdit]
) -> tuple[Description, RecordRevision]:
    now = Description(row.media_type, row.reader, row.reader_version, dict(row.facts), dict(had))
    told: dict[str, tuple[list[Any], list[Any], str | None]] = {}
    for key, wish in wanted.items():
        said = [offer.value for offer in had.get(key, ()) if offer.origin == ARCHIVIST]
        says = [plain(value) for value in wish.after(said)]
        if says != said:
            told[key] = (said, says, wish.accepted)
            _say(now, key, says)
    if kind_of(now) is Kind.PHOTO and told:
        refresh_made_title(now)
    changes = tuple(
        Change(key, row.facts.get(key), _origin(had, key), now.values.get(key), _origin(now.origins, key), *rest)
        for key, rest in told.items()
    )
    return now, RecordRevision(row.id, str(row.facts.get("title") or row.facts.get("headline") or ""), changes)


def _say(description: Description, key: str, says: Sequence[Any]) -> None:
    """Set the archivist's values of a key, above all others."""
    others = [offer for offer in description.origins.get(key, ()) if offer.origin != ARCHIVIST]
    if offers := [*(Candidate(ARCHIVIST, value) for value in says), *others]:
        description.origins[key], description.values[key] = offers, offers[0].value
    else:
        description.origins.pop(key, None)
        description.values.pop(key, None)


def _origin(origins: Mapping[str, Sequence[Candidate]], key: str) -> str | None:
    offers = origins.get(key)
    return offers[0].origin if offers else None


def _told(change: Change) -> dict[str, Any]:
    told: dict[str, Any] = {"key": change.key, "before": change.before, "after": change.after}
    if change.accepted is not None:
        told["accepted"] = change.accepted
    return told | ({} if change.says else {"cleared": True})


def _follow(batch: Batch, ids: Sequence[str]) -> None:
    """Mark the records so that all values derived from theirs are computed again at the end of the transaction."""
    batch.touch(*ids)
    batch.worded.update(ids)
    batch.photos.update(ids)
    for chunk in in_chunks(ids):
        batch.touch(*linked(batch.conn, chunk))
        # Links of photos and mentions are resolved again, because days and captions count for a match.
        for table in (names, mentions):
            batch.keys.update(batch.conn.execute(select(table.c.key).where(table.c.record.in_(chunk))).scalars())
