"""Merge records, after a preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.catalogue import MergeResult
from archive.edits.edits import expect, rehearsal
from archive.login_name import get_login_name
from archive.storage.archive import Archive


@dataclass(frozen=True, slots=True)
class MergePreview:
    """The result of a merge, and the digest of the records it was computed from."""

    result: MergeResult
    digest: str


def rehearse_merge(archive: Archive, ids: Sequence[str], agent: str) -> MergePreview:
    """Return the result of merging these records into the first, without writing. Raise UnknownRecord, CannotMerge."""
    with rehearsal(archive, agent) as writer:
        digest = writer.record_digest(ids)
        result = writer.merge(ids, get_login_name())
    return MergePreview(result, digest)


def merge(
    archive: Archive, ids: Sequence[str], agent: str, previewed: str | None = None, reason: str | None = None
) -> int:
    """Merge these records into the first, and return the number of the change set. The caller updates the index, and
    keeps an ingest from starting meanwhile. Raise UnknownRecord, CannotMerge, and ChangedMeanwhile if the digest of the
    records is not `previewed`."""
    with archive.catalogue.write(agent, reason) as writer:
        expect(previewed, lambda: writer.record_digest(ids))
        return writer.merge(ids, get_login_name()).change_set
