"""Receipt lines as JSON and as rows of a CSV table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.catalogue import Catalogue, LineFilter, ReceiptLine, printable, shown
from archive.csv_rows import row
from archive.messages import reason_to_json

COLUMNS = ("path", "outcome", "reason", "status", "record", "sha256", "size")
_AT_ONCE = 1000  # lines read at a time: a receipt may have millions


def lines_of(catalogue: Catalogue, accession: int, wanted: LineFilter) -> Iterator[ReceiptLine]:
    """Yield the wanted lines in order, reading a few at a time."""
    after = 0
    while lines := catalogue.receipt(accession, wanted, after, _AT_ONCE):
        yield from lines
        after = lines[-1].n


def path_of(line: ReceiptLine) -> str:
    """Return the display path, with the name inside a container."""
    whole = line.path.endswith(f"!/{line.member}")  # as ingest stores it
    return shown(line.path, line.member) if line.member and not whole else printable(line.path)


def object_of(line: ReceiptLine) -> dict[str, Any]:
    """Return a line as a JSON object, as in `ingest --json`."""
    status = line.status.value if line.status else None
    told = {"path": path_of(line), "outcome": line.outcome.value, "reason": line.reason, "status": status}
    return told | {"record": line.record, "kept": line.kept, **reason_to_json(line.reason)}


def csv_of(lines: Iterator[ReceiptLine]) -> Iterator[str]:
    """Yield one table with a header, a row at a time."""
    yield row(COLUMNS)
    for line in lines:
        told = object_of(line) | {"sha256": line.sha256, "size": line.size}
        yield row(told[column] for column in COLUMNS)
