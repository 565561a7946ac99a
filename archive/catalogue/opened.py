"""The file of a catalogue, opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.access import Viewer, instant, utc_now
from archive.catalogue import connect, schema
from archive.catalogue.connect import open_engine
from archive.catalogue.connect import reading as reading_transaction
from archive.catalogue.reading import Sight


class Opened:
    """A catalogue's file, and transactions that read it."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = utc_now) -> None:
        """Raises CatalogueNewer when a later version of this project wrote the file."""
        self.path = path
        self._clock = clock
        self._engine = open_engine(path)
        try:
            schema.ensure(self._engine)
        except BaseException:
            self._engine.dispose()
            raise

    def close(self) -> None:
        """Gives the file back; the object is of no use afterwards."""
        self._engine.dispose()

    def copy_to(self, target: Path) -> None:
        """Writes it, as it is at one instant, into a file that is not there yet. Raises StoreError for no space."""
        connect.copy_to(self._engine, target)

    def _read(self) -> Any:
        return reading_transaction(self._engine)

    def _sight(self, viewer: Viewer) -> Sight:
        return Sight(viewer, instant(self._clock()))
