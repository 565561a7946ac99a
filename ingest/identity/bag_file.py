"""A bag in one file (ZIP or TAR), unpacked for as long as it is checked or ingested.

A worker unpacks it. Its names are checked again here, because a worker that reads foreign bytes is not trusted. Nobody
but the owner can enter the folder, and its name cannot be guessed.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.custody.bag_paths import safe_path
from archive.errors import Unreadable
from archive.messages import Message
from archive.sandbox.limits import Limits
from archive.sandbox.pool import Pool
from archive.storage.archive import DROPPED
from archive.storage.locks import is_locked, locked

LAY_OUT = "ingest.identity.packed_bag:lay_out"
_PREFIX, _BUSY = "bag-", "busy"
_SPARE = 256 << 20  # bytes that are kept free on the disk
_ENTRY = 4096  # minimum bytes that a worker counts for a file
_SECONDS = 12 * 3600
_CPU_SECONDS = 3600


@contextmanager
def bag_folder(path: Path, derived: Path | None = None) -> Iterator[Path]:
    """Yield the folder of a bag: `path`, or where the file `path` is unpacked until the block ends. That is in
    `derived` of an archive, like uploads, or in a temporary folder. Raise Unreadable if it is not a bag in one file."""
    if not path.is_file():
        yield path
        return
    if derived is None:
        with tempfile.TemporaryDirectory(prefix="press-archive-bag-") as made:
            yield _unpack(path, Path(made) / DROPPED, Path(made) / "jobs")
        return
    base = derived / DROPPED
    base.mkdir(exist_ok=True)
    _remove_left(base)
    work = base / f"{_PREFIX}{secrets.token_hex(8)}"
    work.mkdir(mode=0o700)
    try:
        with locked(work / _BUSY):
            yield _unpack(path, work / DROPPED, derived / "jobs")
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _remove_left(base: Path) -> None:
    """Remove leftovers of killed runs."""
    for left in base.glob(f"{_PREFIX}*"):
        if (left / _BUSY).exists() and not is_locked(left / _BUSY):
            shutil.rmtree(left, ignore_errors=True)


def _unpack(file: Path, into: Path, scratch: Path) -> Path:
    into.mkdir(mode=0o700)
    most = max(0, shutil.disk_usage(into).free - _SPARE)
    limits = Limits(wall_seconds=_SECONDS, cpu_seconds=_CPU_SECONDS, output_bytes=most)
    with Pool(1, scratch, limits) as pool, pool.run(LAY_OUT, {"path": str(file.resolve()), "most_bytes": most}) as job:
        try:
            for name, left in job.result["files"]:
                if safe_path(name) != name:
                    raise Unreadable(Message("bag-file-path", name=name[:300]))
                target = into / name
                target.parent.mkdir(parents=True, exist_ok=True)
                if os.path.lexists(target):
                    raise Unreadable(Message("bag-file-twice", name=name[:300]))
                job.file(left).rename(target)
        except OSError as error:  # a name is both file and folder, or too long for the disk
            raise Unreadable(Message("bag-file-damaged", why=error.strerror)) from error
        except (KeyError, TypeError, ValueError) as error:
            raise Unreadable(Message("bag-file-damaged", why=type(error).__name__)) from error
    tops = [*into.iterdir()]
    if len(tops) != 1:
        raise Unreadable(Message("bag-file-tops"))
    return tops[0]
