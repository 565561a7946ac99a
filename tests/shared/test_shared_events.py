"""Events of real texts and photos, which a reader marked before the program saw them: `events.json`.

Its records are named by their file in ../shared/data, others by the first 16 digits of their SHA-256: public texts of
three governments, of wires and of newspapers in four languages, and captions of photographs. These are read from
../shared-events if that folder is there. `also` and `either` are records of which a reader cannot say whether they are
of the occasion, and three that were marked later; they count neither way. `apart` are near misses.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from archive.access import ARCHIVIST
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from ingest.pipeline.receipt import FileOutcome

DATA = Path(__file__).parents[3] / "shared" / "data"
OTHERS = Path(__file__).parents[3] / "shared-events"
MARKED: dict[str, Any] = json.loads((Path(__file__).parent / "events.json").read_text(encoding="utf-8"))
RECALL = 0.9  # of the memberships. At first sight the program found 0.2.
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared is not here")


@dataclass
class Found:
    """The program's result: the record of each file, and the members of each event."""

    records: dict[str, str]
    events: list[frozenset[str]] = field(default_factory=list)
    possible: int = 0  # marked memberships that are only suggested


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    named = {name for pair in MARKED["apart"] for name in pair if name.startswith("speeches/")}
    given = [
        DATA / "releases" / "texts",
        *(DATA / name for name in sorted(named)),
        *([OTHERS] if OTHERS.is_dir() else []),
    ]
    files: list[FileOutcome] = []
    with Archive.create(tmp_path_factory.mktemp("events") / "archive") as archive:
        ingest(given, archive, tell=lambda line, _: files.append(line))
        made = Found({_name(Path(line.path)): line.record for line in files if line.record and "!/" not in line.path})
        marked = [_records(made, one["members"]) for one in MARKED["events"]]
        for key in archive.catalogue.press_event_keys(ARCHIVIST):
            event = archive.catalogue.press_event(key, ARCHIVIST)
            assert event is not None
            assert all(one.reasons for one in event.members)
            members, possible = ({one.record for one in ones} for ones in (event.members, event.possible))
            made.events.append(frozenset(members))
            made.possible += sum(len(mine & possible) for mine in marked if mine & members)
    return made


def _name(path: Path) -> str:
    if DATA in path.parents:
        return f"{path.relative_to(DATA).parts[0]}/{path.name}"
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _records(found: Found, names: list[str]) -> frozenset[str]:
    return frozenset(found.records[name] for name in names if name in found.records)


def test_real_events_have_the_members_that_a_reader_marked(found: Found) -> None:
    marked = [(_records(found, one["members"]), _records(found, one.get("also", []))) for one in MARKED["events"]]
    marked = [(mine, also) for mine, also in marked if len(mine) > 1]
    neither = [*(mine | also for mine, also in marked), *(_records(found, names) for names in MARKED["either"])]
    right: Counter[int] = Counter()
    wrong: list[str] = []
    for members in found.events:
        best = max(range(len(marked)), key=lambda n: len(members & marked[n][0]))
        if len(members & marked[best][0]) > 1:
            right[best] = max(right[best], len(members & marked[best][0]))
            wrong += sorted(members - marked[best][0] - marked[best][1])
        elif not any(members <= group for group in neither):
            wrong += sorted(members)
    memberships, of = sum(right.values()), sum(len(mine) for mine, _ in marked)
    recall, precision = memberships / of, memberships / ((memberships + len(wrong)) or 1)
    print(f"{memberships} of {of} memberships: recall {recall:.3f}, precision {precision:.3f};", end=" ")
    print(f"{found.possible} more are proposed; wrong: {wrong}")
    assert precision == 1.0
    if OTHERS.is_dir():  # of ../shared alone are too few marked to be measured
        assert recall >= RECALL


def test_near_misses_are_apart(found: Found) -> None:
    for one, other in MARKED["apart"]:
        pair = _records(found, [one, other])
        assert len(pair) < 2 or not any(pair <= members for members in found.events), (one, other)
