"""Split a record: one of its files becomes a separate record with its own values."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from archive.access import Access, stricter
from archive.catalogue.history.change_sets import SPLIT, open_set
from archive.catalogue.history.merge import mark_for_recalculation
from archive.catalogue.history.snapshots import digest, take_snapshot
from archive.catalogue.photos import collapse_groups
from archive.catalogue.receipts.file_paths import mark_renamed
from archive.catalogue.records import record_writes
from archive.catalogue.records.description_merge import joined_keys, places
from archive.catalogue.records.record_writes import NewAsset
from archive.catalogue.records.scan_state import of_record
from archive.catalogue.relations.relations import linked
from archive.catalogue.restrictions.record_access import UNSCANNED, WAITING, read_access
from archive.catalogue.rules.legal_holds import copy_holds
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.tables import ACCESS_COLUMNS, assets, change_sets, companions, join_snapshots, names
from archive.errors import CannotMerge, UnknownRecord
from archive.messages import Message
from archive.record import Description, Role


@dataclass(frozen=True, slots=True)
class SplitFile:
    """A file of a record that may be split off. `said` is its description, None if it must be read again. `root`,
    `path` and `member` are its present or former place."""

    record: str
    n: int
    asset: NewAsset
    said: Description | None
    root: str = ""
    path: str = ""
    member: str = ""


def part_of(conn: Connection, record: str, n: int) -> SplitFile:
    """Return file `n` of a record, ready to be split off. Raise UnknownRecord, or CannotMerge with the reason why it
    cannot be split off."""
    files = conn.execute(select(assets).where(assets.c.record == record).order_by(assets.c.version, assets.c.n)).all()
    if not files:
        raise UnknownRecord(Message("record-unknown", record=record))
    file = next((one for one in files if one.n == n), None)
    if file is None:
        raise CannotMerge(Message("split-no-file", record=record, n=n, files=sorted(one.n for one in files)))
    originals = [one for one in files if one.role == Role.ORIGINAL.value]
    newest = max(originals, key=lambda one: (one.version, -one.n))
    if file.sha256 == newest.sha256:
        raise CannotMerge(Message("split-original", record=record, n=n))
    if file.role == Role.SIDECAR.value:
        raise CannotMerge(Message("split-sidecar", n=n))
    scan = of_record(conn, record)
    if scan is not None and scan.pending:
        raise CannotMerge(Message("scan-pending", record=record))
    if read_access(conn, record) in UNSCANNED.values():
        raise CannotMerge(Message("virus-scan-pending", record=record))
    if read_access(conn, record) in WAITING:
        raise CannotMerge(Message("scan-around-pending", record=record))
    called = select(names).where(names.c.record == record, names.c.sha256 == file.sha256)
    name = conn.execute(called.order_by(names.c.status.is_not(None), names.c.live.desc(), names.c.id)).first()
    if name is None:
        raise CannotMerge(Message("split-nameless", record=record, n=n))
    asset = NewAsset(file.sha256, file.size, file.media_type)
    return SplitFile(record, n, asset, _kept(conn, record, file), name.root, name.path, name.member)


def may_split(conn: Connection, record: str) -> bool:
    """Return whether any file of a record can be split off."""
    for n in conn.execute(select(assets.c.n).where(assets.c.record == record)).scalars().all():
        with suppress(CannotMerge):
            return part_of(conn, record, n) is not None
    return False


def _kept(conn: Connection, record: str, file: Row[object]) -> Description | None:
    rows = select(companions.c.description).where(companions.c.record == record)
    rows = rows.where(companions.c.sha256 == file.sha256, companions.c.role == Role.ATTACHMENT.value)
    told = [Description.from_json(said) for said in conn.execute(rows.order_by(companions.c.used.desc())).scalars()]
    return next((one for one in told if one.reader), None)


def split(batch: Batch, part: SplitFile, said: Description, by: str) -> tuple[str, int]:
    """Make a file a separate record with this description and no wider access than the record it came from. Return
    its id and the number of the change set, which the caller seals."""
    conn, record = batch.conn, part.record
    batch.touch(*linked(conn, [record]), *collapse_groups.members(conn, [record], batch.now))
    was = take_snapshot(conn, [record])
    n = open_set(batch, SPLIT, f"{record} --asset {part.n}", by)
    conn.execute(update(change_sets).where(change_sets.c.n == n).values(records=2))
    mark_renamed(batch, record)
    made = record_writes.add(batch, said, part.asset, _seen_by(batch, part))
    batch.fresh.discard(made)
    copy_holds(batch, record, made)
    sha256 = part.asset.sha256
    _give_sidecars(conn, record, made, sha256)
    of_file = (companions.c.record == record, companions.c.sha256 == sha256)
    theirs = joined_keys(conn, record)
    conn.execute(delete(companions).where(*of_file, companions.c.role == Role.ATTACHMENT.value))
    conn.execute(delete(assets).where(assets.c.record == record, assets.c.sha256 == sha256))
    conn.execute(update(names).where(names.c.record == record, names.c.sha256 == sha256).values(record=made))
    for one in (record, made):
        record_writes.redescribe(batch, one)
    record_writes.name_joined(batch, record, theirs)
    mark_for_recalculation(batch, [record, made])
    batch.event("modification", record, split=made, sha256=sha256, change_set=n)
    was["made"] = [{"id": made, "first": part.n}]
    conn.execute(insert(join_snapshots).values(change_set=n, record=record, before=was, left=""))
    return made, n


def _seen_by(batch: Batch, part: SplitFile) -> Access:
    """Return the access of the new record: nobody may see it who may not see the record or the file."""
    access = record_writes.known(batch, part.record).access
    rows = select(assets).where(assets.c.record == part.record, assets.c.sha256 == part.asset.sha256)
    for row in batch.conn.execute(rows.where(assets.c.status.is_not(None))):
        access = stricter(access, Access.of(row._mapping), batch.now)
    return access


def seal(batch: Batch, change_set: int) -> None:
    """Note that the description of the split-off record is complete. Later changes prevent the undo of the split."""
    here = join_snapshots.c.change_set == change_set
    row = batch.conn.execute(select(join_snapshots.c.record, join_snapshots.c.before).where(here)).one()
    left = digest(batch.conn, row.record) + digest(batch.conn, row.before["made"][0]["id"])
    batch.conn.execute(update(join_snapshots).where(here).values(left=left))


def _give_sidecars(conn: Connection, record: str, made: str, sha256: str) -> None:
    """Move the sidecars that belong only to this file."""
    rows = conn.execute(select(companions).where(companions.c.record == record)).all()
    sidecars = [row for row in rows if row.role == Role.SIDECAR.value]
    beside = {row.sha256 for row in sidecars}
    called = conn.execute(select(names).where(names.c.record == record)).all()
    photos = [name for name in called if name.sha256 not in beside]
    theirs = places(photos, {sha256}, True) - places(photos, {sha256}, False)
    for row in [row for row in sidecars if (row.root, row.folder, row.stem) in theirs]:
        conn.execute(update(companions).where(companions.c.id == row.id).values(record=made))
        at = [names.c[part] == getattr(row, part) for part in ("root", "path", "member", "sha256")]
        conn.execute(update(names).where(*at, names.c.record == record).values(record=made))
        after = conn.execute(select(func.max(assets.c.n) + 1).where(assets.c.record == made)).scalar_one()
        mine = select(assets).where(assets.c.record == record, assets.c.sha256 == row.sha256)
        if (file := conn.execute(mine).first()) is not None:
            moved = {"role": file.role, "version": 1, "sha256": file.sha256, "size": file.size}
            moved |= {name: getattr(file, name) for name in ACCESS_COLUMNS}
            conn.execute(insert(assets).values(record=made, n=after, media_type=file.media_type, **moved))
            still = select(companions.c.id).where(companions.c.record == record, companions.c.sha256 == row.sha256)
            if conn.execute(still).first() is None:
                conn.execute(delete(assets).where(assets.c.record == record, assets.c.sha256 == row.sha256))
