"""The folders that are watched: which folder stands where one was given, and what below them is wanted."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.settling import is_under_way
from ingest.unwanted import Unwanted
from ingest.walk import starts


@dataclass(slots=True)
class Folder:
    """A folder as it was given, where that is, and which one stands there by device and inode (None: none)."""

    given: str
    start: str
    identity: tuple[int, int] | None = None

    def shown(self, path: str) -> str:
        """A path below it as the person who gave it would write it."""
        return self.given.rstrip("/") + "/" + path[len(self.start) :].lstrip("/") if path != self.start else self.given

    def has(self, path: str) -> bool:
        """Whether a path is below it, or it."""
        return path == self.start or path.startswith(self.start.rstrip("/") + "/")

    def now(self) -> tuple[int, int] | None:
        """Which folder stands there now."""
        try:
            found = Path(self.start).stat()
        except OSError:
            return None
        return (found.st_dev, found.st_ino) if stat.S_ISDIR(found.st_mode) else None


class Folders:
    """All of them, without those that lie in another of them."""

    def __init__(self, paths: Iterable[Path], skip: Iterable[str], never: Path) -> None:
        """`skip` are patterns of names that are not wanted, `never` a folder that is not (the archive itself)."""
        self.all = [Folder(os.fspath(given), os.fspath(start)) for start, given in starts(paths).items()]
        self._unwanted, self._never = Unwanted(skip), os.fspath(never.resolve())

    def of(self, path: str) -> Folder | None:
        """The one that a path is below."""
        return next((folder for folder in self.all if folder.has(path)), None)

    def wanted(self, path: str) -> bool:
        """Whether a path is below one of them and neither in the archive, nor a system file, nor a download under way
        or hidden, nor in such a folder."""
        folder = self.of(path)
        if folder is None or path == self._never or path.startswith(f"{self._never}/"):
            return False
        names = path[len(folder.start) :].split("/")
        return not any(is_under_way(name) or self._unwanted.pattern(name) for name in names if name)

    def below(self, folder: str) -> Iterator[str]:
        """A folder and those below it that are wanted; links are not followed, and what may not be entered has none."""
        stack = [folder]
        while stack:
            yield (here := stack.pop())
            try:
                with os.scandir(here) as entries:
                    stack += [
                        one.path for one in entries if one.is_dir(follow_symlinks=False) and self.wanted(one.path)
                    ]
            except OSError:
                continue

    def changed(self) -> list[Folder]:
        """Those that another folder stands in place of, or none, since this was asked last."""
        found = []
        for folder in self.all:
            now = folder.now()
            if now != folder.identity:
                folder.identity = now
                found.append(folder)
        return found

    def present(self) -> list[Folder]:
        """Those that are there now."""
        return [folder for folder in self.all if folder.identity is not None and folder.now() is not None]
