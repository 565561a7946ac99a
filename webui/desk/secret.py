"""Secrets of desks on disk, in files that only the archive's owner can read.

These are the key that signs sessions, and the address that opens the desk of each running server.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.storage.locks import is_locked
from archive.storage.originals import explain_store_errors
from webui.desk.session import new_secret

_FOLDER = "desk"  # below derived/, which is not in backups
_KEY = "key"
_OTHERS = 0o077


def key_of(derived: Path) -> str:
    """Return the key that signs the sessions of this archive's desks. A new one is made if there is none, or if others
    could read it. Raise StoreError if it cannot be stored."""
    path = _folder(derived) / _KEY
    with explain_store_errors(path.parent):
        if path.exists() and path.stat().st_mode & _OTHERS:
            path.unlink()
        if not path.exists():
            fresh = path.with_name(f"{_KEY}-{os.getpid()}")
            os.close(_create_private(fresh, new_secret()))
            try:
                os.link(fresh, path)  # fails if another server has just made one
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return path.read_text(encoding="ascii")


@contextmanager
def kept(derived: Path, address: str) -> Iterator[Path]:
    """Keep the address of a desk in a file while its server runs, and yield the file. Raise StoreError."""
    folder = _folder(derived)
    path = folder / f"{os.getpid()}.address"
    with explain_store_errors(folder):
        for left in _addresses(folder):
            if not is_locked(left):  # its server was killed
                left.unlink(missing_ok=True)
        fresh = path.with_suffix(".new")
        file = _create_private(fresh, f"{address}\n")
        fcntl.flock(file, fcntl.LOCK_EX)  # before it gets its name, so that it is always locked
        fresh.replace(path)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
        os.close(file)


def running(derived: Path) -> list[str]:
    """Return the addresses of the desks that are open now. Raise PermissionError for those who may not know."""
    folder = derived / _FOLDER
    found = []
    for path in _addresses(folder):
        with suppress(FileNotFoundError):  # its server has just ended
            address = path.read_text(encoding="ascii").strip()
            found += [address] if is_locked(path) else []
    return found


def _addresses(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".address")
    except FileNotFoundError:
        return []


def _folder(derived: Path) -> Path:
    folder = derived / _FOLDER
    with explain_store_errors(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & _OTHERS:
            folder.chmod(0o700)
    return folder


def _create_private(path: Path, text: str) -> int:
    path.unlink(missing_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    os.write(file, text.encode("ascii"))
    os.fsync(file)
    return file
