"""Blank the words of an erased record where other rows quote them: receipts, events, histories, reasons."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from archive.catalogue.schema.column_types import encode_json
from archive.catalogue.schema.event_chain import payload_digest
from archive.catalogue.schema.filenames import printable, shown
from archive.catalogue.schema.rows import as_stored
from archive.catalogue.schema.tables import (
    accession_sheets,
    accessions,
    change_sets,
    changed_values,
    collection_rules,
    companions,
    disposals,
    event_links,
    events,
    file_texts,
    join_snapshots,
    legal_holds,
    mentions,
    names,
    receipt_lines,
    records,
    scans,
    series,
    texts,
    typed_texts,
)

MARK = "[erased]"
_LEAST = 16  # characters of a value that is searched elsewhere: shorter ones are not specific
# Columns of other records and of histories that may quote it. The content of other files is not changed.
_QUOTING = (
    (accessions, ("arguments",)),
    (receipt_lines, ("path", "relpath", "member", "reason", "messages")),
    (accession_sheets, ("number", "donor", "carrier", "agreement", "note")),
    (change_sets, ("what", "reason")),
    (series, ("title", "dates", "extent", "scope")),
    (changed_values, ("before", "after", "used_before", "used_after")),
    (join_snapshots, ("before",)),
    (records, ("hold_reason", "hold_messages", "notes")),
    (scans, ("otherwise",)),
    (mentions, ("reason", "messages")),
    (collection_rules, ("reason", "lifted_reason")),
    (legal_holds, ("case_name", "target", "reason", "lifted_reason")),
    (disposals, ("reason",)),
)
_SHARED = "collection"  # the key of a name that many records share, so it is not specific to one


@dataclass(frozen=True, slots=True)
class ErasedWords:
    """What is searched: file names and values."""

    names: frozenset[str]
    values: frozenset[str]

    def pattern(self) -> re.Pattern[str]:
        """Return a pattern for all of them, longest first; names only as whole words."""
        called = [rf"(?<!\w){re.escape(one)}(?!\w)" for one in sorted(self.names, key=len, reverse=True)]
        said = [re.escape(one) for one in sorted(self.values, key=len, reverse=True)]
        return re.compile("|".join([*said, *called]) or r"(?!)")


def words_of(conn: Connection, ids: Collection[str]) -> ErasedWords:
    """Return the names and longer values of these records. A file name that other records share counts only with its
    folder."""
    called, said = set[str](), set[str]()
    for table in (names, companions):
        for row in conn.execute(select(table).where(table.c.record.in_(ids))):
            whole = printable(shown(row.path, row.member))
            last = re.split(r"[/\\]", whole)[-1]
            own = whole if _is_shared(conn, last, ids) else last
            called.update({whole, own})
    for row in conn.execute(
        select(records.c.facts, records.c.origins, records.c.hold_reason).filter(records.c.id.in_(ids))
    ):
        said.update(_strings([*map(_own, (row.facts, row.origins)), row.hold_reason]))
    for row in conn.execute(select(mentions).where(mentions.c.record.in_(ids))):
        said.update(_strings([row.caption, row.caption_raw, row.credit]))
    for table in (texts, file_texts, typed_texts):  # whole, as in snapshots of merges and splits
        said.update(conn.execute(select(table.c.text).where(table.c.record.in_(ids))).scalars())
    of_own = (changed_values.c.record.in_(ids), changed_values.c.key != _SHARED)
    for row in conn.execute(select(changed_values).where(*of_own)):
        said.update(_strings([row.before, row.after, row.used_before, row.used_after]))
    return ErasedWords(frozenset(called - {""}), frozenset(one for one in said if len(one) >= _LEAST and " " in one))


def _own(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != _SHARED}


def _is_shared(conn: Connection, last: str, ids: Collection[str]) -> bool:
    others = select(names.c.path, names.c.member).where(names.c.record.not_in(ids), names.c.record.is_not(None))
    return any(re.split(r"[/\\]", printable(shown(*row)))[-1] == last for row in conn.execute(others))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def blank_words(
    conn: Connection, n: int, ids: Collection[str], gone: Collection[str], told: ErasedWords
) -> dict[str, str]:
    """Blank the words of an erased record in all rows. Return, by event number, the SHA-256 of what is left of each
    event."""
    pattern = told.pattern()
    own = receipt_lines.c.record.in_(ids) | receipt_lines.c.sha256.in_(gone)
    for row in conn.execute(select(receipt_lines.c.accession, receipt_lines.c.n).where(own)).all():
        left = {"path": f"[erased {n}.{row.n}]", "relpath": MARK, "member": "", "reason": MARK, "messages": None}
        at = (receipt_lines.c.accession == row.accession, receipt_lines.c.n == row.n)
        conn.execute(update(receipt_lines).where(*at).values(**left, sha256=None))
    for table, columns in _QUOTING:
        _blank_columns(conn, as_stored(table), columns, pattern)
    return dict(_blank_events(conn, ids, gone, pattern))


def _blank_columns(conn: Connection, table: Any, columns: Iterable[str], pattern: re.Pattern[str]) -> None:
    keys = list(table.primary_key)
    for row in conn.execute(select(*keys, *(table.c[name] for name in columns))).all():
        found = {name: _blanked(getattr(row, name), pattern) for name in columns}
        changed = {name: value for name, value in found.items() if value != getattr(row, name)}
        if changed:
            at = (key == getattr(row, key.name) for key in keys)
            conn.execute(update(table).where(*at).values(changed))


def _blank_events(
    conn: Connection, ids: Collection[str], gone: Collection[str], pattern: re.Pattern[str]
) -> Iterator[tuple[str, str]]:
    stored, digests = as_stored(events), re.compile("|".join(gone) or r"(?!)")
    links = {row.n: row for row in conn.execute(select(event_links))}
    for row in conn.execute(select(stored.c.n, stored.c.record, stored.c.detail).order_by(stored.c.n)).all():
        left = encode_json({"erased": True}) if row.record in ids else _blanked(row.detail, pattern, digests)
        if left == row.detail:
            continue
        link = links[row.n]
        if link.erased is None:
            covered = {"erased": payload_digest(bytes(link.salt), row.detail), "salt": None}
            conn.execute(update(event_links).where(event_links.c.n == row.n).values(covered))
        conn.execute(update(stored).where(stored.c.n == row.n).values(detail=left))
        assert left is not None
        yield str(row.n), hashlib.sha256(left.encode()).hexdigest()


def _blanked(stored: str | None, *patterns: re.Pattern[str]) -> str | None:
    """Return a stored value, JSON or text, without the matches of the patterns."""
    if not stored:
        return stored
    if stored[0] not in "[{":
        return _blank(stored, patterns)
    try:
        read = json.loads(stored)
    except ValueError:
        return _blank(stored, patterns)
    left = _each(read, lambda one: _blank(one, patterns))
    return stored if left == read else encode_json(left)


def _blank(text: str, patterns: Iterable[re.Pattern[str]]) -> str:
    for pattern in patterns:
        text = pattern.sub(MARK, text)
    return text


def _each(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each(one, change) for key, one in value.items()}
    return [_each(one, change) for one in value] if isinstance(value, list) else value
