"""The fixtures of the pipeline's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.storage.archive import Archive
from ingest.pipeline import pipeline
from tests.support.staying_pool import StayingPool


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive") as made:
        yield made


@pytest.fixture(scope="module")
def staying(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StayingPool]:
    pool = StayingPool(1, tmp_path_factory.mktemp("jobs"))
    yield pool
    pool.end()


@pytest.fixture
def workers(staying: StayingPool, monkeypatch: pytest.MonkeyPatch) -> StayingPool:
    """Workers that all ingests of a module share."""
    monkeypatch.setattr(pipeline, "_pool", lambda _: staying)
    staying.errors = {}
    return staying
