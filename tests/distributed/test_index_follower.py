"""The indexer of an archive on a server is woken by writes."""

from __future__ import annotations

import threading
from pathlib import Path
from time import sleep

import pytest

from archive.access import PUBLIC
from archive.errors import IndexUnusable
from archive.record import Status
from archive.search.index import index_daemon, index_sync
from archive.storage.archive import Archive
from tests.archive.catalogue.shelf import article

pytestmark = pytest.mark.usefixtures("on_postgresql")


def test_the_indexer_follows_writes_that_it_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no polling: HEAR_SECONDS is longer than the test."""
    monkeypatch.setattr(index_daemon, "HEAR_SECONDS", 3600.0)
    stop = threading.Event()
    with Archive.create(tmp_path / "archive") as archive:
        follower = threading.Thread(target=index_daemon.watch, args=(archive, stop.wait), daemon=True)
        follower.start()
        try:
            for path in ("f/one.txt", "f/two.txt"):
                with archive.catalogue.write() as writer:
                    if path == "f/one.txt":
                        writer.root("/media/disk", "disk")
                        writer.open_accession({}, Status.RELEASED)
                    article(writer, path)
                while len(ids_in_index(archive)) < len(archive.catalogue.visible_ids(PUBLIC)):
                    assert follower.is_alive()
                    sleep(0.01)
        finally:
            stop.set()
            with archive.catalogue.write() as writer:
                writer.event("fixity check")
            follower.join()


def ids_in_index(archive: Archive) -> frozenset[str]:
    """Return the ids in the public index now."""
    try:
        return index_sync.ids(archive)["public"]
    except IndexUnusable:
        return frozenset()
