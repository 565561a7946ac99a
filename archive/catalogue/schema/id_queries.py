"""Query many records at once.

Many ids are passed as one value, so statements stay the same. Building a statement with one parameter per id would take
longer than running it.
"""

from __future__ import annotations

import json
import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    FromClause,
    ScalarSelect,
    Select,
    String,
    Text,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.dialects import sqlite

from archive.catalogue.schema import functions as functions
from archive.catalogue.schema.filenames import replace_lone_surrogates

_DIALECT = sqlite.dialect()


def each_of(name: str) -> FromClause:
    """Return the items of the JSON array in the named parameter as rows, in the column `value`."""
    return func.json_each(bindparam(name, type_=String)).table_valued("value").alias(f"asked_{name}")


EACH = select(each_of("ids").c.value)
EACH_NUMBER = select(cast(each_of("ids").c.value, BigInteger))


def joined_values(query: Select[Any], outer: FromClause) -> ScalarSelect[str]:
    """Return the first values of a one-column query for each row of `outer`, joined by commas; NULL for none. The
    parameter `most` is their maximum number. Values must not contain commas."""
    (value,) = query.limit(bindparam("most")).correlate(outer).subquery().c
    return select(func.aggregate_strings(cast(value, Text), ",")).scalar_subquery()


def select_by_ids(conn: Connection, statement: Select[Any], ids: Iterable[str]) -> Sequence[Any]:
    """Return the rows of a statement with `in_(EACH)` for these ids as named tuples. It is not run without ids. Ids
    with a zero character or a lone surrogate are left out: SQLite stops reading there, and PostgreSQL rejects them in
    JSON."""
    asked = [id_ for id_ in ids if "\0" not in id_ and replace_lone_surrogates(id_) == id_]
    return select_rows(conn, statement, ids=json.dumps(asked)) if asked else ()


def select_rows(conn: Connection, statement: Select[Any], **values: str | int) -> Sequence[Any]:
    """Return the rows of a statement with these parameter values as named tuples."""
    if not isinstance(conn.connection.driver_connection, sqlite3.Connection):
        return conn.execute(statement, values).all()
    prepared = _prepare_statement(statement)
    given = prepared.params | values
    rows = dbapi_of(conn).execute(prepared.sql, [given[name] for name in prepared.places])
    return [*map(prepared.row, rows)]


def dbapi_of(connection: Connection) -> sqlite3.Connection:
    """Return the driver's connection. Queries on it take half the time."""
    dbapi = connection.connection.driver_connection
    assert isinstance(dbapi, sqlite3.Connection)
    return dbapi


@dataclass(frozen=True, slots=True)
class _PreparedStatement:
    """A statement prepared for SQLite: its SQL, its own values by name, the name of each parameter, and the row
    factory. SQLAlchemy takes longer to compute this than SQLite to run it."""

    sql: str
    params: dict[str, Any]
    places: Sequence[str]
    row: Callable[[Sequence[Any]], Any]


@lru_cache(maxsize=256)
def _prepare_statement(statement: Select[Any]) -> _PreparedStatement:
    compiled = statement.compile(dialect=_DIALECT)
    columns = statement.selected_columns
    row_type: Any = namedtuple("Row", columns.keys())  # type: ignore[misc]
    read = [column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None) for column in columns]
    stored_otherwise = [(n, process) for n, process in enumerate(read) if process is not None]

    def row(values: Iterable[Any]) -> Any:
        made = [*values]
        for n, process in stored_otherwise:
            made[n] = process(made[n])
        return row_type._make(made)

    return _PreparedStatement(
        str(compiled), compiled.params, compiled.positiontup or (), row if stored_otherwise else row_type._make
    )
