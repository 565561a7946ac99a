"""Copy originals out of a store: into a folder by their names, or into another store of the archive."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from archive.errors import ServerUnreachable, SourceChanged, SourceUnreadable, StoreError
from archive.messages import Message
from archive.storage.originals import CHUNK_BYTES, explain_store_errors
from archive.storage.store import Incoming, Store

_MOST_FILES, _MOST_BYTES = 64, 256 << 20  # of originals copied together


@dataclass(frozen=True, slots=True)
class CopyResult:
    """The result for one original. `message` says why it could not be copied, "" if it is in the other store."""

    sha256: str
    copied: bool
    message: str = ""


LONGEST_NAME = 50  # characters of the name of an exported file: file systems allow 255 bytes
_UNSAFE = re.compile(r"[^\w. -]+")


def export_original(store: Store, sha256: str, folder: Path, name: str) -> Path:
    """Copy an original into a folder, named by the start of its digest and the last part of `name`, and return the
    path. Raise StoreError if it is missing, altered or cannot be written, or the name is taken."""
    plain = _UNSAFE.sub("_", name.rpartition("/")[2])[-LONGEST_NAME:]
    target, found = folder / f"{sha256[:12]}-{plain}", hashlib.sha256()
    with store.open(sha256) as source, explain_store_errors(folder), ExitStack() as undone:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            copy = undone.enter_context(target.open("xb"))
        except FileExistsError:
            raise StoreError(Message("export-exists", path=target)) from None
        undone.callback(target.unlink)
        while chunk := source.read(CHUNK_BYTES):
            found.update(chunk)
            copy.write(chunk)
        if found.hexdigest() != sha256:
            raise StoreError(Message("copy-altered", sha256=sha256, found=found.hexdigest()))
        copy.close()
        undone.pop_all()
    return target


def copy_originals(
    originals: Iterable[tuple[str, int]], count: int, source: Store, target: Store, progress: Callable[[int, int], None]
) -> Iterator[CopyResult]:
    """Copy these `count` originals, each a digest and a size, and yield the result for each once it is durable.
    Existing ones with that size are skipped. `progress` is called with (done, all). Raise StoreError if the other store
    accepts nothing more, ServerUnreachable if a server does not answer."""
    waiting: list[Incoming] = []
    try:
        for done, (sha256, size) in enumerate(originals):
            progress(done, count)
            if target.has(sha256) and target.size(sha256) == size:
                yield CopyResult(sha256, copied=False)
                continue
            copy = _copy(sha256, source, target, partial(progress, done, count))
            if isinstance(copy, CopyResult):
                yield copy
                continue
            waiting.append(copy)
            if len(waiting) == _MOST_FILES or sum(one.size for one in waiting) > _MOST_BYTES:
                yield from _settled(waiting, target)
        yield from _settled(waiting, target)
        progress(count, count)
    finally:
        for copy in waiting:  # interrupted
            target.discard(copy)


def _copy(sha256: str, source: Store, target: Store, tell: Callable[[], None]) -> Incoming | CopyResult:
    """Return a copy to be settled, or why the source has no good one."""
    with ExitStack() as stack:
        try:
            path = stack.enter_context(source.local(sha256))
        except ServerUnreachable:
            raise
        except StoreError as error:
            return CopyResult(sha256, copied=False, message=error.message)
        try:
            copy = target.incoming(path, lambda: bool(tell()))  # type: ignore[func-returns-value]
        except (SourceChanged, SourceUnreadable) as error:
            return CopyResult(sha256, copied=False, message=error.message)
    if copy.sha256 != sha256:
        target.discard(copy)
        altered = Message("copy-altered", sha256=sha256, found=copy.sha256)
        return CopyResult(sha256, copied=False, message=altered)
    return copy


def _settled(copies: list[Incoming], target: Store) -> Iterator[CopyResult]:
    target.settle(copies)
    yield from (CopyResult(copy.sha256, copied=True) for copy in copies)
    copies.clear()
