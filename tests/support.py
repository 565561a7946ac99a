"""Running the command as a person runs it, and reading what it prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

COMMAND = Path(sys.executable).parent / "press-archive"
Run = Callable[..., subprocess.CompletedProcess[str]]


def clean_environment() -> dict[str, str]:
    """The environment without settings of an archive that the person who runs the tests may have."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PRESS_ARCHIVE")}


def json_lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """The objects that a command with --json printed."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def run(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Runs `press-archive` with these arguments; fails unless it ends with `code`."""
    command = [str(COMMAND), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=clean_environment(), check=False)
    assert done.returncode == code, f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done
