"""Keeps the profiles and clues of the texts that a batch brought or changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, delete, insert, select

from archive.catalogue.many import EACH, rows_of
from archive.catalogue.paths import folder_of, printable
from archive.catalogue.relating.filed import Filed, filed
from archive.catalogue.relating.profile import Profile, Source, clues_of, profile_of
from archive.catalogue.relating.world import clues_held
from archive.catalogue.relation_tables import clues, profiles
from archive.catalogue.tables import names, records, texts
from archive.record import CAPTION_SHEET, Kind

_ROWS = (
    select(records.c.id, records.c.kind, records.c.genre, records.c.reader, records.c.facts, records.c.furniture)
    .add_columns(texts.c.text)
    .outerjoin(texts, texts.c.record == records.c.id)
    .where(records.c.id.in_(EACH))
)
_NAMES = select(names.c.record, names.c.root, names.c.path, names.c.member, names.c.live).where(
    names.c.record.in_(EACH), names.c.status.is_(None)
)
_LEFT_OUT = frozenset({CAPTION_SHEET})  # of texts that belong to photos
_PACKED = frozenset({"zip", "tar"})  # mere containers


def shelve(conn: Connection, changed: Collection[str]) -> set[str]:
    """Works out again what these records are found by, and keeps it; gives the clues that any of them had or has."""
    before = clues_held(conn, changed)
    made = {profile.record: profile for profile in _profiles(conn, changed)}
    now = {record: clues_of(profile) for record, profile in made.items()}
    known = sorted(before.keys())
    if known:
        conn.execute(delete(clues).where(clues.c.record.in_(EACH)), {"ids": _json(known)})
    gone = sorted(set(changed) - made.keys())
    for ids in (gone, sorted(made)):
        if ids:
            conn.execute(delete(profiles).where(profiles.c.record.in_(EACH)), {"ids": _json(ids)})
    if made:
        conn.execute(
            insert(profiles), [{"record": profile.record, "profile": profile.to_json()} for profile in made.values()]
        )
    rows = [{"record": record, "clue": clue} for record, held in now.items() for clue in sorted(held)]
    if rows:
        conn.execute(insert(clues), rows)
    return {clue for held in (*before.values(), *now.values()) for clue in held}


def _json(ids: Iterable[str]) -> str:
    return json.dumps(list(ids))


def _profiles(conn: Connection, ids: Collection[str]) -> list[Profile]:
    rows = [
        row
        for row in rows_of(conn, _ROWS, sorted(ids))
        if row.kind != Kind.PHOTO.value and row.genre not in _LEFT_OUT and row.reader not in _PACKED
    ]
    placed = _filed(conn, [row.id for row in rows])
    return [
        profile_of(Source(row.id, row.kind, row.facts, row.furniture, row.text or "", tuple(placed.get(row.id, ()))))
        for row in rows
    ]


def _filed(conn: Connection, ids: Sequence[str]) -> dict[str, list[Filed]]:
    """What the names say under which each text lies now, or lay where it does so no more."""
    held: dict[str, dict[bool, dict[Filed, None]]] = {}
    for row in rows_of(conn, _NAMES, ids):
        last = (row.member or row.path).replace("!/", "/").rpartition("/")[2]
        folders = tuple(printable(part) for part in folder_of(row.path, row.member))
        one = filed(printable(row.root), folders, printable(last))
        held.setdefault(row.record, {}).setdefault(bool(row.live), {})[one] = None
    return {
        record: sorted(by_live.get(True) or by_live[False], key=lambda one: (one.folder, one.core, one.language))
        for record, by_live in held.items()
    }
