"""Snapshots of records, row by row, to restore them exactly. A digest shows whether they changed since."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, bindparam, case, func, or_, select

from archive.catalogue.schema.column_types import notes_of
from archive.catalogue.schema.id_queries import EACH
from archive.catalogue.schema.rows import as_stored, upsert
from archive.catalogue.schema.tables import (
    assets,
    changed_values,
    companions,
    file_texts,
    looks,
    mentions,
    names,
    records,
    refused_relations,
    relations,
    scans,
    texts,
    typed_texts,
)
from archive.record import ARCHIVIST

Row = dict[str, Any]
Rows = dict[str, list[Row]]

# Values computed again at the end of each batch (frames, editions, profiles, clues, reprints) are not stored.
OWN = (texts, assets, looks, scans, typed_texts, file_texts, companions, mentions)
_BETWEEN = {relations: ("subject", "object"), refused_relations: ("one", "other")}
STORED = {table.name: as_stored(table) for table in (records, names, changed_values, *OWN, *_BETWEEN)}
_ID: BindParameter[str] = bindparam("id")
_R, _N, _L, _M = (STORED[table.name].c for table in (refused_relations, names, relations, mentions))
_A, _C, _T = (STORED[table.name].c for table in (assets, companions, typed_texts))
_REFUSED = func.json_each(_M.refused).table_valued("value").alias("refused")
_NAMED_ELSEWHERE = (
    select(STORED["mentions"])
    .where(_M.record.not_in(EACH), or_(_M.photo.in_(EACH), select(_REFUSED).where(_REFUSED.c.value.in_(EACH)).exists()))
    .order_by(_M.record, _M.n)
)
# Digests of earlier sets use SQLite's name for this column.
_DECIDED = case((_M.origin == ARCHIVIST, func.coalesce(_M.photo, "-")))
_DECIDED_AS = "CASE origin WHEN 'archivist' THEN coalesce(photo, '-') END"
_LEFT: dict[str, Select[Any]] = {
    "records": select(STORED["records"]).where(STORED["records"].c.id == _ID),
    "texts": select(STORED["texts"]).where(STORED["texts"].c.record == _ID),
    "assets": select(_A.record, _A.n, _A.role, _A.version, _A.sha256, _A.size, _A.media_type)
    .where(_A.record == _ID)
    .order_by(_A.n),
    "names": select(_N.root, _N.path, _N.member, _N.sha256).where(_N.record == _ID).order_by(_N.id),
    "companions": select(_C.sha256, _C.used).where(_C.record == _ID).order_by(_C.root, _C.path, _C.member, _C.sha256),
    "typed": select(_T.n, _T.cleared).where(_T.record == _ID).order_by(_T.n),
    "mentions": select(_M.n, _M.filename, _M.refused, _DECIDED.label(_DECIDED_AS))
    .where(_M.record == _ID)
    .order_by(_M.n),
    "named": select(_M.record, _M.n).where(_M.photo == _ID, _M.origin == ARCHIVIST).order_by(_M.record, _M.n),
    "relations": select(_L.subject, _L.type, _L.object)
    .where(_ID.in_((_L.subject, _L.object)), _L.origin == ARCHIVIST)
    .order_by(_L.subject, _L.type, _L.object),
    "refused": select(STORED["refused_relations"])
    .where(_ID.in_((_R.one, _R.other)))
    .order_by(_R.one, _R.type, _R.other),
}

# Digests of sets up to these schema versions have another form.
WITH_CODES, WITH_IDS = "0015", "0021"
FORMS = ("", WITH_IDS, WITH_CODES)
_NUMBERED = select(_C.id, _C.sha256, _C.used).where(_C.record == _ID).order_by(_C.id)


def take_snapshot(conn: Connection, ids: Sequence[str]) -> Rows:
    """Return all rows of these records, and for every other row that refers to one of them, which."""
    asked = {"ids": json.dumps(list(ids))}
    wanted = {"records": select(STORED["records"]).where(STORED["records"].c.id.in_(EACH))}
    for table in OWN:
        stored = STORED[table.name]
        wanted[table.name] = select(stored).where(stored.c.record.in_(EACH))
    for table, ends in _BETWEEN.items():
        stored = STORED[table.name]
        wanted[table.name] = select(stored).where(or_(*(stored.c[end].in_(EACH) for end in ends)))
    wanted["names"] = select(_N.id, _N.record).where(_N.record.in_(EACH))
    values = STORED["changed_values"]
    wanted["changed_values"] = select(values).where(values.c.record.in_(EACH))
    wanted["elsewhere"] = _NAMED_ELSEWHERE
    return {what: rows(conn, statement, asked) for what, statement in wanted.items()}


def digest(conn: Connection, record: str, form: str = "") -> str:
    """Return a digest of everything in a record that a person or an ingest may change, without derived values and links
    from other records. `form`: one of FORMS, for sets up to that schema version."""
    wanted = _LEFT | {"companions": _NUMBERED} if form else _LEFT
    told = {what: rows(conn, statement, {"id": record}) for what, statement in wanted.items()}
    for row in told["records"]:
        del row["revision"], row["hold_messages"]  # digests of sets made before this column do not include it
        if form != WITH_CODES:
            row["notes"] = json.dumps(notes_of(row["notes"]), ensure_ascii=False, separators=(",", ":"))
        row |= {name: json.loads(row[name]) for name in ("facts", "origins")}  # regardless of the order of keys
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def digest_of_records(conn: Connection, ids: Sequence[str]) -> str:
    """Return one digest of everything that may be changed in these records, and of their order."""
    return hashlib.sha256("".join(f"{one} {digest(conn, one)}\n" for one in ids).encode()).hexdigest()[:16]


def rows(conn: Connection, statement: Select[Any], asked: Mapping[str, Any]) -> list[Row]:
    """Return the rows as stored: bytes in base64, booleans as 0 or 1."""
    found = conn.execute(statement, dict(asked)).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in found]


def put_back(conn: Connection, table: str, given: Iterable[Row]) -> None:
    """Insert rows of a snapshot; rows with the same key are overwritten."""
    for columns, some in groupby(given, key=tuple):
        conn.execute(
            upsert(STORED[table], changed=columns),
            [{name: _raw(value) for name, value in row.items()} for row in some],
        )


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode("ascii")}
    return int(value) if isinstance(value, bool) else value


def _raw(value: Any) -> Any:
    return base64.b64decode(value["bytes"]) if isinstance(value, dict) else value
