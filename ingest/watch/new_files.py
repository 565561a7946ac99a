"""Find new files in watched folders, by disk, catalogue and the rules of any ingest."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.record import Outcome
from archive.storage.archive import Archive
from ingest.files.roots import Roots
from ingest.files.walk import SkipPatterns, WalkedPath, starts, walk
from ingest.pipeline.receipt import FileOutcome
from ingest.pipeline.unchanged_files import UnchangedFiles
from ingest.watch.file_stability import FileStability, Stamp, is_being_written, is_under_way


@dataclass(slots=True)
class Folder:
    """A watched folder as given, its path, and its device and inode (None: missing)."""

    given: str
    start: str
    identity: tuple[int, int] | None = None

    def shown(self, path: str) -> str:
        """Return a path below it as the person who gave it would write it."""
        return self.given.rstrip("/") + "/" + path[len(self.start) :].lstrip("/") if path != self.start else self.given

    def has(self, path: str) -> bool:
        """Return whether a path is the folder or below it."""
        return path == self.start or path.startswith(self.start.rstrip("/") + "/")

    def now(self) -> tuple[int, int] | None:
        """Return which folder is there now."""
        try:
            found = Path(self.start).stat()
        except OSError:
            return None
        return (found.st_dev, found.st_ino) if stat.S_ISDIR(found.st_mode) else None


class Folders:
    """The watched folders, without those inside others."""

    def __init__(self, paths: Iterable[Path], skip: Iterable[str], never: Path) -> None:
        """`skip` are patterns of unwanted names, `never` an excluded folder (the archive itself)."""
        self.all = [Folder(os.fspath(given), os.fspath(start)) for start, given in starts(paths).items()]
        self._unwanted, self._never = SkipPatterns(skip), os.fspath(never.resolve())

    def of(self, path: str) -> Folder | None:
        """Return the one that contains a path."""
        return next((folder for folder in self.all if folder.has(path)), None)

    def wanted(self, path: str) -> bool:
        """Return whether a path is below one of them and neither in the archive, nor a system file, nor a download in
        progress or hidden, nor in such a folder."""
        folder = self.of(path)
        if folder is None or path == self._never or path.startswith(f"{self._never}/"):
            return False
        names = path[len(folder.start) :].split("/")
        return not any(is_under_way(name) or self._unwanted.pattern(name) for name in names if name)

    def below(self, folder: str) -> Iterator[str]:
        """Yield a folder and the wanted ones below it; links are not followed, and inaccessible ones are empty."""
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
        """Return those replaced by another folder, or gone, since the last call."""
        found = []
        for folder in self.all:
            now = folder.now()
            if now != folder.identity:
                folder.identity = now
                found.append(folder)
        return found

    def present(self) -> list[Folder]:
        """Return those that exist now."""
        return [folder for folder in self.all if folder.identity is not None and folder.now() is not None]


NOT_KEPT = (Outcome.REJECTED, Outcome.SKIPPED)  # which the catalogue may not know


class Newcomers:
    """Find new files for one archive. A file that an ingest rejected is returned only once, until it changes."""

    def __init__(
        self, archive: Archive, folders: Folders, settling: FileStability, rest: Callable[[str], float]
    ) -> None:
        """`rest`: for how many seconds a file found by listing must be unchanged to be ingested at once; others go to
        `settling`."""
        self._archive, self._folders, self._settling, self._rest = archive, folders, settling, rest
        self._out: dict[str, Stamp] = {}  # returned and not reported yet, by the reported path
        self._refused: dict[str, Stamp] = {}

    def found(self, due: Mapping[str, Stamp], below: Sequence[str]) -> Iterator[WalkedPath]:
        """Yield what to ingest: among the due files, and below these folders."""
        known = _KnownFiles(self._archive)
        for path in sorted(due, key=_in_order):
            if Stamp.of(path) != due[path]:
                self._settling.seen(path)
            elif (folder := self._folders.of(path)) is not None:
                found = WalkedPath(path, folder.shown(path))
                if not known.has(found):
                    yield from self._handed_out(found, due[path])
        for top in below:
            if (folder := self._folders.of(top)) is not None:
                for found in self._met(top, folder):
                    if found.file not in due and not known.has(found):
                        yield from self._if_whole(found)

    def told(self, line: FileOutcome) -> None:
        """Note the outcome of a returned file."""
        stamp = self._out.pop(line.path, None)
        if stamp is not None and line.outcome in NOT_KEPT:
            self._refused[line.path] = stamp

    def nothing_out(self) -> None:
        """Note that no ingest is running any more."""
        self._out.clear()

    def forget(self) -> None:
        """Allow rejected files to be retried: a disk came or went."""
        self._refused.clear()

    def _met(self, top: str, folder: Folder) -> Iterator[WalkedPath]:
        """Return what a walk finds. Skipped files get no line: there would be one at every start."""
        for met in walk([Path(top)], self._archive.settings.intake.skip, [self._archive.folder]):
            if met.skip is None and self._folders.wanted(met.file):
                yield WalkedPath(met.file, folder.shown(met.file), reject=met.reject)

    def _if_whole(self, found: WalkedPath) -> Iterator[WalkedPath]:
        """Return a file unless it changed recently and may be incomplete."""
        path, stamp = found.file, Stamp.of(found.file)
        if stamp is None or self._refused.get(found.shown) == stamp:
            return
        if found.reject is None and (stamp.age() < self._rest(path) or is_being_written(path)):
            self._settling.seen(path)
        else:
            yield from self._handed_out(found, stamp)

    def _handed_out(self, found: WalkedPath, stamp: Stamp) -> Iterator[WalkedPath]:
        if self._refused.get(found.shown) != stamp:
            self._out[found.shown] = stamp
            yield found


class _KnownFiles:
    """Whether the archive has a file as it is."""

    def __init__(self, archive: Archive) -> None:
        self._untouched, self._roots = UnchangedFiles(archive), Roots(archive.catalogue.roots())

    def has(self, found: WalkedPath) -> bool:
        """Return whether a file is in the archive, or was rejected and would be again. An unreadable file is never
        known."""
        if found.reject is not None:
            return False
        try:
            return self._untouched.taken(found, self._roots.place(found.file)) is not None
        except KeyError:  # nothing from its folder was ever ingested
            return False


def _in_order(path: str) -> tuple[str, bool, str]:
    """Return the files in the order of a walk: sidecars after the files that they may belong to."""
    folder, _, name = path.rpartition("/")
    return folder, name.casefold().endswith(".xmp"), name
