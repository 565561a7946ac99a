"""Records as a table for spreadsheets (CSV), a row each. Its columns keep their names and their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from archive.commands.csv_rows import BYTE_ORDER_MARK, row
from archive.record import Record
from webui import labels
from webui.citing import Work, text
from webui.values import plain

COLUMNS = (
    "id", "kind", "genre", "title", "date", "date_precision", "event_date", "language", "source", "source_url",
    "creator", "speaker", "occasion", "persons", "organisations", "places", "keywords", "identifiers", "collection",
    "location", "caption", "credit", "copyright", "usage_terms", "instructions", "filename", "media_type", "size",
    "sha256", "photos", "url", "citation",
)  # fmt: skip
_LONGEST = 32_000  # characters of a cell; spreadsheets take 32,767


def table(records: Iterable[tuple[Record, Work]]) -> Iterator[str]:
    """The table with its header, a row at a time, in UTF-8 with a mark that says so. The parts of a list have `; `
    between them."""
    yield BYTE_ORDER_MARK + row(COLUMNS)
    for record, work in records:
        told = _of_record(record, work)
        yield row(_cell(told.get(column, record.values.get(column))) for column in COLUMNS)


def _of_record(record: Record, work: Work) -> dict[str, Any]:
    """What is no value of its description."""
    original = record.original
    return {
        "id": record.id,
        "kind": record.kind.value,
        "title": record.title,
        "date": record.date,
        "date_precision": record.date_precision,
        "source_url": work.source_url,
        "filename": record.filename,
        "media_type": original.media_type,
        "size": original.size,
        "sha256": original.sha256,
        "photos": len(record.photos),
        "url": work.url,
        "citation": text(work),
    }


def _cell(value: Any) -> object:
    if value is None or isinstance(value, int):
        return value
    items = value if isinstance(value, list | tuple) else [value]
    said = "; ".join(text for text in (plain(item) for item in items) if text)
    return labels.clean(said)[:_LONGEST]
