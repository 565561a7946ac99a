"""An archive's folder, opened for the pages."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

from archive.access import Viewer
from archive.archive import Archive
from archive.renditions import Renditions
from archive.searcher import Hit, Searcher
from archive.similar import similar
from archive.suggest import Suggestion, suggest
from archive.worker.limits import Limits
from archive.worker.pool import Pool

PAGE_SECONDS = 10.0  # for drawing a page of a document while someone waits
WORKERS = 2  # pictures are mostly made during intake; few are left to be made while someone waits


class OpenArchive:
    """An open archive as `Services`. `close` stops its workers and gives its files back."""

    def __init__(self, folder: Path) -> None:
        """Raises ArchiveMissing, ConfigError or CatalogueNewer."""
        with ExitStack() as stack:
            archive = Archive.open(folder)
            stack.callback(archive.close)
            self.archive = archive
            self.settings = archive.settings
            self.authorities = archive.authorities
            self.catalogue = self.receipts = archive.catalogue
            self.intake_runs = partial(archive.is_locked, "ingest")
            self.store = archive.store
            self.searcher = Searcher(archive)
            stack.callback(self.searcher.close)
            limits = Limits(
                wall_seconds=self.settings.worker.wall_seconds,
                cpu_seconds=self.settings.worker.cpu_seconds,
                memory_bytes=self.settings.worker.memory_mb << 20,
            )
            pool = stack.enter_context(Pool(WORKERS, archive.derived / "jobs", limits))
            for_pages = replace(limits, wall_seconds=min(limits.wall_seconds, PAGE_SECONDS))
            self.renditions = Renditions(archive.derived / "renditions", pool, archive.store.path, for_pages)
            self._closing = stack.pop_all()

    def suggest(self, typed: str, viewer: Viewer, limit: int) -> Sequence[Suggestion]:
        """How what was typed may go on."""
        return suggest(self.searcher, typed, viewer, limit)

    def similar(self, record_id: str, viewer: Viewer, limit: int) -> Sequence[Hit]:
        """Records like one."""
        return similar(self.searcher, record_id, viewer, limit)

    def close(self) -> None:
        """May be called again."""
        self._closing.close()
