"""Watch folders: ingest what is missing in the archive, then what arrives, in bursts.

System events only say where to look. Files that arrived while nothing watched, and lost events, make no difference.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from threading import Event

from archive.catalogue import printable
from archive.errors import ArchiveBusy, CannotWatch, PressArchiveError, WorkerError, many
from archive.record import Status
from archive.sandbox.pool import Pool
from archive.storage.archive import Archive
from ingest.files.read_order import Stage, stage_of
from ingest.files.walk import WalkedPath
from ingest.files.workers import DESCRIBE, pool
from ingest.pipeline.pipeline import Options, ingest
from ingest.pipeline.receipt import FileOutcome, Receipt
from ingest.pipeline.run_control import LOCK, waits_for
from ingest.watch.change_events import ChangeKind, Hints
from ingest.watch.file_stability import FileStability, Stamp
from ingest.watch.new_files import Folders, Newcomers

LOOK_SECONDS = 0.25  # for hints, before files are checked again
PRESENT_SECONDS = 1.0  # between checks whether the folders themselves exist
POLL_SECONDS = 5.0  # between full checks if the system reports nothing
SURE_SECONDS = 600.0  # the same if it does: changes by other machines on a network disk are never reported
SHARE = 20  # the next full check begins after at least so many times the duration of the last one
MANY = 8000  # changes at a time, of which the system may have lost some: its queue holds 16,384
RETRY_SECONDS, LONGEST_RETRY = 5.0, 300.0  # after an error that ended an ingest, doubled each time
MOST_NAMED = 3  # files named in a sentence
_UNTOLD = "the system does not tell who writes there"
REST = 20.0  # seconds without any change, at least ten times the settling time, after which a listed file is complete


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """`settle` are the seconds a file must be unchanged. `poll` looks every few seconds instead of waiting for system
    events. The others are those of `Options`."""

    access: Status | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    settle: float = 0.5
    poll: bool = False


@dataclass(frozen=True, slots=True)
class WatchCallbacks:
    """Called with each file's outcome (`line`), each closed accession (`end`), and all other sentences (`say`)."""

    line: Callable[[FileOutcome, Receipt], None]
    end: Callable[[Receipt], None]
    say: Callable[[str], None]


class FolderWatcher:
    """Watch folders for one archive until a stop is requested."""

    def __init__(
        self, archive: Archive, paths: Sequence[Path], manner: WatchOptions, told: WatchCallbacks, stop: Event
    ) -> None:
        self._archive, self._manner, self._told, self._stop = archive, manner, told, stop
        self._folders = Folders(paths, archive.settings.intake.skip, archive.folder)
        wait = float(archive.settings.watch.wait_for_caption)

        def waits(path: str) -> float:
            return wait if wait and stage_of(path) is Stage.PICTURES else 0.0

        rest = max(REST, 10 * manner.settle)
        self._settling = FileStability(manner.settle, waits=waits)
        self._newcomers = Newcomers(archive, self._folders, self._settling, lambda path: max(rest, waits(path)))
        self._hints = Hints(stop)
        self._poll = manner.poll
        self._workers: Pool | None = None  # kept, because starting one takes longer than reading a file
        self._below: dict[str, None] = {}  # folders to search for new files
        self._next_presence = self._next_everything = self._next_try = 0.0
        self._retry = RETRY_SECONDS
        self._looked = 0.0  # duration of the last full check in seconds
        self._holder: str | None = None  # the last reported holder of the archive

    def begin(self) -> None:
        """Begin to watch: from now on nothing is missed. Raise CannotWatch, with what to do."""
        for folder in self._folders.changed():
            self._watch(folder.start)
        for folder in self._folders.all:
            if folder.identity is None:
                self._told.say(f"{folder.given} is not there; it is watched as soon as it is.")

    def run(self) -> None:
        """Ingest existing and arriving files, until a stop is requested."""
        try:
            with self._hints:
                self._go_on()
            if waiting := self._settling.waiting:
                left = many(len(waiting), "file was", "files were")
                self._told.say(f"{left} not whole yet and comes in at the next start: {_named(waiting)}.")
        finally:
            if self._workers is not None:
                self._workers.close()

    def _go_on(self) -> None:
        while not self._stop.is_set():
            if time.monotonic() >= self._next_everything or self._hints.missed:
                self._look_at_everything()
            self._receive_events()
            self._settling.look()
            self._say_who_waits()
            if time.monotonic() >= self._next_try:
                self._take_in()
            self._look_for_folders()

    def _say_who_waits(self) -> None:
        waits = self._settling.long_waits()
        for grew, why in ((True, "grew again soon after it came in"), (False, _UNTOLD)):
            if some := [one for one in waits if one.grew is grew]:
                who = many(len(some), "file waits", "files wait")
                rule = f"until nothing has changed for {max(one.seconds for one in some):.0f} seconds"
                self._told.say(f"{who} {rule}: {why}: {_named([one.path for one in some])}.")

    def _receive_events(self) -> None:
        if self._poll:
            self._stop.wait(LOOK_SECONDS)
            return
        try:
            changes = self._hints.changes(LOOK_SECONDS)
            self._heard(changes)
            if len(changes) >= MANY:
                self._look_at_everything()
        except CannotWatch as error:
            self._from_now_on_poll(error)

    def _heard(self, changes: Iterable[tuple[int, str]]) -> None:
        changes = list(changes)
        other = {path for sort, path in changes if sort != ChangeKind.ADDED and path in self._hints.folders}
        if other:  # folders that are gone, or accessible now
            self._hints.drop(other)
        for path in sorted(path for _, path in changes if self._folders.wanted(path)):
            try:
                mode = os.lstat(path).st_mode
            except OSError:
                continue
            if stat.S_ISREG(mode):
                self._settling.seen(path)
                self._get_ready()
            elif stat.S_ISDIR(mode) and path not in self._hints.folders:
                self._watch(path)

    def _get_ready(self) -> None:
        """Start a worker before the file that needs it is complete. A failure is reported by the ingest."""
        if self._workers is None:
            with suppress(WorkerError):
                self._workers = pool(self._archive.settings, self._archive.derived)
                self._workers.begin(DESCRIBE)

    def _watch(self, folder: str) -> None:
        """Subscribe to changes in a folder and those below, then search them. Folders created meanwhile are found too:
        each is listed again once it is watched. Raise CannotWatch."""
        self._below[folder] = None
        while not self._poll and (
            fresh := [one for one in self._folders.below(folder) if one not in self._hints.folders]
        ):
            self._hints.add(fresh)

    def _look_for_folders(self) -> None:
        """Check whether the folders exist. A missing one, as after unmounting a disk, has lost nothing."""
        if time.monotonic() < self._next_presence:
            return
        self._next_presence = time.monotonic() + PRESENT_SECONDS
        before = {folder.start for folder in self._folders.all if folder.identity is not None}
        for folder in self._folders.changed():
            self._newcomers.forget()
            self._hints.drop([folder.start])
            self._settling.forget(folder.start)
            if folder.identity is None:
                stays = "what the archive has of it stays, and it is watched again as soon as it is back"
                self._told.say(f"{folder.given} is not there any more; {stays}.")
                continue
            another = "is another folder now, as where a disk was unmounted or changed; what the archive has stays"
            self._told.say(f"{folder.given} {another if folder.start in before else 'is there again'}.")
            try:
                self._watch(folder.start)
            except CannotWatch as error:
                self._from_now_on_poll(error)

    def _from_now_on_poll(self, error: CannotWatch) -> None:
        self._told.say(f"{error} Until this command is started anew it looks every {POLL_SECONDS:.0f} seconds.")
        self._poll = True
        self._hints.close()
        self._look_at_everything()

    def _look_at_everything(self) -> None:
        self._below |= {folder.start: None for folder in self._folders.all if folder.identity is not None}
        self._hints.missed = False
        self._rest(0.0)

    def _rest(self, took: float) -> None:
        self._next_everything = time.monotonic() + max(POLL_SECONDS if self._poll else SURE_SECONDS, took * SHARE)

    def _take_in(self) -> None:
        """Ingest everything new as one accession, if there is anything. While another process has the archive, arrivals
        are still noted, so that a burst is one accession in any case."""
        due, below = self._settling.due(), list(self._below)
        if not due and not below:
            return
        try:
            if self._must_wait(due, below):
                return
            work = self._ingest(due, below)
        except PressArchiveError as error:
            if isinstance(error, ArchiveBusy) and self._archive.holder(LOCK) is not None:
                return  # it was ingested meanwhile
            self._failed(error)
            return
        finally:
            self._newcomers.nothing_out()
        self._retry = RETRY_SECONDS
        self._below.clear()
        for path in due:
            self._settling.taken(path)
        if below:
            self._rest(self._looked)
        if work is not None:
            self._told.end(work)

    def _must_wait(self, due: Mapping[str, Stamp], below: Sequence[str]) -> bool:
        """Return whether another process has the archive, reporting it once, and only if there is something new."""
        who, before = self._archive.holder(LOCK), self._holder
        self._holder = who
        if who is None or who == before:
            return who is not None
        if next(self._newcomers.found(due, below), None) is None:
            self._holder = None
            return False
        self._told.say(waits_for(who))
        return True

    def _failed(self, error: PressArchiveError) -> None:
        """Handle an ingest ended by an error: nothing is lost, and what it left is still new."""
        self._told.say(f"press-archive: {error} It is tried again in {self._retry:.0f} seconds.")
        self._next_try = time.monotonic() + self._retry
        self._retry = min(self._retry * 2, LONGEST_RETRY)
        self._look_at_everything()

    def _ingest(self, due: Mapping[str, Stamp], below: Sequence[str]) -> Receipt | None:
        found = self._timed(self._newcomers.found(due, below))
        if (first := next(found, None)) is None:
            return None
        self._get_ready()
        met, manner = chain([first], found), self._manner
        options = Options(manner.access, self._stop.is_set, values=manner.values, met=met, workers=self._workers)
        paths = [Path(folder.given) for folder in self._folders.present()]
        return ingest(paths, self._archive, options, self._line)

    def _timed(self, found: Iterator[WalkedPath]) -> Iterator[WalkedPath]:
        """Yield the same; stores the duration of the search, without the processing of results, in `_looked`."""
        self._looked = 0.0
        while True:
            began = time.monotonic()
            one = next(found, None)
            self._looked += time.monotonic() - began
            if one is None:
                return
            yield one

    def _line(self, line: FileOutcome, receipt: Receipt) -> None:
        self._newcomers.told(line)
        self._told.line(line, receipt)


def _named(paths: Sequence[str]) -> str:
    """Return the first of them."""
    more = f" and {len(paths) - MOST_NAMED:,} more" if len(paths) > MOST_NAMED else ""
    return ", ".join(printable(path) for path in paths[:MOST_NAMED]) + more
