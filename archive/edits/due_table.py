"""What is due for disposal, as JSON and as rows of a CSV table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from archive.catalogue.history.disposal import DueRecord
from archive.catalogue.rules.collection_rules import ACCESSION, DATE
from archive.csv_rows import row

_COLUMNS = ("collection", "record", "title", "kind", "counted_from", "counted_day", "due", "rule", "holds", "erasure")


def due_json(one: DueRecord) -> dict[str, Any]:
    """Return what is due, as plain values."""
    told: dict[str, Any] = {"record": one.record, "title": one.title, "kind": one.kind, "collection": one.collection}
    told |= {"rule": one.rule, "counted_from": ACCESSION if one.counted.is_accession else DATE}
    told |= {"counted_day": one.counted.day.isoformat(), "due": one.due.isoformat(), "erasure": one.erasure}
    return told | {"legal_holds": [{"hold": hold.n, "case": hold.case_name} for hold in one.holds]}


def due_csv(found: Iterable[DueRecord]) -> Iterator[str]:
    """Yield what is due as a table with a header, row by row."""
    yield row(_COLUMNS)
    for one in found:
        told = due_json(one) | {"holds": "; ".join(f"{hold.n} {hold.case_name}" for hold in one.holds)}
        yield row(told[column] for column in _COLUMNS)
