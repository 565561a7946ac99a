"""File paths: which bytes had which path, when, and in which record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, func, insert, null, select, type_coerce, update
from sqlalchemy.types import NullType

from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.filenames import INSIDE, forms_of, name_key, printable, restore_path, shown
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import accessions, assets, companions, mentions, names, roots
from archive.record import Outcome, Status

LEFT_OUT = (Outcome.REJECTED, Outcome.SKIPPED)


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file as found: `path` below `root` as `os.fsdecode` returns it, `member` inside a container or "". `sha256` is
    "" if its bytes were not stored. `live`: the name refers to it now. `status` and `release_at` are the access of the
    name, if the name itself was held."""

    root: str
    path: str
    member: str
    sha256: str
    record: str | None
    outcome: Outcome
    size: int
    mtime_ns: int
    inode: int
    live: bool = True
    first_seen: int = 0
    last_seen: int = 0
    status: Status | None = None
    release_at: str | None = None

    @property
    def is_left_out(self) -> bool:
        """Return whether the file became no part of the archive's records, though its bytes may be kept."""
        return self.record is None and (self.outcome in LEFT_OUT or not self.sha256)

    @property
    def shown(self) -> str:
        """Return the display name: `folder/a.zip!/b.txt`."""
        return shown(self.path, self.member)


def _name(row: Row[tuple[object, ...]]) -> NamedFile:
    plain = dict(row._mapping)
    for form in ("id", "key", "stem", "base", "digits"):
        del plain[form]
    status = None if row.status is None else Status(row.status)
    return NamedFile(**{**plain, "outcome": Outcome(plain["outcome"]), "status": status})


_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


def _as_kept(row: Sequence[Any]) -> NamedFile:
    """Read the columns of `_BELOW` as SQLite returns them. This is faster, and there is a row for each file of an
    unchanged disk."""
    root, path, member, sha256, record, outcome, size, mtime, inode, live, first, last, _ = row
    at = (root, restore_path(path), restore_path(member))
    return NamedFile(
        *at, sha256, record, _OUTCOMES[outcome], int(size), int(mtime), int(inode), bool(live), first, last
    )


# Statements that are run for every file are built once: building one costs several times as much as running it.
_ORDER = (names.c.live.desc(), names.c.last_seen.desc(), names.c.id.desc())
_AT = select(names).where(
    names.c.root == bindparam("root"), names.c.path == bindparam("path"), names.c.member == bindparam("member")
)
_NOW_AT = _AT.order_by(*_ORDER).limit(1)
_INNER = names.alias("inner")
_HAS_INSIDE = (
    exists()
    .where(_INNER.c.root == names.c.root, _INNER.c.path == names.c.path, _INNER.c.member != "", _INNER.c.live)
    .correlate(names)
)
_ON_DISK = [name for name in NamedFile.__slots__ if name not in ("status", "release_at")]
_KEPT = (type_coerce(names.c[name], NullType) for name in _ON_DISK)  # as SQLite returns it
_BELOW: Any = select(*_KEPT, _HAS_INSIDE).where(
    names.c.root == bindparam("root"),
    names.c.path >= bindparam("low"),
    names.c.path < bindparam("high"),
    names.c.live,
    names.c.member == "",
)
_SOME_BELOW = _BELOW.limit(bindparam("most"))
_IN_FOLDER = _BELOW.where(func.instr(func.substr(names.c.path, bindparam("after")), "/") == 0)
_MEMBERS = (
    select(names)
    .where(names.c.root == bindparam("root"), names.c.path == bindparam("path"), names.c.member != "", names.c.live)
    .order_by(names.c.id)
)
_BELOW_NAME = select(names).where(names.c.root == bindparam("root"), names.c.path == bindparam("path"))
_BELOW_NAME = _BELOW_NAME.where(names.c.member != "", names.c.record != bindparam("record"))
_BELOW_NAME = _BELOW_NAME.where(names.c.member >= bindparam("low"), names.c.member < bindparam("high"))
_BELOW_NAME = _BELOW_NAME.order_by(names.c.id)
_AROUND = select(names).where(names.c.root == bindparam("root"), names.c.path == bindparam("path"))
_AROUND = _AROUND.where(names.c.member.in_(bindparam("members", expanding=True)), names.c.record.is_not(None))
_FIRST = select(names).where(names.c.record == bindparam("record"), names.c.sha256 == bindparam("sha256"))
_FIRST = _FIRST.order_by(names.c.id).limit(1)
_OF_BYTES = select(names).where(names.c.sha256 == bindparam("sha256")).order_by(*_ORDER)
_ADDED = select(func.min(accessions.c.started)).join(names, names.c.first_seen == accessions.c.n)
_ADDED = _ADDED.where(names.c.sha256 == bindparam("sha256"))
_OF_RECORD = select(names).where(names.c.record == bindparam("record")).order_by(names.c.status.is_not(None), *_ORDER)
_CAME_WITH = select(func.min(names.c.first_seen)).where(names.c.record == bindparam("record"))
_RECORDS = (
    select(assets.c.record).where(assets.c.sha256 == bindparam("sha256")).order_by(assets.c.role, assets.c.record)
)
_SHOWN = select(names.c.record, names.c.sha256, names.c.path, names.c.member, names.c.status, names.c.release_at)
_SHOWN = _SHOWN.where(names.c.record.in_(EACH)).order_by(names.c.live.desc(), names.c.first_seen, names.c.id)
_SHOWN_BESIDE = select(companions.c.record, companions.c.sha256, companions.c.path, companions.c.member)
_SHOWN_BESIDE = _SHOWN_BESIDE.add_columns(null().label("status"), null().label("release_at"))
_SHOWN_BESIDE = _SHOWN_BESIDE.where(companions.c.record.in_(EACH)).order_by(companions.c.id)
_KEYS = select(names.c.key).where(names.c.record == bindparam("record"))
_MENTIONED = select(mentions.c.key).where(mentions.c.record == bindparam("record"))
OLDEST_LAST = (names.c.status.is_(None), names.c.live, names.c.id.desc())
"""An order of names: held ones first, then those that no file has any more, the oldest last."""

_INSERT, _CHANGE = insert(names), update(names).where(names.c.id == bindparam("row"))


def _at(root: str, path: str, member: str) -> dict[str, str]:
    return {"root": root, "path": path, "member": member}


def name_at(conn: Connection, root: str, path: str, member: str = "") -> NamedFile | None:
    """Return what a name refers to now, else what it last referred to (not live), or None."""
    row = conn.execute(_NOW_AT, _at(root, path, member)).first()
    return None if row is None else _name(row)


def names_of(conn: Connection, sha256: str) -> list[NamedFile]:
    """Return every present or former name of these bytes, live ones first."""
    return [_name(row) for row in conn.execute(_OF_BYTES, {"sha256": sha256})]


def added_at(conn: Connection, sha256: str) -> str | None:
    """Return the instant of the first ingest of these bytes, or None."""
    return conn.execute(_ADDED, {"sha256": sha256}).scalar()


def names_of_record(conn: Connection, record: str) -> list[NamedFile]:
    """Return every name of a record's files, live ones first and separately held ones last."""
    return [_name(row) for row in conn.execute(_OF_RECORD, {"record": record})]


def live_names(conn: Connection, root: str, folder: str = "") -> list[NamedFile]:
    """Return what the names below a folder of a root refer to now, including members of containers. Without a folder,
    return all names of the root."""
    below = select(names).where(names.c.root == root, names.c.live)
    if folder := folder.rstrip("/"):
        below = below.where(names.c.path >= f"{folder}/", names.c.path < f"{folder}0")  # "0" sorts directly after "/"
    return [_name(row) for row in conn.execute(below.order_by(names.c.id))]


def first_accession(conn: Connection, record: str) -> int | None:
    """Return the number of the accession with which a record came, None when it has no file."""
    return conn.execute(_CAME_WITH, {"record": record}).scalar()


def records_of(conn: Connection, sha256: str) -> list[str]:
    """Return the ids of records with these bytes among their assets, oldest asset first."""
    return list(dict.fromkeys(conn.execute(_RECORDS, {"sha256": sha256}).scalars()))


def shown_names(
    conn: Connection, ids: Collection[str], sees: Callable[[Any], bool] = lambda _: True
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the display names by (record, sha256), live ones first, then the oldest first; a sidecar has its name with
    each of its photos. `sees` decides on held names, given a row with `status` and `release_at`."""
    found: dict[tuple[str, str], list[str]] = {}
    for statement in (_SHOWN, _SHOWN_BESIDE):
        for row in select_by_ids(conn, statement, ids):
            if row.status is not None and not sees(row):
                continue
            found.setdefault((row.record, row.sha256), []).append(shown(row.path, row.member))
    return {key: tuple(dict.fromkeys(value)) for key, value in found.items()}


def names_in(conn: Connection, root: str, folder: str) -> dict[str, tuple[NamedFile, bool]]:
    """Return what the names directly in a folder of a root refer to now, by path, each with whether there are files
    inside it. Members of containers are left out. An empty `folder` is the root itself."""
    asked = _below(root, folder)
    asked["after"] = len(printable(str(asked["low"]))) + 1
    return _by_path(conn.execute(_IN_FOLDER, asked).all())


def names_below(conn: Connection, root: str, folder: str, most: int) -> dict[str, tuple[NamedFile, bool]] | None:
    """Return the same for all names below a folder at any depth, or None if there are more than `most`."""
    rows = conn.execute(_SOME_BELOW, _below(root, folder) | {"most": most + 1}).all()
    return _by_path(rows) if len(rows) <= most else None


def _by_path(rows: Iterable[Sequence[Any]]) -> dict[str, tuple[NamedFile, bool]]:
    return {name.path: (name, bool(has_inside)) for name, has_inside in ((_as_kept(row), row[-1]) for row in rows)}


def members_of(conn: Connection, root: str, path: str) -> list[NamedFile]:
    """Return what the names inside a file on disk refer to now, at any depth, in the order they arrived."""
    return [_name(row) for row in conn.execute(_MEMBERS, {"root": root, "path": path})]


def read_members(conn: Connection, record: str) -> dict[str, bool]:
    """Return the records with a file that arrived inside a file of this record, at any depth, and was known nowhere
    else before. Each has whether that file is now inside a file of this record. A name that now belongs to another
    record counts only for what arrived while it belonged to this one."""
    came: dict[tuple[str, str], None] = {}
    present: set[tuple[str, str]] = set()
    for one in names_of_record(conn, record):
        prefix = _prefix(one.member)
        at = {"root": one.root, "path": one.path, "low": prefix, "high": _end_of(prefix), "record": record}
        for row in conn.execute(_BELOW_NAME, at).all():
            file = (row.record, row.sha256)
            if one.live and row.live:
                present.add(file)
            if file not in came and _overlap(row, one) and row.id == _first_of(conn, *file).id:
                came[file] = None
    found: dict[str, bool] = {}
    for file in came:
        found[file[0]] = found.get(file[0], False) or file in present
    return found


def read_containers(conn: Connection, record: str) -> list[str]:
    """Return the records with a file inside which a file of this record arrived: `read_members` of these returns it."""
    found: dict[str, None] = {}
    for sha256 in dict.fromkeys(name.sha256 for name in names_of_record(conn, record)):
        first = _first_of(conn, record, sha256)
        parts = first.member.split(INSIDE) if first.member else []
        members = [INSIDE.join(parts[:deep]) for deep in range(len(parts))]
        for row in conn.execute(_AROUND, {"root": first.root, "path": first.path, "members": members}):
            if row.record != record and _overlap(first, row):
                found[row.record] = None
    return list(found)


def _first_of(conn: Connection, record: str, sha256: str) -> Row[Any]:
    return conn.execute(_FIRST, {"record": record, "sha256": sha256}).one()


def _overlap(inner: Any, outer: Any) -> bool:
    """Return whether a name inside another was seen while that one had these bytes."""
    return bool(inner.first_seen <= outer.last_seen and inner.last_seen >= outer.first_seen)


def _prefix(member: str) -> str:
    """Return the prefix of names of files inside a member, "" for files inside a file on disk."""
    return f"{member}{INSIDE}" if member else ""


def _below(root: str, folder: str) -> dict[str, object]:
    low = f"{folder}/" if folder else ""
    return {"root": root, "low": low, "high": _end_of(low)}


def _end_of(prefix: str) -> str:
    """Return what sorts directly after everything with this prefix, which ends in "/" or is empty."""
    return f"{prefix[:-1]}0" if prefix else "\U0010ffff"  # "0" sorts directly after "/"


def put(batch: Batch, name: NamedFile, accession: int) -> None:
    """Store what a name refers to as of this accession. What it referred to before is kept, but not live. If nothing
    changed, only the dates of sight are updated, and its access is kept."""
    at = _at(name.root, name.path, name.member)
    here = (name.root, name.path, name.member)
    rows = batch.conn.execute(_AT, at).all() if here not in batch.unknown.names else []
    batch.unknown.named(here, name.sha256)
    same = next((row for row in rows if row.sha256 == name.sha256), None)
    for row in rows:
        if row.live and row is not same:
            batch.conn.execute(_CHANGE, {"row": row.id, "live": False})
            batch.touch(row.record)
    facts = {"record": name.record, "outcome": name.outcome.value, "size": name.size, "mtime_ns": name.mtime_ns}
    facts |= {"inode": name.inode, "live": name.live, "last_seen": accession}
    if same is not None:
        batch.conn.execute(_CHANGE, {"row": same.id} | facts)
    else:
        key = at | {"sha256": name.sha256, "key": name_key(name.member or name.path), "first_seen": accession}
        seen = {"status": name.status and name.status.value, "release_at": name.release_at}
        batch.conn.execute(_INSERT, key | asdict(forms_of(name.member or name.path)) | facts | seen)
    if same is None or (same.record, bool(same.live)) != (name.record, name.live):
        batch.keys.add(name_key(name.member or name.path))
        _mark_moved(batch, name.record)
        if same is not None and same.record != name.record:
            mark_renamed(batch, same.record)


def mark_renamed(batch: Batch, record: str | None) -> None:
    """Note that a record's names changed: its label may change, and its mentions and mentions of it are resolved
    again."""
    if record is None:
        return
    batch.touch(record)
    batch.photos.add(record)
    if record in batch.fresh:
        return  # its mentions are listed already, and its only name is the caller's
    for keys in (_KEYS, _MENTIONED):
        batch.keys.update(batch.conn.execute(keys, {"record": record}).scalars())


def _mark_moved(batch: Batch, record: str | None) -> None:
    """Note that a record has a name in another place: an embargo may concern photos next to their text."""
    mark_renamed(batch, record)
    if record is not None and record not in batch.fresh:
        batch.moved.add(record)


def are_due(conn: Connection, now: str) -> bool:
    """Return whether the embargo of a held name has ended."""
    return conn.execute(select(names.c.id).where(names.c.release_at <= now).limit(1)).first() is not None


def open_due(batch: Batch) -> None:
    """Open names whose embargo ended, so that articles that name them find their photos."""
    due = select(names.c.id, names.c.record).where(names.c.release_at <= batch.now)
    for name, record in batch.conn.execute(due).all():
        put_access(batch, name, record, None, None)


def put_access(batch: Batch, name: int, record: str, status: str | None, release_at: str | None) -> None:
    """Set who may see name number `name` of a record; if `status` is None, everyone who sees the record."""
    here = update(names).where(names.c.id == name, names.c.record == record)
    if batch.conn.execute(here.values(status=status, release_at=release_at)).rowcount:
        _mark_moved(batch, record)
        batch.worded.add(record)


def mark_gone(batch: Batch, root: str, path: str, member: str = "") -> None:
    """Note that a name no longer refers to anything. Its former file stays known, and stays an asset."""
    for row in batch.conn.execute(_AT.where(names.c.live), _at(root, path, member)).all():
        batch.conn.execute(_CHANGE, {"row": row.id, "live": False})
        batch.touch(row.record)
        if row.record is not None:
            batch.photos.add(row.record)  # another of its names may apply now


def all_roots(conn: Connection) -> dict[str, str]:
    """Return the latest path of every root folder, by label."""
    return {row.label: row.path for row in conn.execute(select(roots).order_by(roots.c.label))}


def put_root(batch: Batch, path: str, label: str | None = None) -> str:
    """Store a root folder, and return its label: its present one, else `label`, which then refers to this path, else
    one made from the last part of the path."""
    known = all_roots(batch.conn)
    if label is None:
        label = next((name for name, where in known.items() if where == path), None) or _new_label(known, path)
    if known.get(label) == path:
        return label
    if label in known:
        batch.conn.execute(update(roots).where(roots.c.label == label).values(path=path))
    else:
        batch.conn.execute(insert(roots).values(label=label, path=path))
    return label


def _new_label(known: Collection[str], path: str) -> str:
    stem = shown(path.rstrip("/").rsplit("/", 1)[-1]) or "disk"
    label, count = stem, 1
    while label in known:
        count += 1
        label = f"{stem}-{count}"
    return label
