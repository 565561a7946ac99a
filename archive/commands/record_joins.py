"""`press-archive records merge`: records that are one thing become one record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from archive import indexing
from archive.archive import Archive
from archive.catalogue import Access, Joined, Label
from archive.cli import RECORD_ID, archive_option, say_json
from archive.commands.changing import AGENT, Manner, manner_options, short, to_be_done
from archive.editing.values import shown
from archive.editing.writing import login


class _Rehearsed(Exception):
    """Ends a transaction without a trace."""


@click.command()
@archive_option
@manner_options
@click.argument("records", type=RECORD_ID, nargs=-1, required=True, metavar="ID ID...")
def merge(folder: Path, manner: Manner, records: tuple[str, ...]) -> None:
    """Make these records one: the first stays, and files, names, captions, mentions and relations of the others go to
    it, after a preview.

    Values in which they differ stay on offer, and the strictest status goes for all. The other ids lead to the first
    from then on. `records undo` takes it back.
    """
    with Archive.open(folder) as archive, archive.lock("ingest"):
        seen, called = _rehearsed(archive, records)
        if not manner.as_json:
            click.echo("\n".join(_lines(seen, called)))
        n = None
        if to_be_done(manner, f"Merge {len(records):,} records into {seen.kept}?"):
            with archive.catalogue.write(AGENT) as writer:
                n = writer.merge(records, login()).change_set
            indexing.update(archive)
            if not manner.as_json:
                click.echo(
                    f"Change set {n}: {seen.kept} is all of these; `press-archive records undo {n}` takes it back."
                )
    if manner.as_json:
        say_json({"change_set": n, "dry_run": manner.dry_run} | _json(seen))


def _rehearsed(archive: Archive, ids: tuple[str, ...]) -> tuple[Joined, dict[str, Label]]:
    """What it would come to, by the same transaction, dropped."""
    called = archive.catalogue.labels(ids)
    seen: list[Joined] = []
    with suppress(_Rehearsed), archive.catalogue.write(AGENT) as writer:
        seen.append(writer.merge(ids, login()))
        raise _Rehearsed
    return seen[0], called


def _lines(seen: Joined, called: dict[str, Label]) -> Iterator[str]:
    for record in (seen.kept, *seen.gone):
        what = "stays" if record == seen.kept else "becomes a part of it"
        title = short(shown(called[record].title or called[record].file))
        yield f"{record}  {title}: {_access(seen.before[record])}, {what}"
    if seen.access != seen.before[seen.kept]:
        yield f"  {seen.kept} becomes {_access(seen.access)}, for the strictest status goes for all of it."
    if seen.filled:
        yield f"  gets from the others: {', '.join(seen.filled)}"
    if seen.differ:
        yield f"  keeps its own, with what the others say on offer: {', '.join(seen.differ)}"


def _access(access: Access) -> str:
    until = f" until {access.release_at}" if access.release_at else ""
    why = f" ({shown(access.hold_reason)})" if access.hold_reason else ""
    return f"{access.status.value}{until}{why}"


def _json(seen: Joined) -> dict[str, Any]:
    before = {record: access.columns() for record, access in seen.before.items()}
    told: dict[str, Any] = {"record": seen.kept, "merged": list(seen.gone), "before": before}
    return told | {"after": seen.access.columns(), "filled": list(seen.filled), "differ": list(seen.differ)}
