"""The tree of series that the public sees: units with public records, and their counts. Held records never count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.access import PUBLIC
from archive.catalogue.records.series import SeriesUnit, path_to
from webui.i18n.words import MessageTable, marked
from webui.services import links
from webui.services.services import services

LEVEL_NAMES = MessageTable(
    {
        "fonds": marked("Fonds"),
        "subfonds": marked("Subfonds"),
        "series": marked("Series"),
        "subseries": marked("Subseries"),
        "file": marked("File"),
    }
)


@dataclass(frozen=True, slots=True)
class SeriesNode:
    """A public unit: its depth from 0, and the number of public records in and below it."""

    unit: SeriesUnit
    level: str
    url: str
    depth: int
    count: int


def public_nodes() -> tuple[list[SeriesNode], Mapping[str, list[str]]]:
    """Return the units with public records in or below them, each after its parent; and by key, the public records
    directly in a unit."""
    units, within = services().catalogue.series_seen(PUBLIC)
    known, counts = {one.key: one for one in units}, count_records(units, within)
    return [_node(one, len(path_to(known, one.key)) - 1, counts[one.key]) for one in units], within


def count_records(units: Sequence[SeriesUnit], within: Mapping[str, Sequence[str]]) -> Counter[str]:
    """Return the number of records in and below each unit, by key. `within` has the records directly in each unit."""
    known = {one.key: one for one in units}
    counts: Counter[str] = Counter()
    for key, ids in within.items():
        for one in path_to(known, key):
            counts[one.key] += len(ids)
    return counts


def path_of_record(record: str) -> list[tuple[str, str]]:
    """Return the address and title of each unit above a public record, top level first."""
    return [(links.series(one.code), one.title) for one in services().catalogue.series_path(record, PUBLIC)]


def _node(unit: SeriesUnit, depth: int, count: int) -> SeriesNode:
    return SeriesNode(unit, LEVEL_NAMES[unit.level], links.series(unit.code), depth, count)
