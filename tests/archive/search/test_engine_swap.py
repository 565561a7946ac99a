"""One engine replaces another while threads run searches of every kind, and records are added."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.access import ARCHIVIST, PUBLIC, Viewer
from archive.catalogue import Access, NamedFile, NewAsset
from archive.cli import main
from archive.record import Description, Outcome, Status
from archive.search.engines.tantivy import TantivyEngine
from archive.search.execution.requests import SearchRequest
from archive.search.index import index_sync
from archive.search.searcher import Searcher
from archive.storage.archive import Archive
from tests.support.index_damage import remove_index

RECORDS = 40
HELD = Access(Status.HELD, None, "not yet")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Forty records about bridges, and a held one, in the index of the first engine."""
    with Archive.create(tmp_path / "archive") as opened:
        for number in range(RECORDS):
            add(opened, number)
        add(opened, RECORDS, HELD)
        index_sync.update(opened)
        yield opened


def add(archive: Archive, number: int, access: Access = Access()) -> None:  # noqa: B008 - frozen
    text = f"Jembatan nomor {number} dibuka untuk umum."
    description = Description("text/plain", "test", 1, text=text)
    said = {"title": text, "language": "id", "date": f"2025-01-{number % 28 + 1:02}", "source": "Antara"}
    for key, value in said.items():
        description.offer(key, value, "test")
    digest = f"{number + 1:064x}"
    with archive.catalogue.write() as writer:
        accession = writer.open_accession({}, Status.RELEASED)
        record = writer.add_record(description, NewAsset(digest, 10, "text/plain"), access)
        name = NamedFile(writer.root("/disk"), f"{number}.txt", "", digest, record, Outcome.ADDED, 10, 1, 1)
        writer.put_name(name, accession)
        writer.close_accession(accession)


REQUESTS = {
    "words": SearchRequest("jembatan umum"),
    "off by a letter": SearchRequest("jembatam~", highlight=False),
    "all, the newest first": SearchRequest("", sort="-date"),
    "a facet": SearchRequest("jembatan", filters={"source": ("Antara",)}, facets=("source", "month", "language")),
    "a phrase on a later page": SearchRequest('"dibuka untuk umum"', page=2, page_size=20),
    "collapsed": SearchRequest("jem*", collapse=("version", "sequence")),
    "by a cursor": SearchRequest("jembatan", cursor="*", page_size=7),
}


class Asking(threading.Thread):
    """Repeats one request; `wrong` collects wrong responses."""

    def __init__(self, searcher: Searcher, request: SearchRequest, viewer: Viewer, least: int) -> None:
        super().__init__(daemon=True)
        self.asked = 0
        self.wrong: list[object] = []
        self._searcher, self._request, self._viewer, self._least = searcher, request, viewer, least
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.is_set():
            self.asked += 1
            try:
                results = self._searcher.search(self._request, self._viewer)
                with self._searcher.opened(self._viewer) as opened:
                    told = opened.engine.values("source", "ant", 3) and opened.engine.terms("text_text", "jemb", 3)
            except Exception as error:
                self.wrong.append(error)
            else:
                if results.total < self._least or not results.hits or not told:
                    self.wrong.append(results)

    def end(self) -> None:
        self._done.set()
        self.join()


def test_no_search_fails_or_finds_less_while_engines_change_and_records_come(archive: Archive) -> None:
    engines = ("tantivy", "whoosh")
    with closing(Searcher(archive)) as searcher:
        asking = [Asking(searcher, request, PUBLIC, RECORDS) for request in REQUESTS.values()]
        asking.append(Asking(searcher, REQUESTS["words"], ARCHIVIST, RECORDS + 1))
        for thread in asking:
            thread.start()
        for round_, engine in enumerate(engines):
            add(archive, 100 + round_)
            index_sync.rebuild(archive, engine=engine)
            add(archive, 200 + round_)
            index_sync.update(archive)
        for thread in asking:
            while thread.asked < 4 and thread.is_alive():
                time.sleep(0.01)
        for thread in asking:
            thread.end()
        assert [thread.wrong for thread in asking] == [[]] * len(asking)
        assert all(thread.asked > 2 for thread in asking)
        assert searcher.search(REQUESTS["words"], PUBLIC).total == RECORDS + 2 * len(engines)
        assert searcher.search(REQUESTS["words"], ARCHIVIST).total == RECORDS + 2 * len(engines) + 1
    assert index_sync.status(archive)["engine"] == engines[-1]


def test_both_engines_answer_every_request_alike(archive: Archive) -> None:
    told = []
    for engine in ("whoosh", "tantivy"):
        index_sync.rebuild(archive, engine=engine)
        with closing(Searcher(archive)) as searcher:
            found = {name: searcher.search(request, PUBLIC) for name, request in REQUESTS.items()}
        told.append({name: (r.total, r.groups, r.undated, r.facets, len(r.hits)) for name, r in found.items()})
        assert {name: r.total for name, r in found.items()} == dict.fromkeys(REQUESTS, RECORDS)
    assert told[0] == told[1]


def test_a_rebuild_that_fails_leaves_the_index_there_is(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(TantivyEngine, "update", full)
    with pytest.raises(OSError, match="No space"):
        index_sync.rebuild(archive, engine="tantivy")
    monkeypatch.undo()
    told = index_sync.status(archive)
    assert (told["engine"], told["state"], told["public"]["records"]) == ("whoosh", "current", RECORDS)
    index_sync.rebuild(archive, engine="tantivy")
    told = index_sync.status(archive)
    assert (told["engine"], told["state"], told["public"]["records"]) == ("tantivy", "current", RECORDS)


def test_an_index_that_lost_its_words_is_made_again_by_its_engine(archive: Archive) -> None:
    index_sync.rebuild(archive, engine="tantivy")
    for words in (archive.derived / "index").glob("*/*/words"):
        remove_index(words)
    assert index_sync.status(archive)["state"] == "none"
    index_sync.update(archive)
    assert (index_sync.status(archive)["engine"], index_sync.status(archive)["state"]) == ("tantivy", "current")
    with closing(Searcher(archive)) as searcher:
        assert searcher.search(REQUESTS["off by a letter"], PUBLIC).total == RECORDS


def test_the_command_says_when_an_archive_has_outgrown_its_engine_and_what_helps(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(*words: str) -> str:
        done = CliRunner().invoke(main, ["index", *words, "--archive", str(archive.folder)])
        assert done.exit_code == 0, done.output
        return done.output

    assert "index rebuild --engine" not in said("status")
    monkeypatch.setattr(index_sync, "ROOM", {"whoosh": RECORDS})
    assert "more records than this engine answers quickly; `index rebuild --engine tantivy` helps" in said("status")
    assert f"{RECORDS + 1} records, {RECORDS} of them public" in said("rebuild", "--engine", "tantivy")
    assert "more records than" not in said("status")
