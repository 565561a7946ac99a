"""Texts that are one: reprints found by how they are worded, and the numbers that language versions have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, delete, func, or_, select
from sqlalchemy.dialects.sqlite import insert

from archive.analysis.terms import whole_number
from archive.catalogue.batch import Batch, in_chunks
from archive.catalogue.sameness import Wording, near, same_text, sketches
from archive.catalogue.tables import records, texts
from archive.catalogue.version_tables import edition_numbers, editions, reprints
from archive.record import Kind

NEAREST = 8  # of those near, how many are read
_READ = 4096  # sketches read at once
_PARTS = 3  # of a number that is one release's alone: 45/TB/BNG; 12/2025 may be a month
_DIGITS = 5  # of one that has a single part

_NEW = (
    select(editions.c.record, editions.c.sketch, editions.c.change)
    .where(editions.c.change > bindparam("after"))
    .order_by(editions.c.change)
)
_TEXTS = select(records.c.id, records.c.kind, records.c.facts, texts.c.text).outerjoin(
    texts, texts.c.record == records.c.id
)
_CHANGE = select(func.coalesce(func.max(editions.c.change), 0) + 1).scalar_subquery()
_KEEP = insert(editions).values(change=_CHANGE)
_KEEP = _KEEP.on_conflict_do_update(
    index_elements=["record"],
    set_={name: _KEEP.excluded[name] for name in ("digest", "sketch", "change")},
)


@dataclass(slots=True)
class Shelf:
    """The sketches of all texts in memory, 16 bytes each, brought up to date within a writing transaction."""

    ids: list[str] = field(default_factory=list)
    at: dict[str, int] = field(default_factory=dict)
    sketches: NDArray[np.uint64] = field(default_factory=lambda: np.empty((2, 0), np.uint64))
    change: int = 0

    def catch_up(self, conn: Connection) -> None:
        """Reads the sketches that came since it last did."""
        for rows in conn.execute(_NEW, {"after": self.change}).partitions(_READ):
            self._take(rows)

    def _take(self, rows: Sequence[Any]) -> None:
        self.change = rows[-1].change
        for gone in {row.record for row in rows} & self.at.keys():
            self.ids[self.at.pop(gone)] = ""
        kept = [row for row in rows if row.sketch]
        self.at.update((row.record, len(self.ids) + n) for n, row in enumerate(kept))
        self.ids += [row.record for row in kept]
        if kept:
            self.sketches = np.concatenate([self.sketches, sketches([row.sketch for row in kept])], axis=1)

    def near(self, record: str) -> list[str]:
        """The records whose texts may be the same, likeliest first."""
        at = self.at.get(record)
        if at is None:
            return []
        found = [self.ids[n] for n in near(self.sketches, self.sketches[:, at])[: 4 * NEAREST]]
        return [other for other in found if other not in ("", record)][:NEAREST]


def renew(batch: Batch, ids: Collection[str], shelf: Shelf) -> None:
    """Works out again, for records whose text or values changed, how they are worded, what they are numbered, and whose
    text is theirs too."""
    for chunk in in_chunks(ids):
        renew_rows(batch.conn, chunk, shelf)


def renew_rows(conn: Connection, ids: Sequence[str], shelf: Shelf) -> None:
    """The same for at most CHUNK records, on a connection alone."""
    wordings = _put(conn, ids)
    conn.execute(delete(reprints).where(or_(reprints.c.one.in_(ids), reprints.c.other.in_(ids))))
    shelf.catch_up(conn)
    for record, wording in wordings.items():
        _compare(conn, shelf, record, wording)


def _put(conn: Connection, ids: Sequence[str]) -> dict[str, Wording]:
    """Writes the rows of these records; gives the texts of those that are compared."""
    rows = conn.execute(_TEXTS.where(records.c.id.in_(ids))).all()
    conn.execute(delete(edition_numbers).where(edition_numbers.c.record.in_(ids)))
    wordings = {row.id: _wording(row) for row in rows}
    kept = [{"record": id_, "digest": text.digest, "sketch": text.sketch} for id_, text in wordings.items()]
    if kept:
        conn.execute(_KEEP, kept)
    numbers = [
        {"record": row.id, "number": number}
        for row in rows
        if row.kind != Kind.PHOTO.value
        for number in numbers_of(row.facts.get("identifiers"))
    ]
    if numbers:
        conn.execute(insert(edition_numbers), numbers)
    return wordings


def _wording(row: Any) -> Wording:
    """A row of a kind, facts and text as its words; those of a photo are not compared."""
    text = "" if row.kind == Kind.PHOTO.value else row.text or ""
    return Wording(text, str(row.facts.get("title") or ""))


def numbers_of(identifiers: Any) -> list[str]:
    """The numbers by which language versions of one release are known, whatever stands between their parts."""
    given: Iterable[Any] = identifiers if isinstance(identifiers, list) else [identifiers]
    found = (whole_number(item) for item in given if isinstance(item, str))
    return [number for number in dict.fromkeys(found) if _telling(number)]


def _telling(number: str) -> bool:
    parts = number.split("/")
    if len(parts) == 1:
        return sum(sign.isdigit() for sign in number) >= _DIGITS
    return len(parts) >= _PARTS and any(part.isalpha() for part in parts) and any(map(str.isdigit, parts))


def _compare(conn: Connection, shelf: Shelf, record: str, wording: Wording) -> None:
    likely = shelf.near(record)
    if not likely:
        return
    rows = conn.execute(_TEXTS.where(records.c.id.in_(likely)))
    others = [(row.id, _wording(row)) for row in rows]
    same = [id_ for id_, other in others if other.digest != wording.digest and same_text(wording, other)]
    if same:
        conn.execute(
            insert(reprints).on_conflict_do_nothing(),
            [{"one": min(record, other), "other": max(record, other)} for other in same],
        )
