"""The fixtures of the readers' tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.record import Description
from tests.builders.made_files import read


@pytest.fixture
def made(tmp_path: Path) -> Callable[[bytes], Description]:
    """Return a function that writes a file with a neutral name and reads it."""

    def make(data: bytes) -> Description:
        (tmp_path / "a.dat").write_bytes(data)
        return read(tmp_path / "a.dat")

    return make
