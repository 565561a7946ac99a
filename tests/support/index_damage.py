"""Damage to an index, as a disk that fails leaves it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from archive.search.index.index_folders import IndexFolders
from archive.storage.archive import Archive


def noisy(data: bytes) -> bytes:
    """The same length, with other bytes in the middle."""
    third = len(data) // 3
    return data[:third] + bytes(byte ^ 0x5A for byte in data[third : 2 * third]) + data[2 * third :]


def index_folder(archive: Archive) -> Path:
    """The folder of the index that answers now."""
    current = IndexFolders(archive.derived).current()
    assert current is not None
    return current.path


def damage_index(archive: Archive, pattern: str) -> Path:
    """The one file of the present public index that this fits, with other bytes in its middle."""
    (file,) = (index_folder(archive) / "public").glob(pattern)
    file.write_bytes(noisy(file.read_bytes()))
    return file


def remove_index(folder: Path) -> None:
    """Delete the folder of an index that may have been opened a moment ago: a thread of tantivy may still be putting a
    lock file into it."""
    away = folder.rename(Path(tempfile.mkdtemp(dir=folder.parent)) / folder.name)
    shutil.rmtree(away.parent, ignore_errors=True)
