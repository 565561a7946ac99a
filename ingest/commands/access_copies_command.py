"""`press-archive access-copies`: make PDF/A and JPEG copies that visitors can open."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from archive.cli import RECORD_ID, archive_option, json_option, print_json, progress, say
from archive.messages import Message, reason_to_json
from archive.startup import INTERRUPTED
from archive.storage.archive import Archive
from ingest.commands.arguments import selected_records
from ingest.files.access_copies import FAILED, MADE, NO_CONVERTER, OUTCOMES, THERE, CopyResult, make_access_copies
from ingest.pipeline.pipeline import Options, at_work
from ingest.pipeline.run_control import asked_to_stop


@click.command("access-copies")
@archive_option
@json_option
@click.option("--where", metavar="QUERY", help="Only records that match QUERY, held ones too.")
@click.option("--again", is_flag=True, help="Also make copies that are there already.")
@click.argument("records", type=RECORD_ID, nargs=-1, metavar="[ID]...")
def access_copies(folder: Path, as_json: bool, where: str | None, again: bool, records: tuple[str, ...]) -> None:
    """Make PDF/A and JPEG copies that visitors can open.

    An office document gets a PDF/A, made by LibreOffice, which you name as `converter` below [intake] in archive.toml.
    A picture that browsers do not show, such as TIFF, Photoshop, HEIC or camera raw, gets a JPEG of its full size,
    without its metadata. Pages and JSON offer the copy beside the original, to those who may download the original.
    Originals are not changed.

    Without ID, the command goes through all records. It skips existing copies. They are in derived/access/ and may be
    deleted.

    Exit code 1 when a copy could not be made. Ctrl-C keeps finished copies: the next run continues from there.
    """
    counts: Counter[str] = Counter()
    with Archive.open(folder) as archive, asked_to_stop() as stop:
        ids = selected_records(archive, where, records)
        with at_work(archive, Options(stopped=stop.is_set)) as (desk, threads, _):
            for one in make_access_copies(desk, threads, ids, stop.is_set, again=again):
                counts[one.outcome] += 1
                _tell(one, as_json)
    if as_json:
        print_json({"complete": not stop.is_set(), **{name: counts[name] for name in OUTCOMES}})
    else:
        progress(f"{counts[MADE]:,} made, {counts[THERE]:,} there before, {counts[FAILED]:,} failed.")
    if counts[NO_CONVERTER]:
        progress(str(Message("access-copies-no-converter", count=counts[NO_CONVERTER])))
    if stop.is_set():
        raise SystemExit(INTERRUPTED)
    if counts[FAILED] or counts[NO_CONVERTER]:
        raise SystemExit(1)


def _tell(one: CopyResult, as_json: bool) -> None:
    if as_json:
        print_json(asdict(one) | {"reason": one.reason or None} | reason_to_json(one.reason))
    elif one.outcome in (MADE, FAILED):
        say(f"{one.record}  {one.name}: {one.outcome}{': ' if one.reason else ''}{one.reason}")
