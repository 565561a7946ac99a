"""Copy the originals of an archive from one store to another: from the archive's folder to a bucket, or back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from archive.errors import ServerUnreachable, StoreError
from archive.messages import Message
from archive.storage.store import Incoming, Store

_MOST_FILES, _MOST_BYTES = 64, 256 << 20  # of originals that are copied together


@dataclass(frozen=True, slots=True)
class CopyResult:
    """What became of one original. `message` says why it could not be copied, "" when it is in the other store."""

    sha256: str
    copied: bool
    message: str = ""


def copy_originals(
    digests: Sequence[str], source: Store, target: Store, progress: Callable[[int, int], None]
) -> Iterator[CopyResult]:
    """Copy these originals, and yield what became of each once it is durable there. Those of the same size there are
    left alone. `progress` is called with (done, all). Raise StoreError when the other store takes nothing more,
    ServerUnreachable when a server does not answer."""
    waiting: list[Incoming] = []
    try:
        for done, sha256 in enumerate(digests):
            progress(done, len(digests))
            try:
                if target.has(sha256) and target.size(sha256) == source.size(sha256):
                    yield CopyResult(sha256, copied=False)
                    continue
                with source.local(sha256) as path:
                    copy = target.incoming(path)
            except ServerUnreachable:
                raise
            except StoreError as error:
                yield CopyResult(sha256, copied=False, message=error.message)
                continue
            if copy.sha256 != sha256:
                target.discard(copy)
                altered = Message("copy-altered", sha256=sha256, found=copy.sha256)
                yield CopyResult(sha256, copied=False, message=altered)
                continue
            waiting.append(copy)
            if len(waiting) == _MOST_FILES or sum(one.size for one in waiting) > _MOST_BYTES:
                yield from _settled(waiting, target)
        yield from _settled(waiting, target)
        progress(len(digests), len(digests))
    finally:
        for copy in waiting:  # it was stopped
            target.discard(copy)


def _settled(copies: list[Incoming], target: Store) -> Iterator[CopyResult]:
    target.settle(copies)
    yield from (CopyResult(copy.sha256, copied=True) for copy in copies)
    copies.clear()
