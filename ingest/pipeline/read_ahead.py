"""Read the files of an accession in parallel, a few ahead of the writer, and return them in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from queue import Empty, Full, Queue
from threading import Lock

from archive.media_types import PHOTOS, has_suffix
from archive.record import Outcome, Status
from ingest.files.file_reading import FileInProgress, ReadingContext, order_in_picture, take
from ingest.files.read_order import DueFile, ReadOrder, Stage, stage_of
from ingest.files.related_names import FolderNames
from ingest.files.roots import Roots
from ingest.files.walk import SkipPatterns, WalkedPath
from ingest.files.workers import count_workers
from ingest.pipeline.containers import NameGroup, Unpacking
from ingest.pipeline.unchanged_files import UnchangedFiles

HELD = 8  # files that wait in a stream; then its thread waits
_LOOK = 0.2  # seconds between checks whether anybody still fetches


class PendingText:
    """The characters of text waiting in all streams."""

    def __init__(self) -> None:
        self.characters = 0
        self._lock = Lock()

    def add(self, taken: FileInProgress, sign: int) -> None:
        """Count the text of a file as waiting (1) or no longer waiting (-1)."""
        if taken.description is not None:
            with self._lock:
                self.characters += sign * len(taken.description.text)


class FileStream:
    """A queue filled by one thread and emptied by another. Errors of the first are raised in the second."""

    def __init__(self, ended: Callable[[], bool], tally: PendingText) -> None:
        """`ended`, once it returns True, means that nobody fetches any more."""
        self._ended = ended
        self._tally = tally
        self._queue: Queue[FileInProgress | BaseException | None] = Queue(HELD)

    def fill(self, source: Callable[[], Generator[FileInProgress, None, bool]]) -> None:
        """Read everything from the source as fast as it is consumed."""
        try:
            with closing(source()) as given:
                for taken in given:
                    self._tally.add(taken, 1)
                    if not self._put(taken):
                        return
        except BaseException as error:  # any error must reach the other thread
            self._put(error)
        else:
            self._put(None)

    def _put(self, item: FileInProgress | BaseException | None) -> bool:
        while not self._ended():
            try:
                self._queue.put(item, timeout=_LOOK)
            except Full:
                continue
            return True
        return False

    def fetch(self, seconds: float) -> Iterator[FileInProgress | None]:
        """Yield the items in order; None each time that so many seconds pass in waiting."""
        while True:
            try:
                item = self._queue.get(timeout=seconds)
            except Empty:
                yield None
                continue
            if item is None:
                return
            if isinstance(item, BaseException):
                raise item
            self._tally.add(item, -1)
            yield item


AHEAD = 256  # files read ahead, so that workers continue while a batch is written
AHEAD_CHARACTERS = 20_000_000  # total length of their texts: limits memory


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How an accession is read: `threads` each read one file on disk, `helpers` the files inside one. `default`: the
    access of its new records."""

    desk: ReadingContext
    threads: ThreadPoolExecutor
    helpers: ThreadPoolExecutor
    roots: Roots
    default: Status


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file being read, or waiting for it. `followed`: the next one is written with it; `shares_name`: that or the one
    before has its name."""

    stream: FileStream
    future: Future[None]
    followed: bool
    shares_name: bool


class ReadAhead:
    """Read files ahead, and return them in the order in which they were begun."""

    def __init__(self, crew: ReadSettings, order: ReadOrder, seconds: float) -> None:
        """`seconds` of waiting for a file, after each of which None is returned."""
        self._crew, self._order, self._seconds = crew, order, seconds
        self._unwanted = SkipPatterns(crew.desk.archive.settings.intake.skip)
        self._waiting: deque[_Reading | list[FileInProgress]] = deque()
        self._tally = PendingText()
        self._new_lists: dict[str, bool] = {}  # of checksums, by path
        self._followed = False  # the file fetched last is written together with the next one
        self._last: FileInProgress | None = None  # fetched, and not yielded yet
        self._group = NameGroup()
        self._folders = FolderNames()

    def all_of(
        self, walked: Iterable[WalkedPath], untouched: UnchangedFiles, only: Stage | None = None
    ) -> Iterator[FileInProgress | None]:
        """Yield every walked file, after the files inside it; None each time that so many seconds pass in waiting for
        one. `only`: all are of this stage; files to be read in a later one stay queued."""
        desk, roots = self._crew.desk, self._crew.roots
        for n, found in enumerate(walked, start=1):
            known = None if self._is_newly_listed(found, untouched) else untouched.taken(found, roots.place(found.file))
            if n % AHEAD == 0 and desk.stopped():
                break
            if known is not None:
                self._waiting.append(known)
            else:
                self._order.put(found, stage_of(found.file) if only is None else only)
            yield from self._beyond(AHEAD)
        if only is None:
            self._order.join_texts()
        for stage in Stage if only is None else [only]:
            yield from self._beyond(0)
            followed = False
            for waiting in self._order.of(stage):
                if not followed and desk.stopped():
                    break
                self._begin(waiting, stage)
                followed = waiting.followed
                yield from self._beyond(AHEAD)
        yield from self._beyond(0)

    def _is_newly_listed(self, found: WalkedPath, untouched: UnchangedFiles) -> bool:
        """Return whether a list of checksums names a file that came before the list: then it is read again."""
        checksums = self._crew.desk.checksums
        if checksums is None or found.skip is not None or found.reject is not None:
            return False
        for one in checksums.lists(found.file):
            if (path := one.path) not in self._new_lists:
                self._new_lists[path] = untouched.taken(WalkedPath(path, path), self._crew.roots.place(path)) is None
            if self._new_lists[path] and one.checksum(found.file) is not None:
                return True
        return False

    def _begin(self, waiting: DueFile, stage: Stage) -> None:
        stream = FileStream(self._crew.desk.ended, self._tally)
        pictures = self._pictures_beside(waiting.found) if waiting.sha256 or stage < Stage.PICTURES else []
        future = self._crew.threads.submit(stream.fill, partial(self._read, waiting, stage, pictures))
        self._waiting.append(_Reading(stream, future, waiting.followed, waiting.followed or waiting.follows))

    def _pictures_beside(self, found: WalkedPath) -> list[WalkedPath]:
        """Return the pictures of the same name, which are read in a later stage, and may hold it."""
        folder = found.path.parent
        names = [name for name in self._folders.of(folder).others(found.name) if has_suffix(name, PHOTOS)]
        return [WalkedPath(os.fspath(folder / name), name) for name in names]

    def _read(
        self, waiting: DueFile, stage: Stage, pictures: Sequence[WalkedPath]
    ) -> Generator[FileInProgress, None, bool]:
        """Yield the files inside a file, and the file; what `pictures` order holds them."""
        crew = self._crew
        relpath = crew.roots.told(crew.roots.place(waiting.found.file))
        taken = take(crew.desk, waiting.found, relpath, later=stage < Stage.PICTURES)
        taken.followed = waiting.followed
        for picture in pictures:
            if order := order_in_picture(crew.desk, picture, crew.roots.told(crew.roots.place(picture.file))):
                taken.orders_beside.append(order)
        same = taken.incoming is not None and taken.incoming.sha256 == waiting.sha256
        done = waiting.done if same else {}
        inside = Unpacking(crew.desk, crew.helpers, relpath, self._unwanted, stage, crew.default, done)
        whole = yield from inside.all_of(taken, together=waiting.followed or waiting.follows)
        if taken.later is not None:
            yield taken
        return whole

    def _beyond(self, most: int) -> Iterator[FileInProgress | None]:
        """Yield files until no more than so many wait."""
        while len(self._waiting) > most or self._tally.characters > AHEAD_CHARACTERS:
            if most == 0 and self._crew.desk.stopped.asked():
                self._leave()
            waiting = self._waiting.popleft()
            self._followed = isinstance(waiting, _Reading) and waiting.followed and not waiting.future.cancelled()
            shares_name = isinstance(waiting, _Reading) and waiting.shares_name
            for taken in self._finished(waiting):
                if taken is None:
                    yield None
                    continue
                if taken.later is None:
                    if shares_name:
                        self._group.add(taken)
                    yield from self._yielded()
                    self._last = taken
                if not taken.member:
                    self._group.order(taken)
                if taken.later is not None:
                    same = taken.incoming.sha256 if taken.incoming and taken.inner else ""
                    self._order.put(taken.found, taken.later, same)
                elif taken.member:
                    was_read = taken.outcome is not Outcome.REJECTED
                    self._order.took(taken.found, taken.member, was_read=was_read)
            if not self._followed:
                self._group.end()
            if self._last is not None and not self._followed and not self._crew.desk.stopped.left:
                self._last.followed = False  # what was to be written with it was put off
            yield from self._yielded()

    def _yielded(self) -> Iterator[FileInProgress]:
        """Yield the file that was fetched before."""
        if self._last is not None:
            yield self._last
            self._last = None

    def _leave(self) -> None:
        """Drop waiting files, except those in progress and those written with them, so that a stop does not take as
        long as reading all."""
        desk = self._crew.desk
        kept, followed = 2 * count_workers(desk.archive.settings), self._followed
        for one in self._waiting:
            if not isinstance(one, _Reading):
                continue
            pending = not one.future.done()
            if pending and kept <= 0 and not followed:
                desk.stopped.left |= one.future.cancel()
            kept -= pending
            followed = one.followed and not one.future.cancelled()

    def _finished(self, waiting: _Reading | list[FileInProgress]) -> Iterator[FileInProgress | None]:
        if not isinstance(waiting, _Reading):
            return iter(waiting)
        return iter(()) if waiting.future.cancelled() else waiting.stream.fetch(self._seconds)
