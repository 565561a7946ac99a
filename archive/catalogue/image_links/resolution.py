"""Link mentions to photos again, for every name that a batch added or changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, select, update

from archive.catalogue.image_links.evidence import (
    Days,
    Folder,
    MentionContext,
    Photo,
    article_days,
    captions_of,
    days_in,
    days_of,
    words_of,
)
from archive.catalogue.image_links.match_rules import (
    MOST_WEIGHED,
    Called,
    LinkVerdict,
    MatchedPhotos,
    choose_photo,
    find_strongest_match,
    needs_facts,
)
from archive.catalogue.image_links.mentions import BY_ARCHIVIST, mention_of
from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.filenames import NameShape, folder_of, shape_of
from archive.catalogue.schema.tables import mentions, names, records
from archive.record import Kind, Mention

_NAMES = select(names.c.key, names.c.record, names.c.root, names.c.path, names.c.member)
_PHOTO_NAMES = _NAMES.join(records, records.c.id == names.c.record).where(records.c.kind == Kind.PHOTO.value)
# Links that depend only on a held name would show in what the public sees.
_PHOTO_NAMES = _PHOTO_NAMES.where(names.c.status.is_(None))


def resolve(batch: Batch) -> None:
    """Resolve again every mention whose name this batch added or changed, whether the article or the photo came first.
    Articles and photos whose link changed are indexed again. Also done at the end of a batch."""
    keys, batch.keys = batch.keys, set()
    batch.fresh.clear()  # further changes to them must be read from the database again
    rows = mentions_to_resolve(batch.conn, keys)
    if not rows:
        return
    changed = []
    for row, verdict in verdicts(batch.conn, rows):
        if verdict != LinkVerdict(row.photo, bool(row.doubtful), row.reason, row.origin):
            changed.append({"of": row.record, "at": row.n, **verdict.columns()})
            batch.touch(row.record, row.photo, verdict.photo)
            batch.tied.add(row.record)
    if changed:
        at = (mentions.c.record == bindparam("of"), mentions.c.n == bindparam("at"))
        batch.conn.execute(update(mentions).where(*at), changed)


def mentions_to_resolve(conn: Connection, keys: Iterable[str]) -> list[Row[Any]]:
    """Return the undecided mentions that may refer to any of these names."""
    shapes = [shape_of(key) for key in keys]
    found: dict[tuple[str, int], Row[Any]] = {}
    for column, values in (
        (mentions.c.base, {shape.base for shape in shapes}),
        (mentions.c.stem, {shape.tight for shape in shapes}),
        (mentions.c.digits, {shape.digits for shape in shapes if shape.digits}),
    ):
        for chunk in in_chunks(sorted(values)):
            asked = select(mentions).where(column.in_(chunk), mentions.c.origin != BY_ARCHIVIST)
            found.update(((row.record, row.n), row) for row in conn.execute(asked))
    return [found[at] for at in sorted(found)]


def verdicts(conn: Connection, rows: Iterable[Row[Any]]) -> list[tuple[Row[Any], LinkVerdict]]:
    """Return the verdict on each of these mentions."""
    asked = [_PendingMention(row, shape_of(row.key)) for row in rows]
    _find(conn, asked, (_KEY,))
    _find(conn, asked, (_BASE, _TIGHT))
    _find(conn, asked, (_DIGITS,))
    articles = Articles(conn, {one.row.record for one in asked if one.found})
    facts = _Facts()
    for one in asked:
        one.given = articles.given(one.row.record, mention_of(one.row))
        one.leave_those_beside()
        if one.found and needs_facts(one.shape, one.found, one.photos({}), one.given):
            facts.wanted.update(one.found.photos)
    facts.load(conn)
    return [(one.row, choose_photo(one.shape, one.found, one.photos(facts.known), one.given)) for one in asked]


Group = dict[str, list[tuple[NameShape, Folder]]]  # photos with their present and former names and folders
Crowd = dict[Folder, list[str]]  # photos too numerous to compare, by folder
Known = dict[str, tuple[Days | None, tuple[str, ...]]]  # for a photo: when it was taken, the words of its captions


@dataclass(slots=True)
class _PendingMention:
    row: Row[Any]
    shape: NameShape
    found: MatchedPhotos | None = None
    called: Called = field(default_factory=dict)
    crowd: Crowd | None = None
    given: MentionContext = field(default_factory=MentionContext)

    def leave_those_beside(self) -> None:
        """Keep only photos in the article's folder if very many share the name."""
        if self.found is None or self.crowd is None:
            return
        beside = {photo: None for folder in self.given.folders for photo in self.crowd.get(folder, ())}
        photos = tuple(beside) if len(beside) <= MOST_WEIGHED else ()
        self.found = replace(self.found, photos=photos, among=len(self.found.photos))

    def photos(self, known: Known) -> dict[str, Photo]:
        if self.found is None:
            return {}
        unknown: tuple[Days | None, tuple[str, ...]] = (None, ())
        return {
            photo: Photo(frozenset(folder for _, folder in self.called[photo]), *known.get(photo, unknown))
            for photo in self.found.photos
        }


@dataclass(frozen=True, slots=True)
class _NameColumn:
    """A form of names, and its column."""

    form: Callable[[NameShape], str]
    column: ColumnElement[str]


_KEY = _NameColumn(lambda shape: shape.key, names.c.key)
_BASE = _NameColumn(lambda shape: shape.base, names.c.base)
_TIGHT = _NameColumn(lambda shape: shape.tight, names.c.stem)
_DIGITS = _NameColumn(lambda shape: shape.digits, names.c.digits)


def _find(conn: Connection, asked: Iterable[_PendingMention], ways: Sequence[_NameColumn]) -> None:
    """Search the photos that share a form of their name with those mentions that have no photo yet."""
    open_ = [one for one in asked if one.found is None]
    called = [_called_by(conn, {way.form(one.shape) for one in open_}, way) for way in ways]
    groups: dict[str, Group] = {}
    told: dict[tuple[str, frozenset[str]], tuple[MatchedPhotos | None, Called, Crowd | None]] = {}
    for one in open_:
        key = one.shape.key
        if key not in groups:
            groups[key] = _together(
                photos.get(way.form(one.shape), {}) for way, photos in zip(ways, called, strict=True)
            )
        out = frozenset({one.row.record, *one.row.refused} & groups[key].keys())
        if (key, out) not in told:
            left = {photo: names_ for photo, names_ in groups[key].items() if photo not in out}
            found = find_strongest_match(one.shape, left)
            told[key, out] = (found, left, _crowd(found, left))
        one.found, one.called, one.crowd = told[key, out]


def _together(groups: Iterable[Group]) -> Group:
    """Return the photos of all these groups, each with all its names."""
    found: Group = {}
    for group in groups:
        for photo, names_ in group.items():
            found[photo] = [*found.get(photo, ()), *names_]
    return found


def _crowd(found: MatchedPhotos | None, called: Called) -> Crowd | None:
    if found is None or len(found.photos) <= MOST_WEIGHED:
        return None
    by_folder: Crowd = {}
    for photo in found.photos:
        for _, folder in called[photo]:
            by_folder.setdefault(folder, []).append(photo)
    return by_folder


def _called_by(conn: Connection, forms: Iterable[str], way: _NameColumn) -> dict[str, Group]:
    """Return, for each form of a name, the photos that have or had such a name, with these names and their folders."""
    found: dict[str, Group] = {}
    for chunk in in_chunks(sorted(filter(None, forms))):
        for row in conn.execute(_PHOTO_NAMES.where(way.column.in_(chunk))):
            shape = shape_of(row.key)
            photos = found.setdefault(way.form(shape), {})
            photos.setdefault(row.record, []).append((shape, folder_at(row)))
    return found


def folder_at(row: Any) -> Folder:
    """Return the folder of a row of names."""
    return (row.root, *folder_of(row.path, row.member))


def folders_of(row: Any) -> list[Folder]:
    """Return the folders that belong to a file: its contents, and what browsers save beside a page (`page_files`)."""
    above, name = folder_at(row), (row.member or row.path).rpartition("/")[2]
    stem = name.rpartition(".")[0]
    return [(*above, f"{name}!"), (*above, f"{stem}_files"), (*above, f"{stem}.files")]


class Articles:
    """The folders and days of articles."""

    def __init__(self, conn: Connection, ids: Iterable[str]) -> None:
        self._folders: dict[str, set[Folder]] = {}
        self._facts: dict[str, Any] = {}
        for chunk in in_chunks(ids):
            for row in conn.execute(select(names).where(names.c.record.in_(chunk), names.c.status.is_(None))):
                self._folders.setdefault(row.record, set()).update((folder_at(row), *folders_of(row)))
            for row in conn.execute(select(records.c.id, records.c.facts).where(records.c.id.in_(chunk))):
                self._facts[row.id] = row.facts

    def given(self, article: str, mention: Mention) -> MentionContext:
        """Return the context of a name in an article."""
        facts = self._facts.get(article, {})
        days, issued = article_days(facts.get("event_date"), facts.get("date"), mention.date)
        out = issued if issued is not None else max((last for _, last in days), default=None)
        said = days_in(mention.caption, out)
        return MentionContext(frozenset(self._folders.get(article, ())), days, issued, words_of(mention.caption), said)


class _Facts:
    """When photos were taken, and the words of their own captions."""

    def __init__(self) -> None:
        self.wanted: set[str] = set()
        self.known: Known = {}

    def load(self, conn: Connection) -> None:
        for chunk in in_chunks(sorted(self.wanted)):
            columns = (records.c.id, records.c.facts, records.c.origins)
            for row in conn.execute(select(*columns).where(records.c.id.in_(chunk))):
                self.known[row.id] = photo_facts(row)


def photo_facts(row: Any) -> tuple[Days | None, tuple[str, ...]]:
    """Return when a photo was taken, else the only day in its captions, and its captions, from the columns `facts` and
    `origins`."""
    offered = [offer["value"] for offer in row.origins.get("caption", ())]
    told = [row.facts.get("caption"), *offered, row.facts.get("headline")]
    made = days_of(row.facts.get("created") or row.facts.get("date"))
    if made is None:
        days = {day for text in told for day in days_in(text)}
        made = days.pop() if len(days) == 1 else None
    return made, captions_of(told)
