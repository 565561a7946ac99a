"""The catalogue: all that is known of the records, in one SQLite file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from archive.access import instant, utc_now
from archive.catalogue import editions, frames, groups, kept_back, looks, names, relating, resolving
from archive.catalogue.batch import Batch
from archive.catalogue.connect import writing
from archive.catalogue.for_intake import ForIntake
from archive.catalogue.for_the_archivist import ForTheArchivist
from archive.catalogue.for_viewers import ForViewers
from archive.catalogue.told import Told
from archive.catalogue.writer import Writer


class Catalogue(ForViewers, ForIntake, ForTheArchivist, Told):
    """The catalogue in the file at `path`, made when it is not there. May be used by many threads and processes at
    once. Every method raises ArchiveBusy when another process writes for too long, StoreError for no space, missing
    permissions or a damaged file. `clock` says what time it is, for held records whose hour comes."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = utc_now) -> None:
        """Raises CatalogueNewer when a later version of this project wrote the file."""
        super().__init__(path, clock)
        self._shelves = (looks.Shelf(), editions.Shelf())

    def open_due_names(self) -> None:
        """Let the names of held copies whose hour has come be like all others. Write nothing where there are none."""
        now = instant(self._clock())
        with self._read() as conn:
            if not names.are_due(conn, now):
                return
        with self.write() as writer:
            writer.open_due_names()

    @contextmanager
    def write(self, agent: str = "press-archive") -> Iterator[Writer]:
        """One transaction, which is kept when the block ends and undone when it raises. It takes one new revision, none
        when it changed no record. Other writers wait meanwhile, readers do not."""
        with writing(self._engine) as connection:
            batch = Batch(connection, agent, instant(self._clock()))
            yield Writer(batch)
            resolving.resolve(batch)
            kept_back.keep_back(batch)
            before = groups.before(batch)
            frames.renumber(batch)
            (shelf, library), self._shelves = self._shelves, (looks.Shelf(), editions.Shelf())
            looks.compare(batch, shelf)
            editions.renew(batch, sorted(batch.worded), library)
            relating.find(batch)
            groups.touch_members(batch, before)
            batch.finish()
        self._shelves = (shelf, library)  # only now, for what they read may have been undone
