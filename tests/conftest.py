"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.archive import Archive
from archive.engines.base import Engine
from archive.engines.table import ENGINES, engine_named
from tests import support
from tests.engine_cases import FIVE, index_of
from webui.opening import OpenArchive


@pytest.fixture
def press_archive() -> support.Run:
    """Runs `press-archive` with the arguments given; fails the test unless it ends with `code` (0)."""
    return support.run


@pytest.fixture(params=sorted(ENGINES))
def kind(request: pytest.FixtureRequest) -> type[Engine]:
    """Each engine there is, for what all of them must do."""
    return engine_named(request.param)


@pytest.fixture
def five(kind: type[Engine], tmp_path: Path) -> Iterator[Engine]:
    """An index of the five documents that most tests of engines ask for, by each engine."""
    with index_of(kind, tmp_path, FIVE) as engine:
        yield engine


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[OpenArchive]:
    """A new archive as the pages have it."""
    Archive.create(tmp_path / "archive").close()
    made = OpenArchive(tmp_path / "archive")
    yield made
    made.close()


@pytest.fixture
def at_desk(opened: OpenArchive) -> FlaskClient:
    """Someone at the desk of that archive."""
    return support.desk_client(support.desk_app(opened))
