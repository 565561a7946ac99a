"""Finding the files of an accession: every path below those given, in a fixed order, each named once."""

from __future__ import annotations

import fnmatch
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Found:
    """A path met on the walk. `shown` is how the person who gave the path would write it; `skip` or `reject` says why
    it is not taken in, None when it is a regular file to read."""

    path: Path
    shown: str
    skip: str | None = None
    reject: str | None = None


def walk(paths: Iterable[Path], skip: Iterable[str], never: Iterable[Path]) -> Iterator[Found]:
    """All files below `paths`, folders in name order, sidecars after the files that they may be of. `skip` are glob
    patterns of names of files and folders that no archive wants; a folder that is given is entered all the same.
    `never` are folders not to enter, nor what is in them (the archive itself). Symbolic links are not followed: a loop
    cannot be entered and no file is met twice. A path given twice, or inside another that is given, is walked once."""
    patterns = [unicodedata.normalize("NFC", pattern).casefold() for pattern in skip]
    closed = {path.resolve() for path in never}
    starts: dict[Path, Path] = {}
    for given in paths:
        # A link given by name is meant; only links met on the way are not followed.
        starts.setdefault(given.resolve(), given)
    for start, given in starts.items():
        if starts.keys().isdisjoint(start.parents):
            yield from _visit(start, str(given), patterns, closed)


def _visit(path: Path, shown: str, patterns: list[str], closed: set[Path]) -> Iterator[Found]:
    """One file, or a folder and all below it, without recursion: a tree may be deeper than Python's stack."""
    stack = [(path, shown)]
    while stack:
        here, label = stack.pop()
        try:
            mode = here.lstat().st_mode
        except OSError as error:
            yield Found(here, label, reject=_os_reason(error))
            continue
        if here in closed or (here == path and not closed.isdisjoint(here.parents)):
            yield Found(here, label, skip="this is the archive itself; it is never taken into itself")
        elif not stat.S_ISDIR(mode):
            yield _file(here, label, mode, patterns)
        elif here != path and (pattern := _unwanted(here.name, patterns)):
            yield Found(here, label, skip=f"system folder ({pattern}); change `skip` in archive.toml to take it in")
        else:
            try:
                # A set: a folder that changes while it is listed may give a name twice. Names that are not UTF-8 must
                # come through as they are.
                names = sorted(set(os.listdir(here)), key=_last_the_sidecars)  # noqa: PTH208
            except OSError as error:
                yield Found(here, label, reject=_os_reason(error))
                continue
            stack.extend((here / name, f"{label.rstrip('/')}/{name}") for name in reversed(names))


def _file(path: Path, shown: str, mode: int, patterns: list[str]) -> Found:
    if pattern := _unwanted(path.name, patterns):
        return Found(path, shown, skip=f"system file ({pattern}); change `skip` in archive.toml to take it in")
    if stat.S_ISLNK(mode):
        return Found(path, shown, skip="symbolic link; hand over the file it points to")
    if not stat.S_ISREG(mode):
        return Found(path, shown, skip="not a file (a pipe, socket or device); only regular files are taken in")
    return Found(path, shown)


def _last_the_sidecars(name: str) -> tuple[bool, str]:
    return name.casefold().endswith(".xmp"), name


def _unwanted(name: str, patterns: list[str]) -> str | None:
    """The pattern that a name falls under."""
    name = unicodedata.normalize("NFC", name).casefold()
    return next((pattern for pattern in patterns if fnmatch.fnmatchcase(name, pattern)), None)


def _os_reason(error: OSError) -> str:
    what = {
        PermissionError: "no permission to read it; give this user read permission and ingest again",
        FileNotFoundError: "it vanished during the walk; ingest again if it should be there",
    }.get(type(error))
    return what or f"{error.strerror or error}; make it readable and ingest again"
