"""The fixtures of the tests of the search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.storage.archive import Archive
from tests.support.search_shelf import SearchShelf


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[SearchShelf]:
    with Archive.create(tmp_path / "archive") as archive:
        yield SearchShelf(archive)
