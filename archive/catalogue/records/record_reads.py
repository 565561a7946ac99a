"""Read records as a viewer may see them: assets with their names, and links, without hidden parts.

Origins of values are decoded only on demand. Lists of records do not need them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Text, and_, or_, select, type_coerce

from archive.access import Viewer, in_force, is_public, may_see
from archive.catalogue.image_links.match_rules import TOLD
from archive.catalogue.image_links.mentions import mention_of
from archive.catalogue.receipts.file_paths import shown_names
from archive.catalogue.records.public_revisions import revisions_of
from archive.catalogue.relations.matches import reason_of
from archive.catalogue.relations.relations import DOUBT, INVERSE
from archive.catalogue.schema.column_types import notes_of
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import assets, mentions, records, relations, texts
from archive.messages import stored_message
from archive.record import Asset, Candidate, Kind, Link, Record, Relation, Role, Status, picture_of


def candidates_in(told: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, list[Candidate]]:
    """Return the origins of a row, read as JSON, as candidates."""
    return {key: _candidates(offers) for key, offers in told.items()}


def _candidates(offers: Iterable[Mapping[str, Any]]) -> list[Candidate]:
    return [Candidate(**offer) for offer in offers]


class Origins(Mapping[str, list[Candidate]]):
    """All candidates of each key, the one in use first. Equal to the corresponding dict. Lists of records query many
    keys, most of them empty."""

    __slots__ = ("_offers", "_text", "_told")

    def __init__(self, text: str) -> None:
        """`text`: the JSON of the row."""
        self._text = text
        self._told: dict[str, list[dict[str, Any]]] | None = None
        self._offers: dict[str, list[Candidate]] = {}

    def _read(self) -> dict[str, list[dict[str, Any]]]:
        if self._told is None:
            self._told = json.loads(self._text)
        return self._told

    def __getitem__(self, key: str) -> list[Candidate]:
        if key not in self._offers:
            self._offers[key] = _candidates(self._read()[key])
        return self._offers[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return the candidates of a key."""
        return self[key] if key in self._read() else default

    def __contains__(self, key: object) -> bool:
        return key in self._read()

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __repr__(self) -> str:
        return repr(dict(self))


_UNREAD = ("media_type", "furniture")  # no record has these
_AS_TEXT = {name: type_coerce(records.c[name], Text).label(name) for name in ("origins", "notes")}
_COLUMNS = [_AS_TEXT.get(column.name, column) for column in records.c if column.name not in _UNREAD]
_ROWS = select(*_COLUMNS).where(records.c.id.in_(EACH))
_FILES = select(assets).where(assets.c.record.in_(EACH)).order_by(assets.c.record, assets.c.n)
_NAMED = select(mentions).where(or_(mentions.c.record.in_(EACH), mentions.c.photo.in_(EACH)))
_RELATED = select(relations).where(or_(relations.c.subject.in_(EACH), relations.c.object.in_(EACH)))
_OF = (records.c.id, records.c.status, records.c.release_at)
_TEXTS = select(*_OF, texts.c.text).join(texts, texts.c.record == records.c.id).where(records.c.id.in_(EACH))
_FURNITURE = select(*_OF, records.c.furniture).where(records.c.id.in_(EACH))


@dataclass(frozen=True, slots=True)
class Sight:
    """A viewer at an instant. `archive.access` decides what the viewer sees."""

    viewer: Viewer
    now: str

    def sees(self, row: Any) -> bool:
        """Return whether a row with `status` and `release_at` may be seen."""
        return may_see(self.viewer, Status(row.status), row.release_at, self.now)

    @property
    def sees_all(self) -> bool:
        """Return whether nothing is hidden from the viewer, so that even counts and reasons reveal nothing."""
        return may_see(self.viewer, Status.WITHDRAWN, None, self.now)


def is_public_at(now: str | ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition on records that `access.is_public` checks."""
    opened = and_(records.c.status == Status.HELD.value, records.c.release_at <= now)
    return or_(records.c.status == Status.RELEASED.value, opened)


def visible(conn: Connection, ids: Iterable[str], sight: Sight) -> dict[str, Row[Any]]:
    """Return the rows of those records that exist and are visible."""
    return {row.id: row for row in _seen(conn, _ROWS, ids, sight)}


def _seen(conn: Connection, statement: Select[Any], ids: Iterable[str], sight: Sight) -> Iterator[Row[Any]]:
    """Yield the visible rows of a statement that selects records with their access."""
    return (row for row in select_by_ids(conn, statement, ids) if sight.sees(row))


def get_many(conn: Connection, ids: Collection[str], sight: Sight) -> list[Record]:
    """Return the visible records among these in the given order, each once. Links to hidden records are left out, as if
    those did not exist."""
    rows = visible(conn, ids, sight)
    links = _Links.load(conn, rows, sight)
    seen = [id_ for id_ in dict.fromkeys(ids) if id_ in rows]
    return [_record(rows[id_], links) for id_ in seen]


def _record(row: Row[Any], links: _Links) -> Record:
    return Record(
        id=row.id,
        kind=Kind(row.kind),
        status=in_force(Status(row.status), row.release_at, links.sight.now),
        version=row.version,
        revision=links.revisions.get(row.id, row.revision),
        added_at=row.added_at,
        values=row.facts,
        origins=Origins(row.origins),
        assets=tuple(links.assets[row.id]),
        reader=row.reader,
        reader_version=row.reader_version,
        release_at=row.release_at,
        hold_reason=stored_message(row.hold_reason, row.hold_messages),
        notes=tuple(notes_of(row.notes)),
        photos=tuple(links.photos[row.id]),
        articles=tuple(links.articles[row.id]),
        relations=tuple(links.relations[row.id]),
        possible=tuple(links.possible[row.id]),
    )


def assets_of(conn: Connection, ids: Collection[str], sight: Sight) -> dict[str, list[Asset]]:
    """Return the files of each record by number, with the names they arrived under, without files hidden from the
    viewer."""
    found: dict[str, list[Asset]] = defaultdict(list)
    shown = shown_names(conn, ids, sight.sees)
    for row in select_by_ids(conn, _FILES, ids):
        is_closed = row.status is not None and not is_public(Status(row.status), row.release_at, sight.now)
        if is_closed and not sight.sees(row):
            continue
        names = shown.get((row.record, row.sha256), ())
        until = row.release_at if is_closed else None
        said = (Role(row.role), row.media_type, row.size, row.sha256, row.version, names, is_closed, until)
        asset = Asset(row.n, *said)
        found[row.record].append(asset)
    return found


class _Links:
    """Everything around some records: their files, and both ends of their mentions and relations."""

    def __init__(self, sight: Sight, near: dict[str, Row[Any]], far: dict[str, Row[Any]]) -> None:
        self.sight = sight
        self.near = near
        self.rows = near | far
        self.revisions: dict[str, int] = {}  # if different from the catalogue's own
        self.assets: dict[str, list[Asset]] = defaultdict(list)
        self.photos: dict[str, list[Link]] = defaultdict(list)
        self.articles: dict[str, list[Link]] = defaultdict(list)
        self.relations: dict[str, list[Relation]] = defaultdict(list)
        self.possible: dict[str, list[Link]] = defaultdict(list)

    @classmethod
    def load(cls, conn: Connection, near: dict[str, Row[Any]], sight: Sight) -> _Links:
        named = _either_end(conn, near, _NAMED)
        related = _either_end(conn, near, _RELATED)
        others = {id_ for row in named for id_ in (row.record, row.photo) if id_}
        others |= {id_ for row in related for id_ in (row.subject, row.object)}
        links = cls(sight, near, visible(conn, others - near.keys(), sight))
        links.assets.update(assets_of(conn, links.rows.keys(), sight))
        if not sight.sees_all:
            links.revisions = revisions_of(conn, near)
        for row in named:
            links._add_mention(row)
        for row in related:
            links._add_relation(row)
        for seen in (*links.articles.values(), *links.possible.values()):
            seen.sort(key=lambda link: (link.title or "", link.record or "", link.mention.offset))
        for ends in links.relations.values():
            ends.sort(key=lambda relation: (relation.type, relation.title or "", relation.record))
        return links

    def _add_mention(self, row: Row[Any]) -> None:
        is_guess = bool(row.doubtful) and row.photo in self.rows
        if row.record in self.near:
            self.photos[row.record].append(self._link(row, None if is_guess else row.photo))
            if is_guess:
                self.possible[row.record].append(self._link(row, row.photo))
        if row.photo in self.near and row.record in self.rows:
            (self.possible if is_guess else self.articles)[row.photo].append(self._link(row, row.record))

    def _link(self, row: Row[Any], end: str | None) -> Link:
        here = end is not None and end in self.rows
        # Why a photo was chosen, or none, may reveal others with that name, including hidden ones.
        told = TOLD.get(row.origin) if here and row.doubtful else None
        reason = stored_message(row.reason, row.messages) if self.sight.sees_all else told
        if end is None or not here:
            return Link(mention_of(row), None, reason=reason, n=row.n)  # as if the photo did not exist
        picture, other = picture_of(self.assets[end]), self.rows[end]
        return Link(
            mention_of(row),
            end,
            self._title(end),
            bool(row.doubtful),
            reason,
            sha256=picture.sha256 if picture else None,
            n=row.n,
            kind=Kind(other.kind),
            genre=other.genre,
            date=other.facts.get("date") or other.facts.get("created"),
            language=other.facts.get("language"),
        )

    def _add_relation(self, row: Row[Any]) -> None:
        if row.subject not in self.rows or row.object not in self.rows:
            return
        for near, far, type_ in (
            (row.subject, row.object, row.type),
            (row.object, row.subject, INVERSE.get(row.type, row.type)),
        ):
            if near in self.near:
                said = (row.origin, row.certainty, reason_of(row.origin), row.certainty < DOUBT)
                relation = Relation(type_, far, self._title(far), *said)
                self.relations[near].append(relation)

    def _original(self, id_: str) -> Asset | None:
        originals = [asset for asset in self.assets[id_] if asset.role is Role.ORIGINAL]
        return max(originals, key=lambda asset: asset.version, default=None)

    def _title(self, id_: str) -> str | None:
        facts = self.rows[id_].facts
        original = self._original(id_)
        return facts.get("title") or facts.get("headline") or (original.filename if original else None)


def _either_end(conn: Connection, ids: Collection[str], statement: Select[Any]) -> list[Row[Any]]:
    return sorted(select_by_ids(conn, statement, ids), key=lambda row: tuple(row)[:3])


def texts_of(conn: Connection, ids: Collection[str], sight: Sight) -> dict[str, str]:
    """Return the stored texts of visible records, by id."""
    return {row.id: row.text for row in _seen(conn, _TEXTS, ids, sight)}


def furniture_of(conn: Connection, ids: Collection[str], sight: Sight) -> dict[str, list[str]]:
    """Return the boilerplate lines of visible records, by id."""
    return {row.id: row.furniture for row in _seen(conn, _FURNITURE, ids, sight)}
