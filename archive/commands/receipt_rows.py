"""The lines of a receipt as JSON objects and as rows of a table, for commands and pages alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from archive.catalogue import Line, Wanted, printable, shown
from archive.commands.csv_rows import row

COLUMNS = ("path", "outcome", "reason", "status", "record", "sha256", "size")
_AT_ONCE = 1000  # lines read at once: a receipt may have millions


class Kept(Protocol):
    """Where lines are kept: a catalogue."""

    def receipt(self, accession: int, wanted: Wanted, after: int, most: int, /) -> Sequence[Line]: ...


def lines_of(catalogue: Kept, accession: int, wanted: Wanted) -> Iterator[Line]:
    """The lines that are wanted, in their order, a few at a time."""
    after = 0
    while lines := catalogue.receipt(accession, wanted, after, _AT_ONCE):
        yield from lines
        after = lines[-1].n


def path_of(line: Line) -> str:
    """The path as people read it, with the name inside a container."""
    whole = line.path.endswith(f"!/{line.member}")  # as intake keeps it
    return shown(line.path, line.member) if line.member and not whole else printable(line.path)


def object_of(line: Line) -> dict[str, Any]:
    """A line as an object of JSON, as `ingest --json` tells it."""
    status = line.status.value if line.status else None
    told = {"path": path_of(line), "outcome": line.outcome.value, "reason": line.reason, "status": status}
    return told | {"record": line.record}


def csv_of(lines: Iterator[Line]) -> Iterator[str]:
    """One table with a header, a row at a time."""
    yield row(COLUMNS)
    for line in lines:
        told = object_of(line) | {"sha256": line.sha256, "size": line.size}
        yield row(told[column] for column in COLUMNS)
