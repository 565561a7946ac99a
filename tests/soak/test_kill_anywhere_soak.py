"""kill -9 of an ingest or of any of its processes at a hundred random moments, and full disks at ten moments: after the
next run it is as if it had not happened."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import COMMAND, clean_environment, run, run_apart
from tests.support.disturbing import assert_as_undisturbed, assert_same, undisturbed

Whole = tuple[Path, dict[str, Any]]
FIRST_MB, STEP_MB, ENOUGH_MB = 2.0, 0.2, 200


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return undisturbed(tmp_path_factory.mktemp("undisturbed"))


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A folder that can be given the size of a disk."""
    (folder := tmp_path / "small").mkdir()
    if _mount(folder, FIRST_MB):
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def _mount(folder: Path, megabytes: float, how: str = "") -> int:
    options = f"{how}size={round(megabytes * 1024)}k"
    return subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True).returncode


@pytest.mark.parametrize("seed", range(100))
def test_killed_anywhere(tmp_path: Path, whole: Whole, seed: int) -> None:
    assert_as_undisturbed(tmp_path, *whole, seed)


@pytest.mark.parametrize("step", range(10))
def test_a_disk_that_is_full(small: Path, whole: Whole, step: int) -> None:
    disk, wanted = whole
    archive = small / "archive"
    run("init", "--archive", archive)
    assert _mount(small, FIRST_MB + step * STEP_MB, "remount,") == 0
    command = [str(COMMAND), "ingest", "--archive", str(archive), str(disk)]
    full = subprocess.run(command, capture_output=True, text=True, env=clean_environment())
    assert full.returncode != 0
    assert "space" in full.stderr
    assert "Traceback" not in full.stderr
    assert _mount(small, ENOUGH_MB, "remount,") == 0
    run_apart("ingest", "--archive", archive, disk)
    assert_same(archive, wanted, f"full at {FIRST_MB + step * STEP_MB} MB")
