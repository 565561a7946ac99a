"""`press-archive mentions`: list, confirm and reject photos named in articles."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from archive.access import ARCHIVIST
from archive.catalogue import PhotoSuggestion, ResolvedMention
from archive.cli import RECORD_ID, archive_option, index_json, json_option, note_index, print_json, progress
from archive.commands.change_options import decision_options
from archive.commands.output_tables import mention_of, on_one_line, print_csv, print_mention_tables, unnamed_of
from archive.edits import link_decisions
from archive.errors import Undecidable, many
from archive.messages import Message
from archive.record import Record
from archive.search.index import index_sync
from archive.storage.archive import Archive

_AGENT = "press-archive mentions"
_PATIENCE = 2.0  # seconds after which a person at a terminal sees what takes so long


@click.group(invoke_without_command=True)
@archive_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="One table with a header, for spreadsheets.")
@click.option(
    "--unresolved",
    is_flag=True,
    help="List the file names that are linked to no photo, each with a likely photo if there is one. Below them, list "
    "the photos that no article names.",
)
@click.option("--doubtful", is_flag=True, help="Only doubtful links, for you to confirm or refuse.")
@click.option("--refused", is_flag=True, help="Only refused links. `confirm` accepts one after all.")
@click.pass_context
def mentions(ctx: click.Context, /, folder: Path, as_json: bool, as_csv: bool, **wanted: bool) -> None:
    """List photos named in articles; confirm or refuse a link.

    ARTICLE stands for any text, also for a press release or a speech. Held records are included. A text may name
    several photos. The list numbers their file names from 0. `confirm`, `refuse` and `undo` take this number as N.
    """
    if ctx.invoked_subcommand is not None:
        return
    if as_json and as_csv:
        raise click.UsageError("--json and --csv do not go together: choose one.")
    unresolved = wanted["unresolved"]
    with Archive.open_to_read(folder) as archive:
        namings = archive.catalogue.namings()
        if any(wanted.values()):
            namings = [naming for naming in namings if _is_wanted(naming, wanted)]
        with _patience(f"Looking for {many(len(namings), 'name')} among all photos ..."):
            suggested = archive.catalogue.suggestions(namings) if unresolved else {}
            unnamed = archive.catalogue.unnamed_photos() if unresolved else []
        told = _told(archive, namings, suggested)
    told += [unnamed_of(photo) for photo in unnamed]
    if as_json:
        for one in told:
            print_json(one)
    elif as_csv:
        print_csv(told)
    else:
        print_mention_tables(told, {name for name, asked in wanted.items() if asked})


def _is_wanted(naming: ResolvedMention, wanted: Mapping[str, bool]) -> bool:
    found = {"unresolved": naming.photo is None, "doubtful": naming.doubtful, "refused": bool(naming.refused)}
    return any(found[name] for name, asked in wanted.items() if asked)


def _told(
    archive: Archive, namings: list[ResolvedMention], suggested: dict[tuple[str, int], PhotoSuggestion]
) -> list[dict[str, Any]]:
    articles = archive.catalogue.labels({naming.article for naming in namings})
    nothing = PhotoSuggestion()
    return [
        mention_of(naming, suggested.get((naming.article, naming.n), nothing), articles[naming.article])
        for naming in namings
    ]


@contextmanager
def _patience(words: str) -> Iterator[None]:
    """Print this message on a terminal if the block takes long."""
    timer = threading.Timer(_PATIENCE, progress, (words,))
    timer.daemon = True
    if sys.stderr.isatty():
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


@mentions.command()
@decision_options
@click.argument("article", type=RECORD_ID)
@click.argument("n", type=int)
@click.argument("photo", type=RECORD_ID, required=False)
def confirm(folder: Path, as_json: bool, article: str, n: int, photo: str | None, reason: str | None) -> None:
    """Confirm that file name N in ARTICLE means PHOTO. Without PHOTO, confirm the photo that the name is linked to now.

    The program's own guess never replaces your decision. To confirm a photo that you refused before, give PHOTO.
    """
    with Archive.open(folder) as archive:
        before = link_decisions.naming(archive, article, n)
        meant = photo or before.photo or (before.refused[0] if len(before.refused) == 1 else None)
        if meant is None:
            named = _quoted(before)
            raise Undecidable(Message("mention-confirm-unlinked", filename=named, record=article, n=n))
        link_decisions.mean(archive, before, meant, _AGENT, reason=reason)
        note_index(index_sync.confirm(archive))
        _say_decided("confirmed", archive, before, as_json, was_refused=meant in before.refused)


@mentions.command()
@decision_options
@click.argument("article", type=RECORD_ID)
@click.argument("n", type=int)
@click.argument("photo", type=RECORD_ID, required=False)
def refuse(folder: Path, as_json: bool, article: str, n: int, photo: str | None, reason: str | None) -> None:
    """Say that file name N in ARTICLE does not mean PHOTO. Without PHOTO, refuse the photo that it is linked to now.

    The program may then link the name to another photo. `confirm` accepts the refused photo after all.
    """
    with Archive.open(folder) as archive:
        before = link_decisions.naming(archive, article, n)
        if photo is None and before.photo is None:
            named = _quoted(before)
            raise Undecidable(Message("mention-refuse-unlinked", filename=named, record=article, n=n))
        link_decisions.reject_decision(archive, before, tuple(filter(None, [photo])), _AGENT, reason=reason)
        note_index(index_sync.confirm(archive))
        _say_decided("refused", archive, before, as_json)


@mentions.command()
@decision_options
@click.argument("article", type=RECORD_ID)
@click.argument("n", type=int)
def undo(folder: Path, as_json: bool, article: str, n: int, reason: str | None) -> None:
    """Undo your last decision on file name N in ARTICLE. Your decision before that counts again. If there is none, the
    program's own guess counts."""
    with Archive.open(folder) as archive:
        before = link_decisions.naming(archive, article, n)
        act = link_decisions.decided_on(archive, before)
        if act is None:
            raise Undecidable(Message("mention-undecided", filename=_quoted(before)))
        link_decisions.take_back(archive, act.n, _AGENT, reason)
        note_index(index_sync.confirm(archive))
        _say_decided("taken back", archive, before, as_json)


def _say_decided(
    what: str, archive: Archive, before: ResolvedMention, as_json: bool, *, was_refused: bool = False
) -> None:
    now = link_decisions.naming(archive, before.article, before.n)
    if as_json:
        print_json({"decision": what, "was_refused": was_refused} | _told(archive, [now], {})[0] | index_json())
        return
    photo = archive.catalogue.get(now.photo, ARCHIVIST) if now.photo else None
    again = ", which was refused before" if was_refused else ""
    click.echo(f"{what}{again}: {_quoted(now)} in {now.article} {_now(now, photo)}")


def _now(naming: ResolvedMention, photo: Record | None) -> str:
    if photo is None:
        return "is tied to no photo now."
    probably = "probably " if naming.doubtful else ""
    return f"is {probably}{photo.id} ({photo.filename}){f': {naming.reason}' if naming.reason else '.'}"


def _quoted(naming: ResolvedMention) -> str:
    return f'"{on_one_line(naming.mention.filename)}"'
