"""What a file that a browser sends is called on the disk: the path it came with, of which no part leads elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from archive.errors import PressArchiveError
from webui.words import _

LONGEST_NAME = 255  # bytes that file systems take
LONGEST_PATH = 2000  # bytes; what lies above it must fit too
DEEPEST = 64  # folders
_NUMBER = 12  # bytes kept free for the number of a second file of that name
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class PathRefused(PressArchiveError):
    """A path that no file can be kept under; the message says why."""


def parts_of(path: str) -> tuple[str, ...]:
    """The folders and the name of a path as a browser tells it (`photos/2025/a.jpg`). Control characters become `_`,
    and names that are too long for a disk lose the end of their stem. Raises PathRefused for one that leads elsewhere.
    """
    parts = tuple(path.split("/"))
    if any(part in ("", ".", "..") for part in parts):
        raise PathRefused(_("Its path does not lead into the folder that was handed in."))
    if len(parts) > DEEPEST or len(path.encode("utf-8", "replace")) > LONGEST_PATH:
        raise PathRefused(_("Its path is too long; hand in a folder that lies nearer to it."))
    return tuple(_fitting(_CONTROLS.sub("_", part)) for part in parts)


def free(folder: Path, parts: tuple[str, ...]) -> Path:
    """Where a file of that path can be put below a folder, whose folders are made: with a number (`a (2).txt`) where
    something of that name is there already."""
    for part in parts[:-1]:
        folder = _numbered(folder, part, lambda path: path.is_dir() or not path.exists())
        folder.mkdir(exist_ok=True)
    return _numbered(folder, parts[-1], lambda path: not path.exists())


def _numbered(folder: Path, name: str, good: Callable[[Path], bool]) -> Path:
    stem, dot, suffix = name.rpartition(".")
    stem, dot, suffix = (stem, dot, suffix) if stem else (name, "", "")
    path, count = folder / name, 1
    while not good(path):
        count += 1
        path = folder / f"{stem} ({count}){dot}{suffix}"
    return path


def _fitting(name: str) -> str:
    if len(name.encode()) <= LONGEST_NAME - _NUMBER:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not stem or len(suffix.encode()) > 20:
        stem, dot, suffix = name, "", ""
    room = LONGEST_NAME - _NUMBER - len(f"{dot}{suffix}".encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + dot + suffix
