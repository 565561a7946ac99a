"""Functions of SQLite that the catalogue uses and PostgreSQL lacks. `func.NAME` creates these; postgresql.py translates
them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class json_extract(GenericFunction[Any]):  # noqa: N801
    """The values at these paths (`$.key`) of a JSON object; an array for several."""

    inherit_cache = True


class json_each(GenericFunction[Any]):  # noqa: N801
    """The items of a JSON array, in the column `value`."""

    inherit_cache = True


class json_quote(GenericFunction[str]):  # noqa: N801
    """A text as JSON."""

    inherit_cache = True


class instr(GenericFunction[int]):  # noqa: N801
    """The position of a text in another, from 1; 0 if it is not there."""

    inherit_cache = True


class arrival(ColumnElement[int]):  # noqa: N801
    """The order in which records arrived: SQLite numbers rows automatically."""

    inherit_cache = True


@compiles(arrival)
def _arrival(_element: arrival, _compiler: Any, **_: Any) -> str:
    return "records.rowid"
