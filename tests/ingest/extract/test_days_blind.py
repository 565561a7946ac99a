"""Texts with their dates of issue and of the event, written before the program was ever run on them.

Rewriting a case to fit the program would make a set worthless: a fault is fixed as a class, with its own cases in
`date_lines.py`. Correct dates of issue, of the event and in lists in the first run of each set: set a was used for
development; set b 42 of 58 and 33 of 49; set c 41 of 56, 18 of 35 and 44 of 60; set d 48 of 58, 22 of 32 and 53 of 60;
set e 48 of 57, 20 of 27 and 51 of 60. The others were fixed as classes, except those below.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.description.file_description import describe

NAMES = {"issued": "date", "event": "event_date"}  # the names in set e
CASES = Path(__file__).parents[2] / "cases"
# Known errors, as (case, value). A doubtful date of issue (2062) is kept, but the set has none.
STILL_WRONG = {
    "days_blind_a.json": {("da08", "date"), ("da58", "date"), ("da14", "event_date")},
    "days_blind_b.json": {("db20", "event_date")},
    "days_blind_c.json": set(),
    "days_blind_d.json": {("d01", "event_date")},
    "days_blind_e.json": {("de59", "date")},
}


@pytest.mark.parametrize("name", STILL_WRONG)
def test_days_of_texts_written_blind(name: str, tmp_path: Path) -> None:
    wrong: dict[tuple[str, str], tuple[object, object]] = {}
    for case in json.loads((CASES / name).read_text(encoding="utf-8")):
        path = tmp_path / case["id"] / case["name"]
        path.parent.mkdir(parents=True)
        path.write_text(case["text"], encoding="utf-8")
        values = describe(str(path), path.name, str(tmp_path), case["name"])["values"]
        expected = {NAMES.get(key, key): value for key, value in case["expect"].items()}
        for key in {"date", "event_date"} & {*expected}:
            wanted = expected[key]
            wanted = "/".join(wanted) if isinstance(wanted, list) else wanted
            if values.get(key) != wanted:
                wrong[case["id"], key] = (wanted, values.get(key))
    assert {*wrong} == STILL_WRONG[name], wrong
