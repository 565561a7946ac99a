"""Which file belongs to which by its name: sidecars and their photos, the files that a camera writes of one frame."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from archive.catalogue.paths import name_key
from archive.media_types import BY_NAME, DNG, RAW_TYPES, SIDECAR, suffix_of
from archive.record import Description, Role

SUFFIX = suffix_of(SIDECAR)


@dataclass(frozen=True, slots=True)
class Companion:
    """A sidecar or the camera's other file, as it came under a name. `held`: it came with an accession that is held."""

    root: str
    path: str
    member: str
    sha256: str
    size: int
    role: Role
    description: Description
    held: bool = False

    @property
    def filename(self) -> str:
        """The last part of its name."""
        return last_part(self.path, self.member)


@dataclass(frozen=True, slots=True)
class Standing:
    """A photo's file where it stands now: its record, and what it is to that record."""

    filename: str
    record: str
    sha256: str
    media_type: str
    role: Role


@dataclass(frozen=True, slots=True)
class Settled:
    """A sidecar and the photos it belongs to now, the chosen one of each record; `joined` are the records that it was
    not a part of before, `others` photos of that stem that it does not belong to. `stays`: it describes what stood here
    before, and keeps to that."""

    companion: Companion
    photos: tuple[Standing, ...]
    joined: tuple[str, ...] = ()
    others: tuple[Standing, ...] = ()
    stays: bool = False
    replaced: bool = False


def last_part(path: str, member: str = "") -> str:
    """The file name of a path or member."""
    return (member or path).rsplit("/", 1)[-1]


def is_sidecar_name(filename: str) -> bool:
    """Whether a file is called as sidecars are: `photo.xmp`, `photo.jpg.xmp`, in any case."""
    return filename.casefold().endswith(SUFFIX) and len(filename) > len(SUFFIX)


def stem_of(filename: str) -> str:
    """The part of a name that companions share: without its last suffix, NFC, without regard to case."""
    key = name_key(filename)
    head, dot, _ = key.rpartition(".")
    return head if dot and head else key


def described_by(sidecar: str, photos: Sequence[Standing]) -> list[Standing]:
    """The photos a sidecar of this name belongs to. `a.jpg.xmp` is of `a.jpg`. `a.xmp` is, as raw converters have it,
    of the raw file called `a`, for into others their programs write; without one, of every photo called `a`. Case
    counts only where two names differ in nothing else."""
    inner = sidecar[: -len(SUFFIX)]
    whole = [photo for photo in photos if name_key(photo.filename) == name_key(inner)]
    if whole:
        return _spelled(whole, inner, whole=True)
    of_stem = [photo for photo in photos if stem_of(photo.filename) == name_key(inner)]
    raws = [photo for photo in of_stem if photo.media_type in RAW_TYPES]
    raws = [photo for photo in raws if photo.media_type != DNG] or raws  # a DNG is written into as well
    return raws or _spelled(of_stem, inner, whole=False)


def _spelled(photos: list[Standing], inner: str, *, whole: bool) -> list[Standing]:
    wanted = unicodedata.normalize("NFC", inner)
    same = []
    for photo in photos:
        name = unicodedata.normalize("NFC", photo.filename)
        if (name if whole else name.rpartition(".")[0] or name) == wanted:
            same.append(photo)
    return same or photos


def sort_of(media_type: str) -> str | None:
    """raw, jpeg or heic: of each sort a camera writes one file of a frame; None for what is no camera's file."""
    row = BY_NAME.get(media_type)
    return (row.camera or None) if row else None
