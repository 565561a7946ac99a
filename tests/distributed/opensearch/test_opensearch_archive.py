"""An archive with its index on a cluster: it follows the catalogue, can be rebuilt, and reports errors."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Access
from archive.cli import main
from archive.errors import ConfigError, IndexUnavailable
from archive.record import Status
from archive.search.engines.opensearch import OpenSearchEngine, server, server_indexes
from archive.search.execution.requests import SearchRequest
from archive.search.index import index_sync, part_pool
from archive.search.index.generations import current, generations_of
from archive.search.searcher import Searcher
from archive.storage.archive import Archive
from tests.archive.search.test_indexing import add, answers
from tests.support.index_damage import index_folder
from tests.support.serving import free_ports

NAME = "test-archive"


@pytest.fixture
def on_cluster(node_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Put the index of new archives on a node, and yield its address."""
    monkeypatch.setenv("PRESS_ARCHIVE_INDEX_ENGINE", "opensearch")
    monkeypatch.setenv("PRESS_ARCHIVE_INDEX_URLS", node_url)
    monkeypatch.setenv("PRESS_ARCHIVE_INDEX_NAME", NAME)
    yield node_url
    for name in {index.rsplit("-", 3)[0] for index in indexes(node_url)}:
        ask(node_url, "DELETE", f"/{name}-*")


@pytest.fixture
def archive(on_cluster: str, tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive") as opened:
        yield opened


def ask(url: str, method: str, path: str, body: object = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read() or b"null")


def indexes(url: str) -> list[str]:
    """Return all indexes of archives on the node."""
    return sorted(row["index"] for row in ask(url, "GET", f"/_cat/indices/{NAME}-*?format=json&h=index"))


def numbers(url: str) -> list[str]:
    """Return the generation numbers of the indexes."""
    return sorted({index.removeprefix(NAME).split("-")[2] for index in indexes(url)})


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--archive", str(folder)])


def test_each_viewer_finds_what_the_catalogue_says_now(archive: Archive) -> None:
    seen, held = add(archive, "Jembatan dibuka."), add(archive, "Jembatan rahasia.", Access(Status.HELD))
    index_sync.update(archive)
    assert (answers(archive, "jembatan"), sorted(answers(archive, "jembatan", ARCHIVIST))) == (
        [seen],
        sorted([seen, held]),
    )
    with archive.catalogue.write() as writer:
        writer.set_status(seen, Access(Status.WITHDRAWN))
        writer.set_status(held, Access(Status.RELEASED))
    index_sync.update(archive)
    assert (answers(archive, "jembatan"), sorted(answers(archive, "jembatan", ARCHIVIST))) == (
        [held],
        sorted([seen, held]),
    )
    assert index_sync.ids(archive) == {"public": frozenset([held]), "held": frozenset([seen, held])}
    assert index_sync.status(archive)["state"] == "current"


def test_searches_go_on_during_a_rebuild_and_use_the_new_index_after_it(
    archive: Archive, on_cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = sorted(add(archive, f"Jembatan {number}.") for number in range(6))
    held = add(archive, "Jembatan rahasia.", Access(Status.HELD))
    index_sync.update(archive)
    stop, wrong, asked = threading.Event(), [], threading.Event()
    with closing(Searcher(archive)) as searcher:

        def search() -> None:
            while not stop.is_set():
                found = sorted(hit.record.id for hit in searcher.search(SearchRequest("jembatan"), PUBLIC).hits)
                if found != records:
                    wrong.append(found)
                asked.set()

        thread = threading.Thread(target=search, daemon=True)
        thread.start()
        for number in (2, 3):
            asked.wait()
            index_sync.rebuild(archive)
            assert (here := current(archive)) is not None
            assert here.number == number
            asked.clear()
        asked.wait()
        stop.set()
        thread.join()
    assert not wrong
    assert sorted(answers(archive, "jembatan", ARCHIVIST)) == sorted([*records, held])
    assert numbers(on_cluster) == ["1", "2", "3"]  # earlier searches may still use the previous one
    monkeypatch.setattr(server_indexes, "GRACE_SECONDS", 0.0)
    for _ in range(2):
        generations_of(archive).remove_superseded()
    assert numbers(on_cluster) == ["3"]
    assert answers(archive, "jembatan")


def test_a_rebuild_that_fails_leaves_nothing_on_the_cluster(
    archive: Archive, on_cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = add(archive, "Jembatan dibuka.")
    index_sync.update(archive)
    before = indexes(on_cluster)
    with monkeypatch.context() as patched:
        patched.setattr(server_indexes.ServerIndexes, "make_current", interrupted)
        with pytest.raises(KeyboardInterrupt):
            index_sync.rebuild(archive)
    assert indexes(on_cluster) == before
    assert answers(archive, "jembatan") == [record]


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_archive_moves_to_a_cluster_and_back_without_a_gap(
    on_cluster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "archive"
    with monkeypatch.context() as patched:
        patched.setenv("PRESS_ARCHIVE_INDEX_ENGINE", "whoosh")
        with Archive.create(folder) as archive:
            record = add(archive, "Jembatan dibuka.")
            index_sync.update(archive)
            before = index_folder(archive)
        done = run(folder, "index", "rebuild", "--engine", "opensearch")
        assert done.exit_code == 0, done.output
        assert "1 record, 1 of them public" in done.stdout
        assert 'write engine = "opensearch" below [index]' in done.stdout
        with Archive.open(folder) as archive:
            assert (index_folder(archive), answers(archive, "jembatan")) == (before, [record])
    made = indexes(on_cluster)
    with Archive.open(folder) as archive:
        assert answers(archive, "jembatan") == [record]
        later = add(archive, "Jembatan kedua.")
        index_sync.update(archive)
        assert sorted(answers(archive, "jembatan")) == sorted([record, later])
    assert indexes(on_cluster) == made
    monkeypatch.setenv("PRESS_ARCHIVE_INDEX_ENGINE", "whoosh")
    with Archive.open(folder) as archive:
        assert answers(archive, "jembatan") == [record]  # until it has caught up
        index_sync.update(archive)
        assert (index_folder(archive), sorted(answers(archive, "jembatan"))) == (before, sorted([record, later]))


def test_archives_of_one_name_share_a_cluster(on_cluster: str, tmp_path: Path) -> None:
    found = []
    for place in ("one", "two"):
        with Archive.create(tmp_path / place) as archive:
            record = add(archive, f"Jembatan {place}.")
            index_sync.update(archive)
            index_sync.rebuild(archive)
            found.append(record)
    for place, record in zip(("one", "two"), found, strict=True):
        with Archive.open(tmp_path / place) as archive:
            assert answers(archive, "jembatan") == [record]
            assert index_sync.ids(archive)["held"] == frozenset([record])
    assert len(indexes(on_cluster)) == 2 * 2 * 4


def test_an_index_that_somebody_deleted_is_made_anew(archive: Archive, on_cluster: str) -> None:
    record = add(archive, "Jembatan dibuka.")
    index_sync.update(archive)
    ask(on_cluster, "DELETE", f"/{next(name for name in indexes(on_cluster) if name.endswith('-public'))}")
    said: list[str] = []
    index_sync.update(archive, say=said.append)
    assert said
    assert (answers(archive, "jembatan"), index_sync.status(archive)["state"]) == ([record], "current")


def test_a_cluster_that_does_not_answer_loses_nothing_and_is_not_made_anew(
    archive: Archive, on_cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = add(archive, "Jembatan dibuka.")
    index_sync.update(archive)
    made = indexes(on_cluster)
    monkeypatch.setattr(server, "PAUSES", ())
    monkeypatch.setenv("PRESS_ARCHIVE_INDEX_URLS", f"http://127.0.0.1:{free_ports(1)[0]}")
    with Archive.open(archive.folder) as cut_off:
        later = add(cut_off, "Jembatan kedua.")
        for act in (lambda: answers(cut_off, "jembatan"), lambda: index_sync.update(cut_off)):
            with pytest.raises(IndexUnavailable, match="does not answer"):
                act()
    said = run(archive.folder, "search", "jembatan")
    assert said.exit_code == 1
    assert "The search server does not answer" in said.stderr
    assert "[index] urls" in said.stderr
    index_sync.update(archive)
    assert (sorted(answers(archive, "jembatan")), indexes(on_cluster)) == (sorted([record, later]), made)


def test_a_cluster_that_takes_no_writes_answers_and_says_why(archive: Archive, on_cluster: str) -> None:
    """As when its disk is full."""
    record = add(archive, "Jembatan dibuka.")
    index_sync.update(archive)
    blocked = {"index.blocks.read_only_allow_delete": True}
    ask(on_cluster, "PUT", f"/{NAME}-*/_settings", blocked)
    later = add(archive, "Jembatan kedua.")
    with pytest.raises(IndexUnavailable, match="accepts no writes"):
        index_sync.update(archive)
    assert answers(archive, "jembatan") == [record]
    ask(on_cluster, "PUT", f"/{NAME}-*/_settings", dict.fromkeys(blocked))
    index_sync.update(archive)
    assert sorted(answers(archive, "jembatan")) == sorted([record, later])


def test_a_stop_in_the_middle_of_an_update_is_made_good_by_the_next(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_sync.update(archive)
    records = [add(archive, f"Jembatan {number}.") for number in range(5)]
    with monkeypatch.context() as patched:
        patched.setattr(OpenSearchEngine, "_checked", interrupted)  # sent, but not searchable yet
        with pytest.raises(KeyboardInterrupt):
            index_sync.update(archive)
    with archive.catalogue.write() as writer:
        writer.set_status(records[0], Access(Status.HELD))
    index_sync.update(archive)
    assert sorted(answers(archive, "jembatan")) == sorted(records[1:])
    assert sorted(answers(archive, "jembatan", ARCHIVIST)) == sorted(records)


def test_commands_tell_where_the_index_is(archive: Archive, on_cluster: str) -> None:
    add(archive, "Jembatan dibuka.")
    done = run(archive.folder, "index", "rebuild", "--json")
    told = json.loads(done.stdout)
    assert (told["engine"], told["configured"], told["number"], told["state"]) == (
        "opensearch",
        "opensearch",
        1,
        "current",
    )
    said = run(archive.folder, "doctor").stdout
    assert "OpenSearch 2." in said
    assert "nodes: 1" in said
    problems = [json.loads(line) for line in run(archive.folder, "check", "--json").stdout.splitlines()]
    assert problems  # about the originals, which are missing in the store
    assert "index" not in {one.get("part") for one in problems}
    assert indexes(on_cluster)


def test_settings_that_cannot_be_right_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.create(tmp_path / "archive"):
        pass
    monkeypatch.setenv("PRESS_ARCHIVE_INDEX_ENGINE", "opensearch")
    with Archive.open(tmp_path / "archive") as archive, pytest.raises(ConfigError, match=r"\[index\] urls"):
        index_sync.update(archive)
    monkeypatch.setenv("PRESS_ARCHIVE_INDEX_URLS", "search.example.org")
    with pytest.raises(ConfigError, match="must be addresses like https"):
        Archive.open(tmp_path / "archive")
    monkeypatch.setenv("PRESS_ARCHIVE_INDEX_URLS", "http://search.example.org:9200")
    monkeypatch.setenv("PRESS_ARCHIVE_INDEX_CREDENTIALS_FILE", "search.password")
    with Archive.open(tmp_path / "archive") as archive, pytest.raises(ConfigError, match="is not https"):
        index_sync.update(archive)


def test_several_processes_make_an_index_and_one_that_fails_ends_it(
    archive: Archive, on_cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part_pool, "LEAST", 5)
    seen = sorted(add(archive, f"Jembatan nomor {number} dibuka.") for number in range(20))
    held = add(archive, "Jembatan rahasia.", Access(Status.HELD))
    steps: list[tuple[int, int]] = []
    with monkeypatch.context() as patched:
        patched.setenv("PRESS_ARCHIVE_WORKER_PROCESSES", "3")
        with Archive.open(archive.folder) as opened:
            index_sync.rebuild(opened, lambda done, of: steps.append((done, of)))
            assert index_sync.ids(opened) == {"public": frozenset(seen), "held": frozenset([*seen, held])}
            assert index_sync.status(opened)["state"] == "current"
            assert steps[-1] == (21, 21)
            before = indexes(on_cluster)
            patched.setenv("PRESS_ARCHIVE_INDEX_SHARDS", "0")  # which a process refuses when it starts
            with pytest.raises(IndexUnavailable, match="part of the index ended with an error"):
                index_sync.rebuild(opened)
            assert indexes(on_cluster) == before
    assert sorted(answers(archive, "jembatan")) == seen
