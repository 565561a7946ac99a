"""`press-archive records split`: make a file of a record a separate record."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli import RECORD_ID, archive_option, index_json, note_index, print_json
from archive.commands.change_options import AGENT, ChangeOptions, confirm_change, manner_options
from archive.search.index import index_sync
from archive.storage.archive import Archive
from ingest.pipeline.record_split import describe_file, split_off, title_of


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
        previewed = archive.catalogue.record_digest([record])  # before the shown data, so it is not newer
        part = archive.catalogue.part_of(record, n)
        said = describe_file(archive, part)
        title = title_of(part, said)
        if not manner.as_json:
            click.echo(f"File {n} of {record} becomes a separate record: {title}")
        if confirm_change(manner, "Split it off?"):
            made, change_set = split_off(archive, part, said, AGENT, previewed, manner.reason)
            note_index(index_sync.confirm(archive))
            if not manner.as_json:
                undo = f"`press-archive records undo {change_set}` takes it back"
                click.echo(f"Change set {change_set}: it is {made}; {undo}.")
    if manner.as_json:
        told = {"change_set": change_set, "dry_run": manner.dry_run, "record": record, "made": made, "title": title}
        print_json(told | index_json())
