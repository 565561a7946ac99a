"""Which segments a commit merges, and how their documents come into a new one.

Small commits must show at once, so they merge small segments only. What is left to merge waits for idle time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import LENGTHS_COLUMN

from archive.engines.whoosh.segment import LENGTHS, Bools, Ints, Segment

FAN = 4  # segments of about one size that become one
QUICK = 100  # documents that a small commit may write again
BULK = 4  # times its own documents that a large commit may write again; what that leaves waits for idle time
MOST = 48  # segments; more than these are not left to idle time


def how_many(sizes: Sequence[int], new: int) -> int:
    """How many of the smallest segments go into the one that a commit of `new` documents writes. `sizes` ascend."""
    limit = math.inf if len(sizes) >= MOST else max(QUICK, BULK * new)
    taken, total = 0, new
    while True:
        alike = taken
        while alike < len(sizes) and sizes[alike] < FAN ** (_tier(total) + 1):
            alike += 1
        size = total + sum(sizes[taken:alike])
        if alike - taken + 1 < FAN or size > limit:
            return taken
        taken, total = alike, size


def how_many_in_idle_time(sizes: Sequence[int]) -> int:
    """How many of the smallest segments are worth being one, 0 for none: a segment is written again for at least a
    third of its documents more. `sizes` ascend."""
    for count in range(len(sizes), 1, -1):
        if sum(sizes[: count - 1]) * (FAN - 1) >= sizes[count - 1]:
            return count
    return 0


def _tier(size: int) -> int:
    tier = 0
    while size >= FAN ** (tier + 1):
        tier += 1
    return tier


def take_in(writer: Any, segment: Segment, live: Bools) -> tuple[Ints, int | None]:
    """Write the columns of a segment's live documents after those that the writer has. Gives the new number of each
    document, -1 for what was deleted, and by how much the numbers are higher: see pool.Source."""
    kept = np.flatnonzero(live)
    numbers = np.full(segment.size, -1, np.int64)
    numbers[kept] = np.arange(writer.docnum, writer.docnum + len(kept))
    for name, column in writer.schema.items():
        if column.column_type is not None:
            _append(writer, name, column.column_type, segment.columns[name][kept])
    lengths = writer.perdocwriter._fieldlengths
    for field, values in segment.lengths.items():
        _append(writer, f"_{field}_len", LENGTHS_COLUMN, values[kept])
        lengths[field] += int(LENGTHS[values[kept]].sum())
    writer.perdocwriter._doccount += len(kept)
    writer.docnum += len(kept)
    writer._added = True
    return numbers, int(numbers[0]) if len(kept) == segment.size else None


def _append(writer: Any, name: str, column: Any, values: Any) -> None:
    """Add to a column of the writer from its next document on; zeros are its defaults."""
    documents = writer.perdocwriter
    if not documents._has_column(name):
        documents._create_column(name, column)
    made = documents._get_column(name)
    if len(values):
        made.fill(writer.docnum)
        made._dbfile.write(values.tobytes())
        made._count = writer.docnum + len(values)
