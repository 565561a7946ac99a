"""What commands that change many records share: preview, confirmation, one change set."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import click

from archive.access import ARCHIVIST
from archive.catalogue import Change, Plan, RecordRevision
from archive.cli import F, archive_option, can_ask, json_option, note_index, progress
from archive.edits import edits
from archive.edits.edits import MANY, Preview, plain_changes
from archive.edits.reasons import reason_of
from archive.edits.values import shown
from archive.errors import NotEditable
from archive.errors import many as counted
from archive.search.index import index_sync
from archive.storage.archive import Archive

AGENT = "press-archive records"
_WIDEST = 160  # characters of a value in a preview


@dataclass(frozen=True, slots=True)
class ChangeOptions:
    """How a change of many records is made: without asking, as a dry run, reported as JSON; and its reason."""

    yes: bool = False
    dry_run: bool = False
    as_json: bool = False
    reason: str | None = None


def _parse_reason(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    try:
        return reason_of(value)
    except NotEditable as error:
        raise click.BadParameter(str(error)) from None


def reason_option(command: F) -> F:
    """Return `--reason TEXT`; the command gets `reason: str | None`."""
    text = "Why, in your words. It is stored with the change and never shown to the public."
    return click.option("--reason", metavar="TEXT", callback=_parse_reason, help=text)(command)


def decision_options(command: F) -> F:
    """Return `--archive`, `--json` and `--reason`; the command gets `folder`, `as_json` and `reason`."""
    return archive_option(json_option(reason_option(command)))


def first_records(archive: Archive, ids: Sequence[str]) -> Iterator[str]:
    """Yield lines with the first of these records, and the number of the others."""
    for record in archive.catalogue.get_many(ids[: edits.FIRST], ARCHIVIST):
        yield f"  {record.id}  {short(record.title)}"
    if len(ids) > edits.FIRST:
        yield f"  ... and {len(ids) - edits.FIRST:,} more."


def manner_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return `--yes`, `--dry-run`, `--json` and `--reason`; the command gets `manner: ChangeOptions`."""

    @functools.wraps(command)
    def with_manner(*given: Any, yes: bool, dry_run: bool, as_json: bool, reason: str | None, **others: Any) -> Any:
        return command(*given, manner=ChangeOptions(yes, dry_run, as_json, reason), **others)

    option = click.option("--dry-run", is_flag=True, help="Show what would change and change nothing.")
    return click.option("--yes", is_flag=True, help="Do not ask.")(option(json_option(reason_option(with_manner))))


def preview_json(seen: Preview) -> dict[str, Any]:
    """Return the effect of a change as plain values."""
    counts = {name: getattr(seen, name) for name in ("matched", "changed", "same", "confirmed", "overwritten")}
    return counts | {"without": seen.without, "first": [revised_json(one) for one in seen.first]}


def preview_lines(seen: Preview) -> Iterator[str]:
    """Yield the same as text."""
    yield f"{count_records(seen.matched)}, of which {seen.changed:,} would change."
    if seen.same - seen.without > 0:
        one = "already has this value from the archivist, and stays as it is."
        several = "already have this value from the archivist, and stay as they are."
        yield f"  {counted(seen.same - seen.without, one, several)}"
    if seen.without:
        one = "does not offer this value, and stays as it is."
        several = "do not offer this value, and stay as they are."
        yield f"  {counted(seen.without, one, several)}"
    if seen.confirmed:
        have = counted(seen.confirmed, "already has it from its files", "already have it from their files")
        yield f"  {have}: it becomes the archivist's, and stays."
    if seen.overwritten:
        yield f"  {counted(seen.overwritten, 'has', 'have')} an archivist's value that would be overwritten."
    yield from first_lines(seen.first, seen.changed)


def first_lines(first: Sequence[RecordRevision], changed: int) -> Iterator[str]:
    """Yield the first records that change, and the number of the others."""
    for one in first:
        yield f"{one.id}  {short(one.title)}".rstrip()
        yield from (f"  {line}" for line in map(change_line, plain_changes(one.changes)))
    if changed > len(first):
        yield f"... and {changed - len(first):,} more."


def change_line(change: Change) -> str:
    """Return `city: Jakarta [iim:2:90] -> Bandung [archivist]`."""
    ends = ((change.before, change.before_origin), (change.after, change.after_origin))
    return f"{change.key}: " + " -> ".join(
        f"{short(shown(value)) or '(nothing)'}{f'  [{origin}]' if origin else ''}" for value, origin in ends
    )


def revised_json(one: RecordRevision) -> dict[str, Any]:
    """Return a record and the changes of its keys as plain values."""
    changed = [
        {
            "key": change.key,
            "before": change.before,
            "before_origin": change.before_origin,
            "after": change.after,
            "after_origin": change.after_origin,
        }
        for change in plain_changes(one.changes)
    ]
    return {"record": one.id, "changed": changed}


def short(text: str) -> str:
    """Return a value short enough for a line."""
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def count_records(records: int) -> str:
    """Return `1 record`, `2,000 records`."""
    return counted(records, "record")


def confirm_change(manner: ChangeOptions, question: str) -> bool:
    """Return whether to continue after a preview. Without a terminal and --yes, exit with 1."""
    if manner.dry_run:
        return False
    if manner.yes:
        return True
    if can_ask():
        return click.confirm(question, err=True)
    return refuse("Nothing was changed. Add --yes to do it, or --dry-run to see only what it would do.")


def refuse(words: str) -> NoReturn:
    """Print this message and exit with 1."""
    click.echo(f"press-archive: {words}", err=True)
    raise click.exceptions.Exit(1)


def change(
    archive: Archive,
    ids: Sequence[str],
    plan: Plan,
    act: tuple[str, str],
    reason: str | None,
    previewed: str | None = None,
) -> tuple[int | None, Preview]:
    """Run `edits.change`, showing progress for many records, and update the index."""
    if len(ids) > MANY:
        progress(f"Writing {count_records(len(ids))} ...")
    n, done = edits.change(archive, ids, plan, act, AGENT, previewed=previewed, reason=reason)
    note_index(index_sync.confirm(archive))
    return n, done
