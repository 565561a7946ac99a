"""Where the index lies: derived/index/<n>/{public,held}, and CURRENT, which names the n that answers."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from archive.access import IndexName

NAMES: tuple[IndexName, ...] = ("public", "held")


def current(derived: Path) -> Path | None:
    """The folder of the index that answers now, None when there is none. Looked up anew at every request: a folder
    renamed into the place of another goes unnoticed by readers that have it open."""
    base = derived / "index"
    try:
        number = (base / "CURRENT").read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None
    folder = base / number
    return folder if number.isdigit() and folder.is_dir() else None


def fresh(derived: Path) -> Path:
    """A new, empty folder with a number never used before in this index."""
    base = derived / "index"
    base.mkdir(parents=True, exist_ok=True)
    taken = [int(entry.name) for entry in base.iterdir() if entry.name.isdigit()]
    folder = base / str(max(taken, default=0) + 1)
    folder.mkdir()
    return folder


def make_current(folder: Path) -> None:
    """From now on `folder` answers. One step: a reader sees the old name or the new one."""
    base = folder.parent
    beside = base / f"CURRENT.{os.getpid()}"
    with beside.open("w", encoding="ascii") as file:
        file.write(folder.name + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(base / "CURRENT")


def remove_all_but(keep: Path) -> None:
    """Delete every other index and what an interrupted swap left. Readers that still have one open keep what they
    opened; those that come later look up CURRENT."""
    for entry in keep.parent.iterdir():
        if entry.is_dir() and entry != keep:
            shutil.rmtree(entry, ignore_errors=True)
        elif entry.name.startswith("CURRENT."):
            with contextlib.suppress(FileNotFoundError):
                entry.unlink()
