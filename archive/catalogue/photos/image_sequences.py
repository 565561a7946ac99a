"""Image sequences: photos of one prefix and day by frame number, shown as a contact sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from archive.catalogue.records import record_reads
from archive.catalogue.records.record_reads import Sight
from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.filenames import name_key, place_of, printable, written_prefix
from archive.catalogue.schema.rows import upsert
from archive.catalogue.schema.tables import assets, frames, names, records, relations
from archive.record import Kind, Record, Role
from archive.text.dates.instants import same_time

GAP = 60  # numbers that may be missing between two frames of a run
ROUND = 9999  # after which a camera's counter restarts
MOST = 2000  # frames on one sheet

# Prefixes assigned by cameras: two cameras at one event have separate counters.
_COUNTERS = frozenset(("cimg", "crw", "dji", "dsc", "dscf", "dscn", "gopr", "gp", "hpim", "img", "imgp", "mg", "p"))
_COUNTERS |= {"pana", "pict", "sam", "sdim"}

_KEEP = upsert(frames)


@dataclass(frozen=True, slots=True)
class ImageSequence:
    """An image sequence. `prefix`, `first` and `last` are as in file names (`W-HAI`, `1275`, `1316`). `count` is the
    number of frames; copies of a frame count once. `records` has one per frame in numeric order, as many as requested,
    around the requested one."""

    prefix: str
    first: str
    last: str
    count: int
    records: list[Record]

    @property
    def span(self) -> str:
        """Return the prefix and frame numbers: `W-HAI 1275–1316`."""
        numbers = self.first if self.first == self.last else f"{self.first}–{self.last}"
        return f"{self.prefix} {numbers}".strip()

    @property
    def label(self) -> str:
        """Return the span with the number of frames: `W-HAI 1275–1316, 12 frames`."""
        return f"{self.span}, {self.count} frame{'' if self.count == 1 else 's'}"


def renumber(batch: Batch) -> None:
    """Update the sequence and frame number of photos that this batch added or changed."""
    for chunk in in_chunks(sorted(batch.photos)):
        known = set(batch.conn.execute(select(frames.c.record).where(frames.c.record.in_(chunk))).scalars())
        found = rows_for(batch.conn, chunk)
        if gone := known - {row["record"] for row in found}:
            batch.conn.execute(delete(frames).where(frames.c.record.in_(gone)))
        if found:
            batch.conn.execute(_KEEP, found)


def rows_for(conn: Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return the table rows for those of at most CHUNK records that are photos with a number in their file name."""
    wanted = select(records.c.id, records.c.facts)
    photos = conn.execute(wanted.where(records.c.id.in_(ids), records.c.kind == Kind.PHOTO.value)).all()
    where = _files(conn, ids)
    found = (_row(row.id, row.facts, *where[row.id]) for row in photos if row.id in where)
    return [row for row in found if row is not None]


def _files(conn: Connection, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return, for each record, the folder and file name of its newest original, as `Record.filename` chooses them."""
    originals = select(assets.c.record, assets.c.sha256).filter_by(role=Role.ORIGINAL.value)
    originals = originals.where(assets.c.record.in_(ids)).order_by(assets.c.version, assets.c.n.desc())
    newest = {row.record: row.sha256 for row in conn.execute(originals)}
    columns = (names.c.record, names.c.sha256, names.c.root, names.c.path, names.c.member)
    order = (names.c.status.is_not(None), names.c.live.desc(), names.c.first_seen, names.c.id)
    found: dict[str, tuple[str, str]] = {}
    for row in conn.execute(select(*columns).where(names.c.record.in_(ids)).order_by(*order)):
        if newest.get(row.record) == row.sha256:
            whole = f"{row.path}!/{row.member}" if row.member else row.path
            folder, _, last = whole.rpartition("/")
            found.setdefault(row.record, (printable(f"{row.root}/{folder}"), printable(last)))
    return found


def _row(record: str, facts: Mapping[str, Any], folder: str, filename: str) -> dict[str, Any] | None:
    place = place_of(filename)
    if place is None:
        return None
    taken = str(facts.get("created") or "")
    exact = facts.get("created_precision", "second") in ("second", "day") and len(taken) >= 10
    return {
        "record": record,
        "prefix": place.prefix,
        "day": taken[:10] if exact else folder,
        "number": place.number,
        "folder": folder,
        "creator": _folded(facts.get("creator")),
        "camera": _folded(facts.get("camera")) if place.prefix.strip(" _-") in _COUNTERS else "",
        "taken": taken if exact and len(taken) > 10 else "",
    }


def _folded(value: Any) -> str:
    first = next(iter(value), "") if isinstance(value, list) else value
    return name_key(str(first or "").replace("/", " "))


def sequence(conn: Connection, id_: str, sight: Sight, most: int = MOST) -> ImageSequence | None:
    """Return the run of a photo, made of visible frames; None if there are fewer than two."""
    mine = conn.execute(select(frames).where(frames.c.record == id_)).first()
    if mine is None:
        return None
    rows = select(frames, records.c.status, records.c.release_at).join(records, records.c.id == frames.c.record)
    rows = rows.where(frames.c.prefix == mine.prefix, frames.c.day == mine.day).order_by(frames.c.number)
    seen = [row for row in conn.execute(rows) if sight.sees(row)]
    if all(row.record != id_ for row in seen):
        return None
    run = run_of(conn, seen, mine)
    return _told(conn, run, id_, sight, most) if len(run) > 1 else None


def run_of(conn: Connection, rows: list[Row[Any]], mine: Row[Any]) -> list[list[Row[Any]]]:
    """Return the frames, with their copies, of the run that contains one of these rows of one prefix and day, by
    number."""
    return _run_of(_distinct(conn, _of_one_camera(rows, mine), mine), mine)


def _of_one_camera(rows: list[Row[Any]], mine: Row[Any]) -> list[Row[Any]]:
    """Return only the frames of its photographer, and of its camera if cameras number them, if there are several."""
    for column in ("creator", "camera"):
        if len({getattr(row, column) for row in rows} - {""}) > 1:
            rows = [row for row in rows if getattr(row, column) == getattr(mine, column)]
    return rows


def _distinct(conn: Connection, rows: list[Row[Any]], mine: Row[Any]) -> list[list[Row[Any]]]:
    """Return the frames, each with its copies. If two frames in two folders have the same number, these are two
    counters, and only the frames in its folder belong to its run."""
    by_number: dict[int, list[Row[Any]]] = {}
    for row in rows:
        by_number.setdefault(row.number, []).append(row)
    alike = _also_as(conn, [row.record for same in by_number.values() if len(same) > 1 for row in same])
    groups = [group for same in by_number.values() for group in _copies(same, alike)]
    spread = any(
        one.number == other.number and one.folder != other.folder
        for one, other in combinations([group[0] for group in groups if len(by_number[group[0].number]) > 1], 2)
    )
    if spread:
        here = [[row for row in group if row.folder == mine.folder] for group in groups]
        return [group for group in here if group]
    return groups


def _copies(rows: list[Row[Any]], alike: set[frozenset[str]]) -> Iterator[list[Row[Any]]]:
    left = list(rows)
    while left:
        first = left[0]
        yield [row for row in left if row is first or _same_frame(first, row, alike)]
        left = [row for row in left[1:] if not _same_frame(first, row, alike)]


def _same_frame(one: Row[Any], other: Row[Any], alike: set[frozenset[str]]) -> bool:
    if one.taken and other.taken:
        return same_time(one.taken, other.taken)
    return bool(one.folder == other.folder) or frozenset((one.record, other.record)) in alike


def _also_as(conn: Connection, ids: Iterable[str]) -> set[frozenset[str]]:
    found: set[frozenset[str]] = set()
    for chunk in in_chunks(ids):
        pairs = select(relations.c.subject, relations.c.object).filter_by(type="also-as")
        found.update(frozenset(pair) for pair in conn.execute(pairs.where(relations.c.subject.in_(chunk))))
    return found


def _run_of(groups: list[list[Row[Any]]], mine: Row[Any]) -> list[list[Row[Any]]]:
    """Return the contiguous frames around it, across a counter reset on the same day."""
    runs: list[list[list[Row[Any]]]] = []
    for group in groups:
        if runs and group[0].number - runs[-1][-1][0].number <= GAP:
            runs[-1].append(group)
        else:
            runs.append([group])
    if len(runs) > 1 and runs[0][0][0].number <= GAP and ROUND - GAP <= runs[-1][-1][0].number <= ROUND:
        runs[-1] += runs.pop(0)
    return next((run for run in runs if any(row.record == mine.record for group in run for row in group)), [])


def _told(conn: Connection, run: list[list[Row[Any]]], id_: str, sight: Sight, most: int) -> ImageSequence:
    at = next(n for n, group in enumerate(run) if any(row.record == id_ for row in group))
    start = max(0, min(at - most // 2, len(run) - most))
    near = run[start : start + most]
    wanted = [row.record for group in near for row in group]
    seen = {record.id: record for record in record_reads.get_many(conn, wanted, sight)}
    shown = [_best([seen[row.record] for row in group], id_) for group in near]
    here = seen[id_]
    place = place_of(here.filename)
    prefix = written_prefix(here.filename, place) if place else run[at][0].prefix
    first, last = (f"{end[0].number:0{place.digits if place else 1}d}" for end in (run[0], run[-1]))
    return ImageSequence(prefix, first, last, len(run), shown)


def _best(copies: list[Record], id_: str) -> Record:
    """Return the requested one of several copies of a frame, else the largest."""
    return max(copies, key=lambda record: (record.id == id_, _pixels(record), record.id))


def _pixels(record: Record) -> int:
    width, height = record.values.get("width"), record.values.get("height")
    return width * height if isinstance(width, int) and isinstance(height, int) else 0
