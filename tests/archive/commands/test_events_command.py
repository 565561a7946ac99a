"""`press-archive events`: members of an event are shown, decided and undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.record import Status
from archive.storage.archive import Archive
from tests.archive.catalogue.event_papers import add, photo
from tests.support.commands import Run, json_lines


@pytest.fixture
def ids(tmp_path: Path) -> dict[str, str]:
    papers = [
        photo("", f"{name}{n}.jpg", f"2024-05-2{day}T08:00:00", event=event, city="Bitung")
        for day, (name, event) in enumerate((("ship", "Parade of tall ships"), ("drill", "Helicopter rescue drill")))
        for n in (1, 2)
    ]
    with Archive.create(tmp_path / "archive") as archive, archive.catalogue.write() as writer:
        writer.root("/media/disk", "disk")
        writer.open_accession({}, Status.RELEASED)
        return {paper.name: add(writer, paper) for paper in papers}


def test_events_are_listed_decided_and_taken_back(press_archive: Run, tmp_path: Path, ids: dict[str, str]) -> None:
    at = ("--archive", tmp_path / "archive")

    def members(event: str) -> set[str]:
        (told,) = json_lines(press_archive("events", "show", event, "--json", *at))
        return {one["record"] for one in told["members"]}

    drill, ship = (one["event"] for one in json_lines(press_archive("events", "list", "--json", *at)))
    assert members(ship) == members(ids["ship1.jpg"]) == {ids["ship1.jpg"], ids["ship2.jpg"]}
    assert "same day, same occasion" in press_archive("events", "show", ship, *at).stdout
    press_archive("events", "confirm", ship, ids["drill1.jpg"], *at)
    assert ids["drill1.jpg"] in members(ship)
    press_archive("events", "undo", *at)
    (merged,) = json_lines(press_archive("events", "merge", ship, drill, "--json", *at))
    assert members(ship) == members(drill) == set(ids.values())
    press_archive("events", "reject", ship, ids["ship2.jpg"], *at)
    assert "something else was decided since" in press_archive("events", "undo", merged["n"], *at, code=1).stderr
    press_archive("events", "undo", *at)
    press_archive("events", "split", ship, ids["drill1.jpg"], ids["drill2.jpg"], *at)
    assert members(ship) == {ids["ship1.jpg"], ids["ship2.jpg"]}
    acts = json_lines(press_archive("events", "decisions", "--json", *at))
    assert [(one["decision"], one["stands"]) for one in acts] == [
        ("split", True),
        ("rejected", False),
        ("merged", True),
        ("confirmed", False),
    ]
    assert "There is no event" in press_archive("events", "reject", "never", ids["ship1.jpg"], *at, code=1).stderr
    assert json_lines(press_archive("events", "rebuild", "--json", *at)) == [{"events": 2}]
