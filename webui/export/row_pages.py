"""Any number of rows from the records of a search: a page of them by cursor, or all of them as a stream.

A cursor names a record and how many of its rows were read: `CURSOR=ID=N`, where CURSOR is the search's own cursor of
what stands before that record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from flask import Response, request

from archive.csv_rows import BYTE_ORDER_MARK, row
from archive.messages import Message
from archive.record import Record
from archive.search.execution.requests import START, BadCursor, SearchRequest
from webui.export.export_stream import sent, turn
from webui.http.parameters import RowFormat
from webui.http.public_address import prefix_links
from webui.http.responses import make_content_disposition
from webui.i18n import labels
from webui.identity.identity import viewer
from webui.presentation.record_lookup import hide_private_values
from webui.services.services import services

Row = Mapping[str, Any]
RowsOf = Callable[[Record, str], Iterable[Row]]
"""The rows of a record with this text."""
MEDIA_TYPES: Mapping[RowFormat, str] = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
}
MOST_READ = 300  # records that are read for one page of rows
_AT_ONCE = 100  # records of a search in memory
_PLACE = re.compile(r"([A-Za-z0-9_-]*)=([A-Za-z0-9_-]{1,64})=([0-9]{1,9})\Z")


@dataclass(frozen=True, slots=True)
class RowPage:
    """Some rows, and the cursor that reads on; None at the end. It may hold none, or few, and still have one."""

    rows: Sequence[Row]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where reading continues: after the search's `cursor`, without the first `read` rows of the record `id`."""

    cursor: str
    id: str = ""
    read: int = 0

    def written(self) -> str:
        if not self.id:
            return self.cursor
        return f"{'' if self.cursor == START else self.cursor}={self.id}={self.read}"


def page_of_rows(asked: SearchRequest, cursor: str, size: int, rows_of: RowsOf) -> RowPage:
    """Return up to `size` rows of the records that a search finds, in its order of date. Raise QueryError, BadCursor
    and IndexUnavailable."""
    rows: list[Row] = []
    at = start = _read_place(cursor)
    for number, (record, before, behind) in enumerate(_records(asked, at.cursor)):
        if number == MOST_READ:
            return RowPage(rows, at.written())
        for n, one in enumerate(_rows(record, rows_of), 1):
            if record.id == start.id and n <= start.read:
                continue
            if len(rows) == size:
                return RowPage(rows, at.written())
            rows.append(one)
            at = _Place(before, record.id, n)
        if behind:
            at = _Place(behind)
    return RowPage(rows, None)


def all_rows(asked: SearchRequest, cursor: str, rows_of: RowsOf) -> Iterator[Row]:
    """Return every row from a cursor on. The first records are looked up before this returns, with the same errors."""
    start = _read_place(cursor)
    records = _records(asked, start.cursor)
    first = [*_first(records)]

    def rows() -> Iterator[Row]:
        for record, _, _ in chain(first, records):
            for n, one in enumerate(_rows(record, rows_of), 1):
                if record.id != start.id or n > start.read:
                    yield one

    return rows()


def _first(records: Iterator[tuple[Record, str, str]]) -> Iterator[tuple[Record, str, str]]:
    found = next(records, None)
    if found:
        yield found


def _rows(record: Record, rows_of: RowsOf) -> Iterable[Row]:
    """Return the rows of a record; none if it was withdrawn since it was found."""
    text = services().catalogue.text(record.id, viewer())
    return () if text is None else rows_of(record, text)


def _records(asked: SearchRequest, cursor: str) -> Iterator[tuple[Record, str, str]]:
    """Yield the records after a cursor, each with the cursors before and after it."""
    before: str | None = cursor
    while before is not None:
        results = services().searcher.search(replace(asked, page_size=_AT_ONCE, cursor=before), viewer())
        for hit in results.hits:
            behind = hit.cursor or before
            yield hide_private_values(hit.record), before, behind
            before = behind
        before = results.next_cursor


def _read_place(cursor: str) -> _Place:
    if "=" not in cursor:
        return _Place(cursor)
    found = _PLACE.match(cursor)
    if found is None:
        raise BadCursor(Message("cursor-unknown"))
    return _Place(found[1] or START, found[2], int(found[3]))


def wanted_format(given: RowFormat | None) -> RowFormat:
    """Return the requested format: the parameter `format`, or else by the header Accept."""
    if given:
        return given
    best = request.accept_mimetypes.best_match([*MEDIA_TYPES.values()], "application/json")
    return next(form for form, media_type in MEDIA_TYPES.items() if media_type == best)


def stream_rows(form: RowFormat, columns: Sequence[str], rows: Iterator[Row], name: str) -> Response:
    """Return all rows as a file, NDJSON or CSV, of that name. Raise ServiceUnavailable when too many exports run."""
    media_type = MEDIA_TYPES[form]
    pieces = (
        (prefix_links(json.dumps(one, ensure_ascii=False)) + "\n" for one in rows)
        if form == "ndjson"
        else _table(columns, rows)
    )
    encoded = (labels.encodable(piece).encode() for piece in pieces)
    body = () if request.method == "HEAD" else sent(encoded, turn())
    response = Response(body, content_type=f"{media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = make_content_disposition(f"{name}.{form}")
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


def _table(columns: Sequence[str], rows: Iterator[Row]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + row(columns)
    for one in rows:
        yield row(_link(one.get(column)) if column == "url" else _cell(one.get(column)) for column in columns)


def _link(value: Any) -> Any:
    return prefix_links(value) if isinstance(value, str) else value


def _cell(value: Any) -> Any:
    return labels.clean_for_page(value) if isinstance(value, str) else value
