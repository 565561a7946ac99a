"""Files in one folder, on the disk or in a container, that are held together.

All are beside a note such as `README - EMBARGO until Friday.txt`; others have related names
(`ingest.files.related_names`). What `bag-info.txt` says is for all files of a bag (RFC 8493).

Notes in containers are the matter of `bundles`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from archive.access import instant, utc_now
from archive.catalogue import Access, is_sidecar_name
from archive.catalogue import Writer as Transaction
from archive.catalogue.restrictions.record_access import access_by_words
from archive.catalogue.schema.filenames import INSIDE
from archive.media_types import PHOTOS, has_suffix
from archive.record import Status
from archive.text.embargo.instants import read_end
from ingest.extract.embargo.embargo_candidates import IN_NAME, OF_NAMES, embargo
from ingest.extract.embargo.file_names import read_name
from ingest.files.file_reading import FileInProgress
from ingest.files.note_files import speaks_for_all
from ingest.files.related_names import FolderNames, RelatedNames
from ingest.files.restrictions import choose_stricter_access, tighten_access, tighten_members
from ingest.files.roots import ContainerContext, RootPath
from ingest.files.walk import WalkedPath

MOST_FOLDERS = 200  # whose bag is remembered
MOST_CONTAINERS = 4  # whose names are remembered
DEEPEST_BAG = 20  # folders between a file and the bag that it lies in
_DECLARED, _INFO = "bagit.txt", "bag-info.txt"


class Neighbours:
    """What holds files together in the folders of an accession."""

    def __init__(self, accession: int) -> None:
        self._accession = accession
        self._folders = FolderNames()
        self._bags: dict[Path, Path | None] = {}  # by folder, that of the bag around it
        self._packed: dict[tuple[str, str], dict[str, RelatedNames]] = {}  # of the containers that came last
        self._new: set[str] = set()  # the records of this accession

    def access_beside(self, w: Transaction, taken: FileInProgress, place: RootPath) -> Access:
        """Return what the files beside a file, or beside the containers around it, hold it for."""
        access, here, around = Access(), place, taken.within
        while True:
            folder = self._folder(taken.found, here.member, around)
            for name in folder.notes:
                if name != here.name:
                    access = choose_stricter_access(
                        access, _of_note(w, taken.found.path.parent / name, here.beside(name))
                    )
            for record in self._of_stem(w, folder, here):
                access = choose_stricter_access(access, _ordered(w.known(record).values))
            if not here.member:
                break
            here, around = here.around, around.above if around is not None else None
        for order in taken.orders_beside:
            access = choose_stricter_access(access, _ordered({"embargo": order}))
        if (bag := self._bag_around(taken.found.path.parent)) is not None:
            access = choose_stricter_access(access, self._of_bag(w, bag, taken, place))
        return access

    def hold_others(self, w: Transaction, record: str, taken: FileInProgress, place: RootPath) -> list[str]:
        """Apply a new file's embargo to the files beside it that arrived before: those with its name if they arrived
        with it, because what was public earlier stays so, and all if it is a note. Return the records that were
        public."""
        said = taken.description
        self._new.add(record)
        if said is None or (order := _ordered(said.values)).status is Status.RELEASED:
            return []
        stem = set(self._of_stem(w, self._folder(taken.found, place.member, taken.within), place))
        others = {other for other in stem if self._is_new(w, other)}
        if not taken.member and _is_note(taken.found.path, said.text, said.values):
            beside = w.names_in(place.root, place.path.rpartition("/")[0]).values()
            others |= {name.record for name, _ in beside if name.live and name.record is not None}
        held = []
        for other in sorted(others - {record}):
            if w.status(other) is Status.RELEASED:
                held.append(other)
            tighten_access(w, other, order, because=record)
            held += tighten_members(w, other, order)
        return held

    def _is_new(self, w: Transaction, record: str) -> bool:
        """Whether a record came with this accession, by whatever machine it was read."""
        return record in self._new or w.first_accession(record) == self._accession

    def _of_stem(self, w: Transaction, folder: RelatedNames, place: RootPath) -> Iterator[str]:
        """The records of the files of the same name. Sidecars, and photos of one name, have rules of their own."""
        is_photo = has_suffix(place.name, PHOTOS)
        for name in folder.others(place.name):
            if not is_sidecar_name(name) and not (is_photo and has_suffix(name, PHOTOS)):
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

    def _folder(self, found: WalkedPath, member: str, around: ContainerContext | None) -> RelatedNames:
        """The names beside a file on disk, or beside a member of one."""
        if member:
            return self._packed_folder(found, member, around) if around is not None else RelatedNames([])
        return self._folders.of(found.path.parent)

    def _packed_folder(self, found: WalkedPath, member: str, around: ContainerContext) -> RelatedNames:
        """The same of a folder in a container. Notes there hold all in the container."""
        key = (found.file, member.rpartition(INSIDE)[0])
        if key not in self._packed:
            names: defaultdict[str, list[str]] = defaultdict(list)
            for name in around.names:
                folder, _, last = name.rpartition("/")
                names[folder].append(last)
            if len(self._packed) > MOST_CONTAINERS:
                self._packed.clear()
            self._packed[key] = {folder: RelatedNames(inside) for folder, inside in names.items()}
        beside = self._packed[key].get(member.rpartition("/")[0], RelatedNames([]))
        beside.notes = []
        return beside


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
    return speaks_for_all(file.name, text, str(order.get("words") or "")) and (has_words or _is_empty(file))


def _is_empty(file: Path) -> bool:
    try:
        return file.stat().st_size == 0
    except OSError:
        return False
