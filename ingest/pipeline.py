"""Intake: files are read side by side, and written in batches so that a stop anywhere loses nothing a receipt named.

The order in a batch is fixed: originals on the disk, then one transaction of the catalogue with the receipt's lines,
then the lines are told, then the index.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event

from archive import indexing
from archive.archive import Archive
from archive.errors import PressArchiveError, StoreError
from archive.record import Outcome, Status
from archive.renditions import Renditions
from archive.worker import Pool
from ingest.enrich.language_copy import WORTH_A_COPY
from ingest.following import Following
from ingest.inside import unpacking
from ingest.reading import Desk, Stop, Taken, take
from ingest.receipt import Line, Receipt
from ingest.roots import Roots
from ingest.stream import Stream, Tally
from ingest.untouched import Untouched
from ingest.walk import Found, walk
from ingest.workers import pool as pool_of
from ingest.workers import processes, share_languages
from ingest.writing import Writer

log = logging.getLogger(__name__)

BATCH_FILES = 200  # that were read, in one batch
BATCH_LINES = 5000  # also of files that were not: unchanged, skipped
BATCH_SECONDS = 1.0
QUIET = (Outcome.UNCHANGED, Outcome.SKIPPED, Outcome.REJECTED)  # the index can wait when nothing else came
AHEAD = 256  # files read before they are given out, so that workers go on while a batch is written
AHEAD_CHARACTERS = 20_000_000  # of their texts together: bounded memory
AHEAD_INSIDE = 8  # of the files inside one file


@dataclass(frozen=True, slots=True)
class Options:
    """`access`: what new records become, None for the archive's own setting. `stopped` is asked between files; once it
    says True the batch under way is finished and nothing more is begun. `again`: what was rejected or encrypted is read
    again, whatever is known of it. `retry`: the accession that is tried again, for the receipt. `only`: which of the
    files met are meant; None for all. `values`: what the archivist says of every new record, by key. `index`: whether
    the index follows. `met`: the files below `paths`, found before, in place of a walk. `passwords` are tried on files
    that need one, and kept nowhere. `workers`: the pool that reads, None for one of its own."""

    access: Status | None = None
    stopped: Callable[[], bool] = lambda: False
    again: bool = False
    retry: int | None = None
    only: Callable[[Found], bool] | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    index: bool = True
    met: Iterator[Found] | None = None
    passwords: tuple[str, ...] = field(default=(), repr=False)
    workers: Pool | None = None


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
        access = options.access or Status(archive.settings.intake.access)
        writer = Writer(archive, access, paths, options.values, options.retry)
        receipt = Receipt(writer.accession)
        try:
            with Following(archive.folder) as following, at_work(archive, options) as (desk, threads, helpers):
                for batch in _batches(_taken(paths, desk, (threads, helpers), writer.roots, options)):
                    news = _write(batch, writer, receipt, tell)
                    if news and options.index:
                        following.batch_written()
                receipt.indexed = (0, 0)
            if options.index:
                _index(archive, receipt)
            receipt.complete = not desk.stopped.left
        finally:
            receipt.seconds = time.monotonic() - began
            with suppress(StoreError):  # were it the reason for the end, it would hide it; the next run clears too
                archive.store.clear_incoming()
            _close(writer, receipt)
    return receipt


def _write(batch: list[Taken], writer: Writer, receipt: Receipt, tell: Callable[[Line, Receipt], None] | None) -> bool:
    """Writes a batch and tells its lines; whether there is anything new to index."""
    lines = writer.write(batch)
    receipt.bytes_read += sum(taken.incoming.size for taken in batch if taken.incoming)
    receipt.bytes_seen += sum(taken.stat.size for taken in batch if taken.stat and (taken.incoming or taken.known))
    for line in lines:
        receipt.count(line)
        if tell is not None:
            tell(line, receipt)
    return any(line.outcome not in QUIET for line in lines)


def _close(writer: Writer, receipt: Receipt) -> None:
    """Ends the accession. When it ends by an error that also keeps it from being closed, the next one closes it."""
    try:
        writer.close(complete=receipt.complete)
    except PressArchiveError:
        if receipt.complete:
            raise


def _index(archive: Archive, receipt: Receipt) -> None:
    """The index follows the catalogue; when it cannot, nothing is lost, and the receipt says so."""

    def progress(done: int, of: int) -> None:
        receipt.indexed = (done, of)

    try:
        indexing.update(archive, progress)
        receipt.warning = None
    except Exception as error:  # whatever it is: the index is derived, and intake must go on
        log.debug("the index could not follow", exc_info=True)
        what = str(error) if isinstance(error, PressArchiveError) else f"{type(error).__name__}: {error}"
        receipt.warning = f"the index is behind ({what}); run `press-archive index rebuild` when that is mended"


@contextmanager
def at_work(archive: Archive, options: Options) -> Iterator[tuple[Desk, ThreadPoolExecutor, ThreadPoolExecutor]]:
    """A desk, the threads that work at it, each at one file of the disk, and those that help them with the files inside
    such a file. When they are left with work under way, that is ended, not waited for."""
    ended = Event()
    if archive.catalogue.revision() >= WORTH_A_COPY:
        share_languages(archive.settings, archive.derived)
    pool = options.workers or _pool(archive)
    count = 2 * processes(archive.settings)
    threads = ThreadPoolExecutor(count, thread_name_prefix="reading")
    helpers = ThreadPoolExecutor(count, thread_name_prefix="unpacking")
    try:
        renditions = Renditions(archive.derived / "renditions", pool, archive.store.path)
        yield Desk(archive, pool, renditions, ended.is_set, Stop(options.stopped), options.passwords), threads, helpers
    finally:
        ended.set()
        for crew in (threads, helpers):
            crew.shutdown(wait=False, cancel_futures=True)
        with pool.interrupted():
            for crew in (threads, helpers):
                crew.shutdown()
        if options.workers is None:
            pool.close()


def _pool(archive: Archive) -> Pool:
    return pool_of(archive.settings, archive.derived)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file that is read, or waits to be."""

    stream: Stream
    future: Future[None]


def _taken(
    paths: Sequence[Path],
    desk: Desk,
    crews: tuple[ThreadPoolExecutor, ThreadPoolExecutor],
    roots: Roots,
    options: Options,
) -> Iterator[Taken | None]:
    """Every file, in the order of the walk, read a few ahead of the one that is given out, and the files inside it
    before it; None each time that BATCH_SECONDS went by in waiting for one."""
    archive, untouched = desk.archive, Untouched(desk.archive, options.again or bool(options.passwords))
    threads, helpers = crews
    waiting: deque[_Reading | list[Taken]] = deque()
    tally = Tally()
    for found in options.met or walk(paths, archive.settings.intake.skip, [archive.folder]):
        if desk.stopped():
            break
        if options.only is not None and not options.only(found):
            continue
        place = roots.place(found.file)
        if (known := untouched.taken(found, place)) is not None:
            waiting.append(known)
        else:
            stream = Stream(desk.ended, tally)
            read = threads.submit(stream.fill, partial(_read, desk, helpers, found, roots.told(place)))
            waiting.append(_Reading(stream, read))
        while len(waiting) > AHEAD or tally.characters > AHEAD_CHARACTERS:
            yield from _finished(waiting.popleft())
    while waiting:
        if desk.stopped.asked():
            _leave(desk, waiting)
        yield from _finished(waiting.popleft())


def _read(desk: Desk, helpers: ThreadPoolExecutor, found: Found, relpath: str) -> Generator[Taken, None, bool]:
    """The files inside a file, and the file."""
    inside = unpacking(desk, helpers, relpath, AHEAD_INSIDE)
    return (yield from inside.all_of(take(desk, found, relpath)))


def _leave(desk: Desk, waiting: Iterable[_Reading | list[Taken]]) -> None:
    """Of the files that wait to be read, only those under way are: a stop is not to last as long as all of them."""
    pending = [one for one in waiting if isinstance(one, _Reading) and not one.future.done()]
    for one in pending[2 * processes(desk.archive.settings) :]:
        desk.stopped.left |= one.future.cancel()


def _finished(waiting: _Reading | list[Taken]) -> Iterator[Taken | None]:
    if not isinstance(waiting, _Reading):
        return iter(waiting)
    return iter(()) if waiting.future.cancelled() else waiting.stream.fetch(BATCH_SECONDS)


def _batches(taken: Iterator[Taken | None]) -> Iterator[list[Taken]]:
    """At most BATCH_FILES that were read and BATCH_LINES in all, or what came within BATCH_SECONDS of the first; no
    file waits longer to be written because the next takes long to read."""
    batch: list[Taken] = []
    first, read = 0.0, 0
    try:
        for item in taken:
            if item is not None:
                first = first if batch else time.monotonic()
                batch.append(item)
                read += item.known is None
            full = read >= BATCH_FILES or len(batch) >= BATCH_LINES
            if batch and (item is None or full or time.monotonic() - first >= BATCH_SECONDS):
                yield batch
                batch, read = [], 0
    except PressArchiveError:  # there is no going on; what was read until then is written all the same
        if batch:
            yield batch
        raise
    if batch:
        yield batch
