"""What the commands that change many records have in common: a preview, a question, and one change set."""

from __future__ import annotations

import functools
import getpass
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn

import click

from archive import indexing
from archive.archive import Archive
from archive.catalogue import Change, Plan, Revised
from archive.cli import json_option, progress
from archive.commands.editing import shown

AGENT = "press-archive records"
FIRST = 10  # records that a preview shows
MANY = 200  # records, from which on an intake may not run meanwhile: it would wait too long for its turn to write
_WIDEST = 160  # characters of a value in a preview


@dataclass(frozen=True, slots=True)
class Manner:
    """How a change of many records is to go: without asking, not at all, told as JSON."""

    yes: bool = False
    dry_run: bool = False
    as_json: bool = False


def manner_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--yes`, `--dry-run`, `--json`; the command gets `manner: Manner`."""

    @functools.wraps(command)
    def with_manner(*given: Any, yes: bool, dry_run: bool, as_json: bool, **others: Any) -> Any:
        return command(*given, manner=Manner(yes, dry_run, as_json), **others)

    option = click.option("--dry-run", is_flag=True, help="Only tell what would change.")
    return click.option("--yes", is_flag=True, help="Do it without asking.")(option(json_option(with_manner)))


@dataclass(slots=True)
class Preview:
    """What a change comes to: how many records it is about, of these how many change, have it so by the archivist's
    word already (`same`), have these values from their files and get them as the archivist's (`confirmed`), and how
    many lose an archivist's value; `without`: those that it cannot be said of. The first that change, in full."""

    matched: int = 0
    changed: int = 0
    same: int = 0
    confirmed: int = 0
    overwritten: int = 0
    without: int = 0
    first: list[Revised] = field(default_factory=list)

    def count(self, one: Revised) -> Revised:
        """One more record; gives it back."""
        self.matched += 1
        self.changed += bool(one.changes)
        self.same += not one.changes
        self.confirmed += one.only_origin
        self.overwritten += one.overwrites
        if one.changes and len(self.first) < FIRST:
            self.first.append(one)
        return one

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        counts = {name: getattr(self, name) for name in ("matched", "changed", "same", "confirmed", "overwritten")}
        return counts | {"without": self.without, "first": [revised_json(one) for one in self.first]}

    def lines(self) -> Iterator[str]:
        """It in words."""
        yield f"{many(self.matched)}, of which {self.changed:,} would change."
        if self.same - self.without > 0:
            yield f"  {self.same - self.without:,} already have it so by the archivist's word, and stay as they are."
        if self.without:
            yield f"  {self.without:,} have no such value on offer, and stay as they are."
        if self.confirmed:
            yield f"  {self.confirmed:,} already have it by their files: it becomes the archivist's, and stays."
        if self.overwritten:
            yield f"  {self.overwritten:,} have an archivist's value that would be overwritten."
        yield from first_lines(self.first, self.changed)


def first_lines(first: Sequence[Revised], changed: int) -> Iterator[str]:
    """The first records that change, and how many more do."""
    for one in first:
        yield f"{one.id}  {short(one.title)}".rstrip()
        yield from (f"  {line}" for line in map(change_line, plain_changes(one.changes)))
    if changed > len(first):
        yield f"... and {changed - len(first):,} more."


def change_line(change: Change) -> str:
    """`city: Jakarta  [iim:2:90] -> Bandung  [archivist]`."""
    ends = ((change.before, change.before_origin), (change.after, change.after_origin))
    return f"{change.key}: " + " -> ".join(
        f"{short(shown(value)) or '(nothing)'}{f'  [{origin}]' if origin else ''}" for value, origin in ends
    )


def revised_json(one: Revised) -> dict[str, Any]:
    """A record and what becomes of its keys, as plain values."""
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


def plain_changes(changes: Iterable[Change]) -> list[Change]:
    """These without the precisions, which stand in the dates as they are written."""
    return [change for change in changes if not change.key.endswith("_precision")]


def short(text: str) -> str:
    """A value short enough for a line."""
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def many(records: int) -> str:
    """`1 record`, `2,000 records`."""
    return "1 record" if records == 1 else f"{records:,} records"


def login() -> str:
    """By whom a change is made: the login name, as far as the system knows one."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def to_be_done(manner: Manner, question: str) -> bool:
    """Whether to go on after a preview. Without a terminal to ask at, and no --yes, this ends the command with 1."""
    if manner.dry_run:
        return False
    if manner.yes:
        return True
    if sys.stdin.isatty() and sys.stderr.isatty():
        return click.confirm(question, err=True)
    return refuse("Nothing was changed. Add --yes to do it, or --dry-run to see only what it would do.")


def refuse(words: str) -> NoReturn:
    """Ends the command with 1 and these words."""
    click.echo(f"press-archive: {words}", err=True)
    raise click.exceptions.Exit(1)


@contextmanager
def alone(archive: Archive, records: int) -> Iterator[None]:
    """Keeps an intake from starting while many records are written, and waits for none: ArchiveBusy names it."""
    if records <= MANY:
        yield
        return
    with archive.lock("ingest"):
        yield


def change(archive: Archive, ids: Sequence[str], plan: Plan, act: tuple[str, str]) -> tuple[int | None, Preview]:
    """Changes these records as one set, which is written whole or not at all, and brings the index up to it. `act`:
    the action, and what is done in words. Gives the number of the set, None when nothing changed, and what was done."""
    done = Preview()
    with alone(archive, len(ids)):
        if len(ids) > MANY:
            progress(f"Writing {many(len(ids))} ...")
        with archive.catalogue.write(AGENT) as writer:
            n = writer.open_changes(*act, login())
            for one in writer.revise(n, ids, plan):
                done.count(one)
            changed = writer.close_changes(n)
    indexing.update(archive)
    return (n if changed else None), done
