"""Damage to an index, as left by a failing disk."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from archive.search.index.index_folders import IndexFolders
from archive.storage.archive import Archive


def noisy(data: bytes) -> bytes:
    """Return data of the same length with different bytes in the middle."""
    third = len(data) // 3
    return data[:third] + bytes(byte ^ 0x5A for byte in data[third : 2 * third]) + data[2 * third :]


def index_folder(archive: Archive) -> Path:
    """Return the folder of the current index."""
    current = IndexFolders(archive.derived).current()
    assert current is not None
    return current.path


def damage_index(archive: Archive, pattern: str) -> Path:
    """Damage the middle of the one file of the current public index that matches the pattern, and return its path."""
    (file,) = (index_folder(archive) / "public").glob(pattern)
    file.write_bytes(noisy(file.read_bytes()))
    return file


def remove_index(folder: Path) -> None:
    """Delete the folder of an index that may have been opened a moment ago: a tantivy thread may still be creating a
    lock file in it."""
    away = folder.rename(Path(tempfile.mkdtemp(dir=folder.parent)) / folder.name)
    shutil.rmtree(away.parent, ignore_errors=True)
