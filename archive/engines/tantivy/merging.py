"""Which segments a commit of tantivy would merge: it does so on its own, and cannot be told otherwise from Python.

Small commits must show at once. So what would merge much beside few documents is known before it begins: see `apart`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

META = "meta.json"  # tantivy's own; it renames a new one into place with every commit and every merge

QUICK = 200  # documents that a small commit may merge
BULK = 16  # times its own documents that a large commit may merge
MOST = 64  # segments; more than these are not left to idle time

# The constants of tantivy's LogMergePolicy.
_FEWEST = 8  # segments of one level that become one
_SMALL = 10_000  # documents; segments of fewer are all of one size to it
_LEVEL = 0.75  # of a logarithm to base 2


def segments(folder: Path) -> list[int]:
    """How many documents each segment of the index in `folder` has, those taken back left out."""
    told = json.loads((folder / META).read_bytes())["segments"]
    return [int(one["max_doc"]) - int((one["deletes"] or {}).get("num_deleted_docs", 0)) for one in told]


def merged(sizes: Sequence[int]) -> int:
    """How many documents of segments of these sizes tantivy would write again."""
    highest = math.inf

    def level(size: int) -> float:
        nonlocal highest
        now = math.log2(max(size, _SMALL))
        if now < highest - _LEVEL:
            highest = now
        return highest

    levels = [list(group) for _, group in groupby(sorted(sizes, reverse=True), level)]
    return sum(sum(group) for group in levels if len(group) >= _FEWEST)


def looms(sizes: Sequence[int], new: int) -> bool:
    """Whether a commit of so many documents must leave merging to idle time."""
    return len(sizes) < MOST and merged([*sizes, new]) > max(QUICK, BULK * new)
