"""A disk of containers for tests: what is put on it, what becomes of it, and what a search finds."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from archive.access import PUBLIC
from archive.search.execution.requests import SearchRequest
from archive.search.searcher import Searcher
from tests.ingest.pipeline.test_intake import Intake


def put(intake: Intake, name: str, content: bytes) -> Path:
    """Writes a file on the disk."""
    path = intake.home / "disk" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def outcomes(intake: Intake) -> dict[str, str]:
    """Takes the disk in; gives each outcome by the path below it."""
    intake.run()
    return {name.removeprefix("disk/"): line.outcome.value for name, line in intake.lines.items()}


def found(intake: Intake, words: str) -> list[str]:
    """The file names that answer these words, for everyone."""
    with closing(Searcher(intake.archive)) as searcher:
        hits = searcher.search(SearchRequest(words), PUBLIC).hits
    return sorted(hit.record.filename for hit in hits)
