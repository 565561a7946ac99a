"""Keeps a folder of derived files within a size, since there may be more pages to draw than a disk has room for."""

from __future__ import annotations

import contextlib
from pathlib import Path


def prune(folder: Path, most: int) -> None:
    """Remove the files made longest ago until at most `most` bytes are left. Others may make and remove files there
    meanwhile."""
    found: list[tuple[float, int, Path]] = []
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            if path.is_file():
                state = path.stat()
                found.append((state.st_mtime, state.st_size, path))
    left = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if left <= most:
            return
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        left -= size
