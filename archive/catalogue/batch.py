"""What one writing transaction gathers before it is committed: which records it changed, which names it brought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Connection, insert, select, update

from archive.catalogue.foreseen import Foreseen
from archive.catalogue.tables import events, meta, records

T = TypeVar("T")
CHUNK = 500  # bound values a statement: older SQLite takes at most 999


def in_chunks(items: Iterable[T]) -> Iterator[Sequence[T]]:
    """The items in lists that are short enough to be bound in one statement."""
    everything = list(items)
    for start in range(0, len(everything), CHUNK):
        yield everything[start : start + CHUNK]


@dataclass(slots=True)
class Batch:
    """The connection of a transaction, its agent and instant, the records it touched and the file names whose mentions
    must be resolved again before it ends."""

    conn: Connection
    agent: str
    now: str
    touched: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    photos: set[str] = field(default_factory=set)  # came, changed or were renamed: compared and numbered at the end
    worded: set[str] = field(default_factory=set)  # text, number or kind came or changed: compared at the end
    tied: set[str] = field(default_factory=set)  # what of theirs is about which photo changed
    hidden: set[str] = field(default_factory=set)  # they came held, or are held from now on
    regrouped: set[str] = field(default_factory=set)  # who may see them, or a relation of theirs, changed
    fresh: set[str] = field(default_factory=set)  # records this batch made, of which nothing need be looked up
    unknown: Foreseen = field(default_factory=Foreseen)
    lines: dict[int, int] = field(default_factory=dict)  # the last line of each receipt
    later: dict[str, list[tuple[object, ...]]] = field(default_factory=dict)  # rows that nothing asks for, by SQL
    revision: int | None = None
    _events: list[dict[str, object]] = field(default_factory=list)

    def touch(self, *ids: str | None) -> None:
        """These records changed, for whoever indexes them."""
        self.touched.update(id_ for id_ in ids if id_ is not None)

    def event(self, type: str, record: str | None = None, outcome: str = "success", **detail: object) -> None:  # noqa: A002
        """Adds to what was done, in PREMIS words (eventType, eventOutcome, eventOutcomeDetail)."""
        values = {"at": self.now, "agent": self.agent, "type": type, "record": record}
        self._events.append({**values, "outcome": outcome, "detail": detail})
        if len(self._events) >= CHUNK:
            self._write_events()

    def _write_events(self) -> None:
        if self._events:
            self.conn.execute(insert(events), self._events)
            self._events.clear()

    def flush(self) -> None:
        """Writes what was left for later."""
        for statement, rows in self.later.items():
            self.conn.exec_driver_sql(statement, rows)
        self.later.clear()

    def finish(self) -> None:
        """Writes what was left for later and the events, and gives the touched records the one new revision of this
        batch, which a batch that touched none does not take."""
        self.flush()
        self._write_events()
        if not self.touched:
            return
        self.conn.execute(update(meta).where(meta.c.key == "revision").values(value=meta.c.value + 1))
        self.revision = self.conn.execute(select(meta.c.value).where(meta.c.key == "revision")).scalar_one()
        for ids in in_chunks(self.touched):
            self.conn.execute(update(records).where(records.c.id.in_(ids)).values(revision=self.revision))
