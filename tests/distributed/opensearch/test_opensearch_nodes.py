"""A cluster of three nodes, one of which is killed: searches are unaffected, and nothing held is revealed."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Access
from archive.errors import IndexUnavailable
from archive.record import Status
from archive.search.engines.opensearch import server, server_indexes
from archive.search.execution import open_indexes
from archive.search.execution.requests import SearchRequest
from archive.search.index import index_sync
from archive.search.searcher import Searcher
from archive.storage.archive import Archive
from tests.archive.search.test_indexing import add
from tests.distributed.opensearch.nodes import Node, cluster

HELD, RELEASED, WITHDRAWN = Access(Status.HELD), Access(), Access(Status.WITHDRAWN)
CANARY = "zamrud"


@pytest.fixture(scope="module")
def nodes() -> Iterator[list[Node]]:
    with cluster(3) as started:
        yield started


@pytest.fixture(autouse=True)
def all_are_there(nodes: list[Node]) -> Iterator[None]:
    """Restart killed nodes after each test."""
    yield
    started_again(nodes)


def started_again(nodes: list[Node]) -> None:
    for node in nodes:
        if not node.runs():
            node.start()
    for node in nodes:
        node.wait("green")


@pytest.fixture
def archive(
    nodes: list[Node], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Archive]:
    """An archive whose index has a replica on a second node, or as many as the test sets."""
    monkeypatch.setenv("PRESS_ARCHIVE_INDEX_ENGINE", "opensearch")
    monkeypatch.setenv("PRESS_ARCHIVE_INDEX_URLS", ",".join(node.url for node in nodes))
    monkeypatch.setenv("PRESS_ARCHIVE_INDEX_REPLICAS", str(getattr(request, "param", 1)))
    monkeypatch.setenv("PRESS_ARCHIVE_INDEX_SHARDS", "2")
    with Archive.create(tmp_path / "archive") as opened:
        yield opened
        started_again(nodes)
        asked(nodes[0], "DELETE", "/press-archive-*")


def asked(node: Node, method: str, path: str) -> Any:
    request = urllib.request.Request(node.url + path, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())


class Kill:
    """Kills a node when the program sends its next `at`-th request."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, node: Node | None = None, at: int = 0) -> None:
        self.sent = 0
        send = server.Server.send

        def counted(*given: Any, **parameters: str) -> Any:
            self.sent += 1
            if node is not None and self.sent == at:
                node.kill()
            return send(*given, **parameters)

        monkeypatch.setattr(server.Server, "send", counted)


def told(archive: Archive) -> tuple[int, list[str], list[str]]:
    """Return what the public sees of the canary: the number of records with it, which ones, and whether it is a known
    word."""
    with closing(Searcher(archive)) as searcher:
        found = searcher.search(SearchRequest(CANARY, facets=("kind",)), PUBLIC)
        counted = [value.value for value in found.facets["kind"]]
        assert found.total == sum(value.count for value in found.facets["kind"])
        with searcher.opened(PUBLIC) as opened:
            words = [word for word, _ in opened.engine.terms("text_text", CANARY[:3], 10)]
    assert bool(counted) == bool(found.total)
    return found.total, [hit.record.id for hit in found.hits], words


@pytest.mark.parametrize(
    ("before", "after"),
    [(RELEASED, HELD), (HELD, RELEASED), (RELEASED, WITHDRAWN)],
    ids=["hold", "release", "withdraw"],
)
def test_a_node_killed_in_the_middle_of_a_decision_lets_nothing_out(
    archive: Archive,
    nodes: list[Node],
    monkeypatch: pytest.MonkeyPatch,
    before: Access,
    after: Access,
    chance: Random,
) -> None:
    victim = chance.choice(nodes)
    others = [add(archive, f"Jembatan nomor {number} dibuka.") for number in range(20)]
    first, second = (add(archive, f"Batu {CANARY} {number} ditemukan.", before) for number in range(2))
    index_sync.update(archive)
    with monkeypatch.context() as patched:
        counted = Kill(patched)
        decide(archive, first, after)
        index_sync.update(archive)
    decide(archive, second, after)
    with monkeypatch.context() as patched:
        Kill(patched, victim, chance.randint(1, counted.sent))
        index_sync.update(archive)
    assert not victim.runs()
    seen = [first, second] if after is RELEASED else []
    assert told(archive) == (len(seen), sorted(seen, key=told(archive)[1].index), [CANARY] if seen else [])
    started_again(nodes)
    assert sorted(told(archive)[1]) == sorted(seen)
    assert index_sync.ids(archive) == {
        "public": frozenset([*others, *seen]),
        "held": frozenset([*others, first, second]),
    }


def test_a_new_index_is_filled_without_copies_and_answers_with_them(
    archive: Archive, nodes: list[Node], monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, "Jembatan dibuka.")
    filled: list[set[str]] = []
    share = server_indexes.ServerGeneration.share
    copies = "/_cat/indices/press-archive-*?format=json&h=rep"

    def shared(generation: server_indexes.ServerGeneration) -> None:
        filled.append({index["rep"] for index in asked(nodes[0], "GET", copies)})
        share(generation)

    monkeypatch.setattr(server_indexes.ServerGeneration, "share", shared)
    index_sync.update(archive)
    assert filled == [{"0"}]
    assert {index["rep"] for index in asked(nodes[0], "GET", copies)} == {"1"}


def decide(archive: Archive, record: str, access: Access) -> None:
    with archive.catalogue.write() as writer:
        writer.set_status(record, access)


def test_searches_and_updates_go_on_while_a_node_is_killed_and_comes_back(
    archive: Archive, nodes: list[Node], chance: Random
) -> None:
    records = [add(archive, f"Jembatan nomor {number} dibuka.") for number in range(20)]
    held = add(archive, f"Batu {CANARY} ditemukan.", HELD)
    index_sync.update(archive)
    stop, wrong, asked_again = threading.Event(), [], threading.Event()

    def search() -> None:
        while not stop.is_set():
            try:
                if told(archive) != (0, [], []):
                    wrong.append("the held record is told")
                found = searcher.search(SearchRequest("jembatan"), PUBLIC)
                if found.total < len(records):
                    wrong.append(f"{found.total} of {len(records)} are found")
            except IndexUnavailable as error:
                wrong.append(str(error))
            asked_again.set()

    with closing(Searcher(archive)) as searcher:
        thread = threading.Thread(target=search, daemon=True)
        thread.start()
        for act in (chance.choice(nodes).kill, lambda: started_again(nodes)):
            act()
            later = add(archive, f"Jembatan {len(records)} diresmikan.")
            index_sync.update(archive)
            records.append(later)
            for _ in range(3):
                asked_again.clear()
                asked_again.wait()
        stop.set()
        thread.join()
        assert not wrong
        assert searcher.search(SearchRequest("jembatan"), PUBLIC).total == len(records)
        assert searcher.search(SearchRequest(CANARY), ARCHIVIST).total == len([held])


@pytest.mark.parametrize("archive", [0], indirect=True)
def test_a_part_that_is_gone_is_no_answer_with_less_in_it(
    archive: Archive, nodes: list[Node], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without replicas, the node's data is missing until it returns."""
    records = [add(archive, f"Jembatan nomor {number} dibuka.") for number in range(20)]
    index_sync.update(archive)
    shards = asked(nodes[0], "GET", "/_cat/shards/press-archive-*-public?format=json&h=node")
    victim = next(node for node in nodes if node.name == shards[0]["node"])
    victim.kill()
    monkeypatch.setattr(server, "PAUSES", ())
    with closing(Searcher(archive)) as searcher:
        for _ in range(5):
            with pytest.raises(IndexUnavailable):
                searcher.search(SearchRequest("jembatan"), PUBLIC)
    with archive.catalogue.write() as writer:
        for record in records[1:]:  # some of them were on it
            writer.set_status(record, WITHDRAWN)
    with pytest.raises(IndexUnavailable):
        index_sync.update(archive)
    started_again(nodes)
    index_sync.update(archive)
    assert index_sync.ids(archive) == {"public": frozenset(records[:1]), "held": frozenset(records)}
    with closing(Searcher(archive)) as searcher:
        assert searcher.search(SearchRequest("jembatan"), PUBLIC).total == 1


def test_a_cluster_that_hangs_is_not_waited_for_without_end(
    archive: Archive, nodes: list[Node], monkeypatch: pytest.MonkeyPatch
) -> None:
    record = add(archive, "Jembatan dibuka.")
    index_sync.update(archive)
    monkeypatch.setattr(open_indexes, "SEARCH_SECONDS", 1.0)
    for node in nodes:
        node.pause(True)
    try:
        decide(archive, record, WITHDRAWN)
        assert "does not answer" in str(index_sync.confirm(archive, 2.0))
        with closing(Searcher(archive)) as searcher, pytest.raises(IndexUnavailable):
            searcher.search(SearchRequest("jembatan"), PUBLIC)
    finally:
        for node in nodes:
            node.pause(False)
    index_sync.update(archive)
    assert index_sync.ids(archive) == {"public": frozenset(), "held": frozenset([record])}
