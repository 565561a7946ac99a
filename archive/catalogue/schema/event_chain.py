"""The chain of events: a digest of each event covers the previous one, so that no event can be altered unnoticed.

A digest is SHA-256 of the digest before it and of the event as JSON, `[n, at, agent, type, record, outcome, by,
payload]`. The payload is SHA-256 of a random salt and the detail. When values are erased, payload and digest are kept
and the salt is deleted, so that the values cannot be guessed by trying.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from archive.catalogue.schema.column_types import Json
from archive.catalogue.schema.filenames import replace_lone_surrogates
from archive.catalogue.schema.rows import as_stored, insert_rows, upsert
from archive.catalogue.schema.tables import event_links, events, meta

LAST_EVENT = "last_event"  # in `meta`: the number of the last event
_SALT_BYTES = 16
_DETAIL = Json()
_AT_ONCE = 1000
_INSERT_EVENTS, _INSERT_LINKS = insert(events), insert(event_links)
_LAST = select(func.max(event_links.c.n)).scalar_subquery()
_HEAD = select(event_links.c.n, event_links.c.digest).where(event_links.c.n == _LAST)
_NUMBER = update(meta).where(meta.c.key == LAST_EVENT)


def head_of(conn: Connection) -> tuple[int, bytes]:
    """Return number and digest of the last event; 0 and empty bytes before the first."""
    row = conn.execute(_HEAD).first()
    return (row.n, bytes(row.digest)) if row else (0, b"")


def add_events(conn: Connection, added: Iterable[Mapping[str, Any]]) -> None:
    """Write events with the columns of `events` except `n`, and their links. Only within a write transaction."""
    n, digest = head_of(conn)
    rows: list[tuple[object, ...]] = []
    links: list[tuple[object, ...]] = []
    for one in added:
        n += 1
        agent = replace_lone_surrogates(one["agent"])
        event = (n, one["at"], agent, one["type"], one["record"], one["outcome"])
        by = replace_lone_surrogates(one["by"])
        detail, salt = _DETAIL.process_bind_param(one["detail"], conn.dialect) or "", os.urandom(_SALT_BYTES)
        digest = link_digest(digest, (*event, by), payload_digest(salt, detail))
        rows.append((*event, detail, by))
        links.append((n, digest, salt, None))
    if rows:
        insert_rows(conn, _INSERT_EVENTS, rows)
        insert_rows(conn, _INSERT_LINKS, links)
        conn.execute(_NUMBER.values(value=n))


def link_all(conn: Connection) -> None:
    """Start the chain with all existing events, in an archive from before the chain."""
    digest, last = b"", 0
    stored = as_stored(events)
    while rows := conn.execute(select(stored).where(stored.c.n > last).order_by(stored.c.n).limit(_AT_ONCE)).all():
        links: list[tuple[object, ...]] = []
        for row in rows:
            salt = os.urandom(_SALT_BYTES)
            digest = link_digest(digest, covered(row), payload_digest(salt, row.detail))
            links.append((row.n, digest, salt, None))
        insert_rows(conn, _INSERT_LINKS, links)
        last = rows[-1].n
    conn.execute(upsert(meta), {"key": LAST_EVENT, "value": last})


def payload_digest(salt: bytes, detail: str) -> bytes:
    """Return what the chain covers of a detail, as stored. Databases that cannot store zero characters have U+FFFD
    instead, which makes no difference here."""
    return hashlib.sha256(salt + detail.replace("\\u0000", "\ufffd").encode()).digest()


def covered(row: Row[Any]) -> tuple[Any, ...]:
    """Return the arguments of `link_digest` for a row of `events`."""
    return (*row[:6], row.by)


def link_digest(before: bytes, event: tuple[Any, ...], payload: bytes) -> bytes:
    """Return the digest of an event, given as (n, at, agent, type, record, outcome, by), after the digest `before`."""
    plain = [one.replace("\0", "\ufffd") if isinstance(one, str) else one for one in event]
    told = json.dumps([*plain, payload.hex()], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(before + told.encode()).digest()
