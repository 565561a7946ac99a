"""Which paths a person may hand to an intake: not the machine's own, nor the archive itself."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from archive.archive import Archive, was_dropped
from archive.catalogue import printable

_SYSTEM = tuple(map(Path, ("/", "/proc", "/sys", "/dev")))


def refuse_given(archive: Archive, paths: Sequence[Path]) -> None:
    """Raises click.UsageError for a path that is a slip: nothing is begun then. A folder around the archive is none."""
    itself = archive.folder.resolve()
    for path in paths:
        there, shown = path.resolve(), printable(os.fspath(path))
        if there in _SYSTEM:
            raise click.UsageError(f"{shown} is the system's own: give the folders that hold what is to be kept.")
        if there.is_relative_to(itself) and not any(map(was_dropped, (there, *there.parents))):
            raise click.UsageError(
                f"{shown} is in the archive itself, which is never taken into itself: give the folders beside it."
            )
