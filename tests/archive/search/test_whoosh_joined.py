"""Held and public documents, searched as one index, but stored once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Access
from archive.record import Status
from archive.search.engines.engine import Engine
from archive.search.engines.whoosh import WhooshEngine
from archive.search.execution.requests import SearchRequest
from archive.search.index import index_sync
from archive.search.query.plan import All, Everything, Fuzzy, Node, Phrase, Plan, Prefix, Without
from archive.search.searcher import Searcher
from archive.storage.archive import Archive
from tests.archive.search.test_indexing import add
from tests.cases.engine_cases import FIVE, doc, state, text
from tests.support.index_damage import index_folder

MORE = (
    doc("B", "the bridge of blue iron was opened", "bridge", (20250301, 20250331), kind="speech", language="en"),
    doc("F", "a held bridge of red brick", "held", (20250401, 20250401), kind="speech", language="en,vi"),
)
PLANS: tuple[Node, ...] = (
    Everything(),
    text("bridge"),
    text("red"),
    text("blue"),
    text("held"),
    Prefix("text_text", "br"),
    Fuzzy("text_text", "bridgo", 1),
    Phrase("text_text", ("red", "iron")),
    Phrase("text_text", ("blue", "iron")),
    All((text("bridge"), text("iron"))),
    Without(Everything(), text("red")),
)


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[WhooshEngine, WhooshEngine]]:
    """The public index, and the one on top of it."""
    public = WhooshEngine.create(tmp_path / "public", state(0))
    public.update(FIVE, (), state(1))
    WhooshEngine.create(tmp_path / "held", state(0)).close()
    with closing(public), closing(WhooshEngine.open(tmp_path / "held", tmp_path / "public")) as held:
        held.update(MORE, (), state(1))
        yield public, held


def _told(engine: Engine, node: Node) -> object:
    answers = engine.search(Plan(node, limit=10, sort="-date", facets=("kind", "language")))
    return answers.ids, answers.total, answers.facets, answers.undated


@pytest.mark.parametrize("node", PLANS, ids=str)
def test_it_answers_as_one_index_of_all(both: tuple[WhooshEngine, WhooshEngine], node: Node, tmp_path: Path) -> None:
    with closing(WhooshEngine.create(tmp_path / "one", state(0))) as one:
        one.update([*FIVE, *MORE], (), state(1))
        assert _told(both[1], node) == _told(one, node)


def test_it_knows_the_words_and_documents_of_both(both: tuple[WhooshEngine, WhooshEngine]) -> None:
    public, held = both
    assert (held.ids(), held.count()) == (frozenset("ABCDEF"), 6)
    assert (public.ids(), public.count()) == (frozenset("ABCDE"), 5)
    assert held.terms("text_text", "br", 5) == [("bridge", 4), ("brick", 1)]
    assert public.terms("text_text", "br", 5) == [("bridge", 3)]
    assert held.values("kind", "sp", 5) == [("speech", 3)]
    assert public.values("kind", "sp", 5) == [("speech", 1)]


def test_what_changes_in_either_shows_at_once(both: tuple[WhooshEngine, WhooshEngine]) -> None:
    public, held = both
    public.update([doc("G", "a green bridge")], ["C"], state(2))
    assert held.ids() == frozenset("ABDEFG")
    held.update((), ["B"], state(2))
    assert held.search(Plan(text("blue"))).total == 0
    assert sorted(held.search(Plan(text("bridge"))).ids) == ["B", "E", "F", "G"]
    public.update((), ["B"], state(3))
    assert held.ids() == frozenset("ADEFG")


def test_it_merges_what_is_its_own_alone(both: tuple[WhooshEngine, WhooshEngine]) -> None:
    public, held = both
    for number in range(5):
        held.update([doc(chr(ord("H") + number), "another bridge")], (), state(2))
    while held.tidy():
        pass
    assert held.count() == 11
    assert public.count() == 5


def test_one_that_is_closed_lets_go_of_both(both: tuple[WhooshEngine, WhooshEngine]) -> None:
    public, held = both
    held.close()
    assert public.search(Plan(text("bridge"))).total == 3


def test_what_all_see_alike_is_kept_once(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "archive") as archive:
        add(archive, "Jembatan dibuka.")
        held = add(archive, "Rahasia negara.", Access(Status.HELD))
        index_sync.update(archive)
        folder = index_folder(archive)
        with closing(WhooshEngine.open(folder / "held")) as own:
            assert own.ids() == frozenset([held])


def test_who_may_see_a_record_finds_it_at_every_moment(tmp_path: Path) -> None:
    """Also while it moves from one index to the other."""
    with Archive.create(tmp_path / "archive") as archive, closing(Searcher(archive)) as searcher:
        record = add(archive, "Jembatan dibuka.")
        index_sync.update(archive)
        done, missed, asked = threading.Event(), [], []

        def ask() -> None:
            while not done.is_set():
                asked.append(1)
                if not searcher.search(SearchRequest("jembatan"), ARCHIVIST).hits:
                    missed.append(len(asked))

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        try:
            for number in range(30):
                status = Status.HELD if number % 2 == 0 else Status.RELEASED
                with archive.catalogue.write() as writer:
                    writer.set_status(record, Access(status))
                index_sync.update(archive)
                public = searcher.search(SearchRequest("jembatan"), PUBLIC).hits
                assert len(public) == (status is Status.RELEASED)
        finally:
            done.set()
            asking.join()
        assert len(asked) > 30
        assert missed == []
