"""Kills at random moments: one of each kind, or TESTS_KILLS of them, as in `make soak`."""

from __future__ import annotations

import os
from random import Random

import pytest

KILLS = int(os.environ.get("TESTS_KILLS", "1"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give tests that kill a different `chance` for the moment in each run."""
    if "chance" in metafunc.fixturenames:
        metafunc.parametrize("chance", [Random(number) for number in range(KILLS)], ids=map(str, range(KILLS)))
