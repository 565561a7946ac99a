"""The dates of issue of 220 real releases of eighteen wires, as printed, according to two readers (who agree on
all)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from ingest.description.file_description import describe

TEXTS = Path(__file__).parents[3] / "shared" / "data" / "releases" / "texts"
DAYS: dict[str, str | None] = json.loads((Path(__file__).parent / "release_days.json").read_text(encoding="utf-8"))
pytestmark = pytest.mark.skipif(not TEXTS.is_dir(), reason="../shared is not here")


def test_printed_days_are_the_days_of_issue(tmp_path: Path) -> None:
    found = {name: describe(str(TEXTS / name), name, str(tmp_path))["values"].get("date") for name in DAYS}
    printed = {name: day for name, day in DAYS.items() if day}
    wrong = {name: (day, found[name]) for name, day in printed.items() if found[name] != day}
    given = {name: found[name] for name, day in DAYS.items() if not day and found[name]}
    print(f"{len(printed) - len(wrong)} of {len(printed)} right; wrong {wrong}; given though none is printed {given}")
    far = [name for name, (day, told) in wrong.items() if told and _apart(day, told) > 7]
    assert len(wrong) <= 0.15 * len(printed)
    assert len(far) <= 0.015 * len(printed)
    assert len(given) <= 0.05 * (len(DAYS) - len(printed))


def _apart(day: str, other: str) -> int:
    return abs((date.fromisoformat(day) - date.fromisoformat(f"{other}-01-01"[:10])).days)
