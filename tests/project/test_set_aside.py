"""Modules that `make test` leaves out (benchmarks, soak, tests on shared input or on servers) can still be started."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1]
PARTS = ("bench", "distributed", "soak", "shared")
LEFT_OUT = [path for part in PARTS for path in sorted((HERE / part).rglob("*.py"))]


@pytest.mark.parametrize("path", LEFT_OUT, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_it_finds_all_that_it_imports(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(path.parent)  # some are started by path
    name = ".".join(path.relative_to(HERE.parent).with_suffix("").parts)
    assert import_module(name).__file__ == str(path)
