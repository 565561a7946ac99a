"""Companions: which sidecars, and which other files of the camera, belong to a photo, and what they say of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, or_, select, update

from archive.catalogue import records
from archive.catalogue.batch import Batch
from archive.catalogue.beside import SUFFIX, Companion, Settled, Standing, described_by, last_part, sort_of, stem_of
from archive.catalogue.names import renamed
from archive.catalogue.paths import folder_of, name_key
from archive.catalogue.records import NewAsset
from archive.catalogue.tables import assets, companions, names
from archive.catalogue.tables import records as records_table
from archive.record import Description, Kind, Role

At = tuple[str, str, str]  # root, path, member


@dataclass(frozen=True, slots=True)
class Arrival:
    """A photo that came, by way of which sidecars beside it may find their photo. `copy_of`: the record it is an edited
    copy of. `stranger`: its record, when it is another picture than the one that stood at its name before."""

    copy_of: str | None = None
    stranger: str | None = None


def _folder(path: str, member: str) -> str:
    return "/".join(folder_of(path, member))


def standing(conn: Connection, at: At, stems: Collection[str]) -> list[Standing]:
    """The photos in the folder of a name whose own name is one of the stems, or one of them with a suffix."""
    root, path, member = at
    named = [or_(names.c.key == stem, and_(names.c.key > f"{stem}.", names.c.key < f"{stem}/")) for stem in stems]
    columns = (names.c.path, names.c.member, names.c.record, names.c.sha256, assets.c.media_type, assets.c.role)
    rows = (
        select(*columns)
        .join(records_table, records_table.c.id == names.c.record)
        .join(assets, and_(assets.c.record == names.c.record, assets.c.sha256 == names.c.sha256))
        .where(names.c.root == root, names.c.live, or_(*named), records_table.c.kind == Kind.PHOTO.value)
        .where(assets.c.role != Role.SIDECAR.value)
        .order_by(names.c.path, names.c.member, assets.c.n)
    )
    found: dict[str, Standing] = {}
    for row in conn.execute(rows):
        if folder_of(row.path, row.member) == folder_of(path, member):
            name = last_part(row.path, row.member)
            found.setdefault(name, Standing(name, row.record, row.sha256, row.media_type, Role(row.role)))
    return list(found.values())


def arrive(batch: Batch, sidecar: Companion, accession: int) -> Settled:
    """A sidecar has come under a name, which holds it already; gives what it belongs to. What the name brought these
    photos before is theirs no longer, though its bytes stay among their assets."""
    here = _at(sidecar.root, sidecar.path, sidecar.member)
    batch.conn.execute(delete(companions).where(*here, companions.c.record.is_(None)))
    read = {"description": sidecar.description.to_json(), "accession": accession, "held": sidecar.held}
    batch.conn.execute(update(companions).where(*here, companions.c.sha256 == sidecar.sha256).values(**read))
    _insert(batch, sidecar, None, accession)
    return _settle(batch, sidecar, Arrival(), accession, arrived=True)


def arrived_beside(batch: Batch, at: At, arrival: Arrival) -> list[Settled]:
    """A photo has come under a name: gives the sidecars there that found their photo in it, and those that keep to what
    stood there before."""
    stems = {name_key(last_part(*at[1:])), stem_of(last_part(*at[1:]))}
    near = select(companions).join(
        names,
        and_(
            names.c.root == companions.c.root,
            names.c.path == companions.c.path,
            names.c.member == companions.c.member,
            names.c.sha256 == companions.c.sha256,
        ),
    )
    near = near.where(companions.c.root == at[0], companions.c.folder == _folder(*at[1:]), names.c.live)
    near = near.where(companions.c.stem.in_(stems), companions.c.role == Role.SIDECAR.value).order_by(companions.c.path)
    rows = {(row.path, row.member): row for row in batch.conn.execute(near)}
    return [_settle(batch, _companion(row), arrival, row.accession, arrived=False) for row in rows.values()]


def _settle(batch: Batch, sidecar: Companion, arrival: Arrival, accession: int, *, arrived: bool) -> Settled:
    conn, here = batch.conn, _at(sidecar.root, sidecar.path, sidecar.member)
    rows = conn.execute(select(companions).where(*here)).all()
    had = {row.record for row in rows if row.used and row.record and row.sha256 == sidecar.sha256}
    inner = name_key(sidecar.filename[: -len(SUFFIX)])
    photos = standing(conn, (sidecar.root, sidecar.path, sidecar.member), [inner])
    photos = [photo for photo in photos if inner in (name_key(photo.filename), stem_of(photo.filename))]
    here_now = {photo.record for photo in photos}
    waits = any(row.record is None for row in rows)
    if had and not waits and had.isdisjoint(here_now) and arrival.copy_of not in had:
        return Settled(sidecar, (), stays=True)
    chosen = [p for p in described_by(sidecar.filename, photos) if arrived or p.record != arrival.stranger]
    wanted = list(dict.fromkeys(photo.record for photo in chosen))
    joined = [record for record in wanted if record not in had]
    left = [record for record in had & here_now if record not in wanted]
    before = [row for row in rows if row.used and row.sha256 != sidecar.sha256 and row.record in wanted]
    _stop_using(batch, [row.id for row in before])
    _stop_using(batch, [row.id for row in rows if row.record in left and row.sha256 == sidecar.sha256])
    for record in joined:
        _use(batch, sidecar, record, accession)
    for record in dict.fromkeys([*(wanted if arrived else joined), *left]):
        records.redescribe(batch, record)
    if wanted and (joined or arrived):
        conn.execute(delete(companions).where(*here, companions.c.record.is_(None)))
        _rename(batch, sidecar, wanted[0])
    others = tuple(photo for photo in photos if photo.record not in wanted)
    return Settled(sidecar, tuple(chosen), tuple(joined), others, replaced=bool(before))


def attach(batch: Batch, companion: Companion, record: str, accession: int) -> None:
    """The camera's other file of a photo, in place of what it had of that sort before."""
    rows = select(companions).where(companions.c.record == record, companions.c.role == Role.ATTACHMENT.value)
    used = batch.conn.execute(rows.where(companions.c.used)).all()
    sort = sort_of(companion.description.media_type)
    _stop_using(batch, [row.id for row in used if sort_of(row.media_type) == sort])
    _use(batch, companion, record, accession)
    records.redescribe(batch, record)


def _use(batch: Batch, companion: Companion, record: str, accession: int) -> None:
    """The companion's values are among the record's from now on, its bytes among its assets."""
    here = (*_at(companion.root, companion.path, companion.member), companions.c.sha256 == companion.sha256)
    known = batch.conn.execute(select(companions.c.id).where(*here, companions.c.record == record)).scalar()
    if known is None:
        _insert(batch, companion, record, accession)
    else:
        read = {"description": companion.description.to_json(), "used": True, "accession": accession}
        batch.conn.execute(update(companions).where(companions.c.id == known).values(**read))
    asset = NewAsset(companion.sha256, companion.size, companion.description.media_type, companion.role)
    newest = select(assets.c.sha256).where(assets.c.record == record, assets.c.role == companion.role.value)
    newest = newest.where(assets.c.media_type == asset.media_type).order_by(assets.c.n.desc()).limit(1)
    if companion.role is Role.SIDECAR or batch.conn.execute(newest).scalar() != companion.sha256:
        records.add_asset(batch, record, asset, again=companion.role is Role.ATTACHMENT)
    batch.event("modification", record, sha256=companion.sha256, role=companion.role.value)


def elsewhere(conn: Connection, sidecar: Companion, record: str) -> list[At]:
    """The other names under which a record has these bytes for a sidecar."""
    rows = select(companions).where(companions.c.record == record, companions.c.sha256 == sidecar.sha256)
    rows = rows.where(companions.c.used)
    at = (sidecar.root, sidecar.path, sidecar.member)
    return [(r.root, r.path, r.member) for r in conn.execute(rows) if (r.root, r.path, r.member) != at]


def forget(batch: Batch, record: str, at: At) -> None:
    """A name does not bring a record its values any more: another does, with the same bytes."""
    rows = batch.conn.execute(select(companions.c.id).where(*_at(*at), companions.c.record == record)).scalars()
    _stop_using(batch, list(rows))


def waiting(conn: Connection, at: At) -> bool:
    """Whether the sidecar of that name waits for its photo."""
    return conn.execute(select(companions.c.id).where(*_at(*at), companions.c.record.is_(None))).first() is not None


def said_by(conn: Connection, record: str, sha256: str) -> Description | None:
    """What a companion of a record with these bytes says."""
    rows = select(companions.c.description).where(companions.c.record == record, companions.c.sha256 == sha256)
    found = conn.execute(rows.order_by(companions.c.accession.desc())).scalar()
    return None if found is None else Description.from_json(found)


def types_of(conn: Connection, record: str) -> set[str]:
    """The media types of a photo's present files: its newest original's, and those of the camera's other files."""
    original = select(assets.c.media_type).where(assets.c.record == record, assets.c.role == Role.ORIGINAL.value)
    found = set(conn.execute(original.order_by(assets.c.version.desc()).limit(1)).scalars())
    used = select(companions.c.media_type).where(companions.c.record == record, companions.c.used)
    found.update(conn.execute(used.where(companions.c.role == Role.ATTACHMENT.value)).scalars())
    return found


def present(conn: Connection, record: str, sha256: str) -> str | None:
    """The SHA-256 of the camera's other file of a photo, of the sort that these bytes of its are."""
    rows = select(companions).where(companions.c.record == record, companions.c.role == Role.ATTACHMENT.value)
    found = conn.execute(rows.order_by(companions.c.used.desc(), companions.c.accession.desc())).all()
    sort = next((sort_of(row.media_type) for row in found if row.sha256 == sha256), None)
    return next((row.sha256 for row in found if row.used and sort_of(row.media_type) == sort), None)


def _at(root: str, path: str, member: str) -> tuple[ColumnElement[bool], ...]:
    return companions.c.root == root, companions.c.path == path, companions.c.member == member


def _insert(batch: Batch, companion: Companion, record: str | None, accession: int) -> None:
    name = companion.filename
    stem = name_key(name[: -len(SUFFIX)]) if companion.role is Role.SIDECAR else stem_of(name)
    row: dict[str, object] = {"root": companion.root, "path": companion.path, "member": companion.member, "stem": stem}
    row |= {"folder": _folder(companion.path, companion.member), "sha256": companion.sha256, "size": companion.size}
    row |= {"media_type": companion.description.media_type, "role": companion.role.value, "record": record}
    row |= {"used": record is not None, "held": companion.held, "accession": accession}
    batch.conn.execute(insert(companions).values(**row, description=companion.description.to_json()))


def _companion(row: Row[Any]) -> Companion:
    description = Description.from_json(row.description)
    return Companion(row.root, row.path, row.member, row.sha256, row.size, Role(row.role), description, row.held)


def _stop_using(batch: Batch, ids: Sequence[int]) -> None:
    if ids:
        batch.conn.execute(update(companions).where(companions.c.id.in_(ids)).values(used=False))


def _rename(batch: Batch, sidecar: Companion, record: str) -> None:
    """The name says which record it belongs to, the first where there are several."""
    at = (names.c.root == sidecar.root, names.c.path == sidecar.path, names.c.member == sidecar.member)
    batch.conn.execute(update(names).where(*at, names.c.sha256 == sidecar.sha256).values(record=record))
    renamed(batch, record)
