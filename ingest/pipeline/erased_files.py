"""Reject files that were erased from the archive when they come again, before their bytes are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from archive.catalogue.schema.filenames import INSIDE
from archive.messages import Message
from archive.record import Outcome
from archive.storage.archive import Archive
from ingest.files.file_reading import FileInProgress


class ErasedFiles:
    """Reject what was erased from an archive, for one accession."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._around: set[tuple[Path, str]] = set()  # files that contain an erased one, by path and member

    def reject(self, batch: Sequence[FileInProgress]) -> list[FileInProgress]:
        """Return these files, rejecting those that were erased before, and those that contain such a file, in an
        earlier batch too."""
        copies = {taken.incoming.sha256 for taken in batch if taken.incoming is not None}
        erased = self._archive.catalogue.erased_among(copies)
        for taken in batch:
            if taken.incoming is not None and taken.incoming.sha256 in erased:
                self._around.update(_around(taken))
        return [self._rejected(taken, erased) for taken in batch]

    def _rejected(self, taken: FileInProgress, erased: Collection[str]) -> FileInProgress:
        copy = taken.incoming
        is_around = (taken.found.path, taken.member) in self._around
        if copy is None or not (copy.sha256 in erased or is_around):
            return taken
        self._archive.store.discard(copy)
        reason = Message("erased-before" if copy.sha256 in erased else "erased-inside")
        without = replace(taken, incoming=None, description=None, of_the_bytes=False)
        return replace(without, outcome=Outcome.REJECTED, reason=reason)


def _around(taken: FileInProgress) -> Iterator[tuple[Path, str]]:
    """Yield the files that contain this one, each as path and member."""
    parts = taken.member.split(INSIDE)
    for depth in range(taken.within.depth if taken.within else 0):
        yield taken.found.path, INSIDE.join(parts[:depth])
