"""Generations of an index as folders: derived/index/<n>/{public,held}, and CURRENT, which names the n in use."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.access import IndexName
from archive.search.engines.engine import GRACE_SECONDS
from archive.search.engines.index_state import clear_folder

_ENGINE = "ENGINE"  # next to public and held: the name of the engine that made them
_SUSPECT, _DAMAGED = "SUSPECT", "DAMAGED"  # also there: one of their files may be damaged, or is
_FIRST_ENGINE = "whoosh"  # the only one when folders did not name it yet


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """The generation in the folder `path`."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)

    @property
    def number(self) -> int:
        """Return its number."""
        return int(self.path.name)

    def engine(self) -> str:
        """Return the name of the engine that made it."""
        try:
            return (self.path / _ENGINE).read_text(encoding="ascii", errors="replace").removesuffix("\n")
        except FileNotFoundError:
            return _FIRST_ENGINE

    def place(self, name: IndexName) -> Path:
        """Return the folder of one of its two indexes."""
        return self.path / name

    def share(self) -> None:
        """Make the held index a copy of the public one, using hard links. Raise OSError."""
        held, public = self.place("held"), self.place("public")
        clear_folder(held)
        for made in sorted(public.rglob("*")):  # a folder sorts before its content
            target = held / made.relative_to(public)
            if made.is_dir():
                target.mkdir(exist_ok=True)
            elif made.suffix != ".lock":
                _link(made, target)

    def mark_suspect(self) -> None:
        """Note that a file may be damaged."""
        with suppress(OSError):
            (self.path / _SUSPECT).touch()

    def suspected_at(self) -> int | None:
        """Return when this was last noted (nanoseconds), None if not since the last check."""
        try:
            return (self.path / _SUSPECT).stat().st_mtime_ns
        except FileNotFoundError:
            return None

    def clear_suspicion(self) -> None:
        """Note that it was checked."""
        with suppress(OSError):
            (self.path / _SUSPECT).unlink(missing_ok=True)

    def mark_damaged(self) -> None:
        """Note that a file is damaged."""
        with suppress(OSError):
            (self.path / _DAMAGED).touch()

    def is_damaged(self) -> bool:
        """Return whether this was noted."""
        return (self.path / _DAMAGED).exists()


class IndexFolders:
    """The generations in the folder `index` of `derived`."""

    def __init__(self, derived: Path) -> None:
        self._base = derived / "index"

    def health(self) -> None:
        """Return None: there is no server."""

    def current(self) -> IndexFolder | None:
        """Return the one in use. CURRENT is read each time: readers do not notice a folder renamed over one they have
        open."""
        try:
            number = (self._base / "CURRENT").read_text(encoding="ascii").removesuffix("\n")
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return None
        path = self._base / number
        return IndexFolder(path) if number.isdigit() and path.is_dir() else None

    def fresh(self, engine: str) -> IndexFolder:
        """Return a new, empty folder with a new number, and the engine's name in it. Raise OSError."""
        self._base.mkdir(parents=True, exist_ok=True)
        path = self._base / str(max((int(entry.name) for entry in self._numbered()), default=0) + 1)
        path.mkdir()
        _write(path / _ENGINE, engine)
        return IndexFolder(path)

    def numbered(self, number: int) -> IndexFolder:
        """Return the one with this number."""
        return IndexFolder(self._base / str(number))

    def make_current(self, generation: IndexFolder) -> None:
        """Put this one into use. Raise OSError."""
        beside = self._base / f"CURRENT.{os.getpid()}"
        _write(beside, generation.path.name)
        beside.replace(self._base / "CURRENT")

    def remove_superseded(self) -> None:
        """Delete those before the one in use, once it has been in use for GRACE_SECONDS."""
        current = self.current()
        if current is None or time.time() - self._answers_since() < GRACE_SECONDS:
            return
        for entry in self._numbered():
            if int(entry.name) < current.number:
                shutil.rmtree(entry, ignore_errors=True)

    def remove(self, generation: IndexFolder) -> None:
        """Delete this one."""
        shutil.rmtree(generation.path, ignore_errors=True)

    def remove_unfinished(self) -> None:
        """Delete leftovers of interrupted rebuilds."""
        current = self.current()
        for entry in self._numbered():
            if current is None or int(entry.name) > current.number:
                shutil.rmtree(entry, ignore_errors=True)
        for beside in self._base.glob("CURRENT.*"):
            beside.unlink(missing_ok=True)

    def _answers_since(self) -> float:
        """Return since when the present index has been in use, in seconds of `time.time`; now, if it was just
        deleted."""
        try:
            return (self._base / "CURRENT").stat().st_mtime
        except FileNotFoundError:
            return time.time()

    def _numbered(self) -> list[Path]:
        return [entry for entry in self._base.iterdir() if entry.name.isdigit()] if self._base.is_dir() else []


def _write(path: Path, line: str) -> None:
    """Write a file of one line durably."""
    with path.open("w", encoding="ascii") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())


def _link(source: Path, target: Path) -> None:
    """Hard-link a file of an index, or copy it if that is not possible. Engines never write into an existing file."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
        with target.open("r+b") as file:
            os.fsync(file.fileno())
