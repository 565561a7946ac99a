"""Files in one folder on the disk that are held together.

All are beside a note such as `README - EMBARGO until Friday.txt`, or have one name in several formats or languages:
`release.docx`, `release.pdf`, `release_id.docx`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

from archive.access import instant, utc_now
from archive.catalogue import Access, is_sidecar_name
from archive.catalogue import Writer as Transaction
from archive.catalogue.restrictions.record_access import access_by_words
from archive.media_types import PHOTOS, has_suffix
from archive.record import Status
from archive.text.embargo.instants import read_end
from ingest.extract.embargo.embargo_candidates import IN_NAME, OF_NAMES, embargo
from ingest.extract.embargo.file_names import read_name
from ingest.files.file_reading import FileInProgress
from ingest.files.note_files import is_note, speaks_for_all
from ingest.files.restrictions import choose_stricter_access, tighten_access
from ingest.files.roots import RootPath

MOST_FOLDERS = 200  # that are cached
MOST_NOTES, MOST_FORMATS = 20, 20  # in a folder, with one name
_LANGUAGE = re.compile(r"[-_. ](?:en|eng|english|id|ind|ina|indonesia|vi|vie|vn|ms)\Z", re.I)


class Folder:
    """The related names in a folder: its notes, and those with one stem."""

    def __init__(self, names: Iterable[str]) -> None:
        stems: defaultdict[str, list[str]] = defaultdict(list)
        self.notes: list[str] = []
        for name in names:
            stems[stem_of(name)].append(name)
            if is_note(name) and len(self.notes) < MOST_NOTES:
                self.notes.append(name)
        self.formats = {stem: found[:MOST_FORMATS] for stem, found in stems.items() if len(found) > 1}


def stem_of(name: str) -> str:
    """Return the name of a file without its suffix and language."""
    return _LANGUAGE.sub("", PurePath(name).stem).casefold()


class Neighbours:
    """What holds files together in the folders of an accession."""

    def __init__(self) -> None:
        self._folders: dict[Path, tuple[int, Folder]] = {}  # with the time of the folder's last change
        self._new: set[str] = set()  # the records of this accession

    def access_beside(self, w: Transaction, taken: FileInProgress, place: RootPath) -> Access:
        """Return what the files beside a file, or its container, hold it for."""
        access, folder = Access(), self._folder(taken)
        for name in folder.notes:
            if name != taken.found.name:
                access = choose_stricter_access(access, _of_note(w, name, taken, place))
        for record in self._of_stem(w, folder, taken, place):
            access = choose_stricter_access(access, _ordered(w.known(record).values))
        return access

    def hold_others(self, w: Transaction, record: str, taken: FileInProgress, place: RootPath) -> list[str]:
        """Apply a new file's embargo to the files beside it that arrived before: those with its name if they arrived
        with it, because what was public earlier stays so, and all if it is a note. Return the records that were
        public."""
        said = taken.description
        self._new.add(record)
        if taken.member or said is None or (order := _ordered(said.values)).status is Status.RELEASED:
            return []
        others = self._new.intersection(self._of_stem(w, self._folder(taken), taken, place))
        if _is_note(taken.found.path, said.text, said.values):
            beside = w.names_in(place.root, place.path.rpartition("/")[0]).values()
            others |= {name.record for name, _ in beside if name.live and name.record is not None}
        held = []
        for other in sorted(others - {record}):
            if w.status(other) is Status.RELEASED:
                held.append(other)
            tighten_access(w, other, order, because=record)
        return held

    def _of_stem(self, w: Transaction, folder: Folder, taken: FileInProgress, place: RootPath) -> Iterator[str]:
        """Return the records of the files with the same name. Sidecars, and photos with one name, have separate
        rules."""
        own = taken.found.name
        for name in folder.formats.get(stem_of(own), []):
            if name != own and not is_sidecar_name(name) and not (has_suffix(own, PHOTOS) and has_suffix(name, PHOTOS)):
                found = w.name(place.root, _beside(place, name))
                if found is not None and found.live and found.record is not None:
                    yield found.record

    def _folder(self, taken: FileInProgress) -> Folder:
        path = taken.found.path.parent
        try:
            changed = path.stat().st_mtime_ns
            if self._folders.get(path, (0, None))[0] != changed:
                if len(self._folders) >= MOST_FOLDERS:
                    self._folders.clear()
                self._folders[path] = changed, Folder(sorted(file.name for file in path.iterdir()))
            return self._folders[path][1]
        except OSError:
            return Folder([])


def _of_note(w: Transaction, name: str, taken: FileInProgress, place: RootPath) -> Access:
    """Return the embargo of a note: in its own name, because other files may have the same bytes, or in its words."""
    found = w.name(place.root, _beside(place, name))
    record = found.record if found is not None and found.live else None
    values = w.known(record).values if record is not None else {}
    if not _is_note(taken.found.path.parent / name, w.text(record) if record is not None else "", values):
        return Access()
    if read_name(name) is not None:
        return _ordered({"embargo": embargo(read_end(name.replace("_", " ")), name, IN_NAME)})
    by_name = (values.get("embargo") or {}).get("origin") in OF_NAMES
    return Access() if by_name else _ordered(values)


def _beside(place: RootPath, name: str) -> str:
    folder = place.path.rpartition("/")[0]
    return f"{folder}/{name}" if folder else name


def _ordered(values: Mapping[str, Any]) -> Access:
    return access_by_words(values, instant(utc_now()))


def _is_note(file: Path, text: str, values: Mapping[str, Any]) -> bool:
    """Return whether a file is a note on all files beside it: by its words, if they may be only an embargo, or by its
    name if it is empty. An unread scan does not count."""
    order = values.get("embargo") or {}
    has_words = bool(text or (order and order.get("origin") not in OF_NAMES))
    return speaks_for_all(file.name, text) and (has_words or _is_empty(file))


def _is_empty(file: Path) -> bool:
    try:
        return file.stat().st_size == 0
    except OSError:
        return False
