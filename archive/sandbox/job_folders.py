"""A pool's folder for jobs and logs, locked while the pool lives.

A starting pool removes the folders of dead pools, and ends their processes that still run.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import secrets
import shutil
import stat
from pathlib import Path

from archive.errors import WorkerError
from archive.messages import Message
from archive.sandbox import process_cleanup

_PREFIX = "pool-"
_MODE = 0o700  # of the folders that jobs write to
_log = logging.getLogger(__name__)


class JobFolders:
    """One pool's folder under `parent`. Raise WorkerError if it is not writable."""

    def __init__(self, parent: Path) -> None:
        self.token = secrets.token_hex(12)
        self.path = parent.resolve() / (_PREFIX + self.token)
        try:
            parent.mkdir(parents=True, exist_ok=True)
            clear_dead(parent)
            self._lock = self._make()
        except OSError as error:
            raise no_folder(parent, error) from error

    def job_folder(self) -> Path:
        """Return an unused path for a folder of files left by a job."""
        return self.path / f"job-{secrets.token_hex(8)}"

    def remove(self) -> None:
        """Remove the folder and its contents; it is not used again."""
        remove_tree(self.path)
        os.close(self._lock)

    def _make(self) -> int:
        """Create the folder under another name, lock it and rename it: no other pool ever sees it unlocked."""
        new = self.path.with_name("new-" + self.token)
        new.mkdir(mode=0o700)
        lock = os.open(new / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        new.rename(self.path)
        return lock


def clear_dead(parent: Path) -> None:
    """Remove what killed pools left under `parent`, including running processes."""
    for folder in sorted(parent.glob(_PREFIX + "*")):
        if not _dead(folder):
            continue
        process_cleanup.end_marked(folder.name.removeprefix(_PREFIX))
        remove_tree(folder)
        _log.info("removed %s, which a run that was killed had left", folder)


def remove_tree(folder: Path) -> None:
    """Remove a folder and its contents, following no link, whatever permissions a job set on folders in it."""
    if folder.is_symlink():
        folder.unlink(missing_ok=True)
        return
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        for inner, _, _ in os.walk(folder):
            with contextlib.suppress(OSError):
                os.chmod(inner, 0o700)  # noqa: PTH101 - a path of its own class per folder buys nothing here
        shutil.rmtree(folder, ignore_errors=True)


def make_folder(folder: Path) -> None:
    """Create a folder that only this account can use, and its parents. Raise WorkerError if that fails."""
    try:
        os.makedirs(folder, _MODE)  # noqa: PTH103 - and fails where one is
    except OSError as error:
        raise no_folder(folder, error) from error


def is_fresh(folder: Path) -> bool:
    """Return whether a folder is as created: empty, not a link, and only writable by this account."""
    try:
        if stat.S_IFMT(mode := os.lstat(folder).st_mode) != stat.S_IFDIR or mode & 0o777 != _MODE:
            return False
        with os.scandir(folder) as entries:
            return next(entries, None) is None
    except OSError:
        return False


def _dead(folder: Path) -> bool:
    try:
        lock = os.open(folder / "lock", os.O_RDWR)
    except OSError:
        return not (folder / "lock").exists() and folder.is_dir()
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(lock)
    return True


def no_folder(folder: Path, error: OSError) -> WorkerError:
    """Return the error that nothing can be written there. The file is not to blame."""
    return WorkerError(Message("work-folder", folder=folder, error=error.strerror))
