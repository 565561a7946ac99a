"""Rows of `press-archive search`: all results, or the answers to many queries, as JSON, a table or ids.

They are read and printed a few at a time, so their number does not matter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import click

from archive.access import Viewer, instant, utc_now
from archive.authority.authorities import Authorities
from archive.cli import print_json
from archive.csv_rows import row
from archive.search.searcher import Searcher
from webui.api.batch_rows import BatchRow, batch_row
from webui.api.search import result
from webui.http.requests import ParsedSearch
from webui.i18n import labels

Row = Mapping[str, Any]
RESULT_COLUMNS = (
    "id", "kind", "title", "date", "date_precision", "language", "source", "source_url", "creator", "photographer",
    "caption", "credit", "rights", "keywords", "collection", "filename", "photos", "articles", "added_at", "status",
    "url",
)  # fmt: skip
BATCH_COLUMNS = tuple(name for name in BatchRow.model_fields if name != "name")


def result_rows(searcher: Searcher, params: ParsedSearch, viewer: Viewer, cards: Authorities) -> Iterator[Row]:
    """Yield the results of a page, or with a cursor all from there on, as the API returns them. Raise QueryError and
    IndexUnavailable."""
    wanted = ("id", *params.query.fields)
    plain = bool(params.query.fields) and "highlights" not in wanted
    asked = replace(params.request, facets=(), assisted=False, highlight=params.request.highlight and not plain)
    while True:
        results, now = searcher.search(asked, viewer), instant(utc_now())
        for hit in results.hits:
            told = result(hit, cards, now, params).model_dump(mode="json")
            yield {key: value for key, value in told.items() if key in wanted} if params.query.fields else told
        if asked.cursor is None or results.next_cursor is None:
            return
        asked = replace(asked, cursor=results.next_cursor)


def batch_rows(
    searcher: Searcher, lines: Iterable[str], filters: Mapping[str, Any], viewer: Viewer, most: int
) -> Iterator[Row]:
    """Yield a row for each non-empty line, which is a query searched with these filters."""
    queries = filter(None, (line.strip().lstrip("\ufeff") for line in lines))
    for n, query in enumerate(queries, 1):
        yield batch_row(searcher, viewer, n, {"q": query, **filters}, most)


def print_rows(rows: Iterable[Row], columns: Sequence[str], form: str) -> None:
    """Print rows as they arrive: `json`, an object per line; `csv`, a table with these columns; `ids`."""
    if form == "csv":
        click.echo(row(columns), nl=False)
    for one in rows:
        if form == "json":
            print_json(one)
        elif form == "ids":
            click.echo(one["id"])
        else:
            click.echo(row(_cell(one.get(column)) for column in columns), nl=False)


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        value = value.get("detail") or json.dumps(value, ensure_ascii=False)
    elif isinstance(value, list):
        simple = all(isinstance(one, str) for one in value)
        value = "; ".join(value) if simple else json.dumps(value, ensure_ascii=False)
    return labels.clean_for_page(value) if isinstance(value, str) else value
