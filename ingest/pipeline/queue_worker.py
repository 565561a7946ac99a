"""Read the jobs of the queue, on this machine and any number of others, until a stop is requested.

A file has one outcome, whatever happens to a worker: its receipt line is written in the same transaction as its data,
and a repeated job skips files with a line. The job of a silent worker is taken over by another. A worker's own
problems, such as a full disk or an unreachable server, are waited out. A file that it cannot read has no outcome yet:
after UNREADABLE_SECONDS any machine retries it, and that is counted. After a job has failed ATTEMPTS times, each of its
files is tried alone, and one that fails again has failed; the receipt says so, and the accession stops before photos
that the file may hold.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from archive.catalogue import DONE, QUEUED, STOPPED, Accession, printable, restore_path
from archive.errors import AccessionClosed, CannotRetry, PressArchiveError, StoreError, UnknownRecord
from archive.messages import Message
from archive.storage.archive import Archive
from archive.storage.job_queue import JobQueue, QueuedJob
from ingest.files.donor_checksums import DonorChecksums
from ingest.files.file_reading import FileInProgress, ReadingContext, StopState, put_off, reject_unread
from ingest.files.read_order import DueFile, ReadOrder, Stage
from ingest.pipeline.accessions import AGENT, FILES
from ingest.pipeline.batch_writer import BatchWriter
from ingest.pipeline.pipeline import (
    BATCH_SECONDS,
    Following,
    Options,
    at_work,
    in_batches,
    update_index,
    write_batch,
)
from ingest.pipeline.queue_jobs import Turn, apart, files_of, later_jobs, stop_after
from ingest.pipeline.read_ahead import ReadAhead, ReadSettings
from ingest.pipeline.receipt import FileOutcome, Receipt
from ingest.pipeline.run_control import LOCK
from ingest.pipeline.unchanged_files import UnchangedFiles

log = logging.getLogger(__name__)

ATTEMPTS = 3
LOOK_SECONDS = 1.0  # between checks of an empty queue
BLIND_SECONDS = 60.0  # for which a machine skips an accession whose folder it does not see
UNREADABLE_SECONDS = 60.0  # until a file that a machine could not read is retried
RETRY_SECONDS = 10.0  # after a problem of this machine, or of a server


@dataclass(frozen=True, slots=True)
class WorkOptions:
    """`once`: end when nothing is left for this machine. `index`: whether the index of this machine is updated. `say`
    is called with sentences about the work, `tell` with each line once it is durable."""

    stop: Event
    once: bool
    index: bool
    say: Callable[[str], None]
    tell: Callable[[FileOutcome, Receipt], None]


def work(archive: Archive, queue: JobQueue, options: WorkOptions) -> Receipt:
    """Run jobs of the queue, and return the totals of this worker."""
    began, receipt = time.monotonic(), Receipt(0)
    archive.derived.mkdir(exist_ok=True)
    with ExitStack() as opened:
        following = opened.enter_context(Following(archive.folder)) if options.index else None
        crew = opened.enter_context(at_work(archive, Options(stopped=options.stop.is_set)))
        receipt.complete = _Worker(archive, queue, options, receipt, following, crew).work()
    receipt.seconds = time.monotonic() - began
    return receipt


def cancel(archive: Archive, queue: JobQueue, accession: int) -> int:
    """Close an accession of the queue as it is, and return how many of its jobs were not begun. Files being read are
    not written any more. Raise UnknownRecord, CannotRetry."""
    state = archive.catalogue.accession_state(accession)
    if state is None:
        raise UnknownRecord(Message("accession-unknown", number=accession))
    if state != QUEUED:
        raise CannotRetry(Message("accession-not-queued", number=accession))
    _close(archive, accession, STOPPED)
    return queue.drop(accession)


def _close(archive: Archive, accession: int, state: str) -> None:
    with archive.lock(LOCK, wait=True):
        archive.store.clear_incoming()
        with archive.catalogue.write(AGENT) as w:
            if w.accession_state(accession) == QUEUED:  # another worker may have come first
                w.close_accession(accession, state)


class _Worker:
    def __init__(
        self,
        archive: Archive,
        queue: JobQueue,
        options: WorkOptions,
        receipt: Receipt,
        following: Following | None,
        crew: tuple[ReadingContext, ThreadPoolExecutor, ThreadPoolExecutor],
    ) -> None:
        self._archive, self._queue, self._options, self._receipt = archive, queue, options, receipt
        self._following, self._crew = following, crew
        self._accessions: dict[int, Accession] = {}  # with their opening data
        self._incomplete: set[int] = set()  # accessions without jobs, but with too few lines
        self._unseen: dict[int, tuple[float, Path]] = {}  # accessions: skipped until then, for this folder
        self._checksums: tuple[int, DonorChecksums] | None = None
        self._stopped = False  # an accession, before its end
        self._news = False  # not in the index yet
        self._troubled = ""

    def work(self) -> bool:
        """Run jobs; return whether it ended because nothing was left for any machine."""
        job: QueuedJob | None = None
        try:
            while not self._options.stop.is_set():
                try:
                    job = job or self._next()
                    if job is None:
                        if self._is_over():
                            return not self._unseen and not self._stopped
                        self._options.stop.wait(LOOK_SECONDS)
                        continue
                    self._do(job)
                    job = None
                    self._troubled = ""
                except PressArchiveError as error:
                    if self._options.once:
                        raise
                    if job is not None:
                        with suppress(StoreError):  # if the server is away, nobody else gets it either
                            self._queue.give_back(job)
                            job = None
                    self._wait(error)
        finally:
            self._leave(job)
        return False

    def _next(self) -> QueuedJob | None:
        turns = self._queue.turns()
        seen = {n: turn for n, turn in turns.items() if self._sees(n)}
        job = self._queue.take(seen) if seen else None
        if job is None:
            self._close_done(turns)
            self._index()
        return job

    def _is_over(self) -> bool:
        """Return whether a worker that should end has nothing to wait for. Another's job may be returned."""
        return self._options.once and not self._queue.turns().keys() - self._unseen.keys()

    def _do(self, job: QueuedJob) -> None:
        """Run a job; a failure that is not this machine's problem is counted."""
        try:
            if not job.files:
                self._stop(job)
            elif job.attempts >= ATTEMPTS and len(alone := apart(job)) > 1:
                self._queue.end(job, alone)
            elif job.attempts >= ATTEMPTS:
                self._tell_failed(job)
                self._queue.end(job, stop_after(job), failed=True)
            elif (folder := _absent(job)) is not None:
                self._do_not_see(job.accession, folder)
                self._queue.give_back(job)
            else:
                self._read(job)
        except AccessionClosed:
            self._queue.end(job)
        except PressArchiveError:
            raise
        except Exception as error:
            log.exception("a job of accession %s went wrong", job.accession)
            self._options.say(str(Message("job-failed-once", number=job.accession, error=type(error).__name__)))
            self._queue.try_again(job)

    def _stop(self, job: QueuedJob) -> None:
        """Stop an accession before photos that a failed file may hold."""
        self._stopped = True
        self._writer(job.accession)  # whoever closed it reported it
        _close(self._archive, job.accession, STOPPED)
        self._queue.drop(job.accession)
        self._queue.end(job)
        self._options.say(str(Message("queue-accession-stopped", number=job.accession)))

    def _read(self, job: QueuedJob) -> None:
        turn, writer = Turn(job.turn), self._writer(job.accession)
        whole, threads, helpers = self._crew
        over = Event()  # an error leaves files that nobody fetches any more
        stopped = StopState(self._options.stop.is_set)

        def ended() -> bool:
            return over.is_set() or whole.ended()

        desk = replace(whole, stopped=stopped, ended=ended, checksums=self._checksums_of(job.accession), orders={})
        crew = ReadSettings(desk, threads, helpers, writer.roots, writer.access)
        due = self._without_line(job)
        with ReadOrder(self._archive.derived) as order, ExitStack() as opened:
            opened.callback(over.set)
            for one in due:
                if one.sha256:
                    order.put(one.found, turn.stage, one.sha256)
                    for member, was_read in one.done.items():
                        order.took(one.found, member, was_read=was_read)
                    for member, found_before in one.orders.items():
                        desk.orders[one.found.file, member] = [dict(found) for found in found_before]
            found = (one.found for one in due if not one.sha256)
            taken = ReadAhead(crew, order, BATCH_SECONDS).all_of(found, UnchangedFiles(self._archive), turn.stage)
            unreadable: list[FileInProgress] = []
            for batch in in_batches(taken):
                self._write(_readable(desk, batch, turn.stage, unreadable), writer)
            later = later_jobs(job.accession, turn, order, desk.orders)
        if stopped.left:
            self._queue.give_back(job)
        elif unreadable:
            self._put_off(job, unreadable[0])
        else:
            self._queue.end(job, later)

    def _put_off(self, job: QueuedJob, taken: FileInProgress) -> None:
        """Postpone a file that this machine cannot read, because another one may. It has no outcome before ATTEMPTS."""
        why = Message(
            "queue-file-unreadable",
            file=printable(taken.shown),
            why=taken.reason,
            number=job.accession,
            seconds=int(UNREADABLE_SECONDS),
        )
        self._options.say(str(why))
        self._queue.try_again(job, UNREADABLE_SECONDS)

    def _write(self, batch: list[FileInProgress], writer: BatchWriter) -> None:
        if batch and write_batch(batch, writer, self._receipt, self._options.tell):
            self._news = True
            if self._following is not None:
                self._following.batch_written()

    def _tell_failed(self, job: QueuedJob) -> None:
        """Write the lines of the files of a failed job."""
        reason = Message("job-failed", attempts=ATTEMPTS, number=job.accession)
        files = [one.found for one in self._without_line(job)]
        rejects = [reject_unread(self._crew[0], found, reason) for found in files]
        self._write(rejects, self._writer(job.accession))

    def _without_line(self, job: QueuedJob) -> list[DueFile]:
        due = files_of(job)
        told = self._archive.catalogue.reported(job.accession, [one.found.shown for one in due])
        return [one for one in due if one.found.shown not in told]

    def _opened(self, number: int) -> Accession | None:
        """Return an accession's opening data, or None."""
        if number not in self._accessions:
            found = self._archive.catalogue.accession(number)
            if found is None:
                return None
            self._accessions[number] = found
        return self._accessions[number]

    def _writer(self, number: int) -> BatchWriter:
        accession = self._opened(number)
        if accession is None or self._archive.catalogue.accession_state(number) != QUEUED:
            raise AccessionClosed(Message("accession-closed", number=number))
        return BatchWriter(self._archive, number, accession.access, accession.arguments["values"], shared=True)

    def _checksums_of(self, number: int) -> DonorChecksums:
        """Return the donor's checksums of an accession; only those of the last one are in memory."""
        if self._checksums is None or self._checksums[0] != number:
            accession = self._opened(number)
            paths = [Path(restore_path(path)) for path in accession.arguments["paths"]] if accession is not None else []
            self._checksums = number, DonorChecksums(self._crew[0].pool, paths)
        return self._checksums[1]

    def _sees(self, number: int) -> bool:
        """Return whether this machine sees the paths of an accession. A missing accession needs none."""
        until, folder = self._unseen.get(number, (0.0, None))
        if time.monotonic() < until:
            return False
        accession = self._opened(number)
        given = [Path(restore_path(path)) for path in accession.arguments["paths"]] if accession is not None else []
        missing = next((path for path in given if not _is_seen(path)), None)
        if missing is None:
            self._unseen.pop(number, None)
            return True
        self._do_not_see(number, missing, told=missing == folder)
        return False

    def _do_not_see(self, number: int, folder: Path, *, told: bool = False) -> None:
        if not told:
            path = printable(os.fspath(folder))
            self._options.say(str(Message("queue-folder-unseen", folder=path, number=number)))
        self._unseen[number] = (time.monotonic() + BLIND_SECONDS, folder)

    def _close_done(self, turns: Mapping[int, int]) -> None:
        """Close the accessions without jobs whose files all have a line."""
        self._incomplete -= turns.keys()
        for number in self._archive.catalogue.queued_accessions():
            accession = self._opened(number)
            if accession is None or number in turns or number in self._incomplete:
                continue
            if self._archive.catalogue.files_told(number) == accession.arguments[FILES]:
                _close(self._archive, number, DONE)
                self._options.say(str(Message("queue-accession-done", number=number)))
            else:  # it is being queued, or that was interrupted
                self._incomplete.add(number)

    def _index(self) -> None:
        if self._news and self._options.index:
            update_index(self._archive, self._receipt)
            self._receipt.indexed = None  # there may be more to read
        self._news = False

    def _wait(self, error: PressArchiveError) -> None:
        """Wait out a problem of this machine or a server, reporting it once."""
        if str(error) != self._troubled:
            self._troubled = str(error)
            self._options.say(str(Message("queue-waits", why=error.message, seconds=int(RETRY_SECONDS))))
        self._options.stop.wait(RETRY_SECONDS)

    def _leave(self, job: QueuedJob | None) -> None:
        """Give the begun job back to the queue, and update the index; if the server is away, its lease ends."""
        try:
            if job is not None:
                self._queue.give_back(job)
            self._index()
        except PressArchiveError as error:
            self._options.say(str(error))


def _readable(
    desk: ReadingContext, batch: list[FileInProgress], stage: Stage, unreadable: list[FileInProgress]
) -> list[FileInProgress]:
    """Return the files of a batch without those that are `unreadable` here, which are added to that list, and without
    files written together with one."""
    found: list[FileInProgress] = []
    group: list[FileInProgress] = []
    for taken in batch:
        group.append(taken)
        if taken.followed:
            continue
        if bad := [one for one in group if one.unreadable_here]:
            unreadable += bad
            for one in group:
                put_off(desk, one, stage)
        else:
            found += group
        group = []
    return found


def _absent(job: QueuedJob) -> Path | None:
    """Return a folder of a job that this machine does not see, or None."""
    folders = {one.found.path.parent for one in files_of(job) if one.found.reject is None}
    return next((folder for folder in sorted(folders) if not _is_seen(folder)), None)


def _is_seen(path: Path) -> bool:
    """Return whether a file exists, or a non-empty folder: an unmounted disk is an empty one."""
    try:
        if not path.is_dir():
            return os.path.lexists(path)
        with os.scandir(path) as entries:
            return next(entries, None) is not None
    except OSError:
        return False
