"""The archivist's own files, as they were at the last change to the archive: edits by hand are logged, damage is found.

An edit changes the time of a file. Damage on a disk changes its content only. The note is beside the locks, because
each machine has its own files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from archive import config
from archive.authority import authorities
from archive.seal import seal, unseal

FILES = (config.FILE, authorities.FILE)


@dataclass(frozen=True, slots=True)
class NotedFile:
    """The SHA-256 of a file, its time of change (nanoseconds) and size; and, in a note, the UTC instant of the note."""

    sha256: str
    mtime: int
    size: int
    at: str = ""

    @classmethod
    def of(cls, path: Path, at: str = "") -> NotedFile | None:
        """Return it for a file as it is now, None if it cannot be read."""
        try:
            state = path.stat()
            return cls(hashlib.sha256(path.read_bytes()).hexdigest(), state.st_mtime_ns, state.st_size, at)
        except OSError:
            return None

    def is_damage(self, now: NotedFile) -> bool:
        """Return whether the content changed and the time did not."""
        return self.sha256 != now.sha256 and (self.mtime, self.size) == (now.mtime, now.size)


class SettingsNote:
    """The note in the file `path` about the files of the archive in `folder`."""

    def __init__(self, folder: Path, path: Path) -> None:
        self._folder = folder
        self._path = path
        self._kept: tuple[object, ...] = ()

    def changes(self) -> Iterator[tuple[Path, NotedFile, bool]]:
        """Yield files whose content is not as noted, what was noted, and whether that is damage."""
        noted = self._read()
        for name, before in noted.items():
            now = NotedFile.of(self._folder / name)
            if now is not None and now.sha256 != before.sha256:
                yield self._folder / name, before, before.is_damage(now)

    def is_damaged(self) -> bool:
        """Return whether the note is there and cannot be used."""
        return self._path.exists() and not self._read()

    def keep(self, at: str, changed: Callable[[str, str, str], None]) -> None:
        """Note the files as they are, except damaged ones, if this account may write there. `changed` is called with
        the name of each changed one and its SHA-256 before and now. Call it in a transaction, which excludes others."""
        states = tuple(_state(self._folder / name) for name in FILES)
        if states == self._kept:
            return
        noted = self._read()
        present: dict[str, NotedFile] = {}
        for name in FILES:
            before, now = noted.get(name), NotedFile.of(self._folder / name, at)
            if now is None or (before is not None and before.is_damage(now)):
                present |= {name: before} if before else {}
                continue
            present[name] = now
            if before is not None and before.sha256 != now.sha256:
                changed(name, before.sha256, now.sha256)
        with suppress(OSError):
            self._write(present)
            self._kept = states

    def _read(self) -> Mapping[str, NotedFile]:
        try:
            return {name: NotedFile(**told) for name, told in json.loads(unseal(self._path.read_bytes())).items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _write(self, files: Mapping[str, NotedFile]) -> None:
        part = self._path.with_name(f"{self._path.name}.new")
        part.write_bytes(seal(json.dumps({name: asdict(one) for name, one in files.items()}).encode()))
        part.replace(self._path)


def _state(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size
