"""Files in one folder, on the disk or in a container, that are held together.

All are beside a note such as `README - EMBARGO until Friday.txt`; others are of one name in several formats or
languages: `release.docx`, `release.pdf`, `release_id.docx`; or they describe a file by its whole name, as Google
Takeout has it: `pier.jpg.supplemental-metadata.json`. What `bag-info.txt` says is for all files of a bag (RFC 8493).

Notes in containers are the matter of `bundles`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from archive.access import instant, utc_now
from archive.catalogue import Access, is_sidecar_name
from archive.catalogue import Writer as Transaction
from archive.catalogue.restrictions.record_access import access_by_words
from archive.catalogue.schema.filenames import INSIDE
from archive.media_types import PHOTOS, Family, has_suffix, of_suffix
from archive.record import Status
from archive.text.embargo.instants import read_end
from ingest.extract.embargo.embargo_candidates import IN_NAME, OF_NAMES, embargo
from ingest.extract.embargo.file_names import read_name
from ingest.files.file_reading import FileInProgress
from ingest.files.note_files import is_note, speaks_for_all
from ingest.files.restrictions import choose_stricter_access, tighten_access
from ingest.files.roots import ContainerContext, RootPath

MOST_FOLDERS = 200  # that are remembered
MOST_NOTES, MOST_FORMATS = 20, 20  # of a folder, of a name
DEEPEST_BAG = 20  # folders between a file and the bag that it lies in
CUT = 46  # characters at which Google Takeout cuts a name off
_LANGUAGE = re.compile(r"[-_. ](?:en|eng|english|id|ind|ina|indonesia|vi|vie|vn|ms)\Z", re.I)


_DESCRIBES = re.compile(r"(.+?\.\w{2,5})(?:\.s[a-z-]{0,21})?(\(\d{1,4}\))?")  # `pier.jpg.supplemental-met(1)`
_DECLARED, _INFO = "bagit.txt", "bag-info.txt"


class Folder:
    """The related names in a folder: its notes, and those with one stem."""

    def __init__(self, names: Iterable[str]) -> None:
        names = sorted(names)
        stems: defaultdict[str, list[str]] = defaultdict(list)
        self.notes: list[str] = []
        for name in names:
            stems[_whole_name(name, names) or stem_of(name)].append(name)
            if is_note(name) and len(self.notes) < MOST_NOTES:
                self.notes.append(name)
        self.formats = {stem: found[:MOST_FORMATS] for stem, found in stems.items() if len(found) > 1}


def stem_of(name: str) -> str:
    """Return the name of a file without its type and its language; of one that describes a photo or a film by its whole
    name, that of the photo."""
    stem = PurePath(name).stem
    found = _DESCRIBES.fullmatch(stem)
    if found and (told := of_suffix(found[1])) is not None and told.family in (Family.PICTURE, Family.SOUND):
        stem = PurePath(found[1]).stem + (found[2] or "")
    return _LANGUAGE.sub("", stem).casefold()


def _whole_name(name: str, names: Sequence[str]) -> str:
    """The stem of the photo that a name which was cut off describes, empty where it does none; `names` are sorted."""
    begins = name.removesuffix(".json")
    if len(begins) != CUT or begins == name:
        return ""
    at = bisect_left(names, begins)
    found = next((other for other in names[at : at + 2] if other != name and other.startswith(begins)), "")
    return stem_of(found) if has_suffix(found, PHOTOS) else ""


class Neighbours:
    """What holds files together in the folders of an accession."""

    def __init__(self, accession: int) -> None:
        self._accession = accession
        self._folders: dict[Path, tuple[int, Folder]] = {}  # with the time at which a name came or went
        self._bags: dict[Path, Path | None] = {}  # by folder, that of the bag around it
        self._packed: tuple[tuple[str, str], dict[str, Folder]] = ("", ""), {}  # of the container that came last
        self._new: set[str] = set()  # the records of this accession

    def access_beside(self, w: Transaction, taken: FileInProgress, place: RootPath) -> Access:
        """Return what the files beside a file, or its container, hold it for."""
        access, folder = Access(), self._folder(taken)
        for name in folder.notes:
            if name != taken.found.name:
                access = choose_stricter_access(access, _of_note(w, taken.found.path.parent / name, place.beside(name)))
        if not taken.member and (bag := self._bag_around(taken.found.path.parent)) is not None:
            access = choose_stricter_access(access, self._of_bag(w, bag, taken, place))
        for record in self._of_stem(w, folder, taken, place):
            access = choose_stricter_access(access, _ordered(w.known(record).values))
        return access

    def hold_others(self, w: Transaction, record: str, taken: FileInProgress, place: RootPath) -> list[str]:
        """Apply a new file's embargo to the files beside it that arrived before: those with its name if they arrived
        with it, because what was public earlier stays so, and all if it is a note. Return the records that were
        public."""
        said = taken.description
        self._new.add(record)
        if said is None or (order := _ordered(said.values)).status is Status.RELEASED:
            return []
        stem = set(self._of_stem(w, self._folder(taken), taken, place))
        others = {other for other in stem if self._is_new(w, other)}
        if not taken.member and _is_note(taken.found.path, said.text, said.values):
            beside = w.names_in(place.root, place.path.rpartition("/")[0]).values()
            others |= {name.record for name, _ in beside if name.live and name.record is not None}
        held = []
        for other in sorted(others - {record}):
            if w.status(other) is Status.RELEASED:
                held.append(other)
            tighten_access(w, other, order, because=record)
        return held

    def _is_new(self, w: Transaction, record: str) -> bool:
        """Whether a record came with this accession, by whatever machine it was read."""
        return record in self._new or w.first_accession(record) == self._accession

    def _of_stem(self, w: Transaction, folder: Folder, taken: FileInProgress, place: RootPath) -> Iterator[str]:
        """The records of the files of the same name. Sidecars, and photos of one name, have rules of their own."""
        own = taken.name.rpartition("/")[2]
        for name in folder.formats.get(stem_of(own), []):
            if name != own and not is_sidecar_name(name) and not (has_suffix(own, PHOTOS) and has_suffix(name, PHOTOS)):
                found = w.name(*place.beside(name))
                if found is not None and found.live and found.record is not None:
                    yield found.record

    def _bag_around(self, folder: Path) -> Path | None:
        """The folder of the bag that a folder lies in."""
        if folder not in self._bags:
            if len(self._bags) >= MOST_FOLDERS:
                self._bags.clear()
            above = list(folder.parents)[:DEEPEST_BAG]
            self._bags[folder] = next((one for one in above if _is_bag(one)), None)
        return self._bags[folder]

    def _of_bag(self, w: Transaction, bag: Path, taken: FileInProgress, place: RootPath) -> Access:
        """What the description of a bag orders; nothing where that lies outside of what was handed in."""
        deep = len(taken.found.path.parent.relative_to(bag).parts)
        folders = place.path.split("/")[:-1]
        if deep > len(folders):
            return Access()
        return _of_note(w, bag / _INFO, RootPath(place.root, "/".join([*folders[: len(folders) - deep], _INFO])))

    def _folder(self, taken: FileInProgress) -> Folder:
        if taken.within is not None:
            return self._packed_folder(taken, taken.within)
        path = taken.found.path.parent
        try:
            changed = path.stat().st_mtime_ns
            if self._folders.get(path, (0, None))[0] != changed:
                if len(self._folders) >= MOST_FOLDERS:
                    self._folders.clear()
                self._folders[path] = changed, Folder(file.name for file in path.iterdir())
            return self._folders[path][1]
        except OSError:
            return Folder([])

    def _packed_folder(self, taken: FileInProgress, around: ContainerContext) -> Folder:
        """The same of a folder in a container. Notes there hold all in the container."""
        key = (taken.found.file, taken.member.rpartition(INSIDE)[0])
        if self._packed[0] != key:
            names: defaultdict[str, list[str]] = defaultdict(list)
            for name in around.names:
                folder, _, last = name.rpartition("/")
                names[folder].append(last)
            self._packed = key, {folder: Folder(inside) for folder, inside in names.items()}
        found = self._packed[1].get(taken.member.rpartition("/")[0], Folder([]))
        found.notes = []
        return found


def _is_bag(folder: Path) -> bool:
    return (folder / _DECLARED).is_file() and (folder / _INFO).is_file()


def _of_note(w: Transaction, file: Path, place: RootPath) -> Access:
    """What a note orders: by its own name, for other files may have the same bytes, or by its words."""
    found, name = w.name(*place), file.name
    record = found.record if found is not None and found.live else None
    values = w.known(record).values if record is not None else {}
    if not _is_note(file, w.text(record) if record is not None else "", values):
        return Access()
    if read_name(name) is not None:
        return _ordered({"embargo": embargo(read_end(name.replace("_", " ")), name, IN_NAME)})
    by_name = (values.get("embargo") or {}).get("origin") in OF_NAMES
    return Access() if by_name else _ordered(values)


def _ordered(values: Mapping[str, Any]) -> Access:
    return access_by_words(values, instant(utc_now()))


def _is_note(file: Path, text: str, values: Mapping[str, Any]) -> bool:
    """Return whether a file is a note on all files beside it: by its words, which may be only an embargo, or by its
    name if it is empty. An unread scan does not count."""
    order = values.get("embargo") or {}
    has_words = bool(text or (order and order.get("origin") not in OF_NAMES))
    return speaks_for_all(file.name, text) and (has_words or _is_empty(file))


def _is_empty(file: Path) -> bool:
    try:
        return file.stat().st_size == 0
    except OSError:
        return False
