"""The tree above the records, in the levels of ISAD(G): fonds, subfonds, series, subseries, file.

A unit has a reference code, a title, dates, extent, scope and content. Accessions, collections, folders and single
records are assigned to it. If several units apply to a record, the most specific assignment counts: of the record
itself, else of the longest folder, else of its accession, else of its collection.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from archive.catalogue.receipts.receipts import accessions_of, records_in
from archive.catalogue.receipts.record_labels import fact, of_collection
from archive.catalogue.records.record_lookup import merged_into
from archive.catalogue.records.record_writes import new_id
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.rows import upsert
from archive.catalogue.schema.tables import accessions, names, records, series, series_parts
from archive.errors import SeriesError
from archive.messages import Message

LEVELS = ("fonds", "subfonds", "series", "subseries", "file")  # a unit's parent has an earlier level
WAYS = ("collection", "accession", "folder", "record")  # ways of assignment, the most specific last
DEEPEST = 8  # nested units, since subseries may contain subseries
LONGEST: Mapping[str, int] = {"code": 60, "title": 500, "dates": 100, "extent": 500, "scope": 10_000}
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:/-]*")
_TYPE = "series"  # of the events


@dataclass(frozen=True, slots=True)
class SeriesUnit:
    """A unit of the tree: `parent` is the key of its parent, "" for none."""

    key: str
    parent: str
    level: str
    code: str
    title: str
    dates: str
    extent: str
    scope: str

    @property
    def digest(self) -> str:
        """Return sixteen hex digits that change with the unit."""
        return hashlib.sha256(repr(asdict(self)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class SeriesPart:
    """What is assigned to a unit: `way` is one of WAYS, `value` the number, name, folder or id."""

    unit: str
    way: str
    value: str


def all_units(conn: Connection) -> list[SeriesUnit]:
    """Return all units, parents first, siblings by code."""
    rows = conn.execute(select(series).order_by(series.c.code)).all()
    below: dict[str, list[SeriesUnit]] = {}
    for row in rows:
        below.setdefault(row.parent, []).append(_unit(row))
    return list(_walk(below, ""))


def _walk(below: Mapping[str, list[SeriesUnit]], key: str) -> Iterator[SeriesUnit]:
    for one in below.get(key, ()):
        yield one
        yield from _walk(below, one.key)


def all_parts(conn: Connection) -> list[SeriesPart]:
    """Return the assignments of all units."""
    wanted = select(series_parts).order_by(series_parts.c.unit, series_parts.c.way, series_parts.c.value)
    return [SeriesPart(row.unit, row.way, row.value) for row in conn.execute(wanted)]


def path_to(units: Mapping[str, SeriesUnit], key: str) -> list[SeriesUnit]:
    """Return the units above this one and itself, highest first. `units` are all units by key."""
    found: list[SeriesUnit] = []
    while key in units and len(found) < DEEPEST:
        found.insert(0, units[key])
        key = units[key].parent
    return found


def units_of_records(conn: Connection) -> dict[str, str]:
    """Return the key of each record's unit, for records in one. Held records are included."""
    found: dict[str, str] = {}
    parts = all_parts(conn)
    for way in WAYS:
        for part in sorted((one for one in parts if one.way == way), key=lambda one: len(one.value)):
            found.update(dict.fromkeys(_RECORDS[way](conn, part.value), part.unit))
    return found


def unit_of_record(conn: Connection, record: str) -> SeriesUnit | None:
    """Return the unit of a record."""
    parts = all_parts(conn)
    ranked = sorted(parts, key=lambda one: (WAYS.index(one.way), len(one.value)), reverse=True)
    unit = next((part.unit for part in ranked if _is_in(conn, part, record)), None)
    row = conn.execute(select(series).where(series.c.key == unit)).first() if unit else None
    return _unit(row) if row else None


def _is_in(conn: Connection, part: SeriesPart, record: str) -> bool:
    """Return whether a record is covered by an assignment, checked for this record alone if there may be many."""
    if part.way == "record":
        return record in _of_record(conn, part.value)
    if part.way == "accession":
        return accessions_of(conn, [record]).get(record) == int(part.value)
    if part.way == "folder":
        root, _, folder = part.value.partition(":")
        wanted = select(names.c.path).where(names.c.root == root, names.c.record == record, names.c.live)
        return any(not folder or path.startswith(f"{folder}/") for path in conn.execute(wanted).scalars())
    return conn.execute(select(fact("collection")).where(records.c.id == record)).scalar() == part.value


def _of_folder(conn: Connection, value: str) -> list[str]:
    root, _, folder = value.partition(":")
    wanted = select(names.c.record).where(names.c.root == root, names.c.record.is_not(None), names.c.live)
    if folder:
        wanted = wanted.where(names.c.path >= f"{folder}/", names.c.path < f"{folder}0")  # "0" sorts directly after "/"
    return list(conn.execute(wanted.distinct()).scalars())


def _of_record(conn: Connection, value: str) -> list[str]:
    later = merged_into(conn, value)
    return [later[0] if later else value]


_RECORDS = {
    "collection": of_collection,
    "accession": lambda conn, value: records_in(conn, int(value)),
    "folder": _of_folder,
    "record": _of_record,
}


def add_unit(batch: Batch, values: Mapping[str, str]) -> str:
    """Add a unit: `level`, `code`, `title`, and if wanted `parent` (a code), `dates`, `extent` and `scope`. Return its
    key. Raise SeriesError."""
    given = _checked(values)
    key, parent = new_id()[:12], _parent(batch.conn, values.get("parent", ""))
    missing = [name for name in ("level", "code", "title") if not given.get(name)]
    if missing:
        raise SeriesError(Message("series-missing", names=missing))
    _free(batch.conn, given["code"], key)
    _fits(batch.conn, given["level"], parent, key)
    row = dict.fromkeys(("dates", "extent", "scope"), "") | given | {"key": key, "parent": parent}
    batch.conn.execute(insert(series), row)
    batch.decision(_TYPE, None, series=given["code"], before=None, after=row)
    return key


def edit_unit(batch: Batch, code: str, values: Mapping[str, str]) -> None:
    """Write these values of a unit: those of `add_unit`; `parent` moves it, "" to the top. Raise SeriesError."""
    conn, now = batch.conn, find_unit(batch.conn, code)
    given = _checked(values)
    if empty := [name for name in ("level", "code", "title") if given.get(name) == ""]:
        raise SeriesError(Message("series-missing", names=empty))
    parent = _parent(conn, values["parent"]) if "parent" in values else now.parent
    level = given.get("level", now.level)
    _free(conn, given.get("code", now.code), now.key)
    _fits(conn, level, parent, now.key)
    for row in conn.execute(select(series.c.level).where(series.c.parent == now.key)):
        _ranked(level, row.level)
    before = asdict(now)
    after = before | given | {"parent": parent}
    if after == before:
        return
    conn.execute(update(series).where(series.c.key == now.key).values(**after))
    batch.decision(_TYPE, None, series=now.code, before=before, after=after)


def remove_unit(batch: Batch, code: str) -> None:
    """Delete a unit without children; its assignments are dropped. Raise SeriesError."""
    now = find_unit(batch.conn, code)
    if batch.conn.execute(select(series.c.key).where(series.c.parent == now.key)).first():
        raise SeriesError(Message("series-not-empty", code=code))
    batch.conn.execute(delete(series_parts).where(series_parts.c.unit == now.key))
    batch.conn.execute(delete(series).where(series.c.key == now.key))
    batch.decision(_TYPE, None, series=code, before=asdict(now), after=None)


def assign_part(batch: Batch, code: str, way: str, value: str, *, remove: bool = False) -> None:
    """Assign an accession, a collection, a folder (`root:path`) or a record to a unit, removing its former assignment,
    or only remove that. Raise SeriesError if it does not exist."""
    now, value = find_unit(batch.conn, code), value.strip()
    if way not in WAYS or not value or not _is_there(batch.conn, way, value):
        raise SeriesError(Message("series-part-unknown", way=way, value=value[:200]))
    same = (series_parts.c.way == way, series_parts.c.value == value)
    was = batch.conn.execute(select(series_parts.c.unit).where(*same)).scalar()
    if (was == now.key) != remove:
        return
    if remove:
        batch.conn.execute(delete(series_parts).where(*same))
    else:
        batch.conn.execute(upsert(series_parts, changed=("unit",)), {"way": way, "value": value, "unit": now.key})
    batch.decision(_TYPE, value if way == "record" else None, series=code, way=way, value=value, removed=remove)


def find_unit(conn: Connection, code: str) -> SeriesUnit:
    """Return the unit with this code. Raise SeriesError."""
    row = conn.execute(select(series).where(series.c.code == code)).first()
    if row is None:
        raise SeriesError(Message("series-unknown", code=code[:200]))
    return _unit(row)


def unit_digest(conn: Connection, code: str) -> str:
    """Return the digest of a unit as it is now, with its assignments."""
    now = find_unit(conn, code)
    return digest_with_parts(now, [one for one in all_parts(conn) if one.unit == now.key])


def digest_with_parts(unit: SeriesUnit, parts: list[SeriesPart]) -> str:
    """Return sixteen hex digits for a unit and its assignments."""
    return hashlib.sha256(f"{unit.digest} {parts}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _is_there(conn: Connection, way: str, value: str) -> bool:
    if way == "accession":
        known = value.isascii() and value.isdecimal() and len(value) < 10
        return known and conn.execute(select(accessions.c.n).where(accessions.c.n == int(value))).first() is not None
    if way == "record":
        return conn.execute(select(records.c.id).where(records.c.id == value)).first() is not None
    return bool(_RECORDS[way](conn, value))


def _checked(values: Mapping[str, str]) -> dict[str, str]:
    """Return the values as stored: NFC, without invisible characters."""
    given = {}
    for name in ("level", *LONGEST):
        if name not in values:
            continue
        text = unicodedata.normalize("NFC", values[name]).strip()
        if name != "scope":
            text = " ".join(text.split())
        if len(text) > LONGEST.get(name, 20):
            raise SeriesError(Message("series-too-long", name=name, most=LONGEST.get(name, 20)))
        if not all(sign.isprintable() or sign == "\n" for sign in text):
            raise SeriesError(Message("series-unprintable", name=name))
        given[name] = text
    if given.get("code") and not _CODE.fullmatch(given["code"]):
        raise SeriesError(Message("series-code", code=given["code"]))
    if given.get("level") and given["level"] not in LEVELS:
        raise SeriesError(Message("series-level", level=given["level"], names=list(LEVELS)))
    return given


def _parent(conn: Connection, code: str) -> str:
    return find_unit(conn, code).key if code else ""


def _free(conn: Connection, code: str, key: str) -> None:
    taken = select(series.c.code).where(func.lower(series.c.code) == code.lower(), series.c.key != key)
    if conn.execute(taken).first():
        raise SeriesError(Message("series-code-taken", code=code))


def _fits(conn: Connection, level: str, parent: str, key: str) -> None:
    """Raise SeriesError if a unit with that level cannot be in `parent`: the parent has the same or a lower level, is
    within the unit, or is too deep."""
    units = {one.key: one for one in all_units(conn)}
    above = path_to(units, parent)
    if key in {one.key for one in above}:
        raise SeriesError(Message("series-within-itself", code=units[key].code))
    if above:
        _ranked(above[-1].level, level)
    if len(above) + _height(units, key) > DEEPEST:
        raise SeriesError(Message("series-too-deep", most=DEEPEST))


def _height(units: Mapping[str, SeriesUnit], key: str) -> int:
    """Return how many levels of units there are from this one down, itself included."""
    return 1 + max((_height(units, one.key) for one in units.values() if one.parent == key), default=0)


def _ranked(above: str, below: str) -> None:
    is_higher = LEVELS.index(above) < LEVELS.index(below)
    if not is_higher and not (above == below == "subseries"):
        raise SeriesError(Message("series-rank", above=above, below=below))


def _unit(row: Row[Any]) -> SeriesUnit:
    return SeriesUnit(**row._mapping)
