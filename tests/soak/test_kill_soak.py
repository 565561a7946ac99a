"""kill -9 of an ingest at twenty moments spread over its whole run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import run
from tests.support.killing import assert_whole, kill_after, make_disk, start_ingest


@pytest.mark.parametrize("moment", range(20))
def test_killed_at_any_moment(tmp_path: Path, moment: int) -> None:
    disk, archive = make_disk(tmp_path / "disk", seed=moment), tmp_path / "archive"
    run("init", "--archive", archive)
    lines, seconds = (0, 0.2 + 0.1 * moment) if moment < 10 else (1, 0.05 * (moment - 10))
    said = kill_after(start_ingest(archive, disk), lines, seconds)
    assert_whole(archive, disk, said)
