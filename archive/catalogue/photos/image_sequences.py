"""Image sequences: photos of one prefix and day by frame number, shown as a contact sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from archive.catalogue.photos.frame_runs import FrameRuns, FrameSequence, FrameView, frames_of, makers_of
from archive.catalogue.records import record_reads
from archive.catalogue.records.record_reads import Sight
from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.filenames import name_key, place_of, printable, written_prefix
from archive.catalogue.schema.rows import upsert
from archive.catalogue.schema.tables import assets, frames, names, records
from archive.record import Kind, Record, Role

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


Moves = dict[str, dict[str, Any] | None]  # the new row of each photo that has another one now, None for none


def moves(batch: Batch) -> Moves:
    """Return the photos that this batch added or changed so that they have another place in a sequence."""
    found: Moves = {}
    for chunk in in_chunks(sorted(batch.photos)):
        known = {row.record: row for row in batch.conn.execute(select(frames).where(frames.c.record.in_(chunk)))}
        now = {row["record"]: row for row in rows_for(batch.conn, chunk)}
        found |= dict.fromkeys(known.keys() - now.keys())
        found |= {record: row for record, row in now.items() if record not in known or known[record]._mapping != row}
    return found


def renumber(batch: Batch, moved: Moves) -> None:
    """Write the new places of these photos."""
    for chunk in in_chunks(record for record, row in moved.items() if row is None):
        batch.conn.execute(delete(frames).where(frames.c.record.in_(chunk)))
    if rows := [row for row in moved.values() if row is not None]:
        batch.conn.execute(_KEEP, rows)


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
    mine = frames_of(conn, [id_])
    if not mine or not sight.sees(mine[0]):
        return None
    run = FrameRuns(conn, FrameView(sight), makers_of(conn, mine)).sequence(mine[0], most)
    return _described(conn, run, mine[0], sight) if run.count > 1 else None


def _described(conn: Connection, run: FrameSequence, mine: Row[Any], sight: Sight) -> ImageSequence:
    wanted = [row.record for group in run.near for row in group]
    seen = {record.id: record for record in record_reads.get_many(conn, wanted, sight)}
    shown = [_best([seen[row.record] for row in group], mine.record) for group in run.near]
    here = seen[mine.record]
    place = place_of(here.filename)
    prefix = written_prefix(here.filename, place) if place else mine.prefix
    first, last = (f"{number:0{place.digits if place else 1}d}" for number in (run.first, run.last))
    return ImageSequence(prefix, first, last, run.count, shown)


def _best(copies: list[Record], id_: str) -> Record:
    """Return the requested one of several copies of a frame, else the largest."""
    return max(copies, key=lambda record: (record.id == id_, _pixels(record), record.id))


def _pixels(record: Record) -> int:
    width, height = record.values.get("width"), record.values.get("height")
    return width * height if isinstance(width, int) and isinstance(height, int) else 0
