"""Watch folders: ingest what is missing in the archive, then what arrives, in bursts.

Events of the system only say where to look. Files that came while nobody watched, and lost events, make no difference.
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

LOOK_SECONDS = 0.25  # for hints, before files are looked at again
PRESENT_SECONDS = 1.0  # between two looks whether the folders themselves are there
POLL_SECONDS = 5.0  # between two looks at everything where the system tells nothing
SURE_SECONDS = 600.0  # the same where it does: what other machines change on a network disk it never tells
SHARE = 20  # no look at everything begins before so many times what the last one took by itself has passed
MANY = 8000  # changes at once, of which the system may have lost some: its queue holds 16,384
RETRY_SECONDS, LONGEST_RETRY = 5.0, 300.0  # after an error that ended an intake, doubled each time
MOST_NAMED = 3  # files that a sentence names
_UNTOLD = "the system does not tell who writes there"
REST = 20.0  # seconds without any change, ten times the time to settle at least, and a file met by looking is whole


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
    """Watches folders for one archive until a stop is asked for."""

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
        self._workers: Pool | None = None  # which stay, because each takes longer to start than a file to read
        self._below: dict[str, None] = {}  # folders to look through for what is new
        self._next_presence = self._next_everything = self._next_try = 0.0
        self._retry = RETRY_SECONDS
        self._looked = 0.0  # seconds that the last look took
        self._holder: str | None = None  # who had the archive when it was last asked, which was said

    def begin(self) -> None:
        """Start to watch: from now on nothing is missed. Raise CannotWatch, saying what to do."""
        for folder in self._folders.changed():
            self._watch(folder.start)
        for folder in self._folders.all:
            if folder.identity is None:
                self._told.say(f"{folder.given} is not there; it is watched as soon as it is.")

    def run(self) -> None:
        """Ingest what is there and what arrives, until asked to stop."""
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
        if other:  # folders that went, or may be entered now
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
        """A worker is there before the file is whole that it is for. That none can be is told by the intake."""
        if self._workers is None:
            with suppress(WorkerError):
                self._workers = pool(self._archive.settings, self._archive.derived)
                self._workers.begin(DESCRIBE)

    def _watch(self, folder: str) -> None:
        """Asks to be told of what changes in a folder and those below, and has them looked through then. Folders that
        are made meanwhile are found too: it is listed again once it is watched. Raises CannotWatch."""
        self._below[folder] = None
        while not self._poll and (
            fresh := [one for one in self._folders.below(folder) if one not in self._hints.folders]
        ):
            self._hints.add(fresh)

    def _look_for_folders(self) -> None:
        """Whether the folders are there. One that is not, as of a disk that was unmounted, has lost nothing."""
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
        """An accession of all that is new, when there is anything. While another process has the archive, what comes is
        heard of, so that a burst is one accession whoever was at it."""
        due, below = self._settling.due(), list(self._below)
        if not due and not below:
            return
        try:
            if self._must_wait(due, below):
                return
            work = self._ingest(due, below)
        except PressArchiveError as error:
            if isinstance(error, ArchiveBusy) and self._archive.holder(LOCK) is not None:
                return  # it was taken meanwhile
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
        """Whether another process has the archive, which is said once, and not only to find that nothing is new."""
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
        """An intake that was ended by an error has lost nothing: what it left is as new as before."""
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
        """The same; how long the looking took, without what was done with each, is then in `_looked`."""
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
    """The first of them."""
    more = f" and {len(paths) - MOST_NAMED:,} more" if len(paths) > MOST_NAMED else ""
    return ", ".join(printable(path) for path in paths[:MOST_NAMED]) + more
