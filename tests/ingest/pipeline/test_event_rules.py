"""An archive whose events were found by the rules of another version: the next ingest finds them again."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.access import ARCHIVIST
from archive.catalogue.events import event_finder, event_ties
from archive.record import Status
from archive.storage.archive import Archive
from tests.archive.catalogue.event_papers import add, meeting, photo
from tests.support.commands import Run, json_lines

TALKS = [
    meeting("readout.txt", "Readout of Governor Rendra Latuconsina's meeting with Mayor Elena Marques"),
    meeting("remarks.txt", "Remarks by Governor Rendra Latuconsina and Mayor Elena Marques before their meeting"),
]
SHIPS = [
    photo("", f"{name}{n}.jpg", f"2024-05-2{day}T08:00:00", event=event, city="Bitung")
    for day, (name, event) in enumerate((("ship", "Parade of tall ships"), ("drill", "Helicopter rescue drill")))
    for n in (1, 2, 3)
]


@pytest.fixture
def ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return the ids of the records by name, in an archive of a version that knew no meetings."""
    with monkeypatch.context() as before, Archive.create(tmp_path / "archive") as archive:
        before.setattr(event_finder, "RULES", event_finder.RULES - 1)
        before.setattr(event_ties, "tie_of_meeting", lambda *_: None)
        archive.catalogue.rebuild_press_events()
        with archive.catalogue.write() as writer:
            writer.root("/media/disk", "disk")
            writer.open_accession({}, Status.RELEASED)
            return {paper.name: add(writer, paper) for paper in (*TALKS, *SHIPS)}


def test_an_ingest_finds_events_again_and_keeps_keys_and_decisions(
    press_archive: Run, tmp_path: Path, ids: dict[str, str]
) -> None:
    at = ("--archive", tmp_path / "archive")
    drill, ship = (one["event"] for one in json_lines(press_archive("events", "list", "--json", *at)))
    press_archive("events", "reject", ship, ids["ship2.jpg"], *at)
    press_archive("events", "confirm", ship, ids["drill1.jpg"], *at)
    press_archive("events", "merge", ship, drill, *at)
    press_archive("events", "split", ship, ids["drill2.jpg"], ids["drill3.jpg"], *at)
    (tmp_path / "new").mkdir()

    def events() -> dict[str, set[str]]:
        with Archive.open_to_read(tmp_path / "archive") as archive:
            keys = archive.catalogue.press_event_keys(ARCHIVIST)
            found = [archive.catalogue.press_event(key, ARCHIVIST) for key in keys]
            assert archive.catalogue.press_event_lead(drill, ARCHIVIST) == ship
            return {event.key: {one.record for one in event.members} for event in found if event}

    before = events()
    assert {ids["ship1.jpg"], ids["ship3.jpg"], ids["drill1.jpg"]} in before.values()
    assert {ids["drill2.jpg"], ids["drill3.jpg"]} in before.values()
    press_archive("ingest", tmp_path / "new", *at)
    after = events()
    talks = {ids[paper.name] for paper in TALKS}
    assert {key: members for key, members in after.items() if members != talks} == before
    assert talks in after.values()
    press_archive("ingest", tmp_path / "new", *at)
    assert events() == after


def test_events_are_found_again_once(tmp_path: Path, ids: dict[str, str]) -> None:
    with Archive.open(tmp_path / "archive") as archive:
        assert not archive.catalogue.press_events_are_current()
        archive.catalogue.rebuild_press_events()
        assert archive.catalogue.press_events_are_current()
