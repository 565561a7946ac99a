"""The command `press-archive`: a group that loads each subcommand only when called."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points, version
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import category

import click

from archive.errors import PressArchiveError, many
from archive.messages import Message
from archive.startup import INDEX_BEHIND, INTERRUPTED, mark_loaded

COMMANDS = "press_archive.commands"  # the entry-point group for commands of all packages, this one included
PLAIN_SECONDS = 2.0  # between two progress lines
DEFAULT_FOLDER = "press-archive-data"
_INDEX = "press_archive.index"  # where a command notes whether the index has followed its change
_BEHIND = "behind"
_STOPPED = "stopped; what was not finished is as if it had not been begun."

# The summaries in `press-archive --help`, listed here so that it loads no command.
SUMMARIES = {
    "access": "Release, hold or withdraw records.",
    "access-copies": "Make PDF/A and JPEG copies that visitors can open.",
    "alerts": "List, run or test alerts, which report new records.",
    "backup": "Make, list or check backups of the archive.",
    "bag": "Make, check or ingest bags: folders for other archives.",
    "catalogue": "Upgrade, copy or rebuild the catalogue, or write it as tables.",
    "check": "Compare catalogue, originals, index and receipts.",
    "collections": "Set closure and retention rules; dispose of what is due.",
    "desk": "Print the address of the desk, the pages where you edit.",
    "doctor": "Show what is missing on this machine and how to get it.",
    "erase": "Erase a record for good, by two people.",
    "events": "List events and their records; confirm, merge or split.",
    "export": "Export the public records of a search to a file.",
    "history": "Show the versions of a record: description, text, original.",
    "index": "Show the state of the search index, rebuild or follow it.",
    "ingest": "Add files and folders to the archive.",
    "init": "Make a new archive.",
    "inspect": "Show what would be read from files, without adding them.",
    "legal-hold": "Keep records from being disposed of or erased.",
    "log": "List what was done in the archive, or verify the log.",
    "mcp": "Serve the public records by the Model Context Protocol.",
    "mentions": "List photos named in articles; confirm or refuse a link.",
    "names": "Show name cards: all names of a person, place or organisation.",
    "ocr": "Recognise the text of scanned pages.",
    "originals": "List, export, count or move the originals.",
    "receipts": "List runs of ingest (accessions), or show the receipt of one.",
    "records": "Show, edit or merge records; undo a change.",
    "relations": "List records that belong together; confirm or refuse.",
    "reread": "Read stored files again, with the readers of this version.",
    "restore": "Make an archive from a backup.",
    "search": "Search the archive.",
    "series": "List or edit the tree of fonds, series and files above records.",
    "serve": "Serve the archive to browsers and scripts, until Ctrl-C.",
    "tokens": "List, create or revoke tokens, which identify scripts.",
    "users": "List or add users; change their role or password.",
    "verify": "Read every original and compare its SHA-256.",
    "virus-scan": "Scan files for viruses: those that wait, or all of them again.",
    "watch": "Add files as they arrive in folders, until Ctrl-C.",
}

F = TypeVar("F", bound=Callable[..., Any])


class _Loading(click.Group):
    """Look up subcommands among the installed entry points."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(self._points())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        point = self._points().get(cmd_name)
        if point is None:
            return None
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads would spin and block the workers
        command = point.load()
        mark_loaded()
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that `args` begin with. For an unknown one, suggest a similar one."""
        names = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in names:
            near = get_close_matches(args[0], names, n=1)
            ctx.fail(f"No such command {args[0]!r}.{f' Did you mean {near[0]!r}?' if near else ''}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, loading only those of other packages for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self._summary(ctx, name)) for name in self.list_commands(ctx)])

    def _summary(self, ctx: click.Context, name: str) -> str:
        if name in SUMMARIES:
            return SUMMARIES[name]
        command = self.get_command(ctx, name)
        return command.get_short_help_str() if command else ""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Errors of this project become one line on standard error and exit code 1, Ctrl-C one line
        and INTERRUPTED. A successful command exits with INDEX_BEHIND if it noted that."""
        try:
            result = super().invoke(ctx)
            if ctx.meta.get(_INDEX) == _BEHIND:
                ctx.exit(INDEX_BEHIND)
            return result
        except PressArchiveError as error:
            click.echo(on_one_line(f"press-archive: {error}"), err=True)
            ctx.exit(1)
        except KeyboardInterrupt as stopped:
            click.echo(f"press-archive: {str(stopped) or _STOPPED}", err=True)
            ctx.exit(INTERRUPTED)
        except click.Abort:  # Ctrl-C, or the end of the input, at a prompt
            click.echo("\npress-archive: stopped; nothing was changed.", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            # The reader of the output has gone (`| head`): exit quietly, and keep Python from flushing into the pipe.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)

    @staticmethod
    def _points() -> dict[str, EntryPoint]:
        return {point.name: point for point in entry_points(group=COMMANDS)}


@click.group(cls=_Loading, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("press-archive"), prog_name="press-archive")
def main() -> None:
    """An archive of press releases, speeches and photographs with their captions, that anyone can search."""


def archive_option(command: F) -> F:
    """Return `--archive DIR`, else PRESS_ARCHIVE, else ./press-archive-data; the command gets `folder: Path`."""
    option = click.option(
        "--archive",
        "folder",
        type=click.Path(path_type=Path),
        envvar="PRESS_ARCHIVE",
        default=DEFAULT_FOLDER,
        show_default=f"$PRESS_ARCHIVE, else ./{DEFAULT_FOLDER}",
        help="The archive's folder.",
    )
    return option(command)


class _Id(click.ParamType[str]):
    """An id, as far as UTF-8 can encode the input: no record's id contains U+FFFD."""

    name = "id"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


RECORD_ID = _Id()


def can_ask() -> bool:
    """Return whether there is a terminal at which somebody can answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def json_option(command: F) -> F:
    """Return `--json`; the command gets `as_json: bool`."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for scripts.")(command)


def json_line(value: Any) -> str:
    """Return a JSON object on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def print_json(value: Any) -> None:
    """Print one JSON object on one line."""
    click.echo(json_line(value))


def say(text: str) -> None:
    """Print a line for people, `on_one_line`."""
    click.echo(on_one_line(text))


def on_one_line(text: str) -> str:
    """Return the text without anything a terminal would interpret, since file names may contain such: U+FFFD for each
    line break, escape and direction mark. Blanks of all kinds stay."""
    if text.isprintable():
        return text
    kept = (char if char.isprintable() or category(char) == "Zs" else "\N{REPLACEMENT CHARACTER}" for char in text)
    return "".join(kept)


def note_index(why_behind: str) -> None:
    """Note whether the index has followed a change, for JSON and the exit code. If it is behind, say so on standard
    error, with the reason; the command then ends with INDEX_BEHIND."""
    click.get_current_context().meta[_INDEX] = _BEHIND if why_behind else "current"
    if why_behind:
        click.echo(on_one_line(f"press-archive: {Message('index-unconfirmed', why=why_behind)}"), err=True)


def index_json() -> dict[str, str]:
    """Return the noted state of the index for JSON; empty if nothing was noted."""
    meta = click.get_current_context().meta
    return {"index": meta[_INDEX]} if _INDEX in meta else {}


def progress_line(noun: str, done_to_it: str) -> Callable[[int, int], None]:
    """Return a function that prints how many things are done, at most every PLAIN_SECONDS."""
    last = time.monotonic()

    def say(done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last >= PLAIN_SECONDS:
            last = time.monotonic()
            progress(f"{done:,} of {many(of, noun)} {done_to_it}")

    return say


def progress(text: str) -> None:
    """Print a line about progress to standard error."""
    click.echo(text, err=True)
