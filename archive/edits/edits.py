"""Change values, status or text of records: one change set, all or nothing, with a preview.

No ingest runs during a large change.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from archive.catalogue import (
    CLEAR,
    HELD_BY_HAND,
    JOINS,
    UNDO,
    Access,
    Change,
    DescribedRecord,
    Plan,
    RecordRevision,
    UndoResult,
    ValueEdit,
    Writer,
)
from archive.edits.values import Edits, ListChange, accepted, cleared, edits_of, list_changes, parts_in, shown
from archive.errors import ChangedMeanwhile, NotEditable
from archive.login_name import get_login_name
from archive.messages import Message
from archive.record import Record, Status
from archive.storage.archive import Archive

FIRST = 10  # records that a preview shows


@dataclass(slots=True)
class Preview:
    """The preview of a change: the number of records; how many change, have the archivist's value already (`same`),
    keep the value as the archivist's (`confirmed`), lose an archivist's value, or cannot have it (`without`); and the
    first records that change, in full."""

    matched: int = 0
    changed: int = 0
    same: int = 0
    confirmed: int = 0
    overwritten: int = 0
    without: int = 0
    first: list[RecordRevision] = field(default_factory=list)
    _sum: int = 0

    @property
    def digest(self) -> str:
        """Return sixteen hex digits for everything counted, in any order."""
        return f"{self._sum:016x}"

    def count(self, one: RecordRevision) -> RecordRevision:
        """Count one more record, and return it."""
        made = hashlib.sha256(repr((one.id, one.changes)).encode("utf-8", "surrogatepass")).digest()
        self._sum = (self._sum + int.from_bytes(made[:8])) % (1 << 64)
        self.matched += 1
        self.changed += bool(one.changes)
        self.same += not one.changes
        self.confirmed += one.only_origin
        self.overwritten += one.overwrites
        if one.changes and len(self.first) < FIRST:
            self.first.append(one)
        return one


def plain_changes(changes: Iterable[Change]) -> list[Change]:
    """Return these without the precisions, which are visible in the dates as written."""
    return [change for change in changes if not change.key.endswith("_precision")]


MANY = 200  # records above which no ingest may run meanwhile: it would wait too long to write
_TOLD = 250  # records between two progress reports


def change(
    archive: Archive,
    ids: Sequence[str],
    plan: Plan,
    act: tuple[str, str],
    agent: str,
    reached: Callable[[int], None] | None = None,
    *,
    previewed: str | None = None,
    reason: str | None = None,
) -> tuple[int | None, Preview]:
    """Change these records as one change set, and return its number and the preview. `act` is the action and its
    description, `agent` the program, `reason` the one given by the archivist; `reached` is called regularly with the
    number of records done. Raise ChangedMeanwhile if `previewed` is given and is not the digest of this preview."""
    done = Preview()
    with alone(archive, len(ids)), archive.catalogue.write(agent, reason) as writer:
        n = writer.open_changes(*act, get_login_name())
        for one in writer.revise(n, ids, plan):
            done.count(one)
            if reached is not None and done.matched % _TOLD == 0:
                reached(done.matched)
        expect(previewed, lambda: done.digest)
        changed = writer.close_changes(n)
    return (n if changed else None), done


def expect(previewed: str | None, now: Callable[[], str]) -> None:
    """Raise ChangedMeanwhile, within the write transaction, if what was shown has changed."""
    if previewed is not None and previewed != (there := now()):
        raise ChangedMeanwhile(Message("changed-meanwhile"), there)


@contextmanager
def expecting(previewed: str | None, now: Callable[[], str]) -> Iterator[None]:
    """Run the block within the write transaction. Raise ChangedMeanwhile if it changed the state whose digest is `now`,
    and that was not the one shown. Repeating a decision is not a change."""
    before = now()
    yield
    if now() != before:
        expect(previewed, lambda: before)


def take_back(
    archive: Archive,
    n: int | None,
    agent: str,
    *,
    skip: bool = False,
    previewed: str | None = None,
    reason: str | None = None,
) -> UndoResult:
    """Undo change set `n`, by default the latest one that stands. Raise CannotUndo if records were changed since,
    unless these are to be left (`skip`); ChangedMeanwhile if the digest of its undo is not `previewed`."""
    with alone(archive, _size(archive, n)), archive.catalogue.write(agent, reason) as writer:
        if n is not None:
            expect(previewed, lambda: writer.undo_digest(n))
        return writer.undo(n, get_login_name(), skip=skip)


@contextmanager
def alone(archive: Archive, records: int) -> Iterator[None]:
    """Keep an ingest from starting while many records are written. Raise ArchiveBusy when one runs."""
    if records <= MANY:
        yield
        return
    with archive.lock("ingest"):
        yield


class _Rehearsed(Exception):
    """Roll back a transaction."""


@contextmanager
def rehearsal(archive: Archive, agent: str) -> Iterator[Writer]:
    """Yield a writer whose transaction is rolled back when the block ends."""
    with suppress(_Rehearsed), archive.catalogue.write(agent) as writer:
        yield writer
        raise _Rehearsed


def _size(archive: Archive, n: int | None) -> int:
    """Return how many records the undo concerns; very many for a change that no ingest may see half done."""
    sets = [one for one in archive.catalogue.change_sets() if n in (None, one.n)]
    if n is None:
        sets = [one for one in sets if one.stands and one.action != UNDO][:1]
    return max((sys.maxsize if one.action in JOINS else one.records for one in sets), default=0)


def decide(
    archive: Archive,
    ids: Sequence[str],
    status: Status,
    until: str | None,
    agent: str,
    *,
    earlier: bool = False,
    previewed: str | None = None,
    reason: str | None = None,
) -> int | None:
    """Release or withdraw these records, or hold them (`until` an instant, else until decided), as one change set, and
    return its number, or None if nothing changed. `reason` is the one given by the archivist. Files that were replaced
    while hidden from the public stay hidden, unless `earlier` is set. The caller updates the index. Raise
    ChangedMeanwhile if the digest of their access is not `previewed`, if given; NotEditable if a record with a virus
    would be released without a reason."""
    access = Access(status, until, HELD_BY_HAND if status is Status.HELD else None)
    with alone(archive, len(ids)), archive.catalogue.write(agent, reason) as writer:
        expect(previewed, lambda: writer.access_digest(ids))
        opens = status is Status.RELEASED or until is not None
        for record, signature in writer.viruses_among(ids).items() if opens and not reason else ():
            raise NotEditable(Message("virus-needs-reason", record=record, signature=signature))
        return writer.decide_access(ids, access, get_login_name(), earlier=earlier)


@dataclass(slots=True)
class Edit:
    """The edits of each record; `lists`: parts added to and removed from lists. `without` are the records found so far
    that lack the candidate to accept."""

    edits: Edits
    lists: Mapping[str, ListChange]
    accepts: Sequence[str]
    clears: Sequence[str]
    words: str
    without: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, given: Sequence[str], accepts: Sequence[str], clears: Sequence[str]) -> Edit:
        """Return the edits. Raise NotEditable."""
        plain, lists = list_changes(given)
        edits, gone = edits_of(plain), cleared(clears)
        if both := [key for key in gone if key in edits or key in lists]:
            raise NotEditable(Message("key-set-and-cleared", key=both[0]))
        if both := [key for key in lists if key in edits]:
            raise NotEditable(Message("key-set-and-changed", key=both[0]))
        words = [f"{key}={shown(value)}" for key, value in edits.items() if not key.endswith("_precision")]
        for key, one in lists.items():
            ends = (("+", one.added), ("-", one.removed))
            words += [f"{key}{sign}={shown(parts)}" for sign, parts in ends if parts]
        words += [f"--accept {word}" for word in accepts] + [f"--clear {key}" for key in clears]
        return cls(edits, lists, accepts, gone, " ".join(words))

    def one(self, record: Record | DescribedRecord) -> Mapping[str, ValueEdit]:
        """Return the edits for this record. Raise NotEditable if it has no such candidate, or a key is set twice."""
        wanted = {key: ValueEdit(value) for key, value in self.edits.items()}
        for word in self.accepts:
            found, origin = accepted(record, word)
            if both := [key for key in found if key in wanted or key in self.lists or key in self.clears]:
                raise NotEditable(Message("key-repeated", key=both[0]))
            wanted |= {key: ValueEdit(value, origin) for key, value in found.items()}
        for key, parts in self.lists.items():
            now = parts_in(record.values.get(key))
            if (then := parts.applied(now)) != now:
                wanted[key] = ValueEdit(then)
        return wanted | dict.fromkeys(self.clears, CLEAR)

    def each(self, record: DescribedRecord) -> Mapping[str, ValueEdit]:
        """Return the same for one of many records; one that lacks the candidate is left unchanged."""
        try:
            return self.one(record)
        except NotEditable:
            self.without.add(record.id)
            return {}
