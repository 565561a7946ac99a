"""`press-archive records changes` and `records undo`: what was done to values, and taking it back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive import indexing
from archive.archive import Archive
from archive.catalogue import JOINS, ChangedValue, ChangeSet, Undone, told_left
from archive.cli import archive_option, json_option, say_json
from archive.commands.changing import AGENT, first_lines, many, revised_json, short
from archive.editing.values import shown
from archive.editing.writing import take_back
from archive.errors import CannotUndo
from archive.plurals import many as counted


@click.command()
@archive_option
@json_option
@click.argument("n", required=False, type=int, metavar="[N]")
def changes(folder: Path, as_json: bool, n: int | None) -> None:
    """List what was done to values, act by act, the newest first; or all that change set N did."""
    with Archive.open(folder) as archive:
        sets = archive.catalogue.change_sets()
        if n is None:
            for one in sets:
                say_json(_set_json(one)) if as_json else click.echo(_set_line(one))
            if not sets and not as_json:
                click.echo("No values were changed yet.")
            return
        if n not in {one.n for one in sets}:
            raise CannotUndo(f"There is no change set {n}; `press-archive records changes` lists them.")
        for value in archive.catalogue.changed_values(n):
            if as_json:
                say_json(_value_json(value))
            elif not value.key.endswith("_precision"):
                ends = [short(shown(end)) or "(nothing)" for end in (value.before, value.after)]
                click.echo(f"{value.record}  {value.key}: {ends[0]} -> {ends[1]}")


@click.command()
@archive_option
@json_option
@click.option("--dry-run", is_flag=True, help="Only tell what would become of the records.")
@click.option("--skip", is_flag=True, help="Leave records as they are that were changed again since.")
@click.argument("n", required=False, type=int, metavar="[N]")
def undo(folder: Path, as_json: bool, dry_run: bool, skip: bool, n: int | None) -> None:
    """Take change set N back, by default the last that stands: every value as it was before.

    That is a change set too, and can be taken back by its number. What you said of relations and mentions is none:
    `relations undo` and `mentions undo` take it back.
    """
    with Archive.open(folder) as archive:
        if dry_run:
            done = archive.catalogue.rehearse_undo(n)
        else:
            done = take_back(archive, n, AGENT, skip=skip)
            indexing.update(archive)
    if as_json:
        say_json(_undone_json(done))
        return
    of = done.taken_back
    one, several = ("would be", "would be") if dry_run else ("is", "are")
    back = counted(done.records, f"record {one} as it was", f"records {several} as they were")
    click.echo(f"Change set {of.n} ({short(of.what)}): {back}.")
    for line in first_lines(done.first, done.records if done.first else 0):
        click.echo(line)
    if done.left:
        left = counted(done.left, "left, which was changed again since.", "left, which were changed again since.")
        click.echo(f"  {told_left(done)}" if dry_run else f"  {left}")
    if done.change_set is not None:
        again = f"{of.action} {of.what}" if of.action in JOINS else f"undo {done.change_set}"
        click.echo(f"Change set {done.change_set}; `press-archive records {again}` does it again.")


def _set_line(one: ChangeSet) -> str:
    back = "" if one.stands else f" (taken back by {one.undone_by})"
    return f"{one.n:>4}  {one.at}  {one.by}  {one.action}, {many(one.records)}: {short(one.what)}{back}"


def _set_json(one: ChangeSet) -> dict[str, Any]:
    told = {"change_set": one.n, "at": one.at, "by": one.by, "action": one.action, "what": one.what}
    return told | {"records": one.records, "undoes": one.undoes, "undone_by": one.undone_by, "stands": one.stands}


def _value_json(value: ChangedValue) -> dict[str, Any]:
    told = {"record": value.record, "key": value.key, "before": value.before, "after": value.after}
    return told | {"archivist_before": list(value.said), "archivist_after": list(value.says)}


def _undone_json(done: Undone) -> dict[str, Any]:
    told = {"change_set": done.change_set, "undoes": done.taken_back.n, "records": done.records}
    left = [{"record": record, "change_set": n} for record, n in done.left_first]
    return told | {"first": [revised_json(one) for one in done.first], "left": done.left, "left_first": left}
