"""The protocol of stores of originals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO, Protocol


@dataclass(frozen=True, slots=True)
class Incoming:
    """A copy that is not stored under its digest yet."""

    sha256: str
    size: int
    path: Path


class Store(Protocol):
    """Originals by their SHA-256, none of which is ever overwritten. Its methods raise StoreError."""

    def create(self) -> None:
        """Make what the store needs where it is missing."""

    def incoming(self, source: Path, ended: Callable[[], bool] = lambda: False) -> Incoming:
        """Copy a regular file while hashing it. Raise SourceChanged when it changed, shrank or vanished meanwhile,
        SourceUnreadable when it cannot be read or is no regular file, StoreError also when `ended` returns True."""

    def settle(self, copies: Sequence[Incoming]) -> set[str]:
        """Store copies under their digests, all or those before an error. They are durable when it returns. Return the
        new digests."""

    def remove(self, sha256: str) -> None:
        """Remove an original for good, if it is there: only of a record that is erased."""

    def discard(self, copy: Incoming) -> None:
        """Remove a copy that is not wanted, if it still exists."""

    def clear_incoming(self) -> int:
        """Remove what interrupted runs left, and return how many files. Call it only under the ingest lock."""

    def unsettled(self) -> list[Path]:
        """Return the copies that are under way, or left by a run that was cut short."""

    def has(self, sha256: str) -> bool:
        """Return whether an original of that digest is here."""

    def size(self, sha256: str) -> int:
        """Return the size of an original in bytes, as it is stored."""

    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """Yield a local file with the original. It may be removed when the block ends."""

    def open(self, sha256: str) -> BinaryIO:
        """Return an original, opened for reading."""

    def digest(self, sha256: str) -> tuple[str, int]:
        """Return the present digest and size of an original, of all its bytes."""

    def contents(self) -> Iterator[tuple[str | None, PurePath]]:
        """Yield (digest, place) of everything in the store; the digest is None for what does not belong."""
