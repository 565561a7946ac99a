"""`press-archive records edit`: the archivist's values, of one record or of all that answer a query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from archive import indexing
from archive.access import ARCHIVIST
from archive.archive import Archive
from archive.catalogue import EDIT
from archive.cli import progress, say_json
from archive.commands.changing import Manner, change, many, preview_json, preview_lines, to_be_done
from archive.editing.edit import Edit
from archive.editing.previews import Preview
from archive.editing.values import shown
from archive.errors import NotEditable, UnknownRecord
from archive.record import Record
from archive.searcher import Searcher


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
        click.echo("\n".join(preview_lines(seen)))
    n = None
    if seen.changed and to_be_done(manner, f"Change {many(seen.changed)}?"):
        n, done = change(archive, ids, edit.each, (EDIT, f"{about} {edit.words}"))
        seen.changed = done.changed
        if not manner.as_json:
            click.echo(f"Change set {n}: {many(done.changed)} changed; `press-archive records undo {n}` takes it back.")
    if manner.as_json:
        say_json({"change_set": n, "dry_run": manner.dry_run} | preview_json(seen))


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
