"""An archive's folder, opened for the pages."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from archive.archive import Archive
from archive.renditions import Renditions
from archive.searcher import Searcher
from archive.worker import Limits, Pool

WORKERS = 2  # pictures are mostly made during intake; few are left to be made while someone waits


class OpenArchive:
    """An open archive as `Services`. `close` stops its workers and gives its files back."""

    def __init__(self, folder: Path) -> None:
        """Raises ArchiveMissing, ConfigError or CatalogueNewer."""
        with ExitStack() as stack:
            archive = Archive.open(folder)
            stack.callback(archive.close)
            self.settings = archive.settings
            self.authorities = archive.authorities
            self.catalogue = archive.catalogue
            self.store = archive.store
            self.searcher = Searcher(archive)
            stack.callback(self.searcher.close)
            limits = Limits(
                wall_seconds=self.settings.worker.wall_seconds,
                cpu_seconds=self.settings.worker.cpu_seconds,
                memory_bytes=self.settings.worker.memory_mb << 20,
            )
            pool = stack.enter_context(Pool(WORKERS, archive.derived / "jobs", limits))
            self.renditions = Renditions(archive.derived / "renditions", pool, archive.store.path)
            self._closing = stack.pop_all()

    def close(self) -> None:
        """May be called again."""
        self._closing.close()
