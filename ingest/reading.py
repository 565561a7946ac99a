"""One file, from the disk to a description: copied and hashed, then read by a worker. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.archive import Archive
from archive.catalogue import Name, printable
from archive.errors import (
    Encrypted,
    SourceChanged,
    SourceUnreadable,
    Unreadable,
    WorkerCrashed,
    WorkerMemory,
    WorkerOutput,
    WorkerTimeout,
)
from archive.record import Description, Outcome
from archive.renditions import Renditions
from archive.store import Incoming
from archive.worker import Pool
from ingest.believing import believed
from ingest.walk import Found

DESCRIBE = "ingest.describe:describe"
OF_THE_FILE = (WorkerTimeout, WorkerMemory, WorkerOutput, WorkerCrashed)
"""What a file can do to a worker. Any other WorkerError is trouble of this machine, and ends the intake."""


@dataclass(frozen=True, slots=True)
class Stat:
    """What tells an untouched file without reading it: size in bytes, time of change in nanoseconds, inode."""

    size: int
    mtime_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> Stat:
        """Raises OSError."""
        found = path.lstat()
        return cls(found.st_size, found.st_mtime_ns, found.st_ino)


@dataclass(slots=True)
class Taken:
    """A file on its way in. Either `outcome` and `reason` are already known (skipped, rejected), or `incoming` is its
    copy and `description` what was read, or `known` is what its untouched name held when it was last read.
    `of_the_bytes`: it was rejected for what it holds, and is again while neither it nor the limits change."""

    found: Found
    stat: Stat | None = None
    incoming: Incoming | None = None
    description: Description | None = None
    outcome: Outcome | None = None
    reason: str = ""
    known: Name | None = None
    of_the_bytes: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What reading needs: the archive, its workers, and where their thumbnails are kept. `ended`, once it says True,
    ends the copies under way."""

    archive: Archive
    pool: Pool
    renditions: Renditions
    ended: Callable[[], bool] = lambda: False


def take(desk: Desk, found: Found, relpath: str) -> Taken:
    """Copy, hash and read one file. Whatever goes wrong with the file is in the answer. StoreError and WorkerError mean
    that the archive or the machine cannot go on (no space, read-only, no process can be started)."""
    archive = desk.archive
    taken = Taken(found)
    try:
        taken.stat = Stat.of(found.path)
        limit = archive.settings.intake.max_file_mb << 20
        if taken.stat.size > limit:
            reason = f"larger than {limit >> 20:,} MB; raise intake.max_file_mb in archive.toml and ingest it again"
            return _rejected(taken, reason, of_the_bytes=True)
        taken.incoming = archive.store.incoming(found.path, desk.ended)
    except (SourceChanged, SourceUnreadable) as error:
        return _rejected(taken, str(error))
    except FileNotFoundError:
        return _rejected(taken, "it vanished before it could be read; ingest again if it should be there")
    except OSError as error:
        return _rejected(taken, f"the disk could not give it ({error.strerror}); check the disk and ingest again")
    return _read(desk, taken, relpath)


def _read(desk: Desk, taken: Taken, relpath: str) -> Taken:
    assert taken.incoming is not None
    path, name = taken.incoming.path, printable(taken.found.path.name)
    try:
        with desk.pool.run(DESCRIBE, {"path": str(path), "filename": name, "relpath": printable(relpath)}) as job:
            description = believed(job.result, name)
            if description.thumbnail:
                with suppress(OSError):  # what is derived may be missing; it is made again when it is asked for
                    desk.renditions.keep(taken.incoming.sha256, "thumbnail", job.file(description.thumbnail))
                description.thumbnail = None
    except Encrypted as error:
        taken.outcome, taken.reason = Outcome.ENCRYPTED, str(error)
        # Only PDFs are told to be encrypted so far.
        taken.description = Description("application/pdf", "none", 1, notes=[str(error)])
        taken.description.offer("title", Path(name).stem, "file name")
    except OF_THE_FILE as error:
        taken.description = _unseen(desk, path, name, relpath, error)
        if taken.description is None:
            return _unreadable(desk, taken, error)
    except Unreadable as error:
        return _unreadable(desk, taken, error)
    else:
        taken.description = description
    return taken


def _unseen(desk: Desk, path: Path, name: str, relpath: str, error: Exception) -> Description | None:
    """What describes a picture whose decoding ended a worker: a photograph is not refused because a library cannot show
    it. None for what is no picture, or cannot even be described."""
    try:
        asked = {"path": str(path), "filename": name, "relpath": printable(relpath), "unseen": True}
        with desk.pool.run(DESCRIBE, asked) as job:
            description = believed(job.result, name)
    except (Unreadable, Encrypted, *OF_THE_FILE):
        return None
    description.notes.append(f"the picture cannot be shown, what describes it was kept: {error}")
    return description


def _unreadable(desk: Desk, taken: Taken, error: Exception) -> Taken:
    assert taken.incoming is not None
    desk.archive.store.discard(taken.incoming)
    taken.incoming = None
    return _rejected(taken, str(error), of_the_bytes=True)


def _rejected(taken: Taken, reason: str, *, of_the_bytes: bool = False) -> Taken:
    taken.outcome, taken.reason, taken.of_the_bytes = Outcome.REJECTED, reason, of_the_bytes
    return taken
