"""Look for the bytes of files among the originals of an archive."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from archive.storage.archive import Archive


def files_that_are_not_kept(archive: Archive, *folders: Path) -> Iterator[Path]:
    """Yield the files in these folders that are not in originals/. The folders must have files."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert files
    yield from (path for path in files if not archive.store.has(hashlib.sha256(path.read_bytes()).hexdigest()))
