"""By which reader, in which version, each record was described, and the file that it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from archive.catalogue.batch import in_chunks
from archive.catalogue.names import OLDEST_LAST
from archive.catalogue.tables import assets, names, records
from archive.record import Outcome, Role

_ROOM = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """A record as it was last read: `sha256` is its newest original, which lies or lay at `path` (and `member`) below
    the root `root`; empty where no name of it is known. `encrypted`: it needed a password when it came."""

    record: str
    reader: str
    version: int
    media_type: str
    sha256: str
    root: str = ""
    path: str = ""
    member: str = ""
    encrypted: bool = False


def ids_after(conn: Connection, after: str) -> list[str]:
    """The next ids of records after this one, in the order of ids; "" begins."""
    wanted = select(records.c.id).where(records.c.id > after).order_by(records.c.id).limit(_ROOM)
    return list(conn.execute(wanted).scalars())


def readings_of(conn: Connection, ids: Iterable[str]) -> Iterator[Reading]:
    """Of these records, in this order; those that are not there are left out."""
    columns = (records.c.id, records.c.reader, records.c.reader_version, records.c.media_type)
    originals = select(assets.c.record, assets.c.sha256).where(assets.c.role == Role.ORIGINAL.value)
    for chunk in in_chunks(ids):
        ordered = originals.where(assets.c.record.in_(chunk)).order_by(assets.c.version, assets.c.n)
        newest = {row.record: row.sha256 for row in conn.execute(ordered)}
        at: dict[str, tuple[str, str, str, bool]] = {}
        called = select(names).where(names.c.record.in_(chunk)).order_by(*OLDEST_LAST)
        for row in conn.execute(called):
            if newest.get(row.record) == row.sha256:
                at[row.record] = (row.root, row.path, row.member, row.outcome == Outcome.ENCRYPTED.value)
        rows = {row.id: row for row in conn.execute(select(*columns).where(records.c.id.in_(chunk)))}
        for id_ in chunk:
            if id_ in rows and id_ in newest:
                row, where = rows[id_], at.get(id_, ("", "", "", False))
                said = (row.reader, row.reader_version, row.media_type, newest[id_])
                yield Reading(id_, *said, *where)
