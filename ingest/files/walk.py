"""Find the files of an accession: every path below the given ones, in a fixed order, each once.

System files are skipped by the patterns in archive.toml.
"""

from __future__ import annotations

import errno
import fnmatch
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from archive.config import FILE
from archive.messages import Message, MessageList, join_messages
from archive.storage.archive import CATALOGUE, ORIGINALS, was_dropped


class SkipPatterns:
    """Match names against one list of glob patterns, ignoring case and Unicode form."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = [_plain(pattern) for pattern in patterns]
        # One expression for all: each file of a disk is checked, and hardly any matches.
        self._any = re.compile("|".join(map(fnmatch.translate, self._patterns)) or r"(?!)")

    def pattern(self, name: str) -> str | None:
        """Return the first pattern that a name matches, or None."""
        name = _plain(name)
        if not self._any.match(name):
            return None
        return next(pattern for pattern in self._patterns if fnmatch.fnmatchcase(name, pattern))


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


LINK = join_messages([Message("link"), Message("give-target")])
NO_FILE = join_messages([Message("no-file"), Message("regular-files-only-given")])
ITSELF = join_messages([Message("archive-itself"), Message("give-folders-beside")])
OTHER = join_messages([Message("archive-other"), Message("ingest-bag-instead")])
_ORIGINAL = re.compile(r"(?:.*[/\\])?([0-9a-f]{2})[/\\]\1[0-9a-f]{62}", re.DOTALL)


class WalkedPath(NamedTuple):
    """A path found by the walk. `file` is its text, because there is one for each file of an unchanged disk; `shown` is
    how the person who gave the path would write it; `skip` or `reject` says why it is not ingested, None for a regular
    file to read."""

    file: str
    shown: str
    skip: str | None = None
    reject: str | None = None

    @property
    def path(self) -> Path:
        """Return the path."""
        return Path(self.file)

    @property
    def name(self) -> str:
        """Return its last part."""
        return self.file.rpartition("/")[2]


def walk(paths: Iterable[Path], skip: Iterable[str], never: Iterable[Path]) -> Iterator[WalkedPath]:
    """Yield all files below `paths`, folders in name order, sidecars after the files that they may belong to. `skip`
    are glob patterns of unwanted names of files and folders; a given folder is entered anyway. `never` are folders not
    to enter (the archive itself), except for uploads waiting in it. Symbolic links are not followed, so there are no
    loops and no file is found twice. A path given twice, or inside another given one, is walked once; a missing one is
    reported at its position."""
    unwanted = SkipPatterns(skip)
    closed = {path.resolve() for path in never}
    meant = starts(paths)
    links = {os.fspath(_resolved(given.parent) / given.name) for given in meant.values()} - {*map(os.fspath, meant)}
    for start, given in meant.items():
        for found in _from(start, str(given), unwanted, closed):
            if found.skip != LINK or found.file not in links:  # a given link is walked, not reported
                yield found


def starts(paths: Iterable[Path]) -> dict[Path, Path]:
    """Return the resolved starting points, each with the path as given, without those below another one."""
    found: dict[Path, Path] = {}
    for given in paths:
        # A link given by name is intended; only links found on the way are not followed.
        found.setdefault(_resolved(given), given)
    apart = (start for start in found if found.keys().isdisjoint(start.parents) or not os.path.lexists(start))
    return {start: found[start] for start in apart}


def is_original(path: str) -> bool:
    """Return whether a path is that of an original in an archive, which has no name of its own: `originals/ab/abcd…`.
    Without its record, nobody knows whether it is held."""
    return _ORIGINAL.fullmatch(path) is not None


def _is_archive(names: Iterable[str]) -> bool:
    """Return whether a folder with these names is an archive, or a backup of one."""
    found = set(names)
    return FILE in found and not found.isdisjoint((ORIGINALS, CATALOGUE))


def _resolved(path: Path) -> Path:
    """Return the resolved path; as far as possible if the system rejects it."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a loop of links
        return Path(os.path.abspath(path))  # noqa: PTH100 - what must not be resolved


def _from(start: Path, shown: str, unwanted: SkipPatterns, closed: set[Path]) -> Iterator[WalkedPath]:
    """Walk one given file or folder."""
    file = os.fspath(start)
    try:
        mode = start.lstat().st_mode
    except OSError as error:
        yield WalkedPath(file, shown, reject=os_reason(error))
        return
    if (start in closed or not closed.isdisjoint(start.parents)) and not was_dropped(start):
        yield WalkedPath(file, shown, skip=ITSELF)
    elif stat.S_ISDIR(mode):
        yield from _below(start, shown, unwanted, closed)
    elif pattern := unwanted.pattern(start.name):
        yield WalkedPath(file, shown, skip=skip_reason(pattern))
    elif stat.S_ISREG(mode):
        yield WalkedPath(file, shown, skip=OTHER if is_original(file) else None)
    else:
        yield WalkedPath(file, shown, skip=LINK if stat.S_ISLNK(mode) else NO_FILE)


def _below(start: Path, shown: str, unwanted: SkipPatterns, closed: set[Path]) -> Iterator[WalkedPath]:
    """Walk everything below a folder, without recursion: a tree may be deeper than Python's stack."""
    inner = {os.fspath(path) for path in closed}
    stack: list[tuple[str, Iterator[os.DirEntry[str]]]] = []
    folder: tuple[str, str] | None = (os.fspath(start), shown)
    while folder or stack:
        if folder:
            try:
                label = "" if folder[1] == "." else folder[1].rstrip("/") + "/"
                entries = _entries(folder[0])
                if _is_archive(entry.name for entry in entries):
                    yield WalkedPath(folder[0], folder[1], skip=OTHER)
                else:
                    stack.append((label, iter(entries)))
            except OSError as error:
                yield WalkedPath(folder[0], folder[1], reject=os_reason(error))
            folder = None
        elif (entry := next(stack[-1][1], None)) is None:
            stack.pop()
        else:
            shown = stack[-1][0] + entry.name
            found = _met(entry, shown, unwanted, inner)
            if found is None:
                folder = (entry.path, shown)
            else:
                yield found


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """Return the content of a folder by name: one that changes while being listed may return a name twice."""
    with os.scandir(folder) as entries:
        found = {entry.name: entry for entry in entries}
    return [found[name] for name in sorted(found, key=_last_the_sidecars)]


def _met(entry: os.DirEntry[str], label: str, unwanted: SkipPatterns, closed: set[str]) -> WalkedPath | None:
    """Return a folder's entry as a walked path; None for a folder to enter. The listing includes each entry's type, so
    the disk is not accessed here unless the file system lacks that."""
    path = entry.path
    try:
        folder = entry.is_dir(follow_symlinks=False)
        if folder and entry.path in closed:
            return WalkedPath(path, label, skip=ITSELF)
        if pattern := unwanted.pattern(entry.name):
            return WalkedPath(path, label, skip=skip_reason(pattern, folder=folder))
        if folder:
            return None
        if entry.is_file(follow_symlinks=False):
            return WalkedPath(path, label, skip=OTHER if is_original(path) else None)
        return WalkedPath(path, label, skip=LINK if entry.is_symlink() else NO_FILE)
    except OSError as error:
        return WalkedPath(path, label, reject=os_reason(error))


def _last_the_sidecars(name: str) -> tuple[bool, str]:
    return name.casefold().endswith(".xmp"), name


def skip_reason(pattern: str, *, folder: bool = False) -> MessageList:
    """Return why a name that matches a pattern is skipped."""
    return join_messages(
        [Message("system-folder" if folder else "system-file", pattern=pattern), Message("change-skip")]
    )


def os_reason(error: OSError) -> str:
    """Return why a path cannot be ingested, and what to do."""
    if isinstance(error, PermissionError):
        return join_messages([Message("no-permission"), Message("give-permission")])
    if isinstance(error, FileNotFoundError):
        return join_messages([Message("gone"), Message("ingest-again")])
    if error.errno == errno.ENAMETOOLONG:
        return Message("path-too-long")
    if error.errno == errno.ELOOP:
        return Message("link-loop")
    return Message("disk-refused", error=error.strerror or error)
