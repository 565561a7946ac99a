"""Roots and the paths below them. Names are stored this way, wherever the disk is mounted.

Also finds the collection and location from folder names, if archive.toml allows it, and the containers around a file.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from archive.catalogue import NamedFile, printable
from archive.catalogue.schema.filenames import INSIDE
from archive.media_types import SIDECAR
from archive.record import Description
from archive.settings import IntakeSection
from archive.storage.archive import was_dropped
from ingest.files.walk import starts

ORIGIN = "folder"


def add_folder_candidate(description: Description, relpath: str, intake: IntakeSection) -> None:
    """Add the name of the folder at the configured level as a candidate after the file's own values. `relpath` begins
    with the root's own name; a file above that level has no such folder, and gets nothing."""
    if description.media_type == SIDECAR:
        return  # it belongs to a photo, which has its own folder
    folders = PurePosixPath(relpath).parts[1:-1]
    for key, level in (("collection", intake.collection_from_folder), ("location", intake.location_from_folder)):
        if 0 < level <= len(folders):
            description.offer(key, " ".join(folders[level - 1].split()), ORIGIN)


@dataclass(frozen=True, slots=True)
class ContainerContext:
    """A container as its members see it. `names` are all direct members, as the catalogue names them; `description` is
    what was read from it, `above` the container around it."""

    names: frozenset[str]
    description: Description
    above: ContainerContext | None = None

    @property
    def depth(self) -> int:
        """Return the nesting depth of its members: 1 for those of a file on disk."""
        return 1 if self.above is None else 1 + self.above.depth

    @property
    def descriptions(self) -> list[Description]:
        """Return what was read from it, and from each container around it."""
        return [self.description, *(self.above.descriptions if self.above else [])]

    def has(self, member: str) -> bool:
        """Return whether the file on disk, the outermost container, has this member; for one within a member, only
        whether that exists."""
        if self.above is not None:
            return self.above.has(member)
        return member in self.names or member.partition(INSIDE)[0] in self.names


def inner_name(container: str, name: str) -> str:
    """Return the catalogue name of a file called `name` in a container; `container` is that one's member name, empty
    for a file on disk."""
    return f"{container}{INSIDE}{name}" if container else name


class RootPath(NamedTuple):
    """The label of a root, and the path below it; the root itself has an empty one. `member` is the name inside the
    file there, empty for that file."""

    root: str
    path: str
    member: str = ""

    @property
    def name(self) -> str:
        """Return the last part."""
        return (self.member or self.path).rpartition("/")[2]

    @property
    def around(self) -> RootPath:
        """Return the place of the container around a member."""
        return self._replace(member=self.member.rpartition(INSIDE)[0])

    def beside(self, name: str) -> RootPath:
        """Return the place of another file in the same folder, on the disk or in a container."""
        above, sign, _ = (self.member or self.path).rpartition("/")
        return self._replace(**{"member" if self.member else "path": f"{above}{sign}{name}"})


class NameState(Enum):
    """What is at a name now: the same file; another file; no file; or its disk is not accessible."""

    THERE = 1
    CHANGED = 2
    GONE = 3
    AWAY = 4


class Roots:
    """The roots of an archive, label to folder; resolves any path below one of them."""

    def __init__(self, roots: Mapping[str, str]) -> None:
        self._labels = {os.path.normpath(path): label for label, path in roots.items()}
        self._last: tuple[str | None, RootPath | None] = (None, None)  # a walk yields the files of a folder together
        self._paths = {label: Path(path) for label, path in roots.items()}

    def place(self, path: str, member: str = "") -> RootPath:
        """Return the deepest root above an absolute path, and the rest. Raise KeyError if it is below none."""
        folder, _, name = path.rpartition("/")
        if self._last[0] != folder:
            self._last = folder, self._folder(folder or "/")
        if (at := self._last[1]) is None:
            return RootPath(self._labels[path], "", member)  # such a root also has a line in the receipt
        return RootPath(at.root, f"{at.path}/{name}" if at.path else name, member)

    def _folder(self, folder: str) -> RootPath | None:
        above, below = folder, ""
        while above not in self._labels:
            if above == "/":
                return None
            above, _, name = above.rpartition("/")
            above, below = above or "/", f"{name}/{below}" if below else name
        return RootPath(self._labels[above], below)

    def told(self, place: RootPath) -> str:
        """Return the path for detecting kind and date: the one below the root, with the root's own name."""
        return f"{self._paths[place.root].name}/{place.path}"

    def shown(self, name: NamedFile) -> str:
        """Return where a name is, printable: two disks may have the same path below their roots. An uploaded file is
        not there any more, and has the path from the browser."""
        root = self._paths.get(name.root, Path(name.root))
        path = name.path if was_dropped(root) else os.path.join(root, name.path)  # noqa: PTH118
        return printable(f"{path}{INSIDE}{name.member}" if name.member else path)

    def now(self, name: NamedFile, arrived: Path, within: ContainerContext | None = None) -> NameState:
        """Return what is at that name while the file `arrived`, or one `within` it, is ingested. A disk that is not
        mounted, or shows an empty folder instead, has lost nothing; nor has a folder that may not be entered."""
        root = self._paths.get(name.root)
        if root is None or not _has_anything(root):
            return NameState.AWAY
        there = root / name.path
        try:
            found = there.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return NameState.GONE
        except OSError:
            return NameState.AWAY
        if not stat.S_ISREG(found.st_mode):
            return NameState.GONE
        with suppress(OSError):  # it is read from the archive, or has vanished since
            if os.path.samestat(found, arrived.lstat()) and found.st_nlink == 1 and there != arrived:
                # One file with two spellings: on disks that ignore case, and in a folder replaced by a link.
                return NameState.GONE
        if name.member:
            return _member_now(name, found, within if there == arrived else None)
        if (found.st_size, found.st_mtime_ns) == (name.size, name.mtime_ns) or _digest(there, name) == name.sha256:
            return NameState.THERE
        return NameState.CHANGED


def _member_now(name: NamedFile, container: os.stat_result, within: ContainerContext | None) -> NameState:
    """Return what is at the name of a member, by the file on disk around it; `within` if that is being ingested. A
    changed file may still contain the member, but has not been opened."""
    if within is not None and not within.has(name.member):
        return NameState.GONE
    same = (container.st_mtime_ns, container.st_ino) == (name.mtime_ns, name.inode)
    return NameState.THERE if same else NameState.CHANGED


def _has_anything(folder: Path) -> bool:
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is not None
    except OSError:
        return False


def _digest(path: Path, name: NamedFile) -> str | None:
    """Return the SHA-256 of a file that may be unchanged although its time differs; None if its size differs."""
    try:
        if path.lstat().st_size != name.size:
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def new_roots(paths: Iterable[Path], known: Mapping[str, str]) -> list[str]:
    """Return the folders that must become roots for these paths: the folder itself, or the folder of a file; none for
    paths below a known root."""
    have = {Path(path) for path in known.values()}
    wanted: list[Path] = []
    for path in starts(paths):
        folder = path if os.path.isdir(path) else path.parent  # noqa: PTH112 - which is False where none may look
        if folder not in have and have.isdisjoint(folder.parents):
            have.add(folder)
            wanted.append(folder)
    return [os.fspath(folder) for folder in wanted]
