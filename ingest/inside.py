"""The files inside a file: each is copied from the worker's folder and read as if it lay in a folder of that name."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from archive.catalogue import printable
from archive.errors import SourceChanged, SourceUnreadable
from archive.record import Member, Outcome
from ingest.reading import OF_THE_FILE, Desk, Taken, discarded, read_copy, rejected, too_large
from ingest.unwanted import Unwanted
from ingest.within import INSIDE, Within, inner_name

DEEPEST = 2  # containers around a file that is still taken in: a file in a ZIP that was attached to a mail
MOST_FILES = 50_000  # in one file on the disk, however nested
MOST_BYTES = 4 << 30


@dataclass(slots=True)
class Budget:
    """What the containers inside one file on the disk have used up together."""

    files: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Unpacking:
    """The files inside one file on the disk. `helpers` read them side by side; `relpath` is that of the file on the
    disk, `unwanted` are names that no archive wants."""

    desk: Desk
    helpers: ThreadPoolExecutor
    relpath: str
    ahead: int
    unwanted: Unwanted
    budget: Budget

    def all_of(self, taken: Taken) -> Generator[Taken, None, bool]:
        """The files inside, each after those inside itself, and then the file: what is recorded of it last is what
        tells the next run that it was taken in whole. False when a stop was asked for before that."""
        if taken.job is not None:
            with taken.job:
                if not (yield from self._inside(taken)):
                    return False
            taken.job = None
        yield taken
        return True

    def _inside(self, container: Taken) -> Generator[Taken, None, bool]:
        assert container.job is not None
        assert container.description is not None
        members, container.description.members = container.description.members, []
        if (reason := self._beyond(container, members)) is not None:
            discarded(self.desk, container, reason)
            return True
        names = frozenset(inner_name(container.member, member.name) for member in members)
        container.inner = Within(names, container.description, container.within)
        waiting: deque[Future[Taken]] = deque()
        try:
            for member in members:
                if self.desk.stopped():
                    return False
                waiting.append(self.helpers.submit(self._take, container, member))
                if len(waiting) >= self.ahead and not (yield from self.all_of(waiting.popleft().result())):
                    return False
            while waiting:
                if not (yield from self.all_of(waiting.popleft().result())):
                    return False
        finally:
            for late in waiting:
                late.cancel()
                late.add_done_callback(_close)
        return True

    def _beyond(self, container: Taken, members: list[Member]) -> str | None:
        """Why a container is not opened: together with what was opened before it, there would be too much."""
        assert container.job is not None
        sizes = [container.job.file(member.file).stat().st_size for member in members if member.file]
        self.budget.files += len(members)
        self.budget.bytes += sum(sizes)
        if self.budget.files <= MOST_FILES and self.budget.bytes <= MOST_BYTES:
            return None
        return (
            f"with it there would be more than {MOST_FILES:,} files or {MOST_BYTES >> 30} GB in"
            f" {printable(container.found.name)}; unpack that and ingest the folder"
        )

    def _take(self, container: Taken, member: Member) -> Taken:
        """Copy, hash and read one of them, as `ingest.reading.take` does a file on the disk."""
        assert container.job is not None
        assert container.stat is not None
        name = inner_name(container.member, member.name)
        taken = Taken(container.found, member=name, within=container.inner, stat=container.stat._replace(size=0))
        if (reason := self._skipped(member.name)) is not None:
            taken.outcome, taken.reason, taken.of_the_bytes = Outcome.SKIPPED, reason, True
            return taken
        if member.outcome:
            taken.outcome, taken.reason, taken.of_the_bytes = Outcome(member.outcome), member.reason, True
            return taken
        assert taken.within is not None
        if taken.within.depth > DEEPEST:
            outermost = printable(container.found.name)
            reason = f"it lies {taken.within.depth} files deep in {outermost}; unpack that and ingest the folder"
            return rejected(taken, reason, of_the_bytes=True)
        try:
            file = container.job.file(member.file)
            taken.stat = container.stat._replace(size=file.stat().st_size)
            if (reason := too_large(self.desk, taken.stat.size)) is not None:
                return rejected(taken, reason, of_the_bytes=True)
            taken.incoming = self.desk.archive.store.incoming(file, self.desk.ended)
            file.unlink()
        except (SourceChanged, SourceUnreadable, OSError, *OF_THE_FILE) as error:
            return rejected(taken, f"it could not be unpacked ({error}); ingest it again")
        return read_copy(self.desk, taken, f"{self.relpath}/{name.replace(INSIDE, '/')}")

    def _skipped(self, name: str) -> str | None:
        """Why a member is left out by its name, or by that of a folder that it lies in, as on the disk."""
        for part in name.split("/"):
            if pattern := self.unwanted.pattern(part):
                return f"system file ({pattern}); change `skip` in archive.toml to take it in"
        return None


def unpacking(desk: Desk, helpers: ThreadPoolExecutor, relpath: str, ahead: int) -> Unpacking:
    """For one file on the disk: what gives the files inside it. At most `ahead` of them are read before they are
    given out."""
    return Unpacking(desk, helpers, relpath, ahead, Unwanted(desk.archive.settings.intake.skip), Budget())


def _close(late: Future[Taken]) -> None:
    """Nobody waits for it any more: the files inside it are let go."""
    if not late.cancelled() and late.exception() is None and (job := late.result().job) is not None:
        job.close()
