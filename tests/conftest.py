"""What all tests share."""

from __future__ import annotations

import pytest

from tests import support


@pytest.fixture
def press_archive() -> support.Run:
    """Runs `press-archive` with the arguments given; fails the test unless it ends with `code` (0)."""
    return support.run
