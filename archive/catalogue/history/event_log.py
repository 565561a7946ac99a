"""The log: all events in order, with filters, and a check of their chain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, exists, func, not_, or_, select

from archive.catalogue.schema.batch import REASON
from archive.catalogue.schema.event_chain import LAST_EVENT, covered, link_digest, payload_digest
from archive.catalogue.schema.rows import as_stored
from archive.catalogue.schema.tables import change_sets, event_links, events, meta
from archive.messages import Message

DEACCESSION = "deaccession"  # PREMIS eventType of an erasure
BLANKED = "blanked"  # key in its detail: by event, the SHA-256 of the detail left after blanking
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class LogFilter:
    """A filter of the log. `agent`: a command or a login. `since` and `until`: UTC instants or prefixes of them, such
    as `2026-05`, both inclusive."""

    record: str = ""
    type: str = ""
    agent: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """An event, and the login of the archivist if it was a change. `reason`: the one given by the archivist."""

    n: int
    at: str
    agent: str
    type: str
    record: str | None
    outcome: str
    detail: dict[str, Any]
    by: str | None
    is_erased: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class Seal:
    """The head of the chain: the number of the last event and the digest that covers all events up to it."""

    sequence: int
    digest: str


@dataclass(slots=True)
class ChainCheck:
    """The result of a chain check: the number of events, of events with erased values, and the problems."""

    events: int = 0
    erased: int = 0
    head: Seal | None = None
    problems: list[Message] = field(default_factory=list)


_CHANGE_SET = func.json_extract(events.c.detail, "$.change_set")
_SET = select(change_sets.c.n, change_sets.c.by, change_sets.c.reason)


def log_of(conn: Connection, wanted: LogFilter) -> Iterator[LoggedEvent]:
    """Yield the matching events, oldest first, in batches."""
    sets = {row.n: row for row in conn.execute(_SET)}
    erased = event_links.c.erased.is_not(None).label("is_erased")
    asked = select(events, erased).outerjoin(event_links, event_links.c.n == events.c.n).where(*_conditions(wanted))
    last = 0
    while rows := conn.execute(asked.where(events.c.n > last).order_by(events.c.n).limit(_AT_ONCE)).all():
        for row in rows:
            of = sets.get(row.detail.get("change_set"))
            by = row.by or (of and of.by)  # the column was added later
            if not wanted.agent or wanted.agent in (row.agent, by):
                told = {"is_erased": bool(row.is_erased), "by": by, "reason": reason_in(row.detail, of)}
                yield LoggedEvent(**{**row._mapping, **told})
        last = rows[-1].n


def reason_in(detail: Mapping[str, Any], of: Any) -> str | None:
    """Return the reason given by the archivist: that of the change set `of`, else of the decision. The program's own
    reasons come as messages and do not count."""
    why = of.reason if of is not None else None if "messages" in detail else detail.get(REASON)
    return why if isinstance(why, str) else None


def _conditions(wanted: LogFilter) -> Iterator[Any]:
    if wanted.record:
        yield events.c.record == wanted.record
    if wanted.type:
        yield events.c.type == wanted.type
    if wanted.agent:
        yield or_(events.c.agent == wanted.agent, events.c.by == wanted.agent, _CHANGE_SET.is_not(None))
    if wanted.since:
        yield events.c.at >= wanted.since
    if wanted.until:
        yield events.c.at <= f"{wanted.until}~"  # after every instant with this prefix


def check_chain(conn: Connection, seal: Seal | None = None) -> ChainCheck:
    """Check whether all events are unchanged, and whether the chain contains what was sealed."""
    found, before, last = ChainCheck(), b"", 0
    attested = dict(_attested(conn))
    for row in _linked(conn):
        found.events += row.stored is not None
        found.erased += row.erased is not None
        if row.stored is None:
            found.problems.append(Message("log-removed", n=row.n))
        elif link_digest(before, covered(row), _payload(row)) != bytes(row.digest):
            is_gap = row.n > last + 1
            found.problems.append(Message("log-gap" if is_gap else "log-altered", n=row.n, before=last))
        elif row.erased is not None and attested.get(row.n) != hashlib.sha256(row.stored.encode()).hexdigest():
            found.problems.append(Message("log-blanked", n=row.n))
        if seal is not None and row.n == seal.sequence and bytes(row.digest).hex() != seal.digest:
            found.problems.append(Message("log-other-chain", n=row.n))
        before, last = bytes(row.digest), row.n
    found.head = Seal(last, before.hex())
    found.problems += _problems_at_end(conn, last, seal)
    return found


def _problems_at_end(conn: Connection, last: int, seal: Seal | None) -> Iterator[Message]:
    for n in conn.execute(_UNLINKED).scalars():
        yield Message("log-inserted", n=n)
    noted = conn.execute(select(meta.c.value).where(meta.c.key == LAST_EVENT)).scalar() or 0
    if noted != last:
        yield Message("log-cut", n=last, noted=noted)
    if seal is not None and seal.sequence > last:
        yield Message("log-before-seal", n=last, sealed=seal.sequence)


_UNLINKED = select(events.c.n).where(not_(exists().where(event_links.c.n == events.c.n))).order_by(events.c.n)
_STORED = as_stored(events).c
_LINKED = select(
    event_links.c.n,
    *(_STORED[name] for name in ("at", "agent", "type", "record", "outcome", "by")),
    _STORED.detail.label("stored"),
    event_links.c.digest,
    event_links.c.salt,
    event_links.c.erased,
).outerjoin(_STORED.n.table, _STORED.n == event_links.c.n)


def _linked(conn: Connection) -> Iterator[Any]:
    """Yield the links in order, with their events; `stored` is None if an event is missing."""
    last = -1
    while rows := conn.execute(_LINKED.where(event_links.c.n > last).order_by(event_links.c.n).limit(_AT_ONCE)).all():
        yield from rows
        last = rows[-1].n


def _payload(row: Any) -> bytes:
    if row.erased is not None:
        return bytes(row.erased)
    return payload_digest(bytes(row.salt or b""), row.stored)


def _attested(conn: Connection) -> Iterator[tuple[int, str]]:
    """Yield the events with erased values, with the digest of what was left of each."""
    for detail in conn.execute(
        select(events.c.detail).where(events.c.type == DEACCESSION).order_by(events.c.n)
    ).scalars():
        for n, digest in detail.get(BLANKED, {}).items():
            yield int(n), str(digest)
