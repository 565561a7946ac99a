"""Nothing is public before its embargo has been read, wherever that is; and a printed line stays true."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.record import Kind, Outcome, Status
from archive.search.index import index_sync
from archive.storage.archive import Archive
from ingest.pipeline import pipeline
from ingest.pipeline.pipeline import Options, ingest
from ingest.pipeline.receipt import FileOutcome
from tests.builders.packed_files import zipped
from tests.builders.photo_builders import jpeg, packet, xmp_segment
from tests.builders.raw_builders import arw, corners, saved
from tests.builders.window_disks import DISKS, FEW, WORD, answers, caption, name, photos
from tests.ingest.pipeline.test_intake import Intake, intake
from tests.support.window_killing import killed
from webui import create_app
from webui.services.services import OpenArchive

__all__ = ["intake"]
COUNT = 8
CONTAINERS = (".zip", ".eml")  # their own embargo applies to all their contents


class Observer:
    """Sends public requests after every commit of an ingest. `told`: its lines; `leaks`: responses that reveal
    something."""

    def __init__(self, archive: Archive, services: OpenArchive) -> None:
        self._archive, self._write = archive, archive.catalogue.write
        self._client = create_app({"SERVICES": services}).test_client()
        self.told: list[FileOutcome] = []
        self.leaks: list[str] = []
        self.commits = 0

    @contextmanager
    def write(self, agent: str = "press-archive") -> Iterator[Any]:
        """Replaces the catalogue's `write`."""
        with self._write(agent) as w:
            yield w
        self.commits += 1
        self.ask()

    def ask(self) -> None:
        """Check what the public can see now."""
        index_sync.update(self._archive)
        hidden = self._archive.catalogue.visible_ids(ARCHIVIST) - self._archive.catalogue.visible_ids(PUBLIC)
        self.leaks += answers(self._client, sorted(hidden)[-2:], FEW)

    def line(self, line: FileOutcome) -> None:
        """Check that a printed line is true."""
        self.told.append(line)
        if line.record is not None:
            record = self._archive.catalogue.get(line.record, ARCHIVIST)
            assert record is not None
            assert record.status is line.status, line


@pytest.fixture
def observer(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> Iterator[Observer]:
    monkeypatch.setattr(pipeline, "BATCH_FILES", 4)
    index_sync.update(intake.archive)
    with closing(OpenArchive(intake.archive.folder)) as services:
        watching = Observer(intake.archive, services)
        monkeypatch.setattr(intake.archive.catalogue, "write", watching.write)
        yield watching


def take(intake: Intake, observer: Observer, options: Options = Options()) -> None:  # noqa: B008 - frozen
    ingest([intake.home / "disk"], intake.archive, options, lambda line, _: observer.line(line))


@pytest.mark.parametrize("disk", DISKS)
def test_the_public_never_sees_a_photo_whose_embargo_comes_later(intake: Intake, observer: Observer, disk: str) -> None:
    DISKS[disk](intake.home / "disk", COUNT)
    take(intake, observer)
    assert observer.commits > 3
    assert observer.leaks == []
    assert len({line.path for line in observer.told}) == len(observer.told)
    pictures = [line for line in observer.told if Path(line.path).name.startswith("IMG") and ".xmp" not in line.path]
    assert [line.status for line in pictures] == [Status.HELD] * COUNT
    for line in observer.told:  # also at the end
        if line.record is not None:
            record = intake.archive.catalogue.get(line.record, ARCHIVIST)
            assert record is not None
            assert record.status is line.status, line


@pytest.mark.parametrize(("disk", "moment"), [("table at the end", 6), ("all in one zip", 5)])
def test_after_a_kill_nothing_is_public_either_nor_on_the_way_to_the_end(
    intake: Intake, observer: Observer, disk: str, moment: int
) -> None:
    DISKS[disk](intake.home / "disk", COUNT)
    assert killed(intake.archive.folder, intake.home / "disk", moment)
    observer.ask()
    take(intake, observer)
    assert observer.leaks == []
    assert len(intake.archive.catalogue.visible_ids(ARCHIVIST)) >= COUNT
    assert public_photos(intake) == []
    intake.run()
    assert {line.outcome for line in intake.lines.values()} == {Outcome.UNCHANGED}


def public_photos(intake: Intake) -> list[str]:
    catalogue = intake.archive.catalogue
    records = catalogue.get_many(sorted(catalogue.visible_ids(PUBLIC)), PUBLIC)
    return [record.id for record in records if record.kind == Kind.PHOTO]


def test_tables_that_are_unchanged_hold_what_comes_later(intake: Intake, observer: Observer) -> None:
    DISKS["in a zip in a zip"](intake.home / "disk", COUNT)
    late = [intake.home / "disk" / name(n) for n in range(3, COUNT)]
    kept = {path: path.read_bytes() for path in late}
    for path in late:
        path.unlink()
    take(intake, observer)
    for path, data in kept.items():
        path.write_bytes(data)
    take(intake, observer)
    assert observer.leaks == []
    assert public_photos(intake) == []
    assert {line.outcome for line in observer.told if "captions" in line.path} == {Outcome.ATTACHED, Outcome.UNCHANGED}


def test_a_table_that_holds_nothing_waits_for_its_photos_which_may_hold_it(intake: Intake, observer: Observer) -> None:
    photos(intake.home / "disk" / "JANGAN DISIARKAN", 3)
    rows = "".join(f"{name(n)},{caption(n)},Ana\n" for n in range(3))
    intake.write("disk/A.csv", f"File,Caption,Credit\n{rows}")
    (intake.home / "disk" / "B.zip").write_bytes(zipped({"B.csv": f"File,Caption,Credit\n{rows.upper()}"}))
    take(intake, observer)
    assert observer.leaks == []
    assert {line.status for line in observer.told if ".csv" in line.path} == {Status.HELD}
    assert {Path(line.path).name for line in observer.told[-3:]} == {"A.csv", "B.csv", "B.zip"}


@pytest.mark.parametrize("count", [2, 7])
def test_the_two_files_of_a_frame_are_written_together(intake: Intake, observer: Observer, count: int) -> None:
    """The raw file has no embargo, but the camera's JPEG has."""
    for n in range(count):
        seen = saved(corners().point(lambda at, n=n: at ^ n * 11))  # type: ignore[misc]
        (intake.home / "disk" / f"DSC_{n:03}.ARW").write_bytes(arw(seen))
        words = packet(f"<photoshop:Instructions>EMBARGOED UNTIL 10:00 GMT 3 MAY 2051 {WORD}</photoshop:Instructions>")
        (intake.home / "disk" / f"DSC_{n:03}.jpg").write_bytes(jpeg(xmp_segment(words), base=seen))
    take(intake, observer)
    assert observer.leaks == []
    assert {line.outcome for line in observer.told} == {Outcome.ADDED, Outcome.ATTACHED}
    assert {line.status for line in observer.told} == {Status.HELD}
    assert public_photos(intake) == []
