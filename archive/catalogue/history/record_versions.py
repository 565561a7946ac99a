"""The versions of a record: of its description, derived from its events; of its text; and of its original.

An erased value stays erased: the events contain a mark instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from archive.catalogue.history.event_log import reason_in
from archive.catalogue.receipts.file_paths import names_of_record
from archive.catalogue.schema.tables import assets, change_sets, events, file_texts, records, texts, typed_texts
from archive.record import Role

_TYPES = ("ingestion", "modification", "metadata modification", "metadata extraction")
_READ_AGAIN = "changed"  # in the detail of an extraction: the changed keys, without values
_MOST = 5000  # newest events that are read


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A key and its value in use before and after; `is_known` is False if the log only says that it changed."""

    key: str
    before: Any
    after: Any
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class DescriptionVersion:
    """A version of a description, counted from 1: who made it (`by` a login, `agent` a program), when, and why; its
    change set; and what changed. `type` is the PREMIS term of the event."""

    n: int
    at: str
    by: str
    agent: str
    type: str
    reason: str | None
    change_set: int | None
    changes: tuple[ValueChange, ...]


@dataclass(frozen=True, slots=True)
class TextVersion:
    """A text of a record: 0 is the file's text, typed ones have their number. `is_used`: it is in use now. `at` is
    empty for the file's text."""

    n: int
    at: str
    text: str
    is_used: bool


@dataclass(frozen=True, slots=True)
class OriginalVersion:
    """A version of the original: digest, size in bytes, its name, the accession it came in. `is_held`: it was replaced
    while hidden from the public, and stays hidden."""

    version: int
    n: int
    sha256: str
    size: int
    media_type: str
    filename: str
    accession: int | None
    is_held: bool


def description_versions(conn: Connection, record: str) -> list[DescriptionVersion]:
    """Return the versions of a description, oldest first. Simultaneous changes by one agent are one version."""
    wanted = select(events).where(events.c.record == record, events.c.type.in_(_TYPES))
    rows = conn.execute(wanted.order_by(events.c.n.desc()).limit(_MOST)).all()[::-1]
    sets = {row.n: row for row in conn.execute(select(change_sets))}
    found: list[DescriptionVersion] = []
    for _, some in groupby(rows, key=_one_act):
        acts = [*some]
        first, changes = acts[0], [change for act in acts for change in _changes_of(act.detail)]
        if first.type == "metadata modification" and not changes:
            continue  # a decision about a link
        of = sets.get(first.detail.get("change_set"))
        by = first.by or (of and of.by) or ""
        why = reason_in(first.detail, of)
        n = of.n if of is not None else None
        head = (len(found) + 1, first.at, by, first.agent, first.type, why, n)
        found.append(DescriptionVersion(*head, tuple(changes)))
    return found


def _one_act(row: Any) -> tuple[Any, ...]:
    """Return what the events of one act have in common."""
    n = row.detail.get("change_set")
    return (n,) if n is not None and row.type == "metadata modification" else (row.at, row.agent, row.by, row.type)


def _changes_of(detail: Mapping[str, Any]) -> list[ValueChange]:
    key = detail.get("key")
    if isinstance(key, str) and not key.endswith("_precision"):
        is_known = "before" in detail or "after" in detail
        return [ValueChange(key, detail.get("before"), detail.get("after"), is_known)]
    names = detail.get(_READ_AGAIN)
    plain = names if isinstance(names, list) else []
    return [ValueChange(str(name), None, None, False) for name in plain if not str(name).endswith("_precision")]


def values_at(conn: Connection, record: str, versions: Sequence[DescriptionVersion], n: int) -> dict[str, Any]:
    """Return the values in use in version `n`: the present ones, less later changes. A key that was changed later
    without values in the log has its present value."""
    facts = conn.execute(select(records.c.facts).where(records.c.id == record)).scalar()
    values = {key: value for key, value in (facts or {}).items() if not key.endswith("_precision")}
    for version in reversed([one for one in versions if one.n > n]):
        for change in reversed(version.changes):
            if change.is_known:
                values[change.key] = change.before
    return {key: value for key, value in values.items() if value is not None}


def text_versions(conn: Connection, record: str) -> list[TextVersion]:
    """Return the texts of a record: that of its file, then those that were typed, oldest first."""
    rows = conn.execute(select(typed_texts).where(typed_texts.c.record == record).order_by(typed_texts.c.n)).all()
    now = conn.execute(select(texts.c.text).where(texts.c.record == record)).scalar() or ""
    of_file = conn.execute(select(file_texts.c.text).where(file_texts.c.record == record)).scalar()
    used = next((row.n for row in reversed(rows) if of_file is not None and not row.cleared and row.text == now), 0)
    own = TextVersion(0, "", now if of_file is None else of_file, used == 0)
    return [own, *(TextVersion(row.n, row.at, row.text, row.n == used) for row in rows)]


def original_versions(conn: Connection, record: str) -> list[OriginalVersion]:
    """Return the versions of the original, oldest first."""
    wanted = select(assets).where(assets.c.record == record, assets.c.role == Role.ORIGINAL.value)
    rows = conn.execute(wanted.order_by(assets.c.version, assets.c.n)).all()
    called = names_of_record(conn, record)
    found = []
    for row in rows:
        mine = [name for name in called if name.sha256 == row.sha256]
        came = min((name.first_seen for name in mine), default=None)
        file = (row.version, row.n, row.sha256, row.size, row.media_type, mine[0].shown if mine else "")
        found.append(OriginalVersion(*file, came, row.status is not None))
    return found
