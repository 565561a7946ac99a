"""The processes that read files, as many and as limited as the settings say."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.config import DERIVED, FILE
from archive.config import load as settings_of
from archive.errors import PressArchiveError
from archive.permissions import keep_closed
from archive.settings import Settings
from archive.worker.limits import Limits
from archive.worker.pool import Pool
from ingest.enrich.language_copy import share
from ingest.readers.members import MOST_LAID_OUT

DESCRIBE = "ingest.describe:describe"
FEW = 500  # files and folders
LANGUAGES = "languages"  # the folder below the derived ones with the copy of the model that tells languages


def processes(settings: Settings) -> int:
    """How many."""
    return settings.worker.processes or os.cpu_count() or 1


def pool(settings: Settings, derived: Path) -> Pool:
    """None of them started yet."""
    kept = derived / LANGUAGES
    with suppress(OSError):
        kept.mkdir(parents=True, exist_ok=True)  # so that it can be read by workers that start before anything is in it
    return Pool(processes(settings), derived / "jobs", _limits(settings), (kept,))


def share_languages(settings: Settings, derived: Path) -> None:
    """Share a copy of the language model among all workers. One that has read no file makes it."""
    with suppress(PressArchiveError), Pool(1, derived / "jobs", _limits(settings)) as pool:
        share(derived / LANGUAGES, pool)


def _limits(settings: Settings) -> Limits:
    worker = settings.worker
    return Limits(
        wall_seconds=worker.wall_seconds,
        cpu_seconds=worker.cpu_seconds,
        memory_bytes=worker.memory_mb << 20,
        output_bytes=MOST_LAID_OUT,
    )


def are_few(paths: Iterable[Path]) -> bool:
    """Whether so little is handed in that a worker is worth its start before it is known whether any of it is new."""
    unseen, seen = [os.fspath(path) for path in paths], 0
    while unseen:
        with suppress(OSError), os.scandir(unseen.pop()) as entries:
            for entry in entries:
                seen += 1
                if seen > FEW:
                    return False
                if entry.is_dir(follow_symlinks=False):
                    unseen.append(entry.path)
    return True


@contextmanager
def begun(folder: Path) -> Iterator[Pool | None]:
    """A pool of which one worker loads what reads files while the caller loads what takes them in. None where that
    cannot be: the caller will say why."""
    found = None
    with suppress(PressArchiveError, PermissionError):
        if (folder / FILE).is_file() and (folder / DERIVED).is_dir():
            settings = settings_of(folder)
            keep_closed(folder, settings.archive.group)  # the archive is opened later, and what this makes stays
            found = pool(settings, folder / DERIVED)
            found.begin(DESCRIBE)
    try:
        yield found
    finally:
        if found is not None:
            found.close()
