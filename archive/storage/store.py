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
    """Originals by their SHA-256, which are never overwritten. Its methods raise StoreError."""

    def create(self) -> None:
        """Create what the store needs if missing."""

    def incoming(self, source: Path, ended: Callable[[], bool] = lambda: False) -> Incoming:
        """Copy a regular file while hashing it. Raise SourceChanged if it changed, shrank or vanished meanwhile,
        SourceUnreadable if it cannot be read or is not a regular file, StoreError also if `ended` returns True."""

    def settle(self, copies: Sequence[Incoming]) -> set[str]:
        """Store copies under their digests, all or those before an error. They are durable on return. Return the new
        digests."""

    def remove(self, sha256: str) -> None:
        """Remove an original permanently, if it exists: only for an erased record."""

    def discard(self, copy: Incoming) -> None:
        """Remove an unwanted copy, if it still exists."""

    def clear_incoming(self) -> int:
        """Remove what interrupted runs left, and return how many files. Call it only under the ingest lock."""

    def unsettled(self) -> list[Path]:
        """Return the copies in progress, or left by an interrupted run."""

    def has(self, sha256: str) -> bool:
        """Return whether an original with that digest exists."""

    def size(self, sha256: str) -> int:
        """Return the stored size of an original in bytes."""

    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """Yield a local file with the original. It may be removed when the block ends."""

    def open(self, sha256: str) -> BinaryIO:
        """Return an original, opened for reading."""

    def digest(self, sha256: str) -> tuple[str, int]:
        """Return the present digest and size of an original, from all its bytes."""

    def contents(self) -> Iterator[tuple[str | None, PurePath]]:
        """Yield (digest, place) of everything in the store; the digest is None for foreign files."""
