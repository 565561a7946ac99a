"""Kills at moments of chance: one of each kind, and as many as TESTS_KILLS says, as in `make soak`."""

from __future__ import annotations

import os
from random import Random

import pytest

KILLS = int(os.environ.get("TESTS_KILLS", "1"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that kills takes the moment from `chance`; each run of it has another one."""
    if "chance" in metafunc.fixturenames:
        metafunc.parametrize("chance", [Random(number) for number in range(KILLS)], ids=map(str, range(KILLS)))
