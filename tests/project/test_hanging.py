"""Tests that hang end, and are named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HANGING = "import time\n\ndef hang():\n    while True:\n        time.sleep(1)\n\n"
FAILED = """import pytest

@pytest.fixture
def held():
    yield
    hang()

def test_it(held):
    assert False
"""


@pytest.mark.parametrize("body", ["def test_it():\n    hang()\n", FAILED], ids=["itself", "what it used"])
def test_a_test_that_hangs_ends_and_is_named(tmp_path: Path, body: str) -> None:
    (tmp_path / "test_hanging.py").write_text(HANGING + body)
    (tmp_path / "test_other.py").write_text("def test_other():\n    pass\n")
    (tmp_path / "conftest.py").write_text("from tests.support.hanging import *\n")
    (tmp_path / "pytest.ini").write_text(
        f"[pytest]\npythonpath = {ROOT}\nfaulthandler_timeout = 1\nfaulthandler_exit_on_timeout = true\n"
    )
    options = ["-p", "xdist", "-n", "2", "--dist", "loadfile", "--max-worker-restart", "0", "-p", "no:cacheprovider"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, tmp_path],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""},
    )
    assert run.returncode == 1
    assert "hang()" not in run.stdout.partition("FAILURES")[0]
    assert "still running at the end" in run.stdout
    assert run.stdout.partition("still running at the end")[2].splitlines()[1] == "test_hanging.py::test_it"
    assert "1 passed" in run.stdout
    assert 'test_hanging.py", line 5 in hang' in run.stderr, "where it stands"
