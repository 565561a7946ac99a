"""What is written together: one transaction, and the revision it takes."""

from __future__ import annotations

from archive.catalogue.batch import Batch


class InBatch:
    """One writing transaction. Its reads see what it wrote. `revision` is known once it has ended."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch

    @property
    def revision(self) -> int | None:
        """The revision this batch took; None before it ended, and when it changed no record."""
        return self._batch.revision
