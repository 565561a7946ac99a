"""Threads that search one archive get the same results as a single one while it changes and engines are swapped."""

from __future__ import annotations

from pathlib import Path

from tests.support.archive_threads import Keeper, counted_ids, search_while_all_changes, wrong


def test_eight_threads_get_the_answers_of_one_while_records_come_and_go_and_engines_are_swapped(tmp_path: Path) -> None:
    with counted_ids():
        keeper = Keeper(tmp_path / "all")
        seen = search_while_all_changes(keeper, seconds=3)
    with counted_ids():
        alone = Keeper(tmp_path / "alone")
        assert seen.errors == []
        assert wrong(keeper, alone, seen) == []
    assert seen.swaps >= 2
    assert len(keeper.revisions) > 3
    assert seen.asked > 8
    keeper.archive.close()
    alone.archive.close()
