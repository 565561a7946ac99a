"""Bytes and names that are on the disk when a function returns, also if the power goes then."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

AT_ONCE = 8


def side_by_side(sync: Callable[[Path], None], paths: Sequence[Path]) -> None:
    """`sync` of all paths, some at once: a disk that is asked for many writes them together, and one that is asked
    for one after the other is waited for each time. Raises the first error when all others have ended."""
    if len(paths) > 1:
        with ThreadPoolExecutor(min(AT_ONCE, len(paths)), thread_name_prefix="sync") as crew:
            list(crew.map(sync, paths))
    else:
        for path in paths:
            sync(path)


def make_durable(path: Path) -> None:
    """Read-only to whoever can read it, and its bytes on the disk. Raises OSError."""
    file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        with suppress(PermissionError):  # a disk that knows no modes
            os.fchmod(file, os.fstat(file).st_mode & 0o444)
        os.fsync(file)
    finally:
        os.close(file)


def sync_folder(folder: Path) -> None:
    """The names in a folder on the disk: a rename is lost with the power until then. Raises OSError."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a network disk that cannot do this for folders
            raise
    finally:
        os.close(file)
