"""What `make test` leaves out (the benches, the soak, the tests on shared input) can still be started."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1]
LEFT_OUT = [path for part in ("bench", "soak", "shared") for path in sorted((HERE / part).glob("*.py"))]


@pytest.mark.parametrize("path", LEFT_OUT, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_it_finds_all_that_it_imports(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(path.parent)  # some are started by their path
    assert import_module(f"tests.{path.parent.name}.{path.stem}").__file__ == str(path)
