"""Dry run: a whole ingest on a copy of the catalogue. It reports every outcome and leaves the archive unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.catalogue import Catalogue
from archive.config import DERIVED
from archive.storage.archive import CATALOGUE, ORIGINALS, Archive
from archive.storage.originals import FolderStore
from archive.storage.store import Incoming, Store
from ingest.pipeline.pipeline import Options, ingest
from ingest.pipeline.receipt import FileOutcome, Receipt


def run_ingest_dry(
    paths: Sequence[Path],
    archive: Archive,
    options: Options,
    tell: Callable[[FileOutcome, Receipt], None] | None = None,
) -> Receipt:
    """Return what `ingest` would return now, except the ids of new records, which are invented. Nothing is written
    except in a temporary folder, which needs space for a copy of the catalogue and is removed at the end."""
    with TemporaryDirectory(prefix="press-archive-dry-run-") as scratch, _StandIn(archive, Path(scratch)) as stand_in:
        receipt = ingest(paths, stand_in, replace(options, index=False), tell)
    receipt.dry = True
    return receipt


class _StandIn(Archive):
    """A writable archive with the settings and catalogue content of another one, which it does not change."""

    def __init__(self, real: Archive, scratch: Path) -> None:
        """Do not call the base class, which opens the catalogue in its own folder."""
        self.folder = real.folder  # which must not be walked into here either
        self.settings = real.settings
        self.derived = scratch / DERIVED
        self.derived.mkdir()
        (self.derived / "renditions").touch()  # a file instead of a folder: no thumbnail is kept
        self.store = _Weighing(scratch / ORIGINALS, real.store)
        self.store.create()
        self.locks, self.index_locks = real.locks, real.index_locks
        self._cards, self.shares_cards = real._cards, real.shares_cards
        real.catalogue.copy_to(scratch / CATALOGUE)
        self.catalogue = Catalogue(scratch / CATALOGUE)

    def close(self) -> None:
        """Close the copy of the catalogue. The clock is that of the real archive, which stays open."""
        self.catalogue.close()

    def lock(self, name: str, wait: bool | float = False) -> AbstractContextManager[None]:  # noqa: ARG002
        """Return a lock that never waits: nobody else uses this archive."""
        return nullcontext()


class _Weighing(FolderStore):
    """Hash the files of the disk in place, without storing any. Files unpacked by a worker are removed before they are
    read, so they are copied until then."""

    def __init__(self, folder: Path, real: Store) -> None:
        super().__init__(folder)
        self._real, self._copies = real, FolderStore(folder)
        self._came: set[str] = set()

    def incoming(self, source: Path, ended: Callable[[], bool] = lambda: False) -> Incoming:
        """Hash the file as `FolderStore.incoming` does, without a copy."""
        if source.is_relative_to(self.folder.parent):
            return self._copies.incoming(source, ended)
        return replace(super().incoming(source, ended), path=source)

    def _copy(self, chunks: Iterator[bytes], target: Path, limit: int) -> tuple[str, int]:  # noqa: ARG002
        digest, size = hashlib.sha256(), 0
        while size <= limit and (chunk := next(chunks, b"")):
            digest.update(chunk)
            size += len(chunk)
        return digest.hexdigest(), size

    def settle(self, copies: Sequence[Incoming]) -> set[str]:
        """Return the digests that would be new."""
        placed = {copy.sha256 for copy in copies if not self.has(copy.sha256)}
        self._came |= placed
        for copy in copies:
            self.discard(copy)
        return placed

    def discard(self, copy: Incoming) -> None:
        """Remove a copy, but never a file of the disk."""
        if copy.path.is_relative_to(self.folder):
            super().discard(copy)

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """Yield the file of an original of the archive."""
        with self._real.local(sha256) as path:
            yield path

    def has(self, sha256: str) -> bool:
        """Return whether it is among the originals, or would be by now."""
        return sha256 in self._came or self._real.has(sha256)
