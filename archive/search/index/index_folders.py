"""Folders of the index: derived/index/<n>/{public,held}, and CURRENT, which names the n in use."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from archive.access import IndexName

NAMES: tuple[IndexName, ...] = ("public", "held")
GRACE_SECONDS = 60.0
_ENGINE = "ENGINE"  # beside public and held: the name of the engine that made them
_SUSPECT, _DAMAGED = "SUSPECT", "DAMAGED"  # beside them too: one of their files may not be, is not as it was written
_FIRST_ENGINE = "whoosh"  # the only one there was when folders did not say


def current(derived: Path) -> Path | None:
    """Return the folder of the index that answers now, None when there is none. Looked up anew at every request: a
    folder renamed into the place of another goes unnoticed by readers that have it open."""
    base = derived / "index"
    try:
        number = (base / "CURRENT").read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None
    folder = base / number
    return folder if number.isdigit() and folder.is_dir() else None


def fresh(derived: Path) -> Path:
    """Return a new, empty folder with a number never used before in this index."""
    base = derived / "index"
    base.mkdir(parents=True, exist_ok=True)
    folder = base / str(max((int(entry.name) for entry in _numbered(base)), default=0) + 1)
    folder.mkdir()
    return folder


def note_engine(folder: Path, engine: str) -> None:
    """Write down which engine makes the indexes in `folder`, before they answer."""
    with (folder / _ENGINE).open("w", encoding="ascii") as file:
        file.write(engine + "\n")
        file.flush()
        os.fsync(file.fileno())


def engine_of(folder: Path) -> str:
    """Return the name of the engine that made the indexes in `folder`, whatever the settings say now."""
    try:
        return (folder / _ENGINE).read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return _FIRST_ENGINE


def mark_suspect(folder: Path) -> None:
    """Note that a file of the index in `folder` may be damaged, for whoever writes it to look. Does nothing where the
    folder may not be written."""
    with suppress(OSError):
        (folder / _SUSPECT).touch()


def suspected_at(folder: Path) -> int | None:
    """Return when a file was last noted as suspect (nanoseconds), None if it was not since the last look."""
    try:
        return (folder / _SUSPECT).stat().st_mtime_ns
    except FileNotFoundError:
        return None


def clear_suspicion(folder: Path) -> None:
    """Note that somebody has looked. Does nothing where the folder may not be written."""
    with suppress(OSError):
        (folder / _SUSPECT).unlink(missing_ok=True)


def mark_damaged(folder: Path) -> None:
    """Note that a file of the index in `folder` is damaged. It answers until another takes its place. Does nothing
    where the folder may not be written."""
    with suppress(OSError):
        (folder / _DAMAGED).touch()


def is_damaged(folder: Path) -> bool:
    """Return whether this was noted."""
    return (folder / _DAMAGED).exists()


def make_current(folder: Path) -> None:
    """Make `folder` the index in use, in one step: a reader sees the old name or the new one."""
    base = folder.parent
    beside = base / f"CURRENT.{os.getpid()}"
    with beside.open("w", encoding="ascii") as file:
        file.write(folder.name + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(base / "CURRENT")


def remove_superseded(derived: Path) -> None:
    """Delete the indexes that answered before this one, once it has answered for GRACE_SECONDS: a search that looked
    CURRENT up before the swap still finds its folder."""
    folder = current(derived)
    if folder is None or time.time() - _answers_since(derived) < GRACE_SECONDS:
        return
    for entry in _numbered(folder.parent):
        if int(entry.name) < int(folder.name):
            shutil.rmtree(entry, ignore_errors=True)


def remove_unfinished(derived: Path) -> None:
    """Delete what rebuilds that were cut short left behind. Only under the lock that a rebuild holds."""
    folder = current(derived)
    for entry in _numbered(derived / "index"):
        if folder is None or int(entry.name) > int(folder.name):
            shutil.rmtree(entry, ignore_errors=True)
    for beside in (derived / "index").glob("CURRENT.*"):
        beside.unlink(missing_ok=True)


def _answers_since(derived: Path) -> float:
    """When the index that answers began to, in seconds of `time.time`; now, when it has just been deleted."""
    try:
        return (derived / "index" / "CURRENT").stat().st_mtime
    except FileNotFoundError:
        return time.time()


def _numbered(base: Path) -> list[Path]:
    return [entry for entry in base.iterdir() if entry.name.isdigit()] if base.is_dir() else []
