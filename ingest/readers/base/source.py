"""The input of a reader: one file on disk, its name, and the folder for files it extracts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import Unreadable
from archive.messages import Message

VERSION = 20
CONVERTED = "converter"  # the reader of what was read from a PDF that a program made of the file
"""Of all that describes files: readers, photo metadata, the rules of `ingest/extract`. Raise it when one of them would
describe a file differently: `press-archive reread` then describes again what has a lower one. Each reader had its own,
up to 7."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read. `path` holds the bytes. `filename` and `relpath` are its names on the ingested disk, and say
    nothing about its content. `media_type` was detected from the content. `folder` takes extracted files. If `unseen`,
    decoding its picture has crashed a worker, so only its metadata is read. `passwords` are tried and never shown. If
    `later`, pictures and sidecars inside are listed but not extracted."""

    path: Path
    filename: str
    media_type: str
    folder: Path
    relpath: str = ""
    unseen: bool = False
    passwords: tuple[str, ...] = field(default=(), repr=False)
    later: bool = False

    @property
    def size(self) -> int:
        """Return its size on disk in bytes."""
        return self.path.stat().st_size

    def head(self, limit: int) -> bytes:
        """Return up to `limit` bytes from the beginning. Raise Unreadable if the disk returns none."""
        try:
            with self.path.open("rb") as file:
                return file.read(limit)
        except OSError as error:
            raise Unreadable(Message("disk-unread", file=self.filename, error=error)) from error
