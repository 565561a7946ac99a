"""`python -m ingest.pipeline.locked_files DIR`: try passwords on files that needed one when they arrived.

Input is one JSON object (`LockedTask`), so that no password is among the arguments of a process. Output is lines of
JSON: `{"accession": 7}` for each accession created, or `{"error": "...", "message": {}}`.

The stored originals are read, wherever the files were. Everything else is an ingest that retries these files.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypedDict

from archive.catalogue.receipts.receipts import lines_at
from archive.catalogue.schema.filenames import INSIDE
from archive.errors import ArchiveBusy, PressArchiveError
from archive.messages.message import code_and_params
from archive.record import Outcome
from archive.storage.archive import Archive
from archive.tesseract import installed
from ingest.files.file_reading import FileStat, KeptFile
from ingest.files.walk import WalkedPath
from ingest.ocr.ocr_queue import OcrRequest, read_scans
from ingest.pipeline.accessions import access_again
from ingest.pipeline.pipeline import Options, ingest
from ingest.pipeline.receipt import FileOutcome, Receipt
from ingest.pipeline.run_control import asked_to_stop, exclusive_ingest


class LockedTask(TypedDict):
    """The passwords to try, and the receipt lines of the files to try them on, as (accession, number)."""

    passwords: list[str]
    lines: list[tuple[int, int]]


def find_locked_files(archive: Archive, places: Collection[tuple[int, int]]) -> dict[int, dict[WalkedPath, KeptFile]]:
    """Return the files of these receipt lines with their former place on disk and their originals, by accession. For a
    file inside another it is the outermost one. A file without an original is left out."""
    with archive.catalogue.snapshot() as conn:
        lines = lines_at(conn, places)
    roots = archive.catalogue.roots()
    found: defaultdict[int, dict[WalkedPath, KeptFile]] = defaultdict(dict)
    for (accession, _), line in sorted(lines.items()):
        name = archive.catalogue.name(line.root, line.relpath) if line.root in roots else None
        if line.outcome is Outcome.ENCRYPTED and name is not None and archive.store.has(name.sha256):
            file = str(Path(roots[name.root], name.path))
            seen = FileStat(name.size, name.mtime_ns, name.inode)
            walked = WalkedPath(file, line.path.removesuffix(f"{INSIDE}{line.member}"))
            found[accession][walked] = KeptFile(name.sha256, seen)
    return dict(found)


def read_locked_files(
    archive: Archive, task: LockedTask, stopped: Callable[[], bool], tell: Callable[[int], None]
) -> None:
    """Try the passwords. `tell` is called with the number of each new accession. Raise ArchiveBusy, StoreError."""
    passwords = tuple(task["passwords"])
    places = [(accession, n) for accession, n in task["lines"]]
    read: set[str] = set()

    def note(line: FileOutcome, _: Receipt) -> None:
        if line.record is not None:
            read.add(line.record)

    for number, files in find_locked_files(archive, places).items():
        earlier = archive.catalogue.accession(number)
        if earlier is None or stopped():
            continue
        options = Options(
            access_again(earlier),
            stopped,
            again=True,
            retry=number,
            values=earlier.arguments.get("values", {}),
            met=iter(files),
            passwords=passwords,
            kept={found.file: kept for found, kept in files.items()},
        )
        tell(ingest([found.path for found in files], archive, options, note).number)
    if not stopped():
        _read_their_scans(archive, read, stopped, passwords)


def _read_their_scans(
    archive: Archive, records: Collection[str], stopped: Callable[[], bool], passwords: tuple[str, ...]
) -> None:
    """Read scans while their passwords are available, if this machine can."""
    scans = [scan.record for scan in archive.catalogue.pending_scans() if scan.record in records]
    settings, recognition = archive.settings.ocr, installed()
    if scans and settings.enabled and recognition.lacks(settings.languages) is None:
        with suppress(ArchiveBusy):  # they wait, like others
            read_scans(archive, OcrRequest(recognition, settings.languages, scans, False, stopped, passwords))


def _say(told: Mapping[str, Any]) -> None:
    print(json.dumps(told), flush=True)


def main(folder: Path) -> None:
    """Read the task, run it, and report the accessions."""
    task: LockedTask = json.load(sys.stdin)
    try:
        with Archive.open(folder) as archive, asked_to_stop() as stop:

            def work() -> None:
                read_locked_files(archive, task, stop.is_set, lambda number: _say({"accession": number}))

            exclusive_ingest(archive, work, wait=True, stop=stop)
    except PressArchiveError as error:
        _say({"error": str(error), "message": code_and_params(error.message)})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
