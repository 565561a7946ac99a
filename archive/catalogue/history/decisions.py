"""The archivist's decisions about relations and mentions, and their undo.

Each decision is an event that keeps the state before it. The last decision about a relation or mention is undone first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from archive.catalogue.image_links.mentions import BY_NAME
from archive.catalogue.relations import relations as related
from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.filenames import name_key
from archive.catalogue.schema.tables import events, mentions, records, refused_relations, relations
from archive.errors import CannotUndo
from archive.messages import Message, reason_columns

_TYPE = "metadata modification"
_TAKEN_BACK = "taken_back"  # the key under which an event names the act it undid
Subject = tuple[object, ...]  # the subject of an act: a relation from either end, or a name in an article


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about a relation or mention, with its number and time (UTC). For a relation, `record` is the `type` of
    `other`, and `what` is `confirmed` or `refused`. For a mention, `record` is the article, `mention` its number,
    `other` the confirmed photo. It `stands` while nothing newer was decided; `taken_back`: it was undone."""

    n: int
    at: str
    record: str
    what: str
    other: str | None = None
    type: str = ""
    mention: int | None = None
    filename: str = ""
    stands: bool = True
    taken_back: bool = False


def one(conn: Connection, n: int) -> Decision | None:
    """Return decision `n` about a relation or mention, or None if there is none."""
    row = conn.execute(select(events).where(events.c.n == n, events.c.type == _TYPE)).first()
    about = None if row is None else _about(row.record, row.detail)
    if row is None or about is None or _TAKEN_BACK in row.detail:
        return None
    acts = [act.n for act in _acts(conn, about)]
    return _decision(row, acts[-1:] == [n], n not in acts)


def standing(conn: Connection, ids: Collection[str]) -> list[Decision]:
    """Return the latest decision about each relation and mention of these records, without undone ones."""
    return [_decision(row) for rows in _stacks(conn, ids).values() for row in rows[-1:]]


def undo_decision(batch: Batch, n: int) -> None:
    """Undo decision `n` about a relation or mention. If rules decided before, they decide again by the present state.
    Raise KeyError for an unknown decision, CannotUndo if it is not the last one about its subject or the subject is
    gone."""
    row = batch.conn.execute(select(events).where(events.c.n == n, events.c.type == _TYPE)).first()
    about = None if row is None else _about(row.record, row.detail)
    if row is None or about is None or _TAKEN_BACK in row.detail:
        raise KeyError(n)
    if [act.n for act in _acts(batch.conn, about)][-1:] != [n]:
        raise CannotUndo(Message("decision-superseded"))
    if "relation" in row.detail:
        _unrelate(batch, row.record, row.detail)
    else:
        _unname(batch, row.record, row.detail)
    kept = {key: row.detail[key] for key in ("relation", "object", "mention", "filename") if key in row.detail}
    batch.decision(_TYPE, row.record, **(kept | {_TAKEN_BACK: n}))


def _unrelate(batch: Batch, subject: str, detail: dict[str, Any]) -> None:
    type_, other, before = detail["relation"], detail["object"], detail.get("before", {})
    ends = set(batch.conn.execute(select(records.c.id).where(records.c.id.in_((subject, other)))).scalars())
    if ends != {subject, other}:
        raise CannotUndo(Message("decision-record-merged"))
    related.delete_relation(batch, subject, type_, other)
    related.delete_relation(batch, other, type_, subject)
    one_end, far_end = sorted((subject, other))
    said = {"one": one_end, "type": type_, "other": far_end}
    batch.conn.execute(delete(refused_relations).filter_by(**said))
    if before.get("refused"):
        batch.conn.execute(insert(refused_relations), said)
    for from_, to, origin, certainty in before.get("relations", ()):
        said = {"subject": from_, "type": type_, "object": to, "origin": origin, "certainty": certainty}
        batch.conn.execute(insert(relations), said)
    batch.touch(subject, other)
    batch.worded.update((subject, other))
    batch.regrouped.update((subject, other))


def _unname(batch: Batch, article: str, detail: dict[str, Any]) -> None:
    rows = batch.conn.execute(select(mentions).where(mentions.c.record == article).order_by(mentions.c.n)).all()
    named = [row for row in rows if row.key == name_key(detail["filename"])]
    row = next((row for row in named if row.n == detail["mention"]), named[0] if len(named) == 1 else None)
    if row is None:
        raise CannotUndo(Message("decision-mention-gone"))
    said: dict[str, Any] = {"photo": None, "doubtful": False, "origin": BY_NAME, "refused": [], **reason_columns(None)}
    said |= detail.get("before", {})
    if said["photo"] is not None and _is_gone(batch, said["photo"]):
        said |= {"photo": None, "origin": BY_NAME}
    at = (mentions.c.record == row.record, mentions.c.n == row.n)
    batch.conn.execute(update(mentions).where(*at).values(**said))
    batch.touch(article, row.photo, said["photo"])
    batch.keys.add(row.key)
    batch.tied.add(article)


def _is_gone(batch: Batch, record: str) -> bool:
    return batch.conn.execute(select(records.c.id).where(records.c.id == record)).first() is None


def _about(record: str | None, detail: dict[str, Any]) -> Subject | None:
    """Return what an event decides about, None for other events."""
    if "relation" in detail:
        return frozenset((record, detail["object"])), detail["relation"]
    if "mention" in detail:
        return record, detail["mention"], name_key(detail["filename"])
    return None


def _acts(conn: Connection, about: Subject) -> list[Any]:
    """Return the acts about one subject that were not undone, the latest last."""
    ids = about[0] if isinstance(about[0], frozenset) else {about[0]}
    return _stacks(conn, [str(id_) for id_ in ids]).get(about, [])


def _stacks(conn: Connection, ids: Iterable[str]) -> dict[Subject, list[Any]]:
    """Return, by subject, the acts that were not undone, the latest last."""
    found: dict[int, Any] = {}
    for chunk in in_chunks(sorted(set(ids))):
        wanted = select(events).where(events.c.record.in_(chunk), events.c.type == _TYPE)
        found.update((row.n, row) for row in conn.execute(wanted))
    stacks: dict[Subject, list[Any]] = {}
    for _, row in sorted(found.items()):
        about = _about(row.record, row.detail)
        if about is None:
            continue
        acts = stacks.setdefault(about, [])
        if _TAKEN_BACK in row.detail:
            acts[:] = [act for act in acts if act.n != row.detail[_TAKEN_BACK]]
        else:
            acts.append(row)
    return stacks


def _decision(row: Any, stands: bool = True, taken_back: bool = False) -> Decision:
    detail = row.detail
    if "relation" in detail:
        said = (row.record, detail["decision"], detail["object"], detail["relation"], None, "")
    else:
        photo = detail.get("photo")
        what = "confirmed" if photo else "refused"
        said = (row.record, what, photo, "", detail["mention"], detail["filename"])
    return Decision(row.n, row.at, *said, stands, taken_back)
