"""Search assistance uses a record as soon as it is public, and exactly as long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest

from archive.access import PUBLIC, instant, utc_now
from archive.catalogue import Access
from archive.record import Status
from archive.search.index import index_sync
from archive.search.suggestions import suggest
from archive.storage.archive import Archive
from tests.support.commands import some
from tests.support.crawl import Seen, comparable, leaks, without_similar
from tests.support.search_shelf import SearchShelf
from tests.support.secret_shelf import REASON, SECRETS, SecretShelf

WORDS = [*SECRETS, REASON]


@pytest.fixture(params=["whoosh", "tantivy"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchShelf]:
    with Archive.create(tmp_path / "archive") as archive:
        opened = SearchShelf(archive)
        opened.add("Jembatan dibuka", "Jembatan itu dibuka untuk umum.", source="Antara")
        index_sync.rebuild(archive, engine=request.param)
        yield opened
        opened.searcher.close()


def told(shelf: SearchShelf) -> set[str]:
    """Return the kinds of search assistance that reveal held records."""
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
        patch.object(index_sync, "utc_now", lambda: later),
        patch.object(shelf.archive.catalogue, "_clock", lambda: later),
    ):
        shelf.index()
        assert told(shelf) == {"title", "source", "term", "offer of source", "meant"}
    with shelf.archive.catalogue.write("the archivist") as writer:
        writer.set_status(record, Access(Status.WITHDRAWN, None, "taken back"))
    shelf.index()
    assert told(shelf) == set()


class Shelves(NamedTuple):
    """An archive with secrets, and one that never had any, with everything visible of it."""

    having: SecretShelf
    without: SecretShelf
    seen_without: Seen


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def shelves(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelves]:
    folder = tmp_path_factory.mktemp("secrets")
    having = SecretShelf(folder / "having", request.param)
    without = SecretShelf(folder / "without", request.param, secrets=False)
    yield Shelves(having, without, without.seen())
    having.close()
    without.close()


def differences(shelves: Shelves, seen: Seen, similar: bool = True) -> list[str]:
    """Return where the public can distinguish the two. Similar records depend on word frequencies, which include
    withdrawn records until the index is rebuilt."""
    pairs = [(seen, shelves.having), (shelves.seen_without, shelves.without)]
    mine, theirs = (comparable(met if similar else without_similar(met), shelf.names) for met, shelf in pairs)
    hidden = {path for path in mine if "/held-" in path and mine[path][0] == 404}
    shown = mine.keys() - hidden
    other = [path for path in shown & theirs.keys() if mine[path] != theirs[path]]
    return sorted(other + [f"only one: {path}" for path in shown ^ theirs.keys()])


def test_no_secret_shows_anywhere_while_it_is_held(shelves: Shelves) -> None:
    shelves.having.become(Status.HELD)
    shelves.having.index_anew()
    seen = shelves.having.seen()
    assert leaks(seen, WORDS) == []
    assert differences(shelves, seen) == []


def test_no_secret_shows_anywhere_once_it_is_withdrawn(shelves: Shelves) -> None:
    shelves.having.become(Status.RELEASED)  # the index contained it, so it could reveal it
    shelves.having.become(Status.WITHDRAWN)
    seen = shelves.having.seen()
    assert leaks(seen, WORDS) == []
    assert differences(shelves, seen, similar=False) == []


def test_no_secret_shows_anywhere_while_the_index_is_behind_the_withdrawal(shelves: Shelves) -> None:
    shelves.having.become(Status.RELEASED)
    leaking = leaks(shelves.having.asked(), SECRETS)
    shelves.having.become(Status.WITHDRAWN, followed=False)
    assert leaks(shelves.having.asked(), WORDS) == []
    shelves.having.become(Status.RELEASED)
    assert leaks(shelves.having.asked(), SECRETS) == leaking


def test_each_secret_shows_in_many_places_once_it_is_released(shelves: Shelves) -> None:
    """Otherwise the tests above could not fail."""
    shelves.having.become(Status.RELEASED)
    seen = shelves.having.asked()
    for word in some(SECRETS):
        places = {path.split("?")[0].rsplit("/", 1)[-1] for path, _ in leaks(seen, [word])}
        assert {"search", "suggest"} <= places, word
    told = differences(shelves, seen)
    assert any(path.startswith("only one: /records/held-") for path in told)
    for part in ("collapse=", "cursor=", "facets=", "/suggest?", "/sequence", "/help/search", "relax=on"):
        assert any(part in path for path in told), part
