"""One write transaction: the records it changed and the names it added.

One query per batch finds which digests, names and folders are new. This is most of the work of a first ingest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import TypeVar

from sqlalchemy import Connection, Insert, bindparam, select, update

from archive.catalogue.schema.event_chain import add_events
from archive.catalogue.schema.filenames import folder_of, printable
from archive.catalogue.schema.id_queries import EACH
from archive.catalogue.schema.rows import insert_rows
from archive.catalogue.schema.tables import assets, companions, meta, names, records
from archive.login_name import get_login_name

At = tuple[str, str, str]  # root, path, member
REASON = "reason"  # in the detail of an event: the reason given by the archivist

_BYTES = (
    select(assets.c.sha256).where(assets.c.sha256.in_(EACH)),
    select(names.c.sha256).where(names.c.sha256.in_(EACH)),
)
_NAMES = select(names.c.root, names.c.path, names.c.member)
_NAMES = _NAMES.where(names.c.root == bindparam("root"), names.c.path.in_(EACH))
_FOLDERS = select(companions.c.root, companions.c.folder)
_FOLDERS = _FOLDERS.where(companions.c.root == bindparam("root"), companions.c.folder.in_(EACH))


@dataclass(slots=True)
class BatchPrefetch:
    """What is new in a batch: `bytes` without a record or name, `names` never used, `folders` (root, folder) without
    sidecars. Anything else may be known or not."""

    bytes: set[str] = field(default_factory=set)
    names: set[At] = field(default_factory=set)
    folders: set[tuple[str, str]] = field(default_factory=set)

    def named(self, at: At, sha256: str) -> None:
        """Note that this name now refers to these bytes."""
        self.names.discard(at)
        self.bytes.discard(sha256)

    def stored(self, sha256: str) -> None:
        """Note that a record now has these bytes."""
        self.bytes.discard(sha256)

    def accompanied(self, at: At) -> None:
        """Note that there is now a sidecar under that name."""
        self.folders.discard(place_of(at))


def prefetch_batch(conn: Connection, digests: Iterable[str], at: Iterable[At]) -> BatchPrefetch:
    """Return which of these are new."""
    unknown = set(digests)
    for statement in _BYTES:
        unknown -= set(conn.execute(statement, {"ids": json.dumps(list(unknown))}).scalars())
    return BatchPrefetch(unknown, *_unknown_names(conn, [one for one in at if all(map(_plain, one))]))


def _unknown_names(conn: Connection, at: list[At]) -> tuple[set[At], set[tuple[str, str]]]:
    by_root: dict[str, list[At]] = {}
    for one in at:
        by_root.setdefault(one[0], []).append(one)
    unknown, folders = set(at), set(map(place_of, at))
    for root, here in by_root.items():
        paths, around = {path for _, path, _ in here}, {place_of(one)[1] for one in here}
        for found, asked, left in ((_NAMES, paths, unknown), (_FOLDERS, around, folders)):
            left -= {tuple(row) for row in conn.execute(found, {"root": root, "ids": json.dumps(list(asked))})}
    return unknown, folders


def place_of(at: At) -> tuple[str, str]:
    """Return the root and the folder of a name."""
    return at[0], "/".join(folder_of(at[1], at[2]))


def _plain(part: str) -> bool:
    """Return whether a value can be queried together with others: not if it is not text, or contains a zero
    character."""
    return "\0" not in part and printable(part) == part


T = TypeVar("T")
CHUNK = 500  # bound values per statement: older SQLite takes at most 999


def in_chunks(items: Iterable[T]) -> Iterator[Sequence[T]]:
    """Yield the items in lists short enough to be bound in one statement."""
    everything = list(items)
    for start in range(0, len(everything), CHUNK):
        yield everything[start : start + CHUNK]


@dataclass(slots=True)
class Batch:
    """A write transaction: its connection, agent and instant, the records it changed, and the file names whose mentions
    must be linked again before it ends. `reason`: the one given by the archivist for its change set or decision;
    `zone`: the archive's time zone."""

    conn: Connection
    agent: str
    now: str
    reason: str | None = None
    zone: tzinfo = UTC
    touched: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    photos: set[str] = field(default_factory=set)  # added, changed or renamed: compared and numbered at the end
    worded: set[str] = field(default_factory=set)  # with a new or changed text, number or kind: compared at the end
    tied: set[str] = field(default_factory=set)  # whose links to photos changed
    moved: set[str] = field(default_factory=set)  # known records with a name in another place now
    hidden: set[str] = field(default_factory=set)  # that arrived held, or are held from now on
    regrouped: set[str] = field(default_factory=set)  # whose access or relations changed
    of_events: set[str] = field(default_factory=set)  # with new decisions about their events
    edited: set[str] = field(default_factory=set)  # whose values were edited, or an edit undone
    fresh: set[str] = field(default_factory=set)  # created by this batch, so nothing needs to be looked up
    unknown: BatchPrefetch = field(default_factory=BatchPrefetch)
    lines: dict[int, int] = field(default_factory=dict)  # the last line of each receipt
    later: dict[Insert, list[tuple[object, ...]]] = field(default_factory=dict)  # rows not read in this transaction
    revision: int | None = None
    _events: list[dict[str, object]] = field(default_factory=list)

    def touch(self, *ids: str | None) -> None:
        """Mark these records as changed, so that they are indexed again."""
        self.touched.update(id_ for id_ in ids if id_ is not None)

    def event(self, type: str, record: str | None = None, outcome: str = "success", **detail: object) -> None:  # noqa: A002
        """Add an event in PREMIS terms (eventType, eventOutcome, eventOutcomeDetail)."""
        values = {"at": self.now, "agent": self.agent, "by": get_login_name(), "type": type, "record": record}
        self._events.append({**values, "outcome": outcome, "detail": detail})
        if len(self._events) >= CHUNK:
            self.write_events()

    def decision(self, type: str, record: str | None = None, **detail: object) -> None:  # noqa: A002
        """Add an event for a decision, with its reason if one was given."""
        if self.reason:
            detail[REASON] = self.reason
        self.event(type, record, "success", **detail)

    def write_events(self) -> None:
        """Write the events so far, so that they can be read."""
        if self._events:
            add_events(self.conn, self._events)
            self._events.clear()

    def flush(self) -> None:
        """Write postponed rows."""
        for statement, rows in self.later.items():
            insert_rows(self.conn, statement, rows)
        self.later.clear()

    def finish(self) -> None:
        """Write postponed rows and the events, and give the changed records the one new revision of this batch. A batch
        without changed records takes none."""
        self.flush()
        self.write_events()
        if not self.touched:
            return
        self.conn.execute(update(meta).where(meta.c.key == "revision").values(value=meta.c.value + 1))
        self.revision = self.conn.execute(select(meta.c.value).where(meta.c.key == "revision")).scalar_one()
        for ids in in_chunks(self.touched):
            self.conn.execute(update(records).where(records.c.id.in_(ids)).values(revision=self.revision))
