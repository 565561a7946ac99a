"""Where a file stands: the root it belongs to and its path below it. Names are kept by these, not by where a disk is
mounted today, so that a file has one name however the folder above it was given."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.catalogue import Name


@dataclass(frozen=True, slots=True)
class Place:
    """The label of a root, and the path below it."""

    root: str
    path: str


class Roots:
    """The roots of an archive, label to folder; answers for any path below one of them."""

    def __init__(self, roots: Mapping[str, str]) -> None:
        self._labels = {Path(path): label for label, path in roots.items()}
        self._paths = {label: Path(path) for label, path in roots.items()}

    def place(self, path: Path) -> Place:
        """The deepest root above an absolute path, and the rest. KeyError when it lies below none."""
        for parent in path.parents:
            if parent in self._labels:
                return Place(self._labels[parent], os.fspath(path.relative_to(parent)))
        raise KeyError(path)

    def is_gone(self, name: Name) -> bool:
        """Whether no file is at that name any more. Not so when its whole root is away: a disk may not be mounted."""
        root = self._paths.get(name.root)
        return root is not None and root.is_dir() and not os.path.lexists(root / name.path)


def new_roots(paths: Iterable[Path], known: Mapping[str, str]) -> list[str]:
    """The folders that must become roots for these paths to stand below one: the folder itself, or the folder of a
    file; none for what already stands below a known root."""
    have = {Path(path) for path in known.values()}
    wanted: list[Path] = []
    for path in (path.resolve() for path in paths):
        folder = path if path.is_dir() else path.parent
        if folder not in have and have.isdisjoint(folder.parents):
            have.add(folder)
            wanted.append(folder)
    return [os.fspath(folder) for folder in wanted]
