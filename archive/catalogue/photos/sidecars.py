"""Match sidecars, and other files of one camera frame, to photos by name, and read their description of the photo."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, or_, select, update

from archive.catalogue.receipts.file_paths import mark_renamed
from archive.catalogue.records import record_writes
from archive.catalogue.records.description_merge import joined_keys
from archive.catalogue.records.record_writes import NewAsset
from archive.catalogue.restrictions import restricted_versions
from archive.catalogue.schema.batch import At, Batch, place_of
from archive.catalogue.schema.filenames import folder_of, name_key
from archive.catalogue.schema.tables import assets, companions, names
from archive.catalogue.schema.tables import records as records_table
from archive.media_types import BY_NAME, DNG, RAW_TYPES, SIDECAR, suffix_of
from archive.record import Description, Kind, Role

SUFFIX = suffix_of(SIDECAR)


@dataclass(frozen=True, slots=True)
class Companion:
    """A sidecar or a camera's other file, under one of its names. `held`: its accession is held."""

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
        """Return the last part of its name."""
        return last_part(self.path, self.member)


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A photo's file at its present place: its record, and its role there."""

    filename: str
    record: str
    sha256: str
    media_type: str
    role: Role


@dataclass(frozen=True, slots=True)
class SidecarMatch:
    """A sidecar and its photos, the chosen one of each record. `joined` are records that it did not belong to before,
    `others` are photos with that stem that it does not describe. `stays`: it describes an earlier photo of that name
    and stays with it."""

    companion: Companion
    photos: tuple[PhotoFile, ...]
    joined: tuple[str, ...] = ()
    others: tuple[PhotoFile, ...] = ()
    stays: bool = False
    replaced: bool = False


def last_part(path: str, member: str = "") -> str:
    """Return the file name of a path or member."""
    return (member or path).rsplit("/", 1)[-1]


def is_sidecar_name(filename: str) -> bool:
    """Return whether a name is that of a sidecar: `photo.xmp`, `photo.jpg.xmp`, in any case."""
    return filename.casefold().endswith(SUFFIX) and len(filename) > len(SUFFIX)


def stem_of(filename: str) -> str:
    """Return the part of a name that companions share: without the last suffix, NFC, ignoring case."""
    key = name_key(filename)
    head, dot, _ = key.rpartition(".")
    return head if dot and head else key


def described_by(sidecar: str, photos: Sequence[PhotoFile]) -> list[PhotoFile]:
    """Return the photos that a sidecar of this name belongs to. `a.jpg.xmp` belongs to `a.jpg`. As with raw converters,
    `a.xmp` belongs to the raw file called `a`, since other files hold their own metadata; without one, to every photo
    called `a`. Case counts only if two names differ in nothing else."""
    inner = sidecar[: -len(SUFFIX)]
    whole = [photo for photo in photos if name_key(photo.filename) == name_key(inner)]
    if whole:
        return _spelled(whole, inner, whole=True)
    of_stem = [photo for photo in photos if stem_of(photo.filename) == name_key(inner)]
    raws = [photo for photo in of_stem if photo.media_type in RAW_TYPES]
    raws = [photo for photo in raws if photo.media_type != DNG] or raws  # programs write into a DNG too
    return raws or _spelled(of_stem, inner, whole=False)


def _spelled(photos: list[PhotoFile], inner: str, *, whole: bool) -> list[PhotoFile]:
    wanted = unicodedata.normalize("NFC", inner)
    same = []
    for photo in photos:
        name = unicodedata.normalize("NFC", photo.filename)
        if (name if whole else name.rpartition(".")[0] or name) == wanted:
            same.append(photo)
    return same or photos


def sort_of(media_type: str) -> str | None:
    """Return the kind of camera file (`raw`, `jpeg`, `heic`), None for others. A camera writes one file of each kind
    per frame."""
    row = BY_NAME.get(media_type)
    return (row.camera or None) if row else None


# Statements that are run for every file are built once: building one costs several times as much as running it.
_HERE = (
    companions.c.root == bindparam("at_root"),
    companions.c.path == bindparam("at_path"),
    companions.c.member == bindparam("at_member"),
)
_BYTES = companions.c.sha256 == bindparam("at_bytes")
_STANDING = (
    select(names.c.path, names.c.member, names.c.record, names.c.sha256, assets.c.media_type, assets.c.role)
    .join(records_table, records_table.c.id == names.c.record)
    .join(assets, and_(assets.c.record == names.c.record, assets.c.sha256 == names.c.sha256))
    .where(
        # Use the index of the keys, not that of the root, which has nearly every name.
        names.c.root.concat("") == bindparam("root"),
        names.c.key >= bindparam("stem"),
        names.c.key < bindparam("high"),
        names.c.live,
        or_(names.c.key == bindparam("stem"), names.c.key > bindparam("low")),
        records_table.c.kind == Kind.PHOTO.value,
        assets.c.role != Role.SIDECAR.value,
    )
    .order_by(names.c.path, names.c.member, assets.c.n)
)
_BESIDE = (
    select(companions)
    .join(names, and_(*(names.c[part] == companions.c[part] for part in ("root", "path", "member", "sha256"))))
    .where(
        companions.c.root == bindparam("root"),
        companions.c.folder == bindparam("folder"),
        companions.c.stem.in_((bindparam("name"), bindparam("stem"))),
        companions.c.role == Role.SIDECAR.value,
        names.c.live,
    )
    .order_by(companions.c.path)
)
_AT_NAME = select(companions).where(*_HERE)
_NOT_WAITING = delete(companions).where(*_HERE, companions.c.record.is_(None))
_READ_AGAIN = update(companions).where(*_HERE, _BYTES)
_ROW_OF = select(companions.c.id).where(*_HERE, _BYTES, companions.c.record == bindparam("of"))
_CHANGE = update(companions).where(companions.c.id == bindparam("row"))
_INSERT = insert(companions)
_NEWEST = (
    select(assets.c.sha256)
    .where(assets.c.record == bindparam("record"), assets.c.role == bindparam("role"))
    .where(assets.c.media_type == bindparam("media_type"))
    .order_by(assets.c.n.desc())
    .limit(1)
)
_SAME_BYTES = select(companions).where(
    companions.c.record == bindparam("record"), companions.c.sha256 == bindparam("sha256"), companions.c.used
)
_OTHERS = select(companions).where(
    companions.c.record == bindparam("record"), companions.c.role == Role.ATTACHMENT.value, companions.c.used
)
_ORIGINAL = (
    select(assets.c.media_type)
    .where(assets.c.record == bindparam("record"), assets.c.role == Role.ORIGINAL.value)
    .order_by(assets.c.version.desc())
    .limit(1)
)
_NAMED = update(names).where(
    names.c.root == bindparam("at_root"),
    names.c.path == bindparam("at_path"),
    names.c.member == bindparam("at_member"),
    names.c.sha256 == bindparam("at_bytes"),
)


@dataclass(frozen=True, slots=True)
class PhotoArrival:
    """A new photo that sidecars may be waiting for. `copy_of` is the record of which it is an edited copy. `stranger`
    is its record if another picture had its name before."""

    copy_of: str | None = None
    stranger: str | None = None


def standing(conn: Connection, at: At, stem: str) -> list[PhotoFile]:
    """Return the photos in the folder of a name whose own name is that stem, or the stem with a suffix."""
    root, path, member = at
    asked = {"root": root, "stem": stem, "low": f"{stem}.", "high": f"{stem}/"}
    found: dict[str, PhotoFile] = {}
    for row in conn.execute(_STANDING, asked):
        if folder_of(row.path, row.member) == folder_of(path, member):
            name = last_part(row.path, row.member)
            found.setdefault(name, PhotoFile(name, row.record, row.sha256, row.media_type, Role(row.role)))
    return list(found.values())


def arrive(batch: Batch, sidecar: Companion, accession: int) -> SidecarMatch:
    """Assign a new sidecar, whose name is stored already, to its photos, or let it wait for them. Return the match.
    Values that these photos got from the name before are replaced, but its earlier bytes stay among their assets."""
    here = _at(sidecar.root, sidecar.path, sidecar.member)
    batch.conn.execute(_NOT_WAITING, here)
    read = {"description": sidecar.description.to_json(), "accession": accession, "held": sidecar.held}
    batch.conn.execute(_READ_AGAIN, here | {"at_bytes": sidecar.sha256} | read)
    _insert(batch, sidecar, None, accession)
    return _settle(batch, sidecar, PhotoArrival(), accession, arrived=True)


def match_waiting_sidecars(batch: Batch, at: At, arrival: PhotoArrival) -> list[SidecarMatch]:
    """Return the sidecars whose photo is the one that arrived under this name, and those that stay with an earlier
    photo of that name."""
    root, folder = place_of(at)
    if (root, folder) in batch.unknown.folders:
        return []
    name = last_part(*at[1:])
    near = {"root": root, "folder": folder, "name": name_key(name), "stem": stem_of(name)}
    rows = {(row.path, row.member): row for row in batch.conn.execute(_BESIDE, near)}
    return [_settle(batch, _companion(row), arrival, row.accession, arrived=False) for row in rows.values()]


def _settle(batch: Batch, sidecar: Companion, arrival: PhotoArrival, accession: int, *, arrived: bool) -> SidecarMatch:
    conn, here = batch.conn, _at(sidecar.root, sidecar.path, sidecar.member)
    rows = conn.execute(_AT_NAME, here).all()
    had = {row.record for row in rows if row.used and row.record and row.sha256 == sidecar.sha256}
    inner = name_key(sidecar.filename[: -len(SUFFIX)])
    photos = standing(conn, (sidecar.root, sidecar.path, sidecar.member), inner)
    photos = [photo for photo in photos if inner in (name_key(photo.filename), stem_of(photo.filename))]
    here_now = {photo.record for photo in photos}
    waits = any(row.record is None for row in rows)
    if had and not waits and had.isdisjoint(here_now) and arrival.copy_of not in had:
        return SidecarMatch(sidecar, (), stays=True)
    chosen = [p for p in described_by(sidecar.filename, photos) if arrived or p.record != arrival.stranger]
    wanted = list(dict.fromkeys(photo.record for photo in chosen))
    joined = [record for record in wanted if record not in had]
    left = [record for record in had & here_now if record not in wanted]
    before = [row for row in rows if row.used and row.sha256 != sidecar.sha256 and row.record in wanted]
    _replace(batch, before)
    _stop_using(batch, [row.id for row in rows if row.record in left and row.sha256 == sidecar.sha256])
    for record in joined:
        _use(batch, sidecar, record, accession)
    for record in dict.fromkeys([*(wanted if arrived else joined), *left]):
        record_writes.redescribe(batch, record)
    if wanted and (joined or arrived):
        conn.execute(_NOT_WAITING, here)
        _rename(batch, sidecar, wanted[0])
    others = tuple(photo for photo in photos if photo.record not in wanted)
    return SidecarMatch(sidecar, tuple(chosen), tuple(joined), others, replaced=bool(before))


def attach(batch: Batch, companion: Companion, record: str, accession: int) -> None:
    """Attach the camera's other file of a frame to its photo, replacing an earlier one of its kind; or new bytes of a
    file merged into a record, replacing its earlier ones."""
    used = batch.conn.execute(_OTHERS, {"record": record}).all()
    sort = sort_of(companion.description.media_type)
    earlier = _held_at(batch.conn, record, (companion.root, companion.path, companion.member))
    before = [row for row in used if row.joined and row.sha256 in earlier]
    joined = bool(before) or any(joined_with(batch.conn, record, sha256) for sha256 in earlier)
    if not joined:
        before = [row for row in used if not row.joined and sort_of(row.media_type) == sort]
    _replace(batch, before)
    _use(batch, companion, record, accession, joined=joined)
    record_writes.redescribe(batch, record)
    if joined:
        record_writes.name_joined(batch, record, joined_keys(batch.conn, record))


def joined_with(conn: Connection, record: str, sha256: str) -> bool:
    """Return whether these bytes belong to a file that was merged into a record."""
    rows = select(companions.c.id).where(companions.c.record == record, companions.c.sha256 == sha256)
    rows = rows.where(companions.c.joined, companions.c.role == Role.ATTACHMENT.value)
    return conn.execute(rows).first() is not None


def _held_at(conn: Connection, record: str, at: At) -> set[str]:
    """Return the digests that a name has had for a record."""
    here = [names.c[part] == value for part, value in zip(("root", "path", "member"), at, strict=True)]
    return set(conn.execute(select(names.c.sha256).where(*here, names.c.record == record)).scalars())


def _use(batch: Batch, companion: Companion, record: str, accession: int, *, joined: bool = False) -> None:
    """Use the companion's values in the record from now on, and add its bytes to the assets."""
    here = _at(companion.root, companion.path, companion.member) | {"at_bytes": companion.sha256}
    known = batch.conn.execute(_ROW_OF, here | {"of": record}).scalar()
    if known is None:
        _insert(batch, companion, record, accession, joined=joined)
    else:
        read = {"description": companion.description.to_json(), "used": True, "accession": accession, "joined": joined}
        batch.conn.execute(_CHANGE, {"row": known} | read)
    asset = NewAsset(companion.sha256, companion.size, companion.description.media_type, companion.role)
    asked = {"record": record, "role": companion.role.value, "media_type": asset.media_type}
    if companion.role is Role.SIDECAR or batch.conn.execute(_NEWEST, asked).scalar() != companion.sha256:
        record_writes.add_asset(batch, record, asset, again=companion.role is Role.ATTACHMENT)
    batch.event("modification", record, sha256=companion.sha256, role=companion.role.value)


def elsewhere(conn: Connection, sidecar: Companion, record: str) -> list[At]:
    """Return the other names under which a record has these bytes as a sidecar."""
    rows = conn.execute(_SAME_BYTES, {"record": record, "sha256": sidecar.sha256})
    at = (sidecar.root, sidecar.path, sidecar.member)
    return [(r.root, r.path, r.member) for r in rows if (r.root, r.path, r.member) != at]


def forget(batch: Batch, record: str, at: At) -> None:
    """Note that a name no longer gives a record values, because another name with the same bytes does."""
    rows = batch.conn.execute(_AT_NAME, _at(*at))
    _stop_using(batch, [row.id for row in rows if row.record == record])


def waiting(conn: Connection, at: At) -> bool:
    """Return whether the sidecar with that name is waiting for its photo."""
    return any(row.record is None for row in conn.execute(_AT_NAME, _at(*at)))


def said_by(conn: Connection, record: str, sha256: str) -> Description | None:
    """Return the description in a companion of a record, by its bytes: a sidecar or the camera's other file."""
    rows = select(companions.c.description).where(companions.c.record == record, companions.c.sha256 == sha256)
    found = conn.execute(rows.order_by(companions.c.accession.desc())).scalar()
    return None if found is None else Description.from_json(found)


def types_of(conn: Connection, record: str) -> set[str]:
    """Return the media types of a photo's present files: its newest original, and the camera's other files."""
    found = set(conn.execute(_ORIGINAL, {"record": record}).scalars())
    return found | {row.media_type for row in conn.execute(_OTHERS, {"record": record}) if not row.joined}


def present(conn: Connection, record: str, sha256: str) -> str | None:
    """Return the SHA-256 of the present other camera file of a photo, of the same kind as these bytes."""
    rows = select(companions).where(companions.c.record == record, companions.c.role == Role.ATTACHMENT.value)
    found = conn.execute(rows.order_by(companions.c.used.desc(), companions.c.accession.desc())).all()
    if joined_with(conn, record, sha256):
        return sha256  # a file merged into the record is only replaced by itself
    sort = next((sort_of(row.media_type) for row in found if row.sha256 == sha256), None)
    return next((row.sha256 for row in found if row.used and sort_of(row.media_type) == sort), None)


def _at(root: str, path: str, member: str) -> dict[str, Any]:
    return {"at_root": root, "at_path": path, "at_member": member}


def _insert(batch: Batch, companion: Companion, record: str | None, accession: int, *, joined: bool = False) -> None:
    name = companion.filename
    stem = name_key(name[: -len(SUFFIX)]) if companion.role is Role.SIDECAR else stem_of(name)
    at = (companion.root, companion.path, companion.member)
    row: dict[str, object] = {"root": companion.root, "path": companion.path, "member": companion.member, "stem": stem}
    row |= {"folder": place_of(at)[1], "sha256": companion.sha256, "size": companion.size}
    row |= {"media_type": companion.description.media_type, "role": companion.role.value, "record": record}
    row |= {"used": record is not None, "held": companion.held, "accession": accession, "joined": joined}
    batch.unknown.accompanied(at)
    batch.conn.execute(_INSERT, row | {"description": companion.description.to_json()})


def _companion(row: Row[Any]) -> Companion:
    description = Description.from_json(row.description)
    return Companion(row.root, row.path, row.member, row.sha256, row.size, Role(row.role), description, row.held)


def _stop_using(batch: Batch, ids: Sequence[int]) -> None:
    if ids:
        batch.conn.execute(update(companions).where(companions.c.id.in_(ids)).values(used=False))


def _replace(batch: Batch, rows: Sequence[Row[Any]]) -> None:
    """Stop using them. While their record is hidden from the public, restrict them."""
    _stop_using(batch, [row.id for row in rows])
    for row in rows:
        same = {"record": row.record, "sha256": row.sha256}
        if not batch.conn.execute(_SAME_BYTES, same).first():
            restricted_versions.close_files(batch, row.record, [row.sha256], row.role)


def _rename(batch: Batch, sidecar: Companion, record: str) -> None:
    """Update the name's record, the first one if there are several."""
    at = _at(sidecar.root, sidecar.path, sidecar.member)
    batch.conn.execute(_NAMED, at | {"at_bytes": sidecar.sha256, "record": record})
    mark_renamed(batch, record)
