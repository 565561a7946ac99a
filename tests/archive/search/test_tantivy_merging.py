"""Which merges the tantivy engine leaves for idle time, and that a commit in a separate process is like any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import ArchiveBusy
from archive.search.engines.engine import Document
from archive.search.engines.tantivy import TantivyEngine
from archive.search.engines.tantivy import engine as merging
from archive.search.engines.tantivy.engine import BULK, MOST, QUICK, looms, merged, segments
from archive.search.engines.tantivy.term_dictionary import FOLDER
from archive.search.engines.tantivy.writer_process import WriterProcess
from archive.search.query.plan import Everything, Fuzzy, Plan, TermNode
from tests.cases.engine_cases import doc, state
from tests.support.index_damage import remove_index


def _document(number: int) -> Document:
    day = 20240101 + number % 28
    return doc(f"r{number:03}", f"shared word{number}", f"t{number % 7}", (day, day), kind="xyz"[number % 3])


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[TantivyEngine]:
    made = TantivyEngine.create(tmp_path / "index", state(0))
    yield made
    made.close()


@pytest.fixture
def scattered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TantivyEngine]:
    """An index for which a merge of three documents is a large one, in ten segments of two documents. The first of each
    has been deleted."""
    monkeypatch.setattr(merging, "QUICK", 3)
    monkeypatch.setattr(merging, "BULK", 1)
    for _ in range(20):
        made = TantivyEngine.create(tmp_path / "index", state(0))
        for number in range(0, 20, 2):
            gone = [f"r{number - 2:03}"] if number else []
            made.update([_document(number), _document(number + 1)], gone, state(number))
        if len(segments(tmp_path / "index")) == 10:
            break
        made.close()  # such a small merge may finish before the process that should leave it has ended
        remove_index(tmp_path / "index")
    yield made
    made.close()


def _told(engine: TantivyEngine) -> list[object]:
    plans = (
        Plan(TermNode("text_text", "shared"), sort="-date", limit=50, facets=("kind",)),
        Plan(Fuzzy("text_text", "word1"), sort="title", limit=50),
        Plan(Everything(), sort="date", limit=50),
    )
    found = [engine.search(plan) for plan in plans]
    return [engine.ids(), *((f.ids, f.total, f.facets, f.state) for f in found)]


def test_what_tantivy_would_merge_is_known_before(engine: TantivyEngine, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    for number in range(20):
        before = segments(folder)
        expected = merged([*before, 1])
        engine.update([_document(number)], (), state(number))
        assert (len(segments(folder)) < len(before)) == (expected > 0)
    assert sum(segments(folder)) == 20


def test_only_segments_of_one_size_are_merged() -> None:
    assert merged([100_000] * 7 + [40_000] * 7 + [9] * 7) == 0
    assert merged([100_000] * 7 + [60_000] + [9] * 7) == 760_000
    assert merged([100_000] * 7 + [9_000] + [2] * 7) == 9_014
    assert merged([]) == 0


def test_a_small_commit_merges_few_documents_unless_there_are_very_many_segments() -> None:
    assert looms([9_000, *[2] * 6], 1)
    assert looms([9_000, *[2] * 6], 9_000 // BULK)
    assert not looms([9_000, *[2] * 6], 9_100 // (BULK - 1))
    assert not looms([QUICK - 20, *[2] * 6], 1)
    assert not looms([9_000, *[2] * 5], 1)
    assert not looms([9_000, *[2] * (MOST - 1)], 1)


def test_a_commit_that_leaves_its_merge_shows_at_once(scattered: TantivyEngine, tmp_path: Path) -> None:
    assert len(segments(tmp_path / "index")) == 10
    assert scattered.ids() == {f"r{number:03}" for number in (*range(1, 19, 2), 18, 19)}
    assert scattered.search(Plan(TermNode("text_text", "word19"))).ids == ("r019",)
    assert scattered.near("text_text", "word99", 5) == [("word19", 1), ("word9", 1)]
    assert scattered.state() == state(18)


def test_tidying_up_merges_and_changes_no_answer(scattered: TantivyEngine, tmp_path: Path) -> None:
    before = _told(scattered)
    while scattered.tidy(lambda: False):
        pass
    assert len(segments(tmp_path / "index")) == 1
    assert _told(scattered) == before
    again = TantivyEngine.open(tmp_path / "index")
    assert _told(again) == before
    again.close()


def test_tidying_up_that_is_stopped_leaves_the_index_as_it_was(scattered: TantivyEngine, tmp_path: Path) -> None:
    before, sizes = _told(scattered), segments(tmp_path / "index")
    assert not scattered.tidy(lambda: True)
    assert (_told(scattered), segments(tmp_path / "index")) == (before, sizes)
    scattered.update([_document(50)], (), state(50))
    assert "r050" in scattered.ids()


def test_where_nothing_is_to_be_merged_nothing_is_begun(engine: TantivyEngine) -> None:
    engine.update([_document(1)], (), state(1))
    assert not engine.tidy(lambda: pytest.fail("there was something to stop"))


def test_an_update_apart_that_fails_changes_nothing(scattered: TantivyEngine) -> None:
    def broken() -> Iterator[Document]:
        yield _document(50)
        raise RuntimeError("the catalogue went away")

    before = _told(scattered)
    with pytest.raises(RuntimeError, match="went away"):
        scattered.update(broken(), ["r001"], state(50))
    assert _told(scattered) == before
    scattered.update([_document(50)], ["r001"], state(51))
    assert {"r050", "r001"} & scattered.ids() == {"r050"}


def test_nobody_else_may_write_or_tidy_up_while_one_writes_apart(scattered: TantivyEngine, tmp_path: Path) -> None:
    other = TantivyEngine.open(tmp_path / "index")

    def meanwhile() -> Iterator[Document]:
        with pytest.raises(ArchiveBusy):
            other.update([_document(60)], (), state(60))
        with pytest.raises(ArchiveBusy):
            other.tidy(lambda: False)
        yield _document(50)

    scattered.update(meanwhile(), (), state(50))
    assert {"r050", "r060"} & other.ids() == {"r050"}
    other.close()


def test_a_large_update_merges(scattered: TantivyEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "BULK", BULK)
    monkeypatch.setattr(WriterProcess, "leave", lambda _: pytest.fail("the merging was left"))
    scattered.update([_document(number) for number in range(100, 160)], (), state(100))
    assert len(segments(tmp_path / "index")) < 3
    assert scattered.count() == 71


def test_a_process_apart_ends_with_the_one_that_started_it(engine: TantivyEngine, tmp_path: Path) -> None:
    apart = WriterProcess(tmp_path / "index", tmp_path / "index" / FOLDER)
    assert apart._process.stdin is not None
    assert apart._process.stdout is not None
    apart._process.stdin.close()  # as the kernel does with the open files of a dead process
    assert apart._process.wait(60) == 0
    apart._process.stdout.close()
    engine.update([_document(1)], (), state(1))
    assert engine.count() == 1
