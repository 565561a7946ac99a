"""Fixity: `verify` reads every original, `check` compares the parts of an archive."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from sqlalchemy import Connection

from archive.access import ARCHIVIST, PUBLIC, IndexName, Viewer, index_for
from archive.catalogue import Catalogue
from archive.catalogue.receipts.audit import (
    FIXITY_CHECK,
    AuditedAsset,
    all_assets,
    companion_problems,
    link_problems,
    receipt_problems,
    record_problems,
)
from archive.catalogue.schema.sqlite import file_problems
from archive.errors import ServerUnreachable, StoreError
from archive.messages import Message
from archive.storage.archive import Archive
from archive.storage.store import Store

AGENT = "press-archive verify"


class FixityState(StrEnum):
    """What verifying found of one asset."""

    OK = "ok"
    MISSING = "missing"
    ALTERED = "altered"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FixityFinding:
    """One asset: the SHA-256 and size it must have, and when it is altered those it has now. `message` is a sentence
    that says what to do, empty when all is well. `record` is None for what is kept without one: a sidecar that
    waits for its photo, an export of what is here."""

    record: str | None
    n: int
    names: tuple[str, ...]
    state: FixityState
    expected: str
    size: int
    found: str | None = None
    found_size: int | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class IntegrityProblem:
    """Something that does not agree. `part` is catalogue, originals, receipts, links or index; `subject` the record,
    digest, path or accession that it is about; `message` says what to do. `together`: the code of the message in place
    of many of this sort, of which `index` names the index; "" where each says something of its own."""

    part: str
    subject: str
    message: Message
    together: str = ""
    index: str = ""


def verify(archive: Archive, progress: Callable[[int, int], None] | None = None) -> Iterator[FixityFinding]:
    """Yield one finding per asset; a bad one does not stop it. `progress` is called with (assets done, all assets). At
    the end, even if the caller stops early, an event records the result."""
    with archive.catalogue.snapshot() as conn:
        everything = all_assets(conn)
    findings: list[FixityFinding] = []
    done = 0
    try:
        for sha256, same in groupby(everything, key=lambda held: held.sha256):
            look = _OriginalCheck.at(archive.store, sha256)
            for held in same:
                finding = look.finding(held)
                done += 1
                if finding.state is not FixityState.OK:
                    findings.append(finding)
                if progress is not None:
                    progress(done, len(everything))
                yield finding
    finally:
        _record(archive.catalogue, findings, done, len(everything))


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
        except ServerUnreachable:  # which says nothing of the original
            raise
        except StoreError as error:
            return cls(FixityState.UNREADABLE, trouble=error.message)
        return cls(FixityState.OK if found == sha256 else FixityState.ALTERED, found, size)

    def finding(self, held: AuditedAsset) -> FixityFinding:
        state = self.state
        if state is FixityState.OK and self.size != held.size:
            state = FixityState.ALTERED  # the bytes are right: then what the catalogue says of them is not
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


def _record(catalogue: Catalogue, bad: list[FixityFinding], done: int, of: int) -> None:
    """The events: one for the whole, and one for each asset that is not as it was."""
    with catalogue.write(AGENT) as writer:
        for finding in bad:
            detail = {"asset": finding.n, "expected": finding.expected, "found": finding.found}
            writer.event(FIXITY_CHECK, finding.record, "failure", state=finding.state.value, **detail)
        outcome = "failure" if bad else "success" if done == of else "stopped"
        writer.event(FIXITY_CHECK, None, outcome, verified=done, assets=of, failed=len(bad))


def check(archive: Archive, index_ids: Mapping[IndexName, Collection[str]] | None = None) -> Iterator[IntegrityProblem]:
    """Yield every disagreement between catalogue, originals, receipts, links and, with `index_ids`, the index. Only
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
