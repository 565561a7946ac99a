"""`press-archive bag`: originals and descriptions as a bag (BagIt, RFC 8493), made, checked or ingested."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import click

from archive.access import ARCHIVIST, PUBLIC, Viewer
from archive.cli import archive_option, json_option, print_json, progress, progress_line, say
from archive.commands.record_edits import found_by
from archive.custody.bag import Bag, Fault, validate_bag
from archive.custody.bag_export import create_bag
from archive.custody.bag_file import BagFormat, bag_file_path, create_bag_file
from archive.custody.bag_paths import PAYLOAD
from archive.custody.bag_records import RECORDS
from archive.errors import UnknownRecord, Unreadable, describe_size, many
from archive.messages import Message
from archive.messages.message import code_and_params
from archive.startup import load
from archive.storage.archive import Archive
from ingest.commands.cli import no_ocr_option, values_options
from ingest.files.walk import WalkedPath
from ingest.identity.bag_file import bag_folder
from ingest.identity.bagged_records import BaggedRecords

DIR = click.Path(path_type=Path, file_okay=False)
BAG = click.Path(path_type=Path)


@click.group()
def bag() -> None:
    """Make, check or ingest bags: folders for other archives.

    A bag (BagIt 1.0, RFC 8493) has originals with checksums, and descriptions as JSON, Dublin Core, PREMIS and EAD. It
    is a folder, or a ZIP or TAR with that folder.
    """


@bag.command()
@click.argument("directory", metavar="DIR", type=DIR)
@archive_option
@json_option
@click.option("--where", metavar="QUERY", help="Records that answer a query, such as 'kind:photo year:2025'.")
@click.option("--collection", metavar="NAME", help="Records of this collection.")
@click.option("--accession", type=int, metavar="N", help="Records that came in accession N.")
@click.option("--all", "every", is_flag=True, help="All records.")
@click.option(
    "--with-held", is_flag=True, help="Also held and withdrawn records, receipts, and all names of the files."
)
@click.option("--zip", "form", flag_value=BagFormat.ZIP.value, help="Make one file, DIR.zip, in place of a folder.")
@click.option("--tar", "form", flag_value=BagFormat.TAR.value, help="Make one file, DIR.tar, in place of a folder.")
def create(folder: Path, directory: Path, as_json: bool, with_held: bool, form: str | None, **chosen: Any) -> None:
    """Make a bag of records in the new folder DIR.

    By default the bag has only what the public may see. With --with-held, it also has held and withdrawn records:
    lock such a bag away, or encrypt it.

    If you stop the command, there is no bag. Leftovers of a killed run in DIR.unfinished are replaced by the next one.

    With --zip or --tar, the bag is one file, with the folder in it. It needs twice the space while it is made. Delete
    what a killed run left in a folder beside it, whose name begins with a dot and that of the file.
    """
    viewer = ARCHIVIST if with_held else PUBLIC
    with Archive.open(folder) as archive:
        ids, tell = _chosen(archive, viewer, **chosen), progress_line("record", "copied")
        if form is None:
            made = create_bag(archive, ids, directory, viewer, tell)
        else:
            directory = bag_file_path(directory, BagFormat(form))
            made = create_bag_file(archive, ids, directory, BagFormat(form), viewer, tell)
    if as_json:
        told = {"summary": True, "folder": str(directory), "records": made.records, "files": made.files}
        print_json(told | {"bytes": made.bytes, "with_held": with_held})
    else:
        size = f"{many(made.records, 'record')}, {many(made.files, 'file')}, {describe_size(made.bytes)}"
        say(f"The bag {directory} is complete: {size}.")


def _chosen(
    archive: Archive, viewer: Viewer, where: str | None, collection: str | None, accession: int | None, every: bool
) -> list[str]:
    """Return the records selected by the options, of which exactly one must be given."""
    if sum((where is not None, collection is not None, accession is not None, every)) != 1:
        raise click.UsageError("Give one of --where, --collection, --accession and --all.")
    if where is not None:
        return found_by(archive, where)
    if collection is not None:
        return archive.catalogue.of_collection(" ".join(collection.split()))
    if accession is not None:
        if archive.catalogue.accession(accession) is None:
            raise UnknownRecord(Message("accession-unknown", number=accession))
        return archive.catalogue.records_in(accession)
    return sorted(archive.catalogue.visible_ids(viewer))


@bag.command()
@click.argument("directory", metavar="BAG", type=BAG)
@json_option
def validate(directory: Path, as_json: bool) -> None:
    """Check a bag: its structure, and each file. Exit code 1 when it is not valid.

    BAG is a folder, or a ZIP or TAR with that folder. Such a file is unpacked into a temporary folder (TMPDIR), which
    is removed afterwards.

    Bags of BagIt 0.93 to 1.0 can be checked. Nothing else is written, and nothing is fetched.
    """
    with bag_folder(directory) as found:
        faults = _report(validate_bag(found, progress_line("file", "checked"))[1], as_json)
    if as_json:
        print_json({"summary": True, "valid": not faults, "faults": faults})
    elif not faults:
        say(f"{directory} is a valid bag.")
    if faults:
        raise SystemExit(1)


@bag.command("ingest")
@click.argument("directory", metavar="BAG", type=BAG)
@archive_option
@json_option
@click.option("--access", type=click.Choice(["released", "held"]), help="Status of new records, as for `ingest`.")
@values_options
@click.option("--wait", is_flag=True, help="If another ingest runs, wait until it has finished.")
@no_ocr_option
def ingest_bag(folder: Path, directory: Path, as_json: bool, **how: Any) -> None:
    """Check a bag, and add its files if it is valid. Exit code 1 when it is not.

    BAG is a folder, or a ZIP or TAR with that folder. Such a file is unpacked into the archive's folder for as long as
    the command runs, and is not kept itself.

    The receipt says of each file that it has the checksum of the bag. From a bag made by press-archive, records get
    back their status, embargo and the archivist's values. What was held is held.

    Other metadata in the bag is not read. `ingest DIR` adds such files as records.
    """
    with Archive.open(folder) as archive:
        derived = archive.derived
    with bag_folder(directory, derived) as unpacked:
        found, faults = validate_bag(unpacked, progress_line("file", "checked"))
        if count := _report(faults, as_json):
            raise Unreadable(Message("bag-invalid", count=count))
        how |= {"retry": None, "dry_run": False, "as_json": as_json, "pdf_passwords": None}
        how |= {"bagged": _bagged(found), "only": partial(_is_payload, unpacked)}
        given = unpacked if unpacked == directory else unpacked.parent  # like files sent by a browser
        load("ingest.commands.ingest_command").run_ingest(folder, [given], how, None)


def _is_payload(directory: Path, found: WalkedPath) -> bool:
    """Return whether a file of the bag is ingested: tag files only describe others."""
    return found.path.is_relative_to(directory.resolve() / PAYLOAD)


def _bagged(found: Bag) -> BaggedRecords | None:
    """Return the records in a bag made by this program; None for other bags."""
    if RECORDS in found.tags:
        return BaggedRecords(found.folder / RECORDS)
    if (found.folder / RECORDS).exists():
        progress(Message("bag-records-unlisted"))
    return None


def _report(faults: Iterable[Fault], as_json: bool) -> int:
    """Print every fault and warning of a bag, and return how many faults there are."""
    count = 0
    for fault in faults:
        count += not fault.is_warning
        _print_fault(fault, as_json)
    return count


def _print_fault(fault: Fault, as_json: bool) -> None:
    if as_json:
        level = "warning" if fault.is_warning else "fault"
        print_json(
            {"path": fault.path.encode("utf-8", "replace").decode(), "level": level}
            | {"message": fault.message, **code_and_params(fault.message)}
        )
    elif fault.is_warning:
        progress(f"Warning: {fault.message}")
    else:
        say(fault.message)
