"""Which segments the default engine merges: small ones during a commit, large ones when idle."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from archive.errors import ArchiveBusy
from archive.search.engines.engine import Document, State
from archive.search.engines.whoosh import WhooshEngine, posting_pool
from archive.search.engines.whoosh import writer as whoosh_writer
from archive.search.engines.whoosh.writer import FAN, LARGE, MOST, QUICK, count_idle_merges, count_segments_to_merge
from archive.search.query.plan import AnyOf, Everything, Fuzzy, Phrase, Plan, Prefix, TermNode

_ANY = AnyOf((TermNode("text_text", "c"), Prefix("text_text", "own1"), Fuzzy("text_text", "own77")))


def _grown(commits: list[int], tidied_every: int = 0) -> tuple[list[int], int]:
    """Return the segment sizes after commits of these sizes, and the most documents that one commit rewrote."""
    sizes: list[int] = []
    most = 0
    for number, new in enumerate(commits, 1):
        sizes.sort()
        taken = count_segments_to_merge(sizes, new)
        most = max(most, sum(sizes[:taken]))
        sizes = [*sizes[taken:], new + sum(sizes[:taken])]
        while tidied_every and number % tidied_every == 0 and (count := count_idle_merges(sorted(sizes))):
            sizes.sort()
            sizes = [*sizes[count:], sum(sizes[:count])]
    assert sum(sizes) == sum(commits)
    return sorted(sizes), most


def test_a_small_commit_writes_few_documents_again() -> None:
    sizes, most = _grown([100_000, *[1] * 700])
    assert most <= QUICK
    assert len(sizes) < MOST


def test_segments_stay_few_without_idle_time() -> None:
    for commits in ([1] * 6_000, [500] * 200, [1, 500] * 100, [100_000, *[20] * 1_000]):
        sizes, _ = _grown(commits)
        assert len(sizes) <= MOST


def test_idle_time_leaves_sizes_that_grow() -> None:
    sizes, _ = _grown([500] * 200, tidied_every=200)
    assert len(sizes) <= 4
    assert all(sum(sizes[: i + 1]) * (FAN - 1) < after for i, (_, after) in enumerate(pairwise(sizes)))
    assert count_idle_merges([1, 100_000]) == 0
    assert count_idle_merges([]) == count_idle_merges([7]) == 0


def test_large_commits_merge_nothing_until_there_are_many() -> None:
    sizes, most = _grown([LARGE * 5] * 40)
    assert (sizes, most) == ([LARGE * 5] * 40, 0)
    assert count_idle_merges(sizes) == 40
    assert len(_grown([LARGE] * 1_000)[0]) <= MOST


def _document(chance: random.Random, number: int) -> Document:
    words = [(word, at) for at, word in enumerate(chance.choices("abcdefg", k=20))]
    terms = {"text_text": [*words, (f"own{number}", 20)]}
    return Document(
        f"r{number:03}", terms, {"kind": (chance.choice("xyz"),)}, (20240101 + number % 28,) * 2, f"t{number}"
    )


def _files(folder: Path) -> int:
    return len(list(folder.iterdir()))


def test_what_was_taken_back_or_replaced_shows_in_no_score(tmp_path: Path) -> None:
    """Otherwise the scores of the remaining documents would reveal to the public that something existed."""
    chance = random.Random(1)
    kept = [_document(chance, n) for n in range(120)]
    gone = [_document(chance, n) for n in range(120, 200)]
    plain, churned = (WhooshEngine.create(tmp_path / name, State(0, "", 1)) for name in ("plain", "churned"))
    plain.update(kept, (), State(1, "", 1))
    for start in range(0, 200, 25):
        churned.update([*kept, *gone][start : start + 25], (), State(start, "", 1))
    churned.update(kept[:40], [document.id for document in gone], State(300, "", 1))
    plans = [Plan(node, limit=200) for node in (TermNode("text_text", "a"), Phrase("text_text", ("a", "b")), _ANY)]

    def told(engine: WhooshEngine) -> list[object]:
        found = [engine.search(plan) for plan in plans]
        return [[(f.ids, f.scores) for f in found], engine.frequencies("text_text", ["a", "own7", "own150"])]

    right = told(plain)
    assert told(churned) == right
    while churned.tidy():
        assert told(churned) == right
    assert told(churned) == right


def test_large_commits_replace_and_take_back_what_earlier_ones_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_writer, "LARGE", 30)
    monkeypatch.setattr(whoosh_writer, "MAX_HELD", 200)  # words: several segments per commit
    chance = random.Random(1)
    documents = [_document(chance, n) for n in range(100)]
    engine = WhooshEngine.create(tmp_path / "index", State(0, "", 1))
    for start in range(0, 100, 50):
        engine.update(documents[start : start + 50], (), State(1, "", 1))
    engine.update(documents[30:80], [f"r{n:03}" for n in range(10)], State(2, "", 1))
    engine.update([*documents[5:45], documents[5]], ["r099", "no-such-id", "r"], State(3, "", 1))
    assert sorted(engine.ids()) == [document.id for document in documents[5:99]]
    assert engine.forms(["r004", "r005", "r", "no-such-id"]) == {"r005": ""}
    while engine.tidy():
        pass
    assert engine.count() == 94
    assert engine.search(Plan(TermNode("text_text", "own33"))).ids == ("r033",)


@pytest.mark.parametrize("ids", [["a", "b", "c"], ["a", "bb", "ccc"], ["one", "two", "six"], ["é", "aa"]])
def test_ids_are_found_whatever_their_lengths(tmp_path: Path, ids: list[str]) -> None:
    engine = WhooshEngine.create(tmp_path / "index", State(0, "", 1))
    engine.update([Document(id_, {}, form="0" * 15 + str(n)) for n, id_ in enumerate(ids)], (), State(1, "", 1))
    assert engine.forms([*ids, "b", "zz", "onetwo", "", "\0"]).keys() == {*ids, "b"} & {*ids}


def test_tidying_up_changes_no_answer_and_leaves_fewer_files(tmp_path: Path) -> None:
    chance = random.Random(1)
    engine = WhooshEngine.create(tmp_path / "index", State(0, "", 1))
    for start in range(0, 300, 30):
        engine.update([_document(chance, n) for n in range(start, start + 30)], (), State(start, "", 1))
    gone = [f"r{n:03}" for n in range(0, 300, 7)]
    engine.update((), gone, State(300, "then", 1))
    plans = [
        Plan(TermNode("text_text", "own8"), limit=9),
        Plan(TermNode("text_text", "own7"), limit=9),
        Plan(Phrase("text_text", ("a", "b")), sort="-date", limit=300, facets=("kind",)),
        Plan(Everything(), sort="title", limit=300, facets=("kind",)),
    ]

    def told() -> list[object]:
        found = [engine.search(plan) for plan in plans]
        return [(f.ids, f.scores, f.total, f.facets, f.state) for f in found]

    before, files = told(), _files(tmp_path / "index")
    assert engine.tidy()
    while engine.tidy():
        pass
    assert told() == before
    assert _files(tmp_path / "index") < files
    assert engine.count() == 300 - len(gone)
    assert engine.terms("text_text", "own7", 99) == [(f"own{n}", 1) for n in (*range(71, 77), 78, 79)]
    again = WhooshEngine.open(tmp_path / "index")
    assert again.state() == State(300, "then", 1)
    again.close()
    engine.close()


@pytest.mark.parametrize("terms", [0, 1, 60])
def test_tidying_up_that_is_stopped_leaves_the_index_as_it_was(
    tmp_path: Path, terms: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting_pool, "STRETCH_BYTES", 0)  # a term at a time
    chance, asked = random.Random(1), iter(range(terms))
    engine = WhooshEngine.create(tmp_path / "index", State(0, "", 1))
    for start in range(0, 90, 30):
        engine.update([_document(chance, n) for n in range(start, start + 30)], (), State(start, "", 1))
    before = engine.search(Plan(Everything(), sort="title", limit=90))
    assert not engine.tidy(lambda: next(asked, None) is None)
    assert engine.search(Plan(Everything(), sort="title", limit=90)) == before
    engine.update([_document(chance, 90)], (), State(90, "", 1))
    assert engine.count() == 91
    assert engine.tidy()
    engine.close()


def test_tidying_up_waits_for_no_other_writer(tmp_path: Path) -> None:
    engine, chance = WhooshEngine.create(tmp_path / "index", State(0, "", 1)), random.Random(1)
    for number in (1, 2):
        engine.update([_document(chance, number)], (), State(number, "", 1))

    def meanwhile() -> Iterator[Document]:
        with pytest.raises(ArchiveBusy):
            engine.tidy()
        yield _document(chance, 3)

    engine.update(meanwhile(), (), State(3, "", 1))
    assert engine.tidy()
    engine.close()


def test_tidying_up_where_nothing_is_to_merge_leaves_no_file(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path / "index", State(0, "", 1))
    engine.update([_document(random.Random(1), 1)], (), State(1, "", 1))
    before = _files(tmp_path / "index")
    assert not engine.tidy()
    assert _files(tmp_path / "index") == before
    engine.close()
