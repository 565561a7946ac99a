"""kill -9 of an ingest of a mixed disk, or of any of its processes: after the next run it is as if it had not
happened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.disturbing import assert_as_undisturbed, undisturbed


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    return undisturbed(tmp_path_factory.mktemp("undisturbed"))


@pytest.mark.parametrize("seed", [2, 11, 12, 20, 27])
def test_killed_anywhere(tmp_path: Path, whole: tuple[Path, dict[str, Any]], seed: int) -> None:
    """Some of these seeds kill the command itself, some a worker; `make soak` runs a hundred."""
    assert_as_undisturbed(tmp_path, *whole, seed)
