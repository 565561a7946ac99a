"""All rows of a catalogue as JSON, one per line, and a catalogue rebuilt from such lines.

The first line is a header. Each other line is `{"table": ..., "row": {column: value}}`. JSON columns are nested. Bytes
are `{"base64": ...}`, and JSON that would not be serialised the same way again is `{"json": ...}`.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection, TableClause, column, delete, insert, inspect, table

from archive.catalogue.schema.column_types import Json, Notes, encode_json
from archive.catalogue.schema.copying import stored_rows
from archive.catalogue.schema.database import Database, defer_foreign_keys
from archive.catalogue.schema.migration import HEAD, upgrade
from archive.catalogue.schema.migrations.columns import ADDED_EARLY
from archive.catalogue.schema.tables import metadata, name_cards
from archive.errors import CatalogueNewer, StoreError
from archive.messages import Message

FORMAT = 1
_BYTES, _JSON = "base64", "json"
_VERSIONS = "alembic_version"
_AT_ONCE = 1000


def dump_rows(conn: Connection, **header: object) -> Iterator[dict[str, Any]]:
    """Yield the header, with these additional values, then all rows, then their number."""
    yield {"format": FORMAT, "schema": HEAD, **header}
    count = 0
    for one in metadata.sorted_tables:
        if one is name_cards:  # they are in authorities.toml
            continue
        nested = [isinstance(part.type, Json | Notes) for part in one.columns]
        names = one.columns.keys()
        for rows in stored_rows(conn, one):
            for row in rows:
                values = map(_to_json, row, nested)
                yield {"table": one.name, "row": dict(zip(names, values, strict=True))}
                count += 1
    yield {"rows": count}


def load_rows(database: Database, lines: Iterable[Mapping[str, Any]]) -> None:
    """Build the catalogue from lines of `dump_rows` in an empty database, and upgrade it. Raise StoreError if lines are
    missing or not from a catalogue, CatalogueNewer if a later version wrote them."""
    each = iter(lines)
    header = next(each, {})
    version = header.get("schema")
    if header.get("format") != FORMAT or not isinstance(version, str):
        raise StoreError(Message("tables-damaged", line=1))
    if version > HEAD:
        raise CatalogueNewer(Message("catalogue-newer", path="catalogue.ndjson", version=version, known=HEAD))
    upgrade(database, version)
    with database.writing() as conn:
        defer_foreign_keys(conn)
        here = {name: _table(conn, name) for name in inspect(conn).get_table_names() if name != _VERSIONS}
        for one in here.values():
            conn.execute(delete(one))
        count = 0
        for name, group in groupby(each, key=lambda line: line.get("table")):
            if name is None:
                if [*group] != [{"rows": count}]:
                    raise StoreError(Message("tables-damaged", line=count + 2))
                count = -1
            elif count < 0 or name not in here:
                raise StoreError(Message("tables-damaged", line=count + 2))
            else:
                count += _insert(conn, here[name], group)
        if count >= 0:
            raise StoreError(Message("tables-damaged", line=count + 2))
    upgrade(database)


def _table(conn: Connection, name: str) -> TableClause:
    """Return a table as it is in the database, which may have an earlier schema."""
    return table(name, *(column(one["name"]) for one in inspect(conn).get_columns(name)))


def _insert(conn: Connection, target: TableClause, lines: Iterable[Mapping[str, Any]]) -> int:
    count, names = 0, set(target.columns.keys())
    needed = names - ADDED_EARLY.get(target.name, {}).keys()  # others stay empty if an earlier version wrote them
    each = iter(lines)
    while some := list(islice(each, _AT_ONCE)):
        rows = [line.get("row") for line in some]
        if not all(isinstance(row, dict) and needed <= row.keys() <= names for row in rows):
            raise StoreError(Message("tables-damaged", line=f"{count + 2} of {target.name}"))
        read = [{name: _from_json(row.get(name)) for name in names} for row in rows if row]
        conn.execute(insert(target), read)
        count += len(rows)
    return count


def _to_json(value: Any, nested: bool) -> Any:
    if isinstance(value, bytes):
        return {_BYTES: b64encode(value).decode()}
    if nested and isinstance(value, str) and value[:1] in ("{", "["):
        read = json.loads(value)
        same = encode_json(read) == value and not (isinstance(read, dict) and read.keys() in ({_BYTES}, {_JSON}))
        return read if same else {_JSON: value}
    return value


def _from_json(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {_BYTES}:
        return b64decode(value[_BYTES])
    if isinstance(value, dict) and value.keys() == {_JSON}:
        return value[_JSON]
    return encode_json(value) if isinstance(value, dict | list) else value
