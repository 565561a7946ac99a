"""Who can read an archive's files: its owner, and the group in `[archive] group`.

The mode of the archive's folder is the rule. `keep_closed` turns it into the umask of this process and its children, so
that code that writes a file does not set a mode. Folders that the group reads are setgid: their files belong to the
group.
"""

from __future__ import annotations

import grp
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ConfigError
from archive.messages import Message

_OTHERS = 0o077
_GROUP_FOLDER, _GROUP_FILE = 0o2050, 0o040
_OWNER_ONLY = frozenset({"derived/desk", "derived/jobs", "derived/languages"})  # never for the group


@dataclass(frozen=True, slots=True)
class Stray:
    """A file or folder with the wrong permissions or owner: its present mode, and the mode and owner it should have."""

    path: str
    mode: int
    right: int
    owner: int


def gid_of(group: str) -> int | None:
    """Return the number of a group, None for "". Raise ConfigError if the machine has no such group."""
    try:
        return grp.getgrnam(group).gr_gid if group else None
    except KeyError:
        raise ConfigError(Message("group-unknown", group=group)) from None


def close_folder(folder: Path, group: str) -> None:
    """Open the folder of a new archive to its owner, and to `group` unless that is "". Raise ConfigError."""
    gid = gid_of(group)
    try:
        if gid is not None:
            os.chown(folder, -1, gid)
        folder.chmod(0o700 | (_GROUP_FOLDER if group else 0))
    except PermissionError as error:
        if group:
            raise ConfigError(Message("group-refused", group=group)) from error
        # The folder belongs to another account, or its disk has no modes: `doctor` reports what is open.


def keep_closed(folder: Path, group: str) -> None:
    """Make all files that this process writes from now on no more accessible than the archive's folder."""
    before = os.umask(_OTHERS)
    open_to = stat.S_IMODE(folder.stat().st_mode) & _OTHERS
    os.umask(0o027 if group else before | (_OTHERS & ~open_to))


@contextmanager
def owner_only() -> Iterator[None]:
    """Make everything that this process writes meanwhile accessible to its account only."""
    before = os.umask(_OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def strays(folder: Path, gid: int | None) -> Iterator[Stray]:
    """Yield every file and folder of the archive that more accounts can reach than its owner and the group `gid`, that
    this group cannot read, or that has another owner, as after a command run by root. Links, and folders that this
    account may not read, are skipped."""
    root = os.fspath(folder)
    top = os.lstat(root)
    owner = top.st_uid
    yield from _wrong(root, top, owner, gid)
    waiting = [(root, gid)]
    while waiting:
        inside, reader = waiting.pop()
        try:
            entries = list(os.scandir(inside))
        except (PermissionError, FileNotFoundError):
            continue
        for entry in entries:
            try:
                facts = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            whose = None if os.path.relpath(entry.path, root) in _OWNER_ONLY else reader
            yield from _wrong(entry.path, facts, owner, whose)
            if stat.S_ISDIR(facts.st_mode):
                waiting.append((entry.path, whose))


def _wrong(path: str, facts: os.stat_result, owner: int, gid: int | None) -> Iterator[Stray]:
    is_folder = stat.S_ISDIR(facts.st_mode)
    if not is_folder and not stat.S_ISREG(facts.st_mode):
        return
    mode = stat.S_IMODE(facts.st_mode)
    shared = 0 if gid is None else _GROUP_FOLDER if is_folder else _GROUP_FILE
    compared = _OTHERS | shared
    if mode & compared != shared or facts.st_uid != owner or (gid is not None and facts.st_gid != gid):
        yield Stray(path, mode, mode & 0o700 | shared, owner)


def fix(stray: Stray, gid: int | None) -> bool:
    """Give a file or folder its correct mode and owner, and the group unless that is None. Return whether this account
    may."""
    try:
        file = os.open(stray.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        group = gid if stray.right & _GROUP_FILE and gid is not None else -1
        os.fchown(file, stray.owner if os.fstat(file).st_uid != stray.owner else -1, group)
        os.fchmod(file, stray.right)
    except OSError:
        return False
    finally:
        os.close(file)
    return True
