"""Copy and hash one file, and have a worker describe it. This module decides nothing.

Of the folder that a browser saves beside a page (`page_files/`), only pictures become records; the bytes of the rest
are kept.
"""

from __future__ import annotations

import mimetypes
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from archive.catalogue import NamedFile, printable
from archive.catalogue.schema.filenames import INSIDE, name_key
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
from archive.media_types import BY_NAME, HTML, SAVED_PAGE
from archive.messages import Message, join_messages, message_of
from archive.record import Description, Kind, Outcome
from archive.sandbox.pool import Job, Pool
from archive.storage.archive import Archive
from archive.storage.renditions import Renditions
from archive.storage.store import Incoming
from archive.virus_scanner import VirusScanner
from ingest.files.conversion import Conversion
from ingest.files.donor_checksums import DonorChecksums
from ingest.files.read_order import Stage
from ingest.files.roots import ContainerContext
from ingest.files.walk import WalkedPath, os_reason
from ingest.files.workers import DESCRIBE, LANGUAGES, accept_description
from ingest.readers.base.members import OUTSIDE
from ingest.readers.base.source import VERSION
from ingest.readers.registry import NONE

FOLDERS = ("_files", ".files", "-Dateien", "_archivos", "_fichiers")
_SUFFIXES = (*BY_NAME[HTML].suffixes[:3], *BY_NAME[SAVED_PAGE].suffixes)  # browsers write no others
PAGES = tuple(f".{form}" for suffix in _SUFFIXES for form in (suffix, suffix.upper()))
SMALL = 200  # pixels a side
_TAKE_OUT = Message("take-out-of-folder")
PART = join_messages([Message("part-of-page"), _TAKE_OUT])
ICON = join_messages([Message("small-picture-of-page", pixels=SMALL), _TAKE_OUT])
_IT = {  # the store's message with its path, for a reason that already names the file
    "source-no-file": "it-no-file",
    "source-gone": "it-gone",
    "source-refused": "it-refused",
    "source-failed": "it-failed",
    "source-vanished": "it-vanished",
    "source-changed": "it-changed",
    "source-changing": "it-changing",
}


def of_saved_page(path: Path, description: Description) -> str | None:
    """Return why a file in the folder of a saved page is left out: it is not a picture, or as small as an icon. None
    for all others, and for files in a folder without a page beside it."""
    if not _has_page(path.parent):
        return None
    values = description.values
    if values.get("kind") != Kind.PHOTO:
        return PART
    sides = [side for key in ("width", "height") if isinstance(side := values.get(key), int | float)]
    return ICON if len(sides) == 2 and max(sides) < SMALL else None


def _has_page(folder: Path) -> bool:
    ending = next((ending for ending in FOLDERS if folder.name.endswith(ending)), None)
    if ending is None:
        return False
    stem = os.fspath(folder).removesuffix(ending)
    return any(os.path.isfile(stem + suffix) for suffix in PAGES)  # noqa: PTH113 - a name may be any bytes


OF_THE_FILE = (WorkerTimeout, WorkerMemory, WorkerOutput, WorkerCrashed)
"""What a file can do to a worker. Any other WorkerError is trouble of this machine, and ends the intake."""


class FileStat(NamedTuple):
    """What identifies an untouched file without reading it: size in bytes, time of change in nanoseconds, inode."""

    size: int
    mtime_ns: int
    inode: int

    @classmethod
    def of(cls, path: str | Path) -> FileStat:
        """Return the state of a file. Raise OSError."""
        found = os.lstat(path)
        return cls(found.st_size, found.st_mtime_ns, found.st_ino)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file read again from the archive, by its digest and with its former place on the disk."""

    sha256: str
    stat: FileStat


@dataclass(slots=True)
class FileInProgress:
    """A file being ingested. Either `outcome` and `reason` are already known (skipped, rejected), or `incoming` is its
    copy and `description` what was read, or `known` is the file of its untouched name when it was last read. A rejected
    file may have a copy too. `of_the_bytes`: it was rejected for its content, and will be again while neither it nor
    the limits change.

    `unreadable_here`: it was rejected because this machine could not read it; another may. `checksum`: the result of
    comparing it with its donor's list of checksums.

    `later`: it was opened, and is to be read again in that stage. `followed`: the next one is written with it.
    `orders_beside`: embargoes in pictures of its name that are read later.

    For a file inside another, `found` is the outermost one, on disk, `member` its name in there, `within` its
    container, and `stat` the time and inode of the one on disk with its own size. `inner` is set if it has files inside
    itself, of which some need a password if it is `locked_inside`, and `job` while these are unpacked in a worker's
    folder. `unread_inside`: some of them were not read, and not only pictures shown in its text."""

    found: WalkedPath
    stat: FileStat | None = None
    incoming: Incoming | None = None
    description: Description | None = None
    outcome: Outcome | None = None
    reason: str = ""
    known: NamedFile | None = None
    of_the_bytes: bool = False
    unreadable_here: bool = False
    checksum: str | None = None
    member: str = ""
    within: ContainerContext | None = None
    inner: ContainerContext | None = None
    job: Job | None = None
    locked_inside: bool = False
    unread_inside: bool = False
    later: Stage | None = None
    followed: bool = False
    orders_beside: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return its file name."""
        return self.member.rsplit("/", 1)[-1] if self.member else self.found.name

    @property
    def shown(self) -> str:
        """Return its path as the person who gave it would write it, `disk/a.zip!/b/c.txt` for a file inside another."""
        return f"{self.found.shown}{INSIDE}{self.member}" if self.member else self.found.shown


def came_with(description: Description, member: str) -> bool:
    """Return whether a file inside another is more than a picture in its text. `member` is its name in there."""
    return name_key(member) not in {name_key(mention.filename) for mention in description.mentions}


class StopState:
    """A stop request, and whether anything was `left` because of it: one after the last file leaves nothing."""

    def __init__(self, asked: Callable[[], bool] = lambda: False) -> None:
        self.asked, self.left = asked, False

    def __call__(self) -> bool:
        """Return, before each file, whether to leave it and all after it."""
        self.left = self.left or self.asked()
        return self.left


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What reading needs: the archive, its workers, and where their thumbnails are kept. `ended`, once true, ends the
    copies in progress; `stopped` is called before each file. `passwords` are tried on files that need one. `kept` are
    files that are read from the archive, by their former path. `checksums` are the donor's. `scanner` looks for
    viruses, None where none is set. `orders` are embargoes of files in a container on everything in it, by
    container."""

    archive: Archive
    pool: Pool
    renditions: Renditions
    ended: Callable[[], bool] = lambda: False
    stopped: StopState = field(default_factory=StopState)
    passwords: tuple[str, ...] = field(default=(), repr=False)
    kept: Mapping[str, KeptFile] = field(default_factory=dict)
    checksums: DonorChecksums | None = None
    conversion: Conversion | None = None
    scanner: VirusScanner | None = None
    orders: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)


def take(desk: ReadingContext, found: WalkedPath, relpath: str, *, later: bool = False) -> FileInProgress:
    """Copy, hash and read one file; with `later` without the pictures in a container or mail. Problems of the file are
    in the result. StoreError and WorkerError mean that the archive or the machine cannot continue (no space, read-only,
    no process can be started). If there are files inside it, the caller must close its `job`."""
    taken = _take(desk, found, relpath, later=later)
    if desk.checksums is not None and taken.incoming is not None:
        with suppress(OSError):
            taken.checksum = desk.checksums.check(found.file, taken.incoming)
    return taken


def _take(desk: ReadingContext, found: WalkedPath, relpath: str, *, later: bool) -> FileInProgress:
    taken = FileInProgress(found)
    try:
        if (kept := desk.kept.get(found.file)) is not None:
            taken.stat, source = kept.stat, desk.archive.store.local(kept.sha256)
        else:
            taken.stat, source = FileStat.of(found.file), nullcontext(found.path)
        with source as path:
            if not copy_file(desk, taken, path):
                return taken
        if kept is not None and taken.incoming is not None and taken.incoming.sha256 != kept.sha256:
            _discard(desk, taken)
            taken.incoming = None
            return rejected(taken, Message("original-altered"))
    except (SourceChanged, SourceUnreadable, OSError) as error:
        taken.unreadable_here = True
        return rejected(taken, _not_given(error))
    read = read_copy(desk, taken, relpath, later=later)
    if read.description is not None and (reason := of_saved_page(found.path, read.description)) is not None:
        return skipped(desk, read, reason)
    return read


def _not_given(error: Exception) -> str:
    """Return why the disk did not return a file, without its path, so that equal reasons are counted together."""
    cause = error if isinstance(error, OSError) else error.__cause__
    if isinstance(cause, PermissionError):
        return os_reason(cause)
    if not isinstance(error, OSError):
        return _of_it(message_of(error))
    if isinstance(error, FileNotFoundError):
        return join_messages([Message("vanished"), Message("ingest-again")])
    return Message("disk-failed", error=error.strerror)


def _of_it(said: str) -> str:
    if isinstance(said, Message) and said.code in _IT:
        return Message(_IT[said.code], **{name: value for name, value in said.params.items() if name != "file"})
    return said


def copy_file(desk: ReadingContext, taken: FileInProgress, source: Path) -> bool:
    """Copy and hash a file, and return whether it is to be read. One larger than `max_file_mb` is rejected, and kept if
    there is space. Raise as `Store.incoming` does."""
    assert taken.stat is not None
    size, most = taken.stat.size, desk.archive.settings.intake.max_file_mb
    reads = size <= most << 20
    if reads or (_is_kept(desk, size) and size < shutil.disk_usage(desk.archive.folder).free):
        taken.incoming = desk.archive.store.incoming(source, desk.ended)
    if not reads:
        rejected(taken, join_messages([Message("larger-than-limit", size=f"{most:,}"), Message("raise-limit")]))
        taken.of_the_bytes = True
    return reads


def reject_unread(desk: ReadingContext, found: WalkedPath, reason: str) -> FileInProgress:
    """Return a file as rejected that no worker may read; its bytes are kept if they can be copied."""
    taken = FileInProgress(found)
    with suppress(SourceChanged, SourceUnreadable, OSError):
        taken.stat = FileStat.of(found.file)
        if _is_kept(desk, taken.stat.size):
            copy_file(desk, taken, found.path)
    return rejected(taken, reason)


def _is_kept(desk: ReadingContext, size: int) -> bool:
    """Return whether a rejected file of this size is kept."""
    most = desk.archive.settings.intake.max_rejected_mb
    return not most or size <= most << 20


def read_copy(desk: ReadingContext, taken: FileInProgress, relpath: str, *, later: bool = False) -> FileInProgress:
    """Read the copy of a file in a worker, and scan it for viruses; `relpath` is the path for detecting kind and date.
    `later` as in `take`."""
    read = _read_copy(desk, taken, relpath, later=later)
    if desk.scanner is not None and read.description is not None:
        assert read.incoming is not None
        found = desk.scanner.check(read.incoming.path)
        read.description.virus, read.description.unscanned = found.signature, found.unscanned
    return read


def _read_copy(desk: ReadingContext, taken: FileInProgress, relpath: str, *, later: bool) -> FileInProgress:
    assert taken.incoming is not None
    path, sha256, name = taken.incoming.path, taken.incoming.sha256, printable(taken.name)
    try:
        with ExitStack() as opened:
            asked: dict[str, Any] = {"path": str(path), "filename": name, "relpath": printable(relpath)}
            asked |= {"kept": str(desk.archive.derived / LANGUAGES), "later": later}
            if desk.passwords:
                asked["passwords"] = desk.passwords
            job = opened.enter_context(_described(desk, asked))
            description = accept_description(job.result, name, printable(relpath), desk.archive, sha256)
            if description.thumbnail:
                with suppress(OSError):  # derived files may be missing; they are made again on demand
                    desk.renditions.keep(taken.incoming.sha256, "thumbnail", job.file(description.thumbnail))
                description.thumbnail = None
            if desk.conversion is not None:
                description = desk.conversion.described(
                    description, path, name, lambda more: read_converted(desk, asked | more, sha256)
                )
            taken.locked_inside = any(member.outcome == Outcome.ENCRYPTED for member in description.members)
            taken.unread_inside = any(
                (member.outcome == Outcome.REJECTED or member.reason == OUTSIDE) and came_with(description, member.name)
                for member in description.members
            )
            if description.members:
                taken.job = job
                opened.pop_all()
    except Encrypted as error:
        taken.outcome, taken.reason = Outcome.ENCRYPTED, error.message
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"  # only this was read
        taken.description = Description(media_type, NONE.name, VERSION, notes=[error.message])
        taken.description.offer("title", Path(name).stem, "file name")
    except OF_THE_FILE as error:
        taken.description = _unseen(desk, taken.incoming, name, relpath, error)
        if taken.description is None:
            return reject_copy(desk, taken, message_of(error))
    except Unreadable as error:
        return reject_copy(desk, taken, error.message)
    else:
        taken.description = description
    return taken


def read_converted(desk: ReadingContext, asked: dict[str, Any], sha256: str) -> Description:
    """Return the description of a PDF converted from the file with this digest; `asked` are the arguments of
    `describe`."""
    with _described(desk, asked) as job:
        return accept_description(job.result, asked["filename"], asked["relpath"], desk.archive, sha256)


def _described(desk: ReadingContext, asked: dict[str, Any]) -> Job:
    """Return the description, from a second worker if the first died: the system may have killed it for lack of memory,
    regardless of the file. A file that kills its workers does so again."""
    try:
        return desk.pool.run(DESCRIBE, asked)
    except WorkerCrashed:
        return desk.pool.run(DESCRIBE, asked)


def _unseen(desk: ReadingContext, copy: Incoming, name: str, relpath: str, error: Exception) -> Description | None:
    """Return the metadata of a picture whose decoding crashed a worker: a photograph is not rejected because a library
    cannot show it. None for other files, or if even that fails."""
    description = _metadata_of(desk, copy, name, relpath)
    if description is not None:
        description.notes.append(Message("picture-crashed", error=message_of(error)))
    return description


def _metadata_of(desk: ReadingContext, copy: Incoming, name: str, relpath: str) -> Description | None:
    """Return what can be read of a picture without decoding it; None if nothing can, and for other files."""
    try:
        asked = {"path": str(copy.path), "filename": name, "relpath": printable(relpath), "unseen": True}
        with desk.pool.run(DESCRIBE, asked) as job:
            return accept_description(job.result, name, printable(relpath), desk.archive, copy.sha256)
    except (Unreadable, Encrypted, *OF_THE_FILE):
        return None


def order_in_picture(desk: ReadingContext, found: WalkedPath, relpath: str) -> Mapping[str, Any] | None:
    """Return the embargo in the metadata of a picture on disk, which is read again when its turn comes; None without
    one."""
    taken, description = FileInProgress(found), None
    with suppress(SourceChanged, SourceUnreadable, OSError):
        taken.stat = FileStat.of(found.file)
        if copy_file(desk, taken, found.path) and taken.incoming is not None:
            description = _metadata_of(desk, taken.incoming, printable(taken.name), relpath)
    _discard(desk, taken)
    return description.values.get("embargo") if description is not None else None


def reject_copy(desk: ReadingContext, taken: FileInProgress, reason: str) -> FileInProgress:
    """Return the file as rejected for its content; its copy is kept, up to `max_rejected_mb`."""
    _keep_copy(desk, taken)
    return rejected(taken, reason, of_the_bytes=True)


def _keep_copy(desk: ReadingContext, taken: FileInProgress) -> None:
    """Keep the copy of a file that becomes no record, up to `max_rejected_mb`, without its description."""
    assert taken.incoming is not None
    taken.description = None
    if not _is_kept(desk, taken.incoming.size):
        desk.archive.store.discard(taken.incoming)
        taken.incoming = None


def _discard(desk: ReadingContext, taken: FileInProgress) -> None:
    """Remove the copy of a file, and the files found inside it."""
    if taken.incoming is not None:
        desk.archive.store.discard(taken.incoming)
    if taken.job is not None:
        taken.job.close()
        taken.job = None


def put_off(desk: ReadingContext, taken: FileInProgress, stage: Stage) -> FileInProgress:
    """Return the file as one to be read again in a later stage; remove its copy, and the files found inside it."""
    _discard(desk, taken)
    taken.later = stage
    return taken


def skipped(desk: ReadingContext, taken: FileInProgress, reason: str) -> FileInProgress:
    """Return the file as skipped; its copy is kept as one of a rejected file is, not the files found inside it."""
    if taken.job is not None:
        taken.job.close()
        taken.job = None
    _keep_copy(desk, taken)
    taken.outcome, taken.reason, taken.of_the_bytes = Outcome.SKIPPED, reason, True
    return taken


def rejected(taken: FileInProgress, reason: str, *, of_the_bytes: bool = False) -> FileInProgress:
    """Return the file as rejected, and why."""
    taken.outcome, taken.reason, taken.of_the_bytes = Outcome.REJECTED, reason, of_the_bytes
    return taken
