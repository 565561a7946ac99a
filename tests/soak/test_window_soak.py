"""The window at length: a thousand photos whose embargo comes after them, requested continuously, with kills at twenty
moments."""

from __future__ import annotations

import subprocess
import time
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.record import Kind
from archive.search.index import index_sync
from archive.storage.archive import Archive
from tests.builders.window_disks import DISKS, answers
from tests.support.commands import COMMAND, clean_environment, run_apart
from tests.support.window_killing import killed
from webui import create_app
from webui.services.services import OpenArchive

PHOTOS, SMALL, MOMENTS = 1000, 60, 20


class Asking:
    """Sends public requests repeatedly until the block ends."""

    def __init__(self, archive: Path) -> None:
        self._archive, self._over = archive, Event()
        self.leaks: list[str] = []
        self.asked = 0
        self._thread = Thread(target=self._ask, daemon=True)

    def __enter__(self) -> Asking:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _ask(self) -> None:
        with closing(OpenArchive(self._archive)) as services, Archive.open(self._archive) as archive:
            client = create_app({"SERVICES": services}).test_client()
            while not self._over.is_set():
                seen = archive.catalogue.visible_ids(PUBLIC)
                hidden = sorted(archive.catalogue.visible_ids(ARCHIVIST) - seen)
                self.leaks += answers(client, hidden[:: max(1, len(hidden) // 20)])
                self.asked += 1
                time.sleep(0.05)


def made(folder: Path) -> None:
    """Create a new archive with its index."""
    with Archive.create(folder) as archive:
        index_sync.update(archive)


def public_photos(folder: Path) -> int:
    """Return the number of public photos."""
    with Archive.open(folder) as archive:
        index_sync.update(archive)
        records = archive.catalogue.get_many(sorted(archive.catalogue.visible_ids(PUBLIC)), PUBLIC)
        return sum(record.kind == Kind.PHOTO for record in records)


@pytest.mark.parametrize("disk", DISKS)
def test_a_thousand_photos_asked_for_all_the_time(tmp_path: Path, disk: str) -> None:
    DISKS[disk](tmp_path / "disk", PHOTOS)
    made(tmp_path / "archive")
    with Asking(tmp_path / "archive") as asking:
        command = [str(COMMAND), "ingest", "--archive", str(tmp_path / "archive"), str(tmp_path / "disk")]
        subprocess.run(command, check=True, capture_output=True, env=clean_environment())
    print(f"{disk}: asked {asking.asked} times")
    assert asking.asked > 5
    assert asking.leaks == []
    assert public_photos(tmp_path / "archive") == 0


@pytest.mark.parametrize("disk", DISKS)
def test_killed_at_twenty_moments(tmp_path: Path, disk: str) -> None:
    DISKS[disk](tmp_path / "disk", SMALL)
    for moment in range(2, 2 + MOMENTS):
        archive = tmp_path / f"archive {moment}"
        made(archive)
        with Asking(archive) as asking:
            was_killed = killed(archive, tmp_path / "disk", moment)
            assert public_photos(archive) == 0
            if was_killed:
                run_apart("ingest", "--archive", archive, tmp_path / "disk")
        assert asking.leaks == []
        assert public_photos(archive) == 0
