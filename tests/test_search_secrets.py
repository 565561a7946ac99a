"""What helps a search knows a record as soon as it is released, and not a moment longer than it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from archive import indexing
from archive.access import PUBLIC, instant, utc_now
from archive.archive import Archive
from archive.catalogue import Access
from archive.record import Status
from archive.suggest import suggest
from tests.search_shelf import SearchShelf


@pytest.fixture(params=["whoosh", "tantivy"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchShelf]:
    with Archive.create(tmp_path / "archive") as archive:
        opened = SearchShelf(archive)
        opened.add("Jembatan dibuka", "Jembatan itu dibuka untuk umum.", source="Antara")
        indexing.rebuild(archive, engine=request.param)
        yield opened
        opened.searcher.close()


def told(shelf: SearchShelf) -> set[str]:
    """The kinds of all help that tells of what is held."""
    kinds = {one.kind for n in range(2, 11) for one in suggest(shelf.searcher, "zulrahasia"[:n], PUBLIC)}
    offered = {f"offer of {offer.facet}" for offer in shelf.search("zulrahasia").offers}
    return kinds | offered | ({"meant"} if shelf.search("zulrahasiq").did_you_mean else set())


def test_help_knows_what_the_clock_releases_and_forgets_what_is_withdrawn(shelf: SearchShelf) -> None:
    due = utc_now() + timedelta(hours=1)
    record = shelf.add(
        "Zulrahasia", "Kata zulrahasia.", Access(Status.HELD, instant(due)), source="Zulrahasia", language="vi"
    )
    shelf.index()
    assert told(shelf) == set()
    later = due + timedelta(hours=1)
    with (
        patch.object(indexing, "utc_now", lambda: later),
        patch.object(shelf.archive.catalogue, "_clock", lambda: later),
    ):
        shelf.index()
        assert told(shelf) == {"title", "source", "term", "offer of source", "meant"}
    with shelf.archive.catalogue.write("the archivist") as writer:
        writer.set_status(record, Access(Status.WITHDRAWN, None, "taken back"))
    shelf.index()
    assert told(shelf) == set()
