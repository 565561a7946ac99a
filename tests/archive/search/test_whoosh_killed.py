"""kill -9 of a large merge: the index is unchanged, and the next commit removes all traces of the merge."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from archive.search.engines.engine import State
from archive.search.engines.whoosh import WhooshEngine
from tests.support.merge_killing import documents, half_written, killed_merge, stray, told, unmerged

SIZES = (2_000, 700, 400, 200)
TERMS = (1, 2, 500, 3_000)  # terms at which a merge is killed; about 3,400 are written


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("before") / "index"
    unmerged(folder, SIZES)
    return folder


def commit(folder: Path) -> None:
    engine = WhooshEngine.open(folder)
    engine.update(documents(1, 99), (), State(100, "", 1))
    engine.close()


def killed(before: Path, folder: Path) -> Iterator[tuple[str, int]]:
    """Yield the moments of a killed merge, with its state in `folder`: in the middle of its terms, and before each file
    that it opens, renames or removes."""
    for number in TERMS:
        assert killed_merge(before, folder, ("term", number)), f"there were no {number} terms to write"
        yield "term", number
    for number in count(1):
        if not killed_merge(before, folder, ("file", number)):
            return
        yield "file", number


def test_a_merge_killed_at_any_moment_changes_no_answer_and_leaves_no_file(before: Path, tmp_path: Path) -> None:
    folder, right, littered = tmp_path / "index", told(before), []
    for moment in killed(before, folder):
        assert told(folder) == right, moment
        if stray(folder):
            littered.append(moment)
        commit(folder)
        assert stray(folder) == set(), moment
        assert told(folder)[-1] == right[-1] | {"99-000000"}, moment
    assert len(littered) > len(TERMS) + 3
    assert told(folder) == right  # the last one was not killed


def test_nor_does_a_table_of_contents_stay_that_was_being_written(before: Path, tmp_path: Path) -> None:
    folder, left = tmp_path / "index", []
    for number in count(1):
        if not killed_merge(before, folder, ("file", number)):
            break
        if half_written(folder):
            commit(folder)
            left += half_written(folder)
    assert left == []
