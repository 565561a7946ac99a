"""`press-archive ingest` and `inspect`: taking files in, and looking at what would be read."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from archive.archive import Archive
from archive.catalogue import printable
from archive.cli import archive_option, json_option, progress, say_json
from archive.errors import Encrypted, PressArchiveError
from archive.record import Outcome, Status
from archive.starting import INTERRUPTED
from archive.worker import Limits, Pool
from ingest.again import again
from ingest.ahead import Ahead
from ingest.given import refuse_given
from ingest.ocr.cli import after_ingest
from ingest.passwords import passwords_in, passwords_option, refuse_within
from ingest.pipeline import Options, ingest
from ingest.readers.members import MOST_LAID_OUT
from ingest.receipt import Receipt
from ingest.rehearsal import rehearse
from ingest.stopping import KEPT, asked_to_stop
from ingest.telling import Teller
from ingest.turn import in_turn
from ingest.walk import NO_FILE

INSPECT = "ingest.inspecting:inspect"
GIVEN = ("collection", "location")  # what may be said of all that is handed in together


@click.command("ingest")
@archive_option
@json_option
@click.option(
    "--access",
    type=click.Choice(["released", "held"]),
    help="What new records of this accession become. Default: what archive.toml says.",
)
@click.option("--collection", metavar="NAME", help="The collection that what is new or changed belongs to.")
@click.option("--location", metavar="PLACE", help="Where the originals are kept (fonds/series/box/item).")
@click.option("--retry", type=int, metavar="N", help="Try again what accession N did not take in or did not reach.")
@passwords_option
@click.option("--dry-run", is_flag=True, help="Say what would become of each file, and take in none.")
@click.option("--wait", is_flag=True, help="When another ingest is under way, wait until it has finished.")
@click.option("--no-ocr", is_flag=True, help="Leave the words of scans for `press-archive ocr --pending`.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, readable=False, path_type=Path))
def ingest_command(folder: Path, as_json: bool, access: str | None, paths: tuple[Path, ...], **how: Any) -> None:
    """Take in files and folders; say what became of each.

    Ctrl-C finishes the files under way and stops; the same command goes on from there.
    """
    retry, dry = how["retry"], how["dry_run"]
    if (retry is None) == (not paths):
        raise click.UsageError("Give files and folders, or --retry N for those that accession N did not take in.")
    try:
        with Archive.open(folder) as archive, asked_to_stop() as stop:
            values = {key: " ".join(how[key].split()) for key in GIVEN if how[key] and how[key].strip()}
            passwords = passwords_in(how["pdf_passwords"])
            options = Options(Status(access) if access else None, stop.is_set, values=values, passwords=passwords)
            asked = (list(paths), options) if retry is None else _again(archive, retry, options)
            if not asked[0]:
                progress(f"Accession {retry} left nothing to try again.")
                return
            refuse_given(archive, asked[0])
            refuse_within(how["pdf_passwords"], asked[0])
            work = partial(_told, archive, *asked, Manner(as_json, dry))
            receipt = work() if dry else in_turn(archive, work, how["wait"], stop)
            left = receipt is None or not receipt.complete
            if not left and not dry and not how["no_ocr"]:
                stop.said = KEPT
                left = after_ingest(archive, stop, passwords)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python's end flushes into the pipe again
        progress("Nobody reads the output any more; stopped. The same command goes on from here.")
        raise SystemExit(1) from None
    if receipt is None:
        progress("Nothing was begun.")
    if left:
        raise SystemExit(INTERRUPTED)


@dataclass(frozen=True, slots=True)
class Manner:
    """Whether lines are told as JSON, and whether it is only said what would be."""

    as_json: bool
    dry: bool


def _again(archive: Archive, number: int, options: Options) -> tuple[list[Path], Options]:
    """What to take in, and how, to try an accession again."""
    found = again(archive, number)
    access = options.access or found.accession.access
    values = {**found.accession.arguments.get("values", {}), **options.values}
    return found.paths, replace(options, access=access, again=True, retry=number, only=found.only, values=values)


def _told(archive: Archive, paths: Sequence[Path], options: Options, manner: Manner) -> Receipt:
    """Takes them in, telling what comes of it."""
    intake = archive.settings.intake
    counted = paths if options.only is None else []  # how many are meant cannot be counted ahead
    ahead = Ahead(counted, intake.skip, archive.folder, intake.max_file_mb << 20)
    with ahead, Teller(manner.as_json, ahead, manner.dry) as teller:
        receipt = (rehearse if manner.dry else ingest)(paths, archive, options, teller.line)
    teller.summary(receipt)
    return receipt


@click.command("inspect")
@json_option
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def inspect_command(as_json: bool, files: tuple[Path, ...]) -> None:
    """Show what would be read from FILES, without taking them in."""
    failed = False
    limits = Limits(output_bytes=MOST_LAID_OUT)
    with (
        tempfile.TemporaryDirectory(prefix="press-archive-inspect-") as scratch,
        Pool(1, Path(scratch), limits) as pool,
    ):
        for file in files:
            found = _inspected(pool, file)
            failed = failed or "reason" in found
            if as_json:
                say_json(found)
            else:
                _show(found)
    if failed:
        raise SystemExit(1)


def _inspected(pool: Pool, file: Path) -> dict[str, Any]:
    """What the worker read, or `outcome` and `reason` as an ingest would give them."""
    path = printable(str(file))
    arguments = {"path": str(file.resolve()), "filename": printable(file.name), "shown": path}
    if not file.is_file():  # the opening of a pipe would wait for whoever fills it
        return {"path": path, "outcome": Outcome.SKIPPED.value, "reason": NO_FILE}
    try:
        with pool.run(INSPECT, arguments) as job:
            return dict(job.result)
    except Encrypted as error:
        return {"path": path, "outcome": Outcome.ENCRYPTED.value, "reason": str(error)}
    except PressArchiveError as error:
        return {"path": path, "outcome": Outcome.REJECTED.value, "reason": str(error)}


def _show(found: dict[str, Any]) -> None:
    """For people: each value on a line with where it came from, then the text."""
    click.secho(found["path"], bold=True)
    if "reason" in found:
        click.echo(f"  {found['outcome']}: {found['reason']}\n")
        return
    origins = found["origins"]
    for key, value in found.items():
        if key in ("path", "text", "pages", "origins", "mentions") or value in (None, "", [], {}):
            continue
        words = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
        origin = f"  [{origins[key]['origin']}]" if key in origins else ""
        click.echo(f"  {key}: {words}{origin}")
    for mention in found["mentions"]:
        click.echo(f"  names {mention['filename']}: {mention['caption'] or 'no caption'}")
    if found["text"]:
        click.echo("\n" + found["text"].replace("\f", "\n\n"))
    click.echo()
