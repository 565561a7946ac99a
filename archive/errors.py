"""Errors raised on purpose. Each message ends with what to do next.

Two helpers word counted nouns and free disk space.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from archive.messages import Message, MessageList, message_of


class PressArchiveError(Exception):
    """Base of all errors below; `str(error)` is a sentence that can be shown to a person. New ones are raised with a
    `archive.messages.Message`."""

    @property
    def message(self) -> Message | MessageList:
        """Return the message of the error. Text without a code becomes a message with that text."""
        return message_of(self)


class ConfigError(PressArchiveError):
    """archive.toml or a PRESS_ARCHIVE_* variable holds an unknown key or a value that cannot be used."""


class ArchiveMissing(PressArchiveError):
    """The folder is not an archive."""


class ArchiveExists(PressArchiveError):
    """`init` was asked to make an archive where one, or something else, already stands."""


class ArchiveBusy(PressArchiveError):
    """Another process holds a lock that is needed."""


class CatalogueNewer(PressArchiveError):
    """The catalogue was written by a later version of this project."""


class StoreError(PressArchiveError):
    """The store could not keep or give back an original (no space, read-only, vanished)."""


class ServerUnreachable(StoreError):
    """A server that holds a part of the archive does not answer, or refuses."""


class LockLost(StoreError):
    """A lock ended before its holder did. Another process may have it, so the work must stop."""


class SourceChanged(PressArchiveError):
    """A file changed, shrank or vanished while it was being copied."""


class SourceUnreadable(PressArchiveError):
    """A file cannot be opened or read where it lies (permissions, its disk, not a regular file)."""


class Unreadable(PressArchiveError):
    """A reader could not make anything of a file: outcome `rejected`; the message is the receipt's reason."""


class Encrypted(PressArchiveError):
    """A file needs a password: outcome `encrypted`; the message is the receipt's reason."""


class WorkerError(PressArchiveError):
    """A worker could not finish a job."""


class WorkerNotStarted(WorkerError):
    """A worker did not start for want of time, memory or processes, and another may."""


class WorkerTimeout(WorkerError):
    """The job passed its wall-clock or CPU limit; the worker was killed."""


class WorkerMemory(WorkerError):
    """The job passed its address-space limit."""


class WorkerOutput(WorkerError):
    """The job wrote or answered more than its limit."""


class WorkerCrashed(WorkerError):
    """The worker died, or left processes behind and was killed."""


class QueryError(PressArchiveError):
    """A query that cannot be run. `position` and `length` are code points of the query text and point at the place."""

    def __init__(self, message: str, position: int = 0, length: int = 0) -> None:
        super().__init__(message)
        self.position = position
        self.length = length


class NoVirusScanner(PressArchiveError):
    """No virus scanner is set, or it does not answer."""


class UnknownRecord(PressArchiveError):
    """There is no record or accession with that id or number."""


class BadRule(PressArchiveError):
    """A rule of a collection or a legal hold that cannot be set or lifted so; the message says what can."""


class CannotErase(PressArchiveError):
    """A record cannot be erased, or not yet; the message says why."""


class AccessionClosed(PressArchiveError):
    """Somebody closed an accession of the queue while its files were read."""


class CannotRetry(PressArchiveError):
    """The files of an accession cannot be tried again from here or now; the message says what to do."""


class CannotWatch(PressArchiveError):
    """The system does not tell what changes in a folder, or the folder cannot be watched; the message says why."""


class UnknownName(PressArchiveError):
    """No name card has that key."""


class BadAccount(PressArchiveError):
    """A user or token cannot be made or changed so."""


class NotEditable(PressArchiveError):
    """A value that cannot be set; the message says which can."""


class BadTable(PressArchiveError):
    """A table of corrections that cannot be used as a whole; the message says what to do with it."""


class ChangedMeanwhile(PressArchiveError):
    """Records changed after they were shown for confirmation. Nothing is changed; the message says what to do. `now`:
    the digest of what is there, with which the same may be asked again."""

    def __init__(self, message: Message, now: str = "") -> None:
        super().__init__(message)
        self.now = now


class CannotUndo(PressArchiveError):
    """A change set or decision that cannot be undone; the message says why, and what to do."""


class CannotMerge(PressArchiveError):
    """Records that cannot be merged, or a file that cannot be split off; the message says why."""


class SeriesError(PressArchiveError):
    """A unit of the tree of series that cannot be so; the message says why, and what to do."""


class Undecidable(PressArchiveError):
    """A decision about a mention or a relation that cannot be taken: there is none, or what was named is no photo."""


class IndexUnavailable(PressArchiveError):
    """The index gives no answer now. If it is on a server, to make it again would not help: it is there, but the server
    does not answer, or not to us."""


class IndexUnusable(IndexUnavailable):
    """The index is missing, unreadable or of another version: `press-archive index rebuild` makes it again."""


class IndexBehind(IndexUnavailable):
    """The index has records that the public may no longer see, too many to leave each of them out of an answer."""


class NoRecognition(PressArchiveError):
    """Scans cannot be read on this machine; the message says what to install."""


def many(count: int, one: str, several: str = "") -> str:
    """Return `1 file`, `2,000 files`; `several` where an s behind it will not do."""
    return f"1 {one}" if count == 1 else f"{count:,} {several or f'{one}s'}"


_UNITS = (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("kB", 10**3))


def describe_disk_space(folder: Path, needed: int = 0, given_back: int = 0) -> str:
    """Return the free space of a folder's disk in words, "" when unknown. `needed` are the bytes required, if known;
    `given_back` those that will be freed."""
    place = next((one for one in (folder, *folder.parents) if one.exists()), None)
    try:
        free = shutil.disk_usage(place).free + given_back if place is not None else None
    except OSError:
        free = None
    if free is None:
        return ""
    if needed:
        return Message("disk-free-needed", size=describe_size(free), folder=folder, needed=describe_size(needed))
    return Message("disk-free", size=describe_size(free), folder=folder)


def describe_size(count: int) -> str:
    """Return a number of bytes in words, such as `1.5 GB`."""
    words = next((f"{count / size:,.1f} {unit}" for unit, size in _UNITS if count >= size), None)
    return words or many(count, "byte")
