"""`press-archive mentions`: which photo each article means, what was not found, and the archivist's word on it."""

from __future__ import annotations

import csv
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive import indexing
from archive.access import ARCHIVIST
from archive.archive import Archive
from archive.catalogue import Guess, Naming, Unnamed, printable
from archive.cli import archive_option, json_option, progress, say_json
from archive.errors import Undecidable, UnknownRecord
from archive.record import Record

_COLUMNS = ("type", "article", "n", "filename", "photo", "doubtful", "reason", "guess", "guess_filename", "because")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
_IDS = "`press-archive search --held filename:NAME` gives the ids of photos."
_MOST_ROWS = 1_000  # photos never named that a table shows
_PATIENCE = 2.0  # seconds after which a person at a terminal is told what takes so long
_WIDE = 200  # columns of a table that goes to a file or a pipe


@click.group(invoke_without_command=True)
@archive_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="One table with a header, for spreadsheets.")
@click.option("--unresolved", is_flag=True, help="Only names not found, with the likely photo; and photos never named.")
@click.option("--doubtful", is_flag=True, help="Only guesses, to be confirmed or refused.")
@click.pass_context
def mentions(ctx: click.Context, folder: Path, as_json: bool, as_csv: bool, unresolved: bool, doubtful: bool) -> None:
    """List the photos that articles name by their file names, and which photo of the archive each of them is.

    Held records are among them. N counts the photos that an article names from 0.
    """
    if ctx.invoked_subcommand is not None:
        return
    if as_json and as_csv:
        raise click.UsageError("--json and --csv do not go together: choose one.")
    with Archive.open(folder) as archive:
        namings = archive.catalogue.namings()
        if unresolved or doubtful:
            namings = [n for n in namings if (unresolved and n.photo is None) or (doubtful and n.doubtful)]
        with _patience(f"Looking for {len(namings):,} names among all photos ..."):
            guesses = archive.catalogue.guesses(namings) if unresolved else {}
            unnamed = archive.catalogue.unnamed_photos() if unresolved else []
    told = [_mention(naming, guesses.get((naming.article, naming.n))) for naming in namings]
    told += [_unnamed(photo) for photo in unnamed]
    if as_json:
        for one in told:
            say_json(one)
    elif as_csv:
        _say_csv(told)
    else:
        _say_tables(told, unresolved)


@contextmanager
def _patience(words: str) -> Iterator[None]:
    """Says these words on a terminal when what is done meanwhile takes long."""
    timer = threading.Timer(_PATIENCE, progress, (words,))
    timer.daemon = True
    if sys.stderr.isatty():
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


@mentions.command()
@archive_option
@json_option
@click.argument("article")
@click.argument("n", type=int)
@click.argument("photo", required=False)
def confirm(folder: Path, as_json: bool, article: str, n: int, photo: str | None) -> None:
    """The N-th photo that ARTICLE names is PHOTO; without PHOTO, the one it is tied to. No rule changes it after."""
    with Archive.open(folder) as archive:
        before = _naming(archive, article, n)
        meant = photo or before.photo
        if meant is None:
            raise Undecidable(
                f"{_quoted(before)} is tied to no photo: say which it is, "
                f"`press-archive mentions confirm {article} {n} PHOTO`; `press-archive mentions --unresolved` tells "
                "the likely ones."
            )
        with archive.catalogue.write("press-archive mentions") as writer:
            try:
                writer.decide_mention(article, n, meant)
            except ValueError as error:
                raise Undecidable(f"{error}: {_IDS}") from None
        indexing.update(archive)
        _say_decided("confirmed", archive, article, n, as_json)


@mentions.command()
@archive_option
@json_option
@click.argument("article")
@click.argument("n", type=int)
@click.argument("photo", required=False)
def refuse(folder: Path, as_json: bool, article: str, n: int, photo: str | None) -> None:
    """The N-th photo that ARTICLE names is not PHOTO; without PHOTO, not the one it is tied to.

    Another may be found; `confirm` takes it back.
    """
    with Archive.open(folder) as archive:
        before = _naming(archive, article, n)
        if photo is None and before.photo is None:
            raise Undecidable(
                f"{_quoted(before)} is tied to no photo, so there is nothing to refuse; a suggestion is refused by "
                f"its id, `press-archive mentions refuse {article} {n} PHOTO`, and if you know the right one, "
                f"`press-archive mentions confirm {article} {n} PHOTO`."
            )
        with archive.catalogue.write("press-archive mentions") as writer:
            try:
                writer.refuse_mention(article, n, photo)
            except ValueError as error:
                raise Undecidable(f"{error}: {_IDS}") from None
        indexing.update(archive)
        _say_decided("refused", archive, article, n, as_json)


def _naming(archive: Archive, article: str, n: int) -> Naming:
    """That mention; UnknownRecord says what there is instead."""
    if archive.catalogue.get(article, ARCHIVIST) is None:
        raise UnknownRecord(f"There is no record {article}; `press-archive mentions` gives the ids of articles.")
    namings = archive.catalogue.namings(article)
    for naming in namings:
        if naming.n == n:
            return naming
    there = f"N goes from 0 to {len(namings) - 1}" if namings else "it names none"
    raise UnknownRecord(f"{article} names no photo number {n}: {there}; `press-archive mentions` lists them.")


def _say_decided(what: str, archive: Archive, article: str, n: int, as_json: bool) -> None:
    now = _naming(archive, article, n)
    if as_json:
        say_json({"decision": what} | _mention(now, None))
        return
    photo = archive.catalogue.get(now.photo, ARCHIVIST) if now.photo else None
    click.echo(f"{what}: {_quoted(now)} in {article} {_now(now, photo)}")


def _now(naming: Naming, photo: Record | None) -> str:
    if photo is None:
        return "is tied to no photo now."
    probably = "probably " if naming.doubtful else ""
    return f"is {probably}{photo.id} ({photo.filename}){f': {naming.reason}' if naming.reason else '.'}"


def _quoted(naming: Naming) -> str:
    return f'"{_shown(naming.mention.filename)}"'


def _mention(naming: Naming, guess: Guess | None) -> dict[str, Any]:
    told: dict[str, Any] = {"type": "mention", "article": naming.article, "n": naming.n}
    told |= {"filename": naming.mention.filename, "caption": naming.mention.caption, "photo": naming.photo}
    told |= {"doubtful": naming.doubtful, "reason": naming.reason, "origin": naming.origin}
    told |= {"refused": list(naming.refused), "guess": None}
    if guess is not None:
        told["guess"] = {"photo": guess.photo, "filename": guess.filename, "because": guess.because}
    return told


def _unnamed(photo: Unnamed) -> dict[str, Any]:
    told = {"type": "unnamed-photo", "photo": photo.photo, "filename": photo.name}
    return told | {"created": photo.created, "status": photo.status.value}


def _say_csv(told: Iterable[Mapping[str, Any]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in told:
        guess = one.get("guess") or {}
        row = {**one, "guess": guess.get("photo"), "guess_filename": guess.get("filename")}
        doubtful = one.get("doubtful")
        row |= {"because": guess.get("because"), "doubtful": doubtful if doubtful is None else _yes(doubtful)}
        writer.writerow([_cell(row.get(column)) for column in _COLUMNS])


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _cell(value: object) -> str:
    """As a spreadsheet may have it: text that it would take for a formula gets an apostrophe before it."""
    text = "" if value is None else _shown(str(value))
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _say_tables(told: Iterable[Mapping[str, Any]], unresolved: bool) -> None:
    told = list(told)
    rows = [one for one in told if one["type"] == "mention"]
    photos = [one for one in told if one["type"] == "unnamed-photo"]
    console = Console(file=sys.stdout)
    if not console.is_terminal:
        console = Console(file=sys.stdout, width=_WIDE)
    if rows:
        console.print(_table_of_mentions(rows, unresolved))
    else:
        click.echo("Every name is tied to a photo." if unresolved else "No article names such a photo.")
    if photos:
        table = _table("Photos that no article names", "photo", "file", "made", "status")
        for one in photos[:_MOST_ROWS]:
            _row(table, one["photo"], one["filename"], one["created"], one["status"])
        console.print(table)
        if len(photos) > _MOST_ROWS:
            click.echo(f"And {len(photos) - _MOST_ROWS:,} more, which --csv and --json list.")
    elif unresolved:
        click.echo("Every photo is named by an article.")


def _table_of_mentions(rows: Iterable[Mapping[str, Any]], unresolved: bool) -> Table:
    last = "probably this one" if unresolved else "doubtful"
    table = _table("Photos that articles name", "article", "n", "file name", "photo", last, "reason")
    for one in rows:
        guess = one["guess"]
        doubt = "yes" if one["doubtful"] else ""
        if guess:
            doubt = f"{guess['photo']} {guess['filename']}, because: {guess['because']}"
        _row(table, one["article"], one["n"], one["filename"], one["photo"], doubt, one["reason"])
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        whole = column in ("article", "photo", "n")
        table.add_column(
            column, no_wrap=whole, overflow="fold", min_width=16 if column in ("article", "photo") else None
        )
    return table


def _row(table: Table, *cells: object) -> None:
    table.add_row(*(Text("" if cell is None else _shown(str(cell))) for cell in cells))


def _shown(text: str) -> str:
    """Printable, on one line, with nothing a terminal would obey."""
    if text.isprintable() and "\\" not in text:
        return text
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in printable(text))
