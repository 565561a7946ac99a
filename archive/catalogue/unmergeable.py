"""Which records cannot become one, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from archive.catalogue.join_tables import merged
from archive.catalogue.scan_tables import scans
from archive.catalogue.tables import assets, names, records
from archive.errors import CannotMerge, UnknownRecord
from archive.record import CAPTION_SHEET, Kind, Outcome, Role

_INSIDE = "!/"  # between the name of a file and that of a file inside it
_UNKNOWN = "There is no record {}; `press-archive search --held --json` gives the ids."


def check(conn: Connection, ids: Sequence[str]) -> None:
    """Raises UnknownRecord, or CannotMerge saying why these cannot become one and what to do."""
    rows = {row.id: row for row in conn.execute(select(records).where(records.c.id.in_(ids)))}
    for record in ids:
        if record not in rows:
            raise UnknownRecord(_gone(conn, record) or _UNKNOWN.format(record))
    if len(ids) < 2:
        raise CannotMerge("Name two records or more: the first stays, and the others become a part of it.")
    if twice := [record for record in rows if ids.count(record) > 1]:
        raise CannotMerge(f"{twice[0]} is named twice: a record cannot be merged with itself.")
    if len({row.kind == Kind.PHOTO for row in rows.values()}) > 1:
        raise CannotMerge("A photo and a text cannot become one record: merge photos with photos, texts with texts.")
    for row in rows.values():
        if (why := _unfit(conn, row)) is not None:
            raise CannotMerge(f"{row.id} {why}")


def _gone(conn: Connection, record: str) -> str | None:
    into = conn.execute(select(merged.c.kept).where(merged.c.old == record)).scalar()
    return None if into is None else f"{record} is a part of {into} already: name that one."


def _unfit(conn: Connection, row: Row[Any]) -> str | None:
    if row.genre == CAPTION_SHEET:
        return "is a table of captions, whose rows are told by their places in it: it stays a record of its own."
    if conn.execute(select(scans.c.record).where(scans.c.record == row.id, scans.c.pending)).first():
        return "is a scan whose words are not read yet: run `press-archive ocr --pending` first."
    called = conn.execute(select(names).where(names.c.record == row.id)).all()
    if any(name.outcome == Outcome.ENCRYPTED for name in called):
        return "needs a password, so that nobody knows what it says: give it again with its password first."
    originals = select(assets.c.sha256).where(assets.c.record == row.id, assets.c.role == Role.ORIGINAL.value)
    newest = conn.execute(originals.order_by(assets.c.version.desc(), assets.c.n)).scalar()
    if newest not in {name.sha256 for name in called}:
        return "has no file name that the archive knows: it stays a record of its own."
    if any(_holds_files(conn, name) for name in called):
        return "has files inside it, which are records of their own and belong to it: it stays a record of its own."
    return None


def _holds_files(conn: Connection, name: Row[Any]) -> bool:
    below = f"{name.member}{_INSIDE}" if name.member else ""
    inside = select(names.c.member).where(names.c.root == name.root, names.c.path == name.path, names.c.member != "")
    return any(member != name.member and member.startswith(below) for member in conn.execute(inside).scalars())
