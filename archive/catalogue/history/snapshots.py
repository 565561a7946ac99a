"""Snapshots of records, row by row, to restore them exactly. A digest shows whether they changed since."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from archive.catalogue.schema.tables import notes_of

Row = dict[str, Any]
Rows = dict[str, list[Row]]

# Whatever is worked out again at the end of each batch (frames, editions, profiles, clues, reprints) is not kept.
_OWN = {
    "records": "id",
    "texts": "record",
    "assets": "record",
    "looks": "record",
    "scans": "record",
    "typed_texts": "record",
    "file_texts": "record",
    "companions": "record",
    "mentions": "record",
}
_BETWEEN = {"relations": ("subject", "object"), "refused_relations": ("one", "other")}
_NAMED_ELSEWHERE = (
    "SELECT * FROM mentions WHERE record NOT IN (SELECT value FROM json_each(:ids)) AND (photo IN (SELECT value FROM"
    " json_each(:ids)) OR EXISTS (SELECT 1 FROM json_each(mentions.refused) WHERE value IN (SELECT value FROM"
    " json_each(:ids)))) ORDER BY record, n"
)
_LEFT = {
    "records": "SELECT * FROM records WHERE id = :id",
    "texts": "SELECT * FROM texts WHERE record = :id",
    "assets": "SELECT record, n, role, version, sha256, size, media_type FROM assets WHERE record = :id ORDER BY n",
    "names": "SELECT root, path, member, sha256 FROM names WHERE record = :id ORDER BY id",
    "companions": "SELECT id, sha256, used FROM companions WHERE record = :id ORDER BY id",
    "typed": "SELECT n, cleared FROM typed_texts WHERE record = :id ORDER BY n",
    "mentions": "SELECT n, filename, refused, CASE origin WHEN 'archivist' THEN coalesce(photo, '-') END FROM mentions"
    " WHERE record = :id ORDER BY n",
    "named": "SELECT record, n FROM mentions WHERE photo = :id AND origin = 'archivist' ORDER BY record, n",
    "relations": "SELECT subject, type, object FROM relations WHERE :id IN (subject, object) AND origin = 'archivist'"
    " ORDER BY subject, type, object",
    "refused": "SELECT * FROM refused_relations WHERE :id IN (one, other) ORDER BY one, type, other",
}


def take_snapshot(conn: Connection, ids: Sequence[str]) -> Rows:
    """Return all rows of these records, and by which of them each other row is pointed at."""
    asked = {"ids": json.dumps(list(ids))}
    each = "(SELECT value FROM json_each(:ids))"
    found: Rows = {}
    for table, column in _OWN.items():
        found[table] = rows(conn, f"SELECT * FROM {table} WHERE {column} IN {each}", asked)  # noqa: S608
    for table, (one, other) in _BETWEEN.items():
        wanted = f"SELECT * FROM {table} WHERE {one} IN {each} OR {other} IN {each}"  # noqa: S608
        found[table] = rows(conn, wanted, asked)
    found["names"] = rows(conn, f"SELECT id, record FROM names WHERE record IN {each}", asked)  # noqa: S608
    found["changed_values"] = rows(conn, f"SELECT * FROM changed_values WHERE record IN {each}", asked)  # noqa: S608
    found["elsewhere"] = rows(conn, _NAMED_ELSEWHERE, asked)
    return found


def digest(conn: Connection, record: str, *, coded: bool = False) -> str:
    """Return a digest of everything that a person or an ingest may have changed in a record, without derived values and
    without links from other records. `coded`: with the codes of notes, as sets of schema 0015 have it."""
    told = {what: rows(conn, wanted, {"id": record}) for what, wanted in _LEFT.items()}
    for row in told["records"]:
        del row["revision"], row["hold_messages"]  # a set of before this column has its digest without it
        if not coded:  # nor with the codes of notes
            row["notes"] = json.dumps(notes_of(row["notes"]), ensure_ascii=False, separators=(",", ":"))
        row |= {name: json.loads(row[name]) for name in ("facts", "origins")}  # in whatever order their keys stand
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def rows(conn: Connection, statement: str, asked: Mapping[str, Any]) -> list[Row]:
    """Return the rows as stored, bytes in base64."""
    cursor = conn.exec_driver_sql(statement, dict(asked))
    return [{name: _plain(value) for name, value in row.items()} for row in cursor.mappings()]


def put_back(conn: Connection, table: str, given: Iterable[Row]) -> None:
    """Insert rows of a snapshot."""
    for row in given:
        columns = ", ".join(f'"{name}"' for name in row)
        places = ", ".join(f":{name}" for name in row)
        conn.exec_driver_sql(
            f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({places})",  # noqa: S608
            {name: _raw(value) for name, value in row.items()},
        )


def _plain(value: Any) -> Any:
    return {"bytes": base64.b64encode(value).decode("ascii")} if isinstance(value, bytes) else value


def _raw(value: Any) -> Any:
    return base64.b64decode(value["bytes"]) if isinstance(value, dict) else value
