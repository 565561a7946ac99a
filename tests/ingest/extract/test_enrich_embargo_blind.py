"""Sets of texts with embargo words at their head or foot, each written with its expected outcome before the first run.

A case expects an instant (UTC), `decide` (held until someone decides) or `open`. Rewriting one to fit the program would
make the set worthless: a fault is fixed as a class, with its own tests.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from archive.access import instant
from archive.record import Description, Status
from ingest.description.file_description import describe
from ingest.extract.embargo import embargo_fields, standing
from ingest.files import restrictions

CASES = Path(__file__).parents[2] / "cases"
# Maximum numbers of cases in a set that are released early, open but should be held, and held but should be open. They
# started with the figures of the first run and may only decrease.
SETS = {
    "embargo_blind_a.json": (0, 0, 0),
    "embargo_blind_b.json": (0, 0, 0),
    "embargo_blind_c.json": (0, 0, 0),
    "embargo_blind_d.json": (0, 0, 0),
    "embargo_blind_e.json": (0, 0, 0),
    "embargo_blind_f.json": (0, 0, 0),
    "embargo_blind_g.json": (0, 0, 1),
    "embargo_blind_h.json": (0, 0, 2),  # 5 open and 3 held when it was first run
    "embargo_blind_i.json": (0, 0, 1),  # 2 open and 1 held when it was first run
    "embargo_blind_j.json": (0, 0, 0),  # 2 open and 2 held when it was first run
    "embargo_blind_k.json": (0, 0, 0),  # 3 open and 1 held when it was first run: 53 of 60 right
    "embargo_blind_l.json": (0, 0, 1),  # 6 open and 7 held when it was first run: 44 of 60 right
    "embargo_blind_m.json": (0, 0, 0),  # 2 open and 3 held when it was first run: 52 of 60 right
    "embargo_blind_n.json": (0, 0, 0),  # 2 open and 2 held when it was first run: 53 of 60 right
    "embargo_blind_own.json": (0, 0, 0),
    "embargo_blind_net.json": (0, 2, 6),  # hard on purpose: 6 open and 9 held before evidence counted
}
ENFORCED_DAYS = 30  # the default of [intake] embargo_enforced_days


def outcome(case: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the outcome of ingesting the case's text at its instant `now`: an instant, `decide` or `open`."""
    for module in (restrictions, embargo_fields, standing):
        monkeypatch.setattr(module, "utc_now", lambda: datetime.fromisoformat(case["now"]))
    path = folder / f"{case['id']}.txt"
    path.write_text(case["text"], encoding="utf-8")
    description = Description.from_json(describe(str(path), case["filename"], str(folder), case["filename"]))
    restrictions.note_old(description, ENFORCED_DAYS)
    access = restrictions.access_for(description, Status.RELEASED)
    if access.status is Status.RELEASED:
        return "open"
    return access.release_at or "decide"


def judge(expected: str, found: str) -> str:
    """Return `right`, `early`, `open` (it should hold), `held` (it should be open) or `late`."""
    if expected == found:
        return "right"
    if expected == "open":
        return "held"
    if found == "open":
        return "open"
    ends = {"decide": "9999"}
    return "early" if ends.get(found, found) < ends.get(expected, expected) else "late"


def judged(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Any]]:
    cases = json.loads((CASES / name).read_text(encoding="utf-8"))
    assert len(cases) >= 42
    rows: dict[str, list[Any]] = {}
    for case in cases:
        found = outcome(case, folder, monkeypatch)
        rows.setdefault(judge(case["expect"], found), []).append((case["id"], case["expect"], found))
    return rows


@pytest.mark.parametrize("name", SETS)
def test_cases_written_blind(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = judged(name, tmp_path, monkeypatch)
    print(name, dict(Counter({kind: len(found) for kind, found in rows.items()})))
    wrong = {kind: found for kind, found in rows.items() if kind != "right"}
    print(*(f"{kind}: {row}" for kind, found in wrong.items() for row in found), sep="\n")
    early, opened, held = SETS[name]
    assert len(wrong.get("early", [])) <= early
    assert len(wrong.get("open", [])) <= opened
    assert len(wrong.get("held", [])) <= held


def test_the_outcomes_are_instants_as_the_catalogue_writes_them() -> None:
    expected = [case["expect"] for name in SETS for case in json.loads((CASES / name).read_text(encoding="utf-8"))]
    timed = [one for one in expected if one not in ("decide", "open")]
    assert len(timed) > len(SETS)
    assert [instant(datetime.fromisoformat(one)) for one in timed] == timed
