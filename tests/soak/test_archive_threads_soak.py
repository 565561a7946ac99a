"""Eight threads on one archive for a minute, while records are added and withdrawn and engines are swapped
repeatedly."""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.archive_threads import Keeper, counted_ids, search_while_all_changes, wrong

SECONDS = float(os.environ.get("SOAK_SECONDS", "60"))
SEED = int(os.environ.get("SOAK_SEED", "7"))


def test_eight_threads_for_a_minute_get_the_answers_of_one_from_an_archive_that_changes(tmp_path: Path) -> None:
    with counted_ids():
        keeper = Keeper(tmp_path / "all")
        seen = search_while_all_changes(keeper, SECONDS, SEED)
    changes = len(keeper.revisions) - 1
    print(f"\n{seen.asked} answers, {changes} changes and {seen.swaps} swaps in {SECONDS:.0f} seconds")
    with counted_ids():
        alone = Keeper(tmp_path / "alone")
        assert seen.errors == []
        assert wrong(keeper, alone, seen, SEED) == []
    assert seen.asked > SECONDS
    keeper.archive.close()
    alone.archive.close()
