"""Store text profiles and clues, and find texts that share a clue.

Profiles and clues are updated for the texts of each batch.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from sqlalchemy import Connection, delete, insert, select

from archive.catalogue.relations.filename_clues import FilenameClues, filed
from archive.catalogue.relations.text_profile import Profile, ProfileRow, clues_of, profile_of
from archive.catalogue.schema.filenames import folder_of, printable
from archive.catalogue.schema.id_queries import EACH, each_of, joined_values, select_by_ids
from archive.catalogue.schema.tables import clues, editions, names, profiles, records, reprints, texts
from archive.record import CAPTION_SHEET, Kind
from archive.text.near_duplicates import WordedText

# How many texts may share a clue before it is ignored, by the prefix of the clue: more with one number cite it, more in
# one folder are a collection and not a release.
MOST = {"n": 12, "f": 12, "s": 24, "fd": 60, "t": 24, "d": 60, "o": 24}
MOST_ASKING = 500  # corrections and annexes that look for one clue
_ASKED = each_of("clues")
_WITH_CLUE = select(clues.c.record).where(clues.c.clue == _ASKED.c.value)
_MEMBERS = select(_ASKED.c.value.label("clue"), joined_values(_WITH_CLUE, _ASKED))
_PROFILES = select(profiles).where(profiles.c.record.in_(EACH))
_REPRINTS = select(reprints).where(reprints.c.one.in_(EACH))
_DIGESTS = select(editions.c.record, editions.c.digest).where(editions.c.record.in_(EACH), editions.c.digest != "")
_CLUES = select(clues).where(clues.c.record.in_(EACH))


def most_of(clue: str) -> int:
    """Return the number of texts that may share this clue."""
    return MOST_ASKING if clue.startswith("?") else MOST[clue.partition(":")[0]]


def looked_up(clue: str) -> str | None:
    """Return the clue under which a text with this one finds others: the same, or the one it looks for. A day alone
    links no texts: only a correction looks for one."""
    if clue.startswith("?"):
        return clue[1:]
    return None if clue.startswith("d:") else clue


def concerned_by(clue: str) -> list[str]:
    """Return the clues of texts that may be affected if another text gets this one."""
    if clue.startswith("?"):
        return []
    return [f"?{clue}"] if clue.startswith("d:") else [f"?{clue}", clue]


def clues_held(conn: Connection, ids: Iterable[str]) -> dict[str, set[str]]:
    """Return the stored clues of these records."""
    found: dict[str, set[str]] = {}
    for row in select_by_ids(conn, _CLUES, ids):
        found.setdefault(row.record, set()).add(row.clue)
    return found


def members_of(conn: Connection, wanted: Collection[str], more: int = 0) -> dict[str, list[str]]:
    """Return the texts with each of these clues; for very common clues, only slightly more than are used."""
    found: dict[str, list[str]] = {}
    for most in {most_of(clue) for clue in wanted}:
        asked = json.dumps(sorted(clue for clue in wanted if most_of(clue) == most))
        rows = conn.execute(_MEMBERS, {"clues": asked, "most": most + more + 1})
        found.update((clue, members.split(",") if members else []) for clue, members in rows)
    return found


@dataclass(slots=True)
class ProfileSet:
    """The profiles of some texts, and of all texts that share a clue with them."""

    conn: Connection
    held: dict[str, set[str]] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    _copies: set[tuple[str, str]] | None = None
    _wordings: dict[str, WordedText] = field(default_factory=dict)

    @classmethod
    def around(cls, conn: Connection, ids: Collection[str]) -> ProfileSet:
        """Return a set with everything that rules may need for these records."""
        world = cls(conn, clues_held(conn, ids))
        wanted = {sought for held in world.held.values() for clue in held if (sought := looked_up(clue))}
        world.groups = {
            clue: sorted(members) if len(members) <= most_of(clue) else []
            for clue, members in members_of(conn, wanted).items()
        }
        near = {*ids, *(member for members in world.groups.values() for member in members)}
        world.profiles = {
            row.record: Profile.from_json(row.record, row.profile)
            for row in select_by_ids(conn, _PROFILES, sorted(near))
        }
        return world

    def sharing(self, record: str) -> list[Profile]:
        """Return all texts that share a clue with a record."""
        return self._led_to(record, [clue for clue in self.held.get(record, ()) if not clue.startswith("?")])

    def beside(self, record: str) -> list[Profile]:
        """Return these, and all texts with a clue that it looks for."""
        return self._led_to(record, self.held.get(record, ()))

    def _led_to(self, record: str, clues_: Iterable[str]) -> list[Profile]:
        sought = filter(None, map(looked_up, clues_))
        found = {member for clue in sought for member in self.groups.get(clue, ())} - {record}
        return [self.profiles[one] for one in sorted(found) if one in self.profiles]

    def group(self, clue: str) -> list[Profile]:
        """Return the texts with a clue, or none if too many have it."""
        return [self.profiles[one] for one in self.groups.get(clue, ()) if one in self.profiles]

    def copies(self, one: Profile, other: Profile) -> bool:
        """Return whether the wording of two texts is the same, or nearly."""
        if self._copies is None:
            self._copies = _copies_among(self.conn, sorted(self.profiles))
        return (min(one.record, other.record), max(one.record, other.record)) in self._copies

    def shared(self, one: Profile, other: Profile) -> float:
        """Return the share, 0 to 1, of the three-word runs of the shorter text that are in the other."""
        mine, theirs = (self._wording(profile.record).runs for profile in (one, other))
        fewest = min(len(mine), len(theirs))
        return len(np.intersect1d(mine, theirs, assume_unique=True)) / fewest if fewest else 0.0

    def _wording(self, record: str) -> WordedText:
        if record not in self._wordings:
            text = self.conn.execute(select(texts.c.text).where(texts.c.record == record)).scalar()
            self._wordings[record] = WordedText(text or "")
        return self._wordings[record]


def _copies_among(conn: Connection, ids: Sequence[str]) -> set[tuple[str, str]]:
    """Return the pairs of these records whose texts are equal or nearly so."""
    found = {(row.one, row.other) for row in select_by_ids(conn, _REPRINTS, ids)}
    equal: dict[str, list[str]] = {}
    for row in select_by_ids(conn, _DIGESTS, ids):
        equal.setdefault(row.digest, []).append(row.record)
    return found.union(*(combinations(sorted(records), 2) for records in equal.values()))


_ROWS = (
    select(records.c.id, records.c.kind, records.c.genre, records.c.reader, records.c.facts, records.c.furniture)
    .add_columns(texts.c.text)
    .outerjoin(texts, texts.c.record == records.c.id)
    .where(records.c.id.in_(EACH))
)
_NAMES = select(names.c.record, names.c.root, names.c.path, names.c.member, names.c.live).where(
    names.c.record.in_(EACH), names.c.status.is_(None)
)
_LEFT_OUT = frozenset({CAPTION_SHEET})  # texts that belong to photos
_PACKED = frozenset({"zip", "tar"})  # containers only


def store_profiles(conn: Connection, changed: Collection[str]) -> set[str]:
    """Update the profiles and clues of these records. Return all clues that any of them had before or has now."""
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
        for row in select_by_ids(conn, _ROWS, sorted(ids))
        if row.kind != Kind.PHOTO.value and row.genre not in _LEFT_OUT and row.reader not in _PACKED
    ]
    placed = _filed(conn, [row.id for row in rows])
    return [
        profile_of(
            ProfileRow(row.id, row.kind, row.facts, row.furniture, row.text or "", tuple(placed.get(row.id, ())))
        )
        for row in rows
    ]


def _filed(conn: Connection, ids: Sequence[str]) -> dict[str, list[FilenameClues]]:
    """Return the clues in the present file names of each text, or in its former ones if it has none."""
    held: dict[str, dict[bool, dict[FilenameClues, None]]] = {}
    for row in select_by_ids(conn, _NAMES, ids):
        last = (row.member or row.path).replace("!/", "/").rpartition("/")[2]
        folders = tuple(printable(part) for part in folder_of(row.path, row.member))
        one = filed(printable(row.root), folders, printable(last))
        held.setdefault(row.record, {}).setdefault(bool(row.live), {})[one] = None
    return {
        record: sorted(by_live.get(True) or by_live[False], key=lambda one: (one.folder, one.core, one.language))
        for record, by_live in held.items()
    }
