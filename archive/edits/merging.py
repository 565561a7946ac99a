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
    """What a merge would come to, and the digest of the records that it was worked out of."""

    result: MergeResult
    digest: str


def rehearse_merge(archive: Archive, ids: Sequence[str], agent: str) -> MergePreview:
    """Return what merging these records into the first would come to, and write nothing. Raise UnknownRecord,
    CannotMerge."""
    with rehearsal(archive, agent) as writer:
        digest = writer.record_digest(ids)
        result = writer.merge(ids, get_login_name())
    return MergePreview(result, digest)


def merge(
    archive: Archive, ids: Sequence[str], agent: str, previewed: str | None = None, reason: str | None = None
) -> int:
    """Merge these records into the first, and return the number of the change set. The index is left to the caller,
    who keeps an ingest from starting meanwhile. Raise UnknownRecord, CannotMerge, and ChangedMeanwhile when the digest
    of the records is not `previewed`."""
    with archive.catalogue.write(agent, reason) as writer:
        expect(previewed, lambda: writer.record_digest(ids))
        return writer.merge(ids, get_login_name()).change_set
