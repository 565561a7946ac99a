"""Fixity: `verify` reads every original, `check` compares the parts of an archive."""

from __future__ import annotations

import random
import time
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from sqlalchemy import Connection

from archive.access import ARCHIVIST, PUBLIC, IndexName, Viewer, index_for
from archive.catalogue import Catalogue
from archive.catalogue.receipts.audit import (
    FIXITY_CHECK,
    AuditedAsset,
    all_assets,
    companion_problems,
    last_verified,
    link_problems,
    receipt_problems,
    record_problems,
)
from archive.catalogue.schema.sqlite import file_problems
from archive.errors import ServerUnreachable, StoreError
from archive.messages import Message, join_messages
from archive.storage.archive import ORIGINALS, Archive
from archive.storage.originals import FolderStore
from archive.storage.store import Store

AGENT = "press-archive verify"


class FixityState(StrEnum):
    """The result of verifying one asset."""

    OK = "ok"
    MISSING = "missing"
    ALTERED = "altered"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FixityFinding:
    """One asset: the SHA-256 and size it must have and, if altered, those it has now. `message` is a sentence that says
    what to do, empty if all is well. `record` is None for a file without one: a sidecar that waits for its photo, an
    export of existing records. `copy` is the folder of the second copy concerned, empty for the archive itself."""

    record: str | None
    n: int
    names: tuple[str, ...]
    state: FixityState
    expected: str
    size: int
    found: str | None = None
    found_size: int | None = None
    message: str = ""
    copy: str = ""


@dataclass(frozen=True, slots=True)
class IntegrityProblem:
    """An inconsistency. `part` is catalogue, originals, receipts, links, tables, settings, derived, index or clock;
    `subject` the record, digest, path or accession concerned; `message` says what to do. `together`: the code of the
    message that replaces many of this kind, with `index` as the name of the index; "" if each is specific. `is_note`:
    it is worth a line, but no problem."""

    part: str
    subject: str
    message: Message
    together: str = ""
    index: str = ""
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class VerifyPlan:
    """What `verify` reads: by default everything. `sample`: so many randomly chosen assets. `seconds`: those not read
    for longest, until the time is over. `copy`: a folder with a second copy in `originals/`, read too."""

    sample: int | None = None
    seconds: float | None = None
    copy: Path | None = None

    @property
    def is_whole(self) -> bool:
        """Return whether it reads everything."""
        return self.sample is None and self.seconds is None

    def chosen(self, everything: list[AuditedAsset], last: str) -> list[AuditedAsset]:
        """Return the assets to read, in order. `last` is the digest at which an earlier run ended."""
        if self.sample is not None and self.sample < len(everything):
            return sorted(random.sample(everything, self.sample), key=lambda asset: asset.sha256)
        if self.seconds is None:
            return everything
        start = bisect_right(everything, last, key=lambda asset: asset.sha256)
        return everything[start:] + everything[:start]


def verify(
    archive: Archive, progress: Callable[[int, int], None] | None = None, plan: VerifyPlan = VerifyPlan()
) -> Iterator[FixityFinding]:
    """Yield one finding per asset, and one for its second copy if that is bad; bad ones do not end the run. `progress`
    is called with (assets done, assets to do). At the end, even if the caller stops early, an event records the result,
    unless the archive is read-only."""
    deadline = None if plan.seconds is None else time.monotonic() + plan.seconds
    copy = None if plan.copy is None else FolderStore(plan.copy / ORIGINALS)
    with archive.catalogue.snapshot() as conn:
        everything = all_assets(conn)
        chosen = plan.chosen(everything, last_verified(conn))
    findings: list[FixityFinding] = []
    done, last = 0, ""
    try:
        for sha256, same in groupby(chosen, key=lambda held: held.sha256):
            if deadline is not None and time.monotonic() >= deadline:
                break
            look = _OriginalCheck.at(archive.store, sha256)
            second = None if copy is None else _OriginalCheck.at(copy, sha256)
            for held in same:
                finding = look.finding(held)
                done += 1
                if finding.state is not FixityState.OK:
                    findings.append(finding)
                    if second is not None and second.state is FixityState.OK:
                        where = Message("fixity-copy-whole", copy=plan.copy, sha256=sha256)
                        finding = replace(finding, message=join_messages([finding.message, where]))
                if progress is not None:
                    progress(done, len(chosen))
                yield finding
                if second is not None and (of_copy := second.finding(held)).state is not FixityState.OK:
                    yield replace(of_copy, copy=str(plan.copy))
            last = sha256
    finally:
        if archive.catalogue.is_writable():
            _record(archive.catalogue, findings, done, len(everything), last if deadline is not None else "")


@dataclass(frozen=True, slots=True)
class _OriginalCheck:
    state: FixityState
    found: str | None = None
    size: int | None = None
    trouble: str = ""

    @classmethod
    def at(cls, store: Store, sha256: str) -> _OriginalCheck:
        if not store.has(sha256):
            return cls(FixityState.MISSING)
        try:
            found, size = store.digest(sha256)
        except ServerUnreachable:  # which says nothing about the original
            raise
        except StoreError as error:
            return cls(FixityState.UNREADABLE, trouble=error.message)
        return cls(FixityState.OK if found == sha256 else FixityState.ALTERED, found, size)

    def finding(self, held: AuditedAsset) -> FixityFinding:
        state = self.state
        if state is FixityState.OK and self.size != held.size:
            state = FixityState.ALTERED  # the bytes are right, so the catalogue is wrong about them
        found = (self.found, self.size) if state is FixityState.ALTERED else (None, None)
        return FixityFinding(
            held.record, held.n, held.names, state, held.sha256, held.size, *found, self._message(state, held)
        )

    def _message(self, state: FixityState, held: AuditedAsset) -> str:
        name, owner = held.names[0] if held.names else held.sha256, _owner(held)
        if state is FixityState.MISSING:
            return Message("fixity-missing", name=name, owner=owner)
        if state is FixityState.UNREADABLE:
            return Message("fixity-unreadable", name=name, owner=owner, why=self.trouble)
        if state is FixityState.ALTERED:
            sizes = {"size": held.size, "found_size": self.size}
            digests = {"expected": held.sha256, "found": self.found}
            return Message("fixity-altered", name=name, owner=owner, **sizes, **digests)
        return ""


def _record(catalogue: Catalogue, bad: list[FixityFinding], done: int, of: int, last: str) -> None:
    """Write the events: one for the whole run, and one for each asset that is not OK. `last` is the digest from which
    the next time-limited run continues, empty if all are equally old."""
    with catalogue.write(AGENT) as writer:
        for finding in bad:
            detail = {"asset": finding.n, "expected": finding.expected, "found": finding.found}
            writer.event(FIXITY_CHECK, finding.record, "failure", state=finding.state.value, **detail)
        outcome = "failure" if bad else "success" if done == of else "stopped"
        where = {"last": last} if last else {}
        writer.event(FIXITY_CHECK, None, outcome, verified=done, assets=of, failed=len(bad), **where)


def check(archive: Archive, index_ids: Mapping[IndexName, Collection[str]] | None = None) -> Iterator[IntegrityProblem]:
    """Yield every inconsistency between catalogue, originals, receipts, links and, with `index_ids`, the index. Only
    sizes are compared: `verify` compares digests. Run it while no ingest runs."""
    with archive.catalogue.snapshot() as conn:
        found = list(_catalogue(conn, str(archive.catalogue.path)))
        held = all_assets(conn)
    yield from found
    yield from _originals(archive.store, held)
    for viewer in (PUBLIC, ARCHIVIST):
        if index_ids is not None:
            yield from _index(archive.catalogue, viewer, index_ids.get(index_for(viewer), ()))


def _catalogue(conn: Connection, path: str) -> Iterator[IntegrityProblem]:
    for said in file_problems(conn):
        yield IntegrityProblem("catalogue", path, Message("check-catalogue", path=path, why=said))
    for record, said in record_problems(conn):
        yield IntegrityProblem("catalogue", record, Message("check-record", record=record, why=said))
    for accession, said in receipt_problems(conn):
        yield IntegrityProblem("receipts", str(accession), Message("check-receipt", number=accession, why=said))
    for subject, said in companion_problems(conn):
        yield IntegrityProblem("catalogue", subject, Message("check-companion", subject=subject, why=said))
    for record, said in link_problems(conn):
        yield IntegrityProblem("links", record, Message("check-record", record=record, why=said))


def _owner(asset: AuditedAsset) -> Message:
    return Message("owner-none") if asset.record is None else Message("owner-record", record=asset.record)


def _originals(store: Store, held: list[AuditedAsset]) -> Iterator[IntegrityProblem]:
    for asset in held:
        if not store.has(asset.sha256):
            message = Message("check-missing", sha256=asset.sha256, owner=_owner(asset))
            yield IntegrityProblem("originals", asset.sha256, message, "check-missing-many")
        elif (size := store.size(asset.sha256)) != asset.size:
            named = {"sha256": asset.sha256, "owner": _owner(asset), "size": size, "expected": asset.size}
            yield IntegrityProblem("originals", asset.sha256, Message("check-size", **named), "check-size-many")
    wanted = {asset.sha256 for asset in held}
    for sha256, path in store.contents():
        if sha256 is None:
            yield IntegrityProblem("originals", str(path), Message("check-foreign", path=path), "check-foreign-many")
        elif sha256 not in wanted:
            yield IntegrityProblem("originals", sha256, Message("check-stray", path=path), "check-stray-many")
    for path in store.unsettled():
        yield IntegrityProblem("originals", str(path), Message("check-unsettled", path=path), "check-unsettled-many")


def _index(catalogue: Catalogue, viewer: Viewer, indexed: Collection[str]) -> Iterator[IntegrityProblem]:
    name, seen, found = index_for(viewer), catalogue.visible_ids(viewer), set(indexed)
    for record in sorted(seen - found):
        message = Message("check-unindexed", record=record, index=name)
        yield IntegrityProblem("index", record, message, "check-unindexed-many", name)
    for record in sorted(found - seen):
        message = Message("check-overindexed", record=record, index=name)
        yield IntegrityProblem("index", record, message, "check-overindexed-many", name)
