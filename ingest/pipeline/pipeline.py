"""Ingest: files are read in parallel and written in batches. A stop anywhere loses nothing that a receipt reported.

The order in a batch is fixed: originals on disk, one catalogue transaction with the receipt lines, the report of these
lines, the index. In a long ingest a separate process updates the index.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from threading import Event
from types import TracebackType

from archive.access import ARCHIVIST
from archive.errors import PressArchiveError, StoreError
from archive.messages import Message
from archive.record import Outcome, Status
from archive.sandbox.pool import Pool
from archive.search.index import index_sync
from archive.storage.archive import Archive
from archive.storage.renditions import Renditions
from archive.virus_scanner import VirusScanner
from ingest.extract.language.language_copy import WORTH_A_COPY, is_shared
from ingest.files.conversion import Conversion
from ingest.files.donor_checksums import DonorChecksums
from ingest.files.file_reading import FileInProgress, KeptFile, ReadingContext, StopState
from ingest.files.read_order import ReadOrder
from ingest.files.walk import WalkedPath, walk
from ingest.files.workers import LANGUAGES, count_workers, share_languages
from ingest.files.workers import pool as pool_of
from ingest.identity.bagged_records import BaggedRecords
from ingest.pipeline.accessions import open_accession
from ingest.pipeline.batch_writer import BatchWriter
from ingest.pipeline.read_ahead import ReadAhead, ReadSettings
from ingest.pipeline.receipt import FileOutcome, Receipt
from ingest.pipeline.unchanged_files import UnchangedFiles

PATIENCE = 2.0  # seconds of an ingest before that process pays off
EVERY = 5.0  # seconds between its checks: few large commits cost less than many small ones


class Following:
    """A context manager for the index process. On an error, the process is ended at once, else after its present
    work."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._began = time.monotonic()
        self._child: subprocess.Popen[bytes] | None = None

    def batch_written(self) -> None:
        """Note that there is something to index. After PATIENCE a process does it. A dead one is not replaced, since
        the end catches up."""
        if self._child is None and time.monotonic() - self._began >= PATIENCE:
            command = [
                sys.executable,
                "-P",
                "-m",
                "archive.search.index.index_daemon",
                str(self._folder),
                str(os.getpid()),
                str(EVERY),
            ]
            nothing = subprocess.DEVNULL
            self._child = subprocess.Popen(  # noqa: S603
                command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
            )

    def __enter__(self) -> Following:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._child is None:
            return
        if kind is not None:
            self._child.kill()
        else:
            self._child.terminate()
        try:
            self._child.wait()
        except BaseException:
            self._child.kill()
            self._child.wait()
            raise


log = logging.getLogger(__name__)

BATCH_FILES = 200  # files that were read, in one batch
BATCH_LINES = 5000  # including those that were not: unchanged, skipped
BATCH_SECONDS = 1.0
QUIET = (Outcome.UNCHANGED, Outcome.SKIPPED, Outcome.REJECTED)  # the index can wait if there was nothing else


@dataclass(frozen=True, slots=True)
class Options:
    """Options of an ingest.

    `access` is the status of new records, None for the archive's setting. `stopped` is asked between files: when it
    returns True, the present batch is finished and nothing more begun. `again` reads rejected and encrypted files
    again. `retry` is the accession tried again, for the receipt. `only` selects among the files found, None for all.
    `values` are the archivist's values for every new record, by key. `index` tells whether the index follows. `met` are
    files found before, all of them, in place of a walk. `kept` are those of the paths that are read from the archive,
    for they are not on the disk any more. `passwords` are tried and stored nowhere. `workers` is the pool that reads,
    None for a new one. `bagged` are the records of the bag that is ingested. `note` is written into the accession
    sheet.
    """

    access: Status | None = None
    stopped: Callable[[], bool] = lambda: False
    again: bool = False
    retry: int | None = None
    only: Callable[[WalkedPath], bool] | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    index: bool = True
    met: Iterator[WalkedPath] | None = None
    kept: Mapping[str, KeptFile] = field(default_factory=dict)
    passwords: tuple[str, ...] = field(default=(), repr=False)
    workers: Pool | None = None
    bagged: BaggedRecords | None = None
    note: str = ""


def ingest(
    paths: Sequence[Path],
    archive: Archive,
    options: Options = Options(),
    tell: Callable[[FileOutcome, Receipt], None] | None = None,
) -> Receipt:
    """Ingest all files below `paths`. `tell` is called with every line once it is durable, so it stays true. Raise
    ArchiveBusy if another ingest runs, StoreError if the archive cannot be written. Events that the rules of another
    version found are found again first."""
    began = time.monotonic()
    with archive.lock("ingest"):
        archive.store.clear_incoming()
        if not archive.catalogue.press_events_are_current():
            archive.catalogue.rebuild_press_events()
        access = options.access or Status(archive.settings.intake.access)
        accession = open_accession(
            archive, access, paths, options.values, options.retry, bagged=options.bagged is not None, note=options.note
        )
        writer = BatchWriter(archive, accession, access, options.values, bagged=options.bagged)
        receipt = Receipt(writer.accession)
        try:
            with Following(archive.folder) as following, at_work(archive, options) as (desk, threads, helpers):
                desk = replace(desk, checksums=DonorChecksums(desk.pool, paths))
                crew = ReadSettings(desk, threads, helpers, writer.roots, access)
                for batch in in_batches(_taken(paths, crew, options)):
                    news = write_batch(batch, writer, receipt, tell)
                    if news and options.index:
                        following.batch_written()
                receipt.indexed = (0, 0)
            if options.index:
                update_index(archive, receipt)
            receipt.complete = not desk.stopped.left
        finally:
            receipt.seconds = time.monotonic() - began
            with suppress(StoreError):  # it would hide the reason for the end; the next run clears too
                archive.store.clear_incoming()
            _close(writer, receipt)
    return receipt


def write_batch(
    batch: list[FileInProgress],
    writer: BatchWriter,
    receipt: Receipt,
    tell: Callable[[FileOutcome, Receipt], None] | None,
) -> bool:
    """Write a batch and report its lines; return whether there is anything new to index."""
    lines = writer.write(batch)
    receipt.bytes_read += sum(taken.incoming.size for taken in batch if taken.incoming)
    receipt.bytes_seen += sum(taken.stat.size for taken in batch if taken.stat and (taken.incoming or taken.known))
    for line in lines:
        receipt.count(line)
        if tell is not None:
            tell(line, receipt)
    return any(line.outcome not in QUIET for line in lines)


def _close(writer: BatchWriter, receipt: Receipt) -> None:
    """Close the accession. If the error that ended it prevents that too, the next one closes it."""
    try:
        writer.close(complete=receipt.complete)
    except PressArchiveError:
        if receipt.complete:
            raise


def update_index(archive: Archive, receipt: Receipt) -> None:
    """Update the index. If that fails, nothing is lost, and the receipt says so."""

    def progress(done: int, of: int) -> None:
        receipt.indexed = (done, of)

    try:
        index_sync.update(archive, progress)
        receipt.warning = None
    except Exception as error:  # any error: the index is derived, and the ingest must go on
        log.debug("the index could not follow", exc_info=True)
        receipt.warning = Message("index-behind", why=_why(error))


def _why(error: Exception) -> str:
    if isinstance(error, PressArchiveError):
        return error.message
    return error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__


def _has_many_records(archive: Archive) -> bool:
    return len(archive.catalogue.lately_added(ARCHIVIST, WORTH_A_COPY)) == WORTH_A_COPY


@contextmanager
def at_work(
    archive: Archive, options: Options
) -> Iterator[tuple[ReadingContext, ThreadPoolExecutor, ThreadPoolExecutor]]:
    """Yield a reading context, the threads that each read one file on disk, and those that help them with files inside.
    Leaving it ends running work without waiting."""
    ended = Event()
    if not is_shared(archive.derived / LANGUAGES) and _has_many_records(archive):
        share_languages(archive.settings, archive.derived)
    pool = options.workers or _pool(archive)
    count = 2 * count_workers(archive.settings)
    conversion = Conversion(archive.settings, archive.derived)
    intake = archive.settings.intake
    scanner = VirusScanner(intake.virus_scanner, intake.virus_scanner_seconds) if intake.virus_scanner else None
    threads = ThreadPoolExecutor(count, thread_name_prefix="reading")
    helpers = ThreadPoolExecutor(count, thread_name_prefix="unpacking")
    try:
        renditions = Renditions(archive.derived / "renditions", pool, archive.store.local)
        yield (
            ReadingContext(
                archive,
                pool,
                renditions,
                ended.is_set,
                StopState(options.stopped),
                passwords=options.passwords,
                kept=options.kept,
                conversion=conversion,
                scanner=scanner,
            ),
            threads,
            helpers,
        )
    finally:
        ended.set()
        for crew in (threads, helpers):
            crew.shutdown(wait=False, cancel_futures=True)
        conversion.close()
        with pool.interrupted():
            for crew in (threads, helpers):
                crew.shutdown()
        if options.workers is None:
            pool.close()


def _taken(paths: Sequence[Path], crew: ReadSettings, options: Options) -> Iterator[FileInProgress | None]:
    """Yield every file, after all that could hold it, and the files inside it first; None each time that BATCH_SECONDS
    pass in waiting for one."""
    archive = crew.desk.archive
    untouched = UnchangedFiles(archive, options.again or bool(options.passwords))
    meant = options.met
    if meant is None:
        here = [path for path in paths if os.fspath(path) not in options.kept]
        found = walk(here, archive.settings.intake.skip, [archive.folder])
        if crew.desk.checksums is not None:
            found = crew.desk.checksums.with_missing(found)
        meant = chain(filter(options.only, found), (WalkedPath(file, file) for file in options.kept))
    with ReadOrder(archive.derived) as order:
        yield from ReadAhead(crew, order, BATCH_SECONDS).all_of(meant, untouched)


def in_batches(taken: Iterator[FileInProgress | None]) -> Iterator[list[FileInProgress]]:
    """Yield at most BATCH_FILES that were read and BATCH_LINES in all, or what arrived within BATCH_SECONDS of the
    first. No file waits longer to be written because the next takes long, except those written together."""
    batch: list[FileInProgress] = []
    first, read = 0.0, 0
    try:
        for item in taken:
            if item is not None:
                first = first if batch else time.monotonic()
                batch.append(item)
                read += item.known is None
            full = read >= BATCH_FILES or len(batch) >= BATCH_LINES
            if batch and not batch[-1].followed and (item is None or full or time.monotonic() - first >= BATCH_SECONDS):
                yield batch
                batch, read = [], 0
    except PressArchiveError:  # it cannot continue; what was read until then is still written
        if whole := _whole(batch):
            yield whole
        raise
    if whole := _whole(batch):
        yield whole


def _whole(batch: list[FileInProgress]) -> list[FileInProgress]:
    """Return the batch without files at its end that may only be written together with one that did not arrive."""
    end = len(batch)
    while end and batch[end - 1].followed:
        end -= 1
    return batch[:end]


def _pool(archive: Archive) -> Pool:
    return pool_of(archive.settings, archive.derived)
