"""What `press-archive inspect` runs in a worker: the description of a file, as it is shown."""

from __future__ import annotations

from typing import Any

from archive.record import Description
from ingest.describe import describe, inspect_json


def inspect(path: str, filename: str, shown: str, folder: str) -> dict[str, Any]:
    """The object that `inspect --json` prints for one file, called `shown` there. Raises as `describe` does."""
    return inspect_json(Description.from_json(describe(path, filename, folder, shown)), shown)
