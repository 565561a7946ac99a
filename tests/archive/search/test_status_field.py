"""`is:` searches by access status: for the archivist, on every engine; for the public it is an ordinary word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest

from archive.access import ARCHIVIST, PUBLIC, Access, instant, utc_now
from archive.errors import QueryError
from archive.record import Status
from archive.search.index import index_sync
from archive.search.query import parse_query
from archive.storage.archive import Archive
from tests.support.engines import LOCAL
from tests.support.search_shelf import SearchShelf

DUE = utc_now() + timedelta(days=2)
ACCESS = {
    "Terbuka": Access(),
    "Tertahan": Access(Status.HELD),
    "Menunggu": Access(Status.HELD, instant(DUE)),
    "Tertarik": Access(Status.WITHDRAWN),
}


@pytest.fixture(scope="module", params=LOCAL)
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchShelf]:
    """A record of each status; all were indexed as public before."""
    with Archive.create(tmp_path_factory.mktemp("status") / "archive") as archive:
        shelf = SearchShelf(archive)
        made = {title: shelf.add(title, "Jembatan dibuka.") for title in ACCESS}
        index_sync.rebuild(archive, engine=request.param)
        with archive.catalogue.write() as w:
            for title, access in ACCESS.items():
                if access != Access():
                    w.set_status(made[title], access)
        shelf.index()
        yield shelf
        shelf.searcher.close()


def titles(shelf: SearchShelf, q: str) -> set[str]:
    return {hit.record.title for hit in shelf.search(q, ARCHIVIST).hits}


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("is:held", {"Tertahan", "Menunggu"}),
        ("is:embargoed", {"Menunggu"}),
        ("is:withdrawn", {"Tertarik"}),
        ("is:released", {"Terbuka"}),
        ("is:held -is:embargoed", {"Tertahan"}),
        ("-is:released", {"Tertahan", "Menunggu", "Tertarik"}),
        ("is:(withdrawn OR released) jembatan", {"Terbuka", "Tertarik"}),
        ("status:ditahan", {"Tertahan", "Menunggu"}),
        ("trạng thái:đã gỡ", {"Tertarik"}),
        ("is:held title:tertahan", {"Tertahan"}),
    ],
)
def test_the_archivist_finds_records_by_who_may_see_them(shelf: SearchShelf, q: str, found: set[str]) -> None:
    assert titles(shelf, q) == found


def test_a_value_that_is_no_status_is_refused_with_those_there_are() -> None:
    with pytest.raises(QueryError, match="released, held, withdrawn, embargoed"):
        parse_query("is:secret", viewer=ARCHIVIST)


def test_the_public_reads_it_as_words(shelf: SearchShelf) -> None:
    """With and without the records: nothing is found, and the messages are the same."""
    for q in ("is:held", "is:withdrawn", "is:released", "is:nonsense", "status:ditahan"):
        found = shelf.search(q, PUBLIC, facets=("kind",))
        assert (found.total, found.did_you_mean, found.offers) == (0, None, ())
        assert [warning.code for warning in found.warnings] == ["field-of-archivist"]
        assert found.read_as == q  # one run, which searches its parts as a phrase
    assert shelf.search("status: siaga").warnings == ()  # a headline is not interpreted


def test_the_public_index_has_no_status_at_all(shelf: SearchShelf) -> None:
    with shelf.searcher.opened(PUBLIC) as opened:
        assert opened.values("status", 10) == ()
    with shelf.searcher.opened(ARCHIVIST) as opened:
        assert dict(opened.values("status", 10)) == {"held": 2, "withdrawn": 1, "embargoed": 1}


def test_what_is_read_can_be_typed_again(shelf: SearchShelf) -> None:
    read = shelf.search("is:(held OR ditarik)", ARCHIVIST).read_as
    assert titles(shelf, read) == {"Tertahan", "Menunggu", "Tertarik"}


def test_an_embargo_that_ends_is_none_any_more(shelf: SearchShelf) -> None:
    later = DUE + timedelta(hours=1)
    with (
        patch.object(index_sync, "utc_now", lambda: later),
        patch.object(shelf.archive.catalogue, "_clock", lambda: later),
    ):
        shelf.index()
        assert titles(shelf, "is:embargoed") == set()
        assert titles(shelf, "is:released") == {"Terbuka", "Menunggu"}
