"""Recognize unchanged files without reading them: by name, stat and last receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from archive.catalogue import NamedFile
from archive.record import Outcome
from archive.storage.archive import Archive
from ingest.files.file_reading import FileInProgress, FileStat
from ingest.files.roots import RootPath
from ingest.files.walk import WalkedPath
from ingest.pipeline.receipt import NOT_TAKEN

LIMITS = "limits"  # in the arguments of an accession


def limits_of(archive: Archive) -> dict[str, Any]:
    """Return what, besides its bytes, determines whether a file is rejected, and whether it is kept then, in the form
    stored with an accession."""
    worker = archive.settings.worker
    return {
        "max_file_mb": archive.settings.intake.max_file_mb,
        "max_rejected_mb": archive.settings.intake.max_rejected_mb,
        "wall_seconds": worker.wall_seconds,
        "cpu_seconds": worker.cpu_seconds,
        "memory_mb": worker.memory_mb,
        "version": version("press-archive"),
    }


_AT_ONCE = 4000  # names queried together: limits memory


@dataclass(slots=True)
class _Folder:
    """The catalogue's data on the files in a folder, as of when the walk entered it: a run visits a path only once.
    Each name comes with whether there are files inside it. `all`: including the folders below; otherwise `names` are
    None until a file directly in it is reached."""

    root: str
    path: str
    names: Mapping[str, tuple[NamedFile, bool]] | None
    all: bool

    def leads_to(self, root: str, path: str) -> bool:
        return root == self.root and (not self.path or path == self.path or path.startswith(f"{self.path}/"))


class UnchangedFiles:
    """Recognize unchanged files for one accession."""

    def __init__(self, archive: Archive, again: bool = False) -> None:
        """`again`: rejected and encrypted files do not count as unchanged."""
        self._archive = archive
        self._again = again
        self._damaged = archive.catalogue.damaged()
        self._folders: list[_Folder] = []  # the present folder and those to return to
        self._limits = limits_of(archive)
        self._same_limits: dict[int, bool] = {}  # of the accessions checked so far

    def taken(self, found: WalkedPath, place: RootPath) -> list[FileInProgress] | None:
        """Return what is known about a file, and the files inside it, without reading it; None if it must be read."""
        if found.skip is not None:
            return [FileInProgress(found, outcome=Outcome.SKIPPED, reason=found.skip)]
        if found.reject is not None:
            return [FileInProgress(found, outcome=Outcome.REJECTED, reason=found.reject)]
        known, has_inside = self._known(place)
        if known is None or not self._stands(known):
            return None
        try:
            stat = FileStat.of(found.file)
        except OSError:
            return None
        if stat != (known.size, known.mtime_ns, known.inode):
            return None
        here = FileInProgress(found, stat=stat, known=known)
        if not has_inside:
            return [here]
        members = self._archive.catalogue.members_of(place.root, place.path)
        if not all(self._as_recorded(member, known) for member in members):
            return None
        inside = [FileInProgress(found, stat, known=one, member=one.member) for one in members]
        return [*inside, here]

    def _as_recorded(self, member: NamedFile, container: NamedFile) -> bool:
        """Return whether a member was there when its container was last read completely, and its result still holds."""
        return member.last_seen == container.last_seen and self._stands(member)

    def _known(self, place: RootPath) -> tuple[NamedFile | None, bool]:
        """Return what is known at a place, and whether there are files inside it."""
        folder = self._folder(place.root, place.path.rpartition("/")[0])
        if folder.names is None:
            folder.names = self._archive.catalogue.names_in(folder.root, folder.path)
        return folder.names.get(place.path, (None, False))

    def _folder(self, root: str, path: str) -> _Folder:
        """Return the folder, or one above it that is completely known: disks have many small folders. Those around it
        are kept: files and folders alternate, and querying the names of a large folder after each of its subfolders
        would take as long as everything else."""
        while self._folders and not self._folders[-1].leads_to(root, path):
            self._folders.pop()
        while not self._folders or not (self._folders[-1].all or self._folders[-1].path == path):
            within = _next(self._folders[-1].path if self._folders else None, path)
            below = self._archive.catalogue.names_below(root, within, _AT_ONCE)
            self._folders.append(_Folder(root, within, below, all=below is not None))
        return self._folders[-1]

    def _stands(self, known: NamedFile) -> bool:
        """Return whether the result for these bytes would be the same again. A rejected file is retried with other
        limits, as its reason advises; one whose original was missing or altered is ingested to replace it."""
        if self._again and known.outcome in NOT_TAKEN:
            return False
        if known.is_left_out:
            if not self._had_these_limits(known.last_seen):
                return False
            if not known.sha256:  # earlier versions kept no bytes of skipped files
                return known.outcome is not Outcome.SKIPPED or bool(known.member)
        return known.sha256 not in self._damaged and self._archive.store.has(known.sha256)

    def _had_these_limits(self, accession: int) -> bool:
        if accession not in self._same_limits:
            found = self._archive.catalogue.accession(accession)
            self._same_limits[accession] = found is not None and found.arguments.get(LIMITS) == self._limits
        return self._same_limits[accession]


def _next(above: str | None, path: str) -> str:
    """Return the folder on the way to `path` directly in the one `above`; for None, the root, which is empty."""
    if above is None:
        return ""
    start = len(above) + 1 if above else 0
    end = path.find("/", start)
    return path if end < 0 else path[:end]
