"""Group versions of one text: reprints, other languages, replacements. A viewer's groups contain only visible records.

Reprints are found by similar wording, language versions by the release numbers they share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, count, groupby
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, delete, func, insert, or_, select

from archive.catalogue.relations.relations import DOUBT, VERSIONS
from archive.catalogue.relations.text_bands import find_candidates, put_bands
from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.rows import upsert
from archive.catalogue.schema.tables import edition_numbers, editions, records, relations, reprints, texts
from archive.record import Kind
from archive.text import fold
from archive.text.near_duplicates import MOST_EQUAL, WordedText, same_text
from archive.text.terms import whole_number

_PARTS = 3  # parts of a number that identifies one release: 45/TB/BNG; 12/2025 may be a month
_DIGITS = 5  # digits of a number with a single part

_KNOWN = select(editions).where(editions.c.record.in_(EACH))
_TEXTS = select(records.c.id, records.c.kind, records.c.facts, texts.c.text).outerjoin(
    texts, texts.c.record == records.c.id
)
_LAST = select(func.coalesce(func.max(editions.c.change), 0))
_KEEP = upsert(editions, changed=("digest", "sketch"))
_RELATE = upsert(reprints)


def update_text_versions(batch: Batch, ids: Collection[str]) -> None:
    """Update the sketches, bands, numbers and duplicates of records whose text or values changed."""
    for chunk in in_chunks(ids):
        renew_rows(batch.conn, chunk)


def renew_rows(conn: Connection, ids: Sequence[str]) -> None:
    """Do the same for at most CHUNK records on a bare connection."""
    wordings = _put(conn, ids)
    conn.execute(delete(reprints).where(or_(reprints.c.one.in_(ids), reprints.c.other.in_(ids))))
    for record, likely in find_candidates(conn, wordings).items():
        _compare(conn, record, wordings[record], likely)


def _put(conn: Connection, ids: Sequence[str]) -> dict[str, WordedText]:
    """Write the rows of these records; return the texts of those that are compared."""
    rows = conn.execute(_TEXTS.where(records.c.id.in_(ids))).all()
    conn.execute(delete(edition_numbers).where(edition_numbers.c.record.in_(ids)))
    wordings = {row.id: _wording(row) for row in rows}
    _put_wordings(conn, wordings)
    numbers = [
        {"record": row.id, "number": number}
        for row in rows
        if row.kind != Kind.PHOTO.value
        for number in numbers_of(row.facts.get("identifiers"))
    ]
    if numbers:
        conn.execute(insert(edition_numbers), numbers)
    return wordings


def _put_wordings(conn: Connection, wordings: dict[str, WordedText]) -> None:
    """Store digests, sketches and bands of texts that are new or have changed wording."""
    known = {row.record: row for row in select_by_ids(conn, _KNOWN, wordings)}
    new = {id_: one for id_, one in wordings.items() if not _is_worded_so(known.get(id_), one)}
    if not new:
        return
    free = count(conn.execute(_LAST).scalar_one() + 1)
    numbers = {id_: known[id_].change if id_ in known else next(free) for id_ in new}
    conn.execute(
        _KEEP,
        [
            {"record": id_, "digest": one.digest, "sketch": one.sketch, "change": numbers[id_]}
            for id_, one in new.items()
        ],
    )
    put_bands(conn, [(numbers[id_], one.bands) for id_, one in new.items()])


def _is_worded_so(row: Row[Any] | None, wording: WordedText) -> bool:
    return row is not None and (row.digest, row.sketch) == (wording.digest, wording.sketch)


def _wording(row: Any) -> WordedText:
    """Return a row of kind, facts and text as its words; none for photos."""
    text = "" if row.kind == Kind.PHOTO.value else row.text or ""
    return WordedText(text, str(row.facts.get("title") or ""))


def numbers_of(identifiers: Any) -> list[str]:
    """Return the numbers that identify language versions of one release, regardless of separators."""
    given: Iterable[Any] = identifiers if isinstance(identifiers, list) else [identifiers]
    found = (whole_number(item) for item in given if isinstance(item, str))
    return [number for number in dict.fromkeys(found) if _telling(number)]


def _telling(number: str) -> bool:
    parts = number.split("/")
    if len(parts) == 1:
        return sum(sign.isdigit() for sign in number) >= _DIGITS
    return len(parts) >= _PARTS and any(part.isalpha() for part in parts) and any(map(str.isdigit, parts))


def _compare(conn: Connection, record: str, wording: WordedText, likely: list[str]) -> None:
    rows = conn.execute(_TEXTS.where(records.c.id.in_(likely)))
    others = [(row.id, _wording(row)) for row in rows]
    same = [id_ for id_, other in others if other.digest != wording.digest and same_text(wording, other)]
    if same:
        conn.execute(
            _RELATE,
            [{"one": min(record, other), "other": max(record, other)} for other in same],
        )


Sees = Callable[[Any], bool]
MOST_OF_NUMBER = 12  # texts with one number; above it, the number is cited rather than their own
DAYS = 45  # between two languages of one release
_MEMBER = select(records.c.id, records.c.status, records.c.release_at, records.c.added_at, records.c.facts)
_MEMBER = _MEMBER.where(records.c.id.in_(EACH))
_ALIKE = select(reprints.c.one, reprints.c.other).where(or_(reprints.c.one.in_(EACH), reprints.c.other.in_(EACH)))
_RELATED = select(relations.c.subject, relations.c.object).where(
    or_(*(relations.c.type == type_ for type_ in VERSIONS)),
    relations.c.certainty >= DOUBT,
    or_(relations.c.subject.in_(EACH), relations.c.object.in_(EACH)),
)


@dataclass(slots=True)
class _Web:
    """The records seen so far, None for hidden ones; which are tied, and which share words or a number."""

    forms: bool = False
    rows: dict[str, Row[Any] | None] = field(default_factory=dict)
    ties: set[tuple[str, str]] = field(default_factory=set)
    worded: dict[str, list[str]] = field(default_factory=dict)
    numbered: dict[str, list[str]] = field(default_factory=dict)


def groups_of(conn: Connection, ids: Collection[str], sees: Sees, *, forms: bool = False) -> list[list[str]]:
    """Return the groups of two or more that contain these records, each the earliest first, only of records that `sees`
    makes visible: records tied only by a hidden one are not grouped. `forms`: also group records that only share the
    wording of a form."""
    web = _Web(forms=forms)
    fresh = _admit(conn, web, ids, sees)
    while fresh:
        fresh = _admit(conn, web, _reach(conn, web, fresh), sees)
    wanted = set(ids)
    return [group for group in _visible_groups(web) if not wanted.isdisjoint(group)]


def _admit(conn: Connection, web: _Web, ids: Iterable[str], sees: Sees) -> list[str]:
    """Read records not seen before; return the visible ones."""
    new = sorted(set(ids) - web.rows.keys())
    web.rows.update(dict.fromkeys(new))
    web.rows |= {row.id: row for row in select_by_ids(conn, _MEMBER, new) if sees(row)}
    return [id_ for id_ in new if web.rows[id_] is not None]


def _reach(conn: Connection, web: _Web, ids: Sequence[str]) -> set[str]:
    """Note what these records are tied to and share; return all ends."""
    pairs = [tuple(row) for statement in (_ALIKE, _RELATED) for row in select_by_ids(conn, statement, ids)]
    web.ties.update(pairs)
    ends = {end for pair in pairs for end in pair}
    ends |= _sharing(conn, web.worded, ids, *_WORDED)
    return ends | _sharing(conn, web.numbered, ids, *_NUMBERED)


def _held_by(record: Column[Any], value: Column[Any]) -> tuple[Select[Any], Select[Any]]:
    """Return the values of these records, and the records with these values."""
    held = select(value).where(record.in_(EACH), value != "").distinct()
    return held, select(record, value).where(value.in_(EACH)).order_by(record)


_WORDED = _held_by(editions.c.record, editions.c.digest)
_NUMBERED = _held_by(edition_numbers.c.record, edition_numbers.c.number)


def _sharing(
    conn: Connection, known: dict[str, list[str]], ids: Sequence[str], values: Select[Any], holders: Select[Any]
) -> set[str]:
    """Look up who shares values of these that were not looked up yet; return all of them."""
    new = [value for (value,) in select_by_ids(conn, values, ids) if value not in known]
    found: dict[str, list[str]] = defaultdict(list)
    for id_, value in select_by_ids(conn, holders, new):
        found[value].append(id_)
    known.update(found)
    return {id_ for members in found.values() for id_ in members}


def _visible_groups(web: _Web) -> Iterator[list[str]]:
    parent: dict[str, str] = {}

    def root(id_: str) -> str:
        while parent.setdefault(id_, id_) != id_:
            parent[id_] = parent[parent[id_]]
            id_ = parent[id_]
        return id_

    for one, other in _ties(web):
        parent[root(one)] = root(other)
    groups: dict[str, list[str]] = defaultdict(list)
    for id_ in list(parent):
        groups[root(id_)].append(id_)
    for members in groups.values():
        rows = [row for row in map(web.rows.get, members) if row is not None]
        yield [row.id for row in sorted(rows, key=lambda row: (row.added_at, row.id))]


def _ties(web: _Web) -> Iterator[tuple[str, str]]:
    for one, other in web.ties:
        if web.rows.get(one) is not None and web.rows.get(other) is not None:
            yield one, other
    for members in web.worded.values():
        seen = [row for row in map(web.rows.get, members) if row is not None]
        whole = web.forms or len(seen) <= MOST_EQUAL
        for _, alike in groupby(sorted(seen, key=_title), key=lambda row: "" if whole else _title(row)):
            first, *others = alike
            yield from ((first.id, other.id) for other in others)
    for members in web.numbered.values():
        rows = [row for row in map(web.rows.get, members) if row is not None]
        if len(rows) <= MOST_OF_NUMBER:
            yield from ((a.id, b.id) for a, b in combinations(rows, 2) if _are_language_versions(a.facts, b.facts))


def _title(row: Row[Any]) -> str:
    return fold(str(row.facts.get("title") or ""))


def _are_language_versions(one: dict[str, Any], other: dict[str, Any]) -> bool:
    tongues = [str(facts.get("language") or "")[:2] for facts in (one, other)]
    if "" in tongues or tongues[0] == tongues[1]:
        return False
    days = [_day(facts.get("date")) for facts in (one, other)]
    return None in days or abs((days[0] - days[1]).days) <= DAYS  # type: ignore[operator]


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
