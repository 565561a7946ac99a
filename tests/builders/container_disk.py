"""A disk of containers for tests: write files, ingest them, and search."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from archive.access import PUBLIC
from archive.search.execution.requests import SearchRequest
from archive.search.searcher import Searcher
from tests.ingest.pipeline.test_intake import Intake


def put(intake: Intake, name: str, content: bytes) -> Path:
    """Write a file on the disk."""
    path = intake.home / "disk" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def outcomes(intake: Intake) -> dict[str, str]:
    """Ingest the disk, and return each outcome by the path below it."""
    intake.run()
    return {name.removeprefix("disk/"): line.outcome.value for name, line in intake.lines.items()}


def found(intake: Intake, words: str) -> list[str]:
    """Return the names of the public files that match these words."""
    with closing(Searcher(intake.archive)) as searcher:
        hits = searcher.search(SearchRequest(words), PUBLIC).hits
    return sorted(hit.record.filename for hit in hits)
