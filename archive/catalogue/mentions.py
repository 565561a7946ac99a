"""Mentions: which photo an article means by the file name it gives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from archive.catalogue.batch import Batch, in_chunks
from archive.catalogue.forms import forms_of
from archive.catalogue.paths import folder_of, name_key
from archive.catalogue.tables import mentions, names, records
from archive.record import Kind, Mention

BY_NAME = "rule:file-name"
BY_ARCHIVIST = "archivist"
SAID_BY_FOLDER = "chosen by its folder: more than one photo has this name"
NEITHER = "more than one photo has this name, and none lies nearer to the article than the others"

Folder = tuple[str, ...]  # the label of the root, then the folders below it


@dataclass(frozen=True, slots=True)
class Verdict:
    """The photo that is meant, or none; whether that is a guess, and why."""

    photo: str | None
    doubtful: bool = False
    reason: str | None = None


def put(batch: Batch, record: str, given: Sequence[Mention]) -> None:
    """The mentions of an article, in the order of its text, in place of those it had. What the archivist decided about
    a name stays decided."""
    if record in batch.fresh and not given:
        return
    had = batch.conn.execute(select(mentions).where(mentions.c.record == record)).all()
    decided = {row.key: row for row in had if row.origin == BY_ARCHIVIST}
    rows = [_row(record, n, mention, decided) for n, mention in enumerate(given)]
    batch.keys.update(row["key"] for row in rows)
    if had:
        batch.conn.execute(delete(mentions).where(mentions.c.record == record))
    if rows:
        batch.conn.execute(insert(mentions), rows)
    if had or rows:
        # The photos named before lose this article's words, or have them changed; those named now are touched when
        # they are found again.
        batch.touch(record, *(row.photo for row in had))


def _row(record: str, n: int, mention: Mention, decided: Mapping[str, Row[Any]]) -> dict[str, Any]:
    plain = asdict(mention)
    plain["text_offset"] = plain.pop("offset")
    key = name_key(mention.filename)
    kept = decided.get(key)
    said = {"photo": kept.photo if kept else None, "origin": BY_ARCHIVIST if kept else BY_NAME}
    said |= {"doubtful": False, "reason": None, "refused": []}
    return {"record": record, "n": n, "key": key, **asdict(forms_of(mention.filename)), **plain, **said}


def decide(batch: Batch, record: str, n: int, photo: str | None) -> None:
    """The archivist says which photo the n-th mention of an article means; no rule changes it any more."""
    at = (mentions.c.record == record, mentions.c.n == n)
    before = batch.conn.execute(select(mentions.c.photo).where(*at)).scalar_one()
    said = {"photo": photo, "doubtful": False, "reason": None, "origin": BY_ARCHIVIST}
    batch.conn.execute(update(mentions).where(*at).values(**said))
    batch.touch(record, before, photo)
    batch.event("metadata modification", record, mention=n, photo=photo)


def resolve(batch: Batch) -> None:
    """Works out again what every mention means whose name this batch brought or changed, whichever came first, the
    article or the photo; touches the article and the photos where the answer changed."""
    keys, batch.keys = batch.keys, set()
    batch.fresh.clear()  # what becomes of them from here on must be looked up like anything else
    for chunk in in_chunks(sorted(keys)):
        asked = select(mentions).where(mentions.c.key.in_(chunk), mentions.c.origin != BY_ARCHIVIST)
        rows = batch.conn.execute(asked).all()
        found = photos_named(batch.conn, {row.key for row in rows})
        where = _folders(batch.conn, {row.record for row in rows if len(found.get(row.key, ())) > 1})
        changed = []
        for row in rows:
            verdict = choose(found.get(row.key, {}), where.get(row.record, ()), row.record)
            if verdict != Verdict(row.photo, bool(row.doubtful), row.reason):
                changed.append({"of": row.record, "at": row.n, **asdict(verdict)})
                batch.touch(row.record, row.photo, verdict.photo)
        if changed:
            at = (mentions.c.record == bindparam("of"), mentions.c.n == bindparam("at"))
            batch.conn.execute(update(mentions).where(*at), changed)


def choose(photos: dict[str, set[Folder]], article: Collection[Folder], itself: str) -> Verdict:
    """The one photo of that name; of several the one in the article's folder; else, as a guess, the one nearest to it;
    else none. `photos` maps each photo to the folders it came from. Never on the name alone when several have it."""
    photos = {photo: folders for photo, folders in photos.items() if photo != itself}
    if len(photos) < 2:
        return Verdict(next(iter(photos), None))
    together = [photo for photo, folders in photos.items() if not folders.isdisjoint(article)]
    if len(together) == 1:
        return Verdict(together[0], reason=SAID_BY_FOLDER)
    near = {
        photo: max((_shared(a, b) for a in folders for b in article), default=0) for photo, folders in photos.items()
    }
    best = max(near.values())
    nearest = [photo for photo, shared in near.items() if shared == best]
    if len(nearest) == 1 and best > 1:
        return Verdict(nearest[0], doubtful=True, reason=SAID_BY_FOLDER)
    return Verdict(None, reason=NEITHER)


def _shared(one: Folder, other: Folder) -> int:
    """How many folders two places have in common, counted from the root."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def photos_named(conn: Connection, keys: Iterable[str]) -> dict[str, dict[str, set[Folder]]]:
    """For each name key the photos that have or had it, with the folders they came from under that name."""
    found: dict[str, dict[str, set[Folder]]] = {}
    for chunk in in_chunks(keys):
        photos = select(names.c.key, names.c.record, names.c.root, names.c.path, names.c.member)
        photos = photos.join(records, records.c.id == names.c.record)
        for row in conn.execute(photos.where(names.c.key.in_(chunk), records.c.kind == Kind.PHOTO.value)):
            folders = found.setdefault(row.key, {}).setdefault(row.record, set())
            folders.add((row.root, *folder_of(row.path, row.member)))
    return found


def _folders(conn: Connection, ids: Iterable[str]) -> dict[str, set[Folder]]:
    found: dict[str, set[Folder]] = {}
    for chunk in in_chunks(ids):
        for row in conn.execute(select(names).where(names.c.record.in_(chunk))):
            found.setdefault(row.record, set()).add((row.root, *folder_of(row.path, row.member)))
    return found


def waiting(conn: Connection) -> list[tuple[str, Mention, str | None]]:
    """(article, mention, reason) for every mention without a photo, by name: the list of what is still missing."""
    rows = conn.execute(select(mentions).where(mentions.c.photo.is_(None)).order_by(mentions.c.key, mentions.c.record))
    return [(row.record, mention_of(row), row.reason) for row in rows]


def mention_of(row: Row[Any]) -> Mention:
    """A row of the table as the value that travels."""
    said = (row.filename, row.caption, row.credit, row.caption_raw, row.text_offset, row.date, row.language)
    return Mention(*said)
