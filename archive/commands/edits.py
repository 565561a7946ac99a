"""`press-archive records edit`: the archivist's values, of one record or of all that answer a query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import click

from archive import indexing
from archive.access import ARCHIVIST
from archive.archive import Archive
from archive.catalogue import CLEAR, EDIT, Described, Saying
from archive.cli import progress, say_json
from archive.commands.changing import Manner, Preview, change, many, to_be_done
from archive.commands.editing import Edits, accepted, cleared, edits_of, shown
from archive.errors import NotEditable, UnknownRecord
from archive.record import Record
from archive.searcher import Searcher


@dataclass(slots=True)
class Edit:
    """What is to be said of each record. `without`: the records that have not the value on offer that is to be taken
    over, met so far."""

    edits: Edits
    accepts: Sequence[str]
    clears: Sequence[str]
    words: str
    without: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, given: Sequence[str], accepts: Sequence[str], clears: Sequence[str]) -> Edit:
        """Raises NotEditable."""
        edits, gone = edits_of(given), cleared(clears)
        if both := [key for key in gone if key in edits]:
            raise NotEditable(f"{both[0]} is to be set and to be cleared: choose one.")
        words = [f"{key}={shown(value)}" for key, value in edits.items() if not key.endswith("_precision")]
        words += [f"--accept {word}" for word in accepts] + [f"--clear {key}" for key in clears]
        return cls(edits, accepts, gone, " ".join(words))

    def one(self, record: Record | Described) -> Mapping[str, Saying]:
        """For this record. Raises NotEditable when it has no such value on offer, or a key is set twice."""
        wanted = {key: Saying(value) for key, value in self.edits.items()}
        for word in self.accepts:
            found, origin = accepted(record, word)
            if both := [key for key in found if key in wanted or key in self.clears]:
                raise NotEditable(f"{both[0]} is given more than once: choose one.")
            wanted |= {key: Saying(value, origin) for key, value in found.items()}
        return wanted | dict.fromkeys(self.clears, CLEAR)

    def each(self, record: Described) -> Mapping[str, Saying]:
        """The same, where one of many records that has not such a value stays as it is."""
        try:
            return self.one(record)
        except NotEditable:
            self.without.add(record.id)
            return {}


def edit_one(archive: Archive, before: Record, edit: Edit, as_json: bool) -> None:
    """Says it of one record, at once."""
    edit.one(before)
    n, _ = change(archive, [before.id], edit.one, (EDIT, f"{before.id} {edit.words}"))
    after = get(archive, before.id)
    keys = dict.fromkeys([*edit.one(before), *edit.clears])
    changed = [_change(before, after, key) for key in keys if not key.endswith("_precision")]
    if as_json:
        say_json({"record": after.id, "changed": changed})
        return
    click.echo(after.title)
    for one in changed:
        said = [f"{shown(one[end]) or '(nothing)'}{_origin(one[f'{end}_origin'])}" for end in ("before", "after")]
        click.echo(f"  {one['key']}: {said[0]} -> {said[1]}")
    if n is not None:
        progress(f"Change set {n}; `press-archive records undo {n}` takes it back.")


def edit_many(archive: Archive, ids: Sequence[str], edit: Edit, about: str, manner: Manner) -> None:
    """Says it of many records after a preview. `about`: which these are, in words."""
    seen = Preview()
    for one in archive.catalogue.worked_out(ids, edit.each):
        seen.count(one)
    seen.without = len(edit.without)
    if not manner.as_json:
        click.echo("\n".join(seen.lines()))
    n = None
    if seen.changed and to_be_done(manner, f"Change {many(seen.changed)}?"):
        n, done = change(archive, ids, edit.each, (EDIT, f"{about} {edit.words}"))
        seen.changed = done.changed
        if not manner.as_json:
            click.echo(f"Change set {n}: {many(done.changed)} changed; `press-archive records undo {n}` takes it back.")
    if manner.as_json:
        say_json({"change_set": n, "dry_run": manner.dry_run} | seen.to_json())


def found_by(archive: Archive, query: str) -> list[str]:
    """All records that answer a query, held and withdrawn ones too. Raises QueryError, NotEditable when it is empty."""
    if not query.strip():
        raise NotEditable('--where is empty, which would mean every record: say which, like --where "kind:photo".')
    indexing.update(archive, say=progress)
    searcher = Searcher(archive)
    try:
        ids, read = searcher.every(query, ARCHIVIST)
    finally:
        searcher.close()
    for warning in read.warnings:
        progress(warning)
    if read.read_as:
        progress(f"Read as: {read.read_as}")
    return ids


def get(archive: Archive, record: str) -> Record:
    """As the archivist sees it. Raises UnknownRecord."""
    found = archive.catalogue.get(record, ARCHIVIST)
    if found is None and (now := archive.catalogue.now_at(record, ARCHIVIST)) is not None:
        raise UnknownRecord(f"{record} was merged and is a part of {now[0]} now: ask for that one.")
    if found is None:
        raise UnknownRecord(f"There is no record {record}; `press-archive search --held --json` gives the ids.")
    return found


def _change(before: Record, after: Record, key: str) -> Mapping[str, Any]:
    told: dict[str, Any] = {"key": key}
    for name, record in (("before", before), ("after", after)):
        offers = record.origins.get(key, [])
        told |= {name: record.values.get(key), f"{name}_origin": offers[0].origin if offers else None}
    return told


def _origin(origin: str | None) -> str:
    return f"  [{origin}]" if origin else ""
