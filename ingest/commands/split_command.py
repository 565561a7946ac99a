"""`press-archive records split`: make a file of a record a record of its own."""

from __future__ import annotations

from pathlib import Path

import click

from archive.catalogue import RecordReading, SplitFile
from archive.cli import RECORD_ID, archive_option, index_json, note_index, print_json
from archive.commands.change_options import AGENT, ChangeOptions, confirm_change, manner_options
from archive.edits.edits import get_login_name
from archive.errors import CannotMerge
from archive.messages import Message
from archive.record import Description, Status
from archive.search.index import index_sync
from archive.storage.archive import Archive
from ingest.files.restrictions import access_for, hold_named, tighten_access
from ingest.files.roots import Roots
from ingest.ocr.scan_records import Scans
from ingest.pipeline.pipeline import Options, at_work
from ingest.pipeline.reread import read_stored


@click.command("split")
@archive_option
@manner_options
@click.option(
    "--asset",
    "n",
    required=True,
    type=int,
    metavar="N",
    help="Number of the file, as `records show ID` lists it. 0 is the first.",
)
@click.argument("record", type=RECORD_ID, metavar="ID")
def split_command(folder: Path, manner: ChangeOptions, n: int, record: str) -> None:
    """Take one file out of record ID, after a preview. That file becomes a new record.

    The values of the new record are read from the file. If the old record is held or withdrawn, the new one is too.
    `records undo` takes the split back.
    """
    made, change_set = None, None
    with Archive.open(folder) as archive, archive.lock("ingest"):
        part = archive.catalogue.part_of(record, n)
        said = _said(archive, part)
        title = str(said.values.get("title") or said.values.get("headline") or part.member or part.path)
        if not manner.as_json:
            click.echo(f"File {n} of {record} becomes a record of its own: {title}")
        if confirm_change(manner, "Split it off?"):
            made, change_set = _split(archive, part, said)
            note_index(index_sync.confirm(archive))
            if not manner.as_json:
                undo = f"`press-archive records undo {change_set}` takes it back"
                click.echo(f"Change set {change_set}: it is {made}; {undo}.")
    if manner.as_json:
        told = {"change_set": change_set, "dry_run": manner.dry_run, "record": record, "made": made, "title": title}
        print_json(told | index_json())


def _said(archive: Archive, part: SplitFile) -> Description:
    """What its bytes say: as it was kept, else as it is read now. How a photo looks is kept of none."""
    kept = part.said
    if kept is not None and (kept.miniature or not kept.media_type.startswith("image/")):
        return kept
    at = (part.asset.sha256, part.root, part.path, part.member)
    reading = RecordReading(part.record, "", 0, part.asset.media_type, *at)
    with at_work(archive, Options()) as (desk, _, _):
        found, why = read_stored(desk, Roots(archive.catalogue.roots()), reading)
    if found is None and kept is None:
        raise CannotMerge(Message("split-unreadable", record=part.record, n=part.n, why=why or ""))
    return found or kept  # type: ignore[return-value]


def _split(archive: Archive, part: SplitFile, said: Description) -> tuple[str, int]:
    scans = Scans(archive.settings.ocr)
    hold_named(said)  # older archives kept no embargo with the photos that a text names
    with archive.catalogue.write(AGENT) as w:
        made, n = w.split(part, said, get_login_name())
        tighten_access(w, made, access_for(said, Status.RELEASED))
        scans.settle(w, made, said)
        w.seal(n)
    return made, n
