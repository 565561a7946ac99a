"""`press-archive records edit` and `records text`: set values and text of records."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from archive.access import ARCHIVIST
from archive.catalogue import EDIT
from archive.cli import RECORD_ID, archive_option, index_json, json_option, note_index, print_json, progress
from archive.commands.change_options import (
    ChangeOptions,
    change,
    confirm_change,
    count_records,
    preview_json,
    preview_lines,
    reason_option,
)
from archive.edits.edits import Edit, Preview
from archive.edits.values import shown
from archive.errors import NotEditable, UnknownRecord, many
from archive.messages import Message
from archive.record import PAGE_BREAK, Record
from archive.search.index import index_sync
from archive.search.searcher import Searcher
from archive.storage.archive import Archive


def edit_one(archive: Archive, before: Record, edit: Edit, manner: ChangeOptions) -> None:
    """Edit one record immediately."""
    edit.one(before)
    n, _ = change(archive, [before.id], edit.one, (EDIT, f"{before.id} {edit.words}"), manner.reason)
    after = get(archive, before.id)
    keys = dict.fromkeys([*edit.one(before), *edit.clears])
    changed = [_change(before, after, key) for key in keys if not key.endswith("_precision")]
    if manner.as_json:
        print_json({"record": after.id, "changed": changed} | index_json())
        return
    click.echo(after.title)
    for one in changed:
        said = [f"{shown(one[end]) or '(nothing)'}{_origin(one[f'{end}_origin'])}" for end in ("before", "after")]
        click.echo(f"  {one['key']}: {said[0]} -> {said[1]}")
    if n is not None:
        progress(f"Change set {n}; `press-archive records undo {n}` takes it back.")


def edit_many(archive: Archive, ids: Sequence[str], edit: Edit, about: str, manner: ChangeOptions) -> None:
    """Edit many records after a preview. `about` describes them."""
    seen = Preview()
    for one in archive.catalogue.worked_out(ids, edit.each):
        seen.count(one)
    seen.without = len(edit.without)
    if not manner.as_json:
        click.echo("\n".join(preview_lines(seen)))
    n = None
    if seen.changed and confirm_change(manner, f"Change {count_records(seen.changed)}?"):
        n, done = change(archive, ids, edit.each, (EDIT, f"{about} {edit.words}"), manner.reason, seen.digest)
        seen.changed = done.changed
        if not manner.as_json:
            click.echo(
                f"Change set {n}: {count_records(done.changed)} changed; "
                f"`press-archive records undo {n}` takes it back."
            )
    if manner.as_json:
        print_json({"change_set": n, "dry_run": manner.dry_run} | preview_json(seen) | index_json())


def found_by(archive: Archive, query: str) -> list[str]:
    """Return all records that match a query, including held and withdrawn ones. Raise QueryError, and NotEditable if
    the query is empty."""
    if not query.strip():
        raise NotEditable(Message("where-empty-of-edit"))
    index_sync.update(archive, say=progress)
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
    """Return the record as the archivist sees it. Raise UnknownRecord."""
    found = archive.catalogue.get(record, ARCHIVIST)
    if found is None and (now := archive.catalogue.now_at(record, ARCHIVIST)) is not None:
        raise UnknownRecord(Message("record-merged", record=record, kept=now[0]))
    if found is None:
        raise UnknownRecord(Message("record-unknown", record=record))
    return found


def _change(before: Record, after: Record, key: str) -> Mapping[str, Any]:
    told: dict[str, Any] = {"key": key}
    for name, record in (("before", before), ("after", after)):
        offers = record.origins.get(key, [])
        told |= {name: record.values.get(key), f"{name}_origin": offers[0].origin if offers else None}
    return told


def _origin(origin: str | None) -> str:
    return f"  [{origin}]" if origin else ""


MOST_BYTES = 20 << 20
_FROM_INPUT = "-"
_BEYOND = dict.fromkeys(code for code in (*range(32), 127) if chr(code) not in "\t\n\f")


@click.command("text")
@archive_option
@json_option
@click.option("--clear", is_flag=True, help="Use the text of the file or scan again.")
@reason_option
@click.argument("record", type=RECORD_ID, metavar="ID")
@click.argument("file", metavar="FILE|-", required=False)
def text(folder: Path, as_json: bool, clear: bool, reason: str | None, record: str, file: str | None) -> None:
    """Replace the text of record ID with that of a UTF-8 FILE. `-` instead of FILE reads standard input.

    Put a form feed between pages. Your text stays when the original is read again. The text that the program read from
    the file or scan is kept too. `--clear`, without FILE, goes back to that one.
    """
    if clear == (file is not None):
        raise click.UsageError("Give a FILE with the text (- for standard input), or --clear.")
    given = None if file is None else _given(file)
    with Archive.open(folder) as archive:
        if archive.catalogue.get(record, ARCHIVIST) is None:
            raise UnknownRecord(Message("record-unknown", record=record))
        with archive.catalogue.write("press-archive records", reason) as writer:
            if given is not None:
                writer.put_text(record, given)
            elif not writer.clear_text(record):
                raise NotEditable(Message("text-of-file", record=record))
        note_index(index_sync.confirm(archive))
        now = archive.catalogue.text(record, ARCHIVIST) or ""
        after = archive.catalogue.get(record, ARCHIVIST)
    title = after.title if after else record
    if as_json:
        told = {"record": record, "characters": len(now), "pages": now.count(PAGE_BREAK) + 1, "typed": not clear}
        print_json(told | index_json())
        return
    whose = "what was read from its file" if clear else "yours"
    click.echo(f"{title}: its text is {whose} now, {many(len(now), 'character')}.")


def _given(file: str) -> str:
    """Return the text as stored: NFC, LF. Raise NotEditable."""
    try:
        source = sys.stdin.buffer if file == _FROM_INPUT else None
        data = source.read(MOST_BYTES + 1) if source else _read(Path(file))
    except OSError as error:
        raise NotEditable(Message("text-unreadable", path=file, error=error.strerror)) from error
    if len(data) > MOST_BYTES:
        raise NotEditable(Message("text-too-large", path=file, size=MOST_BYTES >> 20))
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotEditable(Message("text-not-utf8", path=file)) from error
    words = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n")).translate(_BEYOND)
    if not words.strip():
        raise NotEditable(Message("text-empty", path=file))
    return words.strip("\n")


def _read(path: Path) -> bytes:
    with path.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)
