"""kill -9 of an ingest: the next run finishes, nothing that a receipt named is lost, all parts agree."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.killing import PHOTOS, TEXTS, assert_whole, kill_after, make_disk, start_ingest
from tests.support import json_lines, run


@pytest.mark.parametrize(("lines", "seconds"), [(0, 0.9), (1, 0.0), (1, 0.35)])
def test_killed_ingest_is_finished_by_the_next(tmp_path: Path, lines: int, seconds: float) -> None:
    """Before the first line; just as it is told, while the index is written; and in the middle of the next batch."""
    disk, archive = make_disk(tmp_path / "disk"), tmp_path / "archive"
    run("init", "--archive", archive)
    said = kill_after(start_ingest(archive, disk), lines, seconds)
    assert not any("summary" in line for line in said), "it ended before it could be killed: the disk is too small"
    assert_whole(archive, disk, said)


def test_interrupt_finishes_the_files_under_way_and_says_so(tmp_path: Path) -> None:
    disk, archive = make_disk(tmp_path / "disk"), tmp_path / "archive"
    run("init", "--archive", archive)
    with start_ingest(archive, disk) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stdout.readlines()
    assert process.returncode == 130
    assert '"complete": false' in rest[-1]
    run("check", "--archive", archive)
    *_, summary = json_lines(run("ingest", "--archive", archive, "--json", disk))
    assert summary["outcomes"]["added"] + summary["outcomes"]["unchanged"] == TEXTS + PHOTOS
    assert summary["outcomes"]["unchanged"] > 0
