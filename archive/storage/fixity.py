"""Whether everything is still what it was: `verify` reads every original, `check` compares the parts of an archive."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Protocol

from sqlalchemy import Connection

from archive.access import ARCHIVIST, PUBLIC, IndexName, Viewer, index_for
from archive.catalogue import Catalogue
from archive.catalogue.receipts.audit import (
    FIXITY_CHECK,
    AuditedAsset,
    all_assets,
    companion_problems,
    file_problems,
    link_problems,
    receipt_problems,
    record_problems,
)
from archive.errors import StoreError
from archive.storage.originals import Store

AGENT = "press-archive verify"


class Holding(Protocol):
    """What is looked at: an `archive.storage.archive.Archive`."""

    @property
    def catalogue(self) -> Catalogue:
        """Its catalogue."""

    @property
    def store(self) -> Store:
        """Its originals."""


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
    digest, path or accession that it is about; `message` says what to do. `together`: what to say in place of many
    messages of this sort, after their number; "" where each says something of its own."""

    part: str
    subject: str
    message: str
    together: str = ""


_MISSING = "originals are missing: restore them from a backup, or ingest their files again."
_RESIZED = "originals do not have the size they must have: restore them from a backup."
_FOREIGN = "files do not belong in the store: move them out."
_STRAY = "originals belong to no record: an intake was cut short; ingest the same files again."
_UNSETTLED = "files were left by an intake that was cut short: the next removes them."
_UNINDEXED = "records are not in the {} index: run `press-archive index rebuild`."
_OVERINDEXED = "records are in the {} index and must not be: run `press-archive index rebuild`."


def verify(archive: Holding, progress: Callable[[int, int], None] | None = None) -> Iterator[FixityFinding]:
    """One finding for every asset; a bad one does not end it. `progress` is told (assets done, assets in all). At the
    end, also when the caller ends it early, the archive's events say what was found."""
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
    """What one look at an original gave."""

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
        except StoreError as error:
            return cls(FixityState.UNREADABLE, trouble=str(error))
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
        what = f"{held.names[0] if held.names else held.sha256} ({_whose(held)})"
        again = "restore it from a backup, or ingest the file again"
        if state is FixityState.MISSING:
            return f"The original of {what} is missing: {again}."
        if state is FixityState.UNREADABLE:
            return f"The original of {what} cannot be read: {self.trouble}"
        if state is FixityState.ALTERED:
            return (
                f"The original of {what} is altered: expected {held.sha256} ({held.size} bytes), "
                f"found {self.found} ({self.size} bytes): {again}."
            )
        return ""


def _record(catalogue: Catalogue, bad: list[FixityFinding], done: int, of: int) -> None:
    """The events: one for the whole, and one for each asset that is not as it was."""
    with catalogue.write(AGENT) as writer:
        for finding in bad:
            detail = {"asset": finding.n, "expected": finding.expected, "found": finding.found}
            writer.event(FIXITY_CHECK, finding.record, "failure", state=finding.state.value, **detail)
        outcome = "failure" if bad else "success" if done == of else "stopped"
        writer.event(FIXITY_CHECK, None, outcome, verified=done, assets=of, failed=len(bad))


def check(archive: Holding, index_ids: Mapping[IndexName, Collection[str]] | None = None) -> Iterator[IntegrityProblem]:
    """Everything on which catalogue, originals, receipts, links and (where `index_ids` gives what each index holds)
    the index do not agree; nothing when all is well. Digests are `verify`'s part: this one looks at sizes. Meant to be
    run while no intake is under way."""
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
        yield IntegrityProblem("catalogue", path, f"{path}: {said}: restore the catalogue from a backup.")
    for record, said in record_problems(conn):
        yield IntegrityProblem("catalogue", record, f"Record {record}: {said}. Ingest its file again.")
    for accession, said in receipt_problems(conn):
        yield IntegrityProblem("receipts", str(accession), f"Receipt {accession}: {said}. Compare it with a backup.")
    for subject, said in companion_problems(conn):
        yield IntegrityProblem("catalogue", subject, f"Of {subject}: {said}. Ingest its file again.")
    for record, said in link_problems(conn):
        yield IntegrityProblem("links", record, f"Record {record}: {said}. Ingest its file again.")


def _whose(asset: AuditedAsset) -> str:
    if asset.record is None:
        return "a sidecar that waits for its photo, or an export of what is here"
    return f"record {asset.record}"


def _originals(store: Store, held: list[AuditedAsset]) -> Iterator[IntegrityProblem]:
    for asset in held:
        what = f"The original {asset.sha256} of {_whose(asset)}"
        if not store.has(asset.sha256):
            message = f"{what} is missing: restore it from a backup, or ingest its file again."
            yield IntegrityProblem("originals", asset.sha256, message, _MISSING)
        elif (size := store.path(asset.sha256).lstat().st_size) != asset.size:
            message = f"{what} has {size} bytes and must have {asset.size}: restore it from a backup."
            yield IntegrityProblem("originals", asset.sha256, message, _RESIZED)
    wanted = {asset.sha256 for asset in held}
    for sha256, path in store.contents():
        if sha256 is None:
            yield IntegrityProblem(
                "originals", str(path), f"{path} does not belong in the store: move it out.", _FOREIGN
            )
        elif sha256 not in wanted:
            message = (
                f"{path} belongs to no record: an intake was cut short; ingest the same files again, or remove it."
            )
            yield IntegrityProblem("originals", sha256, message, _STRAY)
    for path in store.unsettled():
        message = f"{path} was left by an intake that was cut short: the next removes it."
        yield IntegrityProblem("originals", str(path), message, _UNSETTLED)


def _index(catalogue: Catalogue, viewer: Viewer, indexed: Collection[str]) -> Iterator[IntegrityProblem]:
    name, seen, found = index_for(viewer), catalogue.visible_ids(viewer), set(indexed)
    for record in sorted(seen - found):
        message = f"Record {record} is not in the {name} index: run `press-archive index rebuild`."
        yield IntegrityProblem("index", record, message, _UNINDEXED.format(name))
    for record in sorted(found - seen):
        message = f"Record {record} is in the {name} index and must not be: run `press-archive index rebuild`."
        yield IntegrityProblem("index", record, message, _OVERINDEXED.format(name))
