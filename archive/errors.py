"""Errors raised on purpose. Each message ends with what to do next.

Two helpers format counted nouns and free disk space.
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
    """archive.toml or a PRESS_ARCHIVE_* variable has an unknown key or an unusable value."""


class ArchiveMissing(PressArchiveError):
    """The folder is not an archive."""


class ArchiveExists(PressArchiveError):
    """`init` was called where an archive, or something else, exists already."""


class ArchiveBusy(PressArchiveError):
    """Another process holds a lock that is needed."""


class CatalogueNewer(PressArchiveError):
    """The catalogue was written by a later version of this project."""


class StoreError(PressArchiveError):
    """The store could not store or return an original (no space, read-only, vanished)."""


class ServerUnreachable(StoreError):
    """A server that holds part of the archive does not answer, or refuses the request."""


class LockLost(StoreError):
    """A lock ended before its holder did. Another process may have it, so the work must stop."""


class SourceChanged(PressArchiveError):
    """A file changed, shrank or vanished while it was being copied."""


class SourceUnreadable(PressArchiveError):
    """A file cannot be opened or read at its place (permissions, its disk, not a regular file)."""


class Unreadable(PressArchiveError):
    """A reader could not read a file: outcome `rejected`; the message is the receipt's reason."""


class Encrypted(PressArchiveError):
    """A file needs a password: outcome `encrypted`; the message is the receipt's reason."""


class WorkerError(PressArchiveError):
    """A worker could not finish a job."""


class WorkerNotStarted(WorkerError):
    """A worker did not start for lack of time, memory or processes; another attempt may succeed."""


class WorkerTimeout(WorkerError):
    """The job exceeded its wall-clock or CPU limit; the worker was killed."""


class WorkerMemory(WorkerError):
    """The job exceeded its address-space limit."""


class WorkerOutput(WorkerError):
    """The job wrote or returned more than its limit."""


class WorkerCrashed(WorkerError):
    """The worker died, or left processes behind and was killed."""


class QueryError(PressArchiveError):
    """A query that cannot be run. `position` and `length` locate the error in the query text, in code points."""

    def __init__(self, message: str, position: int = 0, length: int = 0) -> None:
        super().__init__(message)
        self.position = position
        self.length = length


class NoVirusScanner(PressArchiveError):
    """No virus scanner is configured, or it does not answer."""


class UnknownRecord(PressArchiveError):
    """There is no record or accession with that id or number."""


class BadRule(PressArchiveError):
    """A rule of a collection or a legal hold cannot be set or lifted this way; the message says what can."""


class CannotErase(PressArchiveError):
    """A record cannot be erased, or not yet; the message says why."""


class AccessionClosed(PressArchiveError):
    """Somebody closed an accession of the queue while its files were being read."""


class CannotRetry(PressArchiveError):
    """The files of an accession cannot be retried from here or now; the message says what to do."""


class CannotWatch(PressArchiveError):
    """The system does not report changes in a folder, or the folder cannot be watched; the message says why."""


class UnknownName(PressArchiveError):
    """No name card has that key."""


class BadAccount(PressArchiveError):
    """A user or token cannot be created or changed this way."""


class NotEditable(PressArchiveError):
    """A value cannot be set; the message says which can."""


class BadTable(PressArchiveError):
    """A table of corrections is unusable as a whole; the message says what to do."""


class ChangedMeanwhile(PressArchiveError):
    """Records changed after they were shown for confirmation. Nothing is changed; the message says what to do. `now`:
    the digest of the present state, with which the request can be repeated."""

    def __init__(self, message: Message, now: str = "") -> None:
        super().__init__(message)
        self.now = now


class CannotUndo(PressArchiveError):
    """A change set or decision cannot be undone; the message says why, and what to do."""


class CannotMerge(PressArchiveError):
    """Records cannot be merged, or a file cannot be split off; the message says why."""


class SeriesError(PressArchiveError):
    """A unit of the tree of series is invalid; the message says why, and what to do."""


class Undecidable(PressArchiveError):
    """A decision about a mention or a relation is impossible: it does not exist, or the named record is not a photo."""


class IndexUnavailable(PressArchiveError):
    """The index cannot answer now. For an index on a server, a rebuild would not help: it exists, but the server does
    not answer, or not to this client."""


class IndexUnusable(IndexUnavailable):
    """The index is missing, unreadable or of another version: `press-archive index rebuild` rebuilds it."""


class IndexBehind(IndexUnavailable):
    """The index has records that the public may no longer see, too many to filter out of an answer."""


class NoRecognition(PressArchiveError):
    """Scans cannot be read on this machine; the message says what to install."""


def many(count: int, one: str, several: str = "") -> str:
    """Return `1 file`, `2,000 files`; `several` is the plural if adding an s is wrong."""
    return f"1 {one}" if count == 1 else f"{count:,} {several or f'{one}s'}"


_UNITS = (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("kB", 10**3))


def describe_disk_space(folder: Path, needed: int = 0, given_back: int = 0) -> str:
    """Return the free space of a folder's disk as text, or "". `needed` are the bytes required, if known; `given_back`
    those that will be freed."""
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
    """Return a number of bytes as text, such as `1.5 GB`."""
    words = next((f"{count / size:,.1f} {unit}" for unit, size in _UNITS if count >= size), None)
    return words or many(count, "byte")
