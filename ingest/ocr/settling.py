"""Puts what was read of a scan into its record: its words, what these say, and who may see it from now on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.archive import Archive
from archive.catalogue import UNREAD, Access, ReadPage, Scan
from archive.catalogue import Writer as Transaction
from archive.errors import PressArchiveError
from archive.recognition import POOR
from archive.record import Description, Status
from archive.worker.pool import Pool
from ingest.believing import believed
from ingest.embargo.sources import is_bare
from ingest.holding import access_for, stricter
from ingest.roots import Place, Roots
from ingest.workers import DESCRIBE

AGENT = "press-archive ocr"
DOUBTFUL = Access(Status.HELD, hold_reason="its first page is read too poorly to tell whether it is under embargo")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a scan lies in the store, and what it was called on the disk that it came from."""

    path: str
    filename: str
    relpath: str


def source_of(archive: Archive, scan: Scan) -> Source:
    """The file of a scan, under the name that it has now, else the last it had."""
    names = [name for name in archive.catalogue.names_of_record(scan.record) if name.sha256 == scan.sha256]
    path = str(archive.store.path(scan.sha256))
    if not names:
        return Source(path, scan.sha256, "")
    name = names[0]
    told = Roots(archive.catalogue.roots()).told(Place(name.root, name.path, name.member))
    whole = f"{told}/{name.member}" if name.member else told
    return Source(path, whole.rsplit("/", 1)[-1], whole)


def words_of(pages: Sequence[ReadPage]) -> dict[str, dict[str, object]]:
    """What was read of pages, as `describe` takes it."""
    told = ("text", "confidence", "reason")
    return {str(one.page): {key: getattr(one, key) for key in told} for one in pages}


def described(
    pool: Pool, source: Source, pages: Sequence[ReadPage] | None, passwords: Sequence[str] = ()
) -> Description:
    """What a scan says of itself with the words of these pages; without them (None) which are to be read. `passwords`
    are tried on one that needs one. Raises Unreadable, Encrypted, WorkerError."""
    asked: dict[str, object] = {"path": source.path, "filename": source.filename, "relpath": source.relpath}
    if passwords:
        asked["passwords"] = list(passwords)
    if pages is not None:
        asked["words"] = words_of(pages)
    with pool.run(DESCRIBE, asked) as job:
        description = believed(job.result, source.filename)
    description.thumbnail = None
    description.members = []
    return description


def put(w: Transaction, scan: Scan, description: Description, pages: Sequence[ReadPage]) -> bool:
    """The record is described by these words from now on. False when it has other bytes by now, and waits again."""
    now = w.scan(scan.record)
    if now is None or now.sha256 != scan.sha256 or w.newest(scan.record) != scan.sha256:
        return False
    before = w.known(scan.record)
    w.describe(scan.record, description)
    w.words_read(scan.record, description.scans or scan.pages)
    found = access_for(description, Status.RELEASED)
    if before.access == UNREAD and now.otherwise is not None:
        access = _with(now.otherwise, found)
        if _in_doubt(description, pages):
            access = stricter(access, DOUBTFUL)
        w.set_status(scan.record, access)
    elif before.values.get("embargo") != description.values.get("embargo"):  # not what was decided on already
        w.set_status(scan.record, _with(before.access, found))
    sure = description.values.get("ocr", {}).get("confidence")
    w.event("text recognition", scan.record, pages=len(pages), confidence=sure)
    return True


def _with(before: Access, found: Access) -> Access:
    """The stricter of what held it before its words were read, and what these say; a mark (`EMBARGO_rilis.pdf`) is of
    the same order as the words that say its hour."""
    if before.release_at is None and found.release_at is not None and is_bare(before.hold_reason or ""):
        return found
    return stricter(before, found)


def _in_doubt(description: Description, pages: Sequence[ReadPage]) -> bool:
    """Whether the first page that has anything on it, where an embargo would stand, is not surely read."""
    read = {one.page: one for one in pages}
    for number, text in enumerate(description.pages or [description.text], start=1):
        one = read.get(number)
        if number in description.scans and one is None:
            return True
        if one is not None and (one.reason is not None or one.confidence is not None):
            return one.reason is not None or (one.confidence or 0) < POOR
        if text.strip():
            return False
    return False


def failed(w: Transaction, scan: Scan, error: PressArchiveError) -> None:
    """A scan that cannot be read at all: it waits no more, and is seen by nobody until someone decides."""
    before = w.known(scan.record).access
    w.words_read(scan.record, scan.pages)
    if before == UNREAD:
        w.set_status(scan.record, DOUBTFUL)
    w.event("text recognition", scan.record, "failure", reason=str(error))
