"""Intake: files are read side by side, and written in batches so that a stop anywhere loses nothing a receipt named.

The order in a batch is fixed: originals on the disk, then one transaction of the catalogue with the receipt's lines,
then the lines are told, then the index.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from archive import indexing
from archive.archive import Archive
from archive.errors import PressArchiveError
from archive.record import Outcome, Status
from archive.renditions import Renditions
from archive.worker import Limits, Pool
from ingest.reading import Desk, Stat, Taken, take
from ingest.receipt import Line, Receipt
from ingest.roots import Place, Roots
from ingest.walk import Found, walk
from ingest.writing import Writer

BATCH_FILES = 200
BATCH_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Options:
    """`access`: what new records become, None for the archive's own setting. `stopped` is asked between files; once it
    says True the batch under way is finished and nothing more is begun."""

    access: Status | None = None
    stopped: Callable[[], bool] = lambda: False


def ingest(
    paths: Sequence[Path],
    archive: Archive,
    options: Options = Options(),
    tell: Callable[[Line, Receipt], None] | None = None,
) -> Receipt:
    """Take in all files below `paths`; `tell` gets every line as soon as it is safe on the disk: what was told stays
    true. Raises ArchiveBusy when another ingest runs on this archive, StoreError when the archive cannot be written."""
    began = time.monotonic()
    with archive.lock("ingest"):
        archive.store.clear_incoming()
        writer = Writer(archive, options.access or Status(archive.settings.intake.access), paths)
        receipt = Receipt(writer.accession)
        try:
            with _pool(archive) as pool:
                desk = Desk(archive, pool, Renditions(archive.derived / "renditions", pool, archive.store.path))
                for batch in _batches(_taken(paths, desk, writer.roots, options)):
                    for line in writer.write(batch):
                        receipt.count(line)
                        if tell is not None:
                            tell(line, receipt)
                    receipt.bytes_read += sum(taken.incoming.size for taken in batch if taken.incoming)
                    _index(archive, receipt)
            receipt.complete = not options.stopped()
        finally:
            receipt.seconds = time.monotonic() - began
            archive.store.clear_incoming()
            writer.close(complete=receipt.complete)
    return receipt


def _index(archive: Archive, receipt: Receipt) -> None:
    """The index follows the catalogue; when it cannot, nothing is lost, and the receipt says so."""
    try:
        indexing.update(archive)
        receipt.warning = None
    except (PressArchiveError, OSError) as error:
        receipt.warning = f"the index is behind ({error}); run `press-archive index rebuild` when that is mended"


def _pool(archive: Archive) -> Pool:
    settings = archive.settings.worker
    limits = Limits(
        wall_seconds=settings.wall_seconds,
        cpu_seconds=settings.cpu_seconds,
        memory_bytes=settings.memory_mb << 20,
    )
    return Pool(_processes(archive), archive.derived / "jobs", limits)


def _processes(archive: Archive) -> int:
    return archive.settings.worker.processes or os.cpu_count() or 1


def _taken(paths: Sequence[Path], desk: Desk, roots: Roots, options: Options) -> Iterator[Taken]:
    """Every file, in the order of the walk, read a few ahead of the one that is given out."""
    archive = desk.archive
    ahead = 2 * _processes(archive)
    with ThreadPoolExecutor(ahead, thread_name_prefix="reading") as threads:
        waiting: deque[Future[Taken] | Taken] = deque()
        try:
            for found in walk(paths, archive.settings.intake.skip, [archive.folder]):
                if options.stopped():
                    break
                place = roots.place(found.path)
                known = _without_reading(archive, found, place)
                waiting.append(known or threads.submit(take, desk, found, place.path))
                if len(waiting) > ahead:
                    yield _finished(waiting.popleft())
            while waiting:
                yield _finished(waiting.popleft())
        finally:
            for future in waiting:
                if isinstance(future, Future):
                    future.cancel()


def _without_reading(archive: Archive, found: Found, place: Place) -> Taken | None:
    """What can be said of a file by its name and its stat alone; None when it must be read."""
    if found.skip is not None:
        return Taken(found, outcome=Outcome.SKIPPED, reason=found.skip)
    if found.reject is not None:
        return Taken(found, outcome=Outcome.REJECTED, reason=found.reject)
    known = archive.catalogue.name(place.root, place.path)
    if known is None or not known.live:
        return None
    try:
        stat = Stat.of(found.path)
    except OSError:
        return None
    same = (known.size, known.mtime_ns, known.inode) == (stat.size, stat.mtime_ns, stat.inode)
    return Taken(found, stat=stat, known=known) if same else None


def _finished(waiting: Future[Taken] | Taken) -> Taken:
    return waiting.result() if isinstance(waiting, Future) else waiting


def _batches(taken: Iterator[Taken]) -> Iterator[list[Taken]]:
    """At most BATCH_FILES, or what came within BATCH_SECONDS of the first."""
    batch: list[Taken] = []
    first = 0.0
    for item in taken:
        if not batch:
            first = time.monotonic()
        batch.append(item)
        if len(batch) >= BATCH_FILES or time.monotonic() - first >= BATCH_SECONDS:
            yield batch
            batch = []
    if batch:
        yield batch
