"""Which files in watched folders are new: told by the disk beside the catalogue, by the rules of any intake."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from archive.archive import Archive
from archive.record import Outcome
from ingest.receipt import Line
from ingest.roots import Roots
from ingest.settling import Settling, Stamp, is_being_written
from ingest.untouched import Untouched
from ingest.walk import Found, walk
from ingest.watched import Folder, Folders

NOT_KEPT = (Outcome.REJECTED, Outcome.SKIPPED)  # of these the catalogue may know nothing


class Newcomers:
    """Answers for one archive. What an intake could not take is handed out once, and not again before it changes."""

    def __init__(self, archive: Archive, folders: Folders, settling: Settling, rest: Callable[[str], float]) -> None:
        """`rest`: for how many seconds a file that is met by looking must not have changed to be taken at once; others
        go to `settling`."""
        self._archive, self._folders, self._settling, self._rest = archive, folders, settling, rest
        self._out: dict[str, Stamp] = {}  # handed out and not told of yet, by the path told
        self._refused: dict[str, Stamp] = {}

    def found(self, due: Mapping[str, Stamp], below: Sequence[str]) -> Iterator[Found]:
        """What is to be taken in: of the files that are due, and of what is below these folders."""
        known = _Known(self._archive)
        for path in sorted(due, key=_in_order):
            if Stamp.of(path) != due[path]:
                self._settling.seen(path)
            elif (folder := self._folders.of(path)) is not None:
                found = Found(path, folder.shown(path))
                if not known.has(found):
                    yield from self._handed_out(found, due[path])
        for top in below:
            if (folder := self._folders.of(top)) is not None:
                for found in self._met(top, folder):
                    if found.file not in due and not known.has(found):
                        yield from self._if_whole(found)

    def told(self, line: Line) -> None:
        """What became of a file that was handed out."""
        stamp = self._out.pop(line.path, None)
        if stamp is not None and line.outcome in NOT_KEPT:
            self._refused[line.path] = stamp

    def nothing_out(self) -> None:
        """No intake is under way any more."""
        self._out.clear()

    def forget(self) -> None:
        """What could not be taken may be tried again: a disk has come or gone."""
        self._refused.clear()

    def _met(self, top: str, folder: Folder) -> Iterator[Found]:
        """What a walk meets. What it would skip gets no line: there would be one at every start."""
        for met in walk([Path(top)], self._archive.settings.intake.skip, [self._archive.folder]):
            if met.skip is None and self._folders.wanted(met.file):
                yield Found(met.file, folder.shown(met.file), reject=met.reject)

    def _if_whole(self, found: Found) -> Iterator[Found]:
        """A file that changed lately may not be whole."""
        path, stamp = found.file, Stamp.of(found.file)
        if stamp is None or self._refused.get(found.shown) == stamp:
            return
        if found.reject is None and (stamp.age() < self._rest(path) or is_being_written(path)):
            self._settling.seen(path)
        else:
            yield from self._handed_out(found, stamp)

    def _handed_out(self, found: Found, stamp: Stamp) -> Iterator[Found]:
        if self._refused.get(found.shown) != stamp:
            self._out[found.shown] = stamp
            yield found


class _Known:
    """Whether the archive has a file as it is."""

    def __init__(self, archive: Archive) -> None:
        self._untouched, self._roots = Untouched(archive), Roots(archive.catalogue.roots())

    def has(self, found: Found) -> bool:
        """Also when it was rejected, and would be again. What could not be looked at is never known."""
        if found.reject is not None:
            return False
        try:
            return self._untouched.taken(found, self._roots.place(found.file)) is not None
        except KeyError:  # nothing of its folder has ever come
            return False


def _in_order(path: str) -> tuple[str, bool, str]:
    """That of a walk: sidecars after the files that they may be of."""
    folder, _, name = path.rpartition("/")
    return folder, name.casefold().endswith(".xmp"), name
